"""Many pages on the printer: how far it is, and a way to stop it, while the window goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.core.errors import TouchpointError
from desktop.core.i18n import msg
from desktop.ui.dialogs import Dialog
from desktop.ui.language import say
from desktop.ui.leaving import UNATTENDED
from desktop.ui.panels import label
from desktop.ui.printing import asked_pages, printed_pages

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

__all__ = ["PagesDialog"]


class PagesDialog(Dialog):
    """Prints a document page after page; Esc or the button breaks the job off."""

    def __init__(self, document: QPdfDocument, printer: QPrinter, parent: QWidget | None = None) -> None:
        """Prepare to print what the printer's range asks for."""
        super().__init__(msg("Printing"), parent)
        self.setObjectName("pages")
        self.setProperty(UNATTENDED, True)
        self.printed = 0
        self._total = len(asked_pages(document, printer))
        self._pages = printed_pages(document, printer)
        self._error: TouchpointError | None = None
        self.words = label("", wrap=True, name="pages-words")
        self.body.addWidget(self.words)
        self.stop = self.add_button(msg("Cancel"), name="cancel")
        self.stop.clicked.connect(self.reject)
        self.rejected.connect(self._break_off)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._step)
        self._tell()

    def run(self) -> int:
        """Print, and return how many pages went to the printer; raise WorldError if it refuses."""
        self._next.start()
        self.exec()
        if self._error is not None:
            raise self._error
        return self.printed

    def _step(self) -> None:
        try:
            if next(self._pages, None) is None:
                self.accept()
                return
        except TouchpointError as error:
            self._error = error
            self.accept()
            return
        self.printed += 1
        self._tell()
        self._next.start()

    def _tell(self) -> None:
        say(self.words, text=msg("%(done)s of %(total)s pages printed", done=self.printed, total=self._total))

    def _break_off(self) -> None:
        self._next.stop()
        self._pages.close()
