"""How a manager arranges a report: order, presence, headings and words of sections, in a closed list."""

from __future__ import annotations

import pytest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.months.report import SECTION_HEADINGS, SECTION_KEYS, monthly_report
from desktop.months.report.sections import sections_of
from desktop.stationery.rows import SectionLayout
from tests.months import reports
from tests.months.test_report import outline, pages

ENGLISH = language("en")


def test_that_every_section_has_a_heading() -> None:
    assert set(SECTION_KEYS) == set(SECTION_HEADINGS)
    assert len(SECTION_KEYS) == len(set(SECTION_KEYS))


def test_that_an_empty_layout_is_the_built_in_order() -> None:
    assert [section.key for section in sections_of(())] == list(SECTION_KEYS)


def test_that_sections_come_in_the_order_and_under_the_headings_laid_down() -> None:
    layout = [
        SectionLayout("issues", heading="先看问题"),
        *(SectionLayout(key) for key in SECTION_KEYS if key != "issues"),
    ]
    headings = outline(monthly_report(reports.report(layout=layout), ENGLISH))
    assert headings[0] == "1 先看问题"
    assert headings[1] == "2 The month in brief"


def test_that_a_section_that_is_not_shown_is_left_out_and_the_numbers_close_up() -> None:
    layout = [SectionLayout(key, shown=key in {"figures", "plan"}) for key in SECTION_KEYS]
    headings = outline(monthly_report(reports.report(layout=layout), ENGLISH))
    assert headings == ["1 Figures of the month", "2 Plan for next month"]


def test_that_words_before_a_section_are_filled_in() -> None:
    words = "{month}，{department}：\n请 {office} 电话 {phone}（{company}）。"
    text = "".join(pages(monthly_report(reports.report(layout=[SectionLayout("plan", words=words)]), ENGLISH)))
    assert "October2026，工程department：" in text
    assert "请云栖花园物业服务中心电话0571-55500120（和居物业服务有限公司）。" in text


def test_that_a_field_no_report_has_is_refused_in_words() -> None:
    with pytest.raises(UserError):
        monthly_report(reports.report(layout=[SectionLayout("plan", heading="{weather}")]), ENGLISH)


def test_that_keys_of_another_version_do_not_stop_the_report() -> None:
    layout = [SectionLayout("weather", heading="天气"), SectionLayout("plan")]
    text = "".join(pages(monthly_report(reports.report(layout=layout), ENGLISH)))
    assert "天气" not in text
    assert "Planfornextmonth" in text
