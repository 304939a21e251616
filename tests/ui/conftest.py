"""What the tests of the kit share: an application dressed in it, and background tasks that end with the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.ui.bus import Bus
from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from desktop.ui.tasks import Tasks
from desktop.ui.theme import ThemeChoice, theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    start_kit(qapp, look=ThemeChoice.LIGHT, language="en", all_fonts=True)
    return qapp


@pytest.fixture(autouse=True)
def kit(dressed: QApplication) -> Iterator[QApplication]:
    ui_language().choose("en")
    theme().choose(ThemeChoice.LIGHT)
    yield dressed
    ui_language().choose("en")
    theme().choose(ThemeChoice.LIGHT)


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def tasks(bus: Bus) -> Iterator[Tasks]:
    made = Tasks(bus)
    yield made
    made.shutdown()
