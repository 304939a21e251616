"""What a call came to: what follows from each outcome, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.care.model import CareKind, CareState, CareTask
from desktop.contacts.model import CallOutcome, CallState
from desktop.core.errors import ConflictError, UserError
from desktop.core.permissions import Role
from desktop.households.model import InstructionKind, StandingInstruction
from desktop.households.rows import NewInstruction
from desktop.households.service import HouseholdService
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from tests.contacts.neighbours import Neighbours


def tasks(neighbours: Neighbours) -> list[CareTask]:
    return neighbours.rows(select(CareTask).order_by(CareTask.id))


def instructions(neighbours: Neighbours) -> list[StandingInstruction]:
    return neighbours.rows(select(StandingInstruction).order_by(StandingInstruction.id))


def told(neighbours: Neighbours, room: str) -> list[TimelineEntry]:
    query = select(TimelineEntry).where(TimelineEntry.room_id == neighbours.rooms[room], TimelineEntry.kind == "called")
    return neighbours.rows(query)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (CallOutcome.REACHED, CallState.REACHED),
        (CallOutcome.MESSAGE_LEFT, CallState.REACHED),
        (CallOutcome.REFUSED, CallState.REACHED),
        (CallOutcome.DO_NOT_CALL, CallState.REACHED),
        (CallOutcome.NO_ANSWER, CallState.LATER),
        (CallOutcome.BUSY, CallState.LATER),
        (CallOutcome.WRONG_NUMBER, CallState.UNREACHED),
    ],
)
def test_that_each_outcome_leads_where_it_should(on_file: Neighbours, outcome: CallOutcome, state: CallState) -> None:
    on_file.everyone()
    round_id = on_file.round("1-1-101", "1-1-102")
    on_file.call(round_id, outcome)
    line = on_file.clerk().entries(round_id)[0]
    assert (line.state, line.outcome, line.attempts, line.called_by) == (state, outcome, 1, "张敏")
    assert line.calling == ""


@pytest.mark.parametrize("outcome", [CallOutcome.NO_PHONE, CallOutcome.LEFT_ROUND])
def test_that_what_is_no_call_cannot_be_recorded(on_file: Neighbours, outcome: CallOutcome) -> None:
    on_file.everyone()
    card = on_file.card(on_file.round("1-1-101"))
    with pytest.raises(UserError):
        on_file.clerk().record(card.entry_id, outcome, version=card.version)
    assert on_file.attempts() == []


def test_that_the_call_stands_in_timeline_and_audit(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id)
    changes = neighbours.clerk().record(
        card.entry_id, CallOutcome.MESSAGE_LEFT, version=card.version, note="托儿子转告\x00"
    )
    assert changes.touches("call_round")
    assert changes.ids["room"] == {neighbours.rooms["1-1-101"]}
    (entry,) = told(neighbours, "1-1-101")
    assert entry.source_id == changes.result
    assert entry.parameters == {
        "occasion": "春节拜年",
        "outcome": "message_left",
        "note": "托儿子转告",
        "name": "业主0",
        "round": round_id,
    }
    (record,) = neighbours.audited("call_round", "call recorded")
    assert record.after is not None
    assert (record.after["outcome"], record.after["room"]) == ("message_left", "1-1-101")


def test_that_the_phone_called_is_kept(neighbours: Neighbours) -> None:
    person = neighbours.settle("1-1-101", "王建国", "13800000001")
    second = neighbours.phone(person, "13800000002")
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id)
    neighbours.clerk().record(card.entry_id, CallOutcome.BUSY, version=card.version, phone_id=second)
    (attempt,) = neighbours.clerk().attempts(card.entry_id)
    assert (attempt.phone, attempt.person, attempt.outcome) == ("138 **** 0002", "王建国", CallOutcome.BUSY)


def test_that_no_answer_comes_back_the_same_day_up_to_the_number_of_times(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", most_attempts=3, retry_minutes=60)
    for _ in range(2):
        neighbours.call(round_id, CallOutcome.NO_ANSWER)
        assert neighbours.clerk().next_call(round_id) is None
        neighbours.clock.advance(hours=1)
    neighbours.call(round_id, CallOutcome.BUSY)
    line = neighbours.clerk().entries(round_id)[0]
    assert (line.state, line.attempts, line.outcome) == (CallState.UNREACHED, 3, CallOutcome.BUSY)


def test_that_a_call_is_not_repeated_after_midnight(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", retry_minutes=60)
    neighbours.clock.advance(hours=9, minutes=30)  # 23:35 in Shanghai
    neighbours.call(round_id, CallOutcome.NO_ANSWER)
    assert neighbours.clerk().entries(round_id)[0].state is CallState.UNREACHED


def test_that_who_was_to_be_called_again_is_still_called_on_another_day(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    neighbours.call(round_id, CallOutcome.NO_ANSWER)
    neighbours.clock.advance(days=1)
    assert neighbours.call(round_id) == "1-1-101"


def test_that_a_wrong_number_becomes_a_task_and_the_next_phone_is_tried_at_once(neighbours: Neighbours) -> None:
    person = neighbours.settle("1-1-101", "王建国", "13800000001")
    neighbours.phone(person, "13800000002")
    round_id = neighbours.round("1-1-101")
    neighbours.call(round_id, CallOutcome.WRONG_NUMBER)
    (task,) = tasks(neighbours)
    assert (task.kind, task.words, task.state) == (CareKind.CHECK_PHONE, "王建国 138 **** 0001", CareState.PLANNED)
    card = neighbours.card(round_id)
    assert [phone.wrong for phone in card.people[0].phones] == [True, False]
    neighbours.clerk().record(card.entry_id, CallOutcome.WRONG_NUMBER, version=card.version)
    assert neighbours.clerk().entries(round_id)[0].state is CallState.UNREACHED
    assert [task.words for task in tasks(neighbours)] == ["王建国 138 **** 0001", "王建国 138 **** 0002"]


def test_that_a_wrong_number_found_again_makes_no_second_task(neighbours: Neighbours) -> None:
    neighbours.everyone()
    for name in ("春节", "端午"):
        list_id = neighbours.listed("1-1-101", name=name)
        neighbours.call(neighbours.clerk().start(list_id, name, "").result, CallOutcome.WRONG_NUMBER)
    assert len(tasks(neighbours)) == 1


def test_that_do_not_call_again_is_a_standing_instruction_that_the_next_round_heeds(neighbours: Neighbours) -> None:
    neighbours.everyone()
    list_id = neighbours.listed("1-1-101", "1-1-102")
    round_id = neighbours.clerk().start(list_id, "春节", "").result
    card = neighbours.card(round_id)
    changes = neighbours.clerk().record(card.entry_id, CallOutcome.DO_NOT_CALL, version=card.version, note="不要打")
    assert changes.touches("standing_instruction", "room")
    (row,) = instructions(neighbours)
    assert (row.kind, row.words, row.said_by) == (InstructionKind.DO_NOT_CALL, "不要打", "业主0")
    assert neighbours.clerk().forecast(list_id).do_not_call == 1


def test_that_the_same_record_sent_twice_counts_once(neighbours: Neighbours) -> None:
    neighbours.everyone()
    card = neighbours.card(neighbours.round("1-1-101"))
    for _ in range(2):
        changes = neighbours.clerk().record(
            card.entry_id, CallOutcome.NO_ANSWER, version=card.version, operation_id="once"
        )
    assert [attempt.id for attempt in neighbours.attempts()] == [changes.result]


def test_that_a_card_that_is_out_of_date_records_nothing(neighbours: Neighbours) -> None:
    neighbours.everyone()
    card = neighbours.card(neighbours.round("1-1-101"))
    with pytest.raises(ConflictError):
        neighbours.clerk().record(card.entry_id, CallOutcome.REACHED, version=card.version + 1)
    with pytest.raises(ConflictError):
        neighbours.clerk(2).record(card.entry_id, CallOutcome.REACHED, version=card.version)
    assert neighbours.attempts() == []


# --- taking back ----------------------------------------------------------------------------------------------------


def test_that_an_outcome_can_be_taken_back_and_given_anew(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    card = neighbours.card(round_id)
    neighbours.clerk().record(card.entry_id, CallOutcome.REFUSED, version=card.version)
    assert neighbours.card(round_id).room == "1-1-102"
    neighbours.clerk().undo(card.entry_id)
    assert told(neighbours, "1-1-101") == []
    again = neighbours.card(round_id)
    assert (again.room, again.attempts, again.last_call) == ("1-1-101", 0, None)
    neighbours.clerk().record(again.entry_id, CallOutcome.REACHED, version=again.version)
    undone, counted = reversed(neighbours.clerk().attempts(card.entry_id))
    assert (undone.undone, undone.outcome, counted.undone, counted.outcome) == (
        True,
        CallOutcome.REFUSED,
        False,
        CallOutcome.REACHED,
    )
    assert neighbours.card(round_id).room == "1-1-102"


def test_that_taking_back_goes_to_the_call_before(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    neighbours.call(round_id, CallOutcome.BUSY)
    neighbours.clock.advance(hours=1)
    card = neighbours.card(round_id)
    neighbours.clerk().record(card.entry_id, CallOutcome.REACHED, version=card.version)
    neighbours.clerk().undo(card.entry_id)
    line = neighbours.clerk().entries(round_id)[0]
    assert (line.state, line.attempts, line.outcome) == (CallState.LATER, 1, CallOutcome.BUSY)


def test_that_what_an_outcome_made_goes_with_it(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id)
    for outcome in (CallOutcome.WRONG_NUMBER, CallOutcome.DO_NOT_CALL):
        neighbours.clerk().record(card.entry_id, outcome, version=card.version)
        neighbours.clerk().undo(card.entry_id)
        card = neighbours.card(round_id)
    assert [task.state for task in tasks(neighbours)] == [CareState.DROPPED]
    assert [row.ended_at for row in instructions(neighbours)] == [neighbours.clock.now()]


def test_that_nothing_is_taken_back_where_nothing_was_recorded(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id)
    with pytest.raises(UserError):
        neighbours.clerk().undo(card.entry_id)
    neighbours.clerk().record(card.entry_id, CallOutcome.REACHED, version=card.version)
    line = neighbours.clerk().entries(round_id)[0]
    with pytest.raises(ConflictError):
        neighbours.clerk().undo(card.entry_id, version=line.version - 1)
    neighbours.clerk().end(round_id, version=neighbours.clerk().round(round_id).version)
    with pytest.raises(UserError):
        neighbours.clerk().undo(card.entry_id, version=line.version)


def test_that_what_someone_else_has_on_the_phone_is_not_taken_back(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", retry_minutes=1)
    neighbours.call(round_id, CallOutcome.BUSY)
    neighbours.clock.advance(minutes=1)
    held = neighbours.card(round_id, 2)
    with pytest.raises(UserError):
        neighbours.clerk(1).undo(held.entry_id)
    assert neighbours.clerk(2).renew(held.entry_id) > neighbours.clock.now()


def test_that_a_household_that_left_can_be_taken_back_into_the_round(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    line = neighbours.clerk().entries(round_id)[0]
    neighbours.clerk().leave(line.id, version=line.version)
    assert neighbours.clerk().entries(round_id)[0].outcome is CallOutcome.LEFT_ROUND
    neighbours.clerk().undo(line.id)
    assert neighbours.card(round_id).room == "1-1-101"


def test_that_taking_back_leaves_an_instruction_alone_that_someone_else_has_changed_since(
    neighbours: Neighbours,
) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id)
    neighbours.clerk().record(card.entry_id, CallOutcome.DO_NOT_CALL, version=card.version)
    (row,) = instructions(neighbours)
    marks = HouseholdService(neighbours.village.desk_of(Role.CLERK, 2))
    given = NewInstruction(InstructionKind.DO_NOT_CALL, "业主书面要求", "业主")
    marks.change_instruction(row.id, given, version=row.version)
    neighbours.clerk().undo(card.entry_id)
    (row,) = instructions(neighbours)
    assert (row.words, row.ended_at) == ("业主书面要求", None)


def test_that_undoing_ones_own_call_never_takes_back_another_one_recorded_since(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id)
    mine = neighbours.clerk(1).record(card.entry_id, CallOutcome.NO_ANSWER, version=card.version).result
    neighbours.clock.advance(minutes=61)
    neighbours.call(round_id, CallOutcome.REACHED, account_id=2)
    with pytest.raises(ConflictError):
        neighbours.clerk(1).undo(card.entry_id, attempt_id=mine)
    (entry,) = neighbours.entries(round_id)
    assert entry.state == CallState.REACHED
