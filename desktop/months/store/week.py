"""What a week comes to: the month's own pass, made over the week's window, added up by department and category."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.months import Month
from desktop.months.rows import WeekCounts, WeekGroup, Window
from desktop.months.store.bits import BITS, in_parts
from desktop.months.store.definitions import MICROSECOND
from desktop.requests.model import Priority, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.weeks import Week
    from desktop.months.store.counting import Pass

__all__ = ["added_up", "grouped", "open_ids", "priorities", "week_window"]

_SHOWN = ("received", "completed", "open", "overdue")
_COUNTED = ("received", "completed", "overdue", "complaints", "follow_ups_due", "follow_ups_reached")


def week_window(week: Week, zone: ZoneInfo, now: datetime) -> Window:
    """Return a week as seen at `now`, to be counted as a month is; its `month` is the one it ends in."""
    end = week.end(zone)
    cut_off = min(end, now)
    month = Month(week.sunday.year, week.sunday.month)
    return Window(month, week.start(zone), end, cut_off, min(end, cut_off + MICROSECOND))


def is_open(bits: int) -> bool:
    """Tell whether an entry stood open at the cut-off: brought along or received, and not completed by then."""
    brought = bits & BITS["carried_over"] and not bits & BITS["completed"]
    return bool(brought or (bits & BITS["received"] and not bits & BITS["received_completed"]))


def open_ids(made: Pass) -> list[int]:
    """Return the ids of the requests that stood open at the cut-off."""
    return [id_ for id_, bits in zip(made.ids, made.bits, strict=True) if is_open(bits)]


def added_up(entries: Iterable[int]) -> WeekCounts:
    """Return what entries of a pass, given by their bits, come to."""
    numbers = dict.fromkeys((*_COUNTED, "open"), 0)
    for bits in entries:
        for name in _COUNTED:
            numbers[name] += bool(bits & BITS[name])
        numbers["open"] += is_open(bits)
    return WeekCounts(**numbers)


def grouped(made: Pass, kind: str, named: Mapping[int | str, tuple[str, str]]) -> Sequence[WeekGroup]:
    """Return the counts of each department, or category, that had or left any work, in the order reports have."""
    parts: dict[int | str, list[int]] = defaultdict(list)
    for key, bits in zip(made.places[kind], made.bits, strict=True):
        parts[key or 0].append(bits)
    order = [*(key for key in named if key in parts), *sorted(parts.keys() - named.keys(), key=str)]
    found = [WeekGroup(named.get(key, ("", ""))[1], added_up(parts[key])) for key in order]
    return [group for group in found if any(group.counts[: len(_SHOWN)])]


def priorities(session: Session, ids: Sequence[int]) -> Mapping[int, Priority]:
    """Return which of the requests with `ids` are urgent, or emergencies."""
    found: dict[int, Priority] = {}
    for part in in_parts(ids):
        wanted = select(Request.id, Request.priority).where(Request.id.in_(part), Request.priority != Priority.NORMAL)
        found.update((id_, Priority(priority)) for id_, priority in session.execute(wanted))
    return found
