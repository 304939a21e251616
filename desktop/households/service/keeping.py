"""What all writes of the register share: loading a row that is still as seen, days, and the search index."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.households.model import (
    Occupancy,
    Pet,
    Phone,
    Resident,
    ResidentPhoto,
    Room,
    RoomState,
    RoomTag,
    StandingInstruction,
    Tag,
    Vehicle,
)
from desktop.households.store import find, marks
from desktop.storage import search
from desktop.storage.desk import Service
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.model import RoomStateKind
    from desktop.storage.work import UnitOfWork

__all__ = [
    "Keeping",
    "index_resident",
    "index_room",
    "index_rooms",
    "living",
    "owned",
    "seen",
    "set_state",
    "take_room_out",
    "written",
]

Owned = TypeVar(
    "Owned", Room, Resident, Phone, Occupancy, Vehicle, Pet, ResidentPhoto, Tag, RoomTag, StandingInstruction
)


def owned(work: UnitOfWork, kind: type[Owned], id_: int) -> Owned:
    """Return the row of this community; raise UserError where it is gone or was merged into another."""
    row = work.session.get(kind, id_, with_for_update=True)
    merged = isinstance(row, Resident) and row.merged_into_id is not None
    if row is None or row.community_id != work.community_id or merged:
        raise UserError(msg("This entry is no longer in the register; open the household again."))
    return row


def seen(work: UnitOfWork, kind: type[Owned], id_: int, version: int) -> Owned:
    """Return the row if it is still the `version` that was shown; raise ConflictError otherwise."""
    row = owned(work, kind, id_)
    if row.version != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row


def living(work: UnitOfWork, resident_id: int) -> Resident:
    """Return the resident of this community; raise UserError where the entry is gone or was merged into another."""
    resident = owned(work, Resident, resident_id)
    if resident.merged_into_id is not None:
        raise UserError(msg("This entry was merged into another one; search for the person again."))
    return resident


def index_resident(work: UnitOfWork, resident: Resident) -> None:
    """Index a resident anew with the phones and notes of now; one merged into another leaves the index."""
    work.session.flush()
    if resident.merged_into_id is not None:
        work.index("place", find.place_of_resident(resident.id), SearchFields())
        return
    phones = find.digits_of(work.session, [resident.id]).get(resident.id, [])
    notes = work.session.scalars(select(Occupancy.note).where(Occupancy.resident_id == resident.id))
    fields = find.resident_fields(resident.name, phones, (resident.note, *notes))
    work.index("place", find.place_of_resident(resident.id), fields)


def index_room(work: UnitOfWork, room: Room) -> None:
    """Index a room anew with the tags and the note of now."""
    work.session.flush()
    worn = work.session.execute(
        select(Tag.name, RoomTag.cause).join(Tag, Tag.id == RoomTag.tag_id).where(RoomTag.room_id == room.id)
    )
    words = [word for pair in worn for word in pair]
    work.index("place", find.place_of_room(room.id), find.room_fields(room.label, room.note, words))


def index_rooms(work: UnitOfWork, rooms: Sequence[int]) -> None:
    """Index many rooms anew at once, by their ids."""
    work.session.flush()
    index = [
        (find.place_of_room(room_id), find.room_fields(label, note, words))
        for room_id, label, note, words in marks.indexed_rooms(work.session, rooms)
    ]
    search.put_many(work.session, work.community_id, "place", index)


def take_room_out(work: UnitOfWork, room_id: int) -> None:
    """Take a room that is removed out of the index."""
    work.index("place", find.place_of_room(room_id), SearchFields())


def set_state(work: UnitOfWork, room: Room, state: RoomStateKind, since: date | None) -> bool:
    """Let `state` hold from `since` (none: always); return whether anything changed.

    What held before ends there and stays as history. Raises UserError for a day before the present state began.
    """
    present = work.session.scalars(
        select(RoomState).where(RoomState.room_id == room.id, RoomState.until.is_(None)).order_by(RoomState.since)
    ).first()
    if present is not None and present.state == state:
        return False
    before = None
    if present is not None:
        before = {"state": present.state, "since": written(present.since)}
        if since == present.since:
            present.state = state
        elif since is None or (present.since is not None and since < present.since):
            raise UserError(
                Problem(
                    msg(
                        "This room's present state began on %(day)s; choose a day after it.",
                        day=written(present.since) or "",
                    ),
                    "since",
                )
            )
        else:
            present.until = since
            present = None
    if present is None:
        new = RoomState(room_id=room.id, community_id=room.community_id, state=state, since=since, until=None)
        work.session.add(new)
    work.audit("room", room.id, "state changed", before, {"state": state, "since": written(since)})
    return True


def written(day: date | None) -> str | None:
    """Return a day as it stands in the audit."""
    return None if day is None else day.isoformat()


class Keeping(Service):
    """A service that writes the register."""

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    def _moment_of(self, day: date | None) -> datetime:
        """Return the moment a touchpoint of `day` stands at: now for today, else the day's first in the community."""
        now = self.desk.clock.now()
        if day is None or day >= now.astimezone(self.desk.zone).date():
            return now
        return datetime.combine(day, time(), self.desk.zone)
