"""What lies on days: outages, events and gift days between two moments, each read through its index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, union_all

from desktop.events.model import Event
from desktop.gifts.model import GiftList
from desktop.outages.model import Outage, OutageKindRule, OutagePlace, OutageState
from desktop.storage.base import UtcMoment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = ["events", "gift_days", "outages", "places"]

# Plain words, not parameters: a partial index serves only a query that repeats its condition to the letter.
_IS_OPEN = Outage.state.in_([literal_column(f"'{state}'") for state in (OutageState.PLANNED, OutageState.ANNOUNCED)])


def outages(session: Session, community_id: int, since: datetime, until: datetime) -> Sequence[Any]:
    """Return the outages of the days from `since` up to but not including `until`, in order of their start.

    One that is over lies on the days up to its end; one that is not, up to its expected end, and further while it
    runs. One called off lies on the day it was to begin.
    """
    here = Outage.community_id == community_id
    # each part is found through an index of its own; an OR over all of them would read every outage there was
    found = union_all(
        select(Outage.id).where(here, Outage.starts_at >= since, Outage.starts_at < until),
        select(Outage.id).where(here, _not_by_index(Outage.starts_at) < since, Outage.ended_at > since),
        select(Outage.id).where(here, Outage.starts_at < since, _IS_OPEN),
    )
    query = (
        select(
            Outage.id,
            Outage.kind,
            Outage.state,
            Outage.starts_at,
            Outage.ends_at,
            Outage.ended_at,
            OutageKindRule.name.label("kind_name"),
        )
        .outerjoin(OutageKindRule, OutageKindRule.id == Outage.own_kind_id)
        .where(Outage.id.in_(found))
        .order_by(Outage.starts_at, Outage.id)
    )
    return session.execute(query).all()


def places(session: Session, outage_ids: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return the labels of what each outage affects, in the order they were picked."""
    query = (
        select(OutagePlace.outage_id, OutagePlace.label)
        .where(OutagePlace.outage_id.in_(outage_ids), OutagePlace.excluded.is_(False))
        .order_by(OutagePlace.id)
    )
    found: dict[int, list[str]] = {}
    for outage_id, label in session.execute(query):
        found.setdefault(outage_id, []).append(label)
    return found


def events(session: Session, community_id: int, since: datetime, until: datetime) -> Sequence[Any]:
    """Return the events of the days from `since` up to but not including `until`, in order of their start."""
    return session.execute(_EVENTS, {"community": community_id, "since": since, "until": until}).all()


def gift_days(session: Session, community_id: int, first: date, last: date) -> Sequence[Any]:
    """Return the gift lists due on the days from `first` to `last`, in order."""
    query = (
        select(GiftList.id, GiftList.title, GiftList.state, GiftList.due_on)
        .where(GiftList.community_id == community_id, GiftList.due_on >= first, GiftList.due_on <= last)
        .order_by(GiftList.due_on, GiftList.id)
    )
    return session.execute(query).all()


def _not_by_index(moment: Any) -> ColumnElement[datetime]:
    """Return a moment in a form no index serves: nearly all rows began before, few ended after."""
    return func.coalesce(moment, moment)


# Made once: Today asks for it whenever something of events changes.
_EVENTS = (
    select(Event.id, Event.kind, Event.kind_name, Event.title, Event.state, Event.starts_at, Event.ends_at)
    .where(
        Event.community_id == bindparam("community"),
        _not_by_index(Event.starts_at) < bindparam("until", type_=UtcMoment()),
        Event.ends_at > bindparam("since"),
    )
    .order_by(Event.starts_at, Event.id)
)
