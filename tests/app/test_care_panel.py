"""What care adds to the page of a household."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.app.care_panel import CarePanel, care_told
from desktop.app.household_panels import household_panels
from desktop.app.session import sign_in
from desktop.care.dialogs import PlanDialog
from desktop.care.model import CareKind
from desktop.care.service import CareService
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.households.view import HouseholdsPage
from desktop.ui.language import translate, ui_language
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from desktop.households.rows import Alert
    from tests.ui.shells import RecordingShell


@pytest.fixture
def session(demo_data: Path, clock: FixedClock) -> Iterator[Session]:
    signed_in = sign_in(demo_data, "clerk", PASSWORD, clock)
    yield signed_in
    signed_in.close()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path, session: Session) -> Iterator[RecordingShell]:
    assert session.desk.community
    with recording_shell(qapp, tmp_path) as made:
        yield made


class Screen:
    """The panel about one household that nothing is planned for."""

    def __init__(self, session: Session, shell: RecordingShell, qtbot: QtBot) -> None:
        self.shell = shell
        self.qtbot = qtbot
        self.care = CareService(session.desk)
        self.register = HouseholdService(session.desk)
        self.today = session.desk.clock.now().astimezone(session.desk.zone).date()
        rooms = (line.room_id for line in self.register.households(limit=60))
        self.room = next(room for room in rooms if self.care.of_room(room) == ([], None, False))
        self.panel = CarePanel(session.desk, shell)
        qtbot.addWidget(self.panel)
        self.alerts: list[list[Alert]] = []
        self.panel.alerted.connect(self.alerts.append)
        self.panel.resize(780, 300)
        self.panel.show()
        self.panel.show_room(self.room)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def leads(self) -> list[str]:
        return [translate(alert.lead, ui_language().language) for alert in self.alerts[-1]]


@pytest.fixture
def screen(session: Session, shell: RecordingShell, qtbot: QtBot) -> Screen:
    return Screen(session, shell, qtbot)


def test_that_care_is_planned_from_the_household_with_f6_and_noted_as_done(screen: Screen) -> None:
    assert screen.panel.model.rowCount() == 0
    assert screen.panel.view.isHidden()
    screen.panel.activateWindow()
    screen.qtbot.waitUntil(screen.panel.isActiveWindow)
    QTest.keyClick(screen.panel, Qt.Key.Key_F6)
    dialog = screen.panel.acts.dialog
    assert isinstance(dialog, PlanDialog)
    dialog.form.restore({"kind": "visit", "words": "走访", "due_on": screen.today.isoformat()})
    dialog.submit()
    screen.settle()
    (line,) = screen.panel.model.rows
    assert (line.kind, line.words) == (CareKind.VISIT, "走访")
    screen.panel.view.acted.emit(line, "done")
    form = screen.panel.acts.dialog
    assert form is not None
    form.submit()
    screen.settle()
    assert screen.panel.model.rowCount() == 0
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert screen.panel.model.rowCount() == 1


def test_that_a_forgotten_household_and_a_welcome_due_stand_on_top_of_the_page(screen: Screen) -> None:
    assert screen.leads() == []
    screen.shell.bus.announce(screen.register.tag(screen.room, "历史遗留问题户", cause="漏水"))
    moved = screen.register.move_in(screen.room, NewPerson("欧阳娜娜"), OccupancyRole.TENANT, screen.today)
    screen.shell.bus.announce(moved)
    screen.settle()
    assert screen.leads() == ["Forgotten:", "Welcome call due:"]
    assert not screen.panel._forgotten.isHidden()
    (welcome,) = screen.panel.model.rows
    screen.panel.view.opened.emit(welcome)
    form = screen.panel.acts.dialog
    assert form is not None
    form.form.fields["result"].set_text("很高兴")
    form.submit()
    screen.settle()
    assert screen.leads() == ["Forgotten:"]
    due = screen.today + timedelta(days=30)
    screen.shell.bus.announce(screen.care.plan(screen.room, CareKind.VISIT, "", due))
    screen.settle()
    assert screen.leads() == []
    screen.panel.show_room(0)
    assert screen.panel.model.rowCount() == 0
    assert not screen.panel.plan.isEnabled()


def test_that_touchpoints_of_care_are_told_and_open_their_task(
    screen: Screen, session: Session, shell: RecordingShell, qtbot: QtBot
) -> None:
    task = screen.care.plan(screen.room, CareKind.HELP, "园区除草", screen.today).result
    page = HouseholdsPage(session.desk, shell, household_panels(session.desk, shell))
    qtbot.addWidget(page)
    page.resize(1198, 612)
    page.show()
    page.show_at(room_id=screen.room)
    screen.settle()
    assert page.household is not None
    row = next(row for row in page.household.timeline.model.rows if row.told.page == "care")
    assert translate(row.told.words, ui_language().language).endswith("园区除草")
    page.household.timeline.opened.emit(row)
    assert shell.gone == [("care", {"task_id": task})]
    others = HouseholdService(session.desk).timeline(screen.room, kinds=("request_reported",))
    assert all(care_told(line) is None for line in others)
