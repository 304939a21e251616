from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.core.i18n import language
from desktop.paper.flow import Block, Gap
from desktop.paper.frames import REPORT, REPORT_ACROSS, Document
from desktop.paper.sheets import page_count
from tests.paper.conftest import CREATED


@pytest.mark.parametrize("pages", [1, 2, 31])
def test_that_the_pages_of_a_document_are_counted(pages: int) -> None:
    document = Document(REPORT, language("en"), CREATED, "Pages /Type /Page", outline=True)
    blocks: list[Block] = [Gap(500) for _ in range(pages)]
    pdf = document.pdf(blocks)
    assert page_count(pdf) == pages == len(PdfReader(BytesIO(pdf)).pages)


def test_that_whoever_watches_is_told_of_each_sheet_and_may_stop() -> None:
    document = Document(REPORT_ACROSS, language("en"), CREATED, "Sheets")
    seen: list[int] = []
    document.pdf([Gap(300) for _ in range(3)], seen.append)
    assert seen[-1] == 3

    def stop(page: int) -> None:
        if page == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        document.pdf([Gap(300) for _ in range(3)], stop)


def test_that_the_pages_of_another_document_are_not_guessed() -> None:
    with pytest.raises(ValueError, match="not made here"):
        page_count(b"%PDF-1.7 something else")
