from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.working_hours import STANDARD_WEEK, Hours, WorkingWeek, parse_hours, written_hours


@pytest.mark.parametrize("days", [6, 8])
def test_that_a_week_has_seven_days(days: int) -> None:
    with pytest.raises(ValueError, match="seven days"):
        WorkingWeek(((Hours(0, 60),),) * days, ())


def test_that_a_week_without_hours_or_out_of_order_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="hours on one"):
        WorkingWeek(((),) * 7, (Hours(0, 60),))
    for wrong in ((Hours(60, 120), Hours(0, 60)), (Hours(0, 61), Hours(60, 120))):
        with pytest.raises(ValueError, match="follow each other"):
            WorkingWeek((wrong, *((),) * 6), ())
        with pytest.raises(ValueError, match="follow each other"):
            WorkingWeek(STANDARD_WEEK.days, wrong)


@pytest.mark.parametrize(("opens", "closes"), [(60, 60), (61, 60), (-1, 60), (0, 1441)])
def test_that_impossible_hours_cannot_be_made(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="no working hours"):
        Hours(opens, closes)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("08:30-12:00, 13:30-18:00", "08:30-12:00, 13:30-18:00"),
        ("8:30–12:00 13:30–18:00", "08:30-12:00, 13:30-18:00"),
        ("１３：３０～１８：００，８：３０ － １２：００", "08:30-12:00, 13:30-18:00"),
        ("8:30至12:00、13:30到18:00", "08:30-12:00, 13:30-18:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("  ", ""),
    ],
)
def test_that_hours_are_read_as_people_write_them(text: str, written: str) -> None:
    assert written_hours(parse_hours(text)) == written


@pytest.mark.parametrize(
    "text", ["8-12", "08:30", "12:00-08:30", "08:70-12:00", "08:00-09:75", "20:00-24:01", "08:00-08:00", "always", "😀"]
)
def test_that_what_is_no_hours_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_hours(text)
    problem = refused.value.problems[0]
    assert problem.field == "hours"
    assert "08:30-12:00, 13:30-18:00" in problem.message.msgid
    assert problem.message.params == {"text": text}


def test_that_hours_that_overlap_are_refused() -> None:
    with pytest.raises(UserError) as refused:
        parse_hours("08:00-12:00, 11:00-13:00")
    assert "overlap" in refused.value.problems[0].message.msgid


@given(st.sets(st.integers(0, 1440), max_size=8).map(sorted))
def test_that_written_hours_are_read_back(marks: list[int]) -> None:
    hours = tuple(Hours(opens, closes) for opens, closes in zip(marks[::2], marks[1::2], strict=False))
    assert parse_hours(written_hours(hours)) == hours


def test_that_a_standard_day_has_eight_hours() -> None:
    assert [written_hours(day) for day in STANDARD_WEEK.days] == ["08:30-12:00, 13:30-18:00"] * 5 + ["", ""]
    assert sum(each.closes - each.opens for each in STANDARD_WEEK.make_up) == 8 * 60
