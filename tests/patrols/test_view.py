from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.patrols.dialogs import (
    DutiesDialog,
    PatrolDialog,
    PointDialog,
    RouteDialog,
    RouteSheetPaper,
    SheetDialog,
)
from desktop.patrols.model import PointOutcome
from desktop.patrols.presenter import Part
from desktop.patrols.rows import NewSheet, SheetStep
from desktop.patrols.view import PatrolsPage
from tests.patrols.beats import POINTS, at
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.patrols.beats import Beat
    from tests.ui.shells import RecordingShell


class Screen:
    """The page of patrols in a window that remembers."""

    def __init__(self, beat: Beat, shell: RecordingShell, qtbot: QtBot, role: Role = Role.MANAGER) -> None:
        self.beat = beat
        self.shell = shell
        self.qtbot = qtbot
        self.page = PatrolsPage(beat.desk(role), shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)

    def show(self, **where: object) -> None:
        self.page.show()
        self.page.show_at(**where)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def texts(self, part: Part, column: int = 0) -> list[str]:
        model = self.page.views[part].model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def has_open(self, kind: type[PatrolDialog]) -> bool:
        return isinstance(self.page.acts.dialog, kind)

    def submit(self, **texts: str) -> None:
        dialog = self.page.acts.dialog
        assert dialog is not None
        for name, text in texts.items():
            dialog.form.fields[name].set_text(text)
        dialog.submit()
        self.settle()
        assert self.page.acts.dialog is None


@pytest.fixture
def screen(beat: Beat, shell: RecordingShell, qtbot: QtBot) -> Screen:
    return Screen(beat, shell, qtbot)


def test_that_a_day_shows_what_is_due_and_missed_and_leads_to_other_days(screen: Screen) -> None:
    beat = screen.beat
    beat.clock.set(at(21, 7))
    beat.route(duties={"day": 2, "night": 1})
    beat.clock.set(at(22, 14))
    screen.show()
    assert screen.texts(Part.DUE) == ["2 rounds left", "1 round left"]
    assert screen.page.header.note.text() == "3 rounds left today"
    assert [(line.day.day, line.due, line.missed) for line in screen.page.presenter.days.rows] == [
        (22, 3, 0),
        (21, 3, 3),
    ]
    assert not screen.page.later.isEnabled()
    screen.page.earlier.click()
    screen.settle()
    assert screen.texts(Part.DUE) == ["2 rounds missed", "1 round missed"]
    screen.page.days.view.select(at(22, 0).date())
    screen.settle()
    assert screen.page.presenter.shown_day == at(22, 0).date()


def test_that_a_round_is_seen_point_by_point_and_its_finding_leads_to_the_request(screen: Screen) -> None:
    beat = screen.beat
    route = beat.route()
    made = beat.of().start_round(route, "王强").result
    beat.of().step(made, beat.points(route)[0], PointOutcome.MISSED, "锁着")
    beat.find(made, beat.points(route)[1], "卷帘门坏了")
    screen.show(round_id=made)
    assert screen.texts(Part.ROUNDS) == ["Being walked"]
    panel = screen.page.round
    assert panel.heading.text() == "夜间一号线"
    cells = [panel.steps.cell(row, 1) for row in range(4)]
    assert [cell and cell.second for cell in cells] == ["锁着", "卷帘门坏了 · Waiting for dispatch", "", ""]
    panel.points.selectRow(1)
    QTest.keyClick(panel.points, Qt.Key.Key_Return)
    request = beat.of(Role.CLERK).findings()[0].request_id
    assert screen.shell.gone == [("requests", {"request_id": request})]
    screen.show(part="findings")
    assert screen.texts(Part.FINDINGS, 3) == ["卷帘门坏了 工程 department"]
    screen.page.views[Part.FINDINGS].setFocus()
    QTest.keyClick(screen.page.views[Part.FINDINGS], Qt.Key.Key_Return)
    assert len(screen.shell.gone) == 2


def test_that_a_manager_lays_down_a_route_with_points_and_rounds(screen: Screen) -> None:
    screen.show(part="routes")
    assert not screen.page.print.isEnabled()
    screen.page.add.click()
    assert screen.has_open(RouteDialog)
    screen.submit(name="车库线", department_id="1", fixed_order="yes")
    assert screen.page.route.heading.text() == "车库线"
    for name in ("负一层", "负二层"):
        screen.page.route.buttons["add"].click()
        assert screen.has_open(PointDialog)
        screen.submit(name=name, kind="garage", code=f"B-{name}")
    screen.page.route.view.selectRow(1)
    screen.page.route.buttons["earlier"].click()
    screen.settle()
    screen.page.route.buttons["duties"].click()
    assert screen.has_open(DutiesDialog)
    shift = screen.beat.shifts["night"]
    screen.submit(**{f"times-{shift}": "2", f"days-{shift}": "67"})
    route = screen.beat.of().routes()[0]
    assert [point.name for point in route.points] == ["负二层", "负一层"]
    assert [(duty.times, duty.weekdays) for duty in route.duties] == [(2, "67")]
    screen.page.print.click()
    assert isinstance(screen.shell.papers[0], RouteSheetPaper)
    screen.page.route.buttons["archive"].click()
    screen.settle()
    assert screen.texts(Part.ROUTES) == []
    screen.page.archived.click()
    screen.settle()
    assert screen.texts(Part.ROUTES) == ["车库线 laid aside"]


def test_that_a_clerk_enters_a_sheet_and_can_take_it_back(beat: Beat, shell: RecordingShell, qtbot: QtBot) -> None:
    screen = Screen(beat, shell, qtbot, Role.CLERK)
    beat.route()
    screen.show(part="routes")
    assert not screen.page.route.buttons["amend"].isVisible()
    assert not screen.page.add.isVisible()
    screen.page.sheet.click()
    assert screen.has_open(SheetDialog)
    screen.submit(started_at="9:00", ended_at="9:40", walker="老周")
    assert beat.of().rounds()[0].normal == len(POINTS)
    assert screen.shell.words == ["The round of 夜间一号线 is entered"]
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert beat.kept_rounds() == 0


def test_that_a_sheet_entered_by_mistake_is_removed_once_confirmed(screen: Screen) -> None:
    beat = screen.beat
    route = beat.route()
    now = beat.clock.now()
    step = SheetStep(beat.points(route)[0], PointOutcome.NORMAL)
    sheet = NewSheet(route, now - timedelta(hours=1), now, "", (step,))
    made = beat.of(Role.MANAGER).enter_sheet(sheet).result
    screen.show(round_id=made)
    screen.page.round.remove.click()
    question = screen.page.acts.question
    assert question is not None
    question.accept()
    screen.settle()
    assert beat.kept_rounds() == 0
    assert screen.page.round.file is None


def test_that_older_rounds_are_shown_when_asked_for(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    beat = screen.beat
    route = beat.route()
    for _ in range(3):
        beat.walk(route)
    monkeypatch.setattr("desktop.patrols.presenter.listing.PAGE", 1)
    screen.page.presenter.limit = 2
    screen.show(part="rounds")
    assert len(screen.texts(Part.ROUNDS)) == 2
    screen.page.more.click()
    screen.settle()
    assert len(screen.texts(Part.ROUNDS)) == 3
    assert screen.page.more.isHidden()
