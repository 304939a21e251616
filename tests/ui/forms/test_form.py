from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Language, msg
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, NumberField, SegmentField, TextField
from desktop.ui.language import ui_language
from desktop.ui.scrolling import scrolled
from tests.ui.gallery import request_form
from tests.ui.phrases import Phrases

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.language import Text


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(name="request")
    made.add(LineField("room", msg("Room"), required=True))
    made.add(NumberField("area", msg("Area"), digits=2, least=0))
    made.add(SegmentField("kind", msg("Kind"), [Choice("repair", msg("Repair")), Choice("praise", msg("Praise"))]))
    made.add(ChoiceField("category", msg("Category"), [Choice("water", "Water"), Choice("light", "Light")]))
    made.add(TextField("content", msg("Content"), required=True), wide=True)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def line(form: Form, key: str) -> str:
    return form._lines[key].words.text() if form._lines[key].isVisible() else ""


def test_that_every_wrong_field_is_marked_at_once_and_the_first_gets_the_focus(qtbot: QtBot, form: Form) -> None:
    area = form.fields["area"]
    area.set_text("many")
    assert form.check() is None
    assert line(form, "room") == "Please fill in “Room”."
    assert line(form, "area") == "“many” is not a number."
    assert line(form, "content") == "Please fill in “Content”."
    assert line(form, "kind") == ""
    assert area.input.property("invalid") is True
    assert area.input.accessibleDescription() == "“many” is not a number."
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.fields["room"].input)


def test_that_the_mark_goes_when_the_field_is_changed(form: Form) -> None:
    form.check()
    QTest.keyClicks(form.fields["room"].input, "3")
    assert line(form, "room") == ""
    assert form.fields["room"].input.property("invalid") is False
    assert line(form, "content") != ""


def test_that_a_complete_form_gives_one_commands_values(form: Form) -> None:
    texts = {"room": " 3-1-502 ", "area": "1，024.5", "kind": "praise", "category": "light", "content": "thanks\n"}
    form.restore(texts)
    assert form.check() == {
        "room": "3-1-502",
        "area": Decimal("1024.5"),
        "kind": "praise",
        "category": "light",
        "content": "thanks",
    }


def test_that_what_a_service_refuses_stands_under_its_field_and_the_rest_on_top(form: Form) -> None:
    form.show_problems([Problem(msg("Unknown room."), "room"), Problem(msg("The month is closed."))])
    assert line(form, "room") == "Unknown room."
    assert form._general.words.text() == "The month is closed."
    form.show_problems([])
    assert line(form, "room") == ""
    assert not form._general.isVisible()


def test_that_enter_submits_from_any_field_and_shift_enter_breaks_a_line(qtbot: QtBot, form: Form) -> None:
    for key in ("room", "content"):
        with qtbot.waitSignal(form.submitted):
            QTest.keyClick(form.fields[key].input, Qt.Key.Key_Return)
    QTest.keyClick(form.fields["content"].input, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert form.fields["content"].text() == "\n"


def test_that_a_letter_is_submitted_with_control_and_enter(qtbot: QtBot) -> None:
    form = Form(name="letter")
    body = TextField("body", msg("Note"), letter=True)
    form.add(body)
    qtbot.addWidget(form)
    form.show()
    submitted: list[bool] = []
    form.submitted.connect(lambda: submitted.append(True))
    QTest.keyClicks(body.edit, "a")
    QTest.keyClick(body.edit, Qt.Key.Key_Return)
    assert submitted == []
    QTest.keyClick(body.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert submitted == [True]
    assert body.text() == "a\n"


def test_that_a_draft_restores_exactly_what_was_typed_also_what_is_wrong(form: Form) -> None:
    QTest.keyClicks(form.fields["area"].input, "12x")
    QTest.keyClicks(form.fields["category"].input, "Wat")
    form.fields["kind"].set_text("repair")
    kept = form.texts()
    form.restore({})
    assert not any(form.texts().values())
    form.restore(kept)
    assert form.texts() == kept
    assert kept["area"] == "12x"


def test_that_a_form_knows_whether_anything_changed(qtbot: QtBot, form: Form) -> None:
    assert not form.dirty
    with qtbot.waitSignal(form.changed) as changed:
        QTest.keyClicks(form.fields["room"].input, "3")
    assert changed.args == ["room"]
    dirty = [form.dirty]
    form.settle()
    assert [*dirty, form.dirty] == [True, False]


def test_that_tab_follows_the_order_of_the_paper(form: Form) -> None:
    form.fields["room"].input.setFocus()
    visited = []
    for _ in range(5):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert visited == ["room", "area", "kind-repair", "category", "content"]


def test_that_what_is_wrong_is_scrolled_into_sight_with_its_field(qtbot: QtBot) -> None:
    form = Form(columns=1)
    for place in range(12):
        form.add(LineField(f"line-{place}", msg("Line")))
    form.add(LineField("last", msg("Last"), required=True))
    area = scrolled(form)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    assert form.check() is None
    said = form._lines["last"]

    def is_seen() -> bool:
        return area.viewport().rect().contains(said.rect().translated(said.mapTo(area.viewport(), QPoint(0, 0))))

    qtbot.waitUntil(is_seen)


def test_that_a_hidden_field_is_never_missing(form: Form) -> None:
    form.show_field("content", shown=False)
    form.fields["room"].set_text("3-1-502")
    assert form.check() is not None
    form.show_field("content", shown=True)
    assert form.check() is None


def test_that_every_input_has_a_name_for_people_and_one_for_tests(qtbot: QtBot) -> None:
    form = request_form()
    qtbot.addWidget(form)
    for key, field in form.fields.items():
        assert field.input.objectName() == key
        assert field.input.accessibleName()


def test_that_labels_and_problems_change_language(form: Form) -> None:
    form.check()
    ui_language().speak(Language("zh_CN", Phrases()))
    assert line(form, "room") == "请填写“Room”。"
    assert "房号" in [label.text() for label in form.findChildren(QLabel)]
    assert form.fields["room"].input.accessibleName() == "房号"


def test_that_an_error_raised_by_values_names_every_field(form: Form) -> None:
    with pytest.raises(UserError) as told:
        form.values()
    assert [problem.field for problem in told.value.problems] == ["room", "content"]


def test_that_a_time_that_is_none_is_told_once_below_its_field_when_it_is_left(qtbot: QtBot, form: Form) -> None:
    def parse(text: str) -> tuple[int, Text]:
        if not text.isdecimal():
            raise UserError(msg("“%(text)s” is no time.", text=text))
        return int(text), f"at {text}:00"

    visit = MomentField("visit", msg("Visit at"), parse)
    form.add(visit)
    visit.line.setFocus()
    QTest.keyClicks(visit.line, "soon")
    qtbot.waitUntil(lambda: not visit._soon.isActive())
    assert (visit.understood.text(), line(form, "visit")) == ("", "")
    form.fields["room"].input.setFocus()
    assert (visit.understood.text(), line(form, "visit")) == ("", "“soon” is no time.")
    assert visit.problem is not None
    visit.line.setText("9")
    visit.read()
    assert (visit.understood.text(), line(form, "visit")) == ("at 9:00", "")


def test_that_a_wrong_password_is_selected_to_be_typed_over(form: Form) -> None:
    password = LineField("password", msg("Password"), password=True)
    form.add(password)
    password.line.setFocus()
    QTest.keyClicks(password.line, "wrong")
    form.show_problems([Problem(msg("The password is wrong."), "password")])
    QTest.keyClicks(password.line, "right")
    assert password.value() == "right"


def test_that_a_field_may_stand_apart_and_is_told_what_is_wrong_on_top_of_the_form(qtbot: QtBot, form: Form) -> None:
    head = QWidget()
    qtbot.addWidget(head)
    column = QVBoxLayout(head)
    column.addWidget(form.add_apart(NumberField("said", msg("Said"))))
    head.show()
    form.fields["said"].set_text("many")
    assert form.dirty
    assert head.isAncestorOf(form.fields["said"].input)
    assert form.check() is None
    assert line(form, "said") == "“many” is not a number."
    assert form.isAncestorOf(form._lines["said"])
    assert [label.text() for label in head.findChildren(QLabel) if label.text()] == ["Said"]
