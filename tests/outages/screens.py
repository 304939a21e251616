"""What the tests of the page of outages share: the quarter behind a window that remembers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.outages.view import OutagesPage
from tests.ui.shells import recording_shell
from tests.ui.shells import settle as settle_shell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.core.permissions import Role
    from desktop.outages.view.plan import PlanSheet
    from tests.outages.quarters import Quarter
    from tests.ui.shells import RecordingShell

__all__ = ["NARROW", "WIDE", "Screen", "screen"]

WIDE, NARROW = (1198, 612), (904, 384)
"""The page in a window of 1366x768 and in the smallest, px."""

WidgetT = TypeVar("WidgetT", bound=QWidget)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Screen:
    """The page of outages as an account of the quarter sees it."""

    def __init__(self, quarter: Quarter, shell: RecordingShell, qtbot: QtBot) -> None:
        self.quarter = quarter
        self.shell = shell
        self.qtbot = qtbot
        self.page: OutagesPage

    def show(self, role: Role | None = None, size: tuple[int, int] = WIDE, **where: object) -> None:
        desk = self.quarter.desk if role is None else self.quarter.desk_of(role)
        self.page = OutagesPage(desk, self.shell)
        self.qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.show_at(**where)
        self.settle()

    def settle(self) -> None:
        """Wait until all that was typed is counted, checked and written."""
        for _ in range(3):
            waiting = [sheet.presenter._soon for sheet in (self.page.plan, self.page.urgent)]
            self.qtbot.waitUntil(partial(_rest, waiting))
            settle_shell(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    @property
    def places(self) -> list[str]:
        """Return where the outages listed are."""
        return ["、".join(line.where) for line in self.page.presenter.model.rows]

    @property
    def sheet(self) -> PlanSheet:
        """Return the form that is open."""
        shown = self.page.stack.currentWidget()
        assert shown is self.page.plan or shown is self.page.urgent
        return self.page.urgent if shown is self.page.urgent else self.page.plan

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, at: QWidget | None = None) -> None:
        """Press keys where the keyboard is."""
        for key in keys:
            window = self.page.window()
            window.activateWindow()
            self.qtbot.waitUntil(window.isActiveWindow)
            QTest.keyClick(at or QApplication.focusWidget() or self.page.view, key, modifier)
        self.settle()

    def enter(self, text: str) -> None:
        """Enter text where the keyboard is, as an input method does."""
        holder = QApplication.focusWidget()
        assert isinstance(holder, QLineEdit)
        holder.insert(text)

    def find(self, kind: type[WidgetT], name: str) -> WidgetT:
        found: WidgetT | None = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def fill(self, **texts: str) -> None:
        for key, text in texts.items():
            self.sheet.form.fields[key].set_text(text)
        self.settle()

    def pick(self, typed: str) -> None:
        """Type places into the line of the picker and press Enter."""
        line = self.sheet.picker.line
        line.setFocus()
        line.insert(typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.settle()


def _rest(timers: Sequence[QTimer]) -> bool:
    return not any(timer.isActive() for timer in timers)


@pytest.fixture
def screen(filed: Quarter, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Screen]:
    """Yield the quarter behind a window that speaks English."""
    with recording_shell(qapp, tmp_path) as shell:
        yield Screen(filed, shell, qtbot)
