"""The Chinese calendar of a day: its lunar name, festivals and solar terms; and the next festival.

Lunar days and solar terms are those borax tables, lunar years 1900 to 2100. Lunar days are kept as birthdays are:
"--08-15", a leap month with an L (`core/birthdays.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.core.birthdays import LUNAR_YEARS, Birthday, birthday_words, lunar_day_name, next_day, stored_birthday
from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from desktop.core.i18n import Language

__all__ = [
    "DayNames",
    "Festival",
    "festivals_from",
    "kept_words",
    "lunar_day_of",
    "lunar_words",
    "names_of",
    "on_lunar_day",
]

_TERMS: tuple[Message, ...] = (
    msg("Minor Cold"),
    msg("Major Cold"),
    msg("Start of Spring"),
    msg("Rain Water"),
    msg("Awakening of Insects"),
    msg("Spring Equinox"),
    msg("Qingming"),
    msg("Grain Rain"),
    msg("Start of Summer"),
    msg("Grain Buds"),
    msg("Grain in Ear"),
    msg("Summer Solstice"),
    msg("Minor Heat"),
    msg("Major Heat"),
    msg("Start of Autumn"),
    msg("End of Heat"),
    msg("White Dew"),
    msg("Autumn Equinox"),
    msg("Cold Dew"),
    msg("Frost's Descent"),
    msg("Start of Winter"),
    msg("Minor Snow"),
    msg("Major Snow"),
    msg("Winter Solstice"),
)
"""In the order of the year, as borax numbers them."""

_SOLAR: dict[tuple[int, int], Message] = {
    (1, 1): msg("New Year's Day"),
    (3, 8): msg("Women's Day"),
    (3, 12): msg("Arbor Day"),
    (5, 1): msg("Labour Day"),
    (6, 1): msg("Children's Day"),
    (9, 10): msg("Teachers' Day"),
    (10, 1): msg("National Day"),
    (12, 25): msg("Christmas"),
}

_LUNAR: dict[tuple[int, int], Message] = {
    (1, 1): msg("Spring Festival"),
    (1, 15): msg("Lantern Festival"),
    (2, 2): msg("Dragon Head-Raising"),
    (5, 5): msg("Dragon Boat Festival"),
    (7, 7): msg("Qixi"),
    (7, 15): msg("Zhongyuan"),
    (8, 15): msg("Mid-Autumn Festival"),
    (9, 9): msg("Double Ninth (elders' day)"),
    (12, 8): msg("Laba"),
    (12, 23): msg("Little New Year"),
}
_EVE = msg("New Year's Eve")
_QINGMING, _WINTER_SOLSTICE = 6, 23
_FESTIVE_TERMS = frozenset({_QINGMING, _WINTER_SOLSTICE})
"""Solar terms that are festivals as well."""


@dataclass(frozen=True, slots=True)
class DayNames:
    """What a day is called besides its date.

    `lunar_month`, `lunar_day` and `leap` are 0 and False outside the tabled years. `term` is a solar term that falls
    on it, `festivals` what is kept on it, the greatest first.
    """

    lunar_month: int = 0
    lunar_day: int = 0
    leap: bool = False
    term: Message | None = None
    festivals: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival and the day it falls on."""

    day: date
    name: Message


@lru_cache(maxsize=1024)
def names_of(day: date) -> DayNames:
    """Return what `day` is called in the Chinese calendar."""
    # borax is brought in by whoever looks at a calendar, not by every start
    from borax.calendars.lunardate import TERMS_CN, LunarDate  # noqa: PLC0415

    if not LUNAR_YEARS[0] < day.year < LUNAR_YEARS[-1]:
        return DayNames(festivals=_solar_ones(day))
    lunar = LunarDate.from_solar(day)
    term = TERMS_CN.index(lunar.term) if lunar.term else -1
    festivals = list(_solar_ones(day))
    if not lunar.leap and (found := _LUNAR.get((lunar.month, lunar.day))):
        festivals.insert(0, found)
    tomorrow = LunarDate.from_solar(day + timedelta(days=1))
    if (tomorrow.month, tomorrow.day) == (1, 1):
        festivals.insert(0, _EVE)
    if term in _FESTIVE_TERMS:
        festivals.insert(0, _TERMS[term])
    return DayNames(lunar.month, lunar.day, bool(lunar.leap), _TERMS[term] if term >= 0 else None, tuple(festivals))


def lunar_words(names: DayNames, spoken: Language) -> str:
    """Return the lunar day as a calendar prints it: 初九, on the first its month (冬月); "" outside the tables."""
    if not names.lunar_day:
        return ""
    return lunar_day_name(names.lunar_month, names.lunar_day, spoken, leap=names.leap)


def lunar_day_of(day: date) -> str:
    """Return the lunar day of `day` as it is kept: "--08-15"; "" outside the tabled years."""
    names = names_of(day)
    if not names.lunar_day:
        return ""
    return Birthday(names.lunar_month, names.lunar_day, None, lunar=True, leap=names.leap).stored


def on_lunar_day(kept: str, from_day: date) -> date | None:
    """Return the next day, `from_day` or later, that is the lunar day kept as "--08-15"; None for what is none.

    The 30th of a month falls on its 29th where there are no more days, a leap month's day in the month it follows
    where the year has no such leap month.
    """
    birthday = stored_birthday(kept, "lunar")
    return None if birthday is None else next_day(birthday, from_day)


def kept_words(kept: str, spoken: Language) -> str:
    """Return a kept lunar day in words: 农历八月十五; "" for what is none."""
    birthday = stored_birthday(kept, "lunar")
    return "" if birthday is None else birthday_words(birthday, spoken)


def festivals_from(day: date, count: int) -> tuple[Festival, ...]:
    """Return the next `count` days with a festival, `day` itself among them, each with its greatest."""
    found: list[Festival] = []
    while len(found) < count and day.year < LUNAR_YEARS[-1]:
        names = names_of(day)
        if names.festivals:
            found.append(Festival(day, names.festivals[0]))
        day += timedelta(days=1)
    return tuple(found)


def _solar_ones(day: date) -> tuple[Message, ...]:
    found = _SOLAR.get((day.month, day.day))
    return () if found is None else (found,)
