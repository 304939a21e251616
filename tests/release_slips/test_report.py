from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.release_slips.model import Applicant, Consent
from desktop.release_slips.presenter import ReleasePaper
from desktop.release_slips.rows import ReleaseLayout
from desktop.release_slips.rule import MOST_LINES
from tests.release_slips.removal import PLATE

if TYPE_CHECKING:
    from tests.release_slips.removal import Removal

LONG_NAME = "阿卜杜勒克里木·买买提尼亚孜·吐尔逊江·艾力肯·阿不都热合曼·玉素甫江阿西木江"


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_both_parts_say_whose_goods_leave_and_only_the_desks_the_identity(removal: Removal, code: str) -> None:
    spoken = language(code)
    file = removal.issue(
        goods="𠮷野家餐桌 1\n纸箱 12",
        name=LONG_NAME,
        applicant=Applicant.TENANT,
        consent=Consent.PHONE,
        owner="陈玥",
        id_tail="2031",
    )
    desk, gate = pages(removal.desk.paper(file.line.id, spoken))
    for part in (desk, gate):
        plain = part.replace("\n", "")
        assert all(
            said in plain for said in (file.line.number, "1-1-101", PLATE, "𠮷野家餐桌", "12", "陈玥", LONG_NAME[:20])
        )
        assert f"{file.line.code[:3]} {file.line.code[3:]}" in plain
    assert spoken.gettext("Part for the front desk") in desk
    assert spoken.gettext("Part for the gate") in gate
    assert "2031" in desk
    assert "2031" not in gate


def test_that_a_slip_printed_again_says_the_same_whatever_happened_since(removal: Removal) -> None:
    line, spoken = removal.issue().line, language("zh_CN")
    before = removal.desk.paper(line.id, spoken, ReleaseLayout.A4)
    removal.gate.release(line.id, PLATE, {1: 5}, version=line.version)
    removal.clock.advance(days=2)
    assert removal.desk.paper(line.id, spoken, ReleaseLayout.A4) == before


@pytest.mark.parametrize(("lines", "sheets"), [(1, 1), (20, 1), (MOST_LINES, 3)])
def test_that_no_good_is_left_out_however_many_there_are(removal: Removal, lines: int, sheets: int) -> None:
    goods = "\n".join(f"物品{at:02d}号 {at + 1}" for at in range(lines))
    line = removal.issue(goods=goods).line
    paper = ReleasePaper(removal.village.desk, line.id, line.number)
    apart = pages(paper.pdf(language("en")))
    paper.choose("a4")
    together = pages(paper.pdf(language("en")))
    assert (len(apart), len(together)) == (2 * sheets, sheets)
    for part in (apart[::2], apart[1::2], together):
        assert all(f"物品{at:02d}号" in "".join(part) for at in range(lines))
    assert paper.file_name == line.number
