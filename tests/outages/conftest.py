"""A community of every kind of place, in a file and on a server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.storage.database import file_database
from tests.databases import KEY
from tests.outages.quarters import Quarter, fill_quarter, quarter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database


@pytest.fixture(scope="session")
def quarter_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("quarter")))
    database = file_database(path, KEY)
    fill_quarter(database)
    database.close()
    return path


@pytest.fixture
def filed(quarter_file: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Quarter]:
    """Yield the community in a file."""
    database = file_database(Path(shutil.copy(quarter_file, tmp_path)), KEY)
    yield quarter(database, clock)
    database.close()


@pytest.fixture
def served(blank_server: Database, clock: FixedClock) -> Quarter:
    """Return the community on a server."""
    fill_quarter(blank_server)
    return quarter(blank_server, clock)


@pytest.fixture(params=["filed", pytest.param("served", marks=pytest.mark.postgresql)])
def either_quarter(request: pytest.FixtureRequest) -> Quarter:
    """Return the community, once in a file and once on a server."""
    made: Quarter = request.getfixturevalue(request.param)
    return made
