from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.calendar.rows import ItemKind
from desktop.calendar.service import CalendarService
from desktop.core.errors import RefusedError
from desktop.core.permissions import Role
from tests.calendar.going_on import at, event, gifts, outage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.care.villages import Village

FIRST = date(2026, 11, 2)
LAST = date(2026, 12, 6)


def days_of(village: Village, *, first: date = FIRST, last: date = LAST) -> dict[date, list[str]]:
    """Return what lies on each day that has anything."""
    span = CalendarService(village.desk).span(first, last)
    return {day.day: [item.title for item in day.items] for day in span.days if day.items}


def november(*days: int) -> Sequence[date]:
    return [date(2026, 11, day) for day in days]


def test_that_everything_lies_on_its_days_in_order(village: Village) -> None:
    desk = village.desk
    day = date(2026, 11, 24)
    event(desk, "磨刀", at(desk, day, 9), at(desk, day, 11))
    outage(desk, at(desk, day, 8), at(desk, day, 12), "3栋", "5栋", state="announced")
    gifts(desk, "冬至汤圆", day)
    event(desk, "健步走", at(desk, date(2026, 11, 23), 23), at(desk, day))
    assert days_of(village) == {date(2026, 11, 23): ["健步走"], day: ["冬至汤圆", "3栋、5栋", "磨刀"]}


def test_that_an_outage_lies_on_every_day_it_lasts(village: Village) -> None:
    desk = village.desk
    tenth, eleventh, before = date(2026, 11, 10), date(2026, 11, 11), date(2026, 10, 20)
    over = {"state": "restored"}
    outage(desk, at(desk, tenth, 22), at(desk, eleventh, 6), "过夜", ended_at=at(desk, eleventh, 7), **over)
    outage(desk, at(desk, before), at(desk, before, 9), "拖到", ended_at=at(desk, FIRST, 5), **over)
    outage(desk, at(desk, before), at(desk, before, 9), "早完", ended_at=at(desk, FIRST), **over)
    outage(desk, at(desk, date(2026, 11, 27)), at(desk, date(2026, 11, 30)), "取消", state="cancelled")
    assert days_of(village) == {
        FIRST: ["拖到"],
        date(2026, 11, 10): ["过夜"],
        date(2026, 11, 11): ["过夜"],
        date(2026, 11, 27): ["取消"],
    }


def test_that_an_outage_nobody_ended_lies_on_each_day_up_to_today(village: Village) -> None:
    desk = village.desk
    outage(desk, at(desk, date(2026, 11, 20), 9), None, "抢修", state="announced", planned=False)
    outage(desk, at(desk, date(2026, 11, 21), 9), at(desk, date(2026, 11, 21), 17), "超时", state="announced")
    today = CalendarService(desk).span(FIRST, LAST).today
    shown = days_of(village)
    assert [day for day, items in shown.items() if "抢修" in items] == [
        day for day in november(20, 21, 22, 23, 24, 25) if day <= today
    ]
    assert "超时" in shown[today]
    assert max(shown) == today


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_an_event_lies_on_the_days_it_touches(on_file: Village, data: st.DataObject) -> None:
    desk = on_file.desk
    minutes = data.draw(st.integers(-3 * 1440, 50 * 1440))
    lasts = data.draw(st.integers(1, 4 * 1440))
    starts_at = at(desk, FIRST) + timedelta(minutes=minutes)
    title = f"{minutes} {lasts}"
    event(desk, title, starts_at, starts_at + timedelta(minutes=lasts), kind_name=title)
    touched = [
        day
        for number in range((LAST - FIRST).days + 1)
        if starts_at < at(desk, (day := FIRST + timedelta(days=number)) + timedelta(days=1))
        and starts_at + timedelta(minutes=lasts) > at(desk, day)
    ]
    assert [day for day, items in days_of(on_file).items() if title in items] == touched


def test_that_own_kinds_are_called_by_their_names(village: Village) -> None:
    desk = village.desk
    day = date(2026, 11, 24)
    outage(desk, at(desk, day, 9), at(desk, day, 10), "8栋", own="外墙清洗", kind="other")
    items = CalendarService(desk).span(day, day).days[0].items
    assert [(item.kind, item.label, item.title) for item in items] == [(ItemKind.OUTAGE, None, "外墙清洗 8栋")]


def test_that_holidays_and_make_up_days_are_told_apart_from_unknown_years(village: Village) -> None:
    service = CalendarService(village.desk)
    days = {day.day: day for day in service.span(date(2026, 9, 28), date(2026, 10, 11)).days}
    assert days[date(2026, 10, 1)].holiday == "国庆节"
    assert days[date(2026, 10, 10)].working is True
    assert days[date(2026, 10, 11)].working is False
    assert service.span(date(2040, 1, 2), date(2040, 1, 2)).days[0].working is None


def test_that_the_next_festivals_say_what_is_planned(village: Village) -> None:
    desk = village.desk
    solstice = date(2026, 12, 22)
    event(desk, "包汤圆", at(desk, date(2026, 12, 20), 9), at(desk, date(2026, 12, 20), 11), kind="festival")
    christmas = date(2026, 12, 25)
    off = {"kind": "festival", "state": "cancelled"}
    event(desk, "取消了", at(desk, christmas, 9), at(desk, christmas, 11), **off)
    first, second = CalendarService(desk).next_festivals(2)
    today = CalendarService(desk).span(FIRST, FIRST).today
    assert (first.day, first.days_left) == (solstice, (solstice - today).days)
    assert [item.title for item in first.planned] == ["包汤圆"]
    assert (second.day, tuple(second.planned)) == (christmas, ())


def test_that_only_days_that_fit_on_a_page_are_shown(village: Village) -> None:
    service = CalendarService(village.desk)
    with pytest.raises(ValueError, match="42"):
        service.span(FIRST, FIRST + timedelta(days=42))
    with pytest.raises(ValueError, match="42"):
        service.span(FIRST, FIRST - timedelta(days=1))


def test_that_an_account_sees_what_it_may(village: Village) -> None:
    desk = village.desk
    gifts(desk, "冬至汤圆", date(2026, 11, 24))
    administrator = replace(desk, actor=replace(desk.actor, role=Role.ADMINISTRATOR))
    guard = replace(desk, actor=replace(desk.actor, role=Role.GUARD))
    assert all(not day.items for day in CalendarService(administrator).span(FIRST, LAST).days)
    with pytest.raises(RefusedError):
        CalendarService(guard).span(FIRST, LAST)
