"""Visits, patrols by department and incidents in a month's report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.core.i18n import language
from desktop.incidents.model import IncidentKind
from desktop.incidents.rows import IncidentMonthLine
from desktop.months.frozen import freeze, thaw
from desktop.months.report import monthly_report
from desktop.months.rows import VisitsOfKind
from desktop.patrols.rows import PatrolMonthLine
from desktop.visits.model import VisitKind
from tests.months import reports
from tests.months.test_report import outline, pages

if TYPE_CHECKING:
    from desktop.months.rows import MonthReport

AT = datetime(2026, 10, 12, 1, tzinfo=UTC)
ORDER = PatrolMonthLine(3, "秩序", 120, 117, 3, 4, 2, 1)
ENGINEERING = PatrolMonthLine(2, "工程", 0, 0, 0, 0, 9, 7)
LIFT = IncidentMonthLine(
    1,
    "SJ-2610-001",
    IncidentKind.LIFT_TRAPPED,
    AT,
    datetime(2026, 10, 12, 1, 38, tzinfo=UTC),
    "3-1-502",
    "停梯，联系人 13800138000",
    0,
    "",
    None,
    2,
    3,
    True,
)
FLOOD = IncidentMonthLine(
    2, "SJ-2610-002", IncidentKind.FLOODING, AT, None, "地下车库", "积水", 1, "道闸", 180_000, 2, 5, False
)
GUESTS = VisitsOfKind(VisitKind.GUEST, "", 1200, 1900, 640, 7, 3, 12)
TEACHERS = VisitsOfKind(VisitKind.OTHER, "家教", 30, 30, 0, 0, 0, 0)


def full() -> MonthReport:
    return reports.report(visits=(GUESTS, TEACHERS), patrols=(ORDER, ENGINEERING), incidents=(LIFT, FLOOD))


def text_of(report: MonthReport, spoken: str = "en", *, masked: bool = False) -> str:
    return "".join(pages(monthly_report(report, language(spoken), masked=masked)))


def test_that_visits_stand_by_kind_and_as_a_sum() -> None:
    text = text_of(full())
    assert "1,230visits,7notletin" in text
    assert "Visitingfriends1,2001,9006407312" in text
    assert "家教303000" in text
    assert "Total1,2301,9306407312" in text


def test_that_patrols_stand_by_department_and_as_a_sum() -> None:
    text = text_of(full())
    assert "120roundsdue,3missed" in text
    assert "秩序120117▲397.5%421" in text
    assert "工程000–097" in text
    assert "Total120117▲397.5%4118" in text


def test_that_incidents_tell_how_long_they_lasted_and_what_is_not_signed() -> None:
    text = text_of(full())
    assert "2incidents,1notsignedoff" in text
    assert "0:38––3yes" in text
    assert "1800.005▲no" in text
    assert "≥" in text
    assert "13800138000" in text
    assert "13800138000" not in text_of(full(), masked=True)


def test_that_nothing_is_said_of_what_was_not_kept_or_is_not_the_departments() -> None:
    for report in (reports.report(), reports.report(patrols=(), incidents=())):
        assert not any(" of the month" in heading for heading in outline_of(report) if "Figures" not in heading)
    whole = replace(reports.report(patrols=(), incidents=()), department=None)
    assert sum("Patrols" in heading or "Incidents" in heading for heading in outline_of(whole)) == 2


def test_that_they_read_naturally_in_chinese() -> None:
    text = text_of(full(), "zh_CN")
    assert "来访1,230次，没有放行7次" in text
    assert "应巡120次，漏巡3次" in text
    assert "共2起，未签批1起" in text


def test_that_they_are_frozen_with_the_month() -> None:
    assert thaw(freeze(full())) == full()


def outline_of(report: MonthReport) -> list[str]:
    return list(outline(monthly_report(report, language("en"))))
