"""The people who can be called, behind real tasks and in a window that remembers, for the tests of the screens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.contacts.view import CallsPage, ContactsPage
from desktop.core.permissions import Role
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.storage.desk import Desk
    from tests.contacts.neighbours import Neighbours
    from tests.ui.shells import RecordingShell

__all__ = ["Screens", "opened"]

PAGE = (1198, 612)
"""The page in a window of 1366x768, px."""

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Screens:
    """The pages of contacts over `neighbours`."""

    def __init__(self, neighbours: Neighbours, qtbot: QtBot, shell: RecordingShell) -> None:
        self.neighbours = neighbours
        self.qtbot = qtbot
        self.shell = shell

    def desk(self, role: Role = Role.CLERK, account_id: int = 1) -> Desk:
        return self.neighbours.village.desk_of(role, account_id)

    def calls(self, round_id: int = 0, size: tuple[int, int] = PAGE, role: Role = Role.CLERK) -> CallsPage:
        page = CallsPage(self.desk(role), self.shell)
        self._show(page, size)
        page.show_at(**({"round_id": round_id} if round_id else {}))
        self.settle()
        return page

    def lists(self, list_id: int = 0, size: tuple[int, int] = PAGE, role: Role = Role.CLERK) -> ContactsPage:
        page = ContactsPage(self.desk(role), self.shell)
        self._show(page, size)
        page.show_at(**({"list_id": list_id} if list_id else {}))
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until nothing runs in the background and nothing waits to be delivered."""
        for _ in range(4):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(widget, key, modifier)
        self.settle()

    def click(self, within: QWidget, kind: type[WidgetT], name: str) -> None:
        """Click the visible widget called `name`."""
        self.find(within, kind, name).click()  # type: ignore[attr-defined]  # asked for buttons only
        self.settle()

    def find(self, within: QWidget, kind: type[WidgetT], name: str) -> WidgetT:
        found = [each for each in within.findChildren(kind, name) if each.isVisible()]
        assert len(found) == 1, f"{len(found)} visible widgets are called {name}"
        return found[0]

    def _show(self, page: QWidget, size: tuple[int, int]) -> None:
        self.qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)


@contextmanager
def opened(neighbours: Neighbours, qtbot: QtBot, qapp: QApplication, folder: Path) -> Iterator[Screens]:
    """Open the community in English; close every window behind it."""
    with recording_shell(qapp, folder) as shell:
        yield Screens(neighbours, qtbot, shell)
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog):
                window.close()
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
