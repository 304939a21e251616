"""The gate's log: what peak mode left out is completed, vehicles are checked, whose car it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.permissions import Role
from desktop.gate.presenter import logbook
from desktop.gate.presenter.entry import Entry
from desktop.gate.presenter.entry_drafts import EntryDrafts
from desktop.gate.view.logbook import LogPane
from desktop.visits.model import Visit, VisitKind, VisitState
from desktop.visits.rows import VisitFilter
from desktop.visits.service import VisitService
from tests.core.samples import png
from tests.gate.posts import ALT, CTRL, Post, house, on_file, rows_of, shell, template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell
    from tests.visits.gatehouse import Gatehouse

__all__ = ["house", "on_file", "shell", "template"]

Key = Qt.Key
FINGER = 44
"""Side of what a finger hits, px."""


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


def test_that_what_is_half_typed_at_the_gate_is_kept_while_a_visit_is_amended(
    house: Gatehouse, look: Callable[[], Post[LogPane]]
) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = look()
    drafts = EntryDrafts(post.shell.drafts, post.shell.settings)
    drafts.keep(Entry(who="刘先生"), "")
    post.press(Key.Key_Return, CTRL)
    post.press(Key.Key_2)
    post.enter()
    assert drafts.typed == (Entry(who="刘先生"), "")
    assert [line.kind.kind for line in house.service.visits(VisitFilter())] == [VisitKind.DELIVERY]


def test_that_a_vehicle_is_checked_with_a_remark(house: Gatehouse, look: Callable[[], Post[LogPane]]) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = look()
    post.button("gate-checked").click()
    post.type("占消防通道")
    post.enter()
    (line,) = house.service.visits(VisitFilter())
    assert (line.remark, line.checked_at is not None) == ("占消防通道", True)


def test_that_an_entry_made_by_mistake_is_void_once_that_was_said_twice(
    house: Gatehouse, look: Callable[[], Post[LogPane]]
) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = look()
    drop = post.button("gate-drop")
    drop.click()
    assert [line.state for line in house.service.visits(VisitFilter())] == [VisitState.INSIDE]
    drop.click()
    post.settle()
    (visit,) = house.rows(Visit)
    assert visit.state == VisitState.DROPPED
    assert (rows_of(post.pane.list), post.told()) == ([], "The entry is gone: it was a mistake.")
    assert drop.isHidden()


def test_that_saying_so_of_one_visit_is_not_said_of_the_next(
    house: Gatehouse, look: Callable[[], Post[LogPane]]
) -> None:
    house.let_in("浙A12345", "1-1-101")
    house.let_in("浙B12345", "2-1-201")
    post = look()
    post.button("gate-drop").click()
    post.press(Key.Key_Down)
    post.button("gate-drop").click()
    post.settle()
    assert {line.state for line in house.service.visits(VisitFilter())} == {VisitState.INSIDE}


def test_that_photos_of_a_visit_are_added_and_shown_where_the_rules_allow_them(
    house: Gatehouse, look: Callable[[], Post[LogPane]], qtbot: QtBot, tmp_path: Path
) -> None:
    house.let_in("浙A12345", "1-1-101")
    photo = tmp_path / "boot.png"
    photo.write_bytes(png(40, 30))
    before = look()
    assert before.pane.visit.photos.isHidden()
    manager = VisitService(house.village.desk_of(Role.MANAGER))
    rules = manager.rules()
    manager.set_rules(replace(rules, photos=True), version=rules.version)
    post = look()
    assert post.button("visit-photo").isVisible()
    strip = post.pane.visit.photos.files.strip
    strip.given.emit([photo])
    qtbot.waitUntil(lambda: [tile.card.name for tile in strip.tiles] == ["boot.png"])
    assert min(strip.tiles[0].cross.width(), strip.tiles[0].cross.height()) >= FINGER


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
