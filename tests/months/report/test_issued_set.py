"""The sheet on top of a month's set: contents, and who signs for which report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.i18n import LANGUAGES, language
from desktop.months.report import set_cover
from desktop.months.rows import Named
from tests.months import reports
from tests.months.test_report import pages


def some_reports(count: int) -> list[object]:
    """Return the reports of departments and of all."""
    made = [
        reports.report(
            department=Named(place, f"d{place}", f"部门{place}部", reports.summary().total), addressees=[f"主管{place}"]
        )
        for place in range(1, count)
    ]
    return [*made, reports.report_of_all()]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_it_lists_every_report_with_pages_and_addressee(code: str) -> None:
    [sheet] = pages(set_cover(some_reports(6), language(code), [7, 9, 6, 5, 4, 11]))  # type: ignore[arg-type]
    for place in range(1, 6):
        assert f"D{place}-2026-10" in sheet
        assert f"主管{place}" in sheet
    assert "ZH-2026-10" in sheet
    assert "42" in sheet
    assert "和居物业服务有限公司" in sheet


def test_that_a_report_without_an_addressee_goes_to_the_post() -> None:
    nobody = replace(reports.report(), addressees=())
    [sheet] = pages(set_cover([nobody], language("en"), [3], copy=True))
    assert "Headofdepartment" in sheet
    assert "Copy" in sheet
    assert "Handedoutby:" in sheet


def test_that_each_report_needs_its_number_of_pages() -> None:
    with pytest.raises(ValueError, match="zip"):
        set_cover(some_reports(3), language("en"), [1])  # type: ignore[arg-type]
