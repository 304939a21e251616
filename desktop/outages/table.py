"""The list of outages: columns, where each stands as a chip, when and where it is in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.outages.model import OutageState
from desktop.outages.rows import KIND_ICONS, KIND_LABELS, STATE_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime, timedelta
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.outages.model import OutageKind
    from desktop.outages.rows import KindRow, OutageLine

__all__ = [
    "day_words",
    "kind_cell",
    "kind_icon",
    "kind_words",
    "lasting",
    "moment_words",
    "outage_columns",
    "rule_words",
    "span_words",
    "state_cell",
    "where_words",
]

DAY = 24 * 60
MOST_PLACES = 4
"""More places than these are counted in a line."""


def outage_columns(zone: ZoneInfo, today: Callable[[], date]) -> Sequence[Column[OutageLine]]:
    """Return the columns of the list; times are told in `zone`, as seen from `today`."""

    def when(line: OutageLine, spoken: Language) -> str:
        return span_words(line, zone, today(), spoken)

    def households(line: OutageLine, spoken: Language) -> str:
        return spoken.integer(line.households)

    return (
        Column("state", msg("State"), state_cell, 132, sort=False),
        Column("kind", msg("Kind"), kind_cell, 134, sort=False),
        Column("where", msg("Where"), partial(where_words), 90, stretch=True, sort=False),
        Column("when", msg("When"), when, 232, sort=False),
        Column("households", msg("Homes"), households, 56, right=True, sort=False),
    )


def state_cell(line: OutageLine, spoken: Language) -> Cell:
    """Return where an outage stands as a chip: how late it is rather than that it runs."""
    if line.late is not None:
        return Cell(
            spoken.gettext("Over its time by %(time)s", time=lasting(line.late, spoken)),
            tone="red",
            icon="clock-alert",
            chip=True,
        )
    if line.running and line.state is OutageState.PLANNED:
        return Cell(spoken.gettext("Runs, not announced"), tone="red", icon="triangle-alert", chip=True)
    if line.running:
        return Cell(spoken.pgettext("outage", "Running"), tone="amber", icon="clock", chip=True)
    tone, icon = {
        OutageState.PLANNED: ("grey", "circle"),
        OutageState.ANNOUNCED: ("blue", "megaphone"),
        OutageState.RESTORED: ("green", "circle-check"),
        OutageState.CANCELLED: ("grey", "circle-x"),
    }[line.state]
    return Cell(spoken.message(STATE_LABELS[line.state]), tone=tone, icon=icon, chip=True)


def kind_icon(kind: OutageKind) -> str:
    """Return the icon of a kind."""
    return KIND_ICONS[kind]


def kind_words(kind: OutageKind, name: str, spoken: Language) -> str:
    """Return what a kind is called: an own one by its name."""
    return name or spoken.message(KIND_LABELS[kind])


def rule_words(row: KindRow, spoken: Language) -> str:
    """Return what a kind that can be chosen is called."""
    return kind_words(row.kind, row.name, spoken)


def kind_cell(line: OutageLine, spoken: Language) -> Cell:
    """Return the kind with its icon."""
    return Cell(kind_words(line.kind, line.kind_name, spoken), icon=kind_icon(line.kind), strong=True)


def where_words(line: OutageLine, spoken: Language) -> str:
    """Return where it is: its places, many of them counted."""
    if not line.where:
        return spoken.gettext("no place chosen")
    places = spoken.gettext(", ").join(line.where[:MOST_PLACES])
    rest = len(line.where) - MOST_PLACES
    return spoken.gettext("%(places)s and %(count)s more", places=places, count=rest) if rest > 0 else places


def span_words(line: OutageLine, zone: ZoneInfo, today: date, spoken: Language) -> str:
    """Return from when to when it lasts, the end as expected or as it was: today 09:00 to 17:00."""
    end = line.ended_at or line.ends_at
    begin = moment_words(line.starts_at, zone, today, spoken)
    if end is None:
        return spoken.gettext("%(begin)s, end not known", begin=begin)
    same = end.astimezone(zone).date() == line.starts_at.astimezone(zone).date()
    until = spoken.time(end, zone) if same else moment_words(end, zone, today, spoken)
    return spoken.gettext("%(begin)s to %(end)s", begin=begin, end=until)


def day_words(day: date, today: date, spoken: Language) -> str:
    """Return a day as people say it: today, tomorrow, else the date, with its year where it is another one."""
    near = {
        0: spoken.pgettext("day", "Today"),
        1: spoken.pgettext("day", "Tomorrow"),
        -1: spoken.pgettext("day", "Yesterday"),
    }
    if (day - today).days in near:
        return near[(day - today).days]
    return spoken.short_date(day) if day.year == today.year else spoken.full_date(day)


def lasting(span: timedelta, spoken: Language) -> str:
    """Return how long `span` is in its largest whole unit: 2 days, 5 hours, 20 minutes."""
    minutes = max(round(span.total_seconds()) // 60, 0)
    if minutes >= DAY:
        return spoken.ngettext("%(count)s day", "%(count)s days", minutes // DAY)
    if minutes >= 60:
        return spoken.ngettext("%(count)s hour", "%(count)s hours", minutes // 60)
    return spoken.ngettext("%(count)s minute", "%(count)s minutes", minutes)


def moment_words(at: datetime, zone: ZoneInfo, today: date, spoken: Language) -> str:
    """Return a moment as people say it: today 09:00, 25 Nov 09:00."""
    return f"{day_words(at.astimezone(zone).date(), today, spoken)} {spoken.time(at, zone)}"
