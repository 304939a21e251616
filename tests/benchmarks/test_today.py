"""All that Today shows of the day, beside the same statements through the bare driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.app.today.parts import read_besides, read_day, read_gate_day, read_goals, read_last_shift
from tests.benchmarks.replay import asked_by, replayed

if TYPE_CHECKING:
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

TIMES = 2.0


def test_that_today_costs_at_most_twice_its_bare_queries(month_old: Made, compare: Compare) -> None:
    desk = month_old.desk

    def today() -> None:
        for part in (read_day, read_besides, read_gate_day, read_goals, read_last_shift):
            part(desk)

    asked = asked_by(desk, today)
    bare = month_old.bare()
    row = compare("Today complete, beside its bare queries", today, replayed(bare, asked), TIMES, rounds=20)
    bare.close()
    assert row.ours > 0
    # a statement for each kind of thing that is told, at least
    assert len(asked) >= 8
