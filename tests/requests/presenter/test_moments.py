from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.requests.presenter import (
    Moments,
)
from desktop.requests.table import Seen
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


# --- times ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", at(11, 22, 14, 30)),
        ("１４：３０", at(11, 22, 14, 30)),
        ("昨天 15:30", at(11, 21, 15, 30)),
        ("昨天15:30", at(11, 21, 15, 30)),
        ("昨晚8点", at(11, 21, 20)),
        ("前天 9点半", at(11, 20, 9, 30)),
        ("今天上午9点", at(11, 22, 9)),
        ("下午2点一刻", at(11, 22, 14, 15)),
        ("11-20 9:00", at(11, 20, 9)),
        ("11月20日 9:00", at(11, 20, 9)),
        ("11.20 09:00", at(11, 20, 9)),
        ("2026-03-01 14:05", at(3, 1, 14, 5)),
        ("12-31 23:00", at(12, 31, 23, year=2025)),
        ("yesterday 15:30", at(11, 21, 15, 30)),
        ("Today 9:05", at(11, 22, 9, 5)),
        ("20分钟前", at(11, 22, 13, 45)),
        ("2 小时前", at(11, 22, 12, 5)),
        ("3 hours ago", at(11, 22, 11, 5)),
    ],
)
def test_that_a_past_time_is_understood_as_it_is_typed(text: str, expected: datetime) -> None:
    assert MOMENTS.read(text, past=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明天 9点", at(11, 23, 9)),
        ("后天下午3点", at(11, 24, 15)),
        ("tomorrow 9:00", at(11, 23, 9)),
        ("12-31 23:00", at(12, 31, 23)),
        ("1-3 10:00", at(1, 3, 10, year=2027)),
        ("今晚7点", at(11, 22, 19)),
    ],
)
def test_that_a_coming_time_is_understood_as_it_is_typed(text: str, expected: datetime) -> None:
    assert MOMENTS.read(text, past=False) == expected


@pytest.mark.parametrize("text", ["", "  ", "now", "现在", "刚才"])
def test_that_nothing_typed_and_now_mean_now(text: str) -> None:
    assert MOMENTS.read(text, past=True) is None


@pytest.mark.parametrize(
    "text", ["abc", "25:00", "昨天 9:99", "13-45 9:00", "3/1/2026", "9", "昨天 昨天", "x" * 10_000]
)
def test_that_what_is_no_time_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UserError, match="is not a time"):
        MOMENTS.read(text, past=True)


@pytest.mark.parametrize("text", ["昨天", "11-20", "2026-11-20", "tomorrow"])
def test_that_a_day_alone_is_asked_for_its_time(text: str) -> None:
    with pytest.raises(UserError, match="Add the time of day"):
        MOMENTS.read(text, past=True)


@given(st.dates(at(1, 1, 0, year=2020).date(), at(12, 31, 0, year=2030).date()), st.times())
def test_that_a_full_date_and_time_are_read_exactly(day: Any, clock_time: time) -> None:
    expected = datetime.combine(day, clock_time.replace(second=0, microsecond=0), SHANGHAI)
    assert MOMENTS.read(f"{expected:%Y-%m-%d %H:%M}", past=True) == expected


def test_that_a_field_says_how_it_understood_the_time() -> None:
    moment, words = MOMENTS.field(past=True)("昨天 15:30")
    assert moment == at(11, 21, 15, 30)
    assert words(ENGLISH) == "yesterday 15:30"
    assert MOMENTS.field(past=True)("now")[1](ENGLISH) == "today 14:05"
