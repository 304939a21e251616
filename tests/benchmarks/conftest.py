"""What the benchmarks share: one table of ratios, and two made-up communities.

Ours and what it is compared with are timed in turn, in the same run, each by its best. Limits hold with `--full` only;
without it every benchmark runs once, small, to see that it still runs.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from desktop.ui.kit import start_kit
from tests.benchmarks.communities import HOUSEHOLDS, Made, made
from tests.benchmarks.tables import RatioTable, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

ROUNDS = 7
_TABLE = pytest.StashKey[RatioTable]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TABLE] = RatioTable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table at the end of a full run."""
    table = config.stash[_TABLE]
    if config.getoption("--full") and table.rows:
        terminalreporter.section("benchmarks")
        for line in table.lines():
            terminalreporter.write_line(line)


class Compare:
    """Times two callables in turn and notes the ratio of their best times."""

    def __init__(self, table: RatioTable, *, full: bool) -> None:
        self._table = table
        self.full = full
        self.rows: list[Row] = []

    def __call__(
        self,
        name: str,
        ours: Callable[[], object],
        reference: Callable[[], object],
        at_most: float,
        absolute: float = 0,
        *,
        rounds: int = ROUNDS,
    ) -> Row:
        """Time both; ours may take `at_most` times the reference plus `absolute` seconds."""
        best = [float("inf"), float("inf")]
        for _ in range(rounds if self.full else 1):
            for place, one in enumerate((ours, reference)):
                begun = perf_counter()
                one()
                best[place] = min(best[place], perf_counter() - begun)
        return self.judge(name, best[0] * 1000, best[1] * 1000, at_most, absolute * 1000)

    def judge(
        self,
        name: str,
        ours: float,
        reference: float,
        at_most: float | None,
        absolute: float = 0,
        *,
        unit: str = "ms",
    ) -> Row:
        """Note two measured values in `unit`; a full run fails at the end of a test whose limit was missed."""
        row = Row(name, ours, reference, at_most, absolute, unit)
        self._table.rows.append(row)
        self.rows.append(row)
        return row


@pytest.fixture
def compare(request: pytest.FixtureRequest, *, full: bool) -> Iterator[Compare]:
    """Yield what times ours beside a reference: `compare(name, ours, reference, at_most)`."""
    noted = Compare(request.config.stash[_TABLE], full=full)
    yield noted
    missed = [str(row) for row in noted.rows if not row.holds]
    if full and missed:
        pytest.fail("\n".join(missed), pytrace=False)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Tell whether sizes and limits are those of the table."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def month_old(tmp_path_factory: pytest.TempPathFactory, *, full: bool) -> Iterator[Made]:
    """Yield a community of 30,000 residents and 30,000 requests (small: of forty households)."""
    community = made(tmp_path_factory.mktemp("young"), households=HOUSEHOLDS if full else 40, months=6 if full else 2)
    yield community
    community.session.close()


@pytest.fixture(scope="session")
def years_old(month_old: Made, tmp_path_factory: pytest.TempPathFactory, *, full: bool) -> Iterator[Made]:
    """Yield the same community with ten times the requests (small: the very same)."""
    if not full:
        yield month_old
        return
    community = made(tmp_path_factory.mktemp("old"), households=HOUSEHOLDS, months=60)
    yield community
    community.session.close()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """Return the application in our look."""
    start_kit(qapp, all_fonts=True)
    return qapp
