from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.core.clock import Clock, FixedClock, SystemClock

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_that_the_pcs_clock_tells_aware_utc_and_never_runs_back() -> None:
    clock: Clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert timedelta(0) <= second - first < timedelta(minutes=1)


def test_that_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(hours=1, minutes=30)
    assert clock.now() == NOON + timedelta(minutes=90)
    clock.set(NOON)
    assert clock.now() == NOON


def test_that_a_fixed_clock_tells_utc_whatever_it_was_set_to() -> None:
    clock = FixedClock(NOON)
    assert clock.now().isoformat() == "2026-11-22T04:00:00+00:00"
    clock.set(NOON + timedelta(days=1))
    assert clock.now().tzinfo is UTC
