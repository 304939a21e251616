"""Prints a PDF: each page drawn at 300 dpi on paper of its own size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.settings import PRINTERS

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtWidgets import QWidget

    from desktop.core.settings import Settings

__all__ = ["DPI", "asked_pages", "choose_printer", "print_document", "printed_pages"]

DPI = 300

ALIKE_POINTS = 6
"""A form of 9½ x 5½ inches is one of 241x140 mm: so far apart, 2 mm, two sizes are the same."""


def choose_printer(
    parent: QWidget | None, document: QPdfDocument, title: str = "", settings: Settings | None = None
) -> QPrinter | None:
    """Ask for printer and copies, paper as the document's first page; None if the person cancels.

    The printer that paper of this size was printed on last stands in `settings`; it is offered first while the PC has
    it, and the one chosen now takes its place. Raise WorldError where the PC has no printer.
    """
    there = QPrinterInfo.availablePrinterNames()
    if not there:
        raise WorldError(msg("No printer is set up on this PC. Set one up, or save the file and print it elsewhere."))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    known = {} if settings is None else settings.get(PRINTERS)
    form = _form(document)
    last = known.get(form, ())
    if last and last[0] in there:
        # Before the paper: another printer brings its own.
        printer.setPrinterName(last[0])
    printer.setDocName(title)
    _set_paper(printer, document, 0)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=document.pageCount() > 1)
    dialog.setMinMax(1, document.pageCount())
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return None
    name = printer.printerName()
    if settings is not None and name:
        settings.set(PRINTERS, {**known, form: (name,)})
    return printer


def print_document(document: QPdfDocument, printer: QPrinter) -> int:
    """Print the pages the printer's range asks for and return how many; raise WorldError if the printer refuses."""
    return sum(1 for _page in printed_pages(document, printer))


def printed_pages(document: QPdfDocument, printer: QPrinter) -> Generator[int, None, None]:
    """Print as `print_document`, page after page: yield the place of each (from 0) once it is drawn.

    Whoever closes the iterator before its end breaks the job off.
    """
    pages = asked_pages(document, printer)
    printer.setFullPage(True)
    _set_paper(printer, document, pages.start)
    painter = QPainter()
    if not painter.begin(printer):
        raise WorldError(msg("The printer “%(printer)s” does not accept the job.", printer=printer.printerName()))
    try:
        for number in pages:
            if number != pages.start:
                _set_paper(printer, document, number)
                printer.newPage()
            _draw(painter, printer, document, number)
            yield number
    except GeneratorExit:
        printer.abort()
        painter.end()
        raise
    if not painter.end():
        raise WorldError(msg("The printer “%(printer)s” broke off the job.", printer=printer.printerName()))


def asked_pages(document: QPdfDocument, printer: QPrinter) -> range:
    """Return the places, from 0, of the pages that the printer's range asks for."""
    first = max(printer.fromPage(), 1) - 1
    last = (printer.toPage() or document.pageCount()) - 1
    return range(first, min(last, document.pageCount() - 1) + 1)


def _form(document: QPdfDocument) -> str:
    """Return the size of the first page in mm, the shorter side first: "148x210" however it is fed."""
    points = document.pagePointSize(0)
    short, long = sorted((points.width(), points.height()))
    return f"{round(short * 25.4 / 72)}x{round(long * 25.4 / 72)}"


def _set_paper(printer: QPrinter, document: QPdfDocument, number: int) -> None:
    """Ask for paper of the page's own size: a form such as 241x140 must not be fed as A4."""
    points = document.pagePointSize(number)
    known = QPrinterInfo(printer).supportedPageSizes() if points.width() > points.height() else ()
    size, orientation = _paper_for(points, known)
    printer.setPageLayout(QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0)))


def _paper_for(points: QSizeF, known: Sequence[QPageSize]) -> tuple[QPageSize, QPageLayout.Orientation]:
    """Return the paper for a page of `points`, and how it is fed to a printer that has the forms `known`.

    A page wider than high is turned, unless the printer has that form only as it lies: continuous paper of 241x140 mm
    goes in with its long side, and turned it would be fed as 241 mm of length.
    """
    landscape = points.width() > points.height()
    upright = points.transposed() if landscape else points
    if landscape and not any(_is_form(each, upright) for each in known):
        lying = next((each for each in known if _is_form(each, points)), None)
        if lying is not None:
            return lying, QPageLayout.Orientation.Portrait
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    return size, QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait


def _is_form(form: QPageSize, points: QSizeF) -> bool:
    size = form.size(QPageSize.Unit.Point)
    return max(abs(size.width() - points.width()), abs(size.height() - points.height())) <= ALIKE_POINTS


def _draw(painter: QPainter, printer: QPrinter, document: QPdfDocument, number: int) -> None:
    points = document.pagePointSize(number)
    image = document.render(number, QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI)))
    scale = printer.resolution() / 72
    # A full page starts at the paper's edge; printers that cannot reach it clip what the margins leave free anyway.
    painter.drawImage(QRectF(0, 0, points.width() * scale, points.height() * scale), image)
