"""Puts outages, events and gift days into a community, past the services: the calendar only reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desktop.core.permissions import Operation
from desktop.events.model import Event
from desktop.gifts.model import GiftList
from desktop.outages.model import Outage, OutageKindRule, OutagePlace, PlaceLevel

if TYPE_CHECKING:
    from datetime import date

    from desktop.storage.desk import Desk

__all__ = ["at", "event", "gifts", "outage"]


def at(desk: Desk, day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment of a day in the community's zone, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=desk.zone).astimezone(UTC)


def outage(desk: Desk, starts_at: datetime, ends_at: datetime | None = None, *where: str, **facts: Any) -> int:
    """Add an outage of the places called `where`; `own` names a kind of the community's own."""
    own = facts.pop("own", "")
    with desk.write(Operation.EDIT_OUTAGES) as work:
        kind = None
        if own:
            kind = OutageKindRule(community_id=work.community_id, kind="other", name=own)
            work.session.add(kind)
            work.session.flush()
        given: dict[str, Any] = {"kind": "water", "recorded_at": work.now, "recorded_by": 1} | facts
        row = Outage(community_id=work.community_id, starts_at=starts_at, ends_at=ends_at, **given)
        row.own_kind_id = kind.id if kind else None
        work.session.add(row)
        work.session.flush()
        for label in where:
            place = OutagePlace(
                community_id=work.community_id, outage_id=row.id, level=PlaceLevel.BUILDING, label=label
            )
            work.session.add(place)
        return row.id


def event(desk: Desk, title: str, starts_at: datetime, ends_at: datetime, **facts: Any) -> int:
    """Add an event."""
    with desk.write(Operation.EDIT_EVENTS) as work:
        given: dict[str, Any] = {"kind": "convenience", "recorded_at": work.now, "recorded_by": 1} | facts
        row = Event(
            community_id=work.community_id, number=title, title=title, starts_at=starts_at, ends_at=ends_at, **given
        )
        work.session.add(row)
        work.session.flush()
        return row.id


def gifts(desk: Desk, title: str, due_on: date) -> int:
    """Add a gift list."""
    with desk.write(Operation.EDIT_GIFTS) as work:
        row = GiftList(community_id=work.community_id, title=title, gift="月饼", due_on=due_on, recorded_at=work.now)
        work.session.add(row)
        work.session.flush()
        return row.id
