"""By when a request is to be answered and mended, and when its resident is called back: the rules, nothing else.

A rule fits by kind, category and priority, and the most specific that fits holds. Its minutes run from when it was
said, by the clock or in working time; its days from the completion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from desktop.core.working_days import Reckoned
from desktop.requests.model import Priority, RequestKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message
    from desktop.core.working_days import WorkingCalendar

__all__ = [
    "FOLLOW_UP_DAYS",
    "DueTimes",
    "Pace",
    "Rule",
    "chosen_rule",
    "due_times",
    "follow_up_due",
    "is_called_back",
]

FOLLOW_UP_DAYS = 3
"""Days of 24 hours within which a complaint is called back whose rule does not say (PRODUCT.md, follow-up)."""

NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, as `RequestRule` keeps it: "" and None fit any kind, priority and category."""

    id: int = 0
    kind: str = ""
    category_id: int | None = None
    priority: str = ""
    response_minutes: int | None = None
    completion_minutes: int | None = None
    in_working_time: bool = False
    follow_up_days: int | None = None
    follow_up_share: int = 100
    follow_up_in_working_days: bool = False

    def fits(self, kind: str, category_id: int | None, priority: str) -> bool:
        """Tell whether it speaks of such requests."""
        return self.kind in {"", kind} and self.priority in {"", priority} and self.category_id in {None, category_id}

    @property
    def specificity(self) -> tuple[bool, bool, bool, bool]:
        """Return how specific it is: first whether it is for emergencies, then category, priority and kind.

        No rule for a category makes an emergency wait.
        """
        emergency = self.priority == Priority.EMERGENCY
        return emergency, self.category_id is not None, self.priority != "", self.kind != ""


@dataclass(frozen=True, slots=True)
class DueTimes:
    """By when a request is to be answered and completed, in UTC: None for never. `doubt` says what may be wrong."""

    response: datetime | None = None
    completion: datetime | None = None
    doubt: Message | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How a request's time runs: in the working time of `calendar`, with days of `zone`; by the clock without one."""

    calendar: WorkingCalendar | None
    zone: ZoneInfo

    def moved(self, at: datetime, by: timedelta) -> Reckoned[datetime]:
        """Return `at`, in UTC, moved on by so much time, or back where it is negative."""
        if self.calendar is None:
            return Reckoned(at.astimezone(UTC) + by)
        if by < NO_TIME:
            return self.calendar.take_off_working_time(at, -by, self.zone)
        return self.calendar.add_working_time(at, by, self.zone)

    def between(self, start: datetime, end: datetime) -> Reckoned[timedelta]:
        """Return how much time goes by from `start` to `end`."""
        if self.calendar is None:
            return Reckoned(end - start)
        return self.calendar.working_time_between(start, end, self.zone)


def chosen_rule(rules: Iterable[Rule], kind: str, category_id: int | None, priority: str) -> Rule | None:
    """Return the most specific of `rules` that fits, the oldest of equals; None where none does."""
    fitting = (rule for rule in rules if rule.fits(kind, category_id, priority))
    return max(fitting, key=lambda rule: (rule.specificity, -rule.id), default=None)


def due_times(rule: Rule | None, occurred_at: datetime, calendar: WorkingCalendar, zone: ZoneInfo) -> DueTimes:
    """Return by when what was said at `occurred_at` is due; days of working time are those of `zone`."""
    if rule is None:
        return DueTimes()
    pace = Pace(calendar if rule.in_working_time else None, zone)
    response, completion = (
        None if minutes is None else pace.moved(occurred_at, timedelta(minutes=minutes))
        for minutes in (rule.response_minutes, rule.completion_minutes)
    )
    # The later of the two rests on every year the earlier one rests on.
    found = [each for each in (response, completion) if each is not None]
    last = max(found, key=lambda each: each.value, default=None)
    return DueTimes(
        None if response is None else response.value,
        None if completion is None else completion.value,
        None if last is None else last.doubt,
    )


def is_called_back(rule: Rule | None, kind: str, community_id: int, number: str) -> bool:
    """Tell whether the resident of a completed request is called: of a complaint always, else by the rule's share.

    Who is among the share comes from the request's number alone, so that anyone who counts again finds the same:
    SHA-256 of "community id:number" in UTF-8, as a big-endian number modulo 100, lies below the share.
    """
    if kind == RequestKind.COMPLAINT:
        return True
    if rule is None or rule.follow_up_days is None:
        return False
    drawn = int.from_bytes(sha256(f"{community_id}:{number}".encode()).digest())
    return drawn % 100 < rule.follow_up_share


def follow_up_due(
    rule: Rule | None, completed_at: datetime, calendar: WorkingCalendar, zone: ZoneInfo
) -> Reckoned[datetime]:
    """Return by when a resident who is called back is called, in UTC.

    Days are of 24 hours, or working days: then it is due when work ends on the last of them, counted from the day
    after the completion. `FOLLOW_UP_DAYS` where the rule does not say.
    """
    days = FOLLOW_UP_DAYS if rule is None or rule.follow_up_days is None else rule.follow_up_days
    if rule is not None and rule.follow_up_in_working_days and days:
        return calendar.close_of_working_day(completed_at, days, zone)
    return Reckoned(completed_at.astimezone(UTC) + timedelta(days=days))
