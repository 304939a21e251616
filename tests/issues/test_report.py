from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from desktop.core.i18n import LANGUAGES, language
from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState
from desktop.issues.presenter import ActionSheetPaper
from desktop.issues.report import action_sheet
from desktop.issues.rows import IssueFilter
from desktop.storage.audit import Audit
from tests.issues.conftest import NOVEMBER, combing, place
from tests.issues.points import NOW, SHANGHAI, made_action, made_issue

if TYPE_CHECKING:
    from desktop.issues.rows import IssueRow
    from tests.issues.conftest import Combing

__all__ = ["combing", "place"]

OCTOBER = Month(2026, 10)


def pages(*rows: IssueRow, code: str = "en") -> list[str]:
    pdf = action_sheet(rows, OCTOBER, "云栖花园", SHANGHAI, NOW, language(code))
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_that_each_department_has_a_table_with_a_row_for_each_action() -> None:
    late = made_action(1, "更换软管", owner="何志强", due_on=date(2026, 11, 13), overdue_days=9, criterion="两周无返修")
    postponed = made_action(2, "索赔", due_on=date(2026, 12, 1), postponed_from=date(2026, 11, 20))
    (text,) = pages(
        made_issue(late, postponed, month=Month(2026, 9)),
        made_issue(id_=2, title="午间噪声", department_id=3, department="秩序"),
    )
    for words in (
        "工程",
        "秩序",
        "更换软管",
        "索赔",
        "何志强",
        "13 Nov",
        "▲ Late 9 days",
        "两周无返修",
        "first 20 Nov",
    ):
        assert words in text, words
    assert "since September 2026" in text
    assert "no action agreed yet" in text
    assert "1 overdue" in text
    assert text.index("1.1") < text.index("1.2") < text.index("午间噪声")
    assert "Signature" in text


def test_that_what_is_gone_is_left_out() -> None:
    dropped = made_action(1, "不做了", state=ActionState.DROPPED)
    (text,) = pages(
        made_issue(dropped, made_action(2, "还要做")),
        made_issue(id_=2, title="并入了", state=IssueState.MERGED),
        made_issue(id_=3, title="不是问题", state=IssueState.DROPPED),
    )
    assert "还要做" in text
    assert not any(words in text for words in ("不做了", "并入了", "不是问题"))


def test_that_a_long_sheet_repeats_its_head_on_every_page() -> None:
    found = pages(*(made_issue(made_action(n), id_=n) for n in range(1, 61)))
    assert len(found) > 2
    assert all("Rectification action" in text for text in found[:-1])
    assert all(f"Page {number} of {len(found)}" in text for number, text in enumerate(found, start=1))


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_longest_words_fit_and_an_empty_sheet_says_so(code: str) -> None:
    title = "欧阳慕容上官司徒诸葛令狐皇甫尉迟公孙东方赫连澹台夏侯闻人宇文长孙端木申屠钟离南宫"
    long = made_action(1, title * 8, owner=title, criterion=title * 6, result=title, state=ActionState.DONE)
    (text,) = pages(made_issue(long, title=title), code=code)
    assert title[:6] in text.replace("\n", "")
    (empty,) = pages(code=code)
    assert language(code).gettext("There is no problem point here.") in empty


def test_that_the_heads_of_the_sheet_are_whole_words() -> None:
    (text,) = pages(made_issue(made_action(1, "更换软管", owner="何志强")))
    assert "Responsible" in text


def test_that_the_sheet_lies_across() -> None:
    page = PdfReader(BytesIO(action_sheet((), OCTOBER, "云栖花园", SHANGHAI, NOW, language("en")))).pages[0]
    assert page.mediabox.width > page.mediabox.height


def test_that_the_paper_holds_what_is_listed_and_its_printing_is_noted_once(combing: Combing) -> None:
    combing.raised("厨房漏水")
    combing.raised("午间噪声", department_id=combing.place.departments["order"])
    wanted = IssueFilter(department_ids=frozenset({combing.place.departments["order"]}))
    paper = ActionSheetPaper(combing.clerk, wanted, lambda _row: True, NOVEMBER)
    text = PdfReader(BytesIO(paper.pdf(language("en")))).pages[0].extract_text()
    paper.pdf(language("zh_CN"))
    assert "午间噪声" in text
    assert "厨房漏水" not in text
    assert paper.file_name == "action-sheet-2026-11"
    assert paper.others() == ()
    printed = select(func.count()).select_from(Audit).where(Audit.action == "printed")
    with combing.desk().read() as session:
        assert session.execute(printed).scalar_one() == 1
