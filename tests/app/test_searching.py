"""The panel below the search box: what is taken is always of what is typed by now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.app.recent import RecentService
from desktop.app.searching import SearchPanel
from desktop.app.session import sign_in
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.households.service import HouseholdService
from desktop.ui.language import translate, ui_language
from desktop.ui.search import SearchField
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.search import Hit
    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from desktop.ui.hits import HitLine
    from tests.ui.shells import RecordingShell

CTRL = Qt.KeyboardModifier.ControlModifier


class Box(QWidget):
    """A window with nothing but a search box, its panel and a line beside it."""

    def __init__(self, session: Session, shell: RecordingShell, role: Role, qtbot: QtBot) -> None:
        super().__init__()
        self.qtbot = qtbot
        self.shell = shell
        self.resize(1000, 500)
        column = QVBoxLayout(self)
        self.field = SearchField(msg("Find anything"), label=msg("Find"), key="F3")
        self.other = QLineEdit()
        column.addWidget(self.field)
        column.addStretch(1)
        column.addWidget(self.other)
        desk = replace(session.desk, actor=replace(session.desk.actor, role=role))
        self.panel = SearchPanel(desk, shell.tasks, self.field, self)
        self.chosen: list[Hit] = []
        self.repairs: list[Hit] = []
        self.closed = 0
        self.panel.chosen.connect(self.chosen.append)
        self.panel.repair.connect(self.repairs.append)
        self.panel.closed.connect(self._count)
        qtbot.addWidget(self)
        self.show()
        self.activateWindow()
        qtbot.waitUntil(self.isActiveWindow)
        self.other.setFocus()

    def _count(self) -> None:
        self.closed += 1

    def type(self, text: str) -> None:
        self.field.enter()
        if text.isascii() and text.isprintable():
            QTest.keyClicks(self.field, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(self.field, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.field, key, modifier)

    def settle(self) -> None:
        settle(self.qtbot, self.shell)
        QTest.qWait(0)
        settle(self.qtbot, self.shell)

    @property
    def headings(self) -> list[str]:
        spoken = ui_language().language
        return [translate(line.title, spoken) for line in self.panel.list.lines if line.is_heading]


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


@pytest.fixture
def box(session: Session, shell: RecordingShell, qtbot: QtBot) -> Box:
    return Box(session, shell, Role.CLERK, qtbot)


def label_of(session: Session, place: int = 0) -> str:
    return HouseholdService(session.desk).households(limit=place + 1)[place].label


def test_that_finds_are_grouped_by_kind_with_the_best_current(box: Box, session: Session) -> None:
    label = label_of(session)
    box.type(label)
    box.settle()
    assert box.panel.isVisible()
    assert box.headings[0] == "Rooms"
    assert len(box.headings) == len(set(box.headings))
    assert box.panel.list.value.title == label
    first = next(line for line in box.panel.list.lines if not line.is_heading)
    assert first.title_marks == ((0, len(label)),)
    assert box.field.hasFocus()


def test_that_enter_opens_and_ctrl_enter_logs_a_repair(box: Box, session: Session) -> None:
    label = label_of(session)
    box.type(label)
    box.settle()
    box.press(Qt.Key.Key_Return)
    assert [hit.title for hit in box.chosen] == [label]
    assert box.panel.isHidden()
    box.type(label)
    box.settle()
    box.press(Qt.Key.Key_Return, CTRL)
    assert [hit.room_id for hit in box.repairs] == [box.chosen[0].room_id]


def test_that_enter_pressed_before_the_answer_waits_for_what_was_typed(box: Box, session: Session) -> None:
    one, other = label_of(session, 0), label_of(session, 5)
    box.type(one)
    box.settle()
    box.field.selectAll()
    box.type(other)
    box.press(Qt.Key.Key_Return)
    assert box.chosen == []
    box.settle()
    assert [hit.title for hit in box.chosen] == [other]


def test_that_what_was_overtaken_is_never_shown(box: Box, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    label = label_of(session, 3)
    box.field.enter()
    shown: list[tuple[str, list[str]]] = []
    show_lines = box.panel.list.show_lines

    def note(lines: Iterable[HitLine]) -> None:
        show_lines(lines)
        shown.append((box.field.text(), [hit.title for hit in box.panel.list.values]))

    monkeypatch.setattr(box.panel.list, "show_lines", note)
    for character in label:
        QTest.keyClicks(box.field, character)
        box.field._ask()
    box.settle()
    typed, titles = shown[-1]
    assert typed == label
    assert titles[0] == label
    assert len(shown) < len(label) + 1


def test_that_arrows_move_and_esc_closes_and_tells(box: Box) -> None:
    box.type("1")
    box.settle()
    first = box.panel.list.value
    box.press(Qt.Key.Key_Down)
    assert box.panel.list.value != first
    box.press(Qt.Key.Key_Up)
    assert box.panel.list.value == first
    box.press(Qt.Key.Key_Escape)
    assert box.panel.isHidden()
    assert box.closed == 1
    box.press(Qt.Key.Key_Return)
    box.settle()
    assert box.panel.isHidden() or box.chosen


def test_that_an_empty_box_offers_what_was_opened_last(box: Box, session: Session) -> None:
    box.field.enter()
    box.settle()
    assert box.panel.isHidden()
    box.other.setFocus()
    room_id = HouseholdService(session.desk).households(limit=1)[0].room_id
    RecentService(session.desk).opened("room", room_id)
    box.field.enter()
    box.settle()
    assert box.headings == ["Opened last"]
    box.type("zzzz")
    box.settle()
    assert box.panel._layers.currentIndex() == 1
    box.field.clear()
    box.panel.ask("")
    box.settle()
    box.press(Qt.Key.Key_Return)
    assert [hit.room_id for hit in box.chosen] == [room_id]


def test_that_the_panel_goes_with_the_keyboard(box: Box) -> None:
    box.type("1")
    box.settle()
    assert box.panel.isVisible()
    box.other.setFocus()
    assert box.panel.isHidden()
    box.type("2")
    box.other.setFocus()
    box.settle()
    assert box.panel.isHidden()


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "😀", "王" * 500, "a\nb\tc", "*(NEAR"])
def test_that_anything_pasted_is_just_text(box: Box, text: str) -> None:
    box.type(text)
    box.settle()
    assert box.panel.isVisible()
    box.press(Qt.Key.Key_Return)
    assert len(box.chosen) <= 1


def test_that_the_panel_stays_within_a_small_window(box: Box) -> None:
    box.resize(700, 300)
    box.type("1")
    box.settle()
    assert box.rect().contains(box.panel.geometry())
    assert not box.grab().isNull()
    box.event(QEvent(QEvent.Type.LanguageChange))


def test_that_a_guard_is_offered_no_repair(session: Session, shell: RecordingShell, qtbot: QtBot) -> None:
    box = Box(session, shell, Role.GUARD, qtbot)
    box.type("1")
    box.settle()
    assert "Requests" not in box.headings
    box.press(Qt.Key.Key_Return, CTRL)
    assert box.repairs == []
