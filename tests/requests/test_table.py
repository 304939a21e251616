from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.i18n import LANGUAGES, language
from desktop.requests.model import HoldReason, RequestKind, RequestState
from desktop.requests.model import Place as Where
from desktop.requests.rows import NewRequest, RequestFilter, RequestLine, RequestOrder, StateGroup
from desktop.requests.table import (
    DEFAULT_COLUMNS,
    RequestSource,
    Seen,
    columns,
    due_of,
    lasting,
    order_of,
    own_sort,
    room_of,
    status_of,
)
from desktop.storage.database import file_database
from desktop.ui.table import Cell, Direction, Sort
from tests.requests.conftest import KEY, SHANGHAI, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.requests.conftest import Place

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
        "urgent": False,
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
    row = line(urgent=True)
    assert shown(row, "words").text == "[urgent] 厨房水槽下 软管接头滴水"
    assert shown(row, "worker").text == "何志强"
    assert shown(line(worker=""), "worker").text == "工程"
    assert shown(line(worker="", department=""), "worker").text == "—"
    assert room_of(line(room="", place=Where.PUBLIC_AREA), ENGLISH) == "Public area"
    assert set(DEFAULT_COLUMNS) <= {column.key for column in columns(SEEN)}
    assert all(shown(row, column.key).text for column in columns(SEEN))


def test_that_open_lists_come_by_due_time_and_all_others_newest_first() -> None:
    assert own_sort(RequestFilter(group=StateGroup.OPEN)) == Sort("due")
    assert own_sort(RequestFilter(overdue=True)) == Sort("due")
    assert own_sort(RequestFilter(group=StateGroup.DONE)) == Sort("received", descending=True)
    assert order_of(Sort("received", descending=True)) == (RequestOrder.NEWEST, False)
    assert order_of(Sort("received")) == (RequestOrder.NEWEST, True)
    assert order_of(Sort("due", descending=True)) == (RequestOrder.DUE, True)


@pytest.fixture
def many(empty_file: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Place]:
    """Yield a community with 23 requests, some of them never due."""
    path = tmp_path / "touchpoint.db"
    shutil.copy(empty_file, path)
    database = file_database(path, KEY)
    place = settle(database, clock)
    for number in range(23):
        kind = RequestKind.INQUIRY if number % 5 == 0 else RequestKind.REPAIR
        at = NOW - timedelta(hours=(number * 7) % 40)
        place.service.report(NewRequest(kind=kind, words=f"第 {number} 件", room_text="1-1-101", occurred_at=at))
    yield place
    database.close()


SORTS = [Sort(key, descending=down) for key in ("due", "received") for down in (False, True)]


@pytest.mark.parametrize("sort", SORTS)
def test_that_pages_in_either_direction_make_the_same_list(many: Place, sort: Sort) -> None:
    source = RequestSource(many.service, RequestFilter(), sort)
    assert source.count() == 23
    forwards = walked(source, Direction.AFTER)
    assert len({row.id for row in forwards}) == 23
    assert walked(source, Direction.BEFORE) == forwards
    known = [row for row in forwards if row.due_at is not None]
    times = [row.due_at if sort.key == "due" else row.occurred_at for row in known]
    assert times == sorted(times, reverse=sort.descending)  # type: ignore[type-var]


@pytest.mark.parametrize("sort", SORTS)
def test_that_a_jump_lands_where_paging_does_and_finds_its_way_back(many: Place, sort: Sort) -> None:
    source = RequestSource(many.service, RequestFilter(), sort)
    source.count()
    rows = walked(source, Direction.AFTER)
    for position in (0, 1, 9, 20, 22):
        assert list(source.jump(position, 5)) == rows[position : position + 5]
    assert [source.find(row.id) for row in rows] == list(range(23))
    assert source.find(10_000) is None
    assert source.find("BX") is None


def walked(source: RequestSource, direction: Direction) -> Sequence[RequestLine]:
    """Return the whole list, read in pages of four from one end."""
    rows: list[RequestLine] = []
    while True:
        after = direction is Direction.AFTER
        anchor = (rows[-1] if after else rows[0]) if rows else None
        page = list(source.page(anchor, direction, 4))
        if not page:
            return rows
        rows = [*rows, *page] if after else [*page, *rows]
