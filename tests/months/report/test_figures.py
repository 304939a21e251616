"""The table of figures: comparison, targets met and missed, year to date, shares that say why they do not add up."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop.core.i18n import language, msg
from desktop.core.tokens import PAPER
from desktop.months.report import SECTION_KEYS, monthly_report
from desktop.months.report.charts import charts
from desktop.months.report.drafting import Drafting, shares
from desktop.months.report.figures import definitions, figures
from desktop.months.report.lists import received
from desktop.months.rows import Figure, Heat, TurnaroundBand
from desktop.paper.blocks import Section
from desktop.paper.flow import Gap
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import Column
from desktop.requests.model import Satisfaction
from desktop.stationery.rows import SectionLayout
from tests.months import reports
from tests.months.test_report import pages

if TYPE_CHECKING:
    from desktop.months.rows import MonthReport
    from desktop.paper.tables import Row

ENGLISH, CHINESE = language("en"), language("zh_CN")


def rows_of(report: MonthReport) -> list[Row]:
    """Return the rows of the table of figures."""
    noted = figures(Drafting(report, ENGLISH)).blocks[0]
    rows: list[Row] = noted._table._rows
    return rows


def test_that_what_misses_its_target_is_grey_and_says_so() -> None:
    missed = [str(row.cells[0]) for row in rows_of(reports.report()) if row.missed]
    assert len(missed) == 2
    assert "On-time rate" in missed[0]
    assert "Rework rate" in missed[1]
    text = pages(monthly_report(reports.report(), CHINESE))[0]
    assert text.count("▲未达标") == 2
    assert text.count("达标") >= 6
    assert "≤48" in text.replace("⩽", "≤")
    assert PAPER["missed"] == "#EEEEEE"


def test_that_a_figure_that_meets_its_target_as_it_is_written_is_not_missed() -> None:
    summary = reports.summary()
    rate = summary.total.figures.on_time_rate
    assert rate is not None
    met = replace(summary, targets={Figure.ON_TIME_RATE: round(rate, 3)})
    assert not any(row.missed for row in rows_of(reports.report(summary=met)))


def test_that_the_year_to_date_stands_beside_the_month() -> None:
    first = pages(monthly_report(reports.report(), ENGLISH))[0]
    assert "Received(requests)198186+12+6.5%221−23−10.4%1,980-" in first


def test_that_a_figure_nobody_knew_when_the_month_was_frozen_is_left_out() -> None:
    names = [row.cells[0] for row in rows_of(reports.report())]
    assert "Response time" not in str(names)
    assert "Resolved at first contact" in str(names)


def test_that_definitions_stand_under_the_figures_where_their_section_is_left_out() -> None:
    hidden = reports.report(layout=[SectionLayout("definitions", shown=False)])
    text = "".join(pages(monthly_report(hidden, ENGLISH)))
    assert "Howitiscounted" not in text
    assert text.index("Complaintrate22/1,642") < text.index("Carriedover:frombeforethemonth") < text.index("Trendand")


@given(st.lists(st.integers(min_value=0, max_value=5000), max_size=12))
def test_that_shares_say_truly_whether_they_add_up(numbers: list[int]) -> None:
    written, add_up = shares(numbers, ENGLISH)
    tenths = [round(float(each[:-1]) * 10) for each in written if each != "-"]
    assert add_up is (sum(tenths) in {0, 1000})
    assert len(written) == len(numbers)


@pytest.mark.parametrize(("received", "times"), [((2, 2), 0), ((1, 1, 1), 1)])
def test_that_a_footnote_tells_why_shares_do_not_add_up(received: tuple[int, ...], times: int) -> None:
    others: dict[str, Any] = dict.fromkeys(("zones", "workers", "places", "liabilities", "sources"), ())
    categories = [reports.group(place, f"C{place}", number) for place, number in enumerate(received, start=1)]
    summary = replace(reports.summary(), categories=categories, **others)
    lists = replace(reports.lists(), turnaround=(), grades={})
    text = "".join(pages(monthly_report(reports.report(summary=summary, lists=lists), ENGLISH)))
    assert text.count("Sharesarerounded") == times


def test_that_groups_without_a_name_are_called_by_their_code() -> None:
    text = "".join(pages(monthly_report(reports.report(), ENGLISH)))
    for words in ("Inthehome", "Publicarea", "Ownin", "高层区", "何志强"):
        assert words in text, words


def test_that_the_heat_table_holds_every_count_and_its_totals() -> None:
    report = reports.report()
    text = "".join(pages(monthly_report(report, ENGLISH)))
    whole = sum(each.requests for each in report.lists.heat)
    totals = re.search(r"Total([\d,]+)Receivedrequests;thedarker", text)
    assert totals is not None
    assert totals[1].endswith(str(whole))


def test_that_the_heads_of_the_heat_table_keep_their_words_whole() -> None:
    names = ("给排水", "电气照明", "门窗五金", "土建渗漏", "费用咨询", "公共设施", "环境卫生", "电梯", "噪音", "绿化")
    heat = [Heat(1, "3", place, name, 20 - place) for place, name in enumerate(names)]
    made = reports.report()
    pdf = monthly_report(replace(made, lists=replace(made.lists, heat=heat)), ENGLISH)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    head = text[text.index("Building", text.index("Buildings by category") + 9) :]
    assert head[: head.index("Total")].split() == ["Building", *names[:8], "Others"]


@pytest.mark.parametrize("filled", range(300, 720, 12))
def test_that_a_short_table_and_the_definitions_are_not_broken_over_two_sheets(filled: int) -> None:
    draft = Drafting(reports.report(), ENGLISH)
    rows = [[f"第{number}户", "给排水"] for number in range(4)]
    table = draft.noted(draft.table([Column("Room"), Column("With what")], rows), msg("None this month."))
    document = Document(REPORT, ENGLISH, reports.report().printed_at, title="t", author="a", company="c")
    sheets = pages(document.pdf([Gap(filled), Section("1", "Repeat"), table]))
    assert len({place for place, sheet in enumerate(sheets) for row in rows if row[0] in sheet}) == 1
    counted = pages(document.pdf([Gap(filled), Section("2", "Counted"), *definitions(draft).blocks]))
    assert len([sheet for sheet in counted if "Counted" in sheet or "Satisfaction:" in sheet or "rate:" in sheet]) == 1


def test_that_a_long_department_stands_above_its_figures() -> None:
    name = "商业街与地下车库及新能源充电设施综合运营保障中心"
    departments = [reports.group(1, "工程", 30, "engineering"), reports.group(2, name, 20, "d1")]
    made = reports.report_of_all()
    pdf = monthly_report(replace(made, summary=replace(made.summary, departments=departments)), ENGLISH)
    lines = [line.strip() for page in PdfReader(BytesIO(pdf)).pages for line in page.extract_text().splitlines()]
    assert name in lines


def test_that_nothing_to_distribute_is_said_in_words() -> None:
    made = reports.report()
    lists = replace(
        made.lists,
        turnaround=[TurnaroundBand(2.0, 0), TurnaroundBand(None, 0)],
        grades=dict.fromkeys(Satisfaction, 0),
    )
    text = "".join(pages(monthly_report(replace(made, lists=lists), ENGLISH)))
    charts = text[text.index("Trendanddistribution") : text.index("Figuresbygroup")]
    assert charts.count("Nonethismonth.") == 2
    assert "≤2" not in charts


@pytest.mark.parametrize("filled", range(340, 460, 10))
def test_that_the_note_on_the_charts_stands_below_them(filled: int) -> None:
    document = Document(REPORT, ENGLISH, reports.report().printed_at, title="t", author="a", company="c")
    blocks = charts(Drafting(reports.report(), ENGLISH)).blocks
    sheets = pages(document.pdf([Gap(filled), Section("1", "Trend"), *blocks]))
    [noted] = [sheet for sheet in sheets if "Receivedrequestsbycategory" in sheet]
    assert "Verysatisfied" in noted


@pytest.mark.parametrize(("number", "fresh"), [(0, False), (20, False), (21, True)])
def test_that_a_long_list_of_what_was_received_begins_a_sheet(number: int, *, fresh: bool) -> None:
    made = reports.report()
    lines = [made.lists.received[0]] * number
    report = replace(made, lists=replace(made.lists, received=lines), summary=reports.summary(number))
    drafted = received(Drafting(report, ENGLISH))
    assert drafted is not None
    assert drafted.fresh is fresh


def test_that_a_single_category_makes_no_broad_band_of_grey() -> None:
    made = reports.report()
    layout = [SectionLayout(key, shown=key == "heat") for key in SECTION_KEYS]
    one = replace(made, lists=replace(made.lists, heat=[Heat(1, "3", 1, "单单一类", 9)]), layout=layout)
    placed: dict[str, float] = {}

    def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        placed[text.strip()] = matrix[4]

    for page in PdfReader(BytesIO(monthly_report(one, ENGLISH))).pages:
        page.extract_text(visitor_text=visit)
    assert placed["单单一类"] > 400


def test_that_narrow_quotation_marks_can_be_copied_from_the_page() -> None:
    text = "".join(pages(monthly_report(reports.report(), ENGLISH)))
    assert "“-”:unknown,ornothingtodivideby;“pts”:percentagepoints." in text


def test_that_departments_stay_together_and_go_on_only_where_a_sheet_is_too_small() -> None:
    few = pages(monthly_report(reports.report_of_all(), ENGLISH))
    [sheet] = [page for page in few if "4Departments" in page]
    assert all(name in sheet for name in ("客服", "工程", "秩序", "环境", "绿化"))
    whole = replace(
        reports.summary(), departments=[reports.group(place, f"部{place:02d}", 30, f"d{place}") for place in range(50)]
    )
    text = "".join(pages(monthly_report(replace(reports.report_of_all(), summary=whole), ENGLISH)))
    assert all(f"部{place:02d}" in text for place in range(50))


def test_that_requests_without_a_department_are_told_beside_the_departments() -> None:
    report = reports.report_of_all()
    summary = report.summary
    departments = [each.compared.figures for each in summary.departments]
    note = "belongtonodepartment"
    for more in (0, 3):
        received = sum(each.received for each in departments) + more
        carried_over = sum(each.carried_over for each in departments) + 2 * more
        total = summary.total.figures._replace(received=received, carried_over=carried_over)
        whole = replace(summary, total=replace(summary.total, figures=total))
        text = "".join(pages(monthly_report(replace(report, summary=whole), ENGLISH)))
        assert (note in text) is bool(more)
    assert "Ofthetotal,3receivedand6carried-overrequests" + note in text
