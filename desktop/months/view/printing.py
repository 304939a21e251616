"""Prints the set of a month's reports on one printer, page after page, without holding up the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument

from desktop.core.errors import TouchpointError
from desktop.ui.printing import choose_printer, printed_pages

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from desktop.core.settings import Settings
    from desktop.months.rows import SetPaper

__all__ = ["Failed", "ReportPrinter"]


class Failed(NamedTuple):
    """A paper that the printer refused, and why."""

    paper: SetPaper
    error: TouchpointError


class ReportPrinter(QObject):
    """Asks for the printer once and prints paper after paper; one that is refused leaves the rest to be printed.

    `began()`: a printer was chosen. `reached(place from 1, number of papers, SetPaper)`: this one is being printed.
    `finished()`: none is left, or the person cancelled; `printed` counts, `failed` and `left` tell what did not come.
    `refused(TouchpointError)`: there is no printer at all.
    """

    began = Signal()
    reached = Signal(int, int, object)
    finished = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        """Ask above `parent`; `settings` remember the printer."""
        super().__init__(parent)
        self._window = parent
        self._settings = settings
        self._printer: QPrinter | None = None
        self._waiting: list[SetPaper] = []
        self._pages: Generator[int, None, None] | None = None
        self._document = QPdfDocument(self)
        self._device: QBuffer | None = None
        self._total = 0
        self.printed = 0
        self.failed: list[Failed] = []
        self.left: list[SetPaper] = []
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._step)

    def start(self, papers: Sequence[SetPaper]) -> None:
        """Ask for the printer, where none was chosen yet, and print `papers`; nothing happens where that is cancelled.

        To print again what failed, start anew with it.
        """
        self._waiting, self._total = list(papers), len(papers)
        self.printed, self.failed, self.left = 0, [], []
        try:
            if self._printer is None:
                self._load(papers[0])
                self._printer = choose_printer(self._window, self._document, papers[0].file_name, self._settings)
        except TouchpointError as error:
            self.refused.emit(error)
        if self._printer is not None:
            self.began.emit()
            self._next.start()

    def cancel(self) -> None:
        """Break off; what was not printed is `left`."""
        self._next.stop()
        if self._pages is not None:
            self._pages.close()
            self._pages = None
        self.left, self._waiting = self._waiting, []
        self.finished.emit()

    def _load(self, paper: SetPaper) -> None:
        self._document.close()
        self._device = QBuffer(self)
        self._device.setData(QByteArray(paper.pdf))
        self._device.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document.load(self._device)

    def _step(self) -> None:
        """Print one page more; of the next paper where this one is through."""
        try:
            if self._pages is None:
                self._begin()
            elif next(self._pages, None) is None:
                self._end()
                self.printed += 1
        except TouchpointError as error:
            self.failed.append(Failed(self._waiting[0], error))
            self._end()
        if self._waiting:
            self._next.start()
        else:
            self.finished.emit()

    def _begin(self) -> None:
        assert self._printer is not None
        paper = self._waiting[0]
        self.reached.emit(self._total - len(self._waiting) + 1, self._total, paper)
        self._load(paper)
        self._printer.setDocName(paper.file_name)
        self._pages = printed_pages(self._document, self._printer)

    def _end(self) -> None:
        self._pages = None
        del self._waiting[0]
