"""Call rounds of outages: which there are, whom they are still to reach, whom another one need not call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import aliased

from desktop.contacts.model import CallEntry, CallOutcome, CallRound, CallState, RoundState
from desktop.households.model import Room, RoomTag, Tag
from desktop.outages.model import (
    NoticeEdition,
    Outage,
    OutageCaller,
    OutageNotice,
    OutageRound,
    OutageState,
    RoundPurpose,
)
from desktop.outages.store.scope import outage_rooms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

__all__ = ["open_warnings", "reached_for", "round_ids", "spoken_for", "to_warn", "unreached_counts", "unreached_in_all"]


def round_ids(session: Session, outage_ids: Collection[int]) -> Mapping[int, Sequence[tuple[RoundPurpose, int]]]:
    """Return purpose and id of the rounds of outages, latest first; outages without any are left out."""
    found: dict[int, list[tuple[RoundPurpose, int]]] = defaultdict(list)
    query = select(OutageRound).where(OutageRound.outage_id.in_(outage_ids)).order_by(OutageRound.id.desc())
    for row in session.scalars(query):
        found[row.outage_id].append((RoundPurpose(row.purpose), row.round_id))
    return found


def open_warnings(outage_id: int) -> Select[CallRound]:
    """Return the open rounds that warn of an outage, oldest first."""
    return (
        select(CallRound)
        .join(OutageRound, OutageRound.round_id == CallRound.id)
        .where(
            OutageRound.outage_id == outage_id,
            OutageRound.purpose == RoundPurpose.WARN,
            CallRound.state == RoundState.OPEN,
        )
        .order_by(CallRound.id)
    )


def to_warn(
    session: Session, community_id: int, outage_id: int, meanings: Collection[str], today: date
) -> tuple[list[int], int]:
    """Return the rooms to call before an outage, and how many of the same kind need no call any more.

    They are those of its scope with a tag of one of `meanings`. Who was reached for it, waits in an open round of it
    or rang about it needs no further call, unless it was moved since.
    """
    tagged = select(RoomTag.room_id).join(Tag, Tag.id == RoomTag.tag_id)
    worn = tagged.where(RoomTag.community_id == community_id, Tag.meaning.in_(sorted(meanings)))
    query = select(Room.id).where(Room.id.in_(outage_rooms(community_id, outage_id, today)), Room.id.in_(worn))
    wanted = set(session.scalars(query))
    rang = select(OutageCaller.room_id).where(
        OutageCaller.outage_id == outage_id,
        OutageCaller.undone_at.is_(None),
        not_(_moved_after(OutageCaller.outage_id, OutageCaller.at)),
    )
    known = {*session.scalars(spoken_for(outage_id, RoundPurpose.WARN)), *session.scalars(rang)}
    return sorted(wanted - known), len(wanted & known)


def spoken_for(outage_id: int, purpose: RoundPurpose) -> Select[int | None]:
    """Return the rooms that rounds of a purpose reached, or that wait in an open one."""
    entry, call_round, kept, of_it = _for_it()
    waiting = and_(entry.state.in_((CallState.WAITING, CallState.LATER)), call_round.state == RoundState.OPEN)
    return of_it.with_only_columns(entry.room_id).where(
        kept.outage_id == outage_id, kept.purpose == purpose, or_(entry.state == CallState.REACHED, waiting)
    )


def reached_for(
    purpose: RoundPurpose, outage_id: InstrumentedAttribute[int], room_id: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Return the condition that rounds of a purpose reached a room; `outage_id` and `room_id` are the asker's columns.

    So did those that went on with them under the same occasion: whoever was not reached is called again in a round
    over a list, and has been told all the same. What was said before the outage was moved was another time.
    """
    entry, _call_round, kept, of_it = _for_it()
    mine = (kept.outage_id == outage_id, kept.purpose == purpose, entry.room_id == room_id)
    reached = of_it.where(*mine, entry.state == CallState.REACHED)
    return reached.correlate(outage_id.parent, room_id.parent).exists()


def _for_it() -> tuple[type[CallEntry], type[CallRound], type[OutageRound], Select[int]]:
    """Return the households of the rounds of outages and of those that went on with them, to be narrowed."""
    entry, call_round, first, kept = aliased(CallEntry), aliased(CallRound), aliased(CallRound), aliased(OutageRound)
    goes_on = and_(
        call_round.community_id == first.community_id,
        call_round.occasion == first.occasion,
        call_round.id >= first.id,
    )
    of_it = (
        select(entry.id)
        .join(call_round, call_round.id == entry.round_id)
        .join(first, goes_on)
        .join(kept, kept.round_id == first.id)
        .where(not_(_moved_after(kept.outage_id, call_round.started_at)))
    )
    return entry, call_round, kept, of_it


def _moved_after(outage_id: InstrumentedAttribute[int], at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    """Return the condition that an outage was given another time after the moment of a column."""
    moved = select(OutageNotice.id).where(
        OutageNotice.outage_id == outage_id, OutageNotice.edition == NoticeEdition.MOVED, OutageNotice.issued_at > at
    )
    return moved.correlate(outage_id.parent, at.parent).exists()


def unreached_counts(session: Session, outage_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many households of the warning rounds of outages that are not over have not been reached yet.

    A household counts once, whatever rounds it is in. One that asked not to be called, was taken out of its round or
    rang by itself does not. Who was told a time that holds no longer has not been reached. Outages with none are left
    out.
    """
    query = _unreached().add_columns(OutageRound.outage_id).where(OutageRound.outage_id.in_(outage_ids))
    return {row[1]: int(row[0]) for row in session.execute(query.group_by(OutageRound.outage_id))}


def unreached_in_all(session: Session, community_id: int) -> int:
    """Return `unreached_counts` of all outages that are not over, added up."""
    return sum(int(row[0]) for row in session.execute(_UNREACHED, {"community": community_id}))


def _unreached() -> Select[int]:
    return (
        select(func.count(CallEntry.room_id.distinct()))
        .select_from(Outage)
        .join(OutageRound, OutageRound.outage_id == Outage.id)
        .join(CallEntry, CallEntry.round_id == OutageRound.round_id)
        .where(
            _open(),
            OutageRound.purpose == RoundPurpose.WARN,
            CallEntry.outcome.not_in((CallOutcome.DO_NOT_CALL, CallOutcome.LEFT_ROUND)),
            not_(reached_for(RoundPurpose.WARN, OutageRound.outage_id, CallEntry.room_id)),
            not_(_rang()),
        )
    )


def _open() -> ColumnElement[bool]:
    return Outage.state.in_((OutageState.PLANNED, OutageState.ANNOUNCED))


def _rang() -> ColumnElement[bool]:
    return (
        select(OutageCaller.id)
        .where(
            OutageCaller.outage_id == OutageRound.outage_id,
            OutageCaller.room_id == CallEntry.room_id,
            OutageCaller.undone_at.is_(None),
            not_(_moved_after(OutageCaller.outage_id, OutageCaller.at)),
        )
        .correlate(OutageRound, CallEntry)
        .exists()
    )


# Made once: Today asks for it every minute.
_UNREACHED = _unreached().where(Outage.community_id == bindparam("community")).group_by(OutageRound.outage_id)
