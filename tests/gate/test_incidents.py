"""The pane of incidents: an incident exists after a digit, a place and Enter, and every line has its minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.gate.presenter.station import Station
from desktop.gate.view.incident_drafts import FORM
from desktop.gate.view.incidents import IncidentPane
from desktop.incidents.model import EntryKind, IncidentKind, IncidentState
from desktop.incidents.rows import IncidentFilter, NewIncident
from tests.incidents.conftest import Watch, shell, watch
from tests.ui.shells import settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.incidents.rows import IncidentFile
    from tests.ui.shells import RecordingShell

__all__ = ["shell", "watch"]

CTRL = Qt.KeyboardModifier.ControlModifier


class Post:
    """The pane at a gate, driven by keys."""

    def __init__(self, watch: Watch, shell: RecordingShell, qtbot: QtBot) -> None:
        self.watch = watch
        self.shell = shell
        self.qtbot = qtbot
        self.keys = 0
        desk = watch.desk("王建军")
        assert desk.actor.role is Role.GUARD
        station = Station(desk, shell)
        self.pane = IncidentPane(desk, shell, station)
        station.setParent(self.pane)
        qtbot.addWidget(self.pane)
        self.pane.resize(1366, 656)
        self.pane.show()
        self.pane.activateWindow()
        qtbot.waitUntil(self.pane.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    @property
    def holder(self) -> QWidget:
        holder = self.pane.focusWidget()
        assert holder is not None
        return holder

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard, then Enter."""
        self.write(text)
        self.press(Qt.Key.Key_Return)

    def write(self, text: str) -> None:
        """Type as an input method does, which knows no keys of Chinese characters."""
        typed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.sendEvent(self.holder, typed)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.holder, key, modifier)
        self.keys += 1
        self.settle()

    @property
    def file(self) -> IncidentFile:
        file = self.pane.presenter.file
        assert file is not None
        return file

    def stands(self) -> str:
        """Return the state of the incident looked at."""
        return self.file.line.state

    def report(self, digit: Qt.Key = Qt.Key.Key_1, place: str = "3-502") -> None:
        self.press(digit)
        self.type(place)


@pytest.fixture
def post(watch: Watch, shell: RecordingShell, qtbot: QtBot) -> Post:
    return Post(watch, shell, qtbot)


def test_that_an_incident_exists_after_a_digit_a_place_and_enter(post: Post) -> None:
    post.report()
    assert (post.file.line.kind, post.file.line.place) == (IncidentKind.FIRE, "3-1-502")
    assert post.file.line.occurred_at == post.watch.now
    assert post.keys == 2
    assert post.pane.minutes.measure.edit.hasFocus()


def test_that_every_line_is_stamped_and_a_typed_time_counts(post: Post) -> None:
    post.report()
    post.watch.clock.advance(minutes=7)
    post.type("用灭火器扑灭")
    post.type("14:06 疏散三楼")
    post.pane.minutes.told.setFocus()
    post.type("119")
    zone = post.watch.guard.desk.zone
    noted = [(entry.at.astimezone(zone).strftime("%H:%M"), entry.words or entry.who) for entry in post.file.entries]
    assert noted == [("14:06", "疏散三楼"), ("14:12", "用灭火器扑灭"), ("14:12", "119")]
    assert [entry.kind for entry in post.file.entries][-1] is EntryKind.TOLD
    assert post.pane.minutes.told.text == ""


def test_that_it_is_ended_and_handed_in_by_keys_and_taken_back(post: Post) -> None:
    post.report()
    post.type("到场")
    post.press(Qt.Key.Key_E, CTRL)
    assert post.file.line.ended_at == post.watch.now
    post.press(Qt.Key.Key_H, CTRL)
    assert post.stands() == IncidentState.REPORTED
    assert not post.pane.minutes.lines.isVisible()
    assert post.shell.undo is not None
    post.shell.undo()
    post.settle()
    assert post.stands() == IncidentState.OPEN


def test_that_what_cannot_be_is_said_at_the_line(post: Post) -> None:
    post.pane.report.place.setFocus()
    post.type("3-502")
    assert "digit" in post.pane.report.place.wrong.text()
    assert post.watch.guard.count(IncidentFilter()) == 0
    post.press(Qt.Key.Key_1)
    post.press(Qt.Key.Key_Return)
    post.press(Qt.Key.Key_E, CTRL)
    post.press(Qt.Key.Key_H, CTRL)
    assert "Write what happened" in post.pane.minutes.measure.wrong.text()
    assert post.stands() == IncidentState.OPEN


def test_that_people_damage_and_words_are_told_in_full(post: Post) -> None:
    post.report()
    post.watch.clerk.amend(
        post.file.line.id,
        NewIncident(IncidentKind.FIRE, "3-1-502", "第一行\n第二行"),
        version=post.file.line.version,
    )
    post.pane.presenter.read()
    post.settle()
    post.press(Qt.Key.Key_D, CTRL)
    fields = post.pane.details.fields
    assert fields["words"].text == "第一行 第二行"
    fields["hurt"].edit.setText("x")
    fields["hurt"].setFocus()
    post.press(Qt.Key.Key_Return)
    assert "number" in fields["hurt"].wrong.text()
    fields["hurt"].edit.setText("2")
    fields["people"].edit.setText("陈先生")
    post.press(Qt.Key.Key_Return)
    assert (post.file.line.hurt, post.file.people, post.file.line.words) == (2, "陈先生", "第一行\n第二行")
    assert post.pane.parts.shown is post.pane.minutes


def test_that_escape_leads_back_to_the_next_report_and_a_click_to_an_old_one(post: Post) -> None:
    post.report()
    first = post.file.line.id
    post.press(Qt.Key.Key_Escape)
    assert post.pane.parts.shown is post.pane.report
    post.report(Qt.Key.Key_7, "车棚")
    assert post.file.line.kind is IncidentKind.THEFT
    post.pane.list.opened.emit(first)
    post.settle()
    assert post.file.line.id == first


def test_that_a_line_is_taken_out(post: Post) -> None:
    post.report()
    post.type("到场")
    assert not post.pane.minutes.buttons["take-out"].isVisible()
    post.press(Qt.Key.Key_Down)
    post.pane.minutes.buttons["take-out"].click()
    post.settle()
    assert post.file.entries == ()


def test_that_what_is_half_typed_survives_the_end_of_the_shift(post: Post, qtbot: QtBot) -> None:
    post.report()
    post.write("正在")
    incident_id = post.file.line.id
    post.pane.leave()
    again = Post(post.watch, post.shell, qtbot)
    assert again.pane.minutes.measure.text == "正在"
    assert again.file.line.id == incident_id
    again.press(Qt.Key.Key_Return)
    again.pane.leave()
    assert again.shell.drafts.all(FORM) == []


def test_that_what_is_half_typed_is_kept_while_it_is_typed_and_forgotten_once_it_is_noted(
    post: Post, qtbot: QtBot
) -> None:
    drafts = post.shell.drafts
    post.report()
    post.write("正在灭火")
    qtbot.waitUntil(lambda: bool(drafts.all(FORM)))
    post.press(Qt.Key.Key_Return)
    assert drafts.all(FORM) == []
    post.press(Qt.Key.Key_D, CTRL)
    post.write("厨房油锅起火")
    qtbot.waitUntil(lambda: bool(drafts.all(FORM)))
    again = Post(post.watch, post.shell, qtbot)
    assert again.pane.parts.shown is again.pane.details
    assert again.pane.details.fields["words"].text == "厨房油锅起火"
    again.press(Qt.Key.Key_Return)
    assert again.file.line.words == "厨房油锅起火"
    assert drafts.all(FORM) == []
    assert not again.pane.details.is_changed


def test_that_the_report_is_printed(post: Post) -> None:
    post.report()
    post.press(Qt.Key.Key_P, CTRL)
    assert [paper.file_name for paper in post.shell.papers] == ["incident-SJ-2611-001"]
