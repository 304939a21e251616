"""The year's goals, and how many events were held and are planned for each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, func, not_, or_, select

from desktop.events.model import Event, EventGoal, EventKind, EventState
from desktop.events.rows import BUILT_IN_GOALS, GoalLine
from desktop.events.rule import due_by
from desktop.events.store.lists import is_open, midnight, year_span
from desktop.households.model import Zone
from desktop.storage.base import UtcMoment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["goal_lines", "in_force"]

_For = tuple[EventKind, int | None]


def in_force(session: Session, community_id: int, year: int) -> Mapping[_For, tuple[int, int]]:
    """Return by kind and zone (None: the community) the goal of `year`, and the version of the row that is its own.

    The latest year's that is not after it holds; the built-in ones hold where nobody laid down another.
    """
    found: dict[_For, tuple[int, int]] = {(kind, None): (goal, 0) for kind, goal in BUILT_IN_GOALS.items()}
    for row in session.execute(_LAID_DOWN, {"community": community_id, "year": year}):
        found[EventKind(row.kind), row.zone_id] = row.goal, (row.version if row.year == year else 0)
    return found


def goal_lines(
    session: Session, community_id: int, year: int, today: date, zone: ZoneInfo, *, everything: bool = False
) -> tuple[GoalLine, ...]:
    """Return the goals of `year` as they stand on `today`, the community's first, by kind (`everything`: 0 too).

    An event counts in the year it begins in, in `zone`. Held is what had begun by the end of `today` and was closed as
    held; planned is what began later, and what is open and ends `today` or later: a month that is over is told of as
    it was then. A zone's goal counts the events of that zone, the community's all of them.
    """
    goals = in_force(session, community_id, year)
    named = session.execute(_ZONES, {"community": community_id}) if any(zone_id for _kind, zone_id in goals) else ()
    names = {row.id: row.name for row in named}
    counted = _counted(session, community_id, year, today, zone)
    kinds = list(EventKind)
    lines = []
    for (kind, zone_id), (goal, version) in goals.items():
        if (not goal and not everything) or (zone_id is not None and zone_id not in names):
            continue
        mine = [number for (of, at), number in counted.items() if of is kind and zone_id in {None, at}]
        held, planned = sum(each[0] for each in mine), sum(each[1] for each in mine)
        due = due_by(goal, year, today)
        name = "" if zone_id is None else names[zone_id]
        lines.append(GoalLine(kind, zone_id, name, year, goal, held, planned, due, version))
    return tuple(sorted(lines, key=lambda row: (row.zone_id is not None, row.zone, kinds.index(row.kind))))


def _counted(
    session: Session, community_id: int, year: int, today: date, zone: ZoneInfo
) -> Mapping[_For, tuple[int, int]]:
    """Return by kind and zone how many events of the year were held by the end of a day, and how many were to come."""
    begins, ends = year_span(year, zone)
    day, next_day = midnight(today, zone), midnight(today + timedelta(days=1), zone)
    moments = {"begins": begins, "ends": ends, "day": day, "next_day": next_day}
    rows = session.execute(_COUNTED, {"community": community_id, **moments})
    return {(EventKind(row.kind), row.zone_id): (row.held, row.planned) for row in rows}


def _by_kind_and_zone() -> Select[str, int | None, int, int]:
    begins, ends, day, next_day = (bindparam(name, type_=UtcMoment()) for name in ("begins", "ends", "day", "next_day"))
    held, begun = Event.state == EventState.HELD, Event.starts_at < next_day
    to_come = or_(and_(is_open(), Event.ends_at > day), and_(held, not_(begun)))
    return (
        select(
            Event.kind,
            Event.zone_id,
            func.count(case((and_(held, begun), 1))).label("held"),
            func.count(case((to_come, 1))).label("planned"),
        )
        .where(Event.community_id == bindparam("community"), Event.starts_at >= begins, Event.starts_at < ends)
        .group_by(Event.kind, Event.zone_id)
    )


# Made once: Today asks for them whenever something of events changes.
_COUNTED = _by_kind_and_zone()
_LAID_DOWN = (
    select(EventGoal.kind, EventGoal.zone_id, EventGoal.year, EventGoal.goal, EventGoal.version)
    .where(EventGoal.community_id == bindparam("community"), EventGoal.year <= bindparam("year"))
    .order_by(EventGoal.year, EventGoal.id)
)
_ZONES = select(Zone.id, Zone.name).where(Zone.community_id == bindparam("community"))
