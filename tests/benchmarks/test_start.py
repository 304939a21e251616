"""From process start to the painted window with its list, beside a bare window with and without an ORM."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.benchmarks.starting import Started, best_starts

if TYPE_CHECKING:
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

LIST_MS = 100
ROUNDS = 10


class Starts(NamedTuple):
    """The best start of each kind of window."""

    bare: Started
    mapped: Started
    door: Started
    gate: Started
    month: Started
    years: Started


@pytest.fixture(scope="module")
def starts(month_old: Made, years_old: Made, *, full: bool) -> Starts:
    """Start every kind of window in turn."""
    month, years = month_old.folder, years_old.folder
    kinds = (("bare", month), ("mapped", month), ("door", month), ("gate", month), ("ours", month), ("ours", years))
    return Starts(*best_starts(kinds, ROUNDS if full else 1))


def test_that_the_window_is_painted_soon(starts: Starts, compare: Compare) -> None:
    for age, ours in (("30,000 requests", starts.month), ("300,000 requests", starts.years)):
        compare.judge(f"start, {age}: beside a bare window with an ORM", ours.painted, starts.mapped.painted, 1.3)
        compare.judge(f"start, {age}: beside a bare window", ours.painted, starts.bare.painted, 3)
        compare.judge(f"start, {age}: the list after that, beside 100 ms", ours.after_paint, LIST_MS, 1)
    compare.judge("start: the guard's window beside the desk's", starts.gate.painted, starts.month.painted, 1.1)
    compare.judge("start: sign-in beside a bare window", starts.door.painted, starts.bare.painted, 3)
    assert starts.years.filled > starts.years.painted > 0
