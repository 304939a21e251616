"""The made-up community of the tests of gift lists, on both engines, and the window around their screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.storage.database import file_database
from tests.care.villages import KEY, Village, file_village, fill, server_template, server_village
from tests.gifts.festival import Festival
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from tests.ui.shells import RecordingShell


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    path = tmp_path_factory.mktemp("festival") / "data.db"
    path.touch()
    database = file_database(path, KEY)
    fill(database)
    database.close()
    return path


@pytest.fixture
def on_file(template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Village]:
    """Yield the community in a file."""
    with file_village(template, tmp_path, clock) as made:
        yield made


@pytest.fixture
def on_server(postgres_url: str, new_postgres_database: Callable[..., str], clock: FixedClock) -> Iterator[Village]:
    """Yield the community on a server."""
    with server_village(server_template(postgres_url, "village"), new_postgres_database, clock) as made:
        yield made


@pytest.fixture(params=["on_file", pytest.param("on_server", marks=pytest.mark.postgresql)])
def both(request: pytest.FixtureRequest) -> Festival:
    """Return the festival, once in a file and once on a server."""
    return Festival(request.getfixturevalue(request.param))


@pytest.fixture
def festival(on_file: Village) -> Festival:
    """Return the festival in a file."""
    return Festival(on_file)


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield the window around a page."""
    with recording_shell(qapp, tmp_path) as made:
        yield made
