"""Ages and birthdays in SQL are those of `core/birthdays.py`, for every day and either calendar."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from desktop.contacts.store.birthdays import aged, birthday_this_month, lunar_days
from desktop.core.birthdays import Birthday, age_on, next_day, stored_birthday
from desktop.core.permissions import Operation
from desktop.households.model import Resident

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from tests.contacts.neighbours import Neighbours

MONTHS = [(2026, 11), (2025, 7), (2025, 8), (2023, 3), (2028, 6), (2033, 12), (2026, 2), (2024, 2)]
"""Some with leap months, short months and the turn of the lunar year in them."""


def born() -> dict[str, Birthday]:
    """Return birthdays of both calendars by the names of who has them, with and without years."""
    chance = random.Random(11)
    found: dict[str, Birthday] = {}
    while len(found) < 400:
        lunar, leap = chance.random() < 0.6, chance.random() < 0.2
        year = chance.choice([None, *range(1900, 2027)])
        text = Birthday(chance.randint(1, 12), chance.randint(1, 31), year, lunar, lunar and leap).stored
        birthday = stored_birthday(text, "lunar" if lunar else "solar")
        if birthday is not None:
            found[f"人{len(found)}"] = birthday
    return found


def populate(neighbours: Neighbours) -> dict[str, Birthday]:
    people = born()
    rows = [
        {"community_id": 1, "name": name, "birthday": one.stored, "birthday_calendar": one.calendar}
        for name, one in people.items()
    ]
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.execute(insert(Resident), [*rows, {"community_id": 1, "name": "不知"}])
    return people


def of(neighbours: Neighbours, condition: ColumnElement[bool]) -> set[str]:
    with neighbours.desk.read() as session:
        return set(session.scalars(select(Resident.name).where(condition)))


def test_that_ages_are_counted_as_on_the_page(neighbours: Neighbours) -> None:
    people = populate(neighbours)
    chance = random.Random(12)
    for _ in range(12):
        today = date(2024, 1, 1) + timedelta(days=chance.randint(0, 1500))
        first, last = chance.randint(0, 90), chance.randint(0, 110)
        ages = {name: age for name, one in people.items() if (age := age_on(one, today)) is not None}
        assert of(neighbours, aged(first, None, today)) == {name for name, age in ages.items() if first <= age}
        assert of(neighbours, aged(None, last, today)) == {name for name, age in ages.items() if age <= last}
        between = {name for name, age in ages.items() if first <= age <= last}
        assert of(neighbours, aged(first, last, today)) == between


def test_that_birthdays_of_a_month_are_those_kept_in_it(neighbours: Neighbours) -> None:
    people = populate(neighbours)
    for year, month in MONTHS:
        first = date(year, month, 1)
        last = first.replace(day=monthrange(year, month)[1])
        kept = {name for name, one in people.items() if (day := next_day(one, first)) is not None and day <= last}
        assert of(neighbours, birthday_this_month(last)) == kept


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_that_every_lunar_day_is_met(year: int, month: int) -> None:
    first = date(year, month, 1)
    last = first.replace(day=monthrange(year, month)[1])
    every = [Birthday(m, d, None, True, leap) for m in range(1, 13) for d in range(1, 31) for leap in (False, True)]
    kept = {one.stored[2:] for one in every if (day := next_day(one, first)) is not None and day <= last}
    assert lunar_days(year, month) == kept


def test_that_beyond_the_lunar_tables_nothing_raises(neighbours: Neighbours) -> None:
    populate(neighbours)
    far = date(2300, 5, 5)
    assert of(neighbours, aged(500, None, far)) == set()
    assert lunar_days(2300, 5) == frozenset()


def test_that_a_card_tells_the_birthday_where_nobody_wrote_it_down(neighbours: Neighbours) -> None:
    cards = {"卡": "110101196111078515", "护照": "E12345678", "短": "110101611107851", "乱": "ABCDEFGHIJKLMNOPQR"}
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        rows = [{"community_id": 1, "name": name, "id_number": number} for name, number in cards.items()]
        rows.append({"community_id": 1, "name": "写了", "id_number": cards["卡"], "birthday": "1990-01-01"})
        for row in rows:
            work.session.add(Resident(**row))
    today = date(2026, 11, 22)
    assert of(neighbours, aged(65, 65, today)) == {"卡"}
    assert of(neighbours, birthday_this_month(today)) == {"卡"}
