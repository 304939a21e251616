from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.households.model import OccupancyRole
from desktop.households.table import tag_look
from desktop.practice.rows import Asked, PracticeChoice, Where
from desktop.practice.service import PracticeService
from desktop.practice.view import PracticePage
from desktop.ui.chips import Chip
from desktop.ui.forms import ChoiceField, SegmentField
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

NAMES = {
    "1-1-101": "张伟",
    "1-1-102": "李娜",
    "1-1-201": "王芳",
    "1-1-1001": "刘洋",
    "2-1-101": "陈静",
    "2-1-102": "杨光",
}


class Screen:
    """The page of practice in a window that remembers."""

    def __init__(self, village: Village, shell: RecordingShell, qtbot: QtBot, role: Role = Role.CLERK) -> None:
        self.village = village
        self.shell = shell
        self.qtbot = qtbot
        self.page = PracticePage(village.desk_of(role), shell, tag_look)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.page.show_at()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(self.page.focusWidget() or self.page, key)
        self.settle()

    def begin(self) -> None:
        self.page.start.begin.click()
        self.settle()

    @property
    def asked(self) -> str:
        return self.page.card.what.text()


@pytest.fixture
def screen(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> Screen:
    for room, name in NAMES.items():
        on_file.settle(room, name)
    on_file.settle("1-1-101", "刘波", role=OccupancyRole.TENANT)
    on_file.tag("1-1-101", "VIP")
    return Screen(on_file, shell, qtbot)


def test_that_the_answer_is_hidden_until_it_is_asked_for(screen: Screen) -> None:
    assert screen.page.start.words.text() == "6 households to get to know. A few each day are enough."
    screen.begin()
    card = screen.page.card
    assert screen.page.stack.currentWidget() is card
    assert screen.asked in NAMES
    assert card.ask.text() == "Who lives here?"
    screen.press(Qt.Key.Key_1)
    assert not card.revealed, "no answer before the look"
    assert screen.page.presenter._first_asked == 0
    screen.press(Qt.Key.Key_Space)
    assert not card.names.isHidden()
    assert NAMES[screen.asked] in card.names.text()
    assert card.rest.text() == "no vehicle entered"


def test_that_enter_shows_the_answer_with_roles_and_tags(screen: Screen) -> None:
    where = screen.page.start.form.fields["where"]
    assert isinstance(where, ChoiceField)
    where.choose("vip:0")
    screen.settle()
    assert screen.page.presenter.choice == PracticeChoice(Where.VIP, 0, Asked.BOTH)
    screen.begin()
    screen.press(Qt.Key.Key_Return)
    card = screen.page.card
    assert card.names.text() == "张伟 (Owner), 刘波 (Tenant)"
    assert [chip.accessibleName() for chip in card.findChildren(Chip)] == ["VIP"]


def test_that_who_was_missed_comes_back_before_the_end_and_is_named(screen: Screen) -> None:
    screen.begin()
    first = screen.asked
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_2)
    seen = []
    while screen.page.presenter.running:
        seen.append(screen.asked)
        screen.press(Qt.Key.Key_Space)
        screen.press(Qt.Key.Key_1)
    assert seen.count(first) == 1
    assert seen.index(first) == 3
    assert sorted(seen) == sorted(NAMES)
    end = screen.page.end
    assert end.state.missing.text() == "You knew 5 of 6 households"
    assert first in end.state.advice.text()
    state = PracticeService(screen.village.desk).state(PracticeChoice())
    assert (state.known, state.fresh, state.due) == (5, 0, 0)


def test_that_a_practice_is_left_taken_up_again_and_stopped(screen: Screen) -> None:
    screen.begin()
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_1)
    second = screen.asked
    screen.page.leave()
    screen.page.show_at()
    assert screen.asked == second
    screen.press(Qt.Key.Key_Escape)
    assert screen.page.end.state.missing.text() == "You knew 1 of 1 household"
    screen.page.end.other.click()
    screen.settle()
    assert "You know 1 of 6 households" in screen.page.start.words.text()
    screen.begin()
    screen.press(Qt.Key.Key_Escape)
    assert screen.page.start.isVisible()


def test_that_plates_are_asked_for_and_the_room_is_the_answer(screen: Screen) -> None:
    screen.village.park("1-1-201", "粤B12345")
    shown = screen.page.start.form.fields["asked"]
    assert isinstance(shown, SegmentField)
    shown.choose("plates")
    screen.settle()
    screen.begin()
    assert "12345" in screen.asked
    assert screen.page.card.ask.text() == "Whose car is this?"
    screen.press(Qt.Key.Key_Space)
    assert screen.page.card.rest.text() == "1-1-201"


def test_that_a_guard_sees_names_alone(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> None:
    on_file.settle("1-1-101", "张伟")
    on_file.tag("1-1-101", "VIP")
    screen = Screen(on_file, shell, qtbot, Role.GUARD)
    screen.begin()
    screen.press(Qt.Key.Key_Space)
    assert screen.page.card.names.text() == "张伟"
    assert screen.page.card.findChildren(Chip) == []


def test_that_an_empty_register_is_said_in_words(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> None:
    screen = Screen(on_file, shell, qtbot)
    assert screen.page.start.words.text().startswith("Nobody lives there")
    assert not screen.page.start.begin.isEnabled()
    screen.page.presenter.begin(10)
    screen.settle()
    assert screen.page.start.isVisible()


def test_that_the_gate_is_not_offered_the_households_of_a_tag(
    on_file: Village, shell: RecordingShell, qtbot: QtBot
) -> None:
    for role, offered in ((Role.CLERK, "vip:0"), (Role.GUARD, "")):
        where = Screen(on_file, shell, qtbot, role).page.start.form.fields["where"]
        assert isinstance(where, ChoiceField)
        where.choose("vip:0")
        assert where.text() == offered
