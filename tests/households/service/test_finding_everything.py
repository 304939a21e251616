"""The search box finds what a plain comparison of the same rows finds, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.house_numbers import try_house_number
from desktop.core.pinyin import readings
from desktop.core.texts import search_form
from desktop.households.model import Occupancy, OccupancyRole, Phone, Resident, Room, RoomTag, Tag, Vehicle
from desktop.households.rows import NewPerson
from desktop.households.service.finding import plain_text
from desktop.storage.search import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.core.house_numbers import HouseNumber
    from desktop.households.service import HouseholdService

Fields = dict[tuple[str, int], list[str]]
MANY = 1000
MORE = (
    ("欧阳娜娜", ("13912341234", "0571-88001234")),
    ("解晓东", ("+85291234567",)),
    ("Tom O'Neil", ("4001234567",)),
    ("王 小明", ("13800000009",)),
)


@pytest.fixture
def fields(households: HouseholdService, imported: object) -> Fields:
    """Return what each row of the register holds, straight from the tables."""
    assert imported
    room_id = households.find("1-1-101")[0].room_id
    for name, phones in MORE:
        person = NewPerson(name, phones, note="说方言，每周三在家")
        households.add_resident(room_id, person, OccupancyRole.FAMILY)
    found: Fields = {}
    with households.desk.read() as session:
        for room in session.scalars(select(Room)):
            found["room", room.id] = [room.label, room.note]
        for id_, tag, cause in session.execute(
            select(RoomTag.room_id, Tag.name, RoomTag.cause).join(Tag, Tag.id == RoomTag.tag_id)
        ):
            found["room", id_] += [tag, cause]
        for resident in session.scalars(select(Resident)):
            found["resident", resident.id] = [resident.name, *readings(resident.name), resident.note]
        for id_, digits in session.execute(select(Phone.resident_id, Phone.digits)):
            found["resident", id_].append(digits)
        for id_, note in session.execute(select(Occupancy.resident_id, Occupancy.note)):
            found["resident", id_].append(note)
        for vehicle in session.scalars(select(Vehicle)):
            found["vehicle", vehicle.id] = [vehicle.plate, vehicle.note]
    return found


def holding(fields: Fields, typed: str) -> set[tuple[str, int]]:
    """Compare every word of `typed`, as it stands, with every field."""
    words = [word for word in map(normal, typed.split()) if word.strip("-")]
    if not words:
        return set()
    return {row for row, texts in fields.items() if all(_within(word, texts) for word in words)}


def _within(word: str, texts: Iterable[str]) -> bool:
    return any(word in f"-{normal(text).strip('-')}-" for text in texts if text)


def named(fields: Fields, number: HouseNumber) -> set[tuple[str, int]]:
    """Return the rooms that a house number names or begins, reading every label anew."""
    found = set()
    for (kind, id_), texts in fields.items():
        own = try_house_number(texts[0]) if kind == "room" else None
        if own is None:
            continue
        parts = [(number.building, own.building), (number.entrance, own.entrance), (number.room, own.room)]
        if all(not asked or _same(asked, there) for asked, there in parts):
            found.add((kind, id_))
        if number.building and number.room and own.key.startswith(number.key):
            found.add((kind, id_))
    return found


def _same(asked: str, there: str) -> bool:
    return search_form(asked).lstrip("0") == search_form(there).lstrip("0")


def expected(fields: Fields, text: str) -> set[tuple[str, int]]:
    """Return what holds `text`; rooms and people also by another spelling of the house number or of the phone."""
    typed = plain_text(text)
    number = try_house_number(typed)
    places = {row: texts for row, texts in fields.items() if row[0] != "vehicle"}
    meant = holding(fields, typed)
    if number is not None:
        meant |= holding(places, number.label) | named(places, number)
    if re.fullmatch(r"[0-9 \-]*[0-9][0-9 \-]*[0-9][0-9 \-]*", typed):
        meant |= holding(places, re.sub("[ -]", "", typed))
    return meant


PIECES = st.sampled_from(
    [
        *(
            "王小明",
            "小",
            "明",
            "wxm",
            "xiaoming",
            "ouyang",
            "on",
            "xie",
            "jie",
            "13800000001",
            "0571-88001234",
            "8800",
        ),
        *(
            "1-1-101",
            "1栋1单元",
            "3#301",
            "0301",
            "别墅12",
            "３－２",
            "浙A·12345",
            "A123",
            "VIP",
            "钥匙",
            "方言",
            "O'Neil",
        ),
        *(
            "-",
            "--",
            "%",
            "_",
            "*",
            '"',
            "'",
            "(",
            "OR",
            "NEAR",
            "😀",
            "𬭚",
            "\u0301",
            "ﬀ",
            "ß",
            "\x00",
            "+852",
            "9123",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.lists(PIECES, min_size=1, max_size=3).map("".join),
    st.lists(PIECES, min_size=1, max_size=3).map(" ".join),
    st.tuples(PIECES, st.integers(0, 5), st.integers(1, 6)).map(lambda cut: cut[0][cut[1] :][: cut[2]]),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=6, max_size=6))
def test_that_the_box_finds_what_a_plain_comparison_finds_and_nothing_else(
    households: HouseholdService, fields: Fields, texts: list[str]
) -> None:
    for text in texts:
        found = [(hit.kind, hit.id) for hit in households.find(text, MANY)]
        assert len(found) == len(set(found)), text
        assert set(found) == expected(fields, text), text
