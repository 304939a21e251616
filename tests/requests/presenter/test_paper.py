from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from desktop.core.i18n import language
from desktop.core.permissions import Operation
from desktop.requests.model import RequestSetup
from desktop.requests.presenter.paper import OpenListPaper, WorkOrderPaper
from desktop.ui.language import translate
from desktop.ui.shell import VariedPaper

if TYPE_CHECKING:
    from tests.requests.screens import Screens

ENGLISH = language("en")


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def lay_down(screens: Screens, **values: str) -> None:
    with screens.desk.write(Operation.EDIT_RULES) as work:
        work.session.add(RequestSetup(community_id=work.community_id, **values))


def test_that_copies_terms_and_paper_are_those_laid_down(screens: Screens) -> None:
    lay_down(screens, work_order_copies="一联\n二联", work_order_terms="保修三个月", work_order_format="241x140")
    paper = WorkOrderPaper(screens.desk, screens.report())
    (page,) = pages(paper.pdf(ENGLISH))
    assert "一联,二联" in page
    assert "保修三个月" in page
    assert paper.variant == "241x140"
    paper.choose("a5")
    assert ["一联" in page for page in pages(paper.pdf(ENGLISH))] == [True, True]


def test_that_the_usual_three_copies_are_printed_where_nothing_is_laid_down(screens: Screens) -> None:
    paper = WorkOrderPaper(screens.desk, screens.report())
    assert isinstance(paper, VariedPaper)
    assert len(pages(paper.pdf(ENGLISH))) == 3
    assert paper.variant == "a5"
    assert [name for name, _words in paper.variants()] == ["a5", "a4", "241x140"]


def test_that_several_work_orders_are_one_paper(screens: Screens) -> None:
    first, second = screens.report("第一件"), screens.report("第二件")
    paper = WorkOrderPaper(screens.desk, first.line, second.line)
    assert translate(paper.title, ENGLISH) == "2 work orders"
    assert paper.file_name == "BX-2611-0001_BX-2611-0002"
    assert len(pages(paper.pdf(ENGLISH))) == 6


def test_that_an_open_list_is_that_of_the_worker_named_and_its_printing_is_noted(screens: Screens) -> None:
    worker = screens.place.workers["何志强"]
    screens.report("派了的", worker_id=worker)
    screens.report("没派的")
    paper = OpenListPaper(screens.desk, heading="何志强", worker_id=worker)
    (page,) = pages(paper.pdf(ENGLISH))
    assert "派了的" in page
    assert "没派的" not in page
    assert translate(paper.title, ENGLISH) == "Open work: 何志强"
    assert paper.file_name == "open-requests-2026-11-22"
    paper.choose("room")
    assert paper.variant == "room"
    assert "Byroom" in pages(paper.pdf(ENGLISH))[0]
