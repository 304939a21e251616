"""The community of the tests of contacts behind a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contacts.screens import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.contacts.neighbours import Neighbours
    from tests.contacts.screens import Screens


@pytest.fixture
def screens(on_file: Neighbours, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Screens]:
    """Yield the community, one owner with one phone in each of its seven rooms."""
    on_file.everyone()
    with opened(on_file, qtbot, qapp, tmp_path) as made:
        yield made
