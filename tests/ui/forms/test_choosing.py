from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.errors import UserError
from desktop.core.i18n import Language, msg
from desktop.ui.forms import Choice, ChoiceField, Form, LookupField, SegmentField
from desktop.ui.language import ui_language
from tests.ui.phrases import Phrases

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CATEGORIES = [
    Choice("water", "给排水", ("jipaishui", "jps")),
    Choice("door", "门窗五金", ("menchuangwujin", "mcwj")),
    Choice("light", msg("Repair"), ("repair",)),
]


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    made = ChoiceField("category", msg("Category"), CATEGORIES)
    qtbot.addWidget(made.row)
    made.row.show()
    made.row.activateWindow()
    made._line.setFocus()
    qtbot.waitUntil(made._line.hasFocus)
    return made


@pytest.mark.parametrize("typed", ["jps", "排水", "jipai"])
def test_that_a_choice_is_found_by_words_or_pinyin_and_taken_with_enter(
    qtbot: QtBot, field: ChoiceField, typed: str
) -> None:
    for character in typed:
        composed = QInputMethodEvent()
        composed.setCommitString(character)
        QApplication.sendEvent(field._line, composed)
    qtbot.waitUntil(field._box.list.isVisible)
    QTest.keyClick(field._box.list, Qt.Key.Key_Return)
    assert field.value() == "water"
    assert field._line.text() == "给排水"


def test_that_leaving_the_field_settles_on_the_only_choice_meant(field: ChoiceField) -> None:
    QTest.keyClicks(field._line, "mcwj")
    field._box.list.hide()
    field._line.editingFinished.emit()
    assert field.value() == "door"


def test_that_what_an_input_method_typed_in_one_go_is_settled_when_left_by_tab(field: ChoiceField) -> None:
    composed = QInputMethodEvent()
    composed.setCommitString("给排")
    QApplication.sendEvent(field._line, composed)
    assert field._box.list.isVisible()
    QTest.keyClick(field._box.list, Qt.Key.Key_Tab)
    assert field.value() == "water"


def test_that_text_that_is_no_choice_is_refused_and_kept(field: ChoiceField) -> None:
    QTest.keyClicks(field._line, "roof")
    with pytest.raises(UserError) as told:
        field.value()
    assert told.value.problems[0].field == "category"
    assert field.text() == "?roof"
    field.set_text("?roof")
    assert field._line.text() == "roof"


def test_that_of_a_long_name_the_beginning_is_seen(field: ChoiceField) -> None:
    field.offer([Choice("long", "地下车库人防门及防火卷帘门联动控制箱检修")])
    line = field.combo.lineEdit()
    assert line is not None
    line.clearFocus()
    field.choose("long")
    assert line.cursorPosition() == 0


def test_that_nothing_is_chosen_at_first(field: ChoiceField) -> None:
    assert field.value() == ""
    assert field.empty


def test_that_other_choices_keep_what_is_still_among_them(field: ChoiceField) -> None:
    field.choose("door")
    field.offer(CATEGORIES[1:])
    assert field.value() == "door"
    field.offer(CATEGORIES[:1])
    assert field.value() == ""


def test_that_choices_change_language_and_stay_chosen(field: ChoiceField) -> None:
    field.choose("light")
    ui_language().speak(Language("zh_CN", Phrases()))
    assert field._line.text() == "报修"
    assert field.value() == "light"


def test_that_down_goes_through_the_whole_list(field: ChoiceField) -> None:
    field.choose("water")
    QTest.keyClick(field._line, Qt.Key.Key_Down)
    assert field.value() == "door"


def test_that_the_arrow_keys_move_a_segment_and_emptying_takes_it_away(qtbot: QtBot) -> None:
    field = SegmentField("kind", msg("Kind"), CATEGORIES)
    qtbot.addWidget(field.row)
    field.row.show()
    changes: list[str] = []
    field.changed.connect(lambda: changes.append(field.value()))
    QTest.mouseClick(field.segments.button("water"), Qt.MouseButton.LeftButton)
    QTest.keyClick(field.segments.button("water"), Qt.Key.Key_Right)
    field.choose("")
    assert changes == ["water", "door", ""]


def test_that_segments_share_their_borders(qtbot: QtBot) -> None:
    field = SegmentField("kind", msg("Kind"), CATEGORIES)
    qtbot.addWidget(field.row)
    field.row.show()
    first, second = field.segments.button("water"), field.segments.button("door")
    assert second.x() == first.geometry().right()


def test_that_a_lookup_asks_while_typing_and_takes_a_suggestion(qtbot: QtBot) -> None:
    form = Form(name="request")
    field = LookupField("room", msg("Room"), required=True)
    form.add(field)
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    submitted: list[bool] = []
    form.submitted.connect(lambda: submitted.append(True))
    with qtbot.waitSignal(field.asked) as asked:
        QTest.keyClicks(field.line, "502")
    assert asked.args == ["502"]
    field.offer([Choice("7", "3-1-502 陈国栋 户", ("3-1-502",)), Choice("9", "5-1-502 周先生", ("5-1-502",))])
    with qtbot.waitSignal(field.picked) as picked:
        QTest.keyClick(field._box.list, Qt.Key.Key_Down)
        QTest.keyClick(field._box.list, Qt.Key.Key_Return)
    assert picked.args == ["9"]
    assert (field.chosen, field.value()) == ("9", "5-1-502")
    assert submitted == []
    QTest.keyClicks(field.line, "1")
    assert field.chosen == ""


def test_that_down_on_the_only_suggestion_keeps_it(qtbot: QtBot) -> None:
    field = LookupField("owner", msg("Room"))
    qtbot.addWidget(field.row)
    field.row.show()
    field.row.activateWindow()
    field.line.setFocus()
    qtbot.waitUntil(field.line.hasFocus)
    QTest.keyClicks(field.line, "meng")
    field.offer([Choice("7", "孟师傅", ("孟师傅",))])
    QTest.keyClick(field._box.list, Qt.Key.Key_Down)
    QTest.keyClick(field._box.list, Qt.Key.Key_Return)
    assert (field.chosen, field.value()) == ("7", "孟师傅")
