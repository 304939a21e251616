"""The memory of the idle window, beside that of a bare one."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.starting import best_starts

if TYPE_CHECKING:
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

STARTS = 3
MIB = 1024


def test_that_the_idle_window_needs_little_more_memory_than_a_bare_one(
    month_old: Made, compare: Compare, *, full: bool
) -> None:
    kinds = (("ours", month_old.folder), ("bare", month_old.folder))
    runs = [best_starts(kinds, 1) for _ in range(STARTS if full else 1)]
    ours, bare = (median(run[place].memory for run in runs) / MIB for place in range(2))
    row = compare.judge("memory of the idle window", ours, bare, 2.5, unit="MiB")
    assert row.ours > row.reference > 0
