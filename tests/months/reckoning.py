"""The figures of a month once more, in plain Python, from what happened rather than from what is stored.

Written from PRODUCT.md alone. Months are told by the calendar on the wall of the community, not by their first and
last moments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month

__all__ = ["Life", "Living", "Reckoning"]

HOUR = timedelta(hours=1)
GOOD = {"very_satisfied", "satisfied"}


@dataclass
class Life:
    """What happened to one request. `due_at` is effective, as extensions and ended holds have moved it."""

    id: int
    kind: str
    occurred_at: datetime
    room: str = ""
    category: int | None = None
    department: int | None = None
    building: int | None = None
    zone: int | None = None
    worker: int | None = None
    liability: str = "property"
    source: str = "resident"
    in_home: bool = True
    cancelled: bool = False
    duplicate: bool = False
    completed_at: datetime | None = None
    due_at: datetime | None = None
    held: timedelta = timedelta()
    on_hold_since: datetime | None = None
    reopened: int = 0
    follow_up_due_at: datetime | None = None
    reached_at: datetime | None = None
    cannot_call: bool = False
    at_once: bool = False
    responded_at: datetime | None = None
    answers: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return "in_home" if self.in_home else "public_area"


@dataclass(frozen=True)
class Living:
    """A room with someone living in it, from a day (none: always) until before a day (none: still)."""

    since: date | None
    until: date | None

    def on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Reckoning:
    """A month to be reckoned at `now`; or, with `first`, all from that month to this one as if they were one."""

    month: Month
    zone: ZoneInfo
    now: datetime
    first: Month | None = None

    @property
    def begins(self) -> Month:
        return self.first or self.month

    @property
    def cut_off(self) -> datetime:
        after = self.month.plus(1).first_day
        return min(self.now, datetime(after.year, after.month, 1, tzinfo=self.zone))

    def _within(self, at: datetime | None) -> bool:
        if at is None:
            return False
        wall = at.astimezone(self.zone)
        begin, end = ((each.year, each.number) for each in (self.begins, self.month))
        return begin <= (wall.year, wall.month) <= end and at <= self.cut_off

    def _earlier(self, at: datetime) -> bool:
        wall = at.astimezone(self.zone)
        return (wall.year, wall.month) < (self.begins.year, self.begins.number)

    def _by_cut_off(self, at: datetime | None) -> bool:
        return at is not None and (self._earlier(at) or self._within(at))

    def lists(self, lives: Iterable[Life]) -> dict[str, set[int]]:
        """Return the ids behind each figure (for a rate: of the whole, and of the part)."""
        every = list(lives)
        counted = [life for life in every if not life.cancelled and not life.duplicate]
        repairs = [life for life in counted if life.kind == "repair"]

        def ids(chosen: Iterable[Life]) -> set[int]:
            return {life.id for life in chosen}

        received = [life for life in counted if self._within(life.occurred_at)]
        completed = [life for life in counted if self._within(life.completed_at)]
        timely = [life for life in completed if life.due_at is not None]
        mended = [life for life in completed if life.kind == "repair"]
        called = [life for life in counted if self._within(life.follow_up_due_at) and not life.cannot_call]
        return {
            "received": ids(received),
            "received_completed": ids(life for life in received if self._by_cut_off(life.completed_at)),
            "complaints": ids(life for life in received if life.kind == "complaint"),
            "carried_over": ids(
                life
                for life in counted
                if self._earlier(life.occurred_at)
                and not (life.completed_at is not None and self._earlier(life.completed_at))
            ),
            "completed": ids(completed),
            "completed_with_due": ids(timely),
            "completed_on_time": ids(
                life for life in timely if life.completed_at and life.due_at and life.completed_at <= life.due_at
            ),
            "repairs_completed": ids(mended),
            "reworked": ids(life for life in mended if life.reopened or self._came_again(life, repairs)),
            "overdue": ids(life for life in counted if self._is_overdue(life)),
            "follow_ups_due": ids(called),
            "follow_ups_reached": ids(life for life in called if _reached(life)),
            "no_repairs": ids(life for life in received if life.kind != "repair"),
            "answered_at_once": ids(life for life in received if life.kind != "repair" and life.at_once),
            "responded": ids(life for life in received if self._by_cut_off(life.responded_at)),
        }

    def _came_again(self, life: Life, repairs: Sequence[Life]) -> bool:
        done = life.completed_at
        assert done is not None
        return (
            life.in_home
            and life.room != ""
            and life.category is not None
            and any(
                (other.room, other.category) == (life.room, life.category)
                and done < other.occurred_at <= done + 30 * 24 * HOUR
                and self._by_cut_off(other.occurred_at)
                for other in repairs
            )
        )

    def _is_overdue(self, life: Life) -> bool:
        if life.due_at is None or not self._by_cut_off(life.occurred_at) or self._by_cut_off(life.completed_at):
            return False
        due_at = life.due_at
        if life.on_hold_since is not None and life.on_hold_since < self.cut_off:
            due_at += self.cut_off - life.on_hold_since
        return due_at < self.cut_off

    def figures(self, lives: Sequence[Life], living: Sequence[Living], everyone: Sequence[Life]) -> dict[str, object]:
        """Return every figure by name for `lives`, which are some of `everyone`."""
        own = {life.id for life in lives}
        found = {name: ids & own for name, ids in self.lists(everyone).items()}
        by_id = {life.id: life for life in lives}
        hours = sorted(
            ((done.completed_at or done.occurred_at) - done.occurred_at - done.held) / HOUR
            for done in (by_id[id_] for id_ in found["completed"])
        )
        waits = [((by_id[id_].responded_at or self.now) - by_id[id_].occurred_at) / HOUR for id_ in found["responded"]]
        grades = [
            grade for life in lives if not life.cancelled for made_at, grade in life.answers if self._within(made_at)
        ]
        last = min(self.month.last_day, self.cut_off.astimezone(self.zone).date())
        households = sum(room.on(day) for room in living for day in (self.begins.first_day, last)) / 2

        def share(part: float, whole: float) -> float | None:
            return part / whole if whole else None

        return {
            "received": len(found["received"]),
            "carried_over": len(found["carried_over"]),
            "completed": len(found["completed"]),
            "completion_rate": share(len(found["received_completed"]), len(found["received"])),
            "on_time_rate": share(len(found["completed_on_time"]), len(found["completed_with_due"])),
            "overdue": len(found["overdue"]),
            "turnaround_median_hours": median(hours) if hours else None,
            "turnaround_p90_hours": _ninetieth(hours),
            "rework_rate": share(len(found["reworked"]), len(found["repairs_completed"])),
            "follow_up_rate": share(len(found["follow_ups_reached"]), len(found["follow_ups_due"])),
            "satisfaction": share(sum(grade in GOOD for grade in grades), len(grades)),
            "complaint_rate": share(len(found["complaints"]), households),
            "first_contact_rate": share(len(found["answered_at_once"]), len(found["no_repairs"])),
            "response_median_hours": median(waits) if waits else None,
        }


def _reached(life: Life) -> bool:
    return (
        life.reached_at is not None and life.follow_up_due_at is not None and life.reached_at <= life.follow_up_due_at
    )


def _ninetieth(hours: Sequence[float]) -> float | None:
    if len(hours) < 2:
        return hours[0] if hours else None
    return quantiles(hours, n=10, method="inclusive")[8]
