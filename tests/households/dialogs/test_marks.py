"""How the ends and beginnings of standing instructions are read as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.households.dialogs.marks import moment_reader
from desktop.households.rows import last_day
from desktop.ui.language import translate
from tests.households.conftest import SHANGHAI

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "begins", "ends"),
    [
        ("2026-12-31", "2026-12-31 00:00", "2027-01-01 00:00"),
        ("12月31日", "2026-12-31 00:00", "2027-01-01 00:00"),
        ("12-31 18:00", "2026-12-31 18:00", "2026-12-31 18:00"),
        ("今天", "2026-11-22 00:00", "2026-11-23 00:00"),
        ("today 18:00", "2026-11-22 18:00", "2026-11-22 18:00"),
        ("18：30", "2026-11-22 18:30", "2026-11-22 18:30"),
        ("明天", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("Tomorrow 9:00", "2026-11-23 09:00", "2026-11-23 09:00"),
        ("3-1", "2026-03-01 00:00", "2027-03-02 00:00"),
    ],
)
def test_that_moments_are_read_as_people_write_them(typed: str, begins: str, ends: str) -> None:
    found = [moment_reader(NOW, SHANGHAI, end=end)(typed)[0].astimezone(SHANGHAI) for end in (False, True)]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [begins, ends]


def test_that_what_is_understood_is_said() -> None:
    spoken = language("en")
    said = [translate(moment_reader(NOW, SHANGHAI, end=end)("12-31")[1], spoken) for end in (False, True)]
    assert said == ["31 Dec 2026", "31 Dec 2026 included"]
    assert translate(moment_reader(NOW, SHANGHAI)("12-31 18:00")[1], spoken) == "2026-12-31 18:00"


@pytest.mark.parametrize("typed", ["soon", "3/1/2026", "25:61", "", "2026-13-01"])
def test_that_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        moment_reader(NOW, SHANGHAI, end=True)(typed)


@given(
    day=st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]),
)
def test_that_an_end_is_shown_as_it_was_written(day: date, zone: str) -> None:
    where = ZoneInfo(zone)
    until, _words = moment_reader(NOW, where, end=True)(day.isoformat())
    assert last_day(until, where) == day.isoformat()
    assert until.astimezone(where).date() == day + timedelta(days=1)
    assert until.astimezone(UTC) > datetime(day.year, day.month, day.day, tzinfo=where)
