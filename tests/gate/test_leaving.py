"""Letting out by keys: two at most, part of them, a whole crew, and everything taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.gate.view.leaving import LeavingPane
from desktop.visits.model import CallReason, VisitKind, VisitState
from desktop.visits.rows import VisitFilter
from tests.gate.posts import ALT, CTRL, Post, house, on_file, rows_of, shell, template

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.shells import RecordingShell
    from tests.visits.gatehouse import Gatehouse

__all__ = ["house", "on_file", "shell", "template"]

Key = Qt.Key


@pytest.fixture
def arrive(house: Gatehouse, shell: RecordingShell, qtbot: QtBot) -> Callable[[], Post[LeavingPane]]:
    """Return what opens the pane, once everybody is inside."""
    return lambda: Post(house, shell, qtbot, LeavingPane)


def inside(house: Gatehouse) -> set[str]:
    return {str(line.title) for line in house.service.inside()}


def test_that_a_badge_lets_out_by_one_key_and_is_taken_back(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]
) -> None:
    house.let_in("浙A12345", "2-1-201")
    house.let_in("马师傅", "1-1-101", badge="12")
    post = arrive()
    post.type("12")
    assert post.pane.chosen.title.text() == "马师傅"
    post.enter()
    assert inside(house) == {"浙A·12345"}
    assert (post.keys, post.told()) == (1, "Out: 马师傅")
    assert post.holder is post.pane.field.edit
    post.undo()
    assert inside(house) == {"浙A·12345", "马师傅"}


def test_that_badges_read_faster_than_they_are_found_all_let_out(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]
) -> None:
    for badge in ("12", "13", "14"):
        house.let_in(f"师傅{badge}", "1-1-101", badge=badge)
    post = arrive()
    for badge in ("12", "13", "14"):
        post.type(badge, wait=False)
        post.press(Key.Key_Return, wait=False)
    post.settle()
    assert inside(house) == set()


def test_that_of_several_who_may_be_meant_the_guard_chooses(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]
) -> None:
    house.let_in("浙A12345", "1-1-101")
    house.let_in("浙B12345", "2-1-201")
    post = arrive()
    post.type("12345")
    post.enter()
    assert len(inside(house)) == 2
    post.press(Key.Key_Down)
    post.enter()
    assert len(inside(house)) == 1
    assert post.keys == 3


def test_that_an_arrow_key_and_enter_are_enough(house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]) -> None:
    house.let_in("浙A12345", "1-1-101")
    house.let_in("浙B12345", "2-1-201")
    post = arrive()
    post.press(Key.Key_Down)
    post.enter()
    assert inside(house) == {"浙B·12345"}
    post.press(Key.Key_Down)
    post.enter()
    assert inside(house) == set()


def test_that_part_of_them_leaves_and_the_others_stay(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]
) -> None:
    house.let_in("马师傅", "1-1-101", people=3)
    post = arrive()
    assert rows_of(post.pane.list)[0].startswith("马师傅, 3 people")
    post.press(Key.Key_2, ALT)
    post.type("马")
    post.press(Key.Key_2, ALT)
    post.enter()
    assert [line.people for line in house.service.inside()] == [1]
    assert post.told() == "Out: 2 of 马师傅"


def test_that_a_crew_leaves_by_one_key(house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]) -> None:
    pass_id = house.work_pass("1-1-201")
    for name in ("张强", "李勇"):
        house.let_in(name, "1-1-201", VisitKind.CONTRACTOR, pass_id=pass_id, company="美居装饰")
    house.let_in("浙B12345", "2-1-201")
    post = arrive()
    post.type("张强")
    assert post.button("gate-crew").text() == "Whole crew, 2 people"
    post.press(Key.Key_A, CTRL)
    assert inside(house) == {"浙B·12345"}
    assert post.told() == "Out: everybody of 美居装饰"
    post.undo()
    assert inside(house) == {"浙B·12345", "张强", "李勇"}


def test_that_whoever_nobody_knows_lets_nobody_out(house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = arrive()
    post.type("9999")
    post.enter()
    assert inside(house) == {"浙A·12345"}
    assert "look in the log" in post.pane.field.wrong.text()


def test_that_two_gates_letting_the_same_one_out_do_it_once(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]], monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = house.let_in("浙A12345", "1-1-101")
    told: list[object] = []
    monkeypatch.setattr("desktop.gate.view.leaving.show_error", lambda _pane, error: told.append(error))
    post = arrive()
    line = post.pane.presenter.lines[0]
    house.service.log_out(visit_id, version=1)
    post.pane.presenter.leave(line)
    post.settle()
    assert [line.state for line in house.service.visits(VisitFilter())] == [VisitState.LEFT]
    assert len(told) == 1


def test_that_goods_of_whoever_is_chosen_are_held_by_one_key(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]
) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = arrive()
    post.press(Key.Key_Down)
    post.press(Key.Key_F7)
    (call,) = house.calls()
    assert (call.reason, call.plate, call.place) == (CallReason.GOODS, "浙A12345", "1-1-101")


def test_that_goods_of_nobody_in_the_list_are_held_while_nobody_is_chosen(
    house: Gatehouse, arrive: Callable[[], Post[LeavingPane]]
) -> None:
    house.let_in("浙A12345", "1-1-101")
    post = arrive()
    assert not post.button("gate-leave").isEnabled()
    post.press(Key.Key_F7)
    (call,) = house.calls()
    assert (call.reason, call.plate, call.who, call.place) == (CallReason.GOODS, "", "", "")
