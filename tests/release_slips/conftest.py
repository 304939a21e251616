"""The made-up community of the tests of release slips, on both engines, and the window around their screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.care.villages import Village, file_village, server_village, village_file
from tests.release_slips.removal import Removal
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from tests.ui.shells import RecordingShell


@pytest.fixture(scope="session")
def template(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    return village_file(empty_file, tmp_path_factory.mktemp("removal") / "data.db")


@pytest.fixture
def on_file(template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Village]:
    """Yield the community in a file."""
    with file_village(template, tmp_path, clock) as made:
        yield made


@pytest.fixture
def on_server(blank_server: Database, clock: FixedClock) -> Village:
    """Return the community on a server."""
    return server_village(blank_server, clock)


@pytest.fixture(params=["on_file", pytest.param("on_server", marks=pytest.mark.postgresql)])
def both(request: pytest.FixtureRequest, clock: FixedClock) -> Removal:
    """Return the removal, once in a file and once on a server."""
    return Removal(request.getfixturevalue(request.param), clock)


@pytest.fixture
def removal(on_file: Village, clock: FixedClock) -> Removal:
    """Return the removal in a file."""
    return Removal(on_file, clock)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield the window around a page."""
    with recording_shell(qapp, tmp_path) as made:
        yield made
