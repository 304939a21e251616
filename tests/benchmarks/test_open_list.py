"""The list of open requests, filtered and sorted: beside the same list over the bare driver, and how it grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from desktop.requests.model import OPEN_STATES, Place, RequestKind
from desktop.requests.rows import Answered, GroupBy, NewRequest, RequestFilter, RequestLine, RequestOrder, StateGroup
from desktop.requests.service import RequestService
from desktop.requests.table import DEFAULT_COLUMNS, RequestSource, Seen, columns, own_sort
from desktop.ui.bus import Bus
from desktop.ui.table import KeysetModel, ListView, RowsModel
from desktop.ui.tasks import Tasks
from tests.benchmarks.test_list import first_paint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QApplication

    from desktop.ui.table.model import TableModel
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

TIMES = 1.5
FLAT = 1.5
PLUS_SECONDS = 0.002
ROUNDS = 50
PAINTED = 25

PAGE = 100
OPEN_REPAIRS = RequestFilter(
    group=StateGroup.OPEN, kinds=frozenset({RequestKind.REPAIR}), places=frozenset({Place.IN_HOME})
)
WANTED = {
    "open, of one kind and place": (OPEN_REPAIRS, RequestOrder.DUE),
    "late without a reason": (RequestFilter(unexplained=True), RequestOrder.DUE),
    "on hold too long": (RequestFilter(held_too_long=True), RequestOrder.DUE),
    "open, last answer not satisfied": (
        RequestFilter(group=StateGroup.OPEN, answered=Answered.DISSATISFIED),
        RequestOrder.DUE,
    ),
}
_STATES = ", ".join(f"'{state}'" for state in OPEN_STATES)
_WHERE = (
    f"r.id IN (SELECT id FROM request WHERE community_id = 1 AND state IN ({_STATES}))"  # noqa: S608 - our own codes
    " AND r.kind = 'repair' AND r.place = 'in_home'"
)
_COUNTED = f"SELECT count(*) FROM request r WHERE {_WHERE}"  # noqa: S608 - our own codes
_SHOWN = f"""
SELECT r.id, r.state, r.room_label, r.words, c.name, coalesce(w.name, d.name, ''), r.due_at
FROM request r LEFT JOIN category c ON c.id = r.category_id LEFT JOIN worker w ON w.id = r.worker_id
LEFT JOIN department d ON d.id = r.department_id
WHERE {_WHERE} ORDER BY r.due_at IS NULL, r.due_at, r.id LIMIT {PAGE}
"""  # noqa: S608 - our own codes


class BareModel(RowsModel[RequestLine]):
    """Asks for count and first page when it is made, and paints the same lines in the same words."""

    def __init__(self, connection: Any, like: KeysetModel[RequestLine], lines: Sequence[RequestLine]) -> None:
        found = connection.execute(_SHOWN).fetchall()
        assert connection.execute(_COUNTED).fetchone()[0] >= len(found)
        assert [row[0] for row in found] == [line.id for line in lines]
        super().__init__(like.columns, lines)


@dataclass(frozen=True)
class Lists:
    """The two lists of one community, made anew on each call."""

    ours: Callable[[], ListView]
    bare: Callable[[], ListView]


@pytest.fixture
def lists(month_old: Made, dressed: QApplication) -> Iterator[Lists]:
    """Yield what makes our list of open requests and the bare one, over the same file."""
    tasks, desk, connection = Tasks(Bus(dressed), dressed), month_old.desk, month_old.bare()
    # a small community may have nothing open, and an empty list is never painted
    RequestService(desk).report(NewRequest(kind=RequestKind.REPAIR, words="厨房漏水", room_text="1-1-101"))
    shown = columns(Seen(desk.clock, desk.zone))

    def view(of: TableModel[Any]) -> ListView:
        made = ListView(of, label="list", name="list", row="row-dense", several=True)
        made.show_columns(DEFAULT_COLUMNS)
        made.resize(1100, 640)
        of.setParent(made)
        return made

    def ours() -> ListView:
        model: KeysetModel[RequestLine] = KeysetModel(shown, tasks)
        made = view(model)
        model.set_source(RequestSource(RequestService(desk), OPEN_REPAIRS, own_sort(OPEN_REPAIRS)))
        return made

    first = RequestService(desk).lines(OPEN_REPAIRS, RequestOrder.DUE, limit=PAGE)
    yield Lists(ours, lambda: view(BareModel(connection, KeysetModel(shown, tasks), first)))
    tasks.shutdown()
    connection.close()


def first_page(made: Made, wanted: RequestFilter, order: RequestOrder) -> Callable[[], int]:
    """Return what a list asks for when it opens: how many there are, and its first page."""

    def read() -> int:
        with made.desk.hold() as held:
            service = RequestService(held)
            return service.count(wanted) + len(service.lines(wanted, order))

    return read


def test_that_the_open_list_is_painted_soon(lists: Lists, compare: Compare, *, full: bool) -> None:
    times: list[list[float]] = [[], []]
    for _ in range(PAINTED if full else 1):
        for place, make in enumerate((lists.ours, lists.bare)):
            times[place].append(first_paint(make))
    best = min(times[0]), min(times[1])
    row = compare.judge("open list, filtered and sorted: first page", *best, TIMES)
    assert row.ours > 0


def test_that_lists_are_as_fast_with_ten_times_the_requests(month_old: Made, years_old: Made, compare: Compare) -> None:
    for name, asked in WANTED.items():
        ours, young = first_page(years_old, *asked), first_page(month_old, *asked)
        row = compare(f"{name}: 300,000 requests beside 30,000", ours, young, FLAT, PLUS_SECONDS, rounds=ROUNDS)
        assert row.ours > 0


def test_that_groups_of_the_open_list_are_as_fast_with_ten_times_the_requests(
    month_old: Made, years_old: Made, compare: Compare
) -> None:
    wanted = RequestFilter(group=StateGroup.OPEN)

    def groups(made: Made) -> Callable[[], object]:
        return lambda: RequestService(made.desk).groups(wanted, GroupBy.BUILDING)

    row = compare(
        "groups of the open list: 300,000 requests beside 30,000",
        groups(years_old),
        groups(month_old),
        FLAT,
        PLUS_SECONDS,
        rounds=ROUNDS,
    )
    assert row.ours > 0
