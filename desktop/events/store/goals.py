"""The year's goals, and how many events were held and are planned for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from desktop.events.model import Event, EventGoal, EventKind, EventState
from desktop.events.rows import BUILT_IN_GOALS, GoalLine
from desktop.events.rule import due_by
from desktop.events.store.lists import is_open, midnight, year_span
from desktop.households.model import Zone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

__all__ = ["goal_lines", "in_force"]

_For = tuple[EventKind, int | None]


def in_force(session: Session, community_id: int, year: int) -> Mapping[_For, tuple[int, int]]:
    """Return by kind and zone (None: the community) the goal of `year`, and the version of the row that is its own.

    The latest year's that is not after it holds; the built-in ones hold where nobody laid down another.
    """
    found: dict[_For, tuple[int, int]] = {(kind, None): (goal, 0) for kind, goal in BUILT_IN_GOALS.items()}
    laid_down = (
        select(EventGoal.kind, EventGoal.zone_id, EventGoal.year, EventGoal.goal, EventGoal.version)
        .where(EventGoal.community_id == community_id, EventGoal.year <= year)
        .order_by(EventGoal.year, EventGoal.id)
    )
    for row in session.execute(laid_down):
        found[EventKind(row.kind), row.zone_id] = row.goal, (row.version if row.year == year else 0)
    return found


def goal_lines(
    session: Session, community_id: int, year: int, today: date, zone: ZoneInfo, *, everything: bool = False
) -> tuple[GoalLine, ...]:
    """Return the goals of `year` as they stand on `today`, the community's first, by kind (`everything`: 0 too).

    An event counts in the year it begins in, in `zone`. Held is what was closed as held, whatever its day; planned is
    what is open and ends today or later. A zone's goal counts the events of that zone, the community's all of them.
    """
    goals = in_force(session, community_id, year)
    named = session.execute(select(Zone.id, Zone.name).where(Zone.community_id == community_id))
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
    """Return by kind and zone how many events of the year were held, and how many are still to come."""
    begins, ends = year_span(year, zone)
    to_come = and_(is_open(), Event.ends_at > midnight(today, zone))
    query = (
        select(
            Event.kind,
            Event.zone_id,
            func.count(case((Event.state == EventState.HELD, 1))).label("held"),
            func.count(case((to_come, 1))).label("planned"),
        )
        .where(Event.community_id == community_id, Event.starts_at >= begins, Event.starts_at < ends)
        .group_by(Event.kind, Event.zone_id)
    )
    return {(EventKind(row.kind), row.zone_id): (row.held, row.planned) for row in session.execute(query)}
