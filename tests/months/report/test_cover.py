"""The cover: who signs, how the month stands, what an edition changes, and the head's words."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from desktop.core.i18n import language
from desktop.months.report import monthly_report
from desktop.months.rows import EditionChange, Figure
from tests.months import reports
from tests.months.test_report import pages

ENGLISH = language("en")


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_that_a_closed_month_names_its_edition_and_who_closed_it() -> None:
    first = pages(monthly_report(reports.report(edition=reports.edition()), ENGLISH))[0]
    assert "Edition1,closed3Nov,沈怡" in first
    assert "Notyetclosed" not in first
    assert "Whatthiseditionchanges" not in first


def test_that_a_second_edition_says_what_it_changes_for_this_department() -> None:
    changes = (
        EditionChange("工程", Figure.RECEIVED, 197, 198),
        EditionChange("客服", Figure.RECEIVED, 50, 77),
        EditionChange("", Figure.ON_TIME_RATE, 0.84, 0.8333),
    )
    own = "".join(pages(monthly_report(reports.report(edition=reports.edition(2, changes)), ENGLISH)))
    assert "Whatthiseditionchangesedition2" in own
    assert "Received(requests)197198+1" in own
    assert "5077" not in own
    whole = "".join(pages(monthly_report(reports.report_of_all(edition=reports.edition(2, changes)), ENGLISH)))
    assert "客服Received(requests)5077+27" in whole
    assert "TotalOn-timerate84.0%83.3%−0.7pts" in whole


def test_that_a_second_edition_without_changes_says_so() -> None:
    text = "".join(pages(monthly_report(reports.report(edition=reports.edition(2)), ENGLISH)))
    assert "Nofigureofthisreporthaschanged." in text


def test_that_a_draft_comment_is_marked_and_one_gone_over_is_not() -> None:
    draft = pages(monthly_report(reports.report(comment=reports.comment(is_draft=True)), ENGLISH))[0]
    assert "▲Draft:madeofthefigures" in draft
    kept = pages(monthly_report(reports.report(), ENGLISH))[0]
    assert "Draft" not in kept
    assert "Commentsby罗建平,3Nov" in kept


def test_that_a_long_comment_goes_on_over_the_next_sheet_and_nothing_of_it_is_lost() -> None:
    words = "".join(f"第{number}句话说完了。" for number in range(900))
    report = reports.report(comment=replace(reports.comment(), words=words))
    text = "".join(pages(monthly_report(report, ENGLISH)))
    assert "第0句话说完了" in text
    assert "第899句话说完了" in text


def test_that_nobody_is_said_to_have_confirmed_where_the_signature_no_longer_holds() -> None:
    issues = [
        replace(each, confirmed=each.confirmed and replace(each.confirmed, holds=False))
        for each in reports.some_issues()
    ]
    first = pages(monthly_report(reports.report(issues=issues), ENGLISH))[0]
    assert "Noproblempointconfirmedyet" in first


def test_that_the_logo_stands_on_the_first_page_only() -> None:
    logo = reports.letterhead(logo=png(300, 100), logo_type="image/png")
    document = PdfReader(BytesIO(monthly_report(reports.report(letterhead=logo), ENGLISH)))
    assert [len(page.images) for page in document.pages][:2] == [1, 0]


def test_that_without_a_letterhead_the_community_signs() -> None:
    first = pages(monthly_report(reports.report(letterhead=None), ENGLISH))[0]
    assert "云栖花园PropertyServiceCentre" in first
