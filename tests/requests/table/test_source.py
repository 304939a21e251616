from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest, RequestFilter, RequestLine, RequestOrder, StateGroup
from desktop.requests.table import (
    RequestSource,
    Seen,
    order_of,
    own_sort,
)
from desktop.storage.database import file_database
from desktop.ui.table import Direction, Sort
from tests.requests.conftest import KEY, SHANGHAI, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)
SEEN = Seen(FixedClock(NOW), SHANGHAI)
ENGLISH = language("en")


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
