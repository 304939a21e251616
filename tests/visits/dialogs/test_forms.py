"""What is typed into the forms of the gate: times, peak hours, the last day of something, a household."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.visits.dialogs.forms import RoomField, clock_of, end_of_day, last_day_of
from desktop.visits.dialogs.setup import read_peaks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Santiago")]


@pytest.mark.parametrize("typed", ["7:30", "07:30", "730", "7点30", "７：３０", "7點30分", " 7.30 "])
def test_that_a_time_is_read_as_people_type_it(typed: str) -> None:
    assert clock_of(typed) == time(7, 30)


@pytest.mark.parametrize("typed", ["", "25:00", "7:75", "早上", "7:30 pm", "12345"])
def test_that_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        clock_of(typed)


def test_that_peak_hours_are_read_and_refused_by_their_field() -> None:
    assert read_peaks("") == ()
    assert read_peaks("7:30-10:00，16点30至20点") == ((time(7, 30), time(10)), (time(16, 30), time(20)))
    with pytest.raises(UserError) as refused:
        read_peaks("7:30-")
    assert [problem.field for problem in refused.value.problems] == ["peaks"]


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(ZONES))
def test_that_the_end_of_a_day_lies_in_that_day_wherever_clocks_change(day: date, zone: ZoneInfo) -> None:
    assert last_day_of(end_of_day(day, zone), zone) == day


def test_that_a_draft_keeps_the_household_that_was_chosen(qtbot: QtBot) -> None:
    field, again = RoomField("room_id", "Room"), RoomField("room_id", "Room")
    for each in (field, again):
        qtbot.addWidget(each.row)
    field.choose("7", "3-1-502")
    again.set_text(field.text())
    assert (again.room_id, again.line.text()) == (7, "3-1-502")
    again.set_text("3-1-50")
    assert (again.room_id, again.line.text()) == (None, "3-1-50")
