"""The window around the page of the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.months.view import MonthPage
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.storage.desk import Desk
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield a window."""
    with recording_shell(qapp, tmp_path) as made:
        yield made


def opened(qtbot: QtBot, desk: Desk, shell: RecordingShell, **where: object) -> MonthPage:
    """Return the page as it is shown at `where`, everything read."""
    page = MonthPage(desk, shell)
    qtbot.addWidget(page)
    page.resize(1198, 612)
    page.show()
    page.show_at(**where)
    settle(qtbot, shell)
    return page


@pytest.fixture
def page(qtbot: QtBot, town: Town, shell: RecordingShell) -> MonthPage:
    """Return the page of the last full month, of the project manager."""
    return opened(qtbot, town.desk, shell)
