"""The window around the panel of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from tests.ui.shells import RecordingShell


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    with recording_shell(qapp, tmp_path) as made:
        yield made
