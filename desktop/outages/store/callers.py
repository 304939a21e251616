"""Who rang about outages: each household once, by building, and who is still owed a call back."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, func, not_, or_, select

from desktop.accounts.model import Account
from desktop.households.model import Building, Room
from desktop.outages.model import Outage, OutageCaller, OutageState, RoundPurpose
from desktop.outages.rows import CallerLine, TallyLine
from desktop.outages.store.picks import building_label
from desktop.outages.store.rounds import reached_for
from desktop.outages.store.scope import lived_in, outage_rooms, people_now
from desktop.storage.base import UtcMoment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = [
    "PROMISE_KEPT",
    "caller_counts",
    "caller_lines",
    "of_room",
    "owed_rooms",
    "promised_counts",
    "promises_owed",
    "tally",
]

PROMISE_KEPT = timedelta(days=92)
"""So long after an outage began a promise to call back is waited for: Today must not look through all of them."""

COUNTS = OutageCaller.undone_at.is_(None)

OVER = (OutageState.RESTORED, OutageState.CANCELLED)


def caller_lines(session: Session, community_id: int, outage_id: int) -> tuple[CallerLine, ...]:
    """Return the households that rang about an outage, newest first, those taken back too."""
    query = (
        select(OutageCaller, Account.name)
        .outerjoin(Account, Account.id == OutageCaller.account_id)
        .where(OutageCaller.outage_id == outage_id, OutageCaller.community_id == community_id)
        .order_by(OutageCaller.at.desc(), OutageCaller.id.desc())
    )
    return tuple(_line(row, by or "") for row, by in session.execute(query))


def of_room(session: Session, outage_ids: Collection[int], room_id: int) -> Mapping[int, CallerLine]:
    """Return what was noted of a household as a caller, by the outage."""
    query = select(OutageCaller).where(OutageCaller.room_id == room_id, OutageCaller.outage_id.in_(outage_ids), COUNTS)
    return {row.outage_id: _line(row, "") for row in session.scalars(query)}


def caller_counts(session: Session, outage_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many households rang about each outage; those nobody rang about are left out."""
    query = (
        select(OutageCaller.outage_id, func.count())
        .where(OutageCaller.outage_id.in_(outage_ids), COUNTS)
        .group_by(OutageCaller.outage_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(query)}


def promised_counts(session: Session, outage_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many calls back are still owed for each outage; those that owe none are left out."""
    query = (
        select(OutageCaller.outage_id, func.count())
        .where(OutageCaller.outage_id.in_(outage_ids), _owed())
        .group_by(OutageCaller.outage_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(query)}


def promises_owed(session: Session, community_id: int, now: datetime) -> tuple[int, int]:
    """Return how many calls back are owed in all, and how many of them for outages that are over."""
    owed, due = session.execute(_PROMISES, {"community": community_id, "long_ago": now - PROMISE_KEPT}).one()
    return int(owed), int(due)


def owed_rooms(session: Session, outage_id: int) -> list[int]:
    """Return the rooms that are still owed a call back for an outage."""
    query = select(OutageCaller.room_id).where(OutageCaller.outage_id == outage_id, _owed())
    return [room_id for room_id in session.scalars(query) if room_id is not None]


def tally(session: Session, community_id: int, outage_id: int, today: date) -> tuple[TallyLine, ...]:
    """Return how many households rang, by building in natural order.

    Those of rooms that the scope does not name stand on a line of their own, marked `outside`; `households` are the
    building's inside or outside the scope.
    """
    rang = (
        select(OutageCaller.room_id)
        .where(OutageCaller.outage_id == outage_id, OutageCaller.room_id.is_not(None), COUNTS)
        .distinct()
    )
    callers = session.execute(select(Room.id, Room.building_id).where(Room.id.in_(rang))).all()
    if not callers:
        return ()
    scope = outage_rooms(community_id, outage_id, today)
    inside = set(session.scalars(scope))
    counted: dict[tuple[int, bool], int] = defaultdict(int)
    for room_id, building_id in callers:
        counted[building_id, room_id not in inside] += 1
    buildings = {building_id for building_id, _outside in counted}
    people = select(Room.id, Room.building_id).where(
        Room.building_id.in_(buildings),
        or_(lived_in(community_id, today), Room.id.in_(people_now(community_id, today))),
    )
    living: dict[tuple[int, bool], int] = defaultdict(int)
    for room_id, building_id in session.execute(people):
        living[building_id, room_id not in inside] += 1
    names = session.execute(
        select(Building.id, Building.name).where(Building.id.in_(buildings)).order_by(Building.order_key, Building.id)
    )
    return tuple(
        TallyLine(id_, building_label(name), counted[id_, outside], living[id_, outside], outside)
        for id_, name in names
        for outside in (False, True)
        if (id_, outside) in counted
    )


def _owed() -> ColumnElement[bool]:
    """Return the condition that a caller was promised a call, and was not reached in a round made to keep that."""
    kept = reached_for(RoundPurpose.CALL_BACK, OutageCaller.outage_id, OutageCaller.room_id)
    return and_(COUNTS, OutageCaller.call_back.is_(True), OutageCaller.room_id.is_not(None), not_(kept))


def _line(row: OutageCaller, by: str) -> CallerLine:
    return CallerLine(
        id=row.id,
        version=row.version,
        room_id=row.room_id,
        room=row.room_label,
        at=row.at,
        by=by,
        note=row.note,
        call_back=row.call_back,
        undone=row.undone_at is not None,
    )


# Made once: Today asks for it every minute.
_PROMISES = (
    select(func.count(), func.coalesce(func.sum(case((Outage.state.in_(OVER), 1), else_=0)), 0))
    .select_from(OutageCaller)
    .join(Outage, Outage.id == OutageCaller.outage_id)
    .where(
        Outage.community_id == bindparam("community"),
        or_(Outage.state.not_in(OVER), Outage.starts_at >= bindparam("long_ago", type_=UtcMoment())),
        _owed(),
    )
)
