"""Looking at events: lists, one with all that belongs to it, its guests, what concerns one household."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.attachments.model import Attachment
from desktop.contacts.service import rounds_among
from desktop.core.permissions import Operation, requires
from desktop.events.model import Event, EventItem, EventKind, EventRequest, EventRound, EventStaff
from desktop.events.rows import (
    EventFile,
    EventFilter,
    GuestFilter,
    HouseholdEvents,
    ItemRow,
    NewEvent,
    NewItem,
    StaffRow,
)
from desktop.events.service.recording import Recorder, no_such_event
from desktop.events.service.searching import matching
from desktop.events.store import guests as guest_store
from desktop.events.store import households, lists
from desktop.requests.model import Request
from desktop.staff.model import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.contacts.rows import RoundLine
    from desktop.events.rows import EventCounts, EventLine, GuestLine

__all__ = ["FILES", "Looking", "plan_of"]

FILES = "event"
"""The topic of an event's photos and files."""


class Looking(Recorder):
    """Shows events as they are now."""

    @requires(Operation.READ_EVENTS)
    def events(self, wanted: EventFilter, after: EventLine | None = None, limit: int = 100) -> tuple[EventLine, ...]:
        """Return the page of a list that follows `after`: coming ones next first, the others latest first."""
        with self.desk.read() as session:
            return lists.page(session, self._seen(), wanted, after, limit)

    @requires(Operation.READ_EVENTS)
    def event(self, event_id: int) -> EventFile:
        """Return an event with all that belongs to it; raise UserError where there is none."""
        with self.desk.read() as session:
            return self._file(session, event_id)

    @requires(Operation.READ_EVENTS)
    def guests(self, event_id: int, wanted: GuestFilter | None = None) -> tuple[GuestLine, ...]:
        """Return the guests of an event in the order of the rooms, who has none last."""
        chosen = wanted or GuestFilter()
        with self.desk.read() as session:
            found = guest_store.guests(session, self._line(session, event_id).id, self._today())
        return tuple(guest for guest in found if _wanted(guest, chosen))

    @requires(Operation.READ_EVENTS)
    def find_guests(self, event_id: int, typed: str) -> tuple[GuestLine, ...]:
        """Return the guests that are found by what is typed or scanned: room, anyone's name or pinyin, exact first.

        The code printed on sign-in sheets (`guest_code`) means one guest exactly.
        """
        with self.desk.read() as session:
            line = self._line(session, event_id)
            found = guest_store.guests(session, event_id, self._today())
            rooms = [guest.room_id for guest in found if guest.room_id is not None]
            names = guest_store.names_in(session, rooms, self._today())
        return matching(line, found, names, typed)

    @requires(Operation.READ_EVENTS)
    def counts(self) -> EventCounts:
        """Return what Today counts of events."""
        with self.desk.read() as session:
            return lists.counts(session, self._seen())

    @requires(Operation.READ_EVENTS)
    def of_room(self, room_id: int) -> HouseholdEvents:
        """Return what a household has to do with events."""
        seen = self._seen()
        with self.desk.read() as session:
            return HouseholdEvents(
                coming=households.coming(session, seen, room_id),
                last_invited_on=self._day(households.last_invited(session, seen.community_id, room_id)),
                last_came_on=self._day(households.last_came(session, seen.community_id, room_id)),
                forgotten=bool(households.forgotten(session, seen, room_id)),
            )

    @requires(Operation.READ_EVENTS)
    def forgotten(self) -> tuple[tuple[int, str], ...]:
        """Return id and label of the rooms with a legacy issue that were invited to nothing for a year."""
        with self.desk.read() as session:
            return tuple(households.forgotten(session, self._seen()))

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(self.desk.zone).date()

    def _line(self, session: Session, event_id: int) -> EventLine:
        found = lists.line(session, self.actor.community_id, event_id)
        if found is None:
            raise no_such_event()
        return found

    def _file(self, session: Session, event_id: int) -> EventFile:
        line = self._line(session, event_id)
        row = session.get_one(Event, event_id)
        items = _items(session, event_id)
        photos = select(func.count()).where(
            Attachment.topic == FILES,
            Attachment.owner_id == event_id,
            Attachment.removed_at.is_(None),
            Attachment.media_type.like("image/%"),
        )
        copied_from = None if row.copied_from_id is None else session.get(Event, row.copied_from_id)
        return EventFile(
            line=line,
            plan=plan_of(session, row),
            items=items,
            guests=guest_store.guests(session, event_id, self._today()),
            rounds=self._rounds(session, event_id),
            requests=_requests(session, event_id),
            budget_fen=row.budget_fen,
            cost_fen=row.cost_fen,
            outcome=row.outcome,
            end_words=row.end_words,
            photos=int(session.scalar(photos) or 0),
            last_year="" if copied_from is None else copied_from.number,
            voices=guest_store.sayings(session, event_id),
        )

    def _rounds(self, session: Session, event_id: int) -> Sequence[RoundLine]:
        mine = select(EventRound.round_id).where(EventRound.event_id == event_id).order_by(EventRound.id.desc())
        ids = session.scalars(mine).all()
        found = rounds_among(session, self.actor, self.desk.clock.now(), self._today(), ids)
        return tuple(found[id_] for id_ in ids if id_ in found)


def plan_of(session: Session, row: Event) -> NewEvent:
    """Return an event as it would be typed."""
    staff = (
        select(EventStaff.name, EventStaff.task, EventStaff.worker_id, Worker.name.label("worker"))
        .outerjoin(Worker, Worker.id == EventStaff.worker_id)
        .where(EventStaff.event_id == row.id)
        .order_by(EventStaff.position, EventStaff.id)
    )
    return NewEvent(
        kind=EventKind(row.kind),
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind_name=row.kind_name,
        words=row.words,
        lunar_day=row.lunar_day,
        place=row.place,
        zone_id=row.zone_id,
        capacity=row.capacity,
        household_limit=row.household_limit,
        open_to_all=row.open_to_all,
        partner=row.partner,
        budget_fen=row.budget_fen,
        staff=tuple(StaffRow(each.worker or each.name, each.task, each.worker_id) for each in session.execute(staff)),
        items=tuple(NewItem(item.words, item.amount) for item in _items(session, row.id)),
    )


def _items(session: Session, event_id: int) -> tuple[ItemRow, ...]:
    columns = (EventItem.id, EventItem.version, EventItem.words, EventItem.amount, EventItem.ready_at)
    mine = select(*columns).where(EventItem.event_id == event_id).order_by(EventItem.position, EventItem.id)
    return tuple(ItemRow(*row) for row in session.execute(mine))


def _requests(session: Session, event_id: int) -> tuple[tuple[int, str, str], ...]:
    mine = (
        select(Request.id, Request.number, Request.words)
        .join(EventRequest, EventRequest.request_id == Request.id)
        .where(EventRequest.event_id == event_id)
        .order_by(EventRequest.id)
    )
    return tuple((row.id, row.number, row.words) for row in session.execute(mine))


def _wanted(guest: GuestLine, wanted: GuestFilter) -> bool:
    if wanted.states and guest.state not in wanted.states:
        return False
    if wanted.came is not None and bool(guest.came) is not wanted.came:
        return False
    words = wanted.words.casefold().split()
    texts = f"{guest.room} {guest.name} {guest.note} {guest.said}".casefold()
    return all(word in texts for word in words)
