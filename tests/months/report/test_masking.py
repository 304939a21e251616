"""What leaves the desk: no phone in any words, staff as they are, and copies marked on every page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.i18n import LANGUAGES, language
from desktop.months.report import monthly_report
from desktop.months.report.masking import masked_report
from tests.months import reports
from tests.months.test_report import pages

if TYPE_CHECKING:
    from desktop.months.rows import MonthReport

ENGLISH = language("en")
PHONE = "13812345678"


def with_phones() -> MonthReport:
    """Return a report with a phone in every text that someone wrote."""
    said = f"请打 {PHONE}"
    report = reports.report()
    lists = report.lists
    action = reports.action(
        1, 1, said, criterion=said, result=said, judgement=said, postpone_reason=said, postponed_count=1
    )
    lines = [replace(each, words=said) for each in lists.carried_over]
    answers = [replace(each, words=said) for each in lists.answers]
    names = ("carried_over", "overdue", "rework", "unreached", "received")
    lists_of_lines: dict[str, Any] = dict.fromkeys(names, lines)
    voices: dict[str, Any] = dict.fromkeys(("answers", "voices"), answers)
    return replace(
        report,
        issues=[reports.issue(1, said, words=said, comment=said, actions=[action])],
        comment=replace(reports.comment(), words=said),
        corrections=[replace(reports.correction(), words=said)],
        lists=replace(lists, **lists_of_lines, **voices),
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_no_phone_stands_on_a_masked_report(code: str) -> None:
    report = with_phones()
    masked = "".join(pages(monthly_report(report, language(code), masked=True)))
    assert PHONE not in masked
    assert "138****5678" in masked
    assert "罗建平" in masked
    assert PHONE in "".join(pages(monthly_report(report, language(code))))


def test_that_nothing_but_words_is_masked() -> None:
    report = reports.report()
    again = masked_report(report)
    assert again.summary is report.summary
    assert [line.number for line in again.lists.received] == [line.number for line in report.lists.received]
    assert again.lists.voices[2].words == "修了三次还漏，请给个说法，电话 139 **** 7713"


def test_that_a_copy_is_marked_on_every_page_and_the_issued_report_on_none() -> None:
    report = reports.report()
    copies = pages(monthly_report(report, language("zh_CN"), copy=True))
    assert all("副本" in page for page in copies)
    assert not any("副本" in page for page in pages(monthly_report(report, language("zh_CN"))))
    assert all("Copy" in page for page in pages(monthly_report(report, ENGLISH, copy=True)))


def test_that_a_masked_report_says_that_phones_are_hidden() -> None:
    assert "Phonesarehidden" in pages(monthly_report(reports.report(), ENGLISH, masked=True))[0]
