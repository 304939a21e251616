from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.ui.forms import CheckField, LineField, MomentField, NumberField, PhoneField, TextField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.language import Text


def refusal(field: LineField) -> str:
    with pytest.raises(UserError) as told:
        field.value()
    assert told.value.problems[0].field == field.key
    return told.value.problems[0].message.msgid


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", None), ("12", Decimal(12)), ("１２.5", Decimal("12.5")), ("1,234", Decimal(1234)), ("−3", Decimal(-3))],
)
def test_that_a_number_is_read_as_people_write_it(typed: str, number: Decimal | None) -> None:
    field = NumberField("area", msg("Area"), digits=1, unit="m²")
    field.set_text(typed)
    assert field.value() == number


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("x", "“%(text)s” is not a number."),
        ("1.55", "At most %(digits)s decimals."),
        ("-1", "At least %(least)s."),
        ("11", "At most %(most)s."),
        ("nan", "At most %(digits)s decimals."),
    ],
)
def test_that_a_wrong_number_is_told_apart(typed: str, why: str) -> None:
    field = NumberField("area", msg("Area"), digits=1, least=0, most=10)
    field.set_text(typed)
    assert refusal(field) == why


def test_that_a_number_is_shown_and_emptied() -> None:
    field = NumberField("area", msg("Area"))
    field.set_value(12)
    assert field.text() == "12"
    field.set_value(None)
    assert field.empty


def test_that_a_phone_is_grouped_for_reading_and_given_as_digits(qtbot: QtBot) -> None:
    field = PhoneField("phone", msg("Phone"))
    qtbot.addWidget(field.row)
    QTest.keyClicks(field.input, "13900007713")
    field.line.editingFinished.emit()
    assert field.line.text() == "139 0000 7713"
    assert field.value() == "13900007713"


def test_that_a_password_is_not_shown_and_kept_by_no_draft() -> None:
    field = LineField("password", msg("Password"), required=True, password=True)
    field.set_text(" secret ")
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    assert field.value() == " secret "
    assert field.text() == ""
    assert not field.empty


def parse(text: str) -> tuple[int, Text]:
    if not text.endswith("点"):
        raise UserError(msg("“%(text)s” is no time.", text=text))
    return int(text[:-1]), f"at {text[:-1]}:00"


def test_that_a_time_is_read_as_people_say_it_and_shown_as_understood(qtbot: QtBot) -> None:
    field = MomentField("visit", msg("Visit at"), parse)
    qtbot.addWidget(field.row)
    field.set_text("9点")
    qtbot.waitUntil(lambda: field.understood.text() == "at 9:00")
    assert field.value() == 9
    field.set_text("soon")
    qtbot.waitUntil(lambda: field.understood.text() == "")
    assert refusal(field) == "“%(text)s” is no time."
    field.set_text("")
    assert field.value() is None


def test_that_longer_text_grows_with_its_lines(qtbot: QtBot) -> None:
    field = TextField("content", msg("Content"), lines=2, most=4)
    qtbot.addWidget(field.row)
    field.row.resize(300, 300)
    low = field.edit.height()
    field.set_text("\n".join("abc"))
    assert field.edit.height() > low
    field.set_text("\n" * 20)
    assert field.edit.height() < 2.2 * low
    assert field.value() == ""


def test_that_a_check_box_is_clicked_on_its_words_too(qtbot: QtBot) -> None:
    field = CheckField("follow_up", msg("Follow-up"), msg("Call later"))
    qtbot.addWidget(field.row)
    field.box.click()
    assert field.value() is True
    assert field.text() == "yes"
    field.set_text("")
    assert field.value() is False


def test_that_what_stands_beside_a_field_is_shown() -> None:
    field = LineField("room", msg("Room"), width=130)
    field.add_beside(QLabel("陈国栋 户"))
    assert field.row.findChildren(QLabel)[0].text() == "陈国栋 户"
    assert field.input.maximumWidth() == 130


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=40))
def test_that_a_line_gives_back_what_it_was_given(text: str) -> None:
    field = LineField("room", msg("Room"))
    field.set_text(text)
    assert field.text() == text
    assert field.value() == text.strip()
