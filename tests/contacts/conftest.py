"""People who can be called, in a file and on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.care.villages import file_village, server_village, village_file
from tests.contacts.neighbours import Neighbours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database


@pytest.fixture(scope="session")
def template(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    return village_file(empty_file, tmp_path_factory.mktemp("neighbours") / "data.db")


@pytest.fixture
def on_file(template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Neighbours]:
    """Yield the community in a file."""
    with file_village(template, tmp_path, clock) as made:
        yield Neighbours(made, clock)


@pytest.fixture
def on_server(blank_server: Database, clock: FixedClock) -> Neighbours:
    """Return the community on a server."""
    return Neighbours(server_village(blank_server, clock), clock)


@pytest.fixture(params=["on_file", pytest.param("on_server", marks=pytest.mark.postgresql)])
def neighbours(request: pytest.FixtureRequest) -> Neighbours:
    """Return the community, once in a file and once on a server."""
    made: Neighbours = request.getfixturevalue(request.param)
    return made
