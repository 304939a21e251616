"""The monthly report on paper: what it says, in every language, for every length of list."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.months.report import monthly_report
from desktop.months.report.words import duration, report_number
from desktop.months.rows import DEFINITIONS, Figure, figure_text
from tests.months.conftest import OCTOBER

if TYPE_CHECKING:
    from desktop.months.rows import MonthReport
    from tests.months.conftest import Town

ENGLISH = language("en")
RARE = "㛃𬭚䶮㙓堃喆犇𠅤𪨊"
LONG = "超长名称测试" * 6 + "末尾四字"


@pytest.fixture(scope="module")
def report(town: Town) -> MonthReport:
    return town.service().report(OCTOBER, town.departments["engineering"])


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page without white space."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def test_that_the_first_page_says_all_that_a_head_signs(report: MonthReport) -> None:
    first = pages(monthly_report(report, ENGLISH))[0]
    figures = report.summary.total.figures
    for words in (
        "云栖花园PropertyServiceCentre",
        "GC-2026-10Page1of",
        "工程department:servicereportOctober2026",
        "Countedupto31Oct24:00",
        "Notyetclosed",
        "For:罗建平(Headofdepartment)",
        "Printed:沈怡,3Nov09:20",
        "Comments:",
        "Filledinby:沈怡",
        "Headofdepartment:",
        "Projectmanager:",
        f"{figures.counts.received_completed}/{figures.received}",
    ):
        assert words in first, words
    for figure in Figure:
        assert figure_text(figure, figures.value(figure), ENGLISH).replace(" ", "") in first
    for definition in DEFINITIONS.values():
        assert re.sub(r"\s+", "", ENGLISH.message(definition)) in first


def test_that_each_list_stands_in_full_with_its_count_and_definition(report: MonthReport) -> None:
    text = "".join(pages(monthly_report(report, ENGLISH))[1:])
    lists = report.lists
    for heading, lines in (
        ("Carriedover", lists.carried_over),
        ("Overdue", lists.overdue),
        ("Rework", lists.rework),
        ("Notreachedintime", lists.unreached),
    ):
        assert lines, heading
        assert f"{heading}{len(lines)}request" in text, heading
        assert all(line.number in text for line in lines)
    assert all(household.room_label in text for household in lists.repeat_households)
    assert f"{sum(lists.grades.values())}answersinall" in text
    assert "Hotspot:atleast4requests" in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_report_has_its_first_page_for_itself_in_every_language(report: MonthReport, code: str) -> None:
    spoken = language(code)
    document = PdfReader(BytesIO(monthly_report(report, spoken)))
    assert str(document.root_object["/Lang"]) == code.replace("_", "-")
    sheets = [re.sub(r"\s+", "", page.extract_text()) for page in document.pages]
    assert re.sub(r"\s+", "", spoken.message(DEFINITIONS[Figure.COMPLAINT_RATE])) in sheets[0]
    assert all(report_number(report) in sheet for sheet in sheets)
    assert report.lists.overdue[0].number not in sheets[0]


def test_that_the_project_managers_report_compares_the_departments(town: Town) -> None:
    text = "".join(pages(monthly_report(town.service().report(OCTOBER), ENGLISH)))
    assert "ZH-2026-10" in text
    assert "Servicereport,alldepartments" in text
    for name in ("客服", "工程", "秩序", "环境", "绿化"):
        assert name in text


def test_that_the_same_rows_give_the_same_bytes(report: MonthReport) -> None:
    first = monthly_report(report, ENGLISH)
    assert monthly_report(report, ENGLISH) == first
    later = replace(report, printed_at=report.printed_at + timedelta(minutes=1))
    assert monthly_report(later, ENGLISH) != first


def test_that_long_lists_go_on_over_pages_under_the_same_head(report: MonthReport) -> None:
    lines = list(report.lists.overdue) * 80
    long = replace(report, lists=replace(report.lists, overdue=lines[:150]))
    sheets = pages(monthly_report(long, ENGLISH))
    heads = [sheet for sheet in sheets if "NumberRoomAboutCategoryWorkerReportedDueLateby" in sheet]
    assert len(heads) >= 4
    numbers = sum(len(re.findall(r"(?:BX|TS|ZX|JY|BY)-\d{4}-\d{4}", sheet)) for sheet in sheets)
    assert numbers >= 150
    assert "150requests" in "".join(sheets)


def test_that_long_names_and_rare_characters_are_printed_whole(report: MonthReport) -> None:
    department = report.department
    assert department is not None
    lines = [replace(line, worker=LONG, room=RARE, number="20261012000123456") for line in report.lists.carried_over]
    named = replace(
        report,
        department=replace(department, name=LONG),
        addressees=[LONG, RARE],
        printed_by=LONG,
        summary=replace(report.summary, community=LONG),
        lists=replace(report.lists, carried_over=lines),
    )
    sheets = pages(monthly_report(named, ENGLISH))
    assert LONG in sheets[0]
    assert RARE in sheets[0]
    assert RARE in "".join(sheets[1:])
    assert "Projectmanager:" in sheets[0]


def test_that_an_empty_month_says_so(report: MonthReport) -> None:
    nothing = replace(
        report.lists,
        carried_over=(),
        overdue=(),
        rework=(),
        unreached=(),
        hot_spots=(),
        repeat_households=(),
        answers=(),
        grades=dict.fromkeys(report.lists.grades, 0),
    )
    summary = replace(report.summary, categories=())
    text = "".join(pages(monthly_report(replace(report, lists=nothing, summary=summary), ENGLISH)))
    assert text.count("Nonethismonth.") == 8


@pytest.mark.parametrize(
    ("hours", "words"), [(0.2, "1 hour"), (5, "5 hours"), (47, "47 hours"), (48, "2 days"), (24 * 45, "45 days")]
)
def test_that_delays_are_told_in_hours_then_days(hours: float, words: str) -> None:
    assert duration(timedelta(hours=hours), ENGLISH) == words
