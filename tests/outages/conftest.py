"""A community of every kind of place, in a file and on a server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url

from desktop.storage.database import file_database, server_database
from tests.outages.quarters import Quarter, fill_quarter, quarter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.core.clock import FixedClock

KEY = bytes(range(32))
TEMPLATE = "quarter"


@pytest.fixture(scope="session")
def quarter_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    path = tmp_path_factory.mktemp("quarter") / "data.db"
    path.touch()
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
def served(postgres_url: str, new_postgres_database: Callable[..., str], clock: FixedClock) -> Iterator[Quarter]:
    """Yield the community on a server."""
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone()
        if not there:
            connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
    if not there:
        url = make_url(postgres_url).set(database=TEMPLATE).render_as_string(hide_password=False)
        template = server_database(url)
        fill_quarter(template)
        template.close()
    database = server_database(new_postgres_database(TEMPLATE))
    yield quarter(database, clock)
    database.close()


@pytest.fixture(params=["filed", pytest.param("served", marks=pytest.mark.postgresql)])
def either_quarter(request: pytest.FixtureRequest) -> Quarter:
    """Return the community, once in a file and once on a server."""
    made: Quarter = request.getfixturevalue(request.param)
    return made
