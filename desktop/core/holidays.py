"""Which days a country takes off and which it makes up for: a table per year, shipped, and editable without a network.

    {"years": {"2026": {"holidays": [{"name": "元旦", "first": "2026-01-01", "last": "2026-01-03"}, …],
                        "make_up_days": ["2026-01-04", …]}}}

Every day stands under the year it falls in: New Year's Day of 2023 began on 2022-12-31, which stands under 2022 and
was added to it when 2023 was announced. A year that is not in the table is unknown, never a year without holidays.

`resources/calendar/cn.json` holds the yearly notices of the General Office of the State Council on the arrangement of
holidays (国务院办公厅关于部分节假日安排的通知) for 2020 to 2026, with the longer Spring Festival of 2020. Taken from
the tables of chinese_calendar 1.11.0 (MIT, its licence beside them), compared with those of holidays 0.109 (MIT).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import msg
from desktop.core.paths import resources_dir
from desktop.core.texts import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from desktop.core.i18n import Message

__all__ = ["Holiday", "HolidayTable", "load_holidays", "read_holidays", "shipped_holidays", "written_holidays"]

LARGEST_FILE = 1_000_000
FORM = '{"years": {"2026": {"holidays": [{"name", "first", "last"}, …], "make_up_days": [day, …]}}}'
_YEAR = re.compile(r"[12][0-9]{3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_KEYS = ("holidays", "make_up_days")
_HOLIDAY_KEYS = ("name", "first", "last")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off in a row, `first` to `last` with both, all within one year, under the `name` people know."""

    name: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield each day, first to last."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


@dataclass(frozen=True)
class HolidayTable:
    """What is known of each year: `holidays` by year, and every day of a weekend that is worked to make up for one.

    A year is known when it is a key of `holidays`. Compares by content.
    """

    holidays: Mapping[int, tuple[Holiday, ...]]
    make_up_days: frozenset[date] = frozenset()

    def covers(self, year: int) -> bool:
        """Tell whether the days of `year` are known."""
        return year in self.holidays

    def holiday_on(self, day: date) -> str:
        """Return the name of the holiday that `day` belongs to, "" for none."""
        return self._names.get(day, "")

    def updated(self, own: HolidayTable) -> HolidayTable:
        """Return this table with each year that `own` knows taken from there: the shipped one under one's own."""
        kept = (day for day in self.make_up_days if not own.covers(day.year))
        return HolidayTable({**self.holidays, **own.holidays}, own.make_up_days.union(kept))

    @cached_property
    def _names(self) -> Mapping[date, str]:
        return {day: each.name for year in self.holidays.values() for each in year for day in each.days()}


def shipped_holidays() -> HolidayTable:
    """Return the table that comes with the program: China."""
    return load_holidays(resources_dir() / "calendar" / "cn.json")


def load_holidays(path: Path) -> HolidayTable:
    """Return the table kept in the file at `path`.

    Raises UserError with everything to mend in it, or when it is missing; WorldError where the disk fails.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(_no_table(path.name))
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UserError(msg("There is no table of holidays “%(file)s”; choose it again.", file=path.name)) from error
    except OSError as error:
        raise WorldError(
            msg("The table of holidays “%(file)s” cannot be read; check your rights.", file=path.name)
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(
            msg("The table of holidays “%(file)s” is not written in UTF-8; save it as UTF-8.", file=path.name)
        ) from error
    return read_holidays(text, path.name)


def read_holidays(text: str, file: str) -> HolidayTable:
    """Return the table written in `text`, JSON from the file called `file`.

    Raises UserError with all there is to mend, on the field holidays or make_up_days where it is in a year's days.
    """
    try:
        content = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise UserError(
            msg(
                "The table of holidays “%(file)s” cannot be understood at line %(line)s, character %(column)s;"
                " look for a comma, bracket or quotation mark too many or missing there.",
                file=file,
                line=error.lineno,
                column=error.colno,
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise UserError(_no_table(file)) from error
    years = content.get("years") if isinstance(content, _Pairs) and set(content) == {"years"} else None
    if not isinstance(years, _Pairs) or not years:
        raise UserError(_no_table(file))
    reading = _Reading()
    table = reading.table(years)
    if reading.problems:
        raise UserError(*reading.problems)
    return table


def written_holidays(table: HolidayTable) -> str:
    """Return `table` as the text of its file, a holiday to a line; `read_holidays` reads it back."""
    years = []
    for year in sorted(table.holidays):
        found = [
            {"name": each.name, "first": each.first.isoformat(), "last": each.last.isoformat()}
            for each in sorted(table.holidays[year], key=lambda holiday: holiday.first)
        ]
        holidays = ",\n".join(f"        {json.dumps(each, ensure_ascii=False)}" for each in found)
        make_up = json.dumps(sorted(day.isoformat() for day in table.make_up_days if day.year == year))
        years.append(
            f'    "{year}": {{\n      "holidays": [\n{holidays}\n      ],\n      "make_up_days": {make_up}\n    }}'
        )
    return '{\n  "years": {\n' + ",\n".join(years) + "\n  }\n}\n"


class _Pairs(dict[str, Any]):
    """A JSON object that remembers which of its keys were written twice."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        """Keep the last of each key, as JSON does."""
        listed = list(pairs)
        super().__init__(listed)
        self.twice = [key for key, times in Counter(key for key, _ in listed).items() if times > 1]


class _Reading:
    """Turns the years of a file into a table and gathers what cannot be understood."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._part = ""

    def table(self, years: _Pairs) -> HolidayTable:
        self._once(years, "")
        holidays: dict[int, tuple[Holiday, ...]] = {}
        make_up_days: set[date] = set()
        for written, content in years.items():
            if not _YEAR.fullmatch(written):
                self._tell(msg("“%(text)s” is not a year; write it like 2026.", text=written[:_LONGEST]))
                continue
            found = self._object(content, _YEAR_KEYS, written)
            if found is None:
                continue
            year = int(written)
            self._part = "holidays"
            holidays[year] = self._holidays(found["holidays"], year)
            self._part = "make_up_days"
            make_up_days |= self._make_up_days(found["make_up_days"], year, holidays[year])
            self._part = ""
        return HolidayTable(holidays, frozenset(make_up_days))

    def _holidays(self, content: object, year: int) -> tuple[Holiday, ...]:
        if not isinstance(content, list) or not content:
            self._tell(
                msg("%(year)s has no holidays; leave the whole year out until they are known.", year=str(year)),
            )
            return ()
        found: list[Holiday] = []
        taken: set[date] = set()
        for place, entry in enumerate(content, start=1):
            holiday = self._holiday(entry, year, place)
            if holiday is None:
                continue
            again = taken.intersection(holiday.days())
            if again:
                where = f"{year} › {holiday.name}"
                self._tell(msg("%(where)s: %(day)s belongs to another holiday already.", where=where, day=min(again)))
            taken.update(holiday.days())
            found.append(holiday)
        return tuple(found)

    def _holiday(self, entry: object, year: int, place: int) -> Holiday | None:
        where = f"{year} › holidays › {place}"
        found = self._object(entry, _HOLIDAY_KEYS, where)
        if found is None:
            return None
        name = clean(found["name"]) if isinstance(found["name"], str) else ""
        if not name:
            self._tell(msg("%(where)s: the holiday has no name; write one.", where=where))
            return None
        where = f"{year} › {name[:_LONGEST]}"
        first, last = (self._day(found[key], year, where) for key in ("first", "last"))
        if first is None or last is None:
            return None
        if last < first:
            self._tell(
                msg(
                    "%(where)s: the last day, %(last)s, is before the first, %(first)s; exchange them.",
                    where=where,
                    first=first,
                    last=last,
                )
            )
            return None
        return Holiday(name, first, last)

    def _make_up_days(self, content: object, year: int, holidays: tuple[Holiday, ...]) -> set[date]:
        where = f"{year} › make_up_days"
        if not isinstance(content, list):
            self._tell(msg("%(where)s: write a list of days in square brackets.", where=where))
            return set()
        free = {day for holiday in holidays for day in holiday.days()}
        found: set[date] = set()
        for entry in content:
            day = self._day(entry, year, where)
            if day is None:
                continue
            if day in found:
                self._tell(msg("%(where)s: %(day)s is written twice; keep one.", where=where, day=day))
            elif day in free:
                self._tell(msg("%(where)s: %(day)s is a holiday as well; decide for one.", where=where, day=day))
            elif day.weekday() < 5:
                self._tell(
                    msg(
                        "%(where)s: %(day)s is no Saturday or Sunday; only those are worked to make up.",
                        where=where,
                        day=day,
                    )
                )
            found.add(day)
        return found

    def _day(self, text: object, year: int, where: str) -> date | None:
        day = _written_day(text)
        if day is None:
            self._tell(
                msg(
                    "%(where)s: “%(text)s” is not a day; write it like 2026-10-01.",
                    where=where,
                    text=str(text)[:_LONGEST],
                )
            )
            return None
        if day.year != year:
            self._tell(
                msg(
                    "%(where)s: %(day)s is not in %(year)s; write it under its own year.",
                    where=where,
                    day=day,
                    year=str(year),
                )
            )
            return None
        return day

    def _object(self, content: object, keys: tuple[str, ...], where: str) -> _Pairs | None:
        """Return `content` where it is an object of exactly these keys."""
        if not isinstance(content, _Pairs) or set(content) != set(keys):
            needed = ", ".join(keys)
            self._tell(msg("%(where)s: exactly these are to be written here: %(keys)s.", where=where, keys=needed))
            return None
        self._once(content, where)
        return content

    def _once(self, content: _Pairs, where: str) -> None:
        for key in content.twice:
            written = f"{where} › {key}" if where else key
            self._tell(msg("%(where)s is written twice; keep one.", where=written[:_LONGEST]))

    def _tell(self, message: Message) -> None:
        self.problems.append(Problem(message, self._part))


def _written_day(text: object) -> date | None:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _no_table(file: str) -> Message:
    return msg("“%(file)s” is not a table of holidays; it has to look like %(form)s.", file=file, form=FORM)
