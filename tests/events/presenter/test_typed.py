from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.events.presenter import read_items, read_staff, text_of_items, text_of_staff, typed_guest
from desktop.events.rows import NewItem, StaffRow

WORDS = st.text(st.sampled_from("ab桌 4x:：3"), min_size=1, max_size=8).map(lambda text: " ".join(text.split()))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3-1-502", ("3-1-502", None)),
        ("3-1-502 x3", ("3-1-502", 3)),
        ("王阿姨 2人", ("王阿姨", 2)),
        ("３－１－５０２　×2", ("3-1-502", 2)),
        ("max 3", ("max 3", None)),
        ("3-1-502 2", ("3-1-502", 2)),
        ("3 502", ("3 502", None)),
        ("3-1 12", ("3-1 12", None)),
    ],
)
def test_that_the_number_of_people_may_stand_behind_who_is_meant(typed: str, read: tuple[str, int | None]) -> None:
    assert typed_guest(typed) == read


@given(st.lists(st.builds(NewItem, WORDS.filter(lambda text: text.strip(" :：") == text and text), st.just("4张"))))
@settings(max_examples=50)
def test_that_materials_are_read_back_as_they_were(items: list[NewItem]) -> None:
    assert read_items(text_of_items(items)) == tuple(items)


def test_that_a_worker_is_recognised_by_name() -> None:
    known = {"张敏": 3}
    rows = read_staff("张敏：签到\n\n 何师傅 \n", known.get)
    assert rows == (StaffRow("张敏", "签到", 3), StaffRow("何师傅"))
    assert text_of_staff(rows) == "张敏: 签到\n何师傅"
