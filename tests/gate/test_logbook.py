"""The gate's log: what peak mode left out is completed, vehicles are checked, whose car it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.gate.presenter import logbook
from desktop.gate.view.logbook import LogPane
from desktop.visits.model import VisitKind
from desktop.visits.rows import VisitFilter
from tests.gate.posts import ALT, CTRL, Post, house, on_file, rows_of, shell, template

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell
    from tests.visits.gatehouse import Gatehouse

__all__ = ["house", "on_file", "shell", "template"]

Key = Qt.Key


@pytest.fixture
def look(house: Gatehouse, shell: RecordingShell, qtbot: QtBot) -> Callable[[], Post[LogPane]]:
    """Return what opens the log, once everything is in it."""
    return lambda: Post(house, shell, qtbot, LogPane)


def test_that_what_peak_mode_left_out_is_completed(house: Gatehouse, look: Callable[[], Post[LogPane]]) -> None:
    house.let_in("浙A12345", "1-1-101", quick=True)
    house.let_in("刘先生", "2-1-201")
    post = look()
    post.press(Key.Key_3, ALT)
    assert rows_of(post.pane.list) == ["浙A·12345, to be completed, 1-1-101 · Visiting friends, in 14:05"]
    post.press(Key.Key_Return, CTRL)
    assert post.pane.form.who.text == "浙A·12345"
    post.press(Key.Key_2, ALT)
    post.press(Key.Key_2)
    post.enter()
    lines = {line.plate: line for line in house.service.visits(VisitFilter())}
    assert (lines["浙A12345"].kind.kind, lines["浙A12345"].incomplete) == (VisitKind.DELIVERY, False)
    assert rows_of(post.pane.list) == []


def test_that_leaving_the_form_changes_nothing(house: Gatehouse, look: Callable[[], Post[LogPane]]) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = look()
    post.press(Key.Key_Return, CTRL)
    post.press(Key.Key_3)
    post.press(Key.Key_Escape)
    assert [line.kind.kind for line in house.service.visits(VisitFilter())] == [VisitKind.GUEST]
    assert post.shell.drafts.kept == {}


def test_that_a_vehicle_is_checked_with_a_remark(house: Gatehouse, look: Callable[[], Post[LogPane]]) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = look()
    post.button("gate-checked").click()
    post.type("占消防通道")
    post.enter()
    (line,) = house.service.visits(VisitFilter())
    assert (line.remark, line.checked_at is not None) == ("占消防通道", True)


def test_that_it_is_found_whose_car_is_in_the_way(house: Gatehouse, look: Callable[[], Post[LogPane]]) -> None:
    house.let_in("浙B88889", "2-1-201")
    house.village.settle("1-1-102", "周敏")
    post = look()
    post.press(Key.Key_F12)
    post.type("8888")
    found = rows_of(post.pane.card.hits)
    assert any(row.startswith("浙A·88888, lives here, 1-1-102") for row in found)
    assert any(row.startswith("浙B·88889, visitor, 2-1-201") for row in found)
    post.enter()
    assert rows_of(post.pane.card.people) == ["周敏, no phone, Owner"]


def test_that_the_log_is_read_page_by_page(
    house: Gatehouse, look: Callable[[], Post[LogPane]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logbook, "PAGE", 3)
    for number in range(7):
        house.let_in(f"浙A1000{number}", "1-1-101")
    post = look()
    assert len(post.pane.list.rows) == 3
    post.pane.presenter.show_more()
    post.settle()
    assert len(post.pane.list.rows) == 6
    post.pane.presenter.show_more()
    post.settle()
    assert [row.partition(",")[0] for row in rows_of(post.pane.list)] == [f"浙A·1000{n}" for n in reversed(range(7))]


def test_that_the_papers_of_the_gate_are_shown(house: Gatehouse, look: Callable[[], Post[LogPane]]) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = look()
    for name in ("gate-print-log", "gate-print-night", "gate-print-shift", "gate-badge"):
        post.button(name).click()
    post.press(Key.Key_F10)
    assert [paper.file_name.partition("-")[0] for paper in post.shell.papers] == [
        "visits",
        "overnight",
        "shift",
        "badge",
        "inside",
    ]
