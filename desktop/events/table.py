"""The lists of events, their guests and materials: columns, chips of where each stands, days and goals in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.almanac import kept_words, lunar_day_of, names_of
from desktop.core.i18n import msg
from desktop.events.model import EventState, GuestState
from desktop.events.rows import GUEST_LABELS, KIND_LABELS, STATE_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import EventLine, GoalLine, GuestLine, ItemRow

__all__ = [
    "NOTHING",
    "almanac_words",
    "came_words",
    "days_left_words",
    "event_columns",
    "goal_tone",
    "goal_words",
    "guest_cell",
    "guest_columns",
    "is_past",
    "item_columns",
    "kind_words",
    "room_words",
    "span_words",
    "state_cell",
]

NOTHING = "—"
"""What stands where there is nothing to say."""

SOON_DAYS = 7

_STATES: Mapping[EventState, tuple[str, str]] = MappingProxyType(
    {
        EventState.PLANNED: ("accent", "circle-dot"),
        EventState.ANNOUNCED: ("blue", "megaphone"),
        EventState.HELD: ("green", "circle-check"),
        EventState.CANCELLED: ("grey", "circle-x"),
    }
)

_GUESTS: Mapping[GuestState, tuple[str, str]] = MappingProxyType(
    {
        GuestState.INVITED: ("grey", "mail"),
        GuestState.SIGNED_UP: ("blue", "check"),
        GuestState.WAITING: ("amber", "clock"),
        GuestState.DECLINED: ("grey", "circle-x"),
        GuestState.CANCELLED: ("grey", "undo-2"),
    }
)


def is_past(line: EventLine, now: datetime) -> bool:
    """Tell whether an event is over by `now` and still wants to be closed."""
    return line.state in {EventState.PLANNED, EventState.ANNOUNCED} and line.ends_at < now


def event_columns(zone: ZoneInfo, now: Callable[[], datetime]) -> Sequence[Column[EventLine]]:
    """Return the columns of the list; days are told in `zone` as seen at `now`."""

    def state(line: EventLine, spoken: Language) -> Cell:
        return state_cell(line, now(), spoken)

    def title(line: EventLine, spoken: Language) -> Cell:
        about = " · ".join(filter(None, (kind_words(line, spoken), line.place, line.zone)))
        return Cell(line.title, about, strong=True)

    def day(line: EventLine, spoken: Language) -> Cell:
        local, today = line.starts_at.astimezone(zone), now().astimezone(zone).date()
        shown = spoken.short_date(local.date()) if local.year == today.year else local.date().isoformat()
        is_open = line.state in {EventState.PLANNED, EventState.ANNOUNCED}
        ahead = days_left_words(local.date(), today, spoken) if is_open and local.date() >= today else ""
        soon = bool(ahead) and (local.date() - today).days <= SOON_DAYS
        return Cell(f"{shown} {local:%H:%M}", ahead, tone="amber" if soon else "ink")

    def people(line: EventLine, spoken: Language) -> Cell:
        if line.state is EventState.HELD:
            return Cell(spoken.integer(line.came), spoken.gettext("came"))
        count = spoken.integer(line.signed_up)
        waiting = spoken.gettext("%(count)s waiting", count=line.waiting) if line.waiting else ""
        return Cell(f"{count}/{spoken.integer(line.capacity)}" if line.capacity else count, waiting)

    return (
        Column("state", msg("State"), state, 112, sort=False),
        Column("title", msg("Event"), title, 120, stretch=True, sort=False),
        Column("day", msg("Day"), day, 128, sort=False),
        Column("people", msg("Persons"), people, 78, right=True, sort=False),
    )


def guest_columns() -> Sequence[Column[GuestLine]]:
    """Return the columns of an event's guests."""

    def came(guest: GuestLine, spoken: Language) -> Cell:
        return Cell(NOTHING if guest.came is None else spoken.integer(guest.came), strong=guest.came is not None)

    def noted(guest: GuestLine, _spoken: Language) -> Cell:
        through = "" if guest.state is GuestState.SIGNED_UP and not guest.invited_through else guest.invited_through
        return Cell(" · ".join(filter(None, (guest.note, guest.said, through))), tone="ink2")

    return (
        Column("state", msg("State"), guest_cell, 104, sort=False),
        Column("room", msg("Room"), lambda guest, _: Cell(guest.room or NOTHING, strong=True), 84, sort=False),
        Column("name", msg("Name"), lambda guest, _: guest.name or NOTHING, 110, stretch=True, sort=False),
        Column(
            "people", msg("Persons"), lambda guest, spoken: spoken.integer(guest.people), 56, right=True, sort=False
        ),
        Column("came", msg("Came"), came, 56, right=True, sort=False),
        Column("note", msg("Note"), noted, 130, sort=False),
    )


def item_columns(zone: ZoneInfo) -> Sequence[Column[ItemRow]]:
    """Return the columns of an event's materials; days are told in `zone`."""

    def ready(item: ItemRow, spoken: Language) -> Cell:
        if item.ready_at is None:
            return Cell(spoken.gettext("To get"), tone="amber", icon="circle", chip=True)
        return Cell(spoken.gettext("Ready"), tone="green", icon="circle-check", chip=True)

    def since(item: ItemRow, spoken: Language) -> Cell:
        return Cell(
            "" if item.ready_at is None else spoken.short_date(item.ready_at.astimezone(zone).date()), tone="ink2"
        )

    return (
        Column("ready", msg("State"), ready, 96, sort=False),
        Column("words", msg("Material"), lambda item, _: Cell(item.words, strong=True), 150, stretch=True, sort=False),
        Column("amount", msg("Amount"), lambda item, _: item.amount or NOTHING, 96, right=True, sort=False),
        Column("since", msg("Ready since"), since, 96, right=True, sort=False),
    )


def state_cell(line: EventLine, now: datetime, spoken: Language) -> Cell:
    """Return where an event stands as a chip: that it is over and not closed rather than that it was made known."""
    if is_past(line, now):
        return Cell(spoken.gettext("To close"), tone="amber", icon="clock-alert", chip=True)
    tone, icon = _STATES[line.state]
    return Cell(spoken.message(STATE_LABELS[line.state]), tone=tone, icon=icon, chip=True)


def guest_cell(guest: GuestLine, spoken: Language) -> Cell:
    """Return where a household stands with an event as a chip: that it came rather than that it had signed up."""
    if guest.came:
        words = spoken.gettext("Walked in") if guest.walk_in else spoken.gettext("Came")
        return Cell(words, tone="green", icon="user-plus" if guest.walk_in else "user-check", chip=True)
    tone, icon = _GUESTS[guest.state]
    if guest.state is GuestState.WAITING and guest.waiting_place:
        words = spoken.gettext("Waiting %(place)s", place=guest.waiting_place)
        return Cell(words, tone=tone, icon=icon, chip=True)
    return Cell(spoken.message(GUEST_LABELS[guest.state]), tone=tone, icon=icon, chip=True)


def kind_words(line: EventLine, spoken: Language) -> str:
    """Return the kind of an event: its own name where it has one."""
    return line.kind_name or spoken.message(KIND_LABELS[line.kind])


def span_words(line: EventLine, zone: ZoneInfo, spoken: Language) -> str:
    """Return from when until when an event is, with the day of the week; the last day where it is another."""
    first, last = line.starts_at.astimezone(zone), line.ends_at.astimezone(zone)
    day = f"{spoken.full_date(first.date())} {spoken.weekday(first.date())}"
    if first.date() == last.date():
        return f"{day} {first:%H:%M}–{last:%H:%M}"
    return f"{day} {first:%H:%M} – {spoken.full_date(last.date())} {last:%H:%M}"


def almanac_words(day: date, kept: str, spoken: Language) -> str:
    """Return the lunar day of `day` and what is kept on it; of an event planned by its lunar day that one (`kept`)."""
    lunar = kept_words(kept or lunar_day_of(day), spoken)
    names = names_of(day)
    festivals = [spoken.message(name) for name in names.festivals]
    term = [spoken.message(names.term)] if names.term is not None and names.term not in names.festivals else []
    return " · ".join(filter(None, (lunar, *festivals, *term)))


def days_left_words(day: date, today: date, spoken: Language) -> str:
    """Return how far off a day is: today, tomorrow, in so many days, so many days ago."""
    days = (day - today).days
    if days == 0:
        return spoken.pgettext("day", "Today")
    if days == 1:
        return spoken.gettext("Tomorrow")
    if days > 0:
        return spoken.ngettext("in %(count)s day", "in %(count)s days", days)
    return spoken.ngettext("%(count)s day ago", "%(count)s days ago", -days)


def room_words(line: EventLine, spoken: Language) -> str:
    """Return how many have signed up, for how many there is room still, and how many wait."""
    if line.state is EventState.HELD:
        return came_words(line, spoken)
    parts = [spoken.ngettext("%(count)s person signed up", "%(count)s people signed up", line.signed_up)]
    if line.room_left is not None:
        left = max(line.room_left, 0)
        room = spoken.ngettext("room for %(count)s more", "room for %(count)s more", left)
        parts.append(room if left else spoken.gettext("full"))
    if line.waiting:
        parts.append(spoken.gettext("%(count)s waiting", count=line.waiting))
    return " · ".join(parts)


def came_words(line: EventLine, spoken: Language) -> str:
    """Return how many people came, of how many households."""
    people = spoken.ngettext("%(count)s person came", "%(count)s people came", line.came)
    homes = spoken.ngettext("%(count)s household", "%(count)s households", line.households_came)
    return f"{people} · {homes}"


def goal_words(goal: GoalLine, spoken: Language) -> str:
    """Return a goal with what is held, planned and missing of it."""
    parts = [spoken.gettext("%(held)s of %(goal)s held", held=goal.held, goal=goal.goal)]
    if goal.planned:
        parts.append(spoken.gettext("%(count)s planned", count=goal.planned))
    if goal.missing:
        parts.append(spoken.gettext("%(count)s missing", count=goal.missing))
    return " · ".join(parts)


def goal_tone(goal: GoalLine) -> str:
    """Return the tone of a goal: green once reached, red while some are neither held nor planned, amber behind."""
    if goal.held >= goal.goal:
        return "green"
    if goal.missing:
        return "red" if goal.behind else "amber"
    return "amber" if goal.behind else "blue"
