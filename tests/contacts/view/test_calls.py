from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from desktop.contacts.dialogs import PutOffDialog, StartDialog
from desktop.contacts.model import CallOutcome, CallState, RoundState
from desktop.contacts.presenter import Stage
from desktop.contacts.view.calls import NOTES
from desktop.contacts.view.script import spoken_parts
from desktop.core.permissions import Operation
from desktop.households.model import Resident
from desktop.ui.buttons import Button
from desktop.ui.dialogs import Question
from desktop.ui.outcomes import OutcomeButton
from tests.contacts.neighbours import LABELS

if TYPE_CHECKING:
    from desktop.contacts.view import CallsPage
    from tests.contacts.screens import Screens

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def on_the_phone(page: CallsPage) -> str:
    card = page.presenter.card
    return "" if card is None else card.room


def states(screens: Screens, round_id: int) -> list[str]:
    return [str(entry.outcome) for entry in screens.neighbours.entries(round_id)]


def test_that_one_digit_records_and_the_next_household_comes_by_itself(screens: Screens) -> None:
    page = screens.calls(screens.neighbours.round())
    assert on_the_phone(page) == LABELS[0]
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_1)
    assert on_the_phone(page) == LABELS[1]
    assert page.card.name.text() == f"{LABELS[1]}  业主1"
    assert page.outcomes.last.text() == f"Last: {LABELS[0]}, Reached"
    assert page.header.progress.text() == "household 2 of 7"


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        (Qt.Key.Key_1, CallOutcome.REACHED),
        (Qt.Key.Key_2, CallOutcome.NO_ANSWER),
        (Qt.Key.Key_3, CallOutcome.BUSY),
        (Qt.Key.Key_4, CallOutcome.MESSAGE_LEFT),
        (Qt.Key.Key_5, CallOutcome.WRONG_NUMBER),
        (Qt.Key.Key_6, CallOutcome.REFUSED),
        (Qt.Key.Key_7, CallOutcome.DO_NOT_CALL),
    ],
)
def test_that_each_outcome_has_its_digit(screens: Screens, key: Qt.Key, outcome: CallOutcome) -> None:
    round_id = screens.neighbours.round()
    screens.press(screens.calls(round_id).outcomes.buttons[0], key)
    assert states(screens, round_id)[0] == outcome


def test_that_a_digit_that_is_pressed_while_one_is_written_is_for_nobody(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    QTest.keyClick(page.outcomes.buttons[0], Qt.Key.Key_1)
    QTest.keyClick(page, Qt.Key.Key_1)
    screens.settle()
    assert states(screens, round_id)[:2] == ["reached", ""]


def test_that_a_digit_in_the_note_is_text_and_enter_gives_it_its_meaning_back(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_F11)
    QTest.keyClicks(page.outcomes.note, "call 110")
    assert page.outcomes.note.hasFocus()
    screens.press(page.outcomes.note, Qt.Key.Key_Return)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_4)
    assert [attempt.note for attempt in screens.neighbours.attempts()] == ["call 110"]
    assert page.outcomes.note.text() == ""
    assert screens.shell.drafts.all(NOTES) == []


def test_that_another_phone_is_dialled_by_alt_and_its_digit(screens: Screens) -> None:
    screens.neighbours.settle(LABELS[0], "尉迟静", "13800000099")
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    assert [box.isChecked() for box in page.card.phones.boxes] == [True, False]
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_2, ALT)
    assert [box.isChecked() for box in page.card.phones.boxes] == [False, True]
    assert (page.card.name.text(), page.card.sound.text()) == (f"{LABELS[0]}  尉迟静", "yù chí")
    assert page.card.script.accessibleName() == "您好，尉迟静！"
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_1)
    assert [attempt.phone_digits for attempt in screens.neighbours.attempts()] == ["13800000099"]


def test_that_the_last_outcome_is_taken_back(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_6)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_1)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_Z, CTRL)
    assert on_the_phone(page) == LABELS[1]
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_Z, CTRL)
    assert on_the_phone(page) == LABELS[0]
    assert states(screens, round_id) == [""] * 7


def test_that_esc_puts_back_and_going_on_begins_where_it_was(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_1)
    page.outcomes.note.setText("希望送水")
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_Escape)
    assert page.presenter.stage is Stage.ROUNDS
    assert not screens.neighbours.clerk().round(round_id).mine
    assert page.rounds.view.row.id == round_id
    screens.press(page.rounds.view, Qt.Key.Key_Return)
    assert on_the_phone(page) == LABELS[1]
    assert page.outcomes.note.text() == "希望送水"


def test_that_another_page_keeps_household_and_note(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    page.outcomes.note.setText("等等")
    page.leave()
    assert not page.presenter._renewing.isActive()
    assert screens.neighbours.clerk().round(round_id).mine
    page.show_at()
    screens.settle()
    assert (on_the_phone(page), page.outcomes.note.text()) == (LABELS[0], "等等")
    assert page.about() == {"room_id": screens.neighbours.rooms[LABELS[0]]}


def test_that_a_new_window_goes_on_with_the_household_that_was_held(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    first = screens.calls(round_id)
    first.outcomes.note.setText("等等")
    first.leave()
    again = screens.calls()
    assert (on_the_phone(again), again.outcomes.note.text()) == (LABELS[0], "等等")


def test_that_the_calls_of_others_show_up(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    other = screens.neighbours.clerk(2)
    card = screens.neighbours.card(round_id, 2)
    changes = other.record(card.entry_id, CallOutcome.REACHED, version=card.version)
    screens.shell.bus.announce(changes)
    screens.settle()
    row = page.presenter.model.row_at(1)
    assert row is not None
    assert row.state is CallState.REACHED
    assert "1 done" in page.order.counts.text()


def test_that_what_someone_else_took_is_said_and_the_next_one_comes(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls(round_id)
    screens.neighbours.clock.advance(minutes=11)
    taken = screens.neighbours.card(round_id, 2)
    assert taken.room == LABELS[0]
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_1)
    assert on_the_phone(page) == LABELS[1]
    assert "Someone else took this household" in screens.shell.words[-1]
    assert states(screens, round_id) == [""] * 7


def test_that_who_is_called_again_comes_back_by_itself(screens: Screens) -> None:
    page = screens.calls(screens.neighbours.round(LABELS[0]))
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_2)
    assert page.presenter.stage is Stage.WAITING
    assert "The next comes at 15:05." in page.wait.words.text()
    assert page.presenter._looking.isActive()
    screens.neighbours.clock.advance(minutes=61)
    page.presenter.look()
    screens.settle()
    assert on_the_phone(page) == LABELS[0]
    page.leave()


def test_that_a_household_that_waits_is_called_out_of_turn_or_left_out(screens: Screens) -> None:
    page = screens.calls(screens.neighbours.round())
    page.order.view.select(page.presenter.model.row_at(4).id)  # type: ignore[union-attr]  # loaded
    screens.settle()
    screens.click(page.order, Button, "take")
    assert on_the_phone(page) == LABELS[4]
    page.order.view.select(page.presenter.model.row_at(5).id)  # type: ignore[union-attr]
    screens.settle()
    screens.click(page.order, Button, "leave-out")
    row = page.presenter.model.row_at(5)
    assert row is not None
    assert row.outcome is CallOutcome.LEFT_ROUND


def test_that_a_household_is_put_off_without_a_call(screens: Screens) -> None:
    page = screens.calls(screens.neighbours.round())
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_8)
    dialog = page.asker.dialog
    assert isinstance(dialog, PutOffDialog)
    dialog.form.fields["minutes"].set_text("30")
    dialog.submit()
    screens.settle()
    assert on_the_phone(page) == LABELS[1]
    row = page.presenter.model.row_at(0)
    assert row is not None
    assert (row.state, row.attempts) == (CallState.LATER, 0)


def test_that_the_end_says_who_was_not_reached_and_what_to_do(screens: Screens) -> None:
    neighbours = screens.neighbours
    person = neighbours.settle(LABELS[2], "无电话")
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.get_one(Resident, person).note = "keeps the household"
    round_id = neighbours.round(LABELS[0], LABELS[1], most_attempts=1)
    page = screens.calls(round_id)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_2)
    screens.press(page.outcomes.buttons[0], Qt.Key.Key_1)
    assert page.presenter.stage is Stage.DONE
    assert page.done.title.text() == "Everyone on the list was called"
    assert "1 was not" in page.done.words.text()
    assert page.done.model.rowCount() == 1
    screens.click(page.done, Button, "done-sheet")
    assert len(screens.shell.papers) == 1
    screens.click(page.done, Button, "done-again")
    dialog = page.asker.acts.dialog
    assert isinstance(dialog, StartDialog)
    dialog.submit()
    screens.settle()
    assert on_the_phone(page) == LABELS[0]
    assert page.presenter.round is not None
    assert page.presenter.round.list_name == "春节拜年: not reached"


def test_that_a_round_is_ended_after_a_question(screens: Screens) -> None:
    round_id = screens.neighbours.round()
    page = screens.calls()
    page.rounds.view.select(round_id)
    screens.click(page.rounds, Button, "round-end")
    question = page.asker.dialog
    assert isinstance(question, Question)
    question.yes.click()
    screens.settle()
    assert screens.neighbours.clerk().round(round_id).state is RoundState.ENDED
    assert page.rounds.view.row.state is RoundState.ENDED


def test_that_without_a_round_the_page_says_how_one_begins(screens: Screens) -> None:
    page = screens.calls()
    assert page.presenter.stage is Stage.ROUNDS
    screens.click(page.rounds, Button, "to-lists")
    assert screens.shell.gone == [("contacts", {})]


def test_that_a_list_of_which_nobody_can_be_called_is_no_round(screens: Screens) -> None:
    list_id = screens.neighbours.listed(name="空")
    page = screens.calls()
    dialog = page.asker.start(list_id)
    assert dialog is not None
    screens.settle()
    assert dialog.forecast.text() == "There is nobody to call on this list."
    assert not dialog.save.isEnabled()


def test_that_nothing_typed_into_a_script_is_markup(screens: Screens) -> None:
    clerk = screens.neighbours.clerk()
    list_id = screens.neighbours.listed(LABELS[0])
    round_id = clerk.start(list_id, "<b>", "{name} & <i>\n{unknown}").result
    parts = spoken_parts(screens.neighbours.card(round_id), "甲")
    assert parts == [("甲", True), (" & <i>\n{unknown}", False)]
    screens.calls(round_id)


def test_that_a_held_down_digit_counts_once(screens: Screens) -> None:
    page = screens.calls(screens.neighbours.round())
    assert all(isinstance(button, OutcomeButton) for button in page.outcomes.buttons)
    shortcuts = [
        shortcut
        for button in page.outcomes.buttons
        for shortcut in button.children()
        if hasattr(shortcut, "autoRepeat")
    ]
    assert [shortcut.autoRepeat() for shortcut in shortcuts] == [False] * 8


def test_that_a_small_window_shows_the_call_and_the_order_on_demand(screens: Screens) -> None:
    page = screens.calls(screens.neighbours.round(), size=(904, 384))
    assert not page.order.isVisible()
    assert page.outcomes.isVisible()
    screens.click(page, Button, "calls-order")
    assert page.order.isVisible()
    screens.press(page, Qt.Key.Key_Escape)
    assert page.calling.isVisible()


def test_that_a_very_long_name_pushes_nothing_off_the_card(screens: Screens) -> None:
    name = "欧阳娜娜·阿卜杜拉合曼·买买提艾力·尼亚孜别克·古丽巴哈尔·热依木"
    with screens.neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for resident in work.session.scalars(select(Resident)):
            resident.name = name
    page = screens.calls(screens.neighbours.round())
    card = page.card
    assert card.name.text().endswith(name)
    seen = card.parentWidget()
    assert seen is not None
    assert card.width() <= seen.width()
    right = card.script.mapTo(page, card.script.rect().topRight()).x()
    assert right <= page.width()
