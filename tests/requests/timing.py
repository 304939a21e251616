"""The rules of a test community, and what they come to counted half hour by half hour, apart from the program.

For moments on half hours from 11 October 2026 on: no more holidays are known from there, only weekends.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.permissions import Operation
from desktop.requests.model import RequestRule

if TYPE_CHECKING:
    from tests.requests.conftest import Place

HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)
EAST = timedelta(hours=8)


class Said(NamedTuple):
    """What a rule says: hours until completion, days and share of follow-ups, both perhaps in working time."""

    hours: float | None
    days: int | None
    share: int = 100
    working: bool = False
    working_days: bool = False


ADDED = (
    ("complaint", "urgent", Said(10, 2, working=True, working_days=True)),
    ("praise", "", Said(None, 1, share=50)),
    ("inquiry", "normal", Said(3.5, None, working=True)),
)
"""Rules that `lay_down` adds to those of a new community."""


def said(kind: str, priority: str) -> Said:
    """Return what holds for such requests, read off the two tables by a person."""
    if priority == "emergency":
        return Said(4, 3)
    if kind == "repair":
        return Said(24 if priority == "urgent" else 48, 3)
    if kind == "complaint":
        return ADDED[0][2] if priority == "urgent" else Said(24, 3)
    if kind == "praise":
        return ADDED[1][2]
    if kind == "inquiry" and priority == "normal":
        return ADDED[2][2]
    return Said(None, None)


def lay_down(place: Place) -> None:
    """Give the community of `place` the rules of `ADDED` as well."""
    with place.desk.write(Operation.EDIT_RULES) as work:
        for kind, priority, rule in ADDED:
            work.session.add(
                RequestRule(
                    community_id=work.community_id,
                    kind=kind,
                    priority=priority,
                    completion_minutes=None if rule.hours is None else round(rule.hours * 60),
                    in_working_time=rule.working,
                    follow_up_days=rule.days,
                    follow_up_share=rule.share,
                    follow_up_in_working_days=rule.working_days,
                )
            )


def _is_worked(at: datetime) -> bool:
    wall = at.astimezone(UTC) + EAST
    clock = wall.hour + wall.minute / 60
    return wall.weekday() < 5 and (8.5 <= clock < 12 or 13.5 <= clock < 18)


def moved(at: datetime, halves: int, *, working: bool) -> datetime:
    """Return `at` moved by so many half hours; back in working time it goes on to the close of work."""
    if not working:
        return at + halves * HALF_HOUR
    while halves > 0:
        halves -= _is_worked(at)
        at += HALF_HOUR
    back = halves < 0
    while halves < 0 or (back and not _is_worked(at - HALF_HOUR)):
        at -= HALF_HOUR
        halves += _is_worked(at)
    return at


def between(start: datetime, end: datetime, *, working: bool) -> int:
    """Return the half hours from `start` to `end`, negative where `end` is before it."""
    if end < start:
        return -between(end, start, working=working)
    halves = (end - start) // HALF_HOUR
    return sum(_is_worked(start + each * HALF_HOUR) for each in range(halves)) if working else halves


def due(kind: str, priority: str, occurred_at: datetime) -> datetime | None:
    """Return by when such a request is due."""
    rule = said(kind, priority)
    return None if rule.hours is None else moved(occurred_at, round(rule.hours * 2), working=rule.working)


def follow_up_due(place: Place, kind: str, priority: str, number: str, completed_at: datetime) -> datetime | None:
    """Return by when such a request is followed up."""
    rule = said(kind, priority)
    drawn = int(hashlib.sha256(f"{place.desk.actor.community_id}:{number}".encode()).hexdigest(), 16) % 100
    if kind != "complaint" and (rule.days is None or drawn >= rule.share):
        return None
    days = 3 if rule.days is None else rule.days
    if not rule.working_days:
        return completed_at + days * DAY
    wall = (completed_at.astimezone(UTC) + EAST).replace(hour=18, minute=0)
    while days:
        wall += DAY
        days -= wall.weekday() < 5
    return wall - EAST
