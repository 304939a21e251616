"""Keeping rooms: what they are, their state through time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Room, RoomState
from desktop.households.service.keeping import Keeping, index_room, owned, seen, set_state, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.households.model import RoomStateKind
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingRooms"]


class KeepingRooms(Keeping):
    """Writes what belongs to a room rather than to a person."""

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_room(
        self,
        room_id: int,
        *,
        version: int,
        floor: str,
        area_m2: float | None,
        kind: str,
        note: str,
        operation_id: str = "",
    ) -> Changes:
        """Set what a room is; raise UserError for an area that is none, ConflictError if it changed meanwhile."""
        if area_m2 is not None and not 0 < area_m2 < 1_000_000:
            raise UserError(Problem(msg("An area is a number of square metres above zero."), "area_m2"))
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = seen(work, Room, room_id, version)
            before = {"floor": room.floor, "area_m2": room.area_m2, "kind": room.kind, "note": room.note}
            room.floor, room.area_m2, room.kind, room.note = clean(floor), area_m2, clean(kind), clean_lines(note)
            after = {"floor": room.floor, "area_m2": room.area_m2, "kind": room.kind, "note": room.note}
            work.audit("room", room.id, "edited", before, after)
            index_room(work, room)
            work.result = room.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def set_room_state(
        self, room_id: int, state: RoomStateKind, since: date | None, *, operation_id: str = ""
    ) -> Changes:
        """Let a state hold from a day on (none: always); what held before stays as history.

        The present state given again with another day is corrected: it, and the end of the one before, move there.
        Raises UserError for a day before the present state (or, to correct it, the one before) began.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            if set_state(work, room, state, since):
                work.timeline(
                    room.id, self._moment_of(since), "state_changed", room.id, state=state, since=written(since)
                )
            elif _date_anew(work, room, since):
                work.timeline(room.id, work.now, "state_dated", room.id, state=state, since=written(since))
            work.result = room.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def take_back_state(self, room_id: int, state: RoomStateKind, *, operation_id: str = "") -> Changes:
        """Take the present state out, entered by mistake; the one before holds again.

        Raises UserError where the present state is not `state` (any more).
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            states = _newest_states(work, room)
            if not states or states[0].state != state:
                raise UserError(msg("The room's state was changed meanwhile; look at it again."))
            present, earlier = states[0], states[1] if len(states) > 1 else None
            before = {"state": present.state, "since": written(present.since)}
            after = None
            if earlier is not None:
                earlier.until = None
                after = {"state": earlier.state, "since": written(earlier.since)}
            work.session.delete(present)
            work.audit("room", room.id, "state taken back", before, after)
            work.timeline(room.id, work.now, "state_taken_back", room.id, **before)
            work.result = room.id
        return work.changes


def _newest_states(work: UnitOfWork, room: Room) -> Sequence[RoomState]:
    """Return the present state and the one before, newest first; what is dated follows what always was."""
    dated = (
        select(RoomState)
        .where(RoomState.room_id == room.id)
        .order_by(
            RoomState.until.is_(None).desc(), RoomState.since.is_(None), RoomState.since.desc(), RoomState.id.desc()
        )
    )
    return work.session.scalars(dated.limit(2)).all()


def _date_anew(work: UnitOfWork, room: Room, since: date | None) -> bool:
    """Let the present state have begun on another day; return whether that changed anything."""
    states = _newest_states(work, room)
    present, earlier = states[0], states[1] if len(states) > 1 else None
    if present.since == since:
        return False
    if earlier is not None:
        if since is None:
            raise UserError(Problem(msg("This room was something else before; give the day it changed."), "since"))
        if earlier.since is not None and since <= earlier.since:
            day = written(earlier.since) or ""
            raise UserError(Problem(msg("The state before began on %(day)s; choose a day after it.", day=day), "since"))
        earlier.until = since
    before = {"state": present.state, "since": written(present.since)}
    present.since = since
    work.audit("room", room.id, "state dated", before, {"state": present.state, "since": written(since)})
    return True
