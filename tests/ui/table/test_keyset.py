from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.ui.table import Column, Direction, KeysetModel, ListView, Sort
from desktop.ui.table.keyset import PAGE, PAGES_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytestqt.qtbot import QtBot

    from desktop.ui.tasks import Tasks


@dataclass(frozen=True)
class Line:
    id: int
    text: str


COLUMNS = [
    Column[Line]("id", msg("Number"), lambda row, _: str(row.id), width=80, right=True),
    Column[Line]("text", msg("Text"), lambda row, _: row.text, stretch=True),
]


class Numbers:
    """The numbers below `count` but those `gone`, and a record of how they were asked for."""

    def __init__(self, count: int) -> None:
        self.numbers = range(count)
        self.gone: set[int] = set()
        self.asked: list[str] = []
        self.failing = False
        self.gate = threading.Event()
        self.gate.set()

    @property
    def kept(self) -> Sequence[int]:
        return [number for number in self.numbers if number not in self.gone] if self.gone else self.numbers

    def count(self) -> int:
        return len(self.kept)

    def page(self, anchor: Line | None, direction: Direction, limit: int) -> Sequence[Line]:
        self.gate.wait(5)
        if self.failing:
            raise WorldError(msg("The server is away."))
        self.asked.append(f"{direction.value} {anchor.id if anchor else None}")
        kept = self.kept
        if direction is Direction.AFTER:
            start = 0 if anchor is None else kept.index(anchor.id) + 1
            return self._lines(kept[start : start + limit])
        end = len(kept) if anchor is None else kept.index(anchor.id)
        return self._lines(kept[max(end - limit, 0) : end])

    def jump(self, position: int, limit: int) -> Sequence[Line]:
        self.asked.append(f"jump {position}")
        return self._lines(self.kept[position : position + limit])

    def find(self, identity: object) -> int | None:
        return self.kept.index(int(str(identity))) if identity in self.kept else None

    @staticmethod
    def _lines(numbers: Sequence[int]) -> list[Line]:
        return [Line(number, f"line {number}") for number in numbers]


@pytest.fixture
def source() -> Numbers:
    return Numbers(1_000_000)


@pytest.fixture
def model(qtbot: QtBot, tasks: Tasks, source: Numbers) -> Iterator[KeysetModel[Line]]:
    made = KeysetModel(COLUMNS, tasks)
    with qtbot.waitSignal(made.loaded):
        made.set_source(source)
    yield made
    settle(qtbot, tasks, made)


@pytest.fixture
def view(qtbot: QtBot, model: KeysetModel[Line]) -> ListView:
    made = ListView(model, label=msg("Numbers"), name="numbers")
    qtbot.addWidget(made)
    made.resize(500, 600)
    return made


def text(model: KeysetModel[Line], row: int) -> str:
    return str(model.index(row, 1).data())


def wait_for(qtbot: QtBot, model: KeysetModel[Line], row: int) -> None:
    qtbot.waitUntil(lambda: model.row_at(row) is not None)


def settle(qtbot: QtBot, tasks: Tasks, model: KeysetModel[Line]) -> None:
    qtbot.waitUntil(lambda: tasks.is_idle and not model._soon.isActive())


def test_that_a_million_rows_are_counted_and_the_first_are_there(model: KeysetModel[Line], source: Numbers) -> None:
    assert model.rowCount() == 1_000_000
    assert text(model, 0) == "line 0"
    assert source.asked == ["after None"]


def test_that_rows_not_loaded_are_empty_until_they_come(qtbot: QtBot, model: KeysetModel[Line]) -> None:
    assert text(model, 500_000) == ""
    wait_for(qtbot, model, 500_000)
    assert text(model, 500_000) == "line 500000"


def test_that_neighbouring_pages_are_asked_by_key_and_only_jumps_by_position(
    qtbot: QtBot, tasks: Tasks, model: KeysetModel[Line], source: Numbers
) -> None:
    wait_for(qtbot, model, PAGE)
    wait_for(qtbot, model, 700_000)
    settle(qtbot, tasks, model)
    wait_for(qtbot, model, 999_999)
    settle(qtbot, tasks, model)
    assert f"after {PAGE - 1}" in source.asked
    assert [ask for ask in source.asked if ask.startswith("jump")] == ["jump 700000"]
    assert f"after {700_000 + PAGE - 1}" in source.asked
    assert "before 700000" in source.asked
    assert "before None" in source.asked


def test_that_what_was_only_scrolled_past_is_not_fetched(
    qtbot: QtBot, tasks: Tasks, model: KeysetModel[Line], source: Numbers
) -> None:
    settle(qtbot, tasks, model)
    source.asked.clear()
    for row in range(100_000, 900_000, 10_000):
        model.row_at(row)
    wait_for(qtbot, model, 890_000)
    settle(qtbot, tasks, model)
    assert len(source.asked) < 8


def test_that_few_pages_are_kept(qtbot: QtBot, tasks: Tasks, model: KeysetModel[Line]) -> None:
    for row in range(0, 1_000_000, 20_000):
        wait_for(qtbot, model, row)
    settle(qtbot, tasks, model)
    assert len(model._pages) <= PAGES_KEPT


def test_that_the_model_keeps_qts_rules(qtbot: QtBot, tasks: Tasks) -> None:
    source = Numbers(250)
    model = KeysetModel(COLUMNS, tasks)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    with qtbot.waitSignal(model.loaded):
        model.set_source(source)
    wait_for(qtbot, model, 249)
    source.gone = {3, 200}
    with qtbot.waitSignal(model.loaded):
        model.reload()
    source.gone = set()
    with qtbot.waitSignal(model.loaded):
        model.reload()
    settle(qtbot, tasks, model)
    assert tester.model() is model
    assert model.rowCount() == 250


def test_that_a_reload_keeps_scroll_and_selected_row(
    qtbot: QtBot, view: ListView, model: KeysetModel[Line], source: Numbers
) -> None:
    view.show()
    wait_for(qtbot, model, 40)
    view.select(40)
    view.verticalScrollBar().setValue(1000)
    source.gone = {3, 4}
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert view.row == Line(40, "line 40")
    assert view.currentIndex().row() == 38
    assert model.rowCount() == 999_998
    assert view.verticalScrollBar().value() == 1000
    view.close()


def test_that_a_selected_row_that_left_the_list_is_told(
    qtbot: QtBot, view: ListView, model: KeysetModel[Line], source: Numbers
) -> None:
    view.select(5)
    source.gone = {5}
    with qtbot.waitSignal(view.row_changed, check_params_cb=lambda row: row is None):
        model.reload()
    assert view.row is None
    assert view.rows == []


def test_that_a_row_far_away_is_found_and_shown(qtbot: QtBot, view: ListView) -> None:
    with qtbot.waitSignal(view.row_changed, check_params_cb=lambda row: row is not None and row.id == 876_543):
        view.select(876_543)
    assert view.currentIndex().row() == 876_543


def test_that_keys_reach_rows_not_loaded_yet(qtbot: QtBot, view: ListView, model: KeysetModel[Line]) -> None:
    view.show()
    view.setFocus()
    with qtbot.waitSignal(view.row_changed, check_params_cb=lambda row: row.id == 999_999):
        QTest.keyClick(view, Qt.Key.Key_End)
    wait_for(qtbot, model, 999_999)
    assert view.row == Line(999_999, "line 999999")
    view.close()


def test_that_a_failing_source_is_told_once_and_asked_again_on_reload(
    qtbot: QtBot, tasks: Tasks, model: KeysetModel[Line], source: Numbers
) -> None:
    settle(qtbot, tasks, model)
    source.failing = True
    told: list[object] = []
    tasks.failed.connect(told.append)
    for _ in range(5):
        model.row_at(999_999)
        settle(qtbot, tasks, model)
    source.failing = False
    with qtbot.waitSignal(model.loaded):
        model.reload()
    wait_for(qtbot, model, 999_999)
    assert [type(error) for error in told] == [WorldError]


def test_that_the_newest_source_wins(qtbot: QtBot, tasks: Tasks, model: KeysetModel[Line], source: Numbers) -> None:
    source.gate.clear()
    model.set_source(source)
    model.set_source(Numbers(7))
    source.gate.set()
    settle(qtbot, tasks, model)
    assert model.rowCount() == 7


def test_that_clicking_a_head_asks_for_that_order(view: ListView, model: KeysetModel[Line]) -> None:
    view.show()
    asked: list[Sort] = []
    model.sort_changed.connect(asked.append)
    head = view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(1) + 20, 10)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    model.sort_by(1)
    assert asked == [Sort("text"), Sort("text", descending=True)]


@pytest.mark.parametrize("place", [0, 2])
def test_that_no_row_is_chosen_for_one_that_left_the_list(
    qtbot: QtBot, tasks: Tasks, view: ListView, model: KeysetModel[Line], source: Numbers, place: int
) -> None:
    source.numbers = range(3)
    with qtbot.waitSignal(model.loaded):
        model.set_source(source)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.selectRow(place)
    looked_at: list[Line | None] = []
    view.row_changed.connect(looked_at.append)
    source.gone = {place}
    with qtbot.waitSignal(model.loaded):
        model.reload()
    settle(qtbot, tasks, model)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert looked_at == [None]
    assert not view.currentIndex().isValid()


def test_that_several_selected_rows_are_found_again_where_they_moved_to(qtbot: QtBot, model: KeysetModel[Line]) -> None:
    source = Numbers(250)
    view = ListView(model, label=msg("Numbers"), name="numbers", several=True)
    qtbot.addWidget(view)
    view.show()
    with qtbot.waitSignal(model.loaded):
        model.set_source(source)
    view.selectRow(5)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in view.rows] == [5, 6, 7, 8]
    source.gone = {0, 1, 7}
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert [row.id for row in view.rows] == [5, 6, 8]
    assert view.row == Line(8, view.row.text)
    source.gone = {8}
    with qtbot.waitSignal(model.located):
        model.reload()
    assert [row.id for row in view.rows] == [5, 6]
    with qtbot.waitSignal(model.loaded):
        model.set_source(Numbers(20))
    assert len(view.rows) <= 1
