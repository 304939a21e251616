"""Shows a PDF in the window: fit to width or page, page by page, print, save as."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QPointF, Signal
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import TouchpointError, WorldError
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import label
from desktop.ui.print_progress import PagesDialog
from desktop.ui.printing import asked_pages, choose_printer, print_document
from desktop.ui.theme import colour, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from desktop.core.settings import Settings

__all__ = ["PdfPreview"]

_STEP = 1.25
FEW_PAGES = 3
"""So many are printed before anybody could ask how far it is."""


class PdfPreview(QWidget):
    """One PDF at a time. `saved(path)` and `printed(pages)` follow what the person did with it."""

    saved = Signal(str)
    printed = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, bar: bool = True, settings: Settings | None = None) -> None:
        """Start empty; without `bar` it is only looked at, in little room. `settings` remember the printers."""
        super().__init__(parent)
        self._settings = settings
        self._data = b""
        self._file_name = ""
        self._device: QBuffer | None = None
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setObjectName("pdf")
        say(self.view, accessibleName=msg("Preview of the document"))
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.pageNavigator().currentPageChanged.connect(self._say_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        tools = QWidget(self)
        tools.setLayout(self._bar())
        column.addWidget(tools)
        tools.setVisible(bar)
        column.addWidget(self.view, 1)
        theme().changed.connect(self._shade)
        self._shade()

    def show_pdf(self, data: bytes, file_name: str) -> None:
        """Show the PDF `data`; `file_name` is offered when saving. Raise WorldError if it is no readable PDF."""
        self.document.close()
        self._data, self._file_name = data, file_name
        self._device = QBuffer(self)
        self._device.setData(QByteArray(data))
        self._device.open(QBuffer.OpenModeFlag.ReadOnly)
        self.document.load(self._device)
        if self.document.status() != QPdfDocument.Status.Ready:
            raise WorldError(msg("The document “%(file)s” cannot be shown.", file=file_name))
        self.view.pageNavigator().jump(0, QPointF(), 0)
        self._say_page()

    @property
    def page(self) -> int:
        """Return the page shown, from 1."""
        return self.view.pageNavigator().currentPage() + 1

    def go_to(self, page: int) -> None:
        """Show `page`, from 1."""
        if 1 <= page <= self.document.pageCount():
            self.view.pageNavigator().jump(page - 1, QPointF(), 0)

    def save_as(self, path: Path) -> None:
        """Write the PDF to `path`; raise WorldError if that fails."""
        try:
            path.write_bytes(self._data)
        except OSError as error:
            text = msg("“%(file)s” cannot be written. Choose another place.", file=path.name)
            raise WorldError(text) from error
        self.saved.emit(str(path))

    def print_on(self, printer: QPrinter) -> None:
        """Print on `printer`, many pages with their progress; raise WorldError if it refuses."""
        if len(asked_pages(self.document, printer)) > FEW_PAGES:
            self.printed.emit(PagesDialog(self.document, printer, self).run())
        else:
            self.printed.emit(print_document(self.document, printer))

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._before = self._tool(msg("Previous page"), "chevron-left", lambda: self.go_to(self.page - 1))
        self._after = self._tool(msg("Next page"), "chevron-right", lambda: self.go_to(self.page + 1))
        self.pages = label("", tone="ink2")
        mode = QPdfView.ZoomMode
        width = Button(msg("Fit width"), name="fit-width", small=True)
        width.clicked.connect(lambda: self.view.setZoomMode(mode.FitToWidth))
        whole = Button(msg("Whole page"), name="fit-page", small=True)
        whole.clicked.connect(lambda: self.view.setZoomMode(mode.FitInView))
        smaller = self._tool(msg("Smaller"), "zoom-out", lambda: self._zoom(1 / _STEP), key("zoom-out"))
        larger = self._tool(msg("Larger"), "zoom-in", lambda: self._zoom(_STEP), key("zoom-in"))
        save = Button(msg("Save as"), icon="download", key=key("save-file"), name="save-as", small=True)
        save.clicked.connect(lambda: self._try(self._ask_where))
        out = Button(msg("Print"), icon="printer", key=key("print"), kind="primary", name="print", small=True)
        out.clicked.connect(lambda: self._try(self._ask_printer))
        for widget in (self._before, self.pages, self._after, width, whole, smaller, larger):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(save)
        row.addWidget(out)
        return row

    @staticmethod
    def _tool(text: Text, icon: str, act: Callable[[], None], sequence: str = "") -> Button:
        button = Button(text, icon=icon, small=True, key=sequence, name=icon)
        button.set_icon_only(True)
        if not sequence:
            say(button, toolTip=text)
        button.clicked.connect(act)
        return button

    def _zoom(self, factor: float) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(self.view.zoomFactor() * factor, 0.2), 5.0))

    def _say_page(self) -> None:
        count, page = self.document.pageCount(), self.page
        say(self.pages, text=msg("Page %(page)s of %(pages)s", page=page, pages=count))
        self._before.setEnabled(page > 1)
        self._after.setEnabled(page < count)

    def _ask_where(self) -> None:
        title = translate(msg("Save as"), ui_language().language)
        chosen, _ = QFileDialog.getSaveFileName(self, title, self._file_name, "PDF (*.pdf)")
        if chosen:
            self.save_as(Path(chosen))

    def _ask_printer(self) -> None:
        printer = choose_printer(self, self.document, self._file_name, self._settings)
        if printer is not None:
            self.print_on(printer)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except TouchpointError as error:
            if show_error(self, error):
                self._try(act)

    def _shade(self) -> None:
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, colour("ground"))
        self.view.setPalette(palette)
