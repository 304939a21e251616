"""The round that warns of an outage: made from its scope in one key, whom it calls, how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.contacts.model import CallOutcome, CallState, RoundState
from desktop.contacts.presenter.calls import list_of_unreached
from desktop.contacts.rows import RoundForecast
from desktop.contacts.service import RoundPlan
from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.outages.model import NoticeEdition, OutageState, RoundPurpose
from desktop.outages.rows import WARNED_MEANINGS, NewNotice
from desktop.outages.service import OutageService, rounds_of
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from tests.outages.service.conftest import Ringing


def tagged(ringing: Ringing) -> None:
    """Settle everyone, tag two households of the first building and one of the second."""
    ringing.neighbours.everyone()
    for room, tag in (("1-1-101", "VIP"), ("1-1-102", "独居老人"), ("1-1-102", "VIP"), ("2-1-101", "VIP")):
        ringing.neighbours.village.tag(room, tag)


def test_that_the_round_calls_the_tagged_households_of_the_scope_and_no_others(ringing: Ringing) -> None:
    tagged(ringing)
    outage = ringing.outage(starts_in=20)
    forecast = ringing.desk().warn_forecast(outage, WARNED_MEANINGS)
    changes = ringing.desk().start_warning(outage, WARNED_MEANINGS)
    assert forecast == RoundForecast(2, 0, 0)
    assert ringing.waiting(changes.result) == ["1-1-101", "1-1-102"]
    assert changes.touches("outage")
    assert changes.touches("call_round")
    line = ringing.contacts().round(changes.result)
    assert line.list_id is None
    assert "1" in line.list_name
    assert "现在停水，预计中午恢复。" in line.script
    card = ringing.neighbours.card(changes.result)
    assert "业主0" in card.words()


def test_that_who_was_reached_waits_already_or_rang_is_not_called_twice(ringing: Ringing) -> None:
    tagged(ringing)
    outage = ringing.outage(1, 2, starts_in=20)
    first = ringing.desk().start_warning(outage, ["living_alone"]).result
    assert ringing.waiting(first) == ["1-1-102"]
    ringing.ring(outage, "2-1-101")
    second = ringing.desk().start_warning(outage, WARNED_MEANINGS).result
    assert ringing.waiting(second) == ["1-1-101"]
    for round_id in (first, second):
        ringing.call(round_id, CallOutcome.REACHED)
    with pytest.raises(UserError) as known:
        ringing.desk().start_warning(outage, WARNED_MEANINGS)
    assert [problem.field for problem in known.value.problems] == ["meanings"]
    assert ringing.desk().warn_forecast(outage, WARNED_MEANINGS) == RoundForecast(0, 0, 0)


def test_that_the_unreached_are_counted_until_they_are_called_or_it_is_over(ringing: Ringing) -> None:
    tagged(ringing)
    outage = ringing.outage(starts_in=20)
    round_id = ringing.desk().start_warning(outage, WARNED_MEANINGS, script="您好").result
    assert ringing.desk().counts().unreached == 2
    ringing.call(round_id, CallOutcome.REACHED)
    assert ringing.desk().counts().unreached == 1
    version = ringing.contacts().round(round_id).version
    ringing.contacts().end(round_id, version=version)
    assert ringing.desk().counts().unreached == 1
    again = ringing.desk().start_warning(outage, WARNED_MEANINGS).result
    assert ringing.waiting(again) == ["1-1-102"]
    ringing.call(again, CallOutcome.MESSAGE_LEFT)
    assert ringing.desk().counts().unreached == 0
    other = ringing.outage(2, starts_in=30)
    ringing.desk().start_warning(other, ["vip"])
    assert ringing.desk().counts().unreached == 1
    ringing.set_state(other, OutageState.CANCELLED)
    assert ringing.desk().counts().unreached == 0


def test_that_rounds_stand_with_their_outage_and_what_they_are_for(filed: Ringing) -> None:
    tagged(filed)
    outage, other = filed.outage(1, 2, starts_in=20), filed.outage(2, starts_in=30)
    first = filed.desk().start_warning(outage, ["living_alone"]).result
    second = filed.desk().start_warning(outage, ["vip"]).result
    desk = filed.neighbours.desk
    with desk.read() as session:
        found = rounds_of(session, desk.actor, desk.clock.now(), TODAY, [outage, other])
    assert [line.round.id for line in found[outage]] == [second, first]
    assert found[outage][0].purpose is RoundPurpose.WARN
    assert found[outage][0].round.progress.waiting == 2
    assert other not in found


def test_that_a_round_over_nobody_or_too_late_is_refused_in_words(filed: Ringing) -> None:
    filed.neighbours.everyone()
    outage = filed.outage(starts_in=20)
    for meanings in ([], ["vip"]):
        with pytest.raises(UserError) as nobody:
            filed.desk().start_warning(outage, meanings)
        assert [problem.field for problem in nobody.value.problems] == ["meanings"]
    filed.neighbours.village.tag("1-1-101", "VIP")
    filed.set_state(outage, OutageState.RESTORED)
    with pytest.raises(UserError):
        filed.desk().start_warning(outage, ["vip"])
    with pytest.raises(UserError):
        filed.desk().start_warning(999, ["vip"])
    with pytest.raises(RefusedError):
        OutageService(filed.neighbours.village.desk_of(Role.GUARD)).start_warning(outage, ["vip"])
    assert filed.contacts().rounds() == []


def test_that_the_same_key_pressed_twice_makes_one_round(filed: Ringing) -> None:
    tagged(filed)
    outage = filed.outage(starts_in=20)
    first = filed.desk().start_warning(outage, ["vip"], operation_id="once").result
    assert filed.desk().start_warning(outage, ["vip"], operation_id="once").result == first
    assert len(filed.contacts().rounds()) == 1


def test_that_a_template_is_said_where_the_outage_has_no_words_of_its_own(filed: Ringing) -> None:
    tagged(filed)
    outage = filed.outage(starts_in=20, say="")
    round_id = filed.desk().start_warning(outage, ["vip"], language_code="en").result
    script = filed.contacts().round(round_id).script
    assert script.startswith("Hello {name}")
    assert "Water" in script
    assert "________" not in script


def test_that_who_was_reached_by_calling_the_rest_again_was_warned(ringing: Ringing) -> None:
    tagged(ringing)
    outage = ringing.outage(starts_in=20)
    first = ringing.desk().start_warning(outage, WARNED_MEANINGS).result
    line = ringing.contacts().round(first)
    ringing.contacts().end(first, version=line.version)
    assert ringing.desk().counts().unreached == 2
    other = ringing.neighbours.start_over([ringing.rooms["1-1-101"]], RoundPlan("另一事", "费用提醒"))
    ringing.call(other, CallOutcome.REACHED)
    assert ringing.desk().counts().unreached == 2, "that call was about something else"
    again = list_of_unreached(line, "未接通", ringing.contacts(), "again").result
    second = ringing.contacts().start(again, line.occasion, line.script).result
    ringing.call(second, CallOutcome.REACHED)
    assert ringing.desk().counts().unreached == 1
    assert ringing.desk().outage(outage).line.unreached == 1
    with pytest.raises(UserError):
        ringing.desk().start_warning(outage, WARNED_MEANINGS)
    ringing.contacts().end(second, version=ringing.contacts().round(second).version)
    assert ringing.waiting(ringing.desk().start_warning(outage, WARNED_MEANINGS).result) == ["1-1-102"]


def test_that_nobody_is_warned_of_what_is_over(ringing: Ringing) -> None:
    tagged(ringing)
    service = ringing.desk()
    over, dropped = ringing.outage(1, starts_in=-2), ringing.outage(2, starts_in=20)
    warned = [service.start_warning(each, WARNED_MEANINGS, script="您好").result for each in (over, dropped)]
    ringing.call(warned[0], CallOutcome.REACHED)
    restored = NewNotice(NoticeEdition.RESTORED, "zh_CN")
    service.issue(over, restored, version=service.outage(over).line.version)
    ringing.set_state(dropped, OutageState.PLANNED)
    service.drop(dropped, "改期", version=service.outage(dropped).line.version)
    assert [ringing.contacts().round(each).state for each in warned] == [RoundState.ENDED, RoundState.ENDED]
    left = [[line.state for line in ringing.entries(each)] for each in warned]
    assert left == [[CallState.REACHED, CallState.UNREACHED], [CallState.UNREACHED]]


def test_that_who_was_told_another_time_is_warned_anew(ringing: Ringing) -> None:
    tagged(ringing)
    outage, clock = ringing.outage(starts_in=20), ringing.neighbours.clock
    first = ringing.desk().start_warning(outage, WARNED_MEANINGS).result
    ringing.call(first, CallOutcome.REACHED)
    ringing.ring(outage, "1-1-102")
    assert ringing.desk().counts().unreached == 0
    clock.advance(minutes=10)
    later = clock.now() + timedelta(hours=44)
    ringing.desk().issue(outage, NewNotice(NoticeEdition.MOVED, "zh_CN", starts_at=later), version=1)
    assert ringing.contacts().round(first).state is RoundState.ENDED, "its words tell the time before"
    assert ringing.desk().counts().unreached == 2
    assert ringing.desk().outage(outage).line.unreached == 2
    again = ringing.desk().start_warning(outage, WARNED_MEANINGS).result
    assert ringing.waiting(again) == ["1-1-101", "1-1-102"]
    assert ringing.desk().counts().unreached == 2
    ringing.call(again, CallOutcome.REACHED)
    assert ringing.desk().counts().unreached == 1


def test_that_an_open_round_tells_the_new_time_unless_its_words_are_its_own(filed: Ringing) -> None:
    tagged(filed)
    service = filed.desk()
    outage = filed.outage(starts_in=20, say="")
    usual = service.start_warning(outage, ["living_alone"]).result
    own = service.start_warning(outage, ["vip"], script="您好").result
    before = filed.contacts().round(usual).script
    ends_at = service.outage(outage).line.starts_at + timedelta(hours=9)
    longer = NewNotice(NoticeEdition.EXTENDED, "zh_CN", ends_at=ends_at)
    service.issue(outage, longer, version=service.outage(outage).line.version)
    after, kept = filed.contacts().round(usual).script, filed.contacts().round(own).script
    there = ends_at.astimezone(filed.neighbours.desk.zone)
    time = f"{there.hour}:{there.minute:02}"
    assert time not in before
    assert time in after
    assert after.startswith("{姓名}您好"), "as a round begun now would say it"
    assert kept == "您好"
