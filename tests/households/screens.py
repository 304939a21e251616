"""What the tests of the screens of households share: a real register behind real tasks, and a window that remembers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from sqlalchemy import select

from desktop.core.permissions import Actor, Role
from desktop.households.service import HouseholdService
from desktop.households.view import Additions, HouseholdsPage
from desktop.storage.audit import Audit
from desktop.storage.desk import Desk
from desktop.ui.buttons import Button
from tests.households.conftest import SHANGHAI
from tests.households.rosters import ROSTER, sheet
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.households.rows import HouseholdFile
    from desktop.households.view.household import HouseholdPane
    from desktop.storage.database import Database
    from tests.ui.shells import RecordingShell

__all__ = ["Screens", "add", "button", "household", "open_room", "opened", "press", "shown_page"]

PAGE = (1198, 612)
"""The page in a window of 1366x768, px."""


class Screens:
    """The small roster of `rosters.ROSTER` as four roles see it."""

    def __init__(self, database: Database, clock: FixedClock, qtbot: QtBot, shell: RecordingShell) -> None:
        self.database = database
        self.clock = clock
        self.qtbot = qtbot
        self.shell = shell
        self.service = HouseholdService(self.desk(Role.CLERK))

    def desk(self, role: Role) -> Desk:
        return Desk(self.database, Actor(1, str(role), role, community_id=1), self.clock, SHANGHAI, "翠湖花园")

    def import_roster(self) -> None:
        administering = HouseholdService(self.desk(Role.ADMINISTRATOR))
        plan = administering.plan_import(sheet(*ROSTER))
        administering.apply_import(plan, file_name="roster.xlsx", file_hash="0" * 64)

    def room(self, label: str) -> int:
        return next(hit.room_id for hit in self.service.find(label) if hit.kind == "room")

    def file(self, label: str) -> HouseholdFile:
        return self.service.household(self.room(label))

    def show(self, page: QWidget, size: tuple[int, int] = PAGE) -> None:
        self.qtbot.addWidget(page)
        page.resize(*size)
        page.show()

    def settle(self) -> None:
        """Wait until nothing runs in the background and nothing waits to be delivered."""
        for _ in range(4):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def audited(self, action: str) -> list[dict[str, object] | None]:
        """Return what stood before in the audit rows of `action`."""
        with self.desk(Role.CLERK).read() as session:
            return list(session.scalars(select(Audit.before).where(Audit.action == action).order_by(Audit.id)))


@contextmanager
def opened(database: Database, clock: FixedClock, qtbot: QtBot, qapp: QApplication, folder: Path) -> Iterator[Screens]:
    """Open the register with the small roster, in English; close every window behind it."""
    with recording_shell(qapp, folder) as shell:
        screens = Screens(database, clock, qtbot, shell)
        screens.import_roster()
        yield screens
        # Only dialogs: the lists that drop below a line belong to the line's completer, which deletes them unasked.
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog):
                window.close()
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def shown_page(screens: Screens, role: Role = Role.CLERK, additions: Additions | None = None) -> HouseholdsPage:
    page = HouseholdsPage(screens.desk(role), screens.shell, additions)
    screens.show(page)
    page.show_at()
    screens.settle()
    return page


def household(page: HouseholdsPage) -> HouseholdPane:
    assert page.household is not None
    return page.household


def open_room(screens: Screens, page: HouseholdsPage, label: str) -> HouseholdPane:
    page.show_at(room_id=screens.room(label))
    screens.settle()
    return household(page)


def button(widget: QWidget, name: str) -> Button:
    found = [each for each in widget.findChildren(Button, name) if each.isVisible()]
    assert found, name
    return found[0]


def add(pane: HouseholdPane, what: str) -> None:
    """Choose `what` in the menu of what can be added to what is good to know."""
    button(pane.notes, "add-note").click()
    menu = pane.notes.findChildren(QMenu)[-1]
    next(action for action in menu.actions() if action.objectName() == what).trigger()
    menu.close()


def press(screens: Screens, widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)
    screens.settle()
