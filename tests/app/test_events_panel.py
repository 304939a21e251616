"""What events add to the page of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.app.events_panel import EventsPanel, event_told
from desktop.events.model import GuestState
from desktop.events.rows import Audience, AudienceKind
from desktop.households.service import HouseholdService
from desktop.ui.language import translate, ui_language
from tests.events.conftest import on_file, planner, template
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.households.rows import Alert
    from tests.events.conftest import Planner
    from tests.ui.shells import RecordingShell

__all__ = ["on_file", "planner", "template"]

ROOM = "1-1-101"


class Screen:
    """The panel about one household."""

    def __init__(self, planner: Planner, shell: RecordingShell, qtbot: QtBot) -> None:
        self.planner = planner
        self.shell = shell
        self.qtbot = qtbot
        self.alerts: list[list[Alert]] = []
        self.panel = EventsPanel(planner.village.desk, shell)
        qtbot.addWidget(self.panel)
        self.panel.alerted.connect(self.alerts.append)
        self.panel.resize(780, 300)
        self.panel.show()

    def show(self) -> None:
        self.panel.show_room(self.planner.village.rooms[ROOM])
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()


@pytest.fixture
def screen(planner: Planner, qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Screen]:
    with recording_shell(qapp, tmp_path) as shell:
        yield Screen(planner, shell, qtbot)


def test_that_an_invited_household_is_signed_up_by_one_click(screen: Screen) -> None:
    line = screen.planner.planned()
    invited = Audience(AudienceKind.ROOMS, None, (screen.planner.village.rooms[ROOM],))
    screen.planner.clerk.invite(line.id, invited)
    screen.show()
    (row,) = screen.panel.model.rows
    cells = [cell.text for column in range(4) if (cell := screen.panel.model.cell(0, column)) is not None]
    assert cells == ["Invited", "免费理发", "28 Nov 09:00 · in 6 days", "Sign up"]
    assert screen.panel.last.text() == "Last invited on 22 Nov 2026"
    screen.panel.view.acted.emit(row, "act")
    screen.settle()
    assert screen.planner.of(line, ROOM).state is GuestState.SIGNED_UP
    assert screen.shell.words == ["1-1-101 is signed up for “免费理发”."]
    screen.panel.view.opened.emit(screen.panel.model.rows[0])
    assert screen.shell.gone == [("events", {"event_id": line.id})]


def test_that_a_legacy_household_never_invited_is_seen_and_led_to_the_events(screen: Screen) -> None:
    screen.show()
    assert screen.alerts[-1] == []
    screen.planner.village.tag(ROOM, "历史遗留问题户", cause="学校")
    screen.show()
    (alert,) = screen.alerts[-1]
    room_id = screen.planner.village.rooms[ROOM]
    assert (alert.page, alert.where) == ("events", {"stage": "coming", "room_id": room_id})
    assert translate(alert.reference, ui_language().language) == "Invite"
    screen.planner.sign_up(screen.planner.planned(), ROOM)
    screen.show()
    assert screen.panel.model.rowCount() == 1


def test_that_what_a_household_had_to_do_with_events_is_told_with_its_event(screen: Screen) -> None:
    line = screen.planner.planned()
    screen.planner.sign_up(line, ROOM, 2)
    register = HouseholdService(screen.planner.village.desk)
    (entry,) = register.timeline(screen.planner.village.rooms[ROOM], kinds=("event_signed_up",))
    told = event_told(entry)
    assert told is not None
    assert translate(told.words, ui_language().language) == "Signed up for “免费理发”, 2 people"
    assert (told.reference, told.page, told.where) == (line.number, "events", {"event_id": line.id})
