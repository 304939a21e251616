"""What follows from duties, shifts and rounds by itself: what is due, made and missed, and what a walker leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from desktop.visits.rows import ShiftOnDay

__all__ = ["Duty", "RoundKey", "Tally", "first_day", "shift_of", "skipped", "tallies"]


@dataclass(frozen=True, slots=True)
class Duty:
    """`times` rounds of a route in every such shift on `weekdays` (1 Monday to 7), from `since` until before `until`.

    The days are those on which the shift begins.
    """

    route_id: int
    shift_id: int
    times: int
    weekdays: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the shift that begins on `day` has this duty."""
        begun = self.since <= day and (self.until is None or day < self.until)
        return begun and str(day.isoweekday()) in self.weekdays


class RoundKey(NamedTuple):
    """What rounds are counted by: a route in one shift of one day."""

    route_id: int
    shift_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Tally:
    """Rounds of one route in one shift. `missed`: due and not made once the shift is over; `open`: still to be made."""

    key: RoundKey
    shift: ShiftOnDay
    due: int
    made: int
    missed: int
    open: int


def tallies(
    duties: Iterable[Duty], shifts: Iterable[ShiftOnDay], made: Mapping[RoundKey, int], now: datetime
) -> tuple[Tally, ...]:
    """Return what was due or made in each of `shifts`, by its beginning, routes in the order of `duties`.

    A shift is over at the moment it ends. More rounds than were due make up for no other shift.
    """
    held = list(duties)
    found = []
    for on_day in sorted(shifts, key=lambda each: (each.since, each.shift.id)):
        walked = [key.route_id for key in made if key[1:] == (on_day.shift.id, on_day.day)]
        for route_id in dict.fromkeys([*(duty.route_id for duty in held), *walked]):
            key = RoundKey(route_id, on_day.shift.id, on_day.day)
            due = sum(
                duty.times for duty in held if (duty.route_id, duty.shift_id) == key[:2] and duty.holds_on(on_day.day)
            )
            done = made.get(key, 0)
            if due or done:
                left = max(0, due - done)
                over = on_day.until <= now
                found.append(Tally(key, on_day, due, done, left if over else 0, 0 if over else left))
    return tuple(found)


def shift_of(moment: datetime, shifts: Iterable[ShiftOnDay], with_duty: Collection[RoundKey]) -> ShiftOnDay | None:
    """Return the shift a round begun at `moment` belongs to, None where no shift runs.

    Where shifts overlap it is one with a round due (`with_duty` by any route of interest), then the one begun last.
    """
    running = [each for each in shifts if each.since <= moment < each.until]
    wanted = {key[1:] for key in with_duty}
    return max(
        running,
        key=lambda each: ((each.shift.id, each.day) in wanted, each.since, each.shift.id),
        default=None,
    )


def skipped(order: Sequence[int], done: Collection[int], point_id: int) -> tuple[int, ...]:
    """Return the points that come before `point_id` in `order` and are not `done`, in that order."""
    before = order[: order.index(point_id)] if point_id in order else ()
    return tuple(each for each in before if each not in done)


def first_day(today: date, since: datetime | None, until: datetime | None, now: datetime, *, replaces: bool) -> date:
    """Return the first day on which a duty laid down at `now` holds, so that what was due stays due.

    `since` and `until` are today's shift, none where it does not fall on today. It is today as long as that shift has
    not begun; or has not ended, where the duty `replaces` none. Else it is tomorrow.
    """
    over = since is not None and until is not None and (since <= now if replaces else until <= now)
    return today + timedelta(days=1) if over else today
