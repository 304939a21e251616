"""What the gate adds to the page of a household: visitors, release slips, and their words in the timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from desktop.app.gate_panel import ReleasesPanel, VisitorsPanel, gate_told
from desktop.core.permissions import Role
from desktop.households.rows import TimelineLine
from desktop.release_slips.rows import Goods, NewRelease
from desktop.release_slips.service import ReleaseSlipService
from desktop.ui.language import translate, ui_language
from desktop.visits.rows import NewExpected, VisitFilter
from desktop.visits.service import VisitService
from tests.ui.shells import recording_shell, settle
from tests.visits.conftest import on_file, template
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

__all__ = ["on_file", "template"]

ROOM = "1-1-101"


class Screen:
    """Both panels about one household."""

    def __init__(self, village: Village, shell: RecordingShell, qtbot: QtBot) -> None:
        self.house = Gatehouse(village)
        self.room = village.rooms[ROOM]
        self.desk = village.desk_of(Role.CLERK)
        self.shell = shell
        self.qtbot = qtbot
        self.visitors = VisitorsPanel(self.desk, shell)
        self.releases = ReleasesPanel(self.desk, shell)
        for panel in (self.visitors, self.releases):
            qtbot.addWidget(panel)
            panel.resize(780, 300)
            panel.show()

    def show(self) -> None:
        self.visitors.show_room(self.room)
        self.releases.show_room(self.room)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def states(self) -> list[str]:
        cells = [self.visitors.model.cell(row, 0) for row in range(self.visitors.model.rowCount())]
        return [cell.text for cell in cells if cell is not None]


@pytest.fixture
def screen(on_file: Village, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    with recording_shell(qapp, tmp_path) as shell:
        yield Screen(on_file, shell, qtbot)


def test_that_expected_visitors_stand_before_those_who_came(screen: Screen) -> None:
    visit = screen.house.let_in("浙A12345")
    expected = VisitService(screen.desk).expect(NewExpected(screen.room, name="刘阿姨")).result
    screen.show()
    assert screen.states() == ["Still to come", "Inside"]
    for row in screen.visitors.model.rows:
        screen.visitors.view.opened.emit(row)
    screen.visitors.all.click()
    assert screen.shell.gone == [
        ("visits", {"expected_id": expected}),
        ("visits", {"visit_id": visit}),
        ("visits", {"wanted": VisitFilter(room_id=screen.room)}),
    ]


def test_that_a_visitor_is_told_to_the_gate_and_taken_back(screen: Screen) -> None:
    screen.show()
    screen.visitors.expect.click()
    dialog = screen.visitors.acts.dialog
    assert dialog is not None
    dialog.form.fields["name"].set_text("周老师")
    dialog.submit()
    screen.settle()
    assert screen.states() == ["Still to come"]
    take_back = screen.shell.undo
    assert take_back is not None
    [expected] = VisitService(screen.desk).expected(room_id=screen.room)
    screen.visitors.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "周老师" in copied
    assert expected.code in copied
    take_back()
    screen.settle()
    assert screen.states() == []
    assert screen.visitors.copy.isHidden()


def test_that_a_slip_stands_there_with_its_goods(screen: Screen) -> None:
    until = screen.desk.clock.now() + timedelta(hours=8)
    new = NewRelease(screen.room, "陈国栋", (Goods("沙发", 2),), fees_cleared=True, valid_until=until)
    slip = ReleaseSlipService(screen.desk).issue(new).result
    screen.show()
    cells = [cell.text for column in range(2) if (cell := screen.releases.model.cell(0, column)) is not None]
    assert cells == ["May leave", "沙发 × 2"]
    screen.releases.view.opened.emit(screen.releases.model.rows[0])
    assert screen.shell.gone == [("releases", {"slip_id": slip})]


@pytest.mark.parametrize(
    ("kind", "told", "words", "where"),
    [
        (
            "release_slip_issued",
            {"number": "FX-2611-0001", "pieces": 3, "name": "陈国栋", "plate": ""},
            "Release slip for 3 pieces, 陈国栋",
            {"slip_id": 7},
        ),
        (
            "goods_released",
            {"number": "FX-2611-0001", "pieces": 1, "plate": "浙A12345", "whole": False},
            "1 piece left with 浙A·12345",
            {"slip_id": 7},
        ),
        ("incident", {"number": "SJ-2611-001", "incident": "lift_trapped"}, "Trapped in a lift", {"incident_id": 7}),
    ],
)
def test_that_the_timeline_tells_of_slips_and_incidents(
    screen: Screen, kind: str, told: dict[str, object], words: str, where: dict[str, object]
) -> None:
    line = TimelineLine(1, screen.desk.clock.now(), kind, 7, told)
    found = gate_told(line)
    assert found is not None
    assert translate(found.words, ui_language().language) == words
    assert found.where == where
    assert gate_told(TimelineLine(1, line.at, "event_came", 7, told)) is None
