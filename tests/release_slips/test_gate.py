from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.core.permissions import Role
from desktop.gate.presenter.station import Station
from desktop.gate.view.releasing import ReleasePane
from desktop.release_slips.model import ReleaseOutcome, ReleaseState
from desktop.release_slips.rows import ReleaseStanding
from desktop.ui.language import translate, ui_language
from tests.release_slips.removal import PLATE
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.release_slips.rows import ReleaseLine
    from tests.release_slips.removal import Removal
    from tests.ui.shells import RecordingShell

OTHER = "C99999"
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


class Post:
    """The pane of release slips at the west gate."""

    def __init__(self, removal: Removal, shell: RecordingShell, qtbot: QtBot) -> None:
        self.removal = removal
        self.shell = shell
        self.qtbot = qtbot
        desk = removal.village.desk_of(Role.GUARD, 2)
        removal.open_gate("西门")
        around = QWidget()
        qtbot.addWidget(around)
        self.station = Station(desk, shell, around)
        self.station.read()
        self.pane = ReleasePane(desk, shell, self.station)
        qtbot.addWidget(self.pane)
        self.pane.resize(1366, 600)
        self.pane.show()
        self.pane.show_at()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def press(self, key: Qt.Key, into: QWidget | None = None) -> None:
        """Press a key where the keyboard is."""
        self.pane.activateWindow()
        self.qtbot.waitUntil(self.pane.isActiveWindow)
        QTest.keyClick(into or self.pane.focusWidget() or self.pane, key)
        self.settle()

    def type(self, text: str) -> None:
        self.pane.activateWindow()
        self.qtbot.waitUntil(self.pane.isActiveWindow)
        target = self.pane.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        self.settle()

    def scan(self, line: ReleaseLine) -> None:
        """Scan the QR code of a slip."""
        self.type(line.scan)
        self.press(ENTER)

    def alarm(self) -> str:
        middle = self.pane.middle
        return middle.alarm.heading.text() if middle.currentWidget() is middle.alarm else ""


@pytest.fixture
def post(removal: Removal, shell: RecordingShell, qtbot: QtBot) -> Post:
    return Post(removal, shell, qtbot)


def test_that_a_scan_and_enter_let_all_out_with_plate_and_gate(post: Post) -> None:
    line = post.removal.issue().line
    post.scan(line)
    assert [row.title for row in post.pane.middle.list.rows] == ["双人沙发", "纸箱", "椅子"]
    assert (post.pane.facts.place.text(), post.pane.plate.text) == ("1-1-101", PLATE)
    post.press(ENTER)
    file = post.removal.gate.slip(line.id)
    assert file.state is ReleaseState.USED
    assert (file.checks[0].plate, file.checks[0].gate) == (PLATE, "西门")
    # ready for the next, which is the same paper again
    assert post.pane.focusWidget() is post.pane.code.edit
    post.type(line.code)
    post.press(ENTER)
    assert post.alarm() == "This slip is used up"
    post.press(ENTER)
    assert post.alarm() == ""
    assert post.pane.focusWidget() is post.pane.code.edit


def test_that_part_of_the_goods_leave_by_digits_and_space_and_that_is_taken_back(post: Post) -> None:
    line = post.removal.issue().line
    post.scan(line)
    goods = post.pane.middle.list
    goods.setFocus()
    post.press(SPACE)
    post.press(Qt.Key.Key_Down)
    post.type("10")
    post.press(Qt.Key.Key_Down)
    post.type("9")
    assert post.pane.presenter.chosen == {0: 0, 1: 10, 2: 4}
    assert post.pane.first.text() == "Let out 14 pieces"
    post.press(ENTER)
    assert [each.left for each in post.removal.gate.slip(line.id).line.goods] == [1, 2, 0]
    assert post.shell.undo is not None
    post.shell.undo()
    post.settle()
    assert post.removal.gate.slip(line.id).line.out == 0
    assert post.pane.presenter.is_whole


def test_that_another_vehicle_goes_only_once_somebody_agreed(post: Post) -> None:
    line = post.removal.issue().line
    post.scan(line)
    post.type(OTHER)
    post.press(ENTER)
    assert post.removal.gate.slip(line.id).checks == ()
    assert post.pane.focusWidget() is post.pane.agreed.edit
    post.press(ENTER)
    assert post.removal.gate.slip(line.id).checks == ()
    post.type("desk agreed")
    post.press(ENTER)
    assert post.removal.gate.slip(line.id).state is ReleaseState.USED
    assert [(words.split(": ")[1], slip) for words, _plate, slip in post.removal.calls()] == [("desk agreed", line.id)]


def test_that_goods_are_not_let_out_for_a_reason(post: Post) -> None:
    line = post.removal.issue().line
    post.scan(line)
    post.pane.refuse.click()
    post.press(ENTER)
    assert post.pane.refusal.wrong.text()
    post.type("one fridge too many")
    post.press(ENTER)
    file = post.removal.gate.slip(line.id)
    assert (file.checks[0].outcome, file.line.standing) == (ReleaseOutcome.REFUSED, ReleaseStanding.VALID)
    post.scan(line)
    post.pane.refuse.click()
    post.press(Qt.Key.Key_Escape)
    assert (post.pane.refusal.isHidden(), post.pane.plate.isHidden()) == (True, False)
    post.press(Qt.Key.Key_Escape)
    assert post.pane.presenter.file is None


def test_that_a_slip_used_at_the_other_gate_meanwhile_is_told(post: Post) -> None:
    line = post.removal.issue().line
    post.scan(line)
    post.removal.gate_of(1).release(line.id, PLATE, version=line.version)
    post.press(ENTER)
    assert post.alarm() == "This slip is used up"
    file = post.pane.presenter.file
    assert file is not None
    assert len(file.checks) == 1
    assert "Used already at" in translate(file.verdict, ui_language().language)


@pytest.mark.parametrize(("hours", "heading"), [(-2, "This slip is not valid yet"), (9, "This slip has expired")])
def test_that_a_slip_out_of_its_time_lets_nothing_out(post: Post, hours: int, heading: str) -> None:
    since = post.removal.clock.now()
    line = post.removal.issue(valid_from=since, valid_until=since + timedelta(hours=8)).line
    post.removal.clock.advance(hours=hours)
    post.type(line.code)
    post.press(ENTER)
    assert post.alarm() == heading
    assert not post.pane.first.isEnabled()
    assert post.pane.plate.isHidden()


def test_that_what_no_slip_says_is_told_and_the_next_one_typed_over_it(post: Post) -> None:
    line = post.removal.issue().line
    post.type(f"{(int(line.code) + 1) % 10**6:06d}")
    post.press(ENTER)
    assert post.alarm() == "Let nothing out"
    post.type(line.code)
    assert post.alarm() == ""
    post.press(ENTER)
    assert post.pane.presenter.is_whole
    # a scanner does not ask where the keyboard is
    other = post.removal.issue("1-1-102", "冰箱 1").line
    post.scan(other)
    assert post.pane.facts.place.text() == "1-1-102"


def test_that_goods_are_held_and_the_desk_is_called_with_and_without_a_slip(post: Post) -> None:
    post.pane.hold.click()
    post.settle()
    line = post.removal.issue().line
    post.scan(line)
    post.pane.hold.click()
    post.settle()
    assert [plate for _words, plate, _slip in post.removal.calls()] == ["", "浙A8K3T6"]
    assert line.number in post.removal.calls()[1][0]


def test_that_a_finger_is_enough(post: Post) -> None:
    line = post.removal.issue().line
    post.scan(line)
    goods = post.pane.middle.list
    row = goods.visualRect(goods.model().index(2, 0)).center()
    QTest.mouseClick(goods.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert post.pane.presenter.chosen[2] == 0
    post.pane.middle.parts.chosen.emit(2)
    assert post.pane.presenter.chosen[2] == 2
    QTest.mouseClick(post.pane.first, Qt.MouseButton.LeftButton)
    post.settle()
    assert post.removal.gate.slip(line.id).line.out == 15
