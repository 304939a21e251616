"""Prints a PDF: each page drawn at 300 dpi on paper of its own size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from desktop.core.errors import WorldError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtWidgets import QWidget

__all__ = ["DPI", "asked_pages", "choose_printer", "print_document", "printed_pages"]

DPI = 300


def choose_printer(parent: QWidget | None, document: QPdfDocument, title: str = "") -> QPrinter | None:
    """Ask for printer and copies, paper as the document's first page; None if the person cancels.

    Raise WorldError where the PC has no printer.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise WorldError(msg("No printer is set up on this PC. Set one up, or save the file and print it elsewhere."))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    _set_paper(printer, document, 0)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=document.pageCount() > 1)
    dialog.setMinMax(1, document.pageCount())
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


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


def _set_paper(printer: QPrinter, document: QPdfDocument, number: int) -> None:
    """Ask for paper of the page's own size: a form such as 241x140 must not be fed as A4."""
    points = document.pagePointSize(number)
    landscape = points.width() > points.height()
    upright = QSizeF(min(points.width(), points.height()), max(points.width(), points.height()))
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0)))


def _draw(painter: QPainter, printer: QPrinter, document: QPdfDocument, number: int) -> None:
    points = document.pagePointSize(number)
    image = document.render(number, QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI)))
    scale = printer.resolution() / 72
    # A full page starts at the paper's edge; printers that cannot reach it clip what the margins leave free anyway.
    painter.drawImage(QRectF(0, 0, points.width() * scale, points.height() * scale), image)
