"""What is done with the whole set of a month's reports: asked how, drawn, then printed or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import UserError
from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.months.dialogs import PrintingDialog, SetDialog
from desktop.months.presenter import SetPresenter
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import TouchpointError
    from desktop.core.months import Month
    from desktop.months.presenter import SetChoice
    from desktop.months.rows import SetPaper
    from desktop.months.view.printing import ReportPrinter
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Page, Shell

__all__ = ["SetTools"]


class SetTools(QObject):
    """Opens its dialogs above `page`. `dialog` asks how the set is wanted, `printing` tells of its printing."""

    def __init__(self, desk: Desk, shell: Shell, page: Page) -> None:
        """Act for `desk`'s account."""
        super().__init__(page)
        self._desk = desk
        self._shell = shell
        self._page = page
        self.presenter = SetPresenter(desk, shell.tasks, self)
        self.presenter.drawn.connect(self._print)
        self.presenter.saved.connect(self._tell_saved)
        self.dialog: SetDialog | None = None
        self.printing: PrintingDialog | None = None
        self.printer: ReportPrinter | None = None

    def print_set(self, month: Month) -> None:
        """Ask how the set of `month` is wanted, then print it."""
        dialog = self._ask(month, saving=False)
        dialog.decided.connect(lambda choice: self._draw(dialog, month, choice))

    def save_set(self, month: Month) -> None:
        """Ask how the set of `month` is wanted, and for a folder to save it in."""
        dialog = self._ask(month, saving=True)
        dialog.decided.connect(lambda choice: self._save(dialog, month, choice))

    def _ask(self, month: Month, *, saving: bool) -> SetDialog:
        verb = msg("Choose a folder …") if saving else msg("Print …")
        may_unmask = allows(self._desk.actor, Operation.EXPORT_UNMASKED)
        self.dialog = SetDialog(month, verb, self._page, may_unmask=may_unmask)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()
        return self.dialog

    def _forget_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _draw(self, dialog: SetDialog, month: Month, choice: SetChoice) -> None:
        dialog.set_busy(True)
        self.presenter.draw(month, choice, partial(self._refuse, dialog))

    def _save(self, dialog: SetDialog, month: Month, choice: SetChoice) -> None:
        title = translate(msg("Folder for the reports"), ui_language().language)
        chosen = QFileDialog.getExistingDirectory(dialog, title)
        if not chosen:
            return
        dialog.set_busy(True)
        self.presenter.save(month, choice, Path(chosen), partial(self._refuse, dialog))

    def _tell_saved(self, folder: Path, count: int) -> None:
        self._close_dialog()
        words = nmsg("%(count)s file is in %(folder)s", "%(count)s files are in %(folder)s", count, folder=folder)
        self._shell.tell(words)

    def _print(self, papers: Sequence[SetPaper]) -> None:
        # Printing brings QtPdf along; a page that prints nothing does without it.
        from desktop.months.view.printing import ReportPrinter  # noqa: PLC0415

        self._close_dialog()
        self.printer = printer = ReportPrinter(self._page, self._shell.settings)
        printer.refused.connect(partial(show_error, self._page))
        printer.began.connect(self._begin)
        printer.reached.connect(self._reach)
        printer.finished.connect(self._end)
        printer.start(papers)

    def _begin(self) -> None:
        if self.printing is None and self.printer is not None:
            self.printing = PrintingDialog(self._page)
            self.printing.cancelled.connect(self.printer.cancel)
            self.printing.again.connect(self._again)
            self.printing.finished.connect(self._forget_printing)
            self.printing.open()

    def _reach(self, place: int, total: int, paper: SetPaper) -> None:
        if self.printing is not None:
            self.printing.show_place(place, total, paper)

    def _end(self) -> None:
        printer = self.printer
        if printer is None:
            return
        if printer.failed and self.printing is not None and not printer.left:
            why = printer.failed[0].error.problems[0].message
            self.printing.show_failed(printer.printed, [each.paper for each in printer.failed], why)
            return
        if self.printing is not None:
            self.printing.accept()
        words = nmsg("%(count)s report went to the printer", "%(count)s reports went to the printer", printer.printed)
        self._shell.tell(words)

    def _again(self) -> None:
        if self.printer is not None:
            self.printer.start([each.paper for each in self.printer.failed])

    def _forget_printing(self) -> None:
        printing, self.printing = self.printing, None
        if printing is not None:
            printing.deleteLater()

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()

    def _refuse(self, dialog: SetDialog, error: TouchpointError) -> None:
        """Mark the form that asked, or tell what failed around us; what was typed stays."""
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(False)
        if show_error(dialog, error):
            dialog.submit()
