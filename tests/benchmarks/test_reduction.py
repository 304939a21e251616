"""The nightly reduction: how long the gate could have to wait for one of its slices."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from desktop.core.permissions import Operation
from desktop.visits.store import reducing
from desktop.visits.store.counting import Counting
from tests.benchmarks.communities import NOON
from tests.benchmarks.gate_years import filled
from tests.benchmarks.test_save import copied

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

VISITS = 270_000
VISITORS = 15_000
MOST_MS = 250
"""What nobody at the gate notices."""


def test_that_no_slice_of_the_reduction_keeps_the_gate_waiting(
    month_old: Made, tmp_path: Path, compare: Compare, *, full: bool
) -> None:
    gate = filled(month_old, copied(month_old, tmp_path), *((VISITS, VISITORS) if full else (120, 20)))
    before = (NOON - timedelta(days=25)).astimezone(gate.desk.zone).date()
    slices = []
    while True:
        begun = perf_counter()
        with gate.desk.write(Operation.REDUCE_VISITS) as work:
            done = reducing.reduce_slice(work.session, Counting.of(work.session, 1, gate.desk.zone), before)
        slices.append((perf_counter() - begun) * 1000)
        if not done:
            break
    gate.database.close()
    row = compare.judge("gate: longest slice of the nightly reduction", max(slices), MOST_MS, 1)
    assert row.ours > 0
    assert len(slices) > 1
