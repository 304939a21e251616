"""The monthly report on paper as a whole: what it says, in every language, for every length of list."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.months.report import SECTION_HEADINGS, monthly_report
from desktop.months.report.words import duration, numeral, report_number
from desktop.months.rows import DEFINITIONS, Counts, Figure, Figures, figure_text
from tests.months import reports
from tests.months.conftest import OCTOBER

if TYPE_CHECKING:
    from desktop.months.rows import MonthReport
    from tests.months.conftest import Town

ENGLISH = language("en")
RARE = "㛃𬭚䶮㙓堃喆犇𠅤𪨊"
LONG = "超长名称测试" * 6 + "末尾四字"


@lru_cache(maxsize=32)
def pages(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page without white space."""
    return tuple(re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages)


def outline(pdf: bytes) -> list[str]:
    """Return the headings listed beside the pages."""
    return [str(entry["/Title"]) for entry in PdfReader(BytesIO(pdf)).outline if isinstance(entry, dict)]


def nothing_of(report: MonthReport) -> MonthReport:
    """Return the report of a month in which nothing happened, of a community that never had anything."""
    nothing = Figures.of(Counts(), [], 0.0)
    total = replace(report.summary.total, figures=nothing, previous=None, last_year=None)
    groups: dict[str, Any] = dict.fromkeys(
        ("categories", "buildings", "zones", "workers", "places", "liabilities", "sources"), ()
    )
    empty: dict[str, Any] = dict.fromkeys(
        (
            *("carried_over", "overdue", "rework", "unreached", "hot_spots", "repeat_households", "answers"),
            *("heat", "turnaround", "voices", "received"),
        ),
        (),
    )
    lists = replace(
        report.lists,
        grades={},
        trend=[replace(point, received=None, completed=None) for point in report.lists.trend],
        **empty,
    )
    summary = replace(report.summary, total=total, year_to_date=None, targets={}, **groups)
    return replace(report, summary=summary, lists=lists, issues=(), comment=None, corrections=())


def test_that_the_first_page_says_all_that_a_head_signs() -> None:
    report = reports.report()
    first = pages(monthly_report(report, ENGLISH))[0]
    figures = report.summary.total.figures
    for words in (
        "和居物业服务有限公司",
        "0571-55500120",
        "GC-2026-10Page1of",
        "工程department:servicereportOctober2026",
        "Countedupto31Oct24:00",
        "Issued2Nov",
        "▲Notyetclosed",
        "For:罗建平(Headofdepartment)",
        "Printed:张敏,3Nov09:20",
        "Filledinby",
        "1of3problempointsconfirmed,11-0410:20",
        "Projectmanager",
        "沈怡",
        "Signature:",
        "本月受理略增",
        f"{figures.counts.received_completed}/{figures.received}",
    ):
        assert words in first, words
    for figure in Figure:
        if figure is not Figure.RESPONSE_MEDIAN_HOURS:
            assert figure_text(figure, figures.value(figure), ENGLISH).replace(" ", "") in first, figure


def test_that_the_report_of_a_real_month_says_what_its_lists_hold(town: Town) -> None:
    report = town.service().report(OCTOBER, town.departments["engineering"])
    text = "".join(pages(monthly_report(report, ENGLISH)))
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
def test_that_title_language_outline_and_number_are_set_in_every_language(code: str) -> None:
    report, spoken = reports.report(), language(code)
    pdf = monthly_report(report, spoken)
    document = PdfReader(BytesIO(pdf))
    assert str(document.root_object["/Lang"]) == code.replace("_", "-")
    assert document.metadata is not None
    assert spoken.month(OCTOBER) in str(document.metadata.title)
    headings = outline(pdf)
    assert [heading.split(" ")[0] for heading in headings] == [
        numeral(place, spoken) for place in range(1, len(headings) + 1)
    ]
    for key in ("summary", "figures", "issues", "plan", "received"):
        assert any(spoken.message(SECTION_HEADINGS[key]) in heading for heading in headings), key
    sheets = pages(pdf)
    assert all(report_number(report) in sheet for sheet in sheets)
    for definition in DEFINITIONS.values():
        assert re.sub(r"\s+", "", spoken.message(definition)) in "".join(sheets)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_cover_words_and_figures_stand_together_on_the_first_page(code: str) -> None:
    spoken = language(code)
    first = pages(monthly_report(reports.report(), spoken))[0]
    heading = re.sub(r"\s+", "", spoken.message(SECTION_HEADINGS["figures"]))
    assert heading in first
    assert figure_text(Figure.COMPLAINT_RATE, reports.summary().total.figures.complaint_rate, spoken) in first


def test_that_the_outline_leads_to_the_page_of_each_heading() -> None:
    document = PdfReader(BytesIO(monthly_report(reports.report(), ENGLISH)))
    texts = [re.sub(r"\s+", "", page.extract_text()) for page in document.pages]
    for entry in document.outline:
        assert isinstance(entry, dict)
        page = document.get_destination_page_number(entry)
        assert page is not None
        assert re.sub(r"\s+", "", str(entry["/Title"])) in texts[page]


def test_that_the_project_managers_report_compares_the_departments() -> None:
    text = "".join(pages(monthly_report(reports.report_of_all(), ENGLISH)))
    assert "ZH-2026-10" in text
    assert "Servicereport,alldepartments" in text
    for name in ("客服", "工程", "秩序", "环境", "绿化"):
        assert name in text


def test_that_the_same_rows_give_the_same_bytes() -> None:
    report = reports.report()
    first = monthly_report(report, ENGLISH)
    assert monthly_report(report, ENGLISH) == first
    later = replace(report, printed_at=report.printed_at + timedelta(minutes=1))
    assert monthly_report(later, ENGLISH) != first


def test_that_the_appendix_goes_on_over_pages_under_the_same_head_and_begins_a_sheet() -> None:
    sheets = pages(monthly_report(reports.report(lists=reports.lists(150)), ENGLISH))
    heads = [place for place, sheet in enumerate(sheets) if "NumberDayRoomAboutCategoryState" in sheet]
    assert len(heads) >= 3
    assert "Allrequestsreceived150requests" in sheets[heads[0]]
    assert sheets[heads[0]].index("Allrequestsreceived") < 10 + sheets[heads[0]].index("NumberDay")
    text = "".join(sheets[place] for place in heads)
    assert all(f"BX-2610-{number:04d}" in text for number in range(1, 151))
    assert "Howitiscounted" not in text


def test_that_long_names_and_rare_characters_are_printed_whole() -> None:
    report = reports.report()
    lines = [replace(line, worker=LONG, room=RARE, number="20261012000123456") for line in report.lists.carried_over]
    assert report.department is not None
    named = replace(
        report,
        department=replace(report.department, name=LONG),
        addressees=[LONG, RARE],
        printed_by=LONG,
        project_managers=[RARE],
        letterhead=reports.letterhead(company=LONG, office=LONG),
        lists=replace(report.lists, carried_over=lines),
    )
    sheets = pages(monthly_report(named, ENGLISH))
    assert LONG in sheets[0]
    assert RARE in sheets[0]
    assert RARE in "".join(sheets[1:])


def test_that_an_empty_first_month_says_so_on_few_pages() -> None:
    sheets = pages(monthly_report(nothing_of(reports.report(letterhead=None)), ENGLISH))
    text = "".join(sheets)
    assert len(sheets) <= 4
    assert text.count("Nonethismonth.") >= 8
    assert "Noproblempointthismonth." in text
    assert "Nothingisknownofthemonthbefore." in text
    assert "%0" not in text


def test_that_a_month_of_thousands_of_requests_is_drawn_whole() -> None:
    sheets = PdfReader(BytesIO(monthly_report(reports.report(lists=reports.lists(3000)), ENGLISH))).pages
    assert len(sheets) > 70
    assert "BX-2610-3000" in sheets[-1].extract_text()


@pytest.mark.parametrize(
    ("hours", "words"), [(0.2, "1 hour"), (5, "5 hours"), (47, "47 hours"), (48, "2 days"), (24 * 45, "45 days")]
)
def test_that_delays_are_told_in_hours_then_days(hours: float, words: str) -> None:
    assert duration(timedelta(hours=hours), ENGLISH) == words


def test_that_sections_are_numbered_as_the_language_numbers() -> None:
    chinese = language("zh_CN")
    assert [numeral(place, chinese) for place in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]
    assert numeral(12, ENGLISH) == "12"
