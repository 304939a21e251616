"""The made-up community of the tests of visits, in a file and on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.care.villages import Village, file_village, server_village, village_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database


@pytest.fixture(scope="session")
def template(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    return village_file(empty_file, tmp_path_factory.mktemp("visits") / "data.db")


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
def village(request: pytest.FixtureRequest) -> Village:
    """Return the community, once in a file and once on a server."""
    made: Village = request.getfixturevalue(request.param)
    return made
