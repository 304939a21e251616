"""The gate calls the desk, the desk answers, the gate reads the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Room
from desktop.storage.desk import Service
from desktop.visits.model import Gate, GateCall, Visit
from desktop.visits.service.judging import rooms_named
from desktop.visits.service.shared import check_length, check_seen, locked
from desktop.visits.store import calls as store

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.storage.base import Root
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import CallLine, NewCall

__all__ = ["LONGEST_WORDS", "Calling", "note_call"]

LONGEST_WORDS = 500
"""Characters of what the gate says and the desk answers."""

_LENGTHS = {"place": 60, "plate": 20, "who": 60}


class Calling(Service):
    """Calls from the gate with their answers. Audit holds no names and plates: they go with the visits."""

    @requires(Operation.CALL_DESK)
    def call_desk(self, draft: NewCall, *, operation_id: str = "") -> Changes:
        """Tell the desk something; the result is the call's id. A place typed as one room's house number is that room.

        Raises UserError naming "words" where none are said, each text that is too long, and "gate_id", "room_id",
        or "visit_id" for what the community does not have.
        """
        said = clean_lines(draft.words)
        if not said:
            raise UserError(Problem(msg("Write what the desk is to know."), "words"))
        check_length(said, LONGEST_WORDS, "words")
        for field, longest in _LENGTHS.items():
            check_length(clean(getattr(draft, field)), longest, field)
        with self.desk.write(Operation.CALL_DESK, operation_id) as work:
            _check_known(work, draft)
            named = () if draft.room_id is not None else rooms_named(work.session, self.desk, clean(draft.place))
            if len(named) == 1:
                draft = replace(draft, room_id=named[0], place="")
            work.result = note_call(work, draft)
        return work.changes

    @requires(Operation.ANSWER_GATE)
    def answer(self, call_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """Answer a call. Where the gate waits, words are needed; otherwise none mean "noted".

        Raises UserError naming "words", ConflictError where somebody answered meanwhile.
        """
        said = clean_lines(words)
        check_length(said, LONGEST_WORDS, "words")
        with self.desk.write(Operation.ANSWER_GATE, operation_id) as work:
            row = _call(work, call_id, version)
            if row.answered_at is not None:
                raise UserError(msg("This call has been answered already."))
            if row.waits and not said:
                raise UserError(Problem(msg("The gate is waiting: write what it is to do."), "words"))
            row.answered_at, row.answered_by, row.answer = work.now, work.actor.account_id, said
            work.audit("gate_call", row.id, "answered", {"answered": False}, {"answered": True})
            work.result = row.id
        return work.changes

    @requires(Operation.CALL_DESK)
    def mark_read(self, call_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that the gate has read the desk's answer; raise UserError where there is none yet."""
        with self.desk.write(Operation.CALL_DESK, operation_id) as work:
            row = _call(work, call_id, version)
            if row.answered_at is None:
                raise UserError(msg("The desk has not answered yet."))
            row.seen_at = row.seen_at or work.now
            work.audit("gate_call", row.id, "answer read", {"read": False}, {"read": True})
            work.result = row.id
        return work.changes

    @requires(Operation.READ_VISITS)
    def calls(
        self,
        *,
        open_only: bool = True,
        since: datetime | None = None,
        unread: bool = False,
        gate_id: int | None = None,
    ) -> tuple[CallLine, ...]:
        """Return calls, newest first: those nobody has answered yet, or all since `since` with `open_only` False.

        `unread` is the gate's list: what it waits for an answer to, and answers it has not read; `gate_id` narrows to
        one gate.
        """
        with self.desk.read() as session:
            return store.calls(
                session, self.actor.community_id, open_only=open_only, since=since, unread=unread, gate_id=gate_id
            )

    @requires(Operation.READ_VISITS)
    def call(self, call_id: int) -> CallLine:
        """Return one call; raise UserError where it is gone."""
        with self.desk.read() as session:
            found = store.call(session, self.actor.community_id, call_id)
        if found is None:
            raise UserError(_gone())
        return found


def _check_known(work: UnitOfWork, draft: NewCall) -> None:
    """Raise UserError where a call is about something that is not there, or is another community's."""
    named: tuple[tuple[str, type[Root], int | None], ...] = (
        *(("gate_id", Gate, draft.gate_id), ("room_id", Room, draft.room_id)),
        ("visit_id", Visit, draft.visit_id),
    )
    for field, table, id_ in named:
        row = None if id_ is None else work.session.get(table, id_)
        if id_ is not None and (row is None or row.community_id != work.community_id):
            raise UserError(Problem(msg("What this call is about is no longer there; look again."), field))


def note_call(work: UnitOfWork, draft: NewCall) -> int:
    """Write a call of the gate within a unit of work and return its id.

    A room's label becomes the place where none is given. What else the draft names is the community's own, which is
    the caller's to know. The words are taken as they are, at most `LONGEST_WORDS`.
    """
    room = None if draft.room_id is None else work.session.get(Room, draft.room_id)
    row = GateCall(
        community_id=work.community_id,
        reason=draft.reason,
        waits=draft.waits,
        gate_id=draft.gate_id,
        room_id=None if room is None else room.id,
        place=clean(draft.place) or ("" if room is None else room.label),
        plate=canonical_plate(draft.plate),
        who=clean(draft.who),
        words=clean_lines(draft.words)[:LONGEST_WORDS],
        visit_id=draft.visit_id,
        slip_id=draft.slip_id,
        at=work.now,
        account_id=work.actor.account_id,
        answer="",
    )
    work.session.add(row)
    work.session.flush()
    facts = {"reason": str(draft.reason), "waits": draft.waits, "gate": draft.gate_id, "visit": draft.visit_id}
    work.audit("gate_call", row.id, "called", None, facts)
    return row.id


def _call(work: UnitOfWork, call_id: int, version: int) -> GateCall:
    row = locked(work, GateCall, call_id, _gone())
    check_seen(row.version, version)
    return row


def _gone() -> Problem:
    return Problem(msg("This call from the gate is no longer there."))
