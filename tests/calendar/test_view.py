from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from desktop.calendar.view import CalendarPage
from desktop.core.changes import Changes
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.events.model import EventKind
from desktop.ui.language import ui_language
from tests.calendar.going_on import at, event, outage
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

DAY = date(2026, 11, 24)


class Screen:
    """The calendar in a window that remembers."""

    def __init__(self, village: Village, shell: RecordingShell, qtbot: QtBot, role: Role = Role.CLERK) -> None:
        self.shell = shell
        self.qtbot = qtbot
        self.page = CalendarPage(village.desk_of(role), shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.page.show_at(day=DAY)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.page.activateWindow()
        self.page.grid.setFocus()
        QTest.keyClick(self.page.grid, key, modifier)
        self.settle()

    @property
    def listed(self) -> list[str]:
        return [item.title for item in self.page.presenter.items()]


@pytest.fixture
def screen(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> Screen:
    desk = on_file.desk
    event(desk, "磨刀", at(desk, DAY, 9), at(desk, DAY, 11))
    outage(desk, at(desk, DAY, 8), at(desk, DAY, 12), "3栋", state="announced")
    event(desk, "健步走", at(desk, date(2026, 12, 1), 9), at(desk, date(2026, 12, 1), 10))
    return Screen(on_file, shell, qtbot)


def test_that_a_day_shows_what_lies_on_it_and_the_arrows_go_on(screen: Screen) -> None:
    assert screen.listed == ["3栋", "磨刀"]
    screen.press(Qt.Key.Key_Right)
    assert (screen.page.presenter.day, screen.listed) == (date(2026, 11, 25), [])
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Left)
    assert (screen.page.presenter.day, screen.listed) == (date(2026, 12, 1), ["健步走"])
    assert screen.page.header.title.text() == ui_language().language.month(Month(2026, 12))


def test_that_enter_opens_the_only_thing_of_a_day_or_goes_to_the_list(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Return)
    assert screen.page.view.hasFocus()
    assert not screen.shell.gone
    QTest.keyClick(screen.page.view, Qt.Key.Key_Return)
    assert screen.shell.gone[-1][0] == "outages"
    screen.page.presenter.look_at(date(2026, 12, 1))
    screen.settle()
    screen.press(Qt.Key.Key_Return)
    assert screen.shell.gone[-1][0] == "events"


def test_that_an_empty_day_offers_to_plan_something_there(screen: Screen) -> None:
    screen.press(Qt.Key.Key_Right)
    screen.press(Qt.Key.Key_Return)
    page, where = screen.shell.gone[-1]
    assert (page, where["new"]["day"]) == ("events", date(2026, 11, 25))


def test_that_week_and_month_show_the_same_day(screen: Screen) -> None:
    screen.page.shown.choose("week")
    screen.settle()
    assert screen.page.grid.days.rowCount() == 1
    assert screen.listed == ["3栋", "磨刀"]
    screen.page.later.click()
    screen.settle()
    assert screen.page.presenter.day == date(2026, 12, 1)
    screen.page.shown.choose("month")
    screen.settle()
    assert screen.page.grid.days.rowCount() == 5
    screen.page.earlier.click()
    screen.settle()
    assert screen.page.presenter.day == date(2026, 11, 1)


def test_that_the_31st_steps_to_the_last_day_of_a_shorter_month(screen: Screen) -> None:
    screen.page.presenter.look_at(date(2026, 10, 31))
    screen.page.presenter.step(-1)
    assert screen.page.presenter.day == date(2026, 9, 30)


def test_that_a_click_on_a_day_looks_at_it(screen: Screen) -> None:
    grid = screen.page.grid
    place = grid.visualRect(grid.days.index(0, 2)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    screen.settle()
    assert screen.page.presenter.day == date(2026, 10, 28)


def test_that_what_others_write_appears(screen: Screen, on_file: Village) -> None:
    desk = on_file.desk
    event(desk, "临时加场", at(desk, DAY, 19), at(desk, DAY, 20))
    screen.shell.bus.changed.emit(Changes(MappingProxyType({"event": frozenset()})), None)
    screen.settle()
    assert screen.listed[-1] == "临时加场"


def test_that_a_festival_without_plans_offers_one(screen: Screen) -> None:
    row = screen.page._festival_rows[0]
    assert "29" in row.left.text() or "30" in row.left.text()
    row.plan.click()
    page, where = screen.shell.gone[-1]
    assert (page, where["new"]["kind"], where["new"]["day"]) == ("events", EventKind.FESTIVAL, date(2026, 12, 22))


def test_that_who_may_not_plan_is_not_offered_to(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> None:
    screen = Screen(on_file, shell, qtbot, Role.ADMINISTRATOR)
    assert not screen.page.plan.isVisible()
    assert not any(row.plan.isVisible() for row in screen.page._festival_rows)
