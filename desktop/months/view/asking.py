"""The dialogs of the month's page: each is opened, wired to what it asks for, and told of what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.i18n import msg
from desktop.months.dialogs import CompareDialog, SinceDialog, TargetsDialog, WeekDialog
from desktop.months.presenter import ComparePresenter, TargetsPresenter
from desktop.ui.dialogs import show_error
from desktop.ui.exporting import ask_path
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from desktop.core.errors import TouchpointError
    from desktop.core.weeks import Week
    from desktop.months.presenter import Listed, MonthPresenter
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Page, Shell

__all__ = ["MonthDialogs"]


class MonthDialogs(QObject):
    """Opens the dialogs above the page. `shown` is the one open last."""

    def __init__(self, desk: Desk, shell: Shell, presenter: MonthPresenter, page: Page) -> None:
        """Open dialogs about what `presenter` shows."""
        super().__init__(page)
        self._desk = desk
        self._shell = shell
        self._month = presenter
        self._page = page
        self.shown: QDialog | None = None
        presenter.exported.connect(self._tell_written)

    def compare(self) -> None:
        """Show the month beside another."""
        month = self._month
        reading = ComparePresenter(self._desk, self._shell.tasks, month.month, month.department_id, self)
        dialog = CompareDialog(reading, month.current, self._page)
        reading.saved.connect(self._tell_written)
        reading.refused.connect(self._refuse)
        dialog.opened.connect(month.open_line)
        dialog.export.connect(lambda: self._save_comparison(reading, dialog))
        dialog.finished.connect(reading.deleteLater)
        self._open(dialog)

    def ask_targets(self) -> None:
        """Show what figures ought to be, to be laid down by the project manager."""
        reading = TargetsPresenter(self._desk, self._shell.tasks, self)
        dialog = TargetsDialog(reading, self._page)
        reading.kept.connect(lambda: self._shell.tell(msg("The targets are kept.")))
        dialog.finished.connect(reading.deleteLater)
        self._open(dialog)

    def show_since(self, listed: Listed | None) -> None:
        """Show what changed since the month was closed."""
        if listed is None or listed.after is None or listed.report.edition is None:
            return
        month = listed.report.summary.month
        dialog = SinceDialog(month, listed.report.edition, listed.after, self._desk.zone, self._page)
        dialog.opened.connect(lambda request_id: self._shell.go("requests", request_id=request_id))
        self._open(dialog)

    def ask_week(self) -> None:
        """Ask which week is to be summed up, then show its summary."""
        month = self._month
        dialog = WeekDialog(month.weeks(), month.last_week(), self._page)

        def show(week: Week) -> None:
            dialog.accept()
            self._shell.show_paper(month.week(week))

        dialog.decided.connect(show)
        self._open(dialog)

    def export(self, listed: Listed | None) -> None:
        """Write everything on the page as a workbook, where the person says."""
        if listed is None:
            return
        path = ask_path(self._page, listed.report.file_name, "xlsx")
        if path is not None:
            self._month.export(listed.report, path, ui_language().language)

    def _save_comparison(self, reading: ComparePresenter, dialog: CompareDialog) -> None:
        if dialog.compared is None:
            return
        path = ask_path(dialog, f"{reading.month}-{reading.other}", "xlsx")
        if path is not None:
            reading.save(dialog.compared, path, ui_language().language)

    def _open(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_written(self, path: Path) -> None:
        self._shell.tell(msg("The workbook is %(path)s", path=path))

    def _refuse(self, error: TouchpointError) -> None:
        show_error(self._page, error)
