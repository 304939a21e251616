"""Call rounds: how they begin, how far they are, who leaves them, how they end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from desktop.contacts.model import CallOutcome, CallState, RoundState
from desktop.contacts.rows import EntryFilter, ListDraft, RoundForecast
from desktop.contacts.rule import Group, Match, Other
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation
from desktop.households.model import Occupancy, Room

if TYPE_CHECKING:
    from tests.contacts.neighbours import Neighbours


def test_that_a_round_is_the_list_of_its_first_moment(neighbours: Neighbours) -> None:
    neighbours.everyone()
    list_id = neighbours.listed("1-1-101", "2-1-101")
    round_id = neighbours.clerk().start(list_id, " 春节 拜年 ", "您好").result
    neighbours.clerk().add_rooms(list_id, [neighbours.rooms["1-1-102"]])
    line = neighbours.clerk().round(round_id)
    assert (line.occasion, line.list_name, line.state, line.progress.waiting) == (
        "春节 拜年",
        "春节",
        RoundState.OPEN,
        2,
    )
    assert [entry.room for entry in neighbours.clerk().entries(round_id)] == ["1-1-101", "2-1-101"]


def test_that_who_cannot_be_called_is_listed_and_not_called(neighbours: Neighbours) -> None:
    neighbours.everyone()
    neighbours.settle("1-1-1001", "无话")
    silent = neighbours.village.settle("2-1-201", "也无话")
    neighbours.forget_phones(silent)
    neighbours.instruct("1-1-101")
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.execute(delete(Occupancy).where(Occupancy.room_id == neighbours.rooms["1-1-201"]))
    list_id = neighbours.listed("1-1-101", "1-1-102", "1-1-201")
    assert neighbours.clerk().forecast(list_id) == RoundForecast(to_call=1, no_phone=1, do_not_call=1)
    round_id = neighbours.clerk().start(list_id, "春节", "").result
    progress = neighbours.clerk().round(round_id).progress
    assert (progress.waiting, progress.no_phone, progress.left_out, progress.total) == (1, 1, 1, 2)
    (left_out,) = neighbours.clerk().entries(round_id, EntryFilter(left_out=True))
    assert left_out.room == "1-1-101"
    unreached = neighbours.clerk().entries(round_id, EntryFilter(states=frozenset({CallState.UNREACHED})))
    assert [(line.room, line.outcome) for line in unreached] == [("1-1-201", CallOutcome.NO_PHONE)]


def test_that_an_instruction_that_is_over_keeps_nobody_from_being_called(neighbours: Neighbours) -> None:
    neighbours.everyone()
    now = neighbours.clock.now()
    neighbours.instruct("1-1-101", since=now - timedelta(days=2), until=now - timedelta(days=1))
    neighbours.instruct("1-1-102", since=now + timedelta(days=1))
    list_id = neighbours.listed("1-1-101", "1-1-102")
    assert neighbours.clerk().forecast(list_id) == RoundForecast(2, 0, 0)


def fields(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in error.value.problems]


def test_that_a_round_over_nobody_is_refused_in_words(neighbours: Neighbours) -> None:
    with pytest.raises(UserError) as nobody:
        neighbours.clerk().start(neighbours.listed(), "春节", "")
    assert fields(nobody) == ["list"]
    silent = neighbours.listed("1-1-101", name="没有电话")
    with pytest.raises(UserError) as unreachable:
        neighbours.clerk().start(silent, "春节", "")
    assert nobody.value.problems[0].message != unreachable.value.problems[0].message
    assert neighbours.clerk().rounds() == []


def test_that_every_wrong_field_is_named(neighbours: Neighbours) -> None:
    neighbours.everyone()
    list_id = neighbours.listed("1-1-101")
    with pytest.raises(UserError) as error:
        neighbours.clerk().start(list_id, " ", "x" * 2001, 0, 1441)
    assert fields(error) == ["occasion", "script", "most_attempts", "retry_minutes"]
    with pytest.raises(UserError) as long:
        neighbours.clerk().start(list_id, "x" * 61, "")
    assert fields(long) == ["occasion"]


def test_that_a_rule_nobody_understands_starts_no_round(neighbours: Neighbours) -> None:
    neighbours.everyone()
    rule = Group(Match.ANY, (Other("moon_phase", {"phase": "full"}),))
    list_id = neighbours.listed("1-1-101", rule=rule)
    assert neighbours.clerk().contact_list(list_id).unknown == 1
    with pytest.raises(UserError) as error:
        neighbours.clerk().start(list_id, "春节", "")
    assert fields(error) == ["list"]


def test_that_open_rounds_come_with_their_progress(neighbours: Neighbours) -> None:
    neighbours.everyone()
    first = neighbours.round("1-1-101", "1-1-102")
    list_id = neighbours.listed("2-1-101", name="端午")
    second = neighbours.clerk().start(list_id, "端午", "").result
    neighbours.call(first)
    neighbours.clerk().end(second, version=1)
    assert [line.id for line in neighbours.clerk().open_rounds()] == [first]
    assert neighbours.clerk().open_rounds()[0].progress.done == 1
    assert [line.id for line in neighbours.clerk().rounds()] == [first, second]
    assert [line.id for line in neighbours.clerk().rounds(list_id)] == [second]


def test_that_ending_a_round_says_who_was_not_reached(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102", "1-1-201")
    neighbours.call(round_id)
    neighbours.call(round_id, CallOutcome.BUSY)
    version = neighbours.clerk().round(round_id).version
    neighbours.clerk().end(round_id, version=version)
    line = neighbours.clerk().round(round_id)
    assert (line.state, line.ended_at) == (RoundState.ENDED, neighbours.clock.now())
    missed = neighbours.clerk().entries(round_id, EntryFilter(not_reached=True))
    assert [(entry.room, entry.outcome) for entry in missed] == [("1-1-102", CallOutcome.BUSY), ("1-1-201", None)]
    with pytest.raises(ConflictError):
        neighbours.clerk().end(round_id, version=version)


def test_that_a_household_taken_off_the_list_leaves_its_open_rounds(neighbours: Neighbours) -> None:
    neighbours.everyone()
    list_id = neighbours.listed("1-1-101", "1-1-102", "1-1-201")
    round_id = neighbours.clerk().start(list_id, "春节", "").result
    held = neighbours.card(round_id, 2)
    neighbours.clerk().remove_rooms(list_id, [held.room_id, neighbours.rooms["1-1-102"]])
    outcomes = {line.room: line.outcome for line in neighbours.clerk().entries(round_id)}
    assert outcomes == {"1-1-101": None, "1-1-102": CallOutcome.LEFT_ROUND, "1-1-201": None}
    neighbours.clerk(2).record(held.entry_id, CallOutcome.REACHED, version=held.version)
    assert neighbours.card(round_id).room == "1-1-201"


def test_that_a_room_taken_out_of_the_register_leaves_the_round_and_the_list(neighbours: Neighbours) -> None:
    neighbours.everyone()
    list_id = neighbours.listed("1-1-101", "1-1-102")
    round_id = neighbours.clerk().start(list_id, "春节", "").result
    gone = neighbours.rooms["1-1-101"]
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.execute(delete(Occupancy).where(Occupancy.room_id == gone))
        work.session.execute(delete(Room).where(Room.id == gone))
    assert neighbours.card(round_id).room == "1-1-102"
    line = neighbours.clerk().entries(round_id)[0]
    assert (line.room, line.room_id, line.state, line.outcome) == (
        "1-1-101",
        None,
        CallState.UNREACHED,
        CallOutcome.LEFT_ROUND,
    )
    assert neighbours.members(list_id) == ["1-1-102"]


def test_that_a_household_on_the_phone_is_not_taken_out_by_others(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101")
    card = neighbours.card(round_id, 2)
    with pytest.raises(UserError):
        neighbours.clerk().leave(card.entry_id, version=card.version)
    neighbours.clerk(2).leave(card.entry_id, version=card.version)
    assert neighbours.clerk().round(round_id).progress.unreached == 1


def test_that_the_table_of_a_round_is_read_a_page_at_a_time(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round()
    clerk, wanted = neighbours.clerk(), EntryFilter()
    everything = clerk.entries(round_id)
    first = clerk.entries(round_id, wanted, limit=3)
    second = clerk.entries(round_id, wanted, first[-1], limit=3)
    assert first + second == everything[:6]
    assert clerk.entries(round_id, wanted, everything[3], backward=True, limit=2) == everything[1:3]
    assert clerk.entries_from(round_id, wanted, 5, 2) == everything[5:7]
    assert clerk.entry_count(round_id) == 7
    assert clerk.entry_position(round_id, wanted, everything[4].id) == 4
    assert clerk.entry_position(round_id, EntryFilter(left_out=True), everything[4].id) is None
    assert clerk.entries_from(round_id, wanted, 7) == []


def test_that_a_list_that_is_renamed_or_archived_leaves_its_round_alone(neighbours: Neighbours) -> None:
    neighbours.everyone()
    list_id = neighbours.listed("1-1-101")
    round_id = neighbours.clerk().start(list_id, "春节", "").result
    neighbours.clerk().edit_list(list_id, ListDraft("旧名单"), version=1)
    neighbours.clerk().archive_list(list_id, version=2)
    assert neighbours.clerk().round(round_id).list_name == "春节"
    assert neighbours.call(round_id) == "1-1-101"


# --- paper ----------------------------------------------------------------------------------------------------------


def test_that_the_call_sheet_is_masked_and_its_printing_audited(neighbours: Neighbours) -> None:
    neighbours.everyone()
    round_id = neighbours.round("1-1-101", "1-1-102")
    neighbours.call(round_id)
    sheet = neighbours.clerk().call_sheet(round_id, unreached_first=True)
    assert [entry.room for entry in sheet.entries] == ["1-1-102", "1-1-101"]
    assert sheet.entries[0].people[0].phones == ("138 **** 0001",)
    assert sheet.masked
    (record,) = neighbours.audited("call_round", "call sheet printed")
    assert record.after == {"phones": "masked"}


def test_that_phones_in_full_need_the_right_and_a_reason(neighbours: Neighbours) -> None:
    neighbours.everyone()
    neighbours.instruct("1-1-102")
    round_id = neighbours.round("1-1-101", "1-1-102")
    with pytest.raises(RefusedError):
        neighbours.clerk().call_sheet_unmasked(round_id, "停电")
    with pytest.raises(UserError) as error:
        neighbours.manager().call_sheet_unmasked(round_id, "  ")
    assert fields(error) == ["reason"]
    sheet = neighbours.manager().call_sheet_unmasked(round_id, "停电")
    assert sheet.entries[0].people[0].phones == ("138 0000 0000",)
    assert [entry.room for entry in sheet.left_out] == ["1-1-102"]
    (record,) = neighbours.audited("call_round", "call sheet printed")
    assert record.after == {"phones": "in full", "reason": "停电"}
