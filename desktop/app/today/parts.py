"""What the day shows, part by part, each read in one go; free of Qt. A part is read again when its topics change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.permissions import Operation, allows
from desktop.households.model import RoomTag, Tag
from desktop.requests.model import Request, RequestState, RequestStep, StepKind
from desktop.requests.rows import RequestFilter, StateGroup, TodayCounts
from desktop.requests.service import RequestService
from desktop.requests.store.lines import is_open

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.app.gate_day import GateDay
    from desktop.app.outage_day import OutageDay
    from desktop.calendar.rows import NextFestival
    from desktop.care.rows import CareCounts, YearGoal
    from desktop.events.rows import EventCounts, GoalLine
    from desktop.gifts.rows import GiftCounts
    from desktop.handover.rows import HandoverRow
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk

__all__ = [
    "LISTS",
    "MARKED",
    "MOST_ROWS",
    "SLIPS_OUT",
    "Besides",
    "Day",
    "Goals",
    "LastShift",
    "read_besides",
    "read_day",
    "read_gate_day",
    "read_goals",
    "read_last_shift",
]

MOST_ROWS = 40

LISTS = {
    "overdue": RequestFilter(overdue=True),
    "due_today": RequestFilter(due_today=True),
    "awaits_follow_up": RequestFilter(awaits_follow_up=True),
    "to_dispatch": RequestFilter(to_dispatch=True),
    "held": RequestFilter(held_too_long=True),
}
"""The list behind each count of requests."""

_COUNTED = {**LISTS, "open": RequestFilter(group=StateGroup.OPEN)}


def _of_the_marked() -> RequestFilter:
    meanings = ("vip", "legacy_issue")
    # asked of each open request: sought from the tagged rooms, every request they ever had would be looked at
    worn = select(RoomTag.id).join(Tag, Tag.id == RoomTag.tag_id)
    marked = worn.where(RoomTag.room_id == Request.room_id, Tag.meaning.in_(meanings))
    ids = select(Request.id).where(is_open(), marked.exists())
    return RequestFilter(group=StateGroup.OPEN, ids=ids)


def _slips_out() -> RequestFilter:
    out = (RequestState.ASSIGNED, RequestState.IN_PROGRESS)
    printed = select(RequestStep.id).where(RequestStep.request_id == Request.id, RequestStep.kind == StepKind.PRINTED)
    ids = select(Request.id).where(is_open(), Request.state.in_(out), printed.exists())
    return RequestFilter(group=StateGroup.OPEN, ids=ids)


MARKED = _of_the_marked()
"""The open requests of VIP and legacy-issue households."""

SLIPS_OUT = _slips_out()
"""Requests whose work order was printed and has not come back."""


@dataclass(frozen=True, slots=True)
class Day:
    """What waits for the desk; `held` counts what rests too long."""

    counts: TodayCounts
    held: int
    open: int
    next_up: Sequence[RequestLine]


@dataclass(frozen=True, slots=True)
class Besides:
    """What waits besides requests that are urgent.

    `marked` counts the open requests of VIP and legacy-issue households, `slips` work orders that are out. `care` and
    `rounds` (open call rounds) are none for an account that may not see them, and so is `follow_ups`, the households
    to be called back by the end of today, and `late_actions`, the rectification actions overdue (a head's: of the own
    department). `to_confirm` are the problem points that wait for a head's signature, none for others. `gifts` are
    those still to be given on lists due within a week or late. `outages` are those that run, and what of all is owed.
    """

    marked: int
    slips: int
    care: CareCounts | None
    rounds: int | None
    follow_ups: int | None = None
    late_actions: int | None = None
    to_confirm: int | None = None
    gifts: GiftCounts | None = None
    outages: OutageDay | None = None
    events: EventCounts | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of the running year in their order, and the next festival, none where it may not be seen."""

    rows: Sequence[GoalLine | YearGoal] = ()
    festival: NextFestival | None = None


@dataclass(frozen=True, slots=True)
class LastShift:
    """The last handover, none before the first, and how many were given that nobody took over yet."""

    row: HandoverRow | None
    unread: int


def read_day(desk: Desk) -> Day:
    """Return what waits now."""
    with desk.hold() as held:
        service = RequestService(held)
        found = dict(zip(_COUNTED, service.counts(*_COUNTED.values()), strict=True))
        return Day(
            held=found.pop("held"),
            open=found.pop("open"),
            counts=TodayCounts(**found),
            next_up=service.next_up(MOST_ROWS),
        )


def read_besides(desk: Desk) -> Besides:
    """Return what else waits now."""
    care = rounds = follow_ups = late_actions = to_confirm = gifts = outages = events = None
    with desk.hold() as held:
        # The list stands before the services of other counts are brought in.
        if allows(desk.actor, Operation.READ_CARE):
            from desktop.care.service import CareService  # noqa: PLC0415

            care = CareService(held).counts()
        if allows(desk.actor, Operation.READ_CONTACTS):
            from desktop.contacts.service import ContactService  # noqa: PLC0415

            rounds = ContactService(held).open_round_count()
        if allows(desk.actor, Operation.FOLLOW_UP_REQUEST):
            from desktop.follow_ups.service import FollowUpService  # noqa: PLC0415

            follow_ups = FollowUpService(held).counts().due
        if allows(desk.actor, Operation.READ_GIFTS):
            from desktop.gifts.service import GiftService  # noqa: PLC0415

            gifts = GiftService(held).counts()
        if allows(desk.actor, Operation.READ_ISSUES):
            from desktop.issues.service import IssueService  # noqa: PLC0415

            points = IssueService(held).counts()
            late_actions = points.overdue_actions
            to_confirm = None if desk.actor.heads_department is None else points.to_confirm
        if allows(desk.actor, Operation.READ_OUTAGES):
            from desktop.app.outage_day import read_outages  # noqa: PLC0415

            outages = read_outages(held)
        if allows(desk.actor, Operation.READ_EVENTS):
            from desktop.events.service import EventService  # noqa: PLC0415

            events = EventService(held).counts()
        marked, slips = RequestService(held).counts(MARKED, SLIPS_OUT)
        return Besides(marked, slips, care, rounds, follow_ups, late_actions, to_confirm, gifts, outages, events)


def read_gate_day(desk: Desk) -> GateDay:
    """Return what the gate asks of the desk."""
    from desktop.app.gate_day import read_gate  # noqa: PLC0415 - as above

    return read_gate(desk)


def read_goals(desk: Desk) -> Goals:
    """Return the goals of the year this account may see, those of events first, and the next festival."""
    rows: list[GoalLine | YearGoal] = []
    festival = None
    with desk.hold() as held:
        if allows(desk.actor, Operation.READ_EVENTS):
            from desktop.events.service import EventService  # noqa: PLC0415 - as above

            rows += EventService(held).goals()
        if allows(desk.actor, Operation.READ_CARE):
            from desktop.care.service import CareService  # noqa: PLC0415 - as above

            rows += CareService(held).year_goals()
        if allows(desk.actor, Operation.READ_CALENDAR):
            from desktop.calendar.service import CalendarService  # noqa: PLC0415 - as above

            festival = next(iter(CalendarService(held).next_festivals(1)), None)
    return Goals(tuple(rows), festival)


def read_last_shift(desk: Desk) -> LastShift:
    """Return the last handover, and how many nobody has taken over; none where this account may not read them."""
    if not allows(desk.actor, Operation.READ_HANDOVER):
        return LastShift(None, 0)
    from desktop.handover import store  # noqa: PLC0415 - as above

    with desk.read() as session:
        newest = next(iter(store.newest(session, desk.actor.community_id, 1)), None)
        unread = 0 if newest is None else len(store.unread(session, desk.actor.community_id))
        return LastShift(newest, unread)
