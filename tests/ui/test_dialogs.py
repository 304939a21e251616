from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import msg
from desktop.ui.dialogs import ErrorDialog, FormDialog, Question, ask
from desktop.ui.forms import Form, LineField
from desktop.ui.keys import KEYS, KeySheet, key
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def question(qtbot: QtBot) -> Question:
    made = Question(msg("Undo the import?"), msg("312 rows are taken away."), msg("Take away 312 rows"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_that_the_safe_answer_is_the_default(qtbot: QtBot) -> None:
    made = question(qtbot)
    with qtbot.waitSignal(made.rejected):
        QTest.keyClick(QApplication.focusWidget() or made, Qt.Key.Key_Return)


def test_that_only_the_verb_is_filled(qtbot: QtBot) -> None:
    made = question(qtbot)
    assert made.no.grab().toImage().pixelColor(6, 17) == colour("panel")
    assert made.yes.grab().toImage().pixelColor(6, 17) == colour("accent")


def test_that_the_verb_does_it(qtbot: QtBot) -> None:
    made = question(qtbot)
    assert made.yes.text() == "Take away 312 rows"
    assert made.width() >= 480
    with qtbot.waitSignal(made.accepted):
        QTest.mouseClick(made.yes, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("confirmed", [True, False])
def test_that_asking_returns_the_answer(*, confirmed: bool) -> None:
    def answer() -> None:
        made = QApplication.activeModalWidget()
        assert isinstance(made, Question)
        made.done(int(confirmed))

    QTimer.singleShot(0, answer)
    assert ask(None, msg("Undo?"), msg("All of it."), msg("Undo")) is confirmed


def test_that_an_error_of_the_world_offers_another_try(qtbot: QtBot) -> None:
    made = ErrorDialog(WorldError(msg("The disk is full. Free some space.")))
    qtbot.addWidget(made)
    texts = [words.text() for words in made.findChildren(QLabel)]
    assert "The disk is full. Free some space." in texts
    assert "Nothing you typed is lost." in texts
    assert made.again is not None
    with qtbot.waitSignal(made.accepted):
        made.again.click()


def test_that_a_persons_error_says_every_sentence_and_offers_no_retry(qtbot: QtBot) -> None:
    made = ErrorDialog(UserError(msg("One."), msg("Two.")))
    qtbot.addWidget(made)
    texts = [words.text() for words in made.findChildren(QLabel)]
    assert {"One.", "Two."} <= set(texts)
    assert made.again is None


@pytest.fixture
def dialog(qtbot: QtBot) -> FormDialog:
    form = Form(columns=1, name="person")
    form.add(LineField("name", msg("Name"), required=True))
    made = FormDialog(msg("New person"), form, msg("Add"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def test_that_a_form_dialog_hands_over_values_and_waits(dialog: FormDialog) -> None:
    handed: list[dict[str, Any]] = []
    dialog.submitted.connect(handed.append)
    field = dialog.form.fields["name"].input
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert handed == []
    QTest.keyClicks(field, "zhang")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert handed == [{"name": "zhang"}]
    assert dialog.isVisible()


def test_that_the_keyboard_is_back_where_it_was_once_something_was_refused(qtbot: QtBot, dialog: FormDialog) -> None:
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    field = next(iter(dialog.form.fields.values()))
    field.input.setFocus()
    dialog.set_busy(True)
    assert not field.input.hasFocus()
    dialog.show_problems([Problem(msg("Someone else changed it meanwhile."))])
    assert field.input.hasFocus()


def test_that_what_the_service_refuses_is_marked_and_can_be_mended(dialog: FormDialog) -> None:
    dialog.set_busy(True)
    assert not dialog.save.isEnabled()
    dialog.show_problems([Problem(msg("There is one already."), "name")])
    assert dialog.save.isEnabled()
    assert dialog.form.fields["name"].problem == msg("There is one already.")


def test_that_the_sheet_shows_every_key_and_any_key_closes_it(qtbot: QtBot) -> None:
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    sheet.show()
    texts = {words.text() for words in sheet.findChildren(QLabel)}
    assert {shortcut.does.msgid for shortcut in KEYS} <= texts
    with qtbot.waitSignal(sheet.accepted):
        QTest.keyClick(sheet, Qt.Key.Key_F1)


def test_that_keys_are_named_once() -> None:
    assert len({shortcut.name for shortcut in KEYS}) == len(KEYS)
    assert len({shortcut.sequence for shortcut in KEYS}) == len(KEYS)
    assert key("find") == "F3"
