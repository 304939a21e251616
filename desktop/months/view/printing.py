"""Prints several reports on one printer, one after the other, without holding up the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument

from desktop.core.errors import TouchpointError
from desktop.ui.printing import choose_printer, print_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from desktop.months.presenter import Drawn

__all__ = ["ReportPrinter"]


class ReportPrinter(QObject):
    """Asks for the printer once. `finished(number printed)`; `failed(TouchpointError)` for each that was refused."""

    finished = Signal(int)
    failed = Signal(object)

    def __init__(self, drawn: Sequence[Drawn], parent: QWidget) -> None:
        """Print `drawn`, asking above `parent`."""
        super().__init__(parent)
        self._window = parent
        self._waiting = list(drawn)
        self._printer: QPrinter | None = None
        self._printed = 0
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._print_next)

    def start(self) -> None:
        """Ask for the printer and begin; nothing happens where the person cancels."""
        try:
            self._printer = choose_printer(self._window, self._document(), self._waiting[0].file_name)
        except TouchpointError as error:
            self.failed.emit(error)
        if self._printer is not None:
            self._next.start()

    def _document(self) -> QPdfDocument:
        """Return the document printed next."""
        document, device = QPdfDocument(self), QBuffer(self)
        device.setData(QByteArray(self._waiting[0].pdf))
        device.open(QBuffer.OpenModeFlag.ReadOnly)
        document.load(device)
        return document

    def _print_next(self) -> None:
        assert self._printer is not None
        self._printer.setDocName(self._waiting[0].file_name)
        try:
            print_document(self._document(), self._printer)
            self._printed += 1
        except TouchpointError as error:
            self.failed.emit(error)
        del self._waiting[0]
        if self._waiting:
            self._next.start()
        else:
            self.finished.emit(self._printed)
