from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.weeks import Week

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(st.dates(min_value=date(1900, 1, 8), max_value=date(2199, 12, 1)))
def test_that_a_week_holds_seven_days_and_follows_the_one_before(day: date) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert (week.monday.isoweekday(), week.sunday.isoweekday()) == (1, 7)
    assert week.plus(-1).plus(1) == week == Week.parse(str(week))
    assert week.end(SHANGHAI) == week.plus(1).start(SHANGHAI)


def test_that_a_week_begins_at_midnight_of_the_community() -> None:
    assert Week(2026, 47).start(SHANGHAI) == datetime(2026, 11, 15, 16, tzinfo=UTC)
    assert Week.containing(datetime(2026, 11, 15, 17, tzinfo=UTC), SHANGHAI) == Week(2026, 47)
    assert Week.of(date(2027, 1, 1)) == Week(2026, 53)


@pytest.mark.parametrize("text", ["2026-47", "2025-W53", "2026-W00", "week 47", ""])
def test_that_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        Week.parse(text)
