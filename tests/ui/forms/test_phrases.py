"""Frequent texts: an abbreviation becomes its words at a word's boundary, and never while an input method composes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.i18n import msg
from desktop.ui.forms import Form, LineField, TextField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.forms.phrases import PhraseList

CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Short:
    abbreviation: str
    words: str


PHRASES = (
    Short("ls", "漏水，已关总阀"),
    Short("lss", "楼上漏水"),
    Short("td", "停电"),
    Short("水", "水管爆裂"),
    Short("", "等待配件"),
)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(columns=1)
    made.add(TextField("words", msg("About")))
    made.add(LineField("next", msg("Next")))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    words(made).offer_phrases(PHRASES)
    words(made).edit.setFocus()
    return made


def words(form: Form) -> TextField:
    field = form.fields["words"]
    assert isinstance(field, TextField)
    return field


def typed(form: Form, text: str, last: Qt.Key = Qt.Key.Key_Space) -> str:
    """Type `text` into the empty field, then one key more."""
    edit = words(form).edit
    edit.clear()
    for part in text:
        if part.isascii():
            QTest.keyClicks(edit, part)
        else:
            compose(form, "", part)
    QTest.keyClick(edit, last)
    return edit.toPlainText()


def compose(form: Form, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(words(form).edit, event)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("ls", "漏水，已关总阀"),
        ("LS", "漏水，已关总阀"),
        ("lss", "楼上漏水"),
        ("kitchen ls", "kitchen 漏水，已关总阀"),
        ("厨房ls", "厨房漏水，已关总阀"),
        ("厨房水", "厨房水管爆裂"),
        ("als", "als "),
        ("lsx", "lsx "),
        ("5td", "5td "),
        ("other", "other "),
        ("", " "),
    ],
)
def test_that_an_abbreviation_at_a_boundary_becomes_its_words(form: Form, text: str, becomes: str) -> None:
    assert typed(form, text) == becomes


def test_that_tab_replaces_first_and_goes_on_then(form: Form) -> None:
    assert typed(form, "td", Qt.Key.Key_Tab) == "停电"
    assert words(form).edit.hasFocus()
    QTest.keyClick(words(form).edit, Qt.Key.Key_Tab)
    assert form.fields["next"].input.hasFocus()


def test_that_one_undo_brings_the_abbreviation_back_and_shift_space_is_a_space(form: Form) -> None:
    typed(form, "td")
    words(form).edit.undo()
    assert words(form).text() == "td"
    words(form).edit.clear()
    QTest.keyClicks(words(form).edit, "td")
    QTest.keyClick(words(form).edit, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert words(form).text() == "td "


def test_that_nothing_happens_while_an_input_method_composes(form: Form) -> None:
    edit = words(form).edit
    QTest.keyClicks(edit, "td")
    compose(form, "shui")
    QTest.keyClick(edit, Qt.Key.Key_Space)
    assert "停电" not in edit.toPlainText()
    QTest.keyClick(edit, Qt.Key.Key_T, CONTROL)
    assert opened(form) is None
    compose(form, "", "谁")
    assert "停电" not in edit.toPlainText()


def test_that_selected_text_and_a_form_without_phrases_are_left_alone(form: Form) -> None:
    typed(form, "")
    words(form).set_text("td")
    words(form).edit.selectAll()
    QTest.keyClick(words(form).edit, Qt.Key.Key_Space)
    assert words(form).text() == " "
    words(form).offer_phrases(())
    assert typed(form, "td") == "td "


def opened(form: Form) -> PhraseList | None:
    box = words(form).phrases
    assert box is not None
    return box.list


def open_list(form: Form) -> PhraseList:
    QTest.keyClick(words(form).edit, Qt.Key.Key_T, CONTROL)
    shown = opened(form)
    assert shown is not None
    assert QApplication.activePopupWidget() is shown
    return shown


def rows(shown: PhraseList) -> list[str]:
    return [shown.list.item(row).text() for row in range(shown.list.count())]


def test_that_the_list_is_filtered_by_abbreviation_and_words_and_taken_by_enter(form: Form, qtbot: QtBot) -> None:
    QTest.keyClicks(words(form).edit, "a: ")
    shown = open_list(form)
    assert len(rows(shown)) == len(PHRASES)
    QTest.keyClicks(shown.line, "l")
    assert rows(shown) == ["ls　漏水，已关总阀", "lss　楼上漏水"]
    shown.line.setText("配件")
    assert rows(shown) == ["等待配件"]
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened(form) is None)
    assert words(form).text() == "a: 等待配件"
    assert opened(form) is None


def test_that_the_abbreviation_just_typed_is_the_first_filter_and_is_replaced(form: Form, qtbot: QtBot) -> None:
    QTest.keyClicks(words(form).edit, "a: l")
    shown = open_list(form)
    assert shown.line.text() == "l"
    assert rows(shown) == ["ls　漏水，已关总阀", "lss　楼上漏水"]
    QTest.keyClicks(shown.line, "ss")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened(form) is None)
    assert words(form).text() == "a: 楼上漏水"


def test_that_what_was_typed_stays_where_something_else_was_looked_for(form: Form, qtbot: QtBot) -> None:
    QTest.keyClicks(words(form).edit, "all l")
    shown = open_list(form)
    shown.line.setText("配件")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened(form) is None)
    assert words(form).text() == "all l等待配件"
    QTest.keyClicks(words(form).edit, " all")
    assert open_list(form).line.text() == ""


def test_that_arrows_choose_and_esc_closes_with_nothing_written(form: Form, qtbot: QtBot) -> None:
    shown = open_list(form)
    QTest.keyClick(shown.line, Qt.Key.Key_Down)
    QTest.keyClick(shown.line, Qt.Key.Key_Down)
    QTest.keyClick(shown.line, Qt.Key.Key_Up)
    QTest.keyClick(shown.line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: opened(form) is None)
    assert words(form).text() == "楼上漏水"
    shown = open_list(form)
    QTest.keyClick(shown.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: opened(form) is None)
    assert words(form).text() == "楼上漏水"
    shown = open_list(form)
    shown.line.setText("no such text")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened(form) is None)
    assert words(form).text() == "楼上漏水"
