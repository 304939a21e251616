"""What a month's report takes from events: those held, and the year's goals."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desktop.events.model import Event, EventKind, EventState
from desktop.events.rows import EventMonthLine, GoalLine
from desktop.events.store import goals
from desktop.events.store.lists import lines_of
from desktop.staff.model import Community

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = ["goal_lines", "month_lines"]


def month_lines(session: Session, community_id: int, since: datetime, until: datetime) -> tuple[EventMonthLine, ...]:
    """Return the events held that began at `since` or later and before `until`, in that order."""
    held = select(Event.id, Event.kind_name, Event.cost_fen, Event.outcome).where(
        Event.community_id == community_id,
        Event.state == EventState.HELD,
        Event.starts_at >= since,
        Event.starts_at < until,
    )
    rows = {row.id: row for row in session.execute(held)}
    return tuple(
        EventMonthLine(
            id=line.id,
            number=line.number,
            kind=EventKind(line.kind),
            kind_name=line.kind_name,
            title=line.title,
            starts_at=line.starts_at,
            place=line.place,
            households_invited=line.invited,
            people=line.came,
            households=line.households_came,
            cost_fen=rows[line.id].cost_fen,
            outcome=rows[line.id].outcome,
        )
        for line in lines_of(session, community_id, tuple(rows))
    )


def goal_lines(session: Session, community_id: int, year: int, today: date) -> tuple[GoalLine, ...]:
    """Return the goals of a year as they stood at the end of `today`, a day in the community's time zone."""
    zone = ZoneInfo(session.scalars(select(Community.time_zone).where(Community.id == community_id)).one())
    return goals.goal_lines(session, community_id, year, today, zone)
