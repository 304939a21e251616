"""What the register's upkeep does from the page of households: edit, export and print what is chosen there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.households.rows import HouseholdChoice, HouseholdFilter
from desktop.register.dialogs import BulkDialog, ExportDialog, LabelsDialog, PrintDialog
from desktop.register.presenter import CardPaper, FilePaper, FileSources, LabelsPaper, ManyPresenter, Unmasking
from desktop.ui.dialogs import show_error
from desktop.ui.exporting import ask_path
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.errors import TouchpointError
    from desktop.households.rows import HouseholdFile, PlaceLine
    from desktop.register.presenter import Done
    from desktop.register.rows import BulkEdit, Period
    from desktop.storage.desk import Desk
    from desktop.ui.dialogs import FormDialog
    from desktop.ui.shell import Paper, Shell

__all__ = ["HouseholdTools"]


class HouseholdTools(QObject):
    """Opens the forms over the page of households. `dialog` is the one that is open, None for none."""

    def __init__(self, desk: Desk, shell: Shell, sources: FileSources, parent: QObject | None = None) -> None:
        """Act for `desk`'s account; `sources` is what other features put into a household's file."""
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._sources = sources
        self._may_unmask = allows(desk.actor, Operation.EXPORT_UNMASKED)
        self.dialog: FormDialog | None = None
        self._parent: QWidget | None = None
        self.presenter = ManyPresenter(desk, shell.tasks, self)
        self.presenter.done.connect(self._tell)
        self.presenter.refused.connect(self._fail)

    @staticmethod
    def edit_words(selected: int, shown: int) -> Message:
        """Return what the button over the list says."""
        if selected:
            return msg("Edit %(count)s selected …", count=selected)
        return nmsg("Edit the one shown …", "Edit all %(count)s shown …", shown)

    def edit(self, choice: HouseholdChoice, _count: int, parent: QWidget) -> None:
        """Ask what to do to the households chosen, say what would change, and do it."""
        self._parent = parent
        self.presenter.choose(choice, self._open_bulk, parent)

    def export(self, choice: HouseholdChoice, count: int, parent: QWidget) -> None:
        """Ask how the households chosen are written, then where to."""
        self._parent = parent
        dialog = ExportDialog(count, parent, may_unmask=self._may_unmask)
        dialog.decided.connect(
            lambda ending, unmasked, reason: self._write(dialog, choice, ending, Unmasking(unmasked, reason))
        )
        self._open(dialog)

    def labels(self, choice: HouseholdChoice, count: int, parent: QWidget) -> None:
        """Ask on which sheets, then show the labels of the households chosen."""
        self._parent = parent
        dialog = LabelsDialog(count, parent)
        dialog.decided.connect(lambda shape: self._show(dialog, LabelsPaper(self._desk, choice, shape)))
        self._open(dialog)

    def print_household(self, file: HouseholdFile, parent: QWidget) -> None:
        """Ask which paper of one household, then show it."""
        self._parent = parent
        room_id, room = file.room_id, file.label
        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        dialog = PrintDialog(room, today, parent, may_unmask=self._may_unmask)

        def show(kind: str, unmasked: bool, reason: str, period: Period) -> None:  # noqa: FBT001 - a signal's value
            unmasking = Unmasking(unmasked, reason)
            papers: dict[str, Callable[[], Paper]] = {
                "card": lambda: CardPaper(self._desk, room_id, room, unmasking),
                "file": lambda: FilePaper(self._desk, room_id, room, unmasking, self._sources, period),
                "label": lambda: LabelsPaper(self._desk, HouseholdChoice(HouseholdFilter(), (room_id,)), "3x8"),
            }
            self._show(dialog, papers[kind]())

        dialog.decided.connect(show)
        self._open(dialog)

    def _open_bulk(self, rooms: tuple[int, ...], tags: Sequence[PlaceLine], zones: Sequence[PlaceLine]) -> None:
        dialog = BulkDialog(len(rooms), tags, zones, self._parent)
        dialog.asked.connect(
            lambda edit: self.presenter.preview(rooms, edit, dialog.show_preview, dialog.show_refusal, dialog)
        )
        dialog.decided.connect(lambda edit: self._edit(dialog, rooms, edit))
        self._open(dialog)

    def _edit(self, dialog: BulkDialog, rooms: Sequence[int], edit: BulkEdit) -> None:
        self.presenter.edit(rooms, edit, partial(self._refuse, dialog))

    def _write(self, dialog: ExportDialog, choice: HouseholdChoice, ending: str, unmasking: Unmasking) -> None:
        path = ask_path(dialog, "households", ending)
        if path is None:
            return
        dialog.set_busy(True)
        self.presenter.export(choice, path, ui_language().language, unmasking, partial(self._refuse, dialog))

    def _show(self, dialog: FormDialog, paper: Paper) -> None:
        dialog.accept()
        self._shell.show_paper(paper)

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: FormDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _tell(self, done: Done) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._shell.tell(done.words, undo=done.undo)

    def _refuse(self, dialog: FormDialog, error: TouchpointError) -> None:
        """Mark the form that asked, or tell what failed around us; what was typed stays."""
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(False)
        if show_error(dialog, error):
            dialog.submit()

    def _fail(self, error: TouchpointError) -> None:
        show_error(self._parent, error)
