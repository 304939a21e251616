"""What is done about care, from a button to the line that says so: the form, what is refused, what can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.care.dialogs import DayDialog, DropDialog, PlanDialog, ResultDialog
from desktop.care.presenter import CareWriter
from desktop.care.rows import Stage
from desktop.care.service import CareService
from desktop.core.i18n import msg
from desktop.ui.acting import Acts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.care.presenter.acting import Command
    from desktop.care.rows import CareLine
    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "CareActs"]

DRAFTS = "care"
"""The name under which half-typed forms of care are kept."""


class CareActs(Acts[CareService]):
    """Opens the forms of care over `page`."""

    def __init__(self, desk: Desk, shell: Shell, page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        care = CareWriter(desk, shell.tasks, page)
        super().__init__(care, shell, page, DRAFTS)
        self._care = care
        self._desk = desk

    def plan(self, rooms: Sequence[tuple[int, str]] = ()) -> None:
        """Plan something for `rooms` (id, label); without any the form asks for whom."""
        if self.dialog is not None:
            return
        today = self._desk.clock.now().astimezone(self._desk.zone).date()
        dialog = PlanDialog(today, rooms, self.page)
        if dialog.rooms is not None:
            dialog.rooms.asked.connect(self._care.find)
            self._care.found.connect(dialog.offer)
        self.open(dialog)

    def finish(self, lines: Sequence[CareLine]) -> None:
        """Note that planned tasks were done, or the one call of welcome that is due."""
        planned = [line for line in lines if line.stage is Stage.PLANNED]
        welcome = [line for line in lines if line.stage is Stage.WELCOME_DUE][:1]
        if (planned or welcome) and self.dialog is None:
            self.open(ResultDialog(planned or welcome, self.page), undo=_reopen_ended)

    def drop(self, line: CareLine) -> None:
        """Give a task up, or decide against a call of welcome."""
        if line.stage in {Stage.PLANNED, Stage.WELCOME_DUE} and self.dialog is None:
            self.open(DropDialog(line, self.page), undo=_reopen_ended)

    def move(self, line: CareLine) -> None:
        """Let a task be due on another day."""
        if line.stage is Stage.PLANNED and self.dialog is None:
            today = self._desk.clock.now().astimezone(self._desk.zone).date()
            undo = _move_back(line, line.due_on) if line.due_on is not None and line.due_on >= today else None
            self.open(DayDialog(line, today, self.page), undo=lambda _changes: undo)

    def reopen(self, line: CareLine) -> None:
        """Take the result of a task back, at once."""
        if line.stage not in {Stage.DONE, Stage.DROPPED}:
            return
        words = msg("%(room)s: taken up again", room=line.room)
        self.make(
            lambda service, operation: service.reopen(line.id, version=line.version, operation_id=operation), words
        )


def labels_of(lines: Sequence[CareLine]) -> list[tuple[int, str]]:
    """Return the households of rows, each once."""
    return list(dict.fromkeys((line.room_id, line.room) for line in lines))


def said_of(line: CareLine) -> Message | str:
    """Return the household of a row as its page is headed."""
    return msg("%(room)s  %(name)s household", room=line.room, name=line.people[0]) if line.people else line.room


def _reopen_ended(changes: Changes) -> Command | None:
    """Return what reopens tasks that were just ended, as they stand by then."""
    ids = sorted(changes.ids.get("care_task", ()))
    if not ids:
        return None
    return lambda service, operation: service.reopen_many(
        {task_id: service.task(task_id).version for task_id in ids}, operation_id=operation
    )


def _move_back(line: CareLine, day: date) -> Command:
    """Return what lets a task that was just moved be due on `day` again."""
    return lambda service, operation: service.move(
        line.id, day, version=service.task(line.id).version, operation_id=operation
    )
