"""Made-up events: six to eight a year on their usual days, each a copy of last year's, and one to come that is full."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from desktop.core.almanac import on_lunar_day
from desktop.events.model import SERIES, Event, EventGuest, EventItem, EventStaff, EventState, GuestState
from desktop.households.model import RoomTag, Tag
from desktop.storage.numbers import next_number
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.app.demo.people import DemoPlace
    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork

__all__ = ["add_events"]

PLANNED_BEFORE = timedelta(days=30)
INVITED_BEFORE = timedelta(days=12)
SIGNED_UP_BEFORE = timedelta(days=6)
PLANNED_AHEAD = timedelta(days=70)
"""What begins within this after the last month is planned already."""

COMING_IN = 8
"""Days until the event to come, at least; it is on a Saturday."""

_TOLD = {"invited_at": "event_invited", "signed_up_at": "event_signed_up", "came_at": "event_came"}
_SATURDAY = 5
_INVITED = ("vip", "legacy_issue")
WALK_IN_SHARE, CAME_SHARE, SAID_SHARE, GUEST_SHARE = 0.1, 0.8, 0.12, 0.12
MOST_GUESTS, LEAST_GUESTS, OVER_FULL = 60, 6, 5
PEOPLE = 2
"""Of a household that signs up, about."""


def add_events(
    work: UnitOfWork,
    chance: random.Random,
    words: Mapping[str, Any],
    place: DemoPlace,
    zone: ZoneInfo,
    months: Sequence[Month],
) -> None:
    """Insert the events of `months` as they stand at the end of the last one, or at `work.now` if that is earlier."""
    made = _Events(work, chance, words["events"], place, zone)
    made.seen = min(work.now, months[-1].end(zone))
    first = months[0].start(zone)
    for year in range(months[0].year, months[-1].year + 2):
        days = ((plan, made.day_of(plan, year)) for plan in words["events"]["plans"])
        for plan, day in sorted(((plan, day) for plan, day in days if day is not None), key=lambda each: each[1]):
            if first <= made.moment(plan, day) <= made.seen + PLANNED_AHEAD:
                made.add(plan, day)
    coming = made.seen.astimezone(zone).date() + timedelta(days=COMING_IN)
    made.add(words["events"]["coming"], coming + timedelta(days=(_SATURDAY - coming.weekday()) % 7), full=True)


class _Events:
    def __init__(
        self, work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], place: DemoPlace, zone: ZoneInfo
    ) -> None:
        self.work = work
        self.chance = chance
        self.words = words
        self.zone = zone
        self.seen = work.now
        self.latest: dict[str, int] = {}
        self.rooms = [(household.room_id, household.label) for household in place.households]
        marked = select(RoomTag.room_id).join(Tag, Tag.id == RoomTag.tag_id)
        mine = marked.where(RoomTag.community_id == work.community_id, Tag.meaning.in_(_INVITED))
        labels = dict(self.rooms)
        self.marked = [(room_id, labels[room_id]) for room_id in sorted(set(work.session.scalars(mine)) & set(labels))]

    def day_of(self, plan: Mapping[str, Any], year: int) -> date | None:
        if "lunar" in plan:
            return on_lunar_day(plan["lunar"], date(year, 1, 1))
        first = date(year, plan["month"], 1)
        return first + timedelta(days=(plan["weekday"] - first.weekday()) % 7 + 7 * (plan["week"] - 1))

    def moment(self, plan: Mapping[str, Any], day: date) -> datetime:
        return datetime.combine(day, time.fromisoformat(plan["at"]), self.zone)

    def add(self, plan: Mapping[str, Any], day: date, *, full: bool = False) -> None:
        """Add an event on a day: held where that is past, else made known when it is near, with its guests."""
        starts = self.moment(plan, day)
        ends = starts + timedelta(hours=plan["hours"])
        recorded = min(starts - PLANNED_BEFORE, self.seen)
        held = ends < self.seen
        known = full or starts - INVITED_BEFORE <= self.seen
        state = EventState.HELD if held else EventState.ANNOUNCED if known else EventState.PLANNED
        budget = plan["budget"] * 100
        event = Event(
            community_id=self.work.community_id,
            number=self.number(recorded),
            state=state,
            starts_at=starts,
            ends_at=ends,
            lunar_day=plan.get("lunar", ""),
            household_limit=plan.get("household_limit", 0),
            budget_fen=budget,
            cost_fen=budget * self.chance.randint(80, 110) // 100 if held else None,
            outcome=plan.get("outcome", "") if held else "",
            copied_from_id=self.latest.get(plan["title"]),
            recorded_at=recorded,
            recorded_by=self.work.actor.account_id,
            held_at=ends + timedelta(hours=1) if held else None,
            **{name: plan[name] for name in ("kind", "title", "words", "place", "capacity", "partner")},
        )
        self.work.session.add(event)
        self.work.session.flush()
        self.latest[event.title] = event.id
        self.work.index(
            "event",
            event.id,
            SearchFields(public=(event.number, event.title), text=(event.place, event.partner)),
        )
        self.add_plan(event, plan, ready=held)
        if known:
            self.add_guests(event, invite=bool(plan.get("invite")), held=held, full=full)

    def number(self, recorded: datetime) -> str:
        local = recorded.astimezone(self.zone)
        period = f"{local.year % 100:02d}{local.month:02d}"
        return f"{SERIES}-{period}-{next_number(self.work.session, self.work.community_id, SERIES, period):04d}"

    def add_plan(self, event: Event, plan: Mapping[str, Any], *, ready: bool) -> None:
        common = {"community_id": self.work.community_id, "event_id": event.id}
        items = [
            {
                **common,
                "version": 1,
                "position": place,
                "words": words,
                "amount": amount,
                # of what is still to come the first things are there
                "ready_at": event.recorded_at if ready or place == 1 else None,
            }
            for place, (words, amount) in enumerate(plan["items"], 1)
        ]
        staff = [
            {**common, "position": place, "name": name, "task": task}
            for place, (name, task) in enumerate(self.words["staff"], 1)
        ]
        connection = self.work.session.connection()
        connection.execute(insert(EventItem), items)
        connection.execute(insert(EventStaff), staff)

    def add_guests(self, event: Event, *, invite: bool, held: bool, full: bool) -> None:
        """Invite the marked households, sign others up; over the capacity they wait in the order they came."""
        invited = dict(self.marked) if invite else {}
        count = max(LEAST_GUESTS, min(MOST_GUESTS, int(len(self.rooms) * GUEST_SHARE)))
        count = event.capacity // PEOPLE + OVER_FULL if full else count
        others = self.chance.sample(self.rooms, min(count, len(self.rooms)))
        rows = []
        taken = 0
        for place, (room_id, label) in enumerate({**invited, **dict(others)}.items()):
            row = self.guest(event, room_id, label, invited_at=room_id in invited)
            signs = room_id not in invited or self.chance.random() < CAME_SHARE / 2
            people = self.chance.randint(1, event.household_limit or 2)
            at = min(event.starts_at - SIGNED_UP_BEFORE, self.seen - timedelta(days=1)) + timedelta(minutes=7 * place)
            if signs and (not event.capacity or taken + people <= event.capacity):
                taken += people
                row |= {"state": GuestState.SIGNED_UP, "people": people, "signed_up_at": at}
                if held:
                    self.come(event, row)
            elif signs and full:
                row |= {"state": GuestState.WAITING, "people": people, "waiting_since": at}
            elif signs:
                continue
            rows.append(row)
        if rows:
            self.work.session.connection().execute(insert(EventGuest), rows)
        for row in rows:
            self.tell(event, row)

    def guest(self, event: Event, room_id: int, label: str, *, invited_at: bool) -> dict[str, Any]:
        return {
            "community_id": self.work.community_id,
            "version": 1,
            "event_id": event.id,
            "room_id": room_id,
            "room_label": label,
            "name": "",
            "note": "",
            "state": GuestState.INVITED,
            "people": 1,
            "invited_at": event.starts_at - INVITED_BEFORE if invited_at else None,
            "invited_through": self.words["through"] if invited_at else "",
            "signed_up_at": None,
            "waiting_since": None,
            "came": None,
            "came_at": None,
            "walk_in": False,
            "said": "",
        }

    def come(self, event: Event, row: dict[str, Any]) -> None:
        if self.chance.random() > CAME_SHARE:
            return
        row |= {"came": row["people"], "came_at": event.starts_at + timedelta(minutes=self.chance.randint(0, 40))}
        if row["invited_at"] is None and self.chance.random() < WALK_IN_SHARE:
            row |= {"walk_in": True, "signed_up_at": None}
        if self.chance.random() < SAID_SHARE:
            row["said"] = self.chance.choice(self.words["said"])

    def tell(self, event: Event, row: Mapping[str, Any]) -> None:
        told = {"title": event.title, "number": event.number}
        for key, kind in (
            ("invited_at", "event_invited"),
            ("signed_up_at", "event_signed_up"),
            ("came_at", "event_came"),
        ):
            if row[key] is not None:
                people = {} if key == "invited_at" else {"people": row["people"]}
                self.work.timeline(row["room_id"], row[key], kind, event.id, **told, **people)
