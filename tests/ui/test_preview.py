from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from reportlab.pdfgen.canvas import Canvas

from desktop.core.errors import WorldError
from desktop.core.settings import PRINTERS, Settings
from desktop.ui.buttons import Button
from desktop.ui.preview import PdfPreview
from desktop.ui.print_progress import PagesDialog
from desktop.ui.printing import _paper_for, asked_pages, choose_printer, print_document

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A5_LANDSCAPE = (210 * MM, 148 * MM)
CONTINUOUS = (241 * MM, 140 * MM)


def pdf(*sizes: tuple[float, float]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, size in enumerate(sizes, 1):
        canvas.setPageSize(size)
        canvas.rect(20, 20, size[0] - 40, size[1] - 40, fill=0)
        canvas.drawString(100, 100, f"page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def document(data: bytes) -> tuple[QPdfDocument, QBuffer]:
    made, device = QPdfDocument(), QBuffer()
    device.setData(QByteArray(data))
    device.open(QBuffer.OpenModeFlag.ReadOnly)
    made.load(device)
    return made, device


@pytest.fixture
def preview(qtbot: QtBot) -> PdfPreview:
    made = PdfPreview()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.show_pdf(pdf(A4, A4, A5_LANDSCAPE), "2026-10-all.pdf")
    return made


def test_that_a_document_is_shown_with_its_pages(preview: PdfPreview) -> None:
    assert preview.document.pageCount() == 3
    assert preview.pages.text() == "Page 1 of 3"


def test_that_pages_are_turned(qtbot: QtBot, preview: PdfPreview) -> None:
    QTest.mouseClick(preview._after, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: preview.page == 2)
    assert preview.pages.text() == "Page 2 of 3"
    preview.go_to(3)
    qtbot.waitUntil(lambda: not preview._after.isEnabled())
    preview.go_to(9)
    assert preview.page == 3


def test_that_it_is_saved_unchanged(
    qtbot: QtBot, preview: PdfPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    with qtbot.waitSignal(preview.saved) as saved:
        QTest.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved.args == [str(target)]
    assert target.read_bytes() == preview._data


def test_that_a_place_that_cannot_be_written_is_told(preview: PdfPreview, tmp_path: Path) -> None:
    with pytest.raises(WorldError) as told:
        preview.save_as(tmp_path / "missing" / "report.pdf")
    assert told.value.problems[0].message.params["file"] == "report.pdf"


def test_that_what_is_no_pdf_is_told(preview: PdfPreview) -> None:
    with pytest.raises(WorldError):
        preview.show_pdf(b"no document", "x.pdf")


def test_that_zooming_leaves_fit_to_width(preview: PdfPreview) -> None:
    larger = preview.findChild(Button, "zoom-in")
    assert isinstance(larger, Button)
    QTest.mouseClick(larger, Qt.MouseButton.LeftButton)
    assert preview.view.zoomMode() == preview.view.ZoomMode.Custom


@pytest.mark.parametrize("size", [A4, A5_LANDSCAPE, CONTINUOUS], ids=["A4", "A5 landscape", "241x140"])
def test_that_paper_of_the_pages_own_size_is_asked_for(tmp_path: Path, size: tuple[float, float]) -> None:
    made, _device = document(pdf(size, size))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert print_document(made, printer) == 2
    printed = PdfReader(tmp_path / "out.pdf")
    assert len(printed.pages) == 2
    box = printed.pages[1].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=2)


def test_that_continuous_paper_is_fed_as_it_lies_where_the_printer_knows_it_so() -> None:
    portrait, landscape = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
    lying = QPageSize(QSizeF(9.5, 5.5), QPageSize.Unit.Inch, "241x140")
    a5, a5_lying = QPageSize(QPageSize.PageSizeId.A5), QPageSize(QSizeF(210, 148), QPageSize.Unit.Millimeter, "A5R")
    size, fed = _paper_for(QSizeF(*CONTINUOUS), (a5, lying))
    assert (size.name(), fed) == ("241x140", portrait)
    size, fed = _paper_for(QSizeF(*CONTINUOUS), (a5,))
    assert fed == landscape
    assert size.size(QPageSize.Unit.Millimeter).width() == pytest.approx(140, abs=1)
    size, fed = _paper_for(QSizeF(*A5_LANDSCAPE), (a5_lying, a5))
    assert (size.id(), fed) == (QPageSize.PageSizeId.A5, landscape)
    assert _paper_for(QSizeF(*A4), ())[1] == portrait


def test_that_the_page_is_printed_at_its_true_size(tmp_path: Path) -> None:
    made, _device = document(pdf(A4))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_document(made, printer)
    before = made.render(0, QSize(595, 842))
    again, _again_device = document((tmp_path / "out.pdf").read_bytes())
    after = again.render(0, QSize(595, 842))
    dark = [[image.pixelColor(x, 421).lightness() < 128 for x in range(10, 40)] for image in (before, after)]
    assert any(dark[0])
    assert abs(dark[0].index(True) - dark[1].index(True)) <= 1


def test_that_a_range_of_pages_is_printed(tmp_path: Path) -> None:
    made, _device = document(pdf(A4, A5_LANDSCAPE, A4))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 2)
    assert print_document(made, printer) == 1
    assert float(PdfReader(tmp_path / "out.pdf").pages[0].mediabox.height) == pytest.approx(A5_LANDSCAPE[1], abs=2)


def test_that_many_pages_tell_how_far_they_are_and_can_be_stopped(qtbot: QtBot, tmp_path: Path) -> None:
    made, _device = document(pdf(*[A5_LANDSCAPE] * 5))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    whole = PagesDialog(made, printer)
    qtbot.addWidget(whole)
    assert whole.run() == 5
    assert whole.words.text() == "5 of 5 pages printed"
    stopped = PagesDialog(made, printer)
    qtbot.addWidget(stopped)
    QTimer.singleShot(0, stopped, stopped.reject)
    assert stopped.run() < 5
    printer.setFromTo(2, 3)
    assert list(asked_pages(made, printer)) == [1, 2]


def test_that_a_pc_without_printer_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.ui.printing.QPrinterInfo.availablePrinterNames", list)
    made, _device = document(pdf(A4))
    with pytest.raises(WorldError):
        choose_printer(None, made)


class Dialog:
    """A print dialog in which `chosen` is taken; notes what it offered first."""

    chosen = ""
    offered: ClassVar[list[str]] = []
    PrintDialogOption = QPrintDialog.PrintDialogOption
    DialogCode = QPrintDialog.DialogCode

    def __init__(self, printer: Any, _parent: object) -> None:
        self._printer = printer

    def setOption(self, *_: object, **__: object) -> None:
        """Take every option."""

    def setMinMax(self, *_: object) -> None:
        """Take every range."""

    def exec(self) -> QPrintDialog.DialogCode:
        self.offered.append(self._printer.printerName())
        self._printer.setPrinterName(self.chosen)
        return self.DialogCode.Accepted if self.chosen else self.DialogCode.Rejected


class NamedPrinter(QPrinter):
    """A printer that goes by any name, on a PC that has none."""

    def __init__(self, mode: QPrinter.PrinterMode) -> None:
        super().__init__(mode)
        self._name = "Laser"

    def printerName(self) -> str:
        return self._name

    def setPrinterName(self, name: str) -> None:
        self._name = name


def test_that_each_size_of_paper_is_offered_the_printer_it_was_printed_on_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = ["Laser", "Needle", "Photo"]
    monkeypatch.setattr("desktop.ui.printing.QPrinterInfo.availablePrinterNames", lambda: there)
    monkeypatch.setattr("desktop.ui.printing.QPrintDialog", Dialog)
    monkeypatch.setattr("desktop.ui.printing.QPrinter", NamedPrinter)
    monkeypatch.setattr(Dialog, "offered", [])
    settings = Settings(tmp_path / "settings.json")
    for size, chosen in ((CONTINUOUS, "Needle"), (A4, "Photo"), (CONTINUOUS, ""), (A4, "Laser"), (A4, "")):
        monkeypatch.setattr(Dialog, "chosen", chosen)
        made, _device = document(pdf(size))
        assert (choose_printer(None, made, "", settings) is not None) == bool(chosen)
    there.remove("Needle")
    made, _device = document(pdf(CONTINUOUS))
    choose_printer(None, made, "", settings)
    assert Dialog.offered == ["Laser", "Laser", "Needle", "Photo", "Laser", "Laser"]
    assert settings.get(PRINTERS) == {"140x241": ("Needle",), "210x297": ("Laser",)}
