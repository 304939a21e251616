from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.requests.model import Move, RequestKind, StepKind
from desktop.requests.presenter.letters import LetterPaper
from desktop.requests.view import RequestsPage
from desktop.stationery.rows import Filled

if TYPE_CHECKING:
    from desktop.requests.dialogs import MoveDialog
    from desktop.requests.rows import RequestDetail
    from tests.requests.screens import Screens


def letter_of(screens: Screens, request: RequestDetail) -> tuple[RequestsPage, MoveDialog]:
    """Return the page and the form of a letter about `request`, drafted."""
    page = RequestsPage(screens.desk_of(Role.CLERK), screens.shell)
    screens.show(page)
    page.show_at(request_id=request.line.id)
    screens.settle()
    page.moving.begin(Move.LETTER)
    screens.settle()
    assert page.moving.dialog is not None
    return page, page.moving.dialog


def complaint(screens: Screens) -> RequestDetail:
    return screens.report("楼上中午装修", kind=RequestKind.COMPLAINT, reporter="张伟")


def test_that_a_letter_is_read_over_changed_and_shown_to_be_printed(screens: Screens) -> None:
    request = complaint(screens)
    page, dialog = letter_of(screens, request)
    body = dialog.form.fields["body"]
    assert "Dear 张伟" in body.text()
    body.set_text("Dear 张伟,\nit is quiet now.")
    dialog.submit()
    screens.settle()
    assert page.moving.dialog is None
    (paper,) = screens.shell.papers
    assert isinstance(paper, LetterPaper)
    assert screens.detail(request.line.number).steps[-1].kind is StepKind.LETTER
    text = PdfReader(BytesIO(paper.pdf(language("zh_CN")))).pages[0].extract_text()
    assert "it is quiet now." in text


def test_that_another_language_drafts_anew_until_something_was_typed(screens: Screens) -> None:
    _page, dialog = letter_of(screens, complaint(screens))
    languages, body = dialog.form.fields["language_code"], dialog.form.fields["body"]
    assert not dialog.form.dirty
    languages.set_text("zh_CN")
    languages.changed.emit()
    screens.settle()
    assert body.text().startswith("尊敬的张伟")
    body.set_text("我自己写的")
    languages.set_text("en")
    languages.changed.emit()
    screens.settle()
    assert body.text() == "我自己写的"


def test_that_enter_breaks_a_line_of_a_letter_and_prints_nothing(screens: Screens) -> None:
    request = complaint(screens)
    _page, dialog = letter_of(screens, request)
    body = dialog.form.fields["body"]
    before = body.text()
    body.input.setFocus()
    QTest.keyClick(body.input, Qt.Key.Key_Return)
    screens.settle()
    assert body.text().count("\n") == before.count("\n") + 1
    assert screens.detail(request.line.number).steps[-1].kind is not StepKind.LETTER


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_that_a_letter_s_paper_speaks_its_own_language(screens: Screens, code: str) -> None:
    paper = LetterPaper(screens.desk, Filled("投诉回复函", "尊敬的张伟：\n好。\n\n翠湖"), "TS-2611-0001", "zh_CN")
    assert (paper.title, paper.file_name, paper.others()) == ("投诉回复函 · TS-2611-0001", "letter-TS-2611-0001", ())
    assert "第 1 页" in PdfReader(BytesIO(paper.pdf(language(code)))).pages[0].extract_text()
