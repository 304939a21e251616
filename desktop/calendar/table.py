"""The words of the calendar: what lies on a day as a cell, a tooltip or a row of the list beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.calendar.rows import ItemKind
from desktop.core.almanac import kept_words, lunar_day_of, lunar_words
from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.calendar.rows import CalendarDay, CalendarItem
    from desktop.core.i18n import Language

__all__ = ["TONES", "day_told", "day_words", "item_columns", "item_time", "item_words"]

TONES = {ItemKind.OUTAGE: "amber", ItemKind.EVENT: "accent", ItemKind.GIFTS: "violet"}
"""Colour token of each kind; icon and words say the same."""


def item_words(item: CalendarItem, spoken: Language) -> str:
    """Return what an item is in one line: 停水 3栋、5栋, or an event's title; what was called off says so."""
    label = "" if item.label is None or item.kind is ItemKind.EVENT else spoken.message(item.label)
    words = " ".join(filter(None, (label, item.title)))
    return spoken.gettext("Called off: %(what)s", what=words) if item.off else words


def item_time(item: CalendarItem, day: date, zone: ZoneInfo, spoken: Language) -> str:
    """Return when an item lies on `day`: 09:00–17:00; an arrow where it began before or goes on after the day."""
    if item.all_day:
        return spoken.gettext("all day")
    begins = item.starts_at.astimezone(zone)
    start = spoken.time(item.starts_at, zone) if begins.date() == day else "←"
    if item.ends_at is None:
        return spoken.gettext("from %(time)s", time=start) if begins.date() == day else spoken.gettext("still running")
    ends = item.ends_at.astimezone(zone)
    end = spoken.time(item.ends_at, zone) if ends.date() == day else "→"
    if (start, end) == ("←", "→"):
        return spoken.gettext("all day")
    return f"{start}–{end}"


def day_words(day: CalendarDay, spoken: Language) -> str:
    """Return what a day is called below its number: a festival, else a solar term, else its lunar day."""
    names = day.names
    if names.festivals:
        return spoken.message(names.festivals[0])
    if names.term is not None:
        return spoken.message(names.term)
    return lunar_words(names, spoken)


def day_told(day: CalendarDay, spoken: Language) -> str:
    """Return everything that a day is called, for the head of its list: 星期二, 农历, festivals, day off or worked."""
    parts = [spoken.weekday(day.day), kept_words(lunar_day_of(day.day), spoken)]
    if day.names.term is not None and day.names.term not in day.names.festivals:
        parts.append(spoken.message(day.names.term))
    parts += [spoken.message(festival) for festival in day.names.festivals]
    if day.holiday:
        parts.append(spoken.gettext("day off"))
    elif day.working and day.day.weekday() > 4:
        parts.append(spoken.gettext("worked to make up"))
    return " · ".join(filter(None, dict.fromkeys(parts)))


def item_columns(zone: ZoneInfo, day: Callable[[], date]) -> tuple[Column[CalendarItem], ...]:
    """Return the columns of a day's list."""

    def when(item: CalendarItem, spoken: Language) -> Cell:
        return Cell(item_time(item, day(), zone, spoken), tone="ink2")

    def what(item: CalendarItem, spoken: Language) -> Cell:
        kind = "" if item.label is None else spoken.message(item.label)
        words = item_words(item, spoken)
        second = kind if item.kind is ItemKind.EVENT else ""
        tone = "ink2" if item.off or item.done else "ink"
        return Cell(words, second=second, tone=tone, icon=item.icon)

    return (
        Column("when", msg("Time"), when, 104, sort=False),
        Column("what", msg("On this day"), what, 160, stretch=True, sort=False),
    )
