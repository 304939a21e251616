"""Outages, events and the year's goals in a month's report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.core.i18n import language
from desktop.events.model import EventKind
from desktop.events.rows import EventMonthLine, GoalLine
from desktop.months.frozen import freeze, thaw
from desktop.months.report import monthly_report
from desktop.outages.model import OutageKind
from desktop.outages.rows import OutageMonthLine
from tests.months import reports
from tests.months.test_report import outline, pages

if TYPE_CHECKING:
    from desktop.months.rows import MonthReport

ENGLISH, CHINESE = language("en"), language("zh_CN")
AT = datetime(2026, 10, 12, 1, tzinfo=UTC)
WATER = OutageMonthLine(
    1,
    OutageKind.WATER,
    "",
    True,
    AT,
    datetime(2026, 10, 12, 9, tzinfo=UTC),
    "3栋、5栋",
    "更换止回阀",
    120,
    8.0,
    960.0,
    True,
    1,
    7,
)
LIFT = OutageMonthLine(2, OutageKind.LIFT, "", False, AT, None, "2栋1单元", "", 40, 10.25, 410.0, None, 0, 3)
POWER = OutageMonthLine(3, OutageKind.POWER, "", True, AT, AT, "1栋", "", 60, 1.0, 60.0, False, 0, 0)
SHARPENING = EventMonthLine(
    5, "HD-2610-0001", EventKind.CONVENIENCE, "", "磨刀理发", AT, "中心广场", 0, 84, 61, 35_000, ""
)
GOALS = (
    GoalLine(EventKind.CONVENIENCE, None, "", 2026, 6, 4, 1, 5),
    GoalLine(EventKind.FESTIVAL, 2, "别墅区", 2026, 2, 2, 0, 2),
)


def full() -> MonthReport:
    return reports.report(outages=(WATER, LIFT, POWER), events=(SHARPENING,), goals=GOALS)


def text_of(report: MonthReport, spoken: str = "en") -> str:
    return "".join(pages(monthly_report(report, language(spoken))))


def test_that_outages_are_told_with_their_hours_and_whether_in_time() -> None:
    text = text_of(full())
    assert "3outages,1of2announcedintime" in text
    assert "Wateroutage10-1209:003栋、5栋:更换止回阀1208.0960.07yes" in text
    assert "Liftoutofservice(emergency)" in text
    assert "≥10.3410.03–" in text
    assert "▲no" in text
    assert "Total19.31,430.010" in text


def test_that_events_stand_with_the_goals_of_the_year() -> None:
    text = text_of(full())
    assert "磨刀理发Convenienceservice10-1209:00中心广场08461350.00" in text
    assert "Convenienceservice641▲1" in text
    assert "Festival,别墅区2200" in text


def test_that_a_month_without_any_says_so_and_one_that_kept_none_is_silent() -> None:
    none = outline(monthly_report(reports.report(outages=(), events=()), ENGLISH))
    assert any("Outages" in heading for heading in none)
    assert "Nonethismonth." in text_of(reports.report(outages=(), events=()))
    before = outline(monthly_report(reports.report(), ENGLISH))
    assert not any("Outages" in heading or "convenience" in heading for heading in before)


def test_that_they_are_frozen_with_the_month() -> None:
    assert thaw(freeze(full())) == full()


def test_that_they_read_naturally_in_chinese() -> None:
    text = text_of(full(), "zh_CN")
    assert "应提前告知2次，按时1次" in text
    assert "便民服务641▲1" in text
