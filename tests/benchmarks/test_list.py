"""A list of a million requests, beside the same table over a trivial keyset model on the bare driver."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QModelIndex, QObject
from PySide6.QtWidgets import QApplication

from desktop.requests.rows import RequestFilter
from desktop.requests.service import RequestService
from desktop.requests.table import DEFAULT_COLUMNS, RequestSource, Seen, columns, own_sort
from desktop.storage.database import file_database
from desktop.storage.places import DataPlace
from desktop.ui.bus import Bus
from desktop.ui.table import Cell, KeysetModel, ListView
from desktop.ui.table.model import TableModel
from desktop.ui.tasks import Tasks
from tests.benchmarks.communities import bare_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from desktop.storage.desk import Desk
    from desktop.ui.table.model import AnyIndex
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

LONG = 1_000_000
PAGE = 100
FIRST_TIMES = 5
FRAMES = 200
JUMPS = 25
ROWS_A_FRAME = 3
LONGEST_WAIT_SECONDS = 20.0
_NOWHERE = QModelIndex()
_SHOWN = """
SELECT r.id, r.occurred_at, r.state, r.room_label, r.words, c.name, coalesce(w.name, d.name, ''), r.due_at
FROM request r LEFT JOIN category c ON c.id = r.category_id LEFT JOIN worker w ON w.id = r.worker_id
LEFT JOIN department d ON d.id = r.department_id WHERE r.community_id = 1
"""


class TrivialModel(TableModel[Any]):
    """Fetches a page when a row of it is painted, next to the page before where it has that one."""

    def __init__(self, connection: Any, like: KeysetModel[Any]) -> None:
        super().__init__([column for column in like.columns if column.key in DEFAULT_COLUMNS], lambda row: row[0])
        self.connection = connection
        self.count = connection.execute("SELECT count(*) FROM request WHERE community_id = 1").fetchone()[0]
        self.pages: dict[int, list[Any]] = {}

    def page(self, number: int) -> list[Any]:
        if number not in self.pages:
            values: Sequence[Any]
            near = self.pages.get(number - 1)
            if number == 0:
                where, values = "", ()
            elif near:
                where, values = " AND (r.occurred_at, r.id) < (?, ?)", (near[-1][1], near[-1][0])
            else:
                where, values = " AND (r.occurred_at, r.id) <= (?, ?)", self.anchor(number * PAGE)
            order = f" ORDER BY r.occurred_at DESC, r.id DESC LIMIT {PAGE}"
            self.pages[number] = self.connection.execute(_SHOWN + where + order, values).fetchall()
        return self.pages[number]

    def anchor(self, position: int) -> Any:
        """Return the keys of the row at `position`, counted from the nearer end."""
        backward = position > self.count // 2
        way, offset = ("ASC", self.count - 1 - position) if backward else ("DESC", position)
        order = f"ORDER BY occurred_at {way}, id {way} LIMIT 1 OFFSET {offset}"
        return self.connection.execute(
            f"SELECT occurred_at, id FROM request WHERE community_id = 1 {order}"  # noqa: S608 - two words and a number
        ).fetchone()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.count

    def row_at(self, row: int) -> Any:
        found = self.page(row // PAGE)
        return found[row % PAGE] if row % PAGE < len(found) else None

    def cell(self, row: int, column: int) -> Cell | None:
        found = self.row_at(row)
        return None if found is None else Cell(str(found[column + 2]))

    def position(self, identity: object) -> int | None:
        return None if identity is None else 0


class PaintWatch(QObject):
    """Tells whether the rows on screen were painted with something in them."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self.view = view
        self.painted = False
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted = self.complete()
        return False

    def complete(self) -> bool:
        model = self.view.list_model
        first, last = self.view.rowAt(0), self.view.rowAt(self.view.viewport().height() - 1)
        if not model.rowCount():
            return False
        last = last if last >= 0 else model.rowCount() - 1
        return model.row_at(first) is not None and model.row_at(last) is not None

    def wait(self) -> None:
        """Let events be handled until the rows on screen are painted."""
        until = perf_counter() + LONGEST_WAIT_SECONDS
        loop = QEventLoop()
        while not self.painted:
            # waiting, not asking again and again: that would keep the reading thread from Python
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            assert perf_counter() < until
        QApplication.processEvents()


@dataclass(frozen=True)
class Lists:
    """The two tables, made anew on each call."""

    ours: Callable[[], ListView]
    trivial: Callable[[], ListView]


def lengthen(file: Path, key: bytes, rows: int) -> None:
    """Fill the data file up to `rows` requests, by copies of those there are, each a little earlier."""
    connection = bare_connection(file, key)
    known = connection.execute("SELECT count(*) FROM request").fetchone()[0]
    names = [row[1] for row in connection.execute("PRAGMA table_info(request)")]
    anew = {"id": f"id + copy.value * {known}", "number": "number || '-' || copy.value", "imported_key": "NULL"}
    anew["occurred_at"] = "occurred_at - copy.value * 1000003"
    chosen = ", ".join(anew.get(name, name) for name in names)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        f"INSERT INTO request ({', '.join(names)}) SELECT {chosen} FROM request"  # noqa: S608 - our own columns
        f" CROSS JOIN (SELECT value FROM json_each(?)) AS copy LIMIT {max(rows - known, 0)}",
        (str(list(range(1, rows // known + 2))),),
    )
    connection.execute("COMMIT")
    connection.close()


@pytest.fixture
def tasks(dressed: QApplication) -> Iterator[Tasks]:
    running = Tasks(Bus(dressed), dressed)
    yield running
    running.shutdown()


@pytest.fixture(scope="module")
def long_file(month_old: Made, tmp_path_factory: pytest.TempPathFactory, *, full: bool) -> Path:
    """Return a copy of the community's data file with a million requests in it."""
    file = tmp_path_factory.mktemp("long") / "touchpoint.db"
    shutil.copy(DataPlace(month_old.folder).data_file, file)
    if full:
        lengthen(file, month_old.key, LONG)
    return file


@pytest.fixture
def lists(month_old: Made, long_file: Path, tasks: Tasks) -> Iterator[Lists]:
    """Yield what makes our list of requests and the trivial one, over the same file."""
    database = file_database(long_file, month_old.key)
    bare = bare_connection(long_file, month_old.key)
    desk: Desk = replace(month_old.desk, database=database)
    shown = columns(Seen(desk.clock, desk.zone))

    def model() -> KeysetModel[Any]:
        return KeysetModel(shown, tasks)

    def view(of: TableModel[Any]) -> ListView:
        made = ListView(of, label="list", name="list", row="row-dense")
        made.show_columns(DEFAULT_COLUMNS)
        made.resize(1100, 640)
        of.setParent(made)
        return made

    def ours() -> ListView:
        made = model()
        shown_list = view(made)
        wanted = RequestFilter()
        made.set_source(RequestSource(RequestService(desk), wanted, own_sort(wanted)))
        return shown_list

    yield Lists(ours, lambda: view(TrivialModel(bare, model())))
    bare.close()
    database.close()


def first_paint(make: Callable[[], ListView]) -> float:
    begun = perf_counter()
    view = make()
    watch = PaintWatch(view)
    view.show()
    watch.wait()
    took = perf_counter() - begun
    view.close()
    view.deleteLater()
    return took * 1000


def shown(make: Callable[[], ListView]) -> tuple[ListView, PaintWatch]:
    view = make()
    watch = PaintWatch(view)
    view.show()
    watch.wait()
    return view, watch


def scroll(view: ListView, watch: PaintWatch, frames: int) -> list[float]:
    """Scroll on by some rows a frame and return the milliseconds of each; what is fetched beside may go on between."""
    took = []
    for frame in range(frames):
        begun = perf_counter()
        view.verticalScrollBar().setValue((frame + 1) * ROWS_A_FRAME)
        view.viewport().repaint()
        took.append((perf_counter() - begun) * 1000)
        watch.wait()
    return took


def jump(view: ListView, watch: PaintWatch, places: Sequence[float]) -> list[float]:
    """Drag the scroll bar to each of `places` (0 to 1) and return the milliseconds until its rows are painted."""
    took = []
    for place in places:
        begun = perf_counter()
        watch.painted = False
        view.verticalScrollBar().setValue(round(place * view.verticalScrollBar().maximum()))
        view.viewport().update()
        watch.wait()
        took.append((perf_counter() - begun) * 1000)
    return took


def test_that_a_long_list_is_painted_soon(lists: Lists, compare: Compare, *, full: bool) -> None:
    times: list[list[float]] = [[], []]
    for _ in range(FIRST_TIMES if full else 1):
        for place, make in enumerate((lists.ours, lists.trivial)):
            times[place].append(first_paint(make))
    row = compare.judge("list of 1,000,000: first paint", min(times[0]), min(times[1]), 1.5)
    assert row.ours > 0


def test_that_a_long_list_scrolls_and_jumps(lists: Lists, compare: Compare, *, full: bool) -> None:
    ours, trivial = shown(lists.ours), shown(lists.trivial)
    frames = [scroll(*each, FRAMES if full else 3) for each in (ours, trivial)]
    compare.judge("list of 1,000,000: the middle frame of scrolling", median(frames[0]), median(frames[1]), 1.3)
    chance = Random(3)
    places = [chance.random() for _ in range(JUMPS if full else 2)]
    jumps = [jump(*each, places) for each in (ours, trivial)]
    row = compare.judge("list of 1,000,000: jump anywhere", median(jumps[0]), median(jumps[1]), 1.5)
    assert row.ours > 0
    for view, _ in (ours, trivial):
        view.close()
        view.deleteLater()
