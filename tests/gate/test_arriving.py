"""Letting in by keys: two for whoever came before, nobody past an objection, nothing typed lost or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.i18n import language
from desktop.gate.presenter.calling import AnswersPresenter
from desktop.gate.view.answers import AnswerBanner
from desktop.gate.view.arriving import ArrivingPane
from desktop.households.model import Phone
from desktop.ui.language import translate
from desktop.visits.model import CallReason, VisitKind, VisitState, WatchAction
from desktop.visits.rows import VisitFilter
from tests.gate.posts import ALT, CTRL, Post, house, on_file, rows_of, shell, template

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell
    from tests.visits.gatehouse import Gatehouse

__all__ = ["house", "on_file", "shell", "template"]

Key = Qt.Key


@pytest.fixture
def post(house: Gatehouse, shell: RecordingShell, qtbot: QtBot) -> Post[ArrivingPane]:
    return Post(house, shell, qtbot, ArrivingPane)


def visits(house: Gatehouse) -> list[tuple[str, str, str]]:
    """Return plate or name, place and kind of each visit, oldest first."""
    lines = house.service.visits(VisitFilter(states=tuple(VisitState)))
    return [(line.plate or line.name, line.place, line.kind.kind.value) for line in reversed(lines)]


def test_that_a_plate_that_came_before_needs_two_keys(post: Post[ArrivingPane]) -> None:
    before = post.house.let_in("浙A12345", "1-1-201", VisitKind.DELIVERY, company="百味餐饮")
    post.house.service.log_out(before, version=post.house.version(before))
    post.type("234")
    assert rows_of(post.pane.form.hits) == ["浙A·12345, time no. 2, 1-1-201 · 百味餐饮"]
    post.enter(2)
    assert post.keys == 2
    assert visits(post.house)[1:] == [("浙A12345", "1-1-201", "delivery")]
    assert post.told() == "In: 浙A·12345, to 1-1-201"
    assert post.holder is post.pane.form.who.edit
    post.undo()
    assert [line.state for line in post.house.service.visits(VisitFilter())] == [VisitState.LEFT]


def test_that_enter_typed_ahead_of_the_finds_is_not_lost(post: Post[ArrivingPane]) -> None:
    before = post.house.let_in("浙A12345", "1-1-201")
    post.house.service.log_out(before, version=post.house.version(before))
    post.type("234", wait=False)
    post.press(Key.Key_Return, wait=False, times=2)
    post.settle()
    assert len(visits(post.house)) == 2


def test_that_the_next_one_typed_ahead_is_not_mixed_with_the_one_before(post: Post[ArrivingPane]) -> None:
    plates = ("浙A12345", "浙B56789", "浙C24680")
    for plate in plates:
        before = post.house.let_in(plate, "1-1-201")
        post.house.service.log_out(before, version=1)
    for part in ("234", "678", "468"):
        post.type(part, wait=False)
        post.press(Key.Key_Return, wait=False, times=2)
    post.settle()
    assert [who for who, _place, _kind in visits(post.house)[3:]] == list(plates)


def test_that_somebody_new_is_who_room_and_a_digit(post: Post[ArrivingPane]) -> None:
    post.type("刘先生")
    post.enter()
    post.type("2栋1单元201室")
    assert rows_of(post.pane.form.hits) == ["2-1-201, 黄丽娟"]
    post.enter()
    post.press(Key.Key_2)
    post.enter()
    assert post.keys == 4
    assert visits(post.house) == [("刘先生", "2-1-201", "delivery")]


def test_that_a_digit_in_a_line_of_text_is_text_and_with_alt_a_kind(post: Post[ArrivingPane]) -> None:
    post.type("刘先生")
    post.press(Key.Key_3, ALT)
    assert post.pane.presenter.entry.kind.kind is VisitKind.CONTRACTOR
    assert post.pane.form.who.text == "刘先生"
    assert "badge" in post.pane.form.details.shown
    post.press(Key.Key_1, ALT)
    assert post.pane.form.details.shown == ("people", "reason")


def test_that_an_emergency_service_is_asked_nothing(post: Post[ArrivingPane]) -> None:
    post.house.order("1-1-101")
    post.press(Key.Key_9, ALT)
    post.enter()
    assert visits(post.house) == [("", "", "emergency")]
    assert post.told() == "Emergency service: the time is noted."


def test_that_an_order_of_the_household_stands_there_before_anything_is_saved(post: Post[ArrivingPane]) -> None:
    post.house.order("2-1-201")
    post.type("刘先生")
    post.enter()
    post.type("2-1-201")
    post.enter()
    assert post.holder is post.pane.first
    assert translate(post.pane.form.refusal.alarm.heading.text(), language("en")) == "Do not let in yet"
    assert post.button("gate-save").text() == "Call to check"
    post.press(Key.Key_Return, CTRL)
    assert not post.pane.override.isEnabled()
    post.type("业主认识")
    post.enter()
    post.press(Key.Key_Return, CTRL)
    assert visits(post.house) == []
    post.type("黄丽娟")
    post.press(Key.Key_Return, CTRL)
    assert visits(post.house) == [("刘先生", "2-1-201", "guest")]
    (call,) = post.house.calls()
    assert (call.reason, call.waits) == (CallReason.OVERRIDE, False)


def test_that_no_objection_is_passed_by_typing_fast(post: Post[ArrivingPane]) -> None:
    post.house.watch(WatchAction.REFUSE, plate="浙A66666", ordered_by="王经理")
    post.type("浙A66666", wait=False)
    post.press(Key.Key_Tab, wait=False)
    post.type("1-1-101", wait=False)
    post.press(Key.Key_Return, wait=False, times=4)
    post.settle()
    assert visits(post.house) == []
    assert post.pane.presenter.entry.who == "浙A·66666"
    assert post.pane.form.refusal.alarm.isVisible()


def test_that_whoever_is_not_let_in_is_noted_with_the_reason_proposed(post: Post[ArrivingPane]) -> None:
    post.house.order("2-1-201")
    post.type("刘先生")
    post.press(Key.Key_Tab)
    post.type("2-1-201")
    post.enter()
    post.press(Key.Key_F8, times=2)
    (line,) = post.house.service.visits(VisitFilter())
    assert (line.state, line.refused_words) == (
        VisitState.REFUSED,
        "2-1-201 asked this of the gate: 一律先打电话核实",
    )
    assert post.told() == "Not let in: 刘先生; the desk knows."


def test_that_what_was_cleared_comes_back_by_one_key(post: Post[ArrivingPane]) -> None:
    post.type("刘先生")
    post.press(Key.Key_Tab)
    post.type("2-1-201")
    post.press(Key.Key_Escape, times=2)
    assert post.pane.presenter.entry.is_empty
    post.press(Key.Key_B, CTRL)
    assert (post.pane.form.who.text, post.pane.form.room.text) == ("刘先生", "2-1-201")
    post.press(Key.Key_Escape, times=2)
    post.house.clock.advance(days=1)
    post.pane.show_at()
    assert post.pane.presenter.cleared is None


def test_that_a_killed_program_loses_nothing_and_doubles_nothing(
    post: Post[ArrivingPane], house: Gatehouse, shell: RecordingShell, qtbot: QtBot
) -> None:
    post.type("刘先生")
    post.press(Key.Key_Tab)
    post.type("2-1-201")
    post.enter()
    post.pane.presenter.keep()
    kept = dict(shell.drafts.kept)
    post.enter()
    assert len(visits(house)) == 1
    shell.drafts.kept = kept  # as if the power went before the draft was thrown away
    again = Post(house, shell, qtbot, ArrivingPane)
    assert again.pane.form.who.text == "刘先生"
    again.pane.first.setFocus()
    again.enter()
    assert len(visits(house)) == 1


def test_that_peak_mode_asks_for_plate_and_room_only(post: Post[ArrivingPane]) -> None:
    post.press(Key.Key_F9)
    assert post.pane.form.kinds.isHidden()
    post.type("浙A12345")
    post.enter()
    post.type("1-1-101")
    post.enter(2)
    (line,) = post.house.service.visits(VisitFilter())
    assert (line.plate, line.place, line.incomplete) == ("浙A12345", "1-1-101", True)
    assert post.pane.form.left.text() == "1 visit to be completed (F11)"


def test_that_vehicles_without_a_plate_are_logged_one_after_the_other(post: Post[ArrivingPane]) -> None:
    for _ in range(2):
        post.press(Key.Key_U, CTRL)
        post.type("1-1-101")
        post.enter(2)
    lines = post.house.service.visits(VisitFilter())
    assert [(line.vehicle, line.plate) for line in lines] == [(True, ""), (True, "")]
    assert len({translate(line.title, language("en")) for line in lines}) == 2


def test_that_the_palette_puts_a_province_in_front_of_this_plate_alone(post: Post[ArrivingPane]) -> None:
    known = post.pane.presenter.province
    post.type("A12345")
    post.press(Key.Key_K, CTRL)
    post.type("沪")  # no letter of the palette: nothing happens
    post.press(Key.Key_S)
    post.enter()
    assert post.pane.form.who.text == "苏A·12345"
    assert post.pane.presenter.province == known


def test_that_a_province_chosen_before_a_plate_is_typed_is_remembered(post: Post[ArrivingPane]) -> None:
    post.press(Key.Key_K, CTRL)
    post.press(Key.Key_S)
    post.enter()
    assert (post.pane.form.who.text, post.pane.presenter.province) == ("苏", "苏")
    post.type("a12345")
    post.enter()
    assert post.pane.form.who.text == "苏A·12345"


def test_that_a_plate_typed_whole_is_shown_as_a_plate_with_what_is_asked_of_one(post: Post[ArrivingPane]) -> None:
    post.type("浙b12346")
    post.enter()
    assert post.pane.form.who.text == "浙B·12346"
    assert "name" in post.pane.form.details.shown


def test_that_a_vehicle_of_a_household_goes_through_without_an_entry(post: Post[ArrivingPane]) -> None:
    post.type("8888")
    post.enter()
    assert post.button("gate-save").text() == "Go through"
    post.enter()
    assert visits(post.house) == []
    assert post.told() == "浙A·88888 lives here: no entry needed."


def test_that_goods_without_a_slip_call_the_desk_by_one_key_and_its_answer_is_shown(post: Post[ArrivingPane]) -> None:
    banner = AnswerBanner(AnswersPresenter(post.station.desk, post.shell, post.station, post.pane))
    post.pane.body.insertWidget(0, banner)
    post.type("浙A12345")
    post.press(Key.Key_F7)
    (call,) = post.house.calls()
    assert (call.reason, call.waits, call.plate) == (CallReason.GOODS, True, "浙A12345")
    assert banner.isVisible()
    assert not banner.read.isVisible()
    post.shell.bus.announce(post.desk.answer(call.id, "已电话核实，可以放行", version=call.version))
    post.settle()
    assert banner.words.text() == "张敏: 已电话核实，可以放行"
    post.press(Key.Key_G, CTRL)
    assert not banner.isVisible()
    assert post.house.calls()[0].seen_at is not None


def test_that_a_phone_is_masked_until_one_key_shows_it(post: Post[ArrivingPane]) -> None:
    resident = post.house.village.settle("2-1-101", "周敏")
    post.house.write(Phone(community_id=1, resident_id=resident, position=1, digits="13812342046", label=""))
    post.type("刘先生")
    post.press(Key.Key_Tab)
    post.type("2-1-101")
    post.enter()
    post.press(Key.Key_F12)
    people = post.pane.card.people
    assert rows_of(people) == ["周敏, 138 **** 2046, Owner"]
    post.press(Key.Key_R, CTRL)
    assert rows_of(people) == ["周敏, 138 1234 2046, Owner"]
    post.press(Key.Key_Escape)
    assert post.pane.presenter.entry.who == "刘先生"


def test_that_what_another_gate_writes_is_seen_at_once(post: Post[ArrivingPane]) -> None:
    draft = post.house.draft("浙B25K9W")
    post.shell.bus.announce(post.house.service.log_in(draft))
    post.settle()
    assert rows_of(post.pane.panel.list)[0].startswith("浙B·25K9W")
