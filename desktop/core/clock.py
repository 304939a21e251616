"""What time it is. Passed in wherever it matters, so that tests travel in time; `datetime.now` stands here alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "FixedClock", "SystemClock"]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...


class SystemClock:
    """The PC's clock."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks the PC


class FixedClock:
    """A clock that moves only when told; for tests and for the made-up community."""

    def __init__(self, at: datetime) -> None:
        """Start at `at`, an aware time."""
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the time last set, in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Jump to `at`, an aware time."""
        self._at = at.astimezone(UTC)

    def advance(self, **delta: float) -> None:
        """Move on by `delta` (keywords of timedelta)."""
        self._at += timedelta(**delta)
