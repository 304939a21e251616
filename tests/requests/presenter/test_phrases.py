"""The community's frequent texts reach the fields they are for, and edited ones replace them while a form is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.requests.model import Move, Phrase, PhraseUse
from desktop.requests.presenter.phrases import Phrases
from desktop.requests.rows import RequestFilter
from desktop.requests.view import IntakePage, RequestsPage
from desktop.ui.forms import Form, LineField, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.requests.screens import Screens

PHRASES = (
    (PhraseUse.WORDS, "ls", "水管漏水"),
    (PhraseUse.ANSWER, "tk", "押金三日内退还"),
    (PhraseUse.RESULT, "gh", "已更换配件"),
)


def lay_down(screens: Screens, *phrases: tuple[PhraseUse, str, str]) -> None:
    """Write phrases as the page of rules does, and announce it."""
    with screens.desk.write(Operation.EDIT_PHRASES) as work:
        for use, abbreviation, words in phrases:
            work.session.add(Phrase(community_id=work.community_id, use=use, abbreviation=abbreviation, words=words))
        work.touch("phrase")
    screens.shell.bus.announce(work.changes)
    screens.settle()


@pytest.fixture
def form() -> Iterator[Form]:
    made = Form()
    made.add(TextField("words", msg("About")))
    made.add(TextField("result", msg("Result")))
    made.add(TextField("why", msg("Why")))
    made.add(LineField("answered", msg("Answer")))
    yield made
    made.deleteLater()


def known(form: Form, key: str) -> list[str]:
    field = form.fields[key]
    assert isinstance(field, TextField)
    return [] if field.phrases is None else [phrase.abbreviation for phrase in field.phrases.phrases]


def test_that_each_field_gets_its_own_phrases_and_new_ones_at_once(screens: Screens, form: Form) -> None:
    phrases = Phrases(screens.desk, screens.shell.tasks, screens.shell.bus, form)
    lay_down(screens, *PHRASES)
    phrases.serve(form.fields)
    screens.settle()
    assert (known(form, "words"), known(form, "result"), known(form, "why")) == (["ls"], ["gh"], [])
    lay_down(screens, (PhraseUse.WORDS, "td", "停电"))
    assert known(form, "words") == ["ls", "td"]
    later = Form()
    later.add(TextField("words", msg("About")))
    phrases.serve(later.fields)
    assert known(later, "words") == ["ls", "td"]
    later.deleteLater()
    screens.settle()


def test_that_words_and_answer_of_a_new_request_are_typed_short(screens: Screens) -> None:
    lay_down(screens, *PHRASES)
    page = IntakePage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at()
    screens.settle()
    page.form.words.edit.setFocus()
    screens.keys("ls ")
    assert page.form.words.text() == "水管漏水"
    screens.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    page.form.answered.edit.setFocus()
    screens.keys("tk ")
    assert page.form.answered.text() == "押金三日内退还"


def test_that_the_result_of_a_completion_is_typed_short(screens: Screens) -> None:
    lay_down(screens, *PHRASES)
    screens.report()
    page = RequestsPage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at(wanted=RequestFilter())
    screens.settle()
    page.moving.begin(Move.COMPLETE)
    screens.settle()
    dialog = page.moving.dialog
    assert dialog is not None
    result = dialog.form.fields["result"]
    assert isinstance(result, TextField)
    result.edit.setFocus()
    screens.keys("gh ")
    assert result.text() == "已更换配件"
    dialog.reject()
