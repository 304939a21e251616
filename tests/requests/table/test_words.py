from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.i18n import LANGUAGES, language
from desktop.requests.model import HoldReason, Priority, RequestKind, RequestState, Satisfaction
from desktop.requests.model import Place as Where
from desktop.requests.rows import RequestLine
from desktop.requests.table import (
    DEFAULT_COLUMNS,
    Seen,
    columns,
    due_of,
    lasting,
    room_of,
    status_of,
)
from desktop.ui.table import Cell
from tests.requests.conftest import SHANGHAI

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)
SEEN = Seen(FixedClock(NOW), SHANGHAI)
ENGLISH = language("en")


def line(**changes: Any) -> RequestLine:
    plain: dict[str, Any] = {
        "id": 1,
        "version": 1,
        "number": "BX-2611-0001",
        "kind": RequestKind.REPAIR,
        "state": RequestState.IN_PROGRESS,
        "room_id": 7,
        "room": "3-1-502",
        "words": "厨房水槽下\n软管接头滴水",
        "reporter": "黄丽娟",
        "place": Where.IN_HOME,
        "category": "给排水",
        "department": "工程",
        "worker": "何志强",
        "priority": Priority.NORMAL,
        "occurred_at": NOW,
        "due_at": NOW + timedelta(hours=48),
        "completed_at": None,
        "late": None,
        "hold_reason": None,
        "awaits_follow_up": False,
        "follow_up_due_at": None,
        "reopened_count": 0,
        "urged_count": 0,
    }
    return RequestLine(**(plain | changes))


def shown(row: RequestLine, key: str) -> Cell:
    column = next(column for column in columns(SEEN) if column.key == key)
    cell = column.show(row, ENGLISH)
    return Cell(cell) if isinstance(cell, str) else cell


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({"late": timedelta(days=2, hours=3)}, "Late 2 days", "red"),
        ({"late": timedelta(hours=5, minutes=59)}, "Late 5 hours", "red"),
        ({"late": timedelta(minutes=1)}, "Late 1 minute", "red"),
        (
            {"late": timedelta(days=1), "state": RequestState.ON_HOLD, "hold_reason": HoldReason.PARTS},
            "Late 1 day",
            "red",
        ),
        ({"state": RequestState.ON_HOLD, "hold_reason": HoldReason.NOBODY_HOME}, "Hold: nobody home", "grey"),
        ({"state": RequestState.RECEIVED}, "To dispatch", "accent"),
        ({"state": RequestState.RECEIVED, "kind": RequestKind.INQUIRY}, "To answer", "accent"),
        ({"state": RequestState.REOPENED}, "Rework", "amber"),
        ({"state": RequestState.COMPLETED}, "Completed", "green"),
        ({"state": RequestState.COMPLETED, "awaits_follow_up": True}, "To follow up", "violet"),
        ({"state": RequestState.CANCELLED}, "Cancelled", "grey"),
    ],
)
def test_that_a_chip_says_what_matters_most_about_a_request(changes: dict[str, Any], words: str, tone: str) -> None:
    cell = status_of(line(**changes), ENGLISH)
    assert (cell.text, cell.tone, cell.chip) == (words, tone, True)
    assert cell.icon


@pytest.mark.parametrize("state", list(RequestState))
@pytest.mark.parametrize("code", list(LANGUAGES))
def test_that_every_state_has_icon_and_word_in_every_language(state: RequestState, code: str) -> None:
    cell = status_of(line(state=state), language(code))
    assert cell.text
    assert cell.icon


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW.replace(hour=0, minute=0), "today 00:00"),
        (NOW.replace(hour=23, minute=59), "today 23:59"),
        (NOW + timedelta(days=1), "tomorrow 14:05"),
        (NOW - timedelta(days=1), "yesterday 14:05"),
        (NOW + timedelta(days=2), "11-24 14:05"),
        (datetime(2025, 12, 31, 9, tzinfo=SHANGHAI), "2025-12-31"),
    ],
)
def test_that_times_are_told_as_short_as_can_be(at: datetime, words: str) -> None:
    assert SEEN.when(at, ENGLISH) == words


def test_that_a_day_begins_at_midnight_of_the_community_not_of_greenwich() -> None:
    seen = Seen(FixedClock(datetime(2026, 11, 22, 0, 30, tzinfo=SHANGHAI)), SHANGHAI)
    assert seen.when(datetime(2026, 11, 21, 23, 50, tzinfo=SHANGHAI), ENGLISH) == "yesterday 23:50"
    assert seen.stamp(datetime(2026, 11, 22, 0, 10, tzinfo=SHANGHAI)) == "00:10"
    assert seen.stamp(datetime(2026, 11, 21, 23, 50, tzinfo=SHANGHAI)) == "11-21 23:50"


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_that_a_span_is_told_in_its_largest_whole_unit(span: timedelta) -> None:
    number, unit = lasting(span, ENGLISH).replace(",", "").split()
    length = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}[unit.rstrip("s")]
    assert int(number) * length <= span + timedelta(seconds=1)
    assert span < (int(number) + 1) * length + timedelta(seconds=1)


def test_that_a_stopped_clock_a_late_one_and_none_are_told_apart() -> None:
    assert due_of(line(state=RequestState.ON_HOLD), SEEN, ENGLISH).text == "clock stopped"
    late = due_of(line(due_at=NOW - timedelta(hours=2), late=timedelta(hours=2)), SEEN, ENGLISH)
    assert (late.text, late.tone) == ("today 12:05", "red")
    assert due_of(line(due_at=None), SEEN, ENGLISH).text == "—"
    call = line(state=RequestState.COMPLETED, awaits_follow_up=True, follow_up_due_at=NOW - timedelta(days=1))
    assert (due_of(call, SEEN, ENGLISH).text, due_of(call, SEEN, ENGLISH).tone) == ("yesterday 14:05", "red")


def test_that_the_columns_say_where_what_and_who() -> None:
    row = line(priority=Priority.URGENT)
    assert shown(row, "words").text == "[Urgent] 厨房水槽下 软管接头滴水"
    assert shown(line(back_dated=True), "words").text == "[Entered later] 厨房水槽下 软管接头滴水"
    late_word = line(back_dated=True, priority=Priority.URGENT)
    assert shown(late_word, "words").text == "[Urgent · Entered later] 厨房水槽下 软管接头滴水"
    assert shown(row, "worker").text == "何志强"
    assert shown(line(worker=""), "worker").text == "工程"
    assert shown(line(worker="", department=""), "worker").text == "—"
    assert room_of(line(room="", place=Where.PUBLIC_AREA), ENGLISH) == "Public area"
    assert set(DEFAULT_COLUMNS) <= {column.key for column in columns(SEEN)}
    assert all(shown(row, column.key).text for column in columns(SEEN))


def test_that_what_is_seldom_looked_at_has_its_column_too() -> None:
    row = line(
        building="3",
        fee_fen=12000,
        urged_count=2,
        promised_at=NOW + timedelta(days=1),
        satisfaction=Satisfaction.DISSATISFIED,
        priority=Priority.EMERGENCY,
    )
    assert shown(row, "building").text == "3"
    assert shown(row, "fee").text == "120.00"
    assert shown(row, "urged").text == "2"
    assert shown(row, "promised").text == "tomorrow 14:05"
    assert (shown(row, "satisfaction").text, shown(row, "satisfaction").tone) == ("Dissatisfied", "red")
    assert (shown(row, "priority").text, shown(row, "priority").tone) == ("Emergency", "red")
    assert [shown(line(), key).text for key in ("fee", "urged", "promised", "satisfaction")] == ["—"] * 4
