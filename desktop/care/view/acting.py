"""What is done about care, from a button to the line that says so: the form, what is refused, what can be undone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.care.dialogs import CareDialog, DayDialog, DropDialog, PlanDialog, ResultDialog
from desktop.care.presenter import CareWriter
from desktop.care.rows import Stage
from desktop.core.changes import Draft
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.care.presenter import CareAttempt
    from desktop.care.rows import CareLine
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "CareActs"]

DRAFTS = "care"
"""The name under which half-typed forms of care are kept."""


class CareActs(QObject):
    """Opens the forms of care over `page`. `dialog` is the form that is open, None for none."""

    def __init__(self, desk: Desk, shell: Shell, page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(page)
        self.dialog: CareDialog | None = None
        self.writer = CareWriter(desk, shell.tasks, self)
        self._desk = desk
        self._shell = shell
        self._page = page

    def plan(self, rooms: Sequence[tuple[int, str]] = ()) -> None:
        """Plan something for `rooms` (id, label); without any the form asks for whom."""
        if self.dialog is not None:
            return
        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        dialog = PlanDialog(today, rooms, self._page)
        if dialog.rooms is not None:
            dialog.rooms.asked.connect(self.writer.find)
            self.writer.found.connect(dialog.offer)
        self._open(dialog)

    def finish(self, lines: Sequence[CareLine]) -> None:
        """Note that planned tasks were done, or the one call of welcome that is due."""
        planned = [line for line in lines if line.stage is Stage.PLANNED]
        welcome = [line for line in lines if line.stage is Stage.WELCOME_DUE][:1]
        if (planned or welcome) and self.dialog is None:
            self._open(ResultDialog(planned or welcome, self._page), _take_back)

    def drop(self, line: CareLine) -> None:
        """Give a task up, or decide against a call of welcome."""
        if line.stage in {Stage.PLANNED, Stage.WELCOME_DUE} and self.dialog is None:
            self._open(DropDialog(line, self._page), _take_back)

    def move(self, line: CareLine) -> None:
        """Let a task be due on another day."""
        if line.stage is Stage.PLANNED and self.dialog is None:
            today = self._desk.clock.now().astimezone(self._desk.zone).date()
            undo = partial(self.writer.move_back, line) if line.due_on is not None and line.due_on >= today else None
            self._open(DayDialog(line, today, self._page), lambda _writer, _changes: undo)

    def reopen(self, line: CareLine) -> None:
        """Take the result of a task back, at once."""
        if line.stage not in {Stage.DONE, Stage.DROPPED}:
            return
        attempt = self.writer.attempt()
        words = msg("%(room)s: taken up again", room=line.room)
        attempt.done.connect(lambda _changes: self._shell.tell(words))
        attempt.refused.connect(lambda error: show_error(self._page, error))
        attempt.make(lambda service, operation: service.reopen(line.id, version=line.version, operation_id=operation))

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        dialog = self.dialog
        if dialog is not None and dialog.form.dirty:
            title = translate(dialog.windowTitle(), ui_language().language)
            self._shell.drafts.keep(Draft(DRAFTS, dialog.key, title, dialog.form.texts()))

    def _open(
        self, dialog: CareDialog, undo: Callable[[CareWriter, Changes], Callable[[], None] | None] | None = None
    ) -> None:
        kept = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        # Whom a draft was for is not in its words; the form asks for it again.
        if kept is not None and "rooms" not in dialog.form.fields:
            dialog.form.restore(kept.fields)
        attempt = self.writer.attempt()
        attempt.done.connect(lambda changes: self._done(dialog, changes, undo))
        attempt.refused.connect(lambda error: self._refuse(dialog, error))
        dialog.submitted.connect(lambda values: self._submit(dialog, attempt, values))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _submit(self, dialog: CareDialog, attempt: CareAttempt, values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(
        self,
        dialog: CareDialog,
        changes: Changes,
        undo: Callable[[CareWriter, Changes], Callable[[], None] | None] | None,
    ) -> None:
        self._shell.drafts.forget(DRAFTS, dialog.key)
        dialog.form.settle()
        self._shell.tell(dialog.saved, undo=undo(self.writer, changes) if undo is not None else None)
        dialog.accept()

    def _refuse(self, dialog: CareDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()


def labels_of(lines: Sequence[CareLine]) -> list[tuple[int, str]]:
    """Return the households of rows, each once."""
    return list(dict.fromkeys((line.room_id, line.room) for line in lines))


def said_of(line: CareLine) -> Message | str:
    """Return the household of a row as its page is headed."""
    return msg("%(room)s  %(name)s household", room=line.room, name=line.people[0]) if line.people else line.room


def _take_back(writer: CareWriter, changes: Changes) -> Callable[[], None] | None:
    ids = sorted(changes.ids.get("care_task", ()))
    return partial(writer.take_back, ids) if ids else None
