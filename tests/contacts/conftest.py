"""People who can be called, in a file and on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.storage.database import file_database
from tests.care.villages import KEY, file_village, fill, server_template, server_village
from tests.contacts.neighbours import Neighbours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    path = tmp_path_factory.mktemp("neighbours") / "data.db"
    path.touch()
    database = file_database(path, KEY)
    fill(database)
    database.close()
    return path


@pytest.fixture
def on_file(template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Neighbours]:
    """Yield the community in a file."""
    with file_village(template, tmp_path, clock) as made:
        yield Neighbours(made, clock)


@pytest.fixture
def on_server(postgres_url: str, new_postgres_database: Callable[..., str], clock: FixedClock) -> Iterator[Neighbours]:
    """Yield the community on a server."""
    with server_village(server_template(postgres_url, "neighbours"), new_postgres_database, clock) as made:
        yield Neighbours(made, clock)


@pytest.fixture(params=["on_file", pytest.param("on_server", marks=pytest.mark.postgresql)])
def neighbours(request: pytest.FixtureRequest) -> Neighbours:
    """Return the community, once in a file and once on a server."""
    made: Neighbours = request.getfixturevalue(request.param)
    return made
