"""Call rounds of outages: which there are, whom they are still to reach, whom another one need not call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import aliased

from desktop.contacts.model import CallEntry, CallOutcome, CallRound, CallState, RoundState
from desktop.households.model import Room, RoomTag, Tag
from desktop.outages.model import Outage, OutageCaller, OutageRound, OutageState, RoundPurpose
from desktop.outages.store.scope import outage_rooms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["round_ids", "spoken_for", "to_warn", "unreached_counts", "unreached_in_all"]


def round_ids(session: Session, outage_ids: Collection[int]) -> Mapping[int, Sequence[tuple[RoundPurpose, int]]]:
    """Return purpose and id of the rounds of outages, latest first; outages without any are left out."""
    found: dict[int, list[tuple[RoundPurpose, int]]] = defaultdict(list)
    query = select(OutageRound).where(OutageRound.outage_id.in_(outage_ids)).order_by(OutageRound.id.desc())
    for row in session.scalars(query):
        found[row.outage_id].append((RoundPurpose(row.purpose), row.round_id))
    return found


def to_warn(
    session: Session, community_id: int, outage_id: int, meanings: Collection[str], today: date
) -> tuple[list[int], int]:
    """Return the rooms to call before an outage, and how many of the same kind need no call any more.

    They are those of its scope with a tag of one of `meanings`. Who was reached for it, waits in an open round of it
    or rang about it needs no further call.
    """
    tagged = select(RoomTag.room_id).join(Tag, Tag.id == RoomTag.tag_id)
    worn = tagged.where(RoomTag.community_id == community_id, Tag.meaning.in_(sorted(meanings)))
    query = select(Room.id).where(Room.id.in_(outage_rooms(community_id, outage_id, today)), Room.id.in_(worn))
    wanted = set(session.scalars(query))
    rang = select(OutageCaller.room_id).where(OutageCaller.outage_id == outage_id, OutageCaller.undone_at.is_(None))
    known = {*session.scalars(spoken_for(outage_id, RoundPurpose.WARN)), *session.scalars(rang)}
    return sorted(wanted - known), len(wanted & known)


def spoken_for(outage_id: int, purpose: RoundPurpose) -> Select[int | None]:
    """Return the rooms that rounds of a purpose reached, or that wait in an open one."""
    waiting = and_(
        CallEntry.state.in_((CallState.WAITING, CallState.LATER)),
        CallEntry.round_id == CallRound.id,
        CallRound.state == RoundState.OPEN,
    )
    return (
        select(CallEntry.room_id)
        .join(OutageRound, OutageRound.round_id == CallEntry.round_id)
        .join(CallRound, CallRound.id == CallEntry.round_id)
        .where(
            OutageRound.outage_id == outage_id,
            OutageRound.purpose == purpose,
            or_(CallEntry.state == CallState.REACHED, waiting),
        )
    )


def unreached_counts(session: Session, outage_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many households of the warning rounds of outages that are not over have not been reached yet.

    A household counts once, whatever rounds it is in. One that asked not to be called, was taken out of its round or
    rang by itself does not. Outages with none are left out.
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
            CallEntry.state != CallState.REACHED,
            CallEntry.outcome.not_in((CallOutcome.DO_NOT_CALL, CallOutcome.LEFT_ROUND)),
            not_(_reached_elsewhere()),
            not_(_rang()),
        )
    )


def _open() -> ColumnElement[bool]:
    return Outage.state.in_((OutageState.PLANNED, OutageState.ANNOUNCED))


def _reached_elsewhere() -> ColumnElement[bool]:
    other, its_round = aliased(CallEntry), aliased(OutageRound)
    return (
        select(other.id)
        .join(its_round, its_round.round_id == other.round_id)
        .where(
            its_round.outage_id == OutageRound.outage_id,
            its_round.purpose == RoundPurpose.WARN,
            other.room_id == CallEntry.room_id,
            other.state == CallState.REACHED,
        )
        .correlate(OutageRound, CallEntry)
        .exists()
    )


def _rang() -> ColumnElement[bool]:
    return (
        select(OutageCaller.id)
        .where(
            OutageCaller.outage_id == OutageRound.outage_id,
            OutageCaller.room_id == CallEntry.room_id,
            OutageCaller.undone_at.is_(None),
        )
        .correlate(OutageRound, CallEntry)
        .exists()
    )


# Made once: Today asks for it every minute.
_UNREACHED = _unreached().where(Outage.community_id == bindparam("community")).group_by(OutageRound.outage_id)
