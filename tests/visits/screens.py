"""What the tests of the desk's page of the gate share: the page behind a window that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.ui.buttons import Button
from desktop.visits.service import VisitService
from desktop.visits.view import VisitsPage
from tests.ui.shells import recording_shell
from tests.ui.shells import settle as settle_shell
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from desktop.visits.dialogs import VisitDialog
    from desktop.visits.view.part import Part
    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell

__all__ = ["CTRL", "NARROW", "WIDE", "Screen", "screen"]

WIDE, NARROW = (1198, 612), (904, 384)
CTRL = Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Screen:
    """The page as a clerk sees it, or another role."""

    def __init__(self, house: Gatehouse, shell: RecordingShell, qtbot: QtBot) -> None:
        self.house = house
        self.village = house.village
        self.shell = shell
        self.qtbot = qtbot
        self.page: VisitsPage

    def service(self, role: Role = Role.CLERK) -> VisitService:
        return VisitService(self.village.desk_of(role))

    def show(self, role: Role = Role.CLERK, size: tuple[int, int] = WIDE, **where: object) -> None:
        self.page = VisitsPage(self.village.desk_of(role), self.shell)
        self.qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.show_at(**where)
        self.page.setFocus()
        self.settle()

    def turn(self, part: str) -> None:
        self.page.show_at(part=part)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle_shell(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    @property
    def part(self) -> Part[Any]:
        return self.page.part

    def cells(self, column: str) -> list[str]:
        """Return what stands in a column of the part shown."""
        model = self.part.presenter.model
        place = [each.key for each in model.columns].index(column)
        cells = [model.cell(row, place) for row in range(model.rowCount())]
        return ["" if cell is None else cell.text for cell in cells]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, at: QWidget | None = None) -> None:
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(at or self.part.view, key, modifier)
        self.settle()

    def offered(self) -> set[str]:
        """Return the names of the buttons of the detail."""
        return {each.objectName() for each in self.part.detail.findChildren(Button) if each.isVisible()}

    def click(self, name: str) -> None:
        found = [each for each in self.page.findChildren(Button, name) if each.isVisible()]
        assert found, name
        found[0].click()
        self.settle()

    def dialog(self) -> VisitDialog:
        dialog = self.page.acts.dialog
        assert dialog is not None
        return dialog  # type: ignore[return-value]  # every form of the page is one

    def submit(self, **texts: str) -> None:
        dialog = self.dialog()
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()

    def undo(self) -> None:
        assert self.shell.undo is not None
        self.shell.undo()
        self.settle()


@pytest.fixture
def screen(on_file: Village, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Screen]:
    """Yield the page behind a window that speaks English; the clock stands at 2026-11-22 14:05 in Shanghai."""
    with recording_shell(qapp, tmp_path) as shell:
        yield Screen(Gatehouse(on_file), shell, qtbot)
