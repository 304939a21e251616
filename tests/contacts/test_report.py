"""The call sheet on paper: what stands on it, in three languages."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.contacts.model import CallOutcome
from desktop.contacts.report import call_sheet
from desktop.core.i18n import LANGUAGES, language
from desktop.households.model import OccupancyRole

if TYPE_CHECKING:
    from desktop.contacts.rows import CallSheet
    from tests.contacts.neighbours import Neighbours


def printed(neighbours: Neighbours, sheet: CallSheet, code: str = "zh_CN") -> list[str]:
    """Return the text of each page."""
    desk = neighbours.desk
    pdf = call_sheet(sheet, desk.community, desk.zone, desk.clock.now(), language(code))
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def a_round(neighbours: Neighbours) -> int:
    neighbours.settle("1-1-101", "王建国", "13800000001", "13800000011")
    neighbours.settle("1-1-101", "赵租客", "13900000002", role=OccupancyRole.TENANT, calls_first=True)
    neighbours.settle("1-1-102", "李秀英", "13800000003")
    neighbours.settle("1-1-201", "免打扰", "13800000004")
    neighbours.instruct("1-1-201")
    neighbours.settle("2-1-101", "无电话")
    list_id = neighbours.listed("1-1-101", "1-1-102", "1-1-201", "2-1-101")
    round_id = neighbours.clerk().start(list_id, "春节拜年", "{姓名}您好，{小区}祝您新年好。").result
    card = neighbours.card(round_id)
    neighbours.clerk().record(card.entry_id, CallOutcome.MESSAGE_LEFT, version=card.version, note="托儿子转告")
    return round_id


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_sheet_has_every_household_and_no_readable_phone(on_file: Neighbours, code: str) -> None:
    text = "".join(printed(on_file, on_file.clerk().call_sheet(a_round(on_file)), code))
    for words in ("春节拜年", "王建国", "赵租客", "李秀英", "无电话", "1-1-102", "托儿子转告", "138 **** 0003"):
        assert words in text
    assert "云栖花园祝您新年好" in text
    assert "{" not in text
    assert "138 0000" not in text
    assert "免打扰" in text
    assert "138 **** 0004" not in text


def test_that_phones_in_full_come_with_a_warning(on_file: Neighbours) -> None:
    round_id = a_round(on_file)
    text = "".join(printed(on_file, on_file.manager().call_sheet_unmasked(round_id, "停电"), "en"))
    assert "138 0000 0003" in text
    assert "shred" in text
    assert "138 0000 0004" not in text


def test_that_who_was_not_reached_stands_first_on_demand(on_file: Neighbours) -> None:
    round_id = a_round(on_file)
    text = "".join(printed(on_file, on_file.clerk().call_sheet(round_id, unreached_first=True)))
    assert text.index("李秀英") < text.index("王建国")
    text = "".join(printed(on_file, on_file.clerk().call_sheet(round_id)))
    assert text.index("王建国") < text.index("李秀英")


def test_that_a_long_round_goes_on_with_its_head_repeated(on_file: Neighbours) -> None:
    for room in on_file.rooms:
        for place in range(12):
            on_file.settle(room, f"住户{place}" + "长" * place, f"1380000{place:04}")
    pages = printed(on_file, on_file.clerk().call_sheet(on_file.round()), "en")
    assert len(pages) > 1
    assert all("Signature" in page for page in pages[:2])


def test_that_the_same_round_gives_the_same_bytes(on_file: Neighbours) -> None:
    sheet = on_file.clerk().call_sheet(a_round(on_file))
    desk = on_file.desk
    twice = {call_sheet(sheet, desk.community, desk.zone, desk.clock.now(), language("en")) for _ in range(2)}
    assert len(twice) == 1
