"""Patterns: what they make, that it reads back, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.community.rows import RoomPattern
from desktop.community.service.patterns import building_number, entrance_number, expand, read_list
from desktop.core.errors import UserError
from desktop.core.house_numbers import natural_key, parse_house_number

if TYPE_CHECKING:
    from collections.abc import Callable


def labels(building: str, **pattern: Any) -> list[str]:
    return [room.number.label for room in expand(RoomPattern(1, **pattern), building)]


def refused(building: str = "3", **pattern: Any) -> str:
    with pytest.raises(UserError) as told:
        labels(building, **pattern)
    return told.value.problems[0].field


def test_that_flats_shops_garages_and_villas_are_made_as_they_are_written() -> None:
    flats = labels("3", pattern="{floor}{room:02}", entrances="1-2", floors=("4", "5"), rooms=("1", "2"))
    assert flats == [
        *("3-1-401", "3-1-402", "3-1-501", "3-1-502"),
        *("3-2-401", "3-2-402", "3-2-501", "3-2-502"),
    ]
    assert labels("商铺", pattern="S-{room:02}", rooms=("9", "10")) == ["商铺 S-09", "商铺 S-10"]
    assert labels("车库", pattern="B1-{room:03}", rooms=("7", "8")) == ["车库 B1-007", "车库 B1-008"]
    assert labels("别墅", pattern="{room}", rooms=("1", "2")) == ["别墅 1", "别墅 2"]
    assert labels("A", pattern="{层}{室:A}", floors=("-1", "1"), rooms=("1", "2")) == [
        *("A-B1A", "A-B1B", "A-1A", "A-1B"),
    ]


def test_that_floors_and_rooms_are_skipped_by_floor_by_place_or_by_number() -> None:
    def made(**skipped: str) -> list[str]:
        pattern = {"pattern": "{floor}{room:02}", "entrances": "1", "floors": ("3", "5"), "rooms": ("3", "4")}
        return [label.rpartition("-")[2] for label in labels("3", **pattern, **skipped)]

    assert made() == ["303", "304", "403", "404", "503", "504"]
    assert made(skipped_floors="4、13 14") == ["303", "304", "503", "504"]
    assert made(skipped_floors="3-4") == ["503", "504"]
    assert made(skipped_rooms="4") == ["303", "403", "503"]
    assert made(skipped_rooms="404，503") == ["303", "304", "403", "504"]


@pytest.mark.parametrize(
    ("field", "pattern"),
    [
        ("pattern", {"pattern": "{storey}{room}"}),
        ("pattern", {"pattern": "{floor}{room:9x}"}),
        ("pattern", {"pattern": "{floor:A}{room}", "floors": ("1", "2")}),
        ("pattern", {"pattern": "{room"}),
        ("pattern", {"pattern": "502", "rooms": ("1", "2")}),
        ("pattern", {"pattern": "{floor}", "floors": ("1", "2"), "rooms": ("1", "2")}),
        ("pattern", {"pattern": "?!{room}"}),
        ("pattern", {"pattern": ""}),
        ("floors", {"pattern": "{floor}{room}"}),
        ("floors", {"pattern": "{floor}{room}", "floors": ("9", "1")}),
        ("floors", {"pattern": "{floor}{room}", "floors": ("1", "x")}),
        ("rooms", {"pattern": "{room}", "rooms": ("1", "")} | {"rooms": ("", "")}),
        ("rooms", {"pattern": "{floor}{room}", "floors": ("1", "99"), "rooms": ("1", "99")}),
        ("entrances", {"pattern": "{room}", "entrances": "乙丙"}),
        ("entrances", {"pattern": "{room}", "entrances": "3-1"}),
        ("skipped_rooms", {"pattern": "{room}", "skipped_rooms": "1"}),
    ],
)
def test_that_a_pattern_that_cannot_be_carried_out_names_its_field(field: str, pattern: dict[str, Any]) -> None:
    assert refused(**pattern) == field


def made_or_refused(read: Callable[[], Any]) -> Any:
    """Return what is read, nothing where it is refused in words."""
    try:
        return read()
    except UserError as error:
        return [] if error.problems else None


PATTERNS = st.builds(
    RoomPattern,
    st.just(1),
    st.sampled_from(["{floor}{room:02}", "{floor:02}{room:02}", "{floor}0{room}", "{floor}-{room}", "{floor}{room:A}"]),
    entrances=st.sampled_from(["", "1", "1-3", "甲、乙", "A"]),
    floors=st.tuples(st.integers(1, 9), st.integers(0, 30)).map(lambda ends: (str(ends[0]), str(sum(ends)))),
    rooms=st.tuples(st.integers(1, 3), st.integers(0, 6)).map(lambda ends: (str(ends[0]), str(sum(ends)))),
    skipped_floors=st.sampled_from(["", "4", "4, 13-14"]),
    skipped_rooms=st.sampled_from(["", "99", "2"]),
)
BUILDINGS = st.one_of(st.integers(1, 99).map(str), st.sampled_from(["A", "东区3", "1期2", "B2"]))


@given(pattern=PATTERNS, building=BUILDINGS)
def test_that_every_number_made_reads_back_as_itself_once_and_in_natural_order(
    pattern: RoomPattern, building: str
) -> None:
    made = made_or_refused(lambda: expand(pattern, building))
    assert all(parse_house_number(room.number.label) == room.number for room in made)
    assert len({room.number.key for room in made}) == len(made)
    assert all(room.floor not in read_list(pattern.skipped_floors, "") for room in made)
    if pattern.pattern == "{floor}{room:02}" and pattern.entrances != "甲、乙":
        order = [natural_key(room.number.label) for room in made]
        assert order == sorted(order)


@given(text=st.text(max_size=30))
def test_that_nothing_typed_raises_anything_but_a_refusal(text: str) -> None:
    readers: tuple[Callable[[], Any], ...] = (
        lambda: building_number(text),
        lambda: entrance_number("3", text),
        lambda: read_list(text, "x"),
        lambda: expand(RoomPattern(1, text, text, ("1", "2"), ("1", "2"), text, text), "3"),
    )
    for read in readers:
        assert made_or_refused(read) is not None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("5", "5"), ("5栋", "5"), ("５号楼", "5"), ("东区5栋", "东区5"), ("a座", "A"), ("别墅", "别墅"), ("车库", "车库")],
)
def test_that_a_building_is_what_house_numbers_begin_with(typed: str, number: str) -> None:
    assert building_number(typed) == number


@pytest.mark.parametrize("typed", ["", "3-1", "商业街", "?", "99999"])
def test_that_what_no_house_number_begins_with_is_no_building(typed: str) -> None:
    with pytest.raises(UserError):
        building_number(typed)


def test_that_lists_know_ranges_and_any_comma() -> None:
    assert read_list("4, 13-15、甲;b 4", "x") == ["4", "13", "14", "15", "甲", "B"]
    assert read_list("-2~-1", "x") == ["-2", "-1"]
    assert re.fullmatch(r"(\d+,)+\d+", ",".join(read_list("1 至 30", "x")))
