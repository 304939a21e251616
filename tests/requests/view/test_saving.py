"""How a new request is saved: by few keys, with its paper, and whatever was typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.requests.model import RequestState
from desktop.requests.presenter.intake import Then
from desktop.requests.rows import RequestFilter
from desktop.requests.view import IntakePage
from desktop.ui.language import plain_tip, ui_language

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.requests.screens import Screens

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
MARKUP = "<b>=1+1</b> <img src=x> & {{7*7}} @SUM(A1)"
MOST_KEYS = 2
"""Keys a phone repair takes besides the room and its words: one behind the room, one behind the words."""


class Counted:
    """Keys as they are pressed, counted; a word of Chinese as the letters that an input method takes for it."""

    def __init__(self, screens: Screens) -> None:
        self._screens = screens
        self.pressed = 0

    def type(self, text: str, letters: str = "") -> None:
        self.pressed += len(letters or text)
        self._screens.keys(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1 + (modifier is not Qt.KeyboardModifier.NoModifier)
        self._screens.press(key, modifier)


@pytest.fixture
def page(screens: Screens) -> IntakePage:
    screens.people()
    page = IntakePage(screens.desk, screens.shell)
    screens.show(page)
    page.show_at()
    screens.settle()
    return page


def fill(page: IntakePage, screens: Screens, words: str) -> None:
    page.form.room.line.setText("3-1-502")
    page.form.room.settle()
    screens.settle()
    page.form.words.set_text(words)
    page.form.words.edit.setFocus()
    screens.settle()


def newest(screens: Screens) -> RequestDetail:
    return screens.service.detail(screens.service.lines(RequestFilter())[0].id)


def test_that_a_phone_repair_takes_two_keys_besides_its_room_and_its_words(screens: Screens, page: IntakePage) -> None:
    counted = Counted(screens)
    counted.type("3-1-502")
    counted.press(Qt.Key.Key_Return)
    counted.type("厨房漏水", "chufangloushui ")
    counted.press(Qt.Key.Key_Return)
    detail = newest(screens)
    assert (detail.line.room, detail.line.words, detail.line.category) == ("3-1-502", "厨房漏水", "给排水")
    assert (detail.line.reporter, detail.line.department) == ("陈国栋", "工程")
    assert counted.pressed <= len("3-1-502") + len("chufangloushui ") + MOST_KEYS
    assert page.form.room.line.hasFocus()


def test_that_an_emergency_dispatched_takes_six_keys_besides_its_room_and_its_words(
    screens: Screens, page: IntakePage
) -> None:
    counted = Counted(screens)
    counted.type("3-1-502")
    counted.press(Qt.Key.Key_Return)
    counted.type("跑水", "paoshui ")
    counted.press(Qt.Key.Key_E, CONTROL)
    counted.press(Qt.Key.Key_Return, CONTROL)
    assert newest(screens).line.state is RequestState.ASSIGNED
    assert counted.pressed <= len("3-1-502") + len("paoshui ") + 6
    assert not page.form.is_emergency


def test_that_ctrl_p_saves_and_opens_the_work_order_without_sending_it_out(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "厨房漏水")
    screens.press(Qt.Key.Key_P, CONTROL)
    assert newest(screens).line.state is RequestState.RECEIVED
    assert [paper.file_name for paper in screens.shell.papers] == ["BX-2611-0001"]
    assert screens.said() == ["BX-2611-0001 was taken in"]


def test_that_ctrl_r_saves_and_goes_on_with_the_same_household(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "厨房漏水")
    screens.press(Qt.Key.Key_R, CONTROL)
    assert newest(screens).line.words == "厨房漏水"
    assert page.form.room.choice is not None
    assert page.form.words.edit.hasFocus()
    assert page.form.words.empty


def test_that_every_key_of_the_foot_bar_is_printed_in_chinese(screens: Screens, page: IntakePage) -> None:
    for size in ((1198, 612), (904, 384)):
        for code in ("zh_CN", "zh_TW"):
            ui_language().choose(code)
            page.resize(*size)
            screens.settle()
            assert [name for name, button in page.sheet.buttons.items() if not button.show_key] == []
    ui_language().choose("en")
    page.resize(1141, 612)
    screens.settle()
    row = page.sheet.buttons["save"].parentWidget()
    assert isinstance(row, QWidget)
    assert sum(button.width() for button in page.sheet.buttons.values()) <= row.width()


def test_that_markup_and_formulas_are_kept_and_shown_as_typed(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, MARKUP)
    page.save(Then.SAME_HOUSEHOLD)
    screens.settle()
    assert newest(screens).line.words == MARKUP
    shown = [label for label in page.sheet.beside.findChildren(QLabel) if label.text() == MARKUP]
    assert shown
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown)
    assert {label.toolTip() for label in shown} <= {"", plain_tip(MARKUP)}
    assert "<b>" not in plain_tip(MARKUP)


def test_that_an_appointment_that_has_passed_is_refused_in_a_sentence(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "厨房漏水")
    page.form.appointment.set_text("昨天 9:00")
    page.save(Then.NEXT)
    screens.settle()
    assert page.form.appointment.problem is not None
    said = [label.text() for label in page.form.findChildren(QLabel)]
    assert "The appointment lies before the request; choose a later time." in said
    assert page.form.words.text() == "厨房漏水"
    assert screens.service.count() == 0


def test_that_an_inquiry_answered_on_the_spot_is_resolved_at_first_contact(screens: Screens, page: IntakePage) -> None:
    screens.press(Qt.Key.Key_3, ALT)
    fill(page, screens, "装修押金何时退")
    page.form.answered.set_text("下月五号")
    page.save(Then.NEXT)
    screens.settle()
    detail = newest(screens)
    assert (detail.line.state, detail.answered_at_once) == (RequestState.CLOSED, True)
