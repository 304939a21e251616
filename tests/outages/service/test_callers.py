"""Who rings about an outage: logged once a household, tallied by building, called back when it is over."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from desktop.contacts.model import CallOutcome
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.outages.model import OutageState
from desktop.outages.rows import NewCaller
from desktop.outages.service import OutageService
from desktop.outages.store import callers as store
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from desktop.outages.rows import CallerLine, TallyLine
    from tests.outages.service.conftest import Ringing


def noted(ringing: Ringing, outage: int) -> tuple[CallerLine, ...]:
    with ringing.neighbours.desk.read() as session:
        return store.caller_lines(session, 1, outage)


def tallied(ringing: Ringing, outage: int) -> tuple[TallyLine, ...]:
    with ringing.neighbours.desk.read() as session:
        return store.tally(session, 1, outage, TODAY)


def test_that_a_household_counts_once_however_often_it_rings(ringing: Ringing) -> None:
    outage = ringing.outage()
    first = ringing.ring(outage, "1-1-101", "水很小")
    at = ringing.neighbours.clock.now()
    ringing.neighbours.clock.advance(minutes=20)
    assert ringing.ring(outage, "1-1-101", "现在全没了", call_back=True) == first
    ringing.ring(outage, "1-1-101")
    (line,) = noted(ringing, outage)
    assert (line.at, line.note, line.call_back, line.by) == (at, "水很小\n现在全没了", True, "张敏")
    told = ringing.neighbours.village.told("1-1-101")
    assert told == ["outage_caller"] * 3
    with ringing.neighbours.desk.read() as session:
        assert store.caller_counts(session, [outage]) == {outage: 1}


def test_that_two_clerks_who_hear_the_same_household_make_one_caller_of_it(ringing: Ringing) -> None:
    outage, gate = ringing.outage(), Barrier(2)

    def log(account_id: int) -> None:
        gate.wait()
        caller = NewCaller(outage, ringing.rooms["1-1-101"], f"第{account_id}人")
        ringing.desk(account_id).log_caller(caller)

    clerks = [Thread(target=log, args=(account_id,)) for account_id in (1, 2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    (line,) = noted(ringing, outage)
    assert sorted(line.note.split("\n")) == ["第1人", "第2人"]


def test_that_callers_outside_the_scope_show_that_it_is_wider_than_thought(ringing: Ringing) -> None:
    ringing.neighbours.everyone()
    outage = ringing.outage(1)
    for room in ("1-1-101", "1-1-201", "2-1-101"):
        ringing.ring(outage, room)
    undone = ringing.ring(outage, "2-1-102")
    version = next(line.version for line in noted(ringing, outage) if line.id == undone)
    ringing.desk().undo_caller(undone, version=version)
    found = [(line.building, line.callers, line.households, line.outside) for line in tallied(ringing, outage)]
    assert found == [("1栋", 2, 4, False), ("2栋", 1, 3, True)]
    assert ringing.neighbours.village.told("2-1-102") == []
    assert [line.undone for line in noted(ringing, outage)].count(True) == 1


def test_that_promises_are_called_back_after_the_end_and_once(ringing: Ringing) -> None:
    ringing.neighbours.everyone()
    outage = ringing.outage()
    for room in ("1-1-101", "1-1-102"):
        ringing.ring(outage, room, call_back=True)
    ringing.ring(outage, "1-1-201")
    with pytest.raises(UserError, match="not over yet"):
        ringing.desk().start_call_backs(outage)
    counts = ringing.desk().counts()
    assert (counts.promised, counts.owed) == (2, 0)
    ringing.set_state(outage, OutageState.RESTORED)
    round_id = ringing.desk().start_call_backs(outage).result
    assert ringing.waiting(round_id) == ["1-1-101", "1-1-102"]
    with pytest.raises(UserError, match="begun already"):
        ringing.desk().start_call_backs(outage)
    ringing.call(round_id, CallOutcome.REACHED)
    counts = ringing.desk().counts()
    assert (counts.promised, counts.owed) == (1, 1)
    ringing.contacts().end(round_id, version=ringing.contacts().round(round_id).version)
    again = ringing.desk().start_call_backs(outage).result
    assert ringing.waiting(again) == ["1-1-102"]
    ringing.call(again, CallOutcome.REACHED)
    assert ringing.desk().counts().promised == 0
    with pytest.raises(UserError, match="Nobody is owed"):
        ringing.desk().start_call_backs(outage)


def test_that_a_promise_can_be_given_and_taken_back_later(filed: Ringing) -> None:
    outage = filed.outage()
    caller = filed.ring(outage, "1-1-101")
    (line,) = noted(filed, outage)
    filed.desk().set_call_back(caller, True, version=line.version)
    assert filed.desk().counts().promised == 1
    with pytest.raises(ConflictError):
        filed.desk().set_call_back(caller, False, version=line.version)
    (line,) = noted(filed, outage)
    filed.desk().undo_caller(caller, version=line.version)
    assert filed.desk().counts().promised == 0
    assert filed.ring(outage, "1-1-101") != caller


def test_that_what_cannot_be_logged_is_refused_in_words(filed: Ringing) -> None:
    outage = filed.outage()
    with pytest.raises(UserError):
        filed.desk().log_caller(NewCaller(outage, 999))
    with pytest.raises(UserError):
        filed.desk().log_caller(NewCaller(999, filed.rooms["1-1-101"]))
    with pytest.raises(UserError) as long:
        filed.ring(outage, "1-1-101", "长" * 1001)
    assert [problem.field for problem in long.value.problems] == ["note"]
    guard = OutageService(filed.neighbours.village.desk_of(Role.GUARD))
    with pytest.raises(RefusedError):
        guard.log_caller(NewCaller(outage, filed.rooms["1-1-101"]))
    assert noted(filed, outage) == ()
