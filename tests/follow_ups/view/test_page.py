from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.core.errors import UserError
from desktop.follow_ups.rows import COPING, Mood
from desktop.follow_ups.view.page import NOTES
from desktop.requests.model import FollowUpAnswer, FollowUpOutcome, RequestState, Satisfaction
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from desktop.follow_ups.view import FollowUpsPage
    from desktop.requests.rows import FollowUpRow
    from tests.follow_ups.view.conftest import Calls

ALT = Qt.KeyboardModifier.AltModifier


def last(calls: Calls, request_id: int) -> FollowUpRow:
    return calls.now(request_id).follow_ups[-1]


def room(page: FollowUpsPage) -> str:
    return "" if page.presenter.card is None else page.presenter.card.room


def test_that_nobodys_phone_is_shown_before_someone_begins_to_call(calls: Calls) -> None:
    calls.done()
    page = calls.open()
    assert page.stack.currentWidget() is page.idle
    assert page.idle.title.text() == "1 household to call back"
    calls.screens.press(Qt.Key.Key_Return)
    assert room(page) == "3-1-502"
    assert page.card.phones.boxes[0].text().startswith("黄丽娟")


def test_that_enter_alone_answers_for_nobody(calls: Calls) -> None:
    request = calls.done()
    page = calls.open()
    for _too_often in range(3):
        calls.screens.press(Qt.Key.Key_Return)
    assert room(page) == "3-1-502"
    assert not calls.now(request.line.id).follow_ups


@pytest.mark.parametrize("place", range(3))
def test_that_a_digit_grades_and_brings_the_next_household(calls: Calls, place: int) -> None:
    first = calls.done()
    calls.later(minutes=1)
    calls.done("1-1-101")
    page = calls.begin()
    calls.screens.press(Qt.Key(Qt.Key.Key_1 + place))
    assert last(calls, first.line.id).satisfaction is list(Satisfaction)[place]
    assert room(page) == "1-1-101"


def test_that_who_does_not_answer_comes_last_and_then_waits(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_6)
    assert last(calls, request.line.id).outcome is FollowUpOutcome.NO_ANSWER
    assert page.presenter.card is None
    assert page.idle.title.text() == "Nobody is to be called right now"
    assert "15:05" in page.idle.words.text()
    calls.later(hours=1)
    page.presenter.read()
    calls.screens.settle()
    assert page.idle.start.isVisible()


def test_that_cannot_be_called_asks_why(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_7)
    assert page.answers.fault.text() == "Say why the household cannot be called."
    assert page.answers.words.hasFocus()
    calls.screens.keys("moved out")
    calls.screens.press(Qt.Key.Key_Return)
    calls.screens.press(Qt.Key.Key_7)
    assert last(calls, request.line.id).words == "moved out"
    assert calls.now(request.line.id).cannot_call


def test_that_after_a_poor_grade_one_key_reopens_with_the_words(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_F11)
    calls.screens.keys("drips still")
    calls.screens.press(Qt.Key.Key_Return)
    calls.screens.press(Qt.Key.Key_4)
    assert page.answers.decision.isVisible()
    assert calls.now(request.line.id).follow_ups == ()
    calls.screens.press(Qt.Key.Key_R, ALT)
    told = calls.now(request.line.id)
    assert (told.line.state, told.steps[-1].why) == (RequestState.REOPENED, "drips still")
    assert told.follow_ups[-1].satisfaction is Satisfaction.DISSATISFIED
    assert page.presenter.card is None


def test_that_reopening_needs_words(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_5)
    calls.screens.press(Qt.Key.Key_R, ALT)
    assert "reason for reopening" in page.answers.fault.text()
    calls.screens.keys("drips")
    calls.screens.press(Qt.Key.Key_R, ALT)
    assert last(calls, request.line.id).satisfaction is Satisfaction.VERY_DISSATISFIED
    assert calls.now(request.line.id).line.state is RequestState.REOPENED


def test_that_a_poor_grade_can_be_left_or_taken_back(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    page.answers.words.setText("too slow")
    calls.screens.press(Qt.Key.Key_4)
    calls.screens.press(Qt.Key.Key_Escape)
    assert not page.answers.decision.isVisible()
    calls.screens.press(Qt.Key.Key_4)
    calls.screens.press(Qt.Key.Key_Return)
    told = calls.now(request.line.id)
    assert (told.line.state, told.follow_ups[-1].words) == (RequestState.COMPLETED, "too slow")
    assert page.queue.left.text() == "1 dissatisfied and not reopened"


def test_that_who_was_dissatisfied_today_can_still_be_reopened(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    page.answers.words.setText("too slow")
    calls.screens.press(Qt.Key.Key_4)
    calls.screens.press(Qt.Key.Key_Return)
    page.queue.which.choose("today")
    page.queue.today.setFocus()
    page.queue.today.selectRow(0)
    calls.screens.press(Qt.Key.Key_R, ALT)
    assert calls.now(request.line.id).line.state is RequestState.REOPENED
    assert not page.queue.left.isVisible()
    assert f"{request.line.number} was reopened" in calls.screens.said()


def test_that_the_requests_of_a_household_are_answered_in_one_call(calls: Calls) -> None:
    first, second = calls.done(), calls.done(words="灯不亮")
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_1)
    assert page.presenter.current == 1
    assert calls.now(first.line.id).follow_ups == ()
    assert page.card.asked.boxes[0].answer.isVisible()
    calls.screens.press(Qt.Key.Key_3)
    assert last(calls, first.line.id).satisfaction is Satisfaction.VERY_SATISFIED
    assert last(calls, second.line.id).satisfaction is Satisfaction.FAIR


def test_that_one_key_gives_one_answer_for_all(calls: Calls) -> None:
    first, second = calls.done(), calls.done(words="灯不亮")
    calls.begin()
    calls.screens.press(Qt.Key.Key_L, ALT)
    calls.screens.press(Qt.Key.Key_2)
    assert {last(calls, each.line.id).satisfaction for each in (first, second)} == {Satisfaction.SATISFIED}


def test_that_nobody_answers_for_all_requests_at_once(calls: Calls) -> None:
    first, second = calls.done(), calls.done(words="灯不亮")
    calls.begin()
    calls.screens.press(Qt.Key.Key_6)
    assert {last(calls, each.line.id).outcome for each in (first, second)} == {FollowUpOutcome.NO_ANSWER}


def test_that_a_request_answered_can_be_asked_about_again_before_the_last(calls: Calls) -> None:
    first, _second = calls.done(), calls.done(words="灯不亮")
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_1)
    page.card.asked.boxes[0].click()
    calls.screens.press(Qt.Key.Key_2)
    assert page.presenter.current == 1
    calls.screens.press(Qt.Key.Key_2)
    assert last(calls, first.line.id).satisfaction is Satisfaction.SATISFIED


def test_that_questions_are_answered_with_y_and_n(calls: Calls) -> None:
    asked = [question.id for question in calls.place.service.questions()]
    more = [calls.question(words) for words in ("on time?", "tidy?")] if not asked else []
    request = calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_Y)
    calls.screens.press(Qt.Key.Key_N)
    assert list(page.presenter.replies) == [*asked, *more][:2]
    calls.screens.press(Qt.Key.Key_1)
    answers = [reply.answer for reply in last(calls, request.line.id).replies]
    assert answers == [FollowUpAnswer.YES, FollowUpAnswer.NO]


def test_that_an_answer_clicked_by_mistake_is_taken_back(calls: Calls) -> None:
    asked = calls.question("tidy?")
    calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_1, ALT)
    chip = page.card.questions.findChild(QAbstractButton, f"no-{asked}")
    assert chip is not None
    chip.click()
    assert page.presenter.replies == {asked: FollowUpAnswer.NO}
    chip.click()
    assert page.presenter.replies == {}


def test_that_the_script_names_who_is_called_and_what_was_done(calls: Calls) -> None:
    calls.people()
    calls.done(words="水槽漏水")
    page = calls.begin()
    said = page.card.script.accessibleName()
    assert all(word in said for word in ("黄丽娟", "水槽漏水", "换软管", "云栖花园"))
    calls.screens.press(Qt.Key.Key_2, ALT)
    assert "陈国栋" in page.card.script.accessibleName()
    ui_language().choose("zh_CN")
    calls.screens.settle()
    assert page.card.script.accessibleName().startswith("陈国栋您好")


def test_that_the_program_helps_to_cope_with_any_caller(calls: Calls) -> None:
    calls.done()
    page = calls.begin()
    for mood in Mood:
        page.card.moods[mood].click()
        assert page.card.coping.text() == ui_language().language.message(COPING[mood])
    page.card.moods[Mood.ANGRY].click()
    assert not page.card.coping.isVisible()


def test_that_words_half_typed_are_kept(calls: Calls) -> None:
    calls.done()
    page = calls.begin()
    page.answers.words.setText("calls back at six")
    page.leave()
    assert [draft.fields["words"] for draft in calls.shell.drafts.all(NOTES)] == ["calls back at six"]
    page.show_at()
    calls.screens.settle()
    assert page.answers.words.text() == "calls back at six"
    calls.screens.press(Qt.Key.Key_1)
    assert not calls.shell.drafts.all(NOTES)


def test_that_esc_puts_the_household_back_for_others(calls: Calls) -> None:
    calls.done()
    page = calls.begin()
    calls.screens.press(Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.idle
    assert calls.of(2).next_card() is not None


def test_that_what_someone_else_takes_is_said(calls: Calls) -> None:
    calls.done()
    calls.of(2).next_card()
    page = calls.open()
    page.presenter.take(calls.place.rooms["3-1-502"])
    calls.screens.settle()
    assert any("Someone else is calling" in said for said in calls.screens.said())


def test_that_what_changed_meanwhile_is_said_and_the_next_household_comes(calls: Calls) -> None:
    request = calls.done()
    page = calls.begin()
    calls.place.service.reopen(request.line.id, "还在漏", version=request.line.version)
    calls.screens.press(Qt.Key.Key_1)
    assert page.presenter.card is None
    assert calls.now(request.line.id).follow_ups == ()


def test_that_a_household_is_called_when_asked_for(calls: Calls) -> None:
    calls.done()
    calls.done("1-1-101")
    page = calls.open(room_id=calls.place.rooms["1-1-101"])
    assert room(page) == "1-1-101"
    assert page.about() == {"room_id": calls.place.rooms["1-1-101"]}


def test_that_the_navigation_counts_what_is_due_today(calls: Calls) -> None:
    calls.done()
    page = calls.open()
    assert calls.shell.counts["follow_ups"] == 0
    calls.later(days=3)
    page.presenter.read()
    calls.screens.settle()
    assert calls.shell.counts["follow_ups"] == 1


def test_that_a_narrow_page_shows_queue_or_call(calls: Calls) -> None:
    calls.done()
    page = calls.open((888, 384))
    assert not page.queue.isVisible()
    page.order.click()
    assert page.queue.isVisible()
    assert not page.stack.isVisible()
    calls.screens.press(Qt.Key.Key_Escape)
    assert page.stack.isVisible()


def test_that_tab_leads_on_from_a_cleared_queue(calls: Calls) -> None:
    page = calls.open()
    page.setFocus()
    before = page.focusWidget()
    calls.screens.press(Qt.Key.Key_Tab)
    assert page.focusWidget() is not before


def test_that_a_cleared_queue_says_so(calls: Calls) -> None:
    page = calls.open()
    assert page.idle.title.text() == "Everyone was asked"
    assert not page.idle.start.isVisible()


def test_that_a_reason_missing_is_refused_by_the_presenter_too(calls: Calls) -> None:
    calls.done()
    page = calls.begin()
    refused: list[object] = []
    page.presenter.refused.connect(refused.append)
    page.presenter.not_reached(FollowUpOutcome.CANNOT_CALL, " ")
    assert isinstance(refused[0], UserError)
