"""Numbers of imported requests: theirs are kept and reserved, ours fill up behind them without gaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from desktop.core.months import Month
from desktop.requests.ledger.words import OURS
from desktop.requests.model import SERIES
from desktop.storage.numbers import next_number, reserve_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.requests.ledger.reading import LedgerRow
    from desktop.storage.work import UnitOfWork

__all__ = ["numbers_of"]


def numbers_of(work: UnitOfWork, rows: Sequence[LedgerRow], zone: ZoneInfo) -> list[str]:
    """Return a number for each of the new `rows`: the ledger's own, else the next of kind and month of its time."""
    _reserve(work, rows)
    wanted = Counter(_series(row, zone) for row in rows if not row.request_number)
    free: dict[tuple[str, str], int] = {}
    for (series, period), amount in wanted.items():
        first = next_number(work.session, work.community_id, series, period)
        reserve_number(work.session, work.community_id, series, period, first + amount - 1)
        free[series, period] = first
    numbers = []
    for row in rows:
        number = row.request_number
        if not number:
            series, period = key = _series(row, zone)
            number = f"{series}-{period}-{free[key]:04d}"
            free[key] += 1
        numbers.append(number)
    return numbers


def _series(row: LedgerRow, zone: ZoneInfo) -> tuple[str, str]:
    month = Month.containing(row.occurred_at, zone)
    return SERIES[row.kind], f"{month.year % 100:02d}{month.number:02d}"


def _reserve(work: UnitOfWork, rows: Sequence[LedgerRow]) -> None:
    highest: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        ours = OURS.fullmatch(row.request_number)
        if ours:
            key = ours[1], ours[2]
            highest[key] = max(highest[key], int(ours[3]))
    for (series, period), number in highest.items():
        reserve_number(work.session, work.community_id, series, period, number)
