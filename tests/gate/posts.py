"""A guard at a pane of the gate, who has a keyboard and nothing else; every key is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.gate.presenter.station import Station
from desktop.gate.view.pieces import GatePane
from desktop.households.service import HouseholdService
from desktop.ui.buttons import Button
from desktop.visits.service import VisitService
from tests.ui.shells import recording_shell, settle
from tests.visits.conftest import on_file, template
from tests.visits.gatehouse import GUARD, Gatehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

__all__ = ["ALT", "CTRL", "Post", "house", "on_file", "rows_of", "shell", "template"]

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
PaneT = TypeVar("PaneT", bound=GatePane)


class Post(Generic[PaneT]):
    """One pane in a window of 1366x768."""

    def __init__(self, house: Gatehouse, shell: RecordingShell, qtbot: QtBot, pane: type[PaneT]) -> None:
        self.house = house
        self.shell = shell
        self.qtbot = qtbot
        self.keys = 0
        desk = house.village.desk_of(Role.GUARD, GUARD)
        self.station = Station(desk, shell)
        self.pane = pane(desk, shell, self.station)  # type: ignore[call-arg]  # as every pane of the gate is made
        self.station.setParent(self.pane)
        qtbot.addWidget(self.pane)
        self.pane.resize(1366, 656)
        self.pane.show()
        self.pane.activateWindow()
        qtbot.waitUntil(self.pane.isActiveWindow)
        self.station.read()
        self.settle()
        self.pane.show_at()
        self.settle()

    @property
    def desk(self) -> VisitService:
        """Return the service as the front desk has it."""
        return VisitService(self.house.village.desk)

    def settle(self) -> None:
        for _ in range(4):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    @property
    def holder(self) -> QWidget:
        holder = self.pane.focusWidget()
        assert holder is not None
        return holder

    def type(self, text: str, *, wait: bool = True) -> None:
        """Type as an input method does, which knows no keys of Chinese characters."""
        typed = QKeyEvent(QEvent.Type.KeyPress, 0, NO_MODIFIER, text)
        QCoreApplication.sendEvent(self.holder, typed)
        if wait:
            self.settle()

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, *, wait: bool = True, times: int = 1
    ) -> None:
        for _ in range(times):
            QTest.keyClick(self.holder, key, modifier)
            self.keys += 1
            if wait:
                self.settle()

    def enter(self, times: int = 1) -> None:
        self.press(Qt.Key.Key_Return, times=times)

    def button(self, name: str) -> Button:
        found: Button | None = self.pane.findChild(Button, name)
        assert found is not None, name
        return found

    def told(self) -> str:
        """Return what was said last."""
        return self.shell.words[-1]

    def undo(self) -> None:
        assert self.shell.undo is not None
        self.shell.undo()
        self.settle()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield a window that remembers, in English."""
    with recording_shell(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def house(on_file: Village) -> Gatehouse:
    """Return the community with its gate, two people and a vehicle in it."""
    on_file.settle("1-1-101", "陈国栋")
    on_file.settle("2-1-201", "黄丽娟")
    HouseholdService(on_file.desk).add_vehicle(on_file.rooms["1-1-102"], "浙A88888")
    return Gatehouse(on_file)


def rows_of(pane: Any) -> list[str]:
    """Return what the list of a pane shows, row by row, as it is read aloud."""
    return [row.spoken() for row in pane.rows]
