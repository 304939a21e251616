"""How what hangs is sought: along indexes of what is open or waits, never among all requests that ever were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.app.day_end import CHECKS, SUBJECTS
from desktop.app.session import sign_in
from desktop.app.today.parts import read_besides, read_day
from desktop.core.i18n import language
from desktop.handover.rows import Shift
from tests.app.conftest import PASSWORD
from tests.benchmarks.replay import asked_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.desk import Desk

HARMLESS = ("USING INTEGER PRIMARY KEY", "ix_request_open", "ix_request_awaits_follow_up", "ix_request_completed")
"""Short indexes, and rows that were found by one."""


@pytest.fixture
def desk(demo_data: Path, clock: FixedClock) -> Iterator[Desk]:
    session = sign_in(demo_data, "clerk", PASSWORD, clock)
    yield session.desk
    session.close()


def steps(desk: Desk, read: Callable[[Desk], object]) -> list[str]:
    """Return how the file goes through requests to read something."""
    asked = [(statement, values) for statement, values in asked_by(desk, lambda: read(desk)) if "request" in statement]
    assert asked
    with desk.database.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in asked]
        found = [step for plan in plans for *_, step in plan]
    return [step for step in found if "request USING" in step or step.endswith("SCAN request")]


@pytest.mark.parametrize("read", [read_day, read_besides])
def test_that_today_looks_only_at_what_is_open_or_waits(desk: Desk, read: Callable[[Desk], object]) -> None:
    assert [step for step in steps(desk, read) if not any(way in step for way in HARMLESS)] == []


@pytest.mark.parametrize("key", ["incomplete", "unexplained", "slips", "follow_ups"])
def test_that_the_end_of_the_day_looks_only_at_what_is_open_or_waits(desk: Desk, key: str) -> None:
    check = next(check for check in CHECKS if check.key == key)
    assert [step for step in steps(desk, check.count) if not any(way in step for way in HARMLESS)] == []


def test_that_a_handover_finds_what_its_shift_completed_by_when_it_was(desk: Desk) -> None:
    now = desk.clock.now()
    subject = next(subject for subject in SUBJECTS if subject.key == "requests")
    found = steps(desk, lambda seen: subject.draft(seen, Shift(now - timedelta(hours=9), now), language("en")))
    assert any("ix_request_completed" in step for step in found)
    assert not any("SCAN" in step for step in found)
