"""The table of figures: comparison, targets met and missed, year to date, shares that say why they do not add up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.i18n import language
from desktop.core.tokens import PAPER
from desktop.months.report import monthly_report
from desktop.months.report.drafting import Drafting, shares
from desktop.months.report.figures import figures
from desktop.months.rows import Figure
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


def test_that_departments_stay_together_and_go_on_only_where_a_sheet_is_too_small() -> None:
    few = pages(monthly_report(reports.report_of_all(), ENGLISH))
    [sheet] = [page for page in few if "4Departments" in page]
    assert all(name in sheet for name in ("客服", "工程", "秩序", "环境", "绿化"))
    whole = replace(
        reports.summary(), departments=[reports.group(place, f"部{place:02d}", 30, f"d{place}") for place in range(50)]
    )
    text = "".join(pages(monthly_report(replace(reports.report_of_all(), summary=whole), ENGLISH)))
    assert all(f"部{place:02d}" in text for place in range(50))
