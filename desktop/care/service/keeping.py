"""Keeping care: tasks are planned, ended with a result, moved to another day, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from desktop.care import store
from desktop.care.model import CareKind, CareState, CareTask
from desktop.care.rows import TIMELINE_PREFIX
from desktop.care.store import Seen
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Room
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_WORDS", "Keeping", "add_task", "no_such_task", "note_done", "remove_note", "withdraw_task"]

LONGEST_WORDS = 500
"""Characters of what is to be done, and of what came of it."""

NEEDS_WORDS = frozenset({CareKind.OTHER})
"""Kinds that say nothing by themselves."""


def add_task(work: UnitOfWork, room_id: int, kind: CareKind, words: str, due_on: date) -> int:
    """Plan one care task inside the caller's own unit of work; return its id.

    Writes audit and timeline and announces task and room. Raises UserError for words that are too long or missing
    and for a room that is no longer in the register; `due_on` may be any day.
    """
    (task_id,) = _plan(work, [room_id], kind, _checked_words(kind, words), due_on, series="")
    return task_id


def withdraw_task(work: UnitOfWork, task_id: int, reason: str) -> None:
    """Give a task up inside the caller's own unit of work, because what it was planned for is taken back.

    Nothing happens where it has a result already or is gone.
    """
    task = work.session.get(CareTask, task_id, with_for_update=True)
    if task is not None and task.can_end():
        _end(work, task, CareState.DROPPED, reason)


def note_done(work: UnitOfWork, room_id: int, kind: CareKind, words: str, result: str, done_on: date) -> int:
    """Note care that was just done inside the caller's own unit of work; return the task's id.

    Writes the audit and announces task and room. The touchpoint on the timeline is the caller's: one thing done is
    told once. Raises UserError for words that are too long or missing and for a room no longer in the register.
    """
    said = _checked_words(kind, words)
    room = work.session.get(Room, room_id)
    if room is None or room.community_id != work.community_id:
        raise UserError(_room_gone())
    task = CareTask(
        community_id=work.community_id,
        room_id=room_id,
        kind=kind,
        words=said,
        due_on=done_on,
        state=CareState.DONE,
        result=_short(result, "result"),
        ended_at=work.now,
        ended_by=work.actor.account_id,
    )
    work.session.add(task)
    work.session.flush()
    facts = {"room_id": room_id, "care": kind.value, "words": said, "result": task.result}
    work.audit("care_task", task.id, "done", None, facts)
    work.touch("room", room_id)
    return task.id


def remove_note(work: UnitOfWork, task_id: int) -> None:
    """Remove what `note_done` noted inside the caller's own unit of work, because it did not happen after all.

    A task that someone changed since is their word about the household: it stays, or is given up where it is planned
    again. Nothing happens where it is gone.
    """
    task = work.session.get(CareTask, task_id, with_for_update=True)
    if task is None:
        return
    if task.version > 1:
        withdraw_task(work, task_id, "")
        return
    work.audit("care_task", task.id, "removed", {"room_id": task.room_id, "words": task.words}, None)
    work.touch("room", task.room_id)
    work.session.delete(task)
    work.session.flush()


class Keeping(Service):
    """Writes care tasks, with audit and timeline."""

    @requires(Operation.EDIT_CARE)
    def plan(self, room_id: int, kind: CareKind, words: str, due_on: date, *, operation_id: str = "") -> Changes:
        """Plan one task for a household; the result is its id.

        Raises UserError naming each field that is wrong: words, due_on.
        """
        return self._write_plan([room_id], kind, words, due_on, operation_id)

    @requires(Operation.EDIT_CARE)
    def plan_many(
        self, room_ids: Sequence[int], kind: CareKind, words: str, due_on: date, *, operation_id: str = ""
    ) -> Changes:
        """Plan the same task for each of `room_ids` once, all or none; tasks made together share their `series`.

        The changes name the tasks made. Raises UserError for no household at all, a household that is gone, wrong
        words, and a day that is past.
        """
        return self._write_plan(list(dict.fromkeys(room_ids)), kind, words, due_on, operation_id)

    @requires(Operation.EDIT_CARE)
    def check_phone(self, room_id: int, words: str, *, operation_id: str = "") -> Changes:
        """Ask for a household's phones to be checked today; the result is the task's id."""
        return self._write_plan([room_id], CareKind.CHECK_PHONE, words, self._today(), operation_id)

    @requires(Operation.EDIT_CARE)
    def finish(self, task_id: int, result: str, *, version: int, operation_id: str = "") -> Changes:
        """Note that a task was done, and what came of it.

        Raises UserError for one that has ended already, ConflictError if it changed meanwhile.
        """
        return self.finish_many({task_id: version}, result, operation_id=operation_id)

    @requires(Operation.EDIT_CARE)
    def finish_many(self, versions: Mapping[int, int], result: str, *, operation_id: str = "") -> Changes:
        """Note that tasks were done with the same result, all or none; `versions` are those seen, by id."""
        words = _short(result, "result")
        with self.desk.write(Operation.EDIT_CARE, operation_id) as work:
            for task_id, version in sorted(versions.items()):
                _end(work, _still(work, task_id, version), CareState.DONE, words)
                work.result = task_id
        return work.changes

    @requires(Operation.EDIT_CARE)
    def drop(self, task_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Give a task up for a `reason`; raise UserError without one, ConflictError if it changed meanwhile."""
        words = _reason(reason)
        with self.desk.write(Operation.EDIT_CARE, operation_id) as work:
            _end(work, _still(work, task_id, version), CareState.DROPPED, words)
            work.result = task_id
        return work.changes

    @requires(Operation.EDIT_CARE)
    def reopen(self, task_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take the result of a task back; it is planned for the same day again."""
        return self.reopen_many({task_id: version}, operation_id=operation_id)

    @requires(Operation.EDIT_CARE)
    def reopen_many(self, versions: Mapping[int, int], *, operation_id: str = "") -> Changes:
        """Take the results of tasks back, all or none; `versions` are those seen, by id."""
        with self.desk.write(Operation.EDIT_CARE, operation_id) as work:
            for task_id, version in sorted(versions.items()):
                task = _still(work, task_id, version)
                if not task.can_reopen():
                    raise UserError(msg("This task has no result yet; there is nothing to take back."))
                before = {"state": task.state, "result": task.result}
                task.state, task.result, task.ended_at, task.ended_by = CareState.PLANNED, "", None, None
                _note(work, task, "reopened", before, {"state": task.state})
                work.result = task.id
        return work.changes

    @requires(Operation.EDIT_CARE)
    def move(self, task_id: int, due_on: date, *, version: int, operation_id: str = "") -> Changes:
        """Let a task be due on another day; raise UserError for a past day or a task that has ended."""
        self._check_day(due_on)
        with self.desk.write(Operation.EDIT_CARE, operation_id) as work:
            task = _still(work, task_id, version)
            if not task.can_end():
                raise _ended()
            before = {"due_on": task.due_on.isoformat()}
            task.due_on = due_on
            _note(work, task, "moved", before, {"due_on": due_on.isoformat()})
            work.result = task.id
        return work.changes

    @requires(Operation.EDIT_CARE)
    def welcome(self, room_id: int, result: str, *, dropped: bool = False, operation_id: str = "") -> Changes:
        """Record the call that welcomes a household, or with `dropped` why none is made; the result is the task's id.

        Ends the task planned for it, if there is one, else makes one that is done today. Raises UserError where no
        welcome is due: someone else was faster.
        """
        words = _reason(result) if dropped else _short(result, "result")
        state = CareState.DROPPED if dropped else CareState.DONE
        with self.desk.write(Operation.EDIT_CARE, operation_id) as work:
            task = work.session.scalars(
                select(CareTask)
                .where(
                    CareTask.community_id == work.community_id,
                    CareTask.room_id == room_id,
                    CareTask.kind == CareKind.WELCOME,
                    CareTask.state == CareState.PLANNED,
                )
                .order_by(CareTask.due_on, CareTask.id)
            ).first()
            if task is None:
                self._check_welcome(work, room_id)
                (task_id,) = _plan(work, [room_id], CareKind.WELCOME, "", self._today(), series="", told=False)
                task = work.session.get_one(CareTask, task_id)
            _end(work, task, state, words)
            work.result = task.id
        return work.changes

    def _write_plan(
        self, room_ids: Sequence[int], kind: CareKind, words: str, due_on: date, operation_id: str
    ) -> Changes:
        said = _checked_words(kind, words)
        self._check_day(due_on)
        if not room_ids:
            raise UserError(Problem(msg("Choose at least one household."), "rooms"))
        with self.desk.write(Operation.EDIT_CARE, operation_id) as work:
            series = work.operation_id if len(room_ids) > 1 else ""
            tasks = _plan(work, room_ids, kind, said, due_on, series=series)
            work.result = tasks[0]
        return work.changes

    def _check_welcome(self, work: UnitOfWork, room_id: int) -> None:
        """Raise UserError where a household is not to be welcomed (any more); nobody else welcomes it meanwhile."""
        work.session.get(Room, room_id, with_for_update=True)
        if not store.welcome_lines(work.session, Seen(work.community_id, self._today(), self.desk.zone), room_id):
            raise UserError(msg("This household was welcomed already; open the list again."))

    def _check_day(self, due_on: date) -> None:
        if due_on < self._today():
            raise UserError(Problem(msg("This day is past; choose today or a later day."), "due_on"))

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()


def _plan(
    work: UnitOfWork,
    room_ids: Sequence[int],
    kind: CareKind,
    words: str,
    due_on: date,
    *,
    series: str,
    told: bool = True,
) -> list[int]:
    """Insert a task for each room; return their ids in the order of the rooms. `told` notes it on the timeline."""
    mine = select(Room.id).where(Room.community_id == work.community_id, Room.id.in_(room_ids))
    if len(set(work.session.scalars(mine))) != len(room_ids):
        raise UserError(_room_gone())
    task = {
        "community_id": work.community_id,
        "kind": kind,
        "words": words,
        "due_on": due_on,
        "state": CareState.PLANNED,
        "result": "",
        "series": series,
        "version": 1,
    }
    made = work.session.execute(
        insert(CareTask).returning(CareTask.room_id, CareTask.id),
        [{**task, "room_id": room_id} for room_id in room_ids],
    )
    id_of = {row.room_id: row.id for row in made}
    facts = {"care": kind.value, "words": words, "due_on": due_on.isoformat()}
    for room_id in room_ids:
        work.audit("care_task", id_of[room_id], "planned", None, {"room_id": room_id, **facts})
        if told:
            work.timeline(room_id, work.now, f"{TIMELINE_PREFIX}planned", id_of[room_id], **facts)
    work.touch("room", *room_ids)
    return [id_of[room_id] for room_id in room_ids]


def _end(work: UnitOfWork, task: CareTask, state: CareState, result: str) -> None:
    if not task.can_end():
        raise _ended()
    before = {"state": task.state}
    task.state, task.result, task.ended_at, task.ended_by = state, result, work.now, work.actor.account_id
    _note(work, task, state.value, before, {"state": state.value, "result": result})


def _note(work: UnitOfWork, task: CareTask, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write what happened to a task into audit and timeline, and announce it."""
    work.audit("care_task", task.id, action, before, after)
    work.timeline(
        task.room_id,
        work.now,
        f"{TIMELINE_PREFIX}{action}",
        task.id,
        care=task.kind,
        words=task.words,
        due_on=task.due_on.isoformat(),
        result=task.result,
    )
    work.touch("room", task.room_id)


def _room_gone() -> Problem:
    return Problem(msg("A household chosen is no longer in the register; choose the households again."), "rooms")


def _still(work: UnitOfWork, task_id: int, version: int) -> CareTask:
    """Return the task if it is still the `version` that was shown."""
    task = work.session.get(CareTask, task_id, with_for_update=True)
    if task is None or task.community_id != work.community_id:
        raise no_such_task()
    if task.version != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return task


def _checked_words(kind: CareKind, words: str) -> str:
    said = _short(words, "words")
    if not said and kind in NEEDS_WORDS:
        raise UserError(Problem(msg("Write what is to be done."), "words"))
    return said


def _reason(text: str) -> str:
    reason = _short(text, "result")
    if not reason:
        raise UserError(Problem(msg("Write why it is given up."), "result"))
    return reason


def _short(text: str, field: str) -> str:
    said = clean_lines(text) if "\n" in text else clean(text)
    if len(said) > LONGEST_WORDS:
        raise UserError(Problem(msg("At most %(count)s characters.", count=LONGEST_WORDS), field))
    return said


def no_such_task() -> UserError:
    """Return the error of a task that is not there (any more)."""
    return UserError(msg("This care task is no longer there; open the list again."))


def _ended() -> UserError:
    return UserError(msg("This task has a result already; reopen it to change it."))
