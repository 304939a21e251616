"""Looking for people entered twice: all 30,000 compared in one pass, beside the time a clerk waits at most.

The bare statement it is measured against is what any answer must at least do: read every name, phone and stay.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from desktop.register.service import RegisterService

if TYPE_CHECKING:
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

LONGEST_SECONDS = 10
REPORTS_A_SECOND = 2
TIMES = 8
TABLES = ("resident", "phone", "occupancy")


def test_that_thirty_thousand_people_are_compared_while_a_clerk_waits(month_old: Made, compare: Compare) -> None:
    service = RegisterService(month_old.desk)
    told: list[tuple[int, int]] = []
    begun = perf_counter()
    pairs = service.duplicates(lambda done, total: told.append((done, total)))
    taken = perf_counter() - begun
    assert pairs or not compare.full
    assert told
    assert all(done <= total for done, total in told)
    if compare.full:
        assert len(told) >= REPORTS_A_SECOND * taken
    compare.judge("duplicates: everyone compared, beside 10 s", taken * 1000, LONGEST_SECONDS * 1000, 1)


def test_that_comparing_everyone_costs_little_more_than_reading_everyone(month_old: Made, compare: Compare) -> None:
    service = RegisterService(month_old.desk)
    bare = month_old.bare()

    def read() -> int:
        return sum(len(bare.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES)  # noqa: S608 - named above

    row = compare("duplicates: beside reading the bare tables", service.duplicates, read, TIMES)
    bare.close()
    assert row.ours > 0
