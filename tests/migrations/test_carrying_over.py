"""Requests of an older program after the upgrade to rules: what was due stays due, what was urgent stays urgent."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Boolean, Integer, MetaData, Table, insert

from desktop.app.features import load_models
from desktop.core.clock import FixedClock
from desktop.core.permissions import Actor, Role
from desktop.requests.model import Priority
from desktop.requests.service import RequestService
from desktop.storage.base import microseconds
from desktop.storage.database import Database, server_database
from desktop.storage.desk import Desk
from desktop.storage.migrate import Migrations, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

SAID = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
NOW = SAID + timedelta(hours=5)
HOUR = timedelta(hours=1)
OPEN: list[dict[str, Any]] = [
    {"kind": "repair", "state": "received", "urgent": True, "due_at": SAID + 48 * HOUR},
    {"kind": "repair", "state": "on_hold", "due_at": SAID + 48 * HOUR, "on_hold_since": SAID + HOUR},
    {"kind": "complaint", "state": "assigned", "due_at": SAID + 99 * HOUR, "assigned_at": SAID + HOUR},
    {"kind": "inquiry", "state": "received", "urgent": True},
]
DONE: dict[str, Any] = {
    "kind": "repair",
    "state": "completed",
    "completed_at": SAID + 3 * HOUR,
    "first_completed_at": SAID + 2 * HOUR,
    "follow_up_due_at": SAID + 75 * HOUR,
}
AT_ONCE: dict[str, Any] = {"state": "closed", "completed_at": SAID, "first_completed_at": SAID, "closed_at": SAID}
ANSWERED: list[dict[str, Any]] = [
    {"kind": "inquiry", **AT_ONCE},
    {"kind": "inquiry", **AT_ONCE, "imported_key": "a ledger's row"},
    {"kind": "repair", **AT_ONCE},
    {"kind": "inquiry", **AT_ONCE, "closed_at": SAID + HOUR},
]
"""Answered as it was said; done at once by a ledger, which tells no more; mended at once; closed later."""

BEGUN: dict[str, Any] = {"kind": "repair", "state": "in_progress", "assigned_at": SAID + 3 * HOUR}
"""Begun, and only then handed to someone."""


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgresql)])
def carried_over(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Yield data of the program before rules, upgraded to today's."""
    scripts = tmp_path / "before_rules"
    (scripts / "versions").mkdir(parents=True)
    shutil.copy(Migrations().scripts / "env.py", scripts)
    for path in sorted((Migrations().scripts / "versions").glob("000[12]_*.py")):
        shutil.copy(path, scripts / "versions")
    load_models()
    database = _database(request)
    for revisions in (Migrations(scripts), Migrations()):
        if database.is_server:
            with database.connect(writing=True) as connection:
                revisions.run(connection)
        else:
            revisions.upgrade(database)
        if revisions.newest() == "0002":
            with database.connect(writing=True) as connection:
                _fill(connection)
    yield database
    database.close()


def _database(request: pytest.FixtureRequest) -> Database:
    if request.param == "file":
        file: Database = request.getfixturevalue("database")
        return file
    new_database: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return server_database(new_database())


def _fill(connection: Connection) -> None:
    _insert(connection, "community", id=1, name="云栖花园", time_zone="Asia/Shanghai", created_at=SAID)
    for number, given in enumerate([*OPEN, DONE, *ANSWERED, BEGUN], start=1):
        _insert(connection, "request", id=number, number=f"BX-2611-{number:04d}", words="漏水", **given)
        if given["state"] == "on_hold":
            _insert(connection, "hold", id=900, request_id=number, reason="parts", started_at=given["on_hold_since"])
            _insert(
                connection,
                "request_step",
                id=900,
                request_id=number,
                kind="held",
                state_before="received",
                state_after="on_hold",
                at=given["on_hold_since"],
                details={},
            )
    for id_, (kind, at) in enumerate((("started", SAID + HOUR), ("assigned", SAID + 3 * HOUR)), start=901):
        step = {"kind": kind, "at": at, "state_before": "received", "state_after": "in_progress", "details": {}}
        _insert(connection, "request_step", id=id_, request_id=10, **step)


def _insert(connection: Connection, table_name: str, **given: Any) -> None:
    """Insert a row as the table was then, with something harmless in every column that needs a value."""
    table = Table(table_name, MetaData(), autoload_with=connection)
    usual = {"community_id": 1, "version": 1, "occurred_at": SAID, "recorded_at": SAID, "place": "in_home"}
    usual |= {"liability": "property", "source": "resident", "channel": "phone"}
    values: dict[str, Any] = {}
    for column in table.columns:
        value = given.get(column.name, usual.get(column.name))
        if value is None and not column.nullable:
            value = False if isinstance(column.type, Boolean) else 0 if isinstance(column.type, Integer) else ""
        values[column.name] = microseconds(value) if isinstance(value, datetime) else value
    connection.execute(insert(table), values)


def service(database: Database) -> RequestService:
    actor = Actor(1, "clerk", Role.CLERK, 1)
    return RequestService(Desk(database, actor, FixedClock(NOW), ZoneInfo("Asia/Shanghai"), "云栖花园"))


def test_that_open_requests_are_due_when_they_were(carried_over: Database) -> None:
    with carried_over.connect() as connection:
        assert Migrations().state(connection) is State.CURRENT
    lines = [service(carried_over).detail(number).line for number in range(1, 5)]
    assert [line.due_at for line in lines] == [given.get("due_at") for given in OPEN]
    assert service(carried_over).detail(5).line.follow_up_due_at == SAID + 75 * HOUR


def test_that_what_was_urgent_is_urgent(carried_over: Database) -> None:
    found = [service(carried_over).detail(number).line.priority for number in range(1, 6)]
    assert found == [Priority.URGENT, Priority.NORMAL, Priority.NORMAL, Priority.URGENT, Priority.NORMAL]


def test_that_who_answered_when_is_told_as_far_as_it_is_known(carried_over: Database) -> None:
    found = [service(carried_over).detail(number).responded_at for number in range(1, 6)]
    assert found == [None, None, SAID + HOUR, None, SAID + 2 * HOUR]
    assert service(carried_over).detail(10).responded_at == SAID + HOUR


def test_that_only_what_was_answered_while_it_was_said_was_answered_at_once(carried_over: Database) -> None:
    found = [service(carried_over).detail(number).answered_at_once for number in range(5, 10)]
    assert found == [False, True, False, False, False]


def test_that_a_hold_begun_before_pushes_by_the_clock(carried_over: Database) -> None:
    service(carried_over).resume(2, version=1)
    assert service(carried_over).detail(2).line.due_at == SAID + 52 * HOUR


def test_that_the_rules_that_held_until_now_hold(carried_over: Database) -> None:
    rules = service(carried_over).rules()
    assert [(rule.kind, rule.priority, rule.completion_minutes) for rule in rules] == [
        ("", "emergency", 240),
        ("repair", "urgent", 1440),
        ("repair", "", 2880),
        ("complaint", "", 1440),
    ]
    service(carried_over).complete(1, version=1)
    assert service(carried_over).detail(1).line.follow_up_due_at == NOW + 72 * HOUR
