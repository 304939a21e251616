"""The ledger of a month and the summary of a week on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, Message, language
from desktop.core.weeks import Week
from desktop.months.report import month_ledger, week_summary
from desktop.months.rows import Ledger, PressingLine, WeekCounts, WeekGroup, WeekSummary
from desktop.requests.model import Priority, RequestKind, Satisfaction
from tests.months import reports
from tests.months.test_report import pages
from tests.requests.conftest import SHANGHAI

EN = language("en")


def ledger(count: int = 60, **changes: object) -> Ledger:
    lines = [
        reports.line(number, reporter="王建国", worked=timedelta(hours=6, minutes=30), grade=Satisfaction.SATISFIED)
        for number in range(1, count + 1)
    ]
    made = reports.report()
    summary = made.summary
    about = Ledger(
        month=summary.month,
        community=summary.community,
        zone=summary.zone,
        cut_off=summary.cut_off,
        department="",
        code="all",
        lines=lines,
        printed_by="张敏",
        printed_at=made.printed_at,
        letterhead=made.letterhead,
        edition=None,
    )
    return replace(about, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_every_request_stands_in_it_under_repeated_heads(code: str) -> None:
    spoken = language(code)
    pdf = month_ledger(ledger(), spoken)
    sheets = pages(pdf)
    assert len(sheets) > 2
    head = spoken.gettext("Room")
    assert all(head in sheet for sheet in sheets[:-1])
    text = "".join(sheets)
    assert all(f"BX-2610-{number:04d}" in text for number in range(1, 61))
    assert "王建国" in text
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert box.width > box.height


def test_that_names_and_phones_are_hidden_as_the_letterhead_says() -> None:
    text = "".join(pages(month_ledger(ledger(), EN, masked=True)))
    assert "王**" in text
    assert "王建国" not in text
    assert "13800138000" not in text
    open_names = ledger(letterhead=reports.letterhead(mask_names=False))
    text = "".join(pages(month_ledger(open_names, EN, masked=True)))
    assert "王建国" in text
    assert "13800138000" not in text


def test_that_it_says_whether_it_was_frozen_and_what_it_comes_to() -> None:
    first, *_, last = pages(month_ledger(ledger(), EN))
    assert "Notyetclosed" in first
    assert "Totals" in last
    assert "Total6053" in last
    frozen = "".join(pages(month_ledger(ledger(edition=reports.edition()), EN)))
    assert "Asfrozenattheclosing:Edition1" in frozen


def test_that_a_month_without_requests_says_so() -> None:
    [sheet] = pages(month_ledger(ledger(0), EN))
    assert "Norequestwasreceived." in sheet


def test_that_drawing_tells_how_far_it_is_and_never_goes_back() -> None:
    told: list[tuple[int, int, str]] = []

    def watch(done: int, total: int, doing: Message) -> None:
        told.append((done, total, EN.message(doing)))

    month_ledger(ledger(450), EN, watch=watch)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {total for _, total, _ in told} == {900}
    assert told[1][2] == "Laying out the ledger: 200 of 450 …"

    def stop(done: int, _total: int, _doing: Message) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        month_ledger(ledger(450), EN, watch=stop)


def week(lines: int) -> WeekSummary:
    counts = WeekCounts(120, 111, 14, 3, 9, 60, 58)
    many = [reports.line(number, kind=RequestKind.COMPLAINT, late=timedelta(days=3)) for number in range(1, lines + 1)]
    made = reports.report()
    return WeekSummary(
        week=Week(2026, 43),
        community="云栖花园",
        zone=SHANGHAI,
        cut_off=Week(2026, 43).end(SHANGHAI),
        department="",
        total=counts,
        before=counts,
        departments=[WeekGroup(f"部门{place}", counts) for place in range(6)],
        categories=[WeekGroup(f"分类{place}", counts) for place in range(lines)],
        pressing=[PressingLine(line, Priority.EMERGENCY) for line in many],
        complaints=many,
        overdue=many,
        late=(),
        coming=(),
        printed_by="张敏",
        printed_at=made.printed_at,
        letterhead=made.letterhead,
    )


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("lines", [0, 3, 40])
def test_that_a_week_fits_one_sheet_however_much_happened(code: str, lines: int) -> None:
    spoken = language(code)
    [sheet] = pages(week_summary(week(lines), spoken, masked=True))
    assert "2026-W43" in sheet
    assert "13800138000" not in sheet
    cut = [spoken.gettext("the first %(shown)s of %(count)s", shown=shown, count=lines) for shown in range(1, 10)]
    assert any(words.replace(" ", "") in sheet for words in cut) == (lines == 40)
