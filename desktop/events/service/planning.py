"""Events planned, amended, and copied to another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from desktop.core.almanac import on_lunar_day
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, requires
from desktop.events.model import SERIES, Event, EventItem, EventStaff, EventState
from desktop.events.rule import day_in_year, same_hours_on
from desktop.events.service.checking import checked_event
from desktop.events.service.looking import plan_of
from desktop.events.service.recording import (
    Recorder,
    facts,
    no_such_event,
    noted,
    put_in_search,
    seen_event,
)
from desktop.events.service.waiting import move_up
from desktop.events.store import guests as guest_store
from desktop.storage.numbers import next_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.events.rows import NewEvent, NewItem, StaffRow
    from desktop.storage.work import UnitOfWork

__all__ = ["YEARS", "Planning"]

YEARS = range(2000, 2100)
_TYPED = (
    *("kind", "kind_name", "title", "words", "starts_at", "ends_at", "lunar_day", "place", "zone_id", "capacity"),
    *("household_limit", "open_to_all", "partner", "budget_fen"),
)


class Planning(Recorder):
    """Plans events."""

    @requires(Operation.READ_EVENTS)
    def check(self, given: NewEvent, *, event_id: int | None = None) -> tuple[Message, ...]:
        """Return what is worth saying of a plan before it is saved; nothing of it keeps it from being saved.

        It begins in the past; another event is at the same place or the same time. `event_id` is the event amended.
        """
        told: list[Message] = []
        if given.starts_at < self.desk.clock.now():
            told.append(msg("This begins in the past; it is noted as held or not held afterwards."))
        meanwhile = select(Event.title, Event.place).where(
            Event.community_id == self.actor.community_id,
            Event.state != EventState.CANCELLED,
            Event.starts_at < given.ends_at,
            Event.ends_at > given.starts_at,
            Event.id != (event_id or 0),
        )
        with self.desk.read() as session:
            others = session.execute(meanwhile.order_by(Event.starts_at, Event.id).limit(3)).all()
        for title, place in others:
            if place and place == given.place.strip():
                told.append(msg("“%(title)s” is at the same place at that time.", title=title))
            else:
                told.append(msg("“%(title)s” is at the same time.", title=title))
        return tuple(told)

    @requires(Operation.EDIT_EVENTS)
    def plan(self, given: NewEvent, *, operation_id: str = "") -> Changes:
        """Plan an event and give it its number, counted by month; the result is its id.

        Raises UserError naming every field that is wrong: `title`, `kind_name`, `ends_at`, `lunar_day` ...
        """
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            self._insert(work, given, None)
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def amend(self, event_id: int, given: NewEvent, *, version: int, operation_id: str = "") -> Changes:
        """Say anew what an event is; a line of materials that stays keeps whether it is ready.

        More room lets the waiting list move up. Raises UserError as `plan` does, for an event that is over, and on
        `capacity` for less room than people are signed up; ConflictError where it was changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            event = seen_event(work, event_id, version)
            if not event.can_change():
                raise UserError(msg("This event was held or called off; reopen it to change it."))
            checked = checked_event(work.session, work.community_id, given, self.desk.zone)
            signed_up = guest_store.people_signed_up(work.session, event.id)
            if checked.capacity and checked.capacity < min(signed_up, event.capacity or signed_up):
                fault = msg("%(count)s people are signed up already; keep room for them.", count=signed_up)
                raise UserError(Problem(fault, "capacity"))
            before = facts(event)
            for name in _TYPED:
                setattr(event, name, getattr(checked, name))
            _write_staff(work, event.id, checked.staff)
            _write_items(work, event.id, checked.items)
            moved = move_up(work, event)
            was, now = noted(before, facts(event))
            work.audit("event", event.id, "amended", was, {**now, **moved})
            put_in_search(work, event)
            work.result = event.id
        return work.changes

    @requires(Operation.READ_EVENTS)
    def copy_proposal(self, event_id: int, year: int) -> NewEvent:
        """Return an event as it would be planned for another year, to be looked over before it is saved.

        On the same lunar day where it has one, else on the same weekday of the same week of the month, at the same
        local times. Texts, staff, materials, places and budget are taken over, guests are not. Raises UserError
        naming `year` where the calendar has no such day.
        """
        with self.desk.read() as session:
            plan = plan_of(session, self._event(session, event_id))
        day = plan.starts_at.astimezone(self.desk.zone).date()
        another = day_in_year(day, plan.lunar_day, year) if year in YEARS else None
        if another is None:
            first, last = YEARS[0], YEARS[-1]
            fault = msg("Choose a year from %(first)s to %(last)s.", first=first, last=last)
            raise UserError(Problem(fault, "year"))
        starts_at, ends_at = same_hours_on(another, plan.starts_at, plan.ends_at, self.desk.zone)
        return replace(plan, starts_at=starts_at, ends_at=ends_at)

    @requires(Operation.EDIT_EVENTS)
    def copy(self, event_id: int, starts_at: datetime, *, operation_id: str = "") -> Changes:
        """Plan the same event again from `starts_at` on, as long as it was; the result is the new one's id.

        It keeps its lunar day where that is the day it begins on. Guests are not taken over.
        """
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            old = self._event(work.session, event_id)
            plan = plan_of(work.session, old)
            local = starts_at.astimezone(self.desk.zone)
            _, ends_at = same_hours_on(local.date(), plan.starts_at, plan.ends_at, self.desk.zone)
            if local.time() != plan.starts_at.astimezone(self.desk.zone).time():
                ends_at = starts_at.astimezone(UTC) + (plan.ends_at - plan.starts_at)
            lunar_day = plan.lunar_day if on_lunar_day(plan.lunar_day, local.date()) == local.date() else ""
            self._insert(work, replace(plan, starts_at=starts_at, ends_at=ends_at, lunar_day=lunar_day), old.id)
        return work.changes

    @requires(Operation.EDIT_EVENTS)
    def copy_as(self, event_id: int, given: NewEvent, *, operation_id: str = "") -> Changes:
        """Plan `given`, which `copy_proposal` of an event proposed, as its copy; the result is the new one's id."""
        with self.desk.write(Operation.EDIT_EVENTS, operation_id) as work:
            self._insert(work, given, self._event(work.session, event_id).id)
        return work.changes

    def _event(self, session: Session, event_id: int) -> Event:
        event = session.get(Event, event_id)
        if event is None or event.community_id != self.actor.community_id:
            raise no_such_event()
        return event

    def _insert(self, work: UnitOfWork, given: NewEvent, copied_from_id: int | None) -> None:
        checked = checked_event(work.session, work.community_id, given, self.desk.zone)
        month = Month.containing(work.now, self.desk.zone)
        period = f"{month.year % 100:02d}{month.number:02d}"
        event = Event(
            community_id=work.community_id,
            number=f"{SERIES}-{period}-{next_number(work.session, work.community_id, SERIES, period):04d}",
            state=EventState.PLANNED,
            copied_from_id=copied_from_id,
            recorded_at=work.now,
            recorded_by=self.actor.account_id,
            **{name: getattr(checked, name) for name in _TYPED},
        )
        work.session.add(event)
        work.session.flush()
        _write_staff(work, event.id, checked.staff)
        _write_items(work, event.id, checked.items)
        work.audit("event", event.id, "planned", None, facts(event))
        put_in_search(work, event)
        work.result = event.id


def _write_staff(work: UnitOfWork, event_id: int, staff: Sequence[StaffRow]) -> None:
    work.session.execute(delete(EventStaff).where(EventStaff.event_id == event_id))
    common = {"community_id": work.community_id, "event_id": event_id}
    rows = [
        {
            **common,
            "position": place,
            "worker_id": row.worker_id,
            # a worker is called as the register calls it
            "name": "" if row.worker_id is not None else row.name,
            "task": row.task,
        }
        for place, row in enumerate(staff, 1)
    ]
    if rows:
        work.session.execute(insert(EventStaff), rows)


def _write_items(work: UnitOfWork, event_id: int, items: Sequence[NewItem]) -> None:
    """Let an event need these materials; what it needed before under the same words stays as ready as it was."""
    mine = select(EventItem).where(EventItem.event_id == event_id).order_by(EventItem.position, EventItem.id)
    known = list(work.session.scalars(mine))
    for place, item in enumerate(items, 1):
        row = next((each for each in known if each.words == item.words), None)
        if row is None:
            row = EventItem(community_id=work.community_id, event_id=event_id, words=item.words)
            work.session.add(row)
        else:
            known.remove(row)
        row.position, row.amount = place, item.amount
    for gone in known:
        work.session.delete(gone)
    work.session.flush()
