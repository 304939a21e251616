"""Taking households to call: in turn, by several clerks, through interruptions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.contacts.model import CallOutcome, CallState
from desktop.contacts.rows import EntryFilter
from desktop.contacts.service import ContactService
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.model import InstructionKind, OccupancyRole

if TYPE_CHECKING:
    from tests.contacts.neighbours import Neighbours


def test_that_households_come_in_calling_order_and_then_no_more(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-1001", "1-1-101", "2-1-101")
    called = [neighbours.call(round_id) for _ in range(3)]
    assert called == ["1-1-101", "1-1-1001", "2-1-101"]
    assert neighbours.clerk().next_call(round_id) is None
    progress = neighbours.clerk().round(round_id).progress
    assert (progress.reached, progress.done, progress.total) == (3, 3, 3)


def test_that_the_card_has_all_it_takes_to_call(neighbours: Neighbours) -> None:
    owner = neighbours.settle("1-1-101", "王建国", "13800000001", "057188001234")
    neighbours.settle("1-1-101", "赵租客", "13900000002", role=OccupancyRole.TENANT, calls_first=True)
    neighbours.settle("1-1-101", "无话", role=OccupancyRole.FAMILY)
    neighbours.village.tag("1-1-101", "VIP")
    list_id = neighbours.listed("1-1-101")
    neighbours.clerk().set_member(list_id, neighbours.rooms["1-1-101"], note="下午再打")
    script = "{姓名}您好，{小区}{room}，{occasion}，{天气}。"
    round_id = neighbours.clerk().start(list_id, "春节拜年", script).result
    card = neighbours.card(round_id)
    assert [person.name for person in card.people] == ["赵租客", "王建国", "无话"]
    assert [phone.shown for phone in card.people[1].phones] == ["138 0000 0001", "0571-88001234"]
    assert (card.number, card.total, card.room, card.note, card.attempts) == (1, 1, "1-1-101", "下午再打", 0)
    assert card.words() == "赵租客您好，云栖花园1-1-101，春节拜年，{天气}。"
    assert card.words("王建国").startswith("王建国您好")
    assert [tag.name for tag in card.household.tags] == ["VIP"]
    assert card.last_call is None
    revealed = neighbours.audited("resident", "phone revealed")
    assert [row.subject_id for row in revealed].count(owner) == 2


def test_that_the_card_tells_of_the_last_call_and_the_last_touchpoint(neighbours: Neighbours) -> None:
    neighbours.everyone()
    first = neighbours.round("1-1-101")
    neighbours.call(first, CallOutcome.REFUSED)
    list_id = neighbours.listed("1-1-101", name="端午")
    second = neighbours.clerk().start(list_id, "端午", "").result
    card = neighbours.card(second)
    assert card.last_call is not None
    assert (card.last_call.outcome, card.last_call.occasion, card.last_call.by) == (
        CallOutcome.REFUSED,
        "春节拜年",
        "张敏",
    )
    assert card.last_contact is not None
    assert card.last_contact.kind == "called"


def test_that_two_clerks_never_hold_the_same_household(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    assert neighbours.card(round_id, 1).room == "1-1-101"
    assert neighbours.card(round_id, 2).room == "1-1-102"
    assert neighbours.card(round_id, 1).room == "1-1-101"
    assert neighbours.card(round_id, 2).room == "1-1-102"
    assert neighbours.clerk(1).round(round_id).progress.calling == 1


def test_that_who_comes_back_gets_what_they_held_even_long_after(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    before = neighbours.card(round_id)
    assert neighbours.clerk().round(round_id).mine
    neighbours.clock.advance(hours=5)
    after = neighbours.card(round_id)
    assert (after.room, after.version) == (before.room, before.version)


def test_that_a_claim_runs_out_for_others(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    held = neighbours.card(round_id, 1)
    neighbours.clock.advance(minutes=9)
    assert neighbours.card(round_id, 2).room == "1-1-102"
    neighbours.clerk(2).put_back(round_id)
    neighbours.clock.advance(minutes=2)
    assert neighbours.card(round_id, 2).room == "1-1-101"
    with pytest.raises(ConflictError):
        neighbours.clerk(1).record(held.entry_id, CallOutcome.REACHED, version=held.version)
    with pytest.raises(ConflictError):
        neighbours.clerk(1).renew(held.entry_id)
    assert neighbours.attempts() == []


def test_that_a_claim_is_renewed_and_the_card_still_holds(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    card = neighbours.card(round_id)
    neighbours.clock.advance(minutes=8)
    until = neighbours.clerk().renew(card.entry_id)
    assert until == neighbours.clock.now() + timedelta(minutes=10)
    neighbours.clock.advance(minutes=8)
    assert neighbours.card(round_id, 2).room == "1-1-102"
    neighbours.clerk().record(card.entry_id, CallOutcome.REACHED, version=card.version)
    assert neighbours.clerk().round(round_id).progress.reached == 1


def test_that_those_due_again_come_before_new_ones(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102", "1-1-201", retry_minutes=30)
    neighbours.call(round_id, CallOutcome.NO_ANSWER)
    neighbours.clock.advance(minutes=29)
    assert neighbours.call(round_id, CallOutcome.NO_ANSWER) == "1-1-102"
    neighbours.clock.advance(minutes=1)
    assert neighbours.call(round_id) == "1-1-101"
    progress = neighbours.clerk().round(round_id).progress
    assert (progress.later, progress.due, progress.waiting) == (1, 0, 1)
    assert progress.next_at == neighbours.clock.now() + timedelta(minutes=29)


def test_that_a_household_can_be_taken_out_of_turn(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    held = neighbours.card(round_id)
    other = next(line for line in neighbours.clerk().entries(round_id) if line.room == "1-1-102")
    assert neighbours.clerk().take(other.id).room == "1-1-102"
    assert neighbours.card(round_id, 2).entry_id == held.entry_id
    with pytest.raises(UserError):
        neighbours.clerk(2).take(other.id)


def test_that_a_household_that_needs_no_call_is_not_taken(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    neighbours.call(round_id)
    reached = neighbours.clerk().entries(round_id)[0]
    with pytest.raises(UserError):
        neighbours.clerk().take(reached.id)


def test_that_a_household_put_off_waits_without_counting_as_a_call(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    card = neighbours.card(round_id)
    neighbours.clerk().call_later(card.entry_id, version=card.version, minutes=15)
    assert neighbours.call(round_id) == "1-1-102"
    assert neighbours.clerk().next_call(round_id) is None
    neighbours.clock.advance(minutes=15)
    again = neighbours.card(round_id)
    assert (again.room, again.attempts) == ("1-1-101", 0)
    with pytest.raises(UserError):
        neighbours.clerk().call_later(again.entry_id, version=again.version, minutes=0)


def test_that_who_asks_not_to_be_called_meanwhile_is_passed_over(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    neighbours.instruct("1-1-101")
    neighbours.instruct("1-1-102", InstructionKind.KEEP_PARCELS)
    assert neighbours.card(round_id).room == "1-1-102"
    (left_out,) = neighbours.clerk().entries(round_id, EntryFilter(left_out=True))
    assert (left_out.room, left_out.outcome) == ("1-1-101", CallOutcome.DO_NOT_CALL)
    assert neighbours.clerk().round(round_id).progress.total == 1


def test_that_who_loses_the_last_phone_meanwhile_is_noted_as_not_reachable(neighbours: Neighbours) -> None:
    person = neighbours.settle("1-1-101", "王建国", "13800000001")
    neighbours.settle("1-1-102", "李秀英", "13800000002")
    round_id = neighbours.round("1-1-101", "1-1-102")
    neighbours.forget_phones(person)
    assert neighbours.card(round_id).room == "1-1-102"
    line = neighbours.clerk().entries(round_id)[0]
    assert (line.state, line.outcome) == (CallState.UNREACHED, CallOutcome.NO_PHONE)
    assert neighbours.clerk().round(round_id).progress.no_phone == 1


def test_that_a_round_that_ended_hands_out_nobody_but_what_is_held(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102", "1-1-201")
    held = neighbours.card(round_id, 2)
    neighbours.clerk().end(round_id, version=neighbours.clerk().round(round_id).version)
    assert neighbours.clerk().next_call(round_id) is None
    card = neighbours.card(round_id, 2)
    assert card.entry_id == held.entry_id
    neighbours.clerk(2).record(card.entry_id, CallOutcome.NO_ANSWER, version=card.version)
    progress = neighbours.clerk().round(round_id).progress
    assert (progress.unreached, progress.waiting, progress.later) == (3, 0, 0)


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_calls(on_file: Neighbours, role: Role) -> None:
    on_file.everyone()
    round_id = on_file.round("1-1-101")
    with pytest.raises(RefusedError):
        ContactService(on_file.village.desk_of(role)).next_call(round_id)
    with pytest.raises(RefusedError):
        ContactService(on_file.village.desk_of(role)).open_rounds()


def test_that_a_round_of_another_community_is_not_there(neighbours: Neighbours) -> None:
    with pytest.raises(UserError):
        neighbours.clerk().next_call(999)
    with pytest.raises(UserError):
        neighbours.clerk().round(999)


def test_that_who_puts_a_household_back_after_the_round_ended_leaves_nobody_waiting_for_ever(
    neighbours: Neighbours,
) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102", "2-1-101")
    neighbours.card(round_id, 1)
    later = neighbours.card(round_id, 2)
    line = neighbours.clerk().round(round_id)
    neighbours.clerk(3).end(round_id, version=line.version)
    # whatever becomes of the two who are on the phone
    assert neighbours.clerk().round(round_id).progress.unreached == 3
    neighbours.clerk(1).put_back(round_id)
    neighbours.clerk(2).call_later(later.entry_id, version=later.version, minutes=5)
    entries = neighbours.entries(round_id)
    assert {(each.state, each.next_at, each.claimed_by) for each in entries} == {(CallState.UNREACHED, None, None)}
    progress = neighbours.clerk().round(round_id).progress
    assert (progress.unreached, progress.done, progress.total) == (3, 3, 3)
