"""What the month's pages read in the background, beside the same statements through the bare driver."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.month_end.service import MonthEndService
from desktop.months.presenter.reading import read_figures, read_lists
from tests.benchmarks.communities import UNTIL
from tests.benchmarks.replay import asked_by, replayed

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.storage.desk import Desk
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

LAST = UNTIL.plus(-1)
CHINESE = language("zh_CN")

READ: dict[str, tuple[Callable[[Desk], object], float]] = {
    "the walk through a month": (lambda desk: MonthEndService(desk).combed(LAST), 2.0),
    "a comment drafted": (lambda desk: MonthEndService(desk).draft_comment(LAST, 0, CHINESE), 2.5),
    "the month page, first": (lambda desk: read_figures(desk, LAST, None), 2.0),
    "the month page, the rest": (lambda desk: read_lists(desk, LAST, None), 2.5),
}


@pytest.mark.parametrize("name", list(READ))
def test_that_a_reading_costs_little_more_than_its_bare_queries(years_old: Made, compare: Compare, name: str) -> None:
    read, at_most = READ[name]
    desk = replace(years_old.desk, actor=replace(years_old.desk.actor, role=Role.MANAGER))
    asked = asked_by(desk, lambda: read(desk))
    assert asked
    bare = years_old.bare()
    compare(f"{name} | its bare queries", lambda: read(desk), replayed(bare, asked), at_most, rounds=7)
    bare.close()
