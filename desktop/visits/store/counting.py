"""Visits as counts: of a day, gate, kind and state, while they are rows and after they were reduced.

One statement counts for both, so that a month says the same before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Date, and_, bindparam, case, func, or_, select, text, type_coerce

from desktop.core.working_days import first_moment
from desktop.storage.base import microseconds
from desktop.visits.model import Visit, VisitCount, VisitKind, VisitState
from desktop.visits.store import setup
from desktop.visits.store.setup import minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.visits.rows import RulesRow

__all__ = ["Counted", "Counting", "add_counts", "counted", "kept_counts"]

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many visits there were of a day, gate (0: none), kind and state; the fields are those of `VisitCount`."""

    day: date
    gate_id: int
    kind: str
    own_kind_id: int
    state: str
    visits: int
    people: int
    vehicles: int
    overstayed: int
    overridden: int


@dataclass(frozen=True, slots=True)
class Counting:
    """What counting needs to know of a community: its zone, its rules, its own kinds that are like contractors."""

    community_id: int
    zone: ZoneInfo
    rules: RulesRow
    contractors: tuple[int, ...]

    @classmethod
    def of(cls, session: Session, community_id: int, zone: ZoneInfo) -> Counting:
        """Return it as it stands now."""
        own = (kind for kind in setup.kinds(session, community_id, archived=True) if kind.key.own_id)
        contractors = tuple(kind.key.own_id for kind in own if kind.like is VisitKind.CONTRACTOR)
        return cls(community_id, zone, setup.rules(session, community_id), contractors)


def counted(
    session: Session, by: Counting, since: datetime, until: datetime, ids: Sequence[int] | None = None
) -> Iterator[Counted]:
    """Yield what visits that came from `since` up to but not including `until` count as, day after day.

    With `ids` only those of them.
    """
    day = since.astimezone(by.zone).date()
    while (begins := first_moment(day, 0, by.zone)) < until:
        ends = first_moment(day + _DAY, 0, by.zone)
        within = [Visit.in_at >= max(begins, since), Visit.in_at < min(ends, until)]
        if ids is not None:
            within.append(Visit.id.in_(ids))
        for row in session.execute(_count(by, day).where(*within)):
            yield Counted(day, *row)
        day += _DAY


def _count(by: Counting, day: date) -> Any:
    gate, own = func.coalesce(Visit.gate_id, 0), func.coalesce(Visit.own_kind_id, 0)
    return (
        select(
            gate,
            Visit.kind,
            own,
            Visit.state,
            func.count(),
            func.sum(Visit.people),
            func.sum(case((Visit.vehicle, 1), else_=0)),
            func.sum(case((_overstayed(by, day), 1), else_=0)),
            func.sum(case((Visit.override_words != "", 1), else_=0)),
        )
        .where(Visit.community_id == by.community_id)
        .group_by(gate, Visit.kind, own, Visit.state)
        .order_by(gate, Visit.kind, own, Visit.state)
    )


def _overstayed(by: Counting, day: date) -> ColumnElement[bool]:
    """Return the condition for a visit of `day` that left later than it should have.

    After as many hours as the rules allow, or a contractor after the end of the contractors' day.
    """
    stayed = type_coerce(Visit.out_at, BigInteger) - type_coerce(Visit.in_at, BigInteger)
    longest = by.rules.overstay_hours * _HOUR // _MICROSECOND
    contractor = or_(Visit.kind == VisitKind.CONTRACTOR, Visit.own_kind_id.in_(by.contractors))
    closing = first_moment(day, minutes_of(by.rules.contractors_until), by.zone)
    late = type_coerce(Visit.out_at, BigInteger) >= microseconds(closing)
    return and_(Visit.state == VisitState.LEFT, Visit.out_at.is_not(None), or_(stayed >= longest, contractor & late))


_ADD = text(
    "INSERT INTO visit_count (community_id, day, gate_id, kind, own_kind_id, state, visits, people, vehicles,"
    " overstayed, overridden) VALUES (:community_id, :day, :gate_id, :kind, :own_kind_id, :state, :visits, :people,"
    " :vehicles, :overstayed, :overridden)"
    " ON CONFLICT (community_id, day, gate_id, kind, own_kind_id, state) DO UPDATE SET"
    " visits = visit_count.visits + excluded.visits, people = visit_count.people + excluded.people,"
    " vehicles = visit_count.vehicles + excluded.vehicles, overstayed = visit_count.overstayed + excluded.overstayed,"
    " overridden = visit_count.overridden + excluded.overridden"
).bindparams(bindparam("day", type_=Date()))
# The same words on both engines, where SQLAlchemy has two different inserts.


def add_counts(session: Session, community_id: int, counts: Sequence[Counted]) -> None:
    """Add `counts` to those kept of reduced visits."""
    if counts:
        session.connection().execute(_ADD, [{"community_id": community_id, **_values(each)} for each in counts])


def _values(each: Counted) -> Mapping[str, Any]:
    return {name: getattr(each, name) for name in Counted.__slots__}


def kept_counts(session: Session, community_id: int, first_day: date, last_day: date) -> list[Counted]:
    """Return what is kept of reduced visits that came from `first_day` to `last_day`, both included."""
    columns = [getattr(VisitCount, name) for name in Counted.__slots__]
    query = select(*columns).where(
        VisitCount.community_id == community_id, VisitCount.day >= first_day, VisitCount.day <= last_day
    )
    return [Counted(*row) for row in session.execute(query.order_by(VisitCount.day, VisitCount.id))]
