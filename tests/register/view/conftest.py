"""The register's upkeep on screen: people entered twice in an encrypted file, and a window that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog

from desktop.core.permissions import Actor, Role
from desktop.storage.desk import Desk
from tests.households.conftest import SHANGHAI
from tests.register.conftest import with_account
from tests.register.people import Village
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from tests.ui.shells import RecordingShell


@pytest.fixture
def database(file_db: Database) -> Database:
    """Return the community in a file; what a server does differently, screens do not see."""
    return with_account(file_db)


@pytest.fixture
def desk_of(database: Database, clock: FixedClock) -> Callable[[Role], Desk]:
    """Return a function that makes the desk of a role in the community."""

    def make(role: Role) -> Desk:
        return Desk(database, Actor(1, str(role), role, community_id=1), clock, SHANGHAI, "翠湖花园")

    return make


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield a shell that remembers, and close every dialog behind the test."""
    with recording_shell(qapp, tmp_path) as made:
        yield made
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog):
                window.close()
                window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def calm(qtbot: QtBot, shell: RecordingShell) -> Callable[[], None]:
    """Return a function that waits until nothing runs and nothing waits to be delivered."""

    def wait() -> None:
        for _ in range(4):
            settle(qtbot, shell)
            QCoreApplication.processEvents()

    return wait


@pytest.fixture
def village(desk_of: Callable[[Role], Desk]) -> Village:
    """Return the community as a clerk keeps it."""
    return Village(desk_of(Role.CLERK))
