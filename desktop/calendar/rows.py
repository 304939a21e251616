"""What the calendar shows: days with their lunar names, and what lies on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from desktop.core.almanac import DayNames
    from desktop.core.i18n import Message

__all__ = ["CalendarDay", "CalendarItem", "CalendarSpan", "ItemKind", "NextFestival"]


class ItemKind(StrEnum):
    """What lies on a day."""

    OUTAGE = "outage"
    EVENT = "event"
    GIFTS = "gifts"


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One thing on one or several days, from `starts_at` to `ends_at` (None: nobody knows yet; a gift day: all day).

    `label` is what kind of thing it is, None where `title` says it in the community's own words. `page` and `where`
    open it. `off`: it was called off. `done`: it is over.
    """

    kind: ItemKind
    id: int
    icon: str
    label: Message | None
    title: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    off: bool
    done: bool
    page: str
    where: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: its names, whether it is worked (None: that year's holidays are unknown), what lies on it."""

    day: date
    names: DayNames
    working: bool | None
    holiday: str
    items: Sequence[CalendarItem]


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """The days from the first to the last, all of them in order; `today` is today in the community's zone."""

    days: Sequence[CalendarDay]
    today: date


@dataclass(frozen=True, slots=True)
class NextFestival:
    """The next festival, how many days are left, and whether something is planned for it."""

    day: date
    name: Message
    days_left: int
    planned: Sequence[CalendarItem]
