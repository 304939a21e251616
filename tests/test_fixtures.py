"""The fixtures that guard and serve all other tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import psycopg
import pytest
from sqlalchemy import create_engine, insert, select, text

from desktop.households.model import Building
from desktop.staff.model import Community
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

ROOT = Path(__file__).resolve().parent.parent

NOISY = """
import logging, threading, time
import pytest

def test_quiet():
    logging.getLogger("x").info("all is well")

def test_warns():
    logging.getLogger("x").warning("disk nearly full")

def test_warns_while_set_up(noisy):
    pass

@pytest.fixture
def noisy():
    logging.getLogger("x").error("bad start")

def test_warns_as_expected(expected_log):
    expected_log("nearly full")
    logging.getLogger("x").warning("disk nearly full")

def test_expects_in_vain(expected_log):
    expected_log("nearly full")

def test_leaks_a_thread():
    threading.Thread(target=time.sleep, args=(10,), daemon=True, name="sleeper").start()

def test_leaves_a_thread_that_ends_soon():
    threading.Thread(target=time.sleep, args=(0.2,)).start()

def test_leaks_a_timer(qapp):
    from PySide6.QtCore import QTimer
    global kept
    kept = QTimer()
    kept.setObjectName("ticker")
    kept.start(60_000)

def test_leaves_no_timer_with_its_widget(qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget
    widget = QWidget()
    qtbot.addWidget(widget)
    QTimer(widget).start(60_000)
"""


def run_noisy_tests(folder: Path) -> list[str]:
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_noisy.py").write_text(NOISY, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\n", "utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA", "--tb=short", str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return answer.stdout.splitlines()


def test_that_noise_fails_the_test_that_made_it(tmp_path: Path) -> None:
    lines = run_noisy_tests(tmp_path)

    outcomes = [re.match(r"(ERROR|PASSED) test_noisy\.py::(\w+)", line) for line in lines]
    failed = {outcome[2] for outcome in outcomes if outcome and outcome[1] == "ERROR"}
    passed = {outcome[2] for outcome in outcomes if outcome and outcome[1] == "PASSED"}
    quiet = {
        "test_quiet",
        "test_warns_as_expected",
        "test_leaves_a_thread_that_ends_soon",
        "test_leaves_no_timer_with_its_widget",
    }
    assert failed == {
        "test_warns",
        "test_warns_while_set_up",
        "test_expects_in_vain",
        "test_leaks_a_thread",
        "test_leaks_a_timer",
    }, "\n".join(lines)
    assert quiet <= passed
    assert "leaked thread: sleeper" in lines
    assert "leaked timer: ticker 60000 ms" in lines


def test_that_the_clock_stands_still_until_moved(clock: FixedClock) -> None:
    assert clock.now() == datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    clock.advance(minutes=5)
    assert clock.now() == datetime(2026, 11, 22, 6, 10, tzinfo=UTC)


def test_that_tests_keep_away_from_the_persons_own_settings(home_of_its_own: Path) -> None:
    assert platformdirs.user_config_path("Touchpoint").is_relative_to(home_of_its_own)
    assert platformdirs.user_data_path("Touchpoint").is_relative_to(home_of_its_own)


@pytest.mark.postgresql
def test_that_each_new_database_is_empty_and_a_template_is_copied(new_postgres_database: Callable[..., str]) -> None:
    first, second = new_postgres_database(), new_postgres_database()
    engine = create_engine(first)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE rooms (label text)"))
        connection.execute(text("INSERT INTO rooms VALUES ('3-1-502')"))
        name = str(connection.execute(text("SELECT current_database()")).scalar_one())
    engine.dispose()

    with psycopg.connect(second.replace("+psycopg", "")) as connection_to_second:
        assert connection_to_second.execute("SELECT to_regclass('rooms')").fetchone() == (None,)
    copy = new_postgres_database(template=name)
    with psycopg.connect(copy.replace("+psycopg", "")) as connection_to_copy:
        assert connection_to_copy.execute("SELECT label FROM rooms").fetchone() == ("3-1-502",)


@pytest.mark.postgresql
def test_that_a_database_goes_after_its_test(request: pytest.FixtureRequest, postgres_url: str) -> None:
    plain_url = postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain_url) as connection:
        left = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 't%%' AND length(datname) = 33")
        assert left.fetchone() == (0,)
    make: Callable[..., str] = request.getfixturevalue("new_postgres_database")
    assert make() != make()


@pytest.mark.postgresql
def test_that_an_emptied_server_database_is_like_new(blank_server: Database) -> None:
    community = {"name": "云栖花园", "time_zone": "Asia/Shanghai", "created_at": datetime(2020, 1, 1, tzinfo=UTC)}
    for _ in range(2):
        with blank_server.connect(writing=True) as connection:
            made = connection.execute(insert(Community).values(**community, version=1).returning(Community.id))
            number = made.scalar_one()
            building = {"community_id": number, "name": "3", "key": "3", "order_key": "3"}
            connection.execute(insert(Building).values(**building))
        assert number == 1
        empty(blank_server)
        with blank_server.connect() as connection:
            assert [connection.execute(select(table)).first() for table in (Community, Building)] == [None, None]
