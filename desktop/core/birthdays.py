"""Birthdays as people say them: solar or lunar, with or without the year, and the day they fall on next.

Kept (stored) forms follow ISO 8601:2000: `1961-03-08`, `--03-08` where the year is unknown; a lunar leap month adds an
`L`: `1963-04-08L`. Which calendar it is stands beside it. Lunar days are those of the Chinese calendar as borax tables
it, lunar years 1900 to 2100.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message

__all__ = [
    "LUNAR_YEARS",
    "Birthday",
    "age_on",
    "birthday_words",
    "lunar_day_name",
    "next_day",
    "parse_birthday",
    "stored_birthday",
]

FIRST_YEAR = 1880
LUNAR_YEARS = range(1900, 2101)
ANY_YEAR = 2000
"""A leap year, in which every day there is exists."""

_STORED = re.compile(r"(?:([0-9]{4})|-)-([0-9]{2})-([0-9]{2})(L?)")
_LONGEST = 40

_LUNAR = re.compile(r"农历|農曆|农曆|阴历|陰曆|旧历|舊曆|夏历|夏曆|古历|古曆|\blunar\b", re.IGNORECASE)
_SOLAR = re.compile(
    r"公历|公曆|阳历|陽曆|新历|新曆|国历|國曆|西历|西曆|公元|西元|\bsolar\b|\bgregorian\b", re.IGNORECASE
)
_NOISE = re.compile(r"出生|生日|生于|生於|生|\bborn\b|\bthe\b|\bof\b|\bmonth\b|\bday\b|[()\[\],，、。']", re.IGNORECASE)
_LEAP = re.compile(r"[闰閏]|\bleap\b", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = {name: place for place, name in enumerate(_MONTHS, start=1)}
_DAY_MONTH = re.compile(r"([0-9]{1,2}) ?([a-z]{3})[a-z]*\.?(?: ?([0-9]{4}))?", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*\.? ?([0-9]{1,2})(?: ([0-9]{4}))?", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:([0-9]{4}|[0-9]{2})[-./年 ] ?)?([0-9]{1,2})[-./月 ] ?([0-9]{1,2})[日号號]?")
_COMPACT = re.compile(r"([0-9]{4})?([0-9]{2})([0-9]{2})")
_ENGLISH_LUNAR = re.compile(r"([0-9]{1,2}) +([0-9]{1,2})(?: +([0-9]{4}))?")

_DIGITS = "〇一二三四五六七八九"
_NUMERAL = r"(?:廿|卅|[二三]?十)[一二三四五六七八九]?|[一二三四五六七八九]"
_CHINESE = re.compile(
    rf"(?:([0-9]{{4}}|[〇零一二三四五六七八九]{{4}}) ?年 ?)?"
    rf"([0-9]{{1,2}}|[正冬腊臘]|{_NUMERAL}) ?月 ?((初)?(?:([0-9]{{1,2}})|({_NUMERAL})))[日号號]?"
)
_MONTH_NAMES = {"zh_CN": "正二三四五六七八九十冬腊", "zh_TW": "正二三四五六七八九十冬臘"}
_NAMED_MONTHS = {"正": 1, "冬": 11, "腊": 12, "臘": 12}
_DASHES = str.maketrans(dict.fromkeys("—–−‐‑―", "-"))


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year in one calendar; `year` is the calendar's own, None where nobody knows it."""

    month: int
    day: int
    year: int | None = None
    lunar: bool = False
    leap: bool = False

    @property
    def calendar(self) -> str:
        """Return the calendar it is kept in: "solar" or "lunar"."""
        return "lunar" if self.lunar else "solar"

    @property
    def stored(self) -> str:
        """Return the form it is kept in; the calendar stands beside it."""
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}{'L' if self.leap else ''}"


def stored_birthday(text: str, calendar: str = "solar") -> Birthday | None:
    """Return the birthday that was kept as `text`, None for none and for what is none; nothing raises."""
    found = _STORED.fullmatch(text)
    if not found:
        return None
    lunar = calendar == "lunar"
    year = int(found[1]) if found[1] else None
    birthday = Birthday(int(found[2]), int(found[3]), year, lunar, bool(found[4]))
    return None if _fault(birthday) else birthday


def parse_birthday(text: str, today: date) -> Birthday:
    """Return the birthday a person wrote: 1961-3-8, 1961年3月8日, 3-8, 8 Mar 1961, 农历三月初八, 阴历闰四月廿三.

    Solar unless a word or the way the day is written (初八, 腊月) says lunar. A year of two digits is the latest one
    not after that of `today`. Raises UserError naming the field birthday for what is no day, or one still to come.
    """
    birthday = _read(_plain(text), today)
    fault = msg("“%(text)s” is not a birthday; write it like 1961-3-8, 3-8 or lunar 3-8.", text=text.strip()[:_LONGEST])
    if birthday is not None:
        found = _fault(birthday)
        if found is None:
            born = _solar(birthday)
            if born is None or born <= today:
                return birthday
            found = msg("This birthday is still to come; look at its year.")
        fault = found
    raise UserError(Problem(fault, "birthday"))


def birthday_words(birthday: Birthday, spoken: Language) -> str:
    """Return a birthday as it is said: 1961年3月8日, 农历三月初八, 8 Mar 1961, lunar month 3, day 8."""
    if not birthday.lunar:
        shown = date(birthday.year or ANY_YEAR, birthday.month, birthday.day)
        return spoken.full_date(shown) if birthday.year else spoken.short_date(shown)
    names = _MONTH_NAMES.get(spoken.code)
    month = names[birthday.month - 1] if names else str(birthday.month)
    day = _lunar_day(birthday.day) if names else str(birthday.day)
    if birthday.year is None:
        if birthday.leap:
            return spoken.gettext("lunar leap month %(month)s, day %(day)s", month=month, day=day)
        return spoken.gettext("lunar month %(month)s, day %(day)s", month=month, day=day)
    year = birthday.year
    if birthday.leap:
        return spoken.gettext("lunar leap month %(month)s, day %(day)s, %(year)s", month=month, day=day, year=year)
    return spoken.gettext("lunar month %(month)s, day %(day)s, %(year)s", month=month, day=day, year=year)


def lunar_day_name(month: int, day: int, spoken: Language, *, leap: bool = False) -> str:
    """Return a lunar day as a calendar prints it: 初九, and on the first of a month the month: 冬月, 闰六月."""
    names = _MONTH_NAMES.get(spoken.code)
    if day > 1:
        return _lunar_day(day) if names else spoken.gettext("day %(day)s", day=day)
    said = names[month - 1] if names else str(month)
    if leap:
        return spoken.gettext("leap month %(month)s", month=said)
    return spoken.gettext("month %(month)s", month=said)


def next_day(birthday: Birthday, today: date) -> date | None:
    """Return the day it is kept on next, `today` or later; None beyond the years borax tables.

    29 February is kept on the last of February in a common year, the 30th of a lunar month on its 29th where it has
    no more days, a leap month in the month it follows where the year has no such leap month.
    """
    if not birthday.lunar:
        for year in (today.year, today.year + 1):
            if year > date.max.year:
                return None
            last = monthrange(year, birthday.month)[1]
            found = date(year, birthday.month, min(birthday.day, last))
            if found >= today:
                return found
        return None
    # a lunar year begins up to two months after the solar one and ends in the next
    days = (_kept_on(birthday, year) for year in range(today.year - 1, today.year + 2) if year in LUNAR_YEARS)
    return next((day for day in days if day is not None and day >= today), None)


def age_on(birthday: Birthday, today: date) -> int | None:
    """Return the full years lived on `today` (周岁), counted by the solar calendar; None where the year is unknown."""
    born = _solar(birthday)
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text.replace("臘", "腊")).translate(_DASHES)
    return " ".join(narrow.split())


def _read(text: str, today: date) -> Birthday | None:
    if len(text) > _LONGEST * 2:
        return None
    lunar, leap = bool(_LUNAR.search(text)), bool(_LEAP.search(text))
    if _SOLAR.search(text) and (lunar or leap):
        return None
    bare = text
    for pattern in (_LUNAR, _SOLAR, _LEAP, _NOISE):
        bare = pattern.sub(" ", bare)
    bare = " ".join(_ORDINAL.sub("", bare).split())
    if lunar and "month" in text.casefold() and (english := _ENGLISH_LUNAR.fullmatch(bare)):
        return _made(english[3], int(english[1]), int(english[2]), today, lunar=True, leap=leap)
    if (numbers := _NUMBERS.fullmatch(bare)) or (numbers := _COMPACT.fullmatch(bare)):
        return _made(numbers[1], int(numbers[2]), int(numbers[3]), today, lunar=lunar or leap, leap=leap)
    if not (lunar or leap) and (named := _named(bare, today)):
        return named
    chinese = _CHINESE.fullmatch(bare)
    return _from_chinese(chinese, today, lunar=lunar or leap, leap=leap) if chinese else None


def _named(text: str, today: date) -> Birthday | None:
    """Return what an English date says: 8 Mar 1961, March 8."""
    if (found := _DAY_MONTH.fullmatch(text)) and found[2].casefold() in _ENGLISH:
        return _made(found[3], _ENGLISH[found[2].casefold()], int(found[1]), today)
    if (found := _MONTH_DAY.fullmatch(text)) and found[1].casefold() in _ENGLISH:
        return _made(found[3], _ENGLISH[found[1].casefold()], int(found[2]), today)
    return None


def _from_chinese(found: re.Match[str], today: date, *, lunar: bool, leap: bool) -> Birthday:
    year = found[1] and "".join(
        str(_DIGITS.find(sign.replace("零", "〇"))) if sign in _DIGITS + "零" else sign for sign in found[1]
    )
    month = int(found[2]) if found[2].isdecimal() else _NAMED_MONTHS.get(found[2]) or _number(found[2])
    day = int(found[5]) if found[5] else _number(found[6])
    said = bool(found[4]) or found[2] in _NAMED_MONTHS or (found[6] or "")[:1] in {"廿", "卅"}
    return _made(year, month, day, today, lunar=lunar or said, leap=leap)


def _number(text: str) -> int:
    """Return a Chinese numeral up to 39."""
    tens = {"廿": 2, "卅": 3}.get(text[0])
    if tens is not None:
        return tens * 10 + (_DIGITS.index(text[1]) if len(text) > 1 else 0)
    before, ten, after = text.partition("十")
    if not ten:
        return _DIGITS.index(text)
    return (_DIGITS.index(before) if before else 1) * 10 + (_DIGITS.index(after) if after else 0)


def _made(year: str | None, month: int, day: int, today: date, *, lunar: bool = False, leap: bool = False) -> Birthday:
    known = int(year) if year else None
    if known is not None and year is not None and len(year) == 2:
        known += today.year // 100 * 100
        known -= 100 if known > today.year else 0
    return Birthday(month, day, known, lunar, leap)


def _fault(birthday: Birthday) -> Message | None:
    """Return why there is no such day, None where there is one."""
    missing = msg("This day does not exist in its calendar; look at month and day.")
    if not (1 <= birthday.month <= 12 and 1 <= birthday.day <= 31):
        return missing
    if birthday.lunar:
        if birthday.year is not None:
            return _lunar_fault(birthday, birthday.year, missing)
        return missing if birthday.day > 30 else None
    if birthday.year is not None and not FIRST_YEAR <= birthday.year <= 9999:
        return msg("Write the year of birth with four digits, from %(year)s on.", year=FIRST_YEAR)
    last = monthrange(birthday.year or ANY_YEAR, birthday.month)[1]
    return missing if birthday.leap or birthday.day > last else None


def _lunar_fault(birthday: Birthday, year: int, missing: Message) -> Message | None:
    if year not in LUNAR_YEARS:
        return msg("Lunar years are known from %(first)s to %(last)s.", first=LUNAR_YEARS[0], last=LUNAR_YEARS[-1])
    days = _days(year, birthday.month, leap=birthday.leap)
    if birthday.leap and not days:
        return msg("That year had no such leap month; look at year and month.")
    return missing if birthday.day > days else None


def _days(year: int, month: int, *, leap: bool) -> int:
    """Return the length of a lunar month, 0 where the year has none of it."""
    # borax is imported where a lunar birthday is met, not at every start
    from borax.calendars.lunardate import LCalendars  # noqa: PLC0415

    months = LCalendars.iter_year_month(year)
    return next((days for number, days, is_leap in months if (number, bool(is_leap)) == (month, leap)), 0)


def _lunar_to_solar(year: int, month: int, day: int, *, leap: bool) -> date:
    # as above
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415

    solar: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    return solar


def _kept_on(birthday: Birthday, year: int) -> date | None:
    leap = birthday.leap and _days(year, birthday.month, leap=True) > 0
    last = _days(year, birthday.month, leap=leap)
    return _lunar_to_solar(year, birthday.month, min(birthday.day, last), leap=leap)


def _solar(birthday: Birthday) -> date | None:
    """Return the day of birth, None where the year is unknown."""
    if birthday.year is None:
        return None
    if birthday.lunar:
        return _lunar_to_solar(birthday.year, birthday.month, birthday.day, leap=birthday.leap)
    return date(birthday.year, birthday.month, birthday.day)


def _lunar_day(day: int) -> str:
    if day <= 10:
        return "初" + ("十" if day == 10 else _DIGITS[day])
    if day in {20, 30}:
        return f"{_DIGITS[day // 10]}十"
    return {1: "十", 2: "廿"}[day // 10] + _DIGITS[day % 10]
