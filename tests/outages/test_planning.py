"""Outages planned, looked at before they are saved, amended, dropped and listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from desktop.community.service import CommunityService
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.outages.model import NoticeEdition, OutageKind, OutageState, PlaceLevel
from desktop.outages.rows import NewNotice, OutageFilter, OutageStage, Pick
from desktop.outages.service import OutageService
from desktop.storage.audit import Audit
from tests.outages.quarters import HIGH, SHANGHAI, Quarter, whole

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.outages.rows import NewOutage, OutageCheck

ENGLISH = language("en")
BERLIN = ZoneInfo("Europe/Berlin")


def told(check: OutageCheck) -> list[str]:
    return [ENGLISH.message(warning) for warning in check.warnings]


def refused(quarter: Quarter, new: NewOutage) -> dict[str, str]:
    with pytest.raises(UserError) as caught:
        quarter.service.plan(new)
    return {problem.field: ENGLISH.message(problem.message) for problem in caught.value.problems}


def announce(quarter: Quarter, outage_id: int, edition: NoticeEdition = NoticeEdition.ANNOUNCED) -> None:
    seen = quarter.service.outage(outage_id).line.version
    quarter.service.issue(outage_id, NewNotice(edition, "zh_CN"), version=seen)


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_that_a_plan_is_kept_as_typed_and_told_with_all_that_belongs_to_it(either_quarter: Quarter) -> None:
    quarter = either_quarter
    new = quarter.new(
        Pick(PlaceLevel.ZONE, zone_id=quarter.zones[HIGH]),
        quarter.room("2-101", excluded=True),
        quarter.room("2-101", excluded=True),
        say="  明天停水。 ",
        advice="请提前储水\n\n请关好龙头",
        note="水务来电",
    )
    outage_id = quarter.service.plan(new, operation_id="once").result
    file = quarter.service.outage(outage_id)
    assert [(pick.label, pick.excluded) for pick in file.plan.places] == [(HIGH, False), ("2-101", True)]
    assert (file.plan.say, file.plan.advice) == ("明天停水。", "请提前储水\n请关好龙头")
    assert file.plan.starts_at == new.starts_at
    assert (file.line.where, file.line.state, file.line.number) == ((HIGH,), OutageState.PLANNED, "")
    assert file.count.rooms == 11
    assert file.line.households == file.count.households == 8
    with quarter.desk.read() as session:
        audited = session.scalars(select(Audit).where(Audit.topic == "outage", Audit.subject_id == outage_id)).one()
        assert (audited.action, (audited.after or {})["places"]) == ("planned", [HIGH, "-2-101"])


def test_that_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(filed: Quarter) -> None:
    starts = filed.clock.now()
    new = filed.new(
        filed.building("9"),
        ends_at=starts - timedelta(days=1),
        own_kind_id=7,
        cause="因" * 201,
        say="说" * 301,
        advice="一\n二\n三\n四",
        phone="1" * 41,
        supplier_phone="1" * 41,
        note="记" * 2001,
    )
    said = refused(filed, new)
    assert set(said) == {
        *("own_kind_id", "ends_at", "places", "cause", "say", "advice", "phone", "supplier_phone", "note"),
    }
    assert said["places"] == "What was picked has no rooms; pick something else."
    assert refused(filed, filed.new(advice="长" * 61))["advice"].startswith("A line of advice")
    assert refused(filed, replace(filed.new(), places=()))["places"].startswith("Pick what is affected")
    empty = filed.new(filed.room("1-1-102"), exclude_vacant=True)
    assert refused(filed, empty)["places"].startswith("Nobody lives")
    assert filed.service.outages() == ()


def test_that_who_may_not_plan_is_refused(filed: Quarter) -> None:
    administrator = OutageService(filed.desk_of(Role.ADMINISTRATOR))
    assert administrator.outages() == ()
    with pytest.raises(RefusedError):
        administrator.plan(filed.new())
    with pytest.raises(RefusedError):
        OutageService(filed.desk_of(Role.GUARD)).outages()


# --- what is to be known ----------------------------------------------------------------------------------------------


def test_that_a_notice_is_late_from_the_moment_after_the_last_one_in_time(filed: Quarter, clock: FixedClock) -> None:
    new = filed.new(hours=24)
    check = filed.service.check(new)
    assert (check.late, check.latest, told(check)) == (False, clock.now(), [])
    clock.advance(minutes=1)
    check = filed.service.check(new)
    assert check.late
    assert told(check) == ["A notice had to be out by 2026-11-22 14:05 to be in time."]
    week = filed.service.check(replace(filed.new(), kind=OutageKind.POWER))
    assert week.latest == clock.now() + timedelta(hours=48) - timedelta(days=7)


@pytest.mark.parametrize("more", [{"planned": False}, {"kind": OutageKind.TYPHOON}, {"kind": OutageKind.OTHER}])
def test_that_nothing_ahead_is_asked_of_emergencies_and_the_weather(filed: Quarter, more: dict[str, object]) -> None:
    check = filed.service.check(filed.new(hours=1, **more))  # type: ignore[arg-type]
    assert (check.late, check.latest, told(check)) == (False, None, [])


def test_that_hours_ahead_pass_as_they_do_when_the_clocks_change(filed: Quarter, clock: FixedClock) -> None:
    clock.set(datetime(2026, 10, 20, tzinfo=BERLIN))
    there = OutageService(replace(filed.desk, zone=BERLIN))
    starts = datetime(2026, 10, 25, 12, tzinfo=BERLIN)
    assert there.check(replace(filed.new(), starts_at=starts, ends_at=None)).latest == datetime(
        2026, 10, 24, 11, tzinfo=UTC
    )
    night = replace(filed.new(), starts_at=datetime(2026, 10, 25, 1, tzinfo=BERLIN))
    night = replace(night, ends_at=datetime(2026, 10, 25, 5, tzinfo=BERLIN))
    assert told(there.check(night)) == ["The clocks change while it lasts: it takes 5 hours."]


def test_that_midnight_length_past_and_a_wrong_end_are_said(filed: Quarter, clock: FixedClock) -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=SHANGHAI)

    def said(starts: datetime, ends: datetime) -> list[str]:
        return told(filed.service.check(replace(filed.new(), starts_at=starts, ends_at=ends)))

    midnight = noon.replace(hour=0) + timedelta(days=1)
    assert said(noon, midnight) == []
    assert said(noon, midnight + timedelta(hours=1)) == ["It lasts over midnight, until 2026-11-26 01:00."]
    assert said(noon, noon + timedelta(days=32)) == ["It lasts 32 days; look whether the end is right."]
    assert said(noon, noon) == ["It must end after it starts; look at both."]
    before = clock.now() - timedelta(hours=1)
    assert said(before, before + timedelta(hours=2))[0].startswith("It begins in the past")


def test_that_outages_of_the_same_rooms_at_the_same_time_are_told(either_quarter: Quarter) -> None:
    quarter = either_quarter
    first = quarter.planned(quarter.entrance("1", "1"))
    quarter.planned(quarter.building("2"))
    quarter.planned(quarter.entrance("1", "1"), hours=57)
    new = quarter.new(kind=OutageKind.POWER, planned=False)
    check = quarter.service.check(new)
    assert [line.id for line in check.overlaps] == [first]
    assert told(check) == ["At the same time in the same place: Water outage, 2026-11-24 14:05, 1栋1单元."]
    assert quarter.service.check(new, outage_id=first).overlaps == ()
    without = replace(new, places=(quarter.building("1"), replace(quarter.entrance("1", "1"), excluded=True)))
    assert quarter.service.check(without).overlaps == ()
    assert len(quarter.service.check(replace(new, ends_at=None)).overlaps) == 2


def test_that_one_past_its_end_is_in_the_way_until_it_is_over(filed: Quarter, clock: FixedClock) -> None:
    first = filed.planned(hours=1)
    clock.advance(hours=20)
    now = filed.new(hours=0, planned=False)
    assert [line.id for line in filed.service.check(now).overlaps] == [first]
    assert filed.service.check(filed.new(hours=1, planned=False)).overlaps == ()


# --- places that change -----------------------------------------------------------------------------------------------


def test_that_a_place_that_is_gone_keeps_its_name_and_is_told(either_quarter: Quarter) -> None:
    quarter = either_quarter
    rooms = (quarter.room("2-202"), quarter.room("2-101"))
    outage_id = quarter.planned(Pick(PlaceLevel.ZONE, zone_id=quarter.zones["空区"]), quarter.building("9"), *rooms)
    assert quarter.service.outage(outage_id).count.rooms == 2
    editor = CommunityService(quarter.desk_of(Role.ADMINISTRATOR))
    with pytest.raises(UserError):
        editor.remove_rooms([quarter.rooms["2-101"]])
    editor.remove_rooms([quarter.rooms["2-202"]])
    editor.remove_building(quarter.buildings["9"], version=1)
    editor.remove_zone(quarter.zones["空区"], version=1)
    file = quarter.service.outage(outage_id)
    assert [pick.label for pick in file.check.gone] == ["空区", "9栋", "2-202"]
    assert told(file.check)[0] == "“空区” is no longer in the register; pick what is there now."
    assert file.line.where == ("空区", "9栋", "2-202", "2-101")
    assert file.count.rooms == 1


def test_that_a_room_renumbered_since_is_shown_as_it_is_called_now(filed: Quarter) -> None:
    from desktop.app.renumbering import FOLLOWERS  # noqa: PLC0415 - the window's list

    outage_id = filed.planned(filed.room("2-101"))
    CommunityService(filed.desk_of(Role.ADMINISTRATOR), FOLLOWERS).renumber_rooms({filed.rooms["2-101"]: "109"})
    file = filed.service.outage(outage_id)
    assert file.line.where == ("2-109",)
    assert told(file.check) == ["“2-109” was called “2-101” when it was picked."]
    assert [line.id for line in filed.service.outages(OutageFilter(words="2-109"))] == [outage_id]
    filed.service.amend(outage_id, file.plan, version=file.line.version)
    assert told(filed.service.outage(outage_id).check) == []


# --- amended and dropped ----------------------------------------------------------------------------------------------


def test_that_all_may_change_until_a_notice_is_out(filed: Quarter, clock: FixedClock) -> None:
    outage_id = filed.planned()
    later = filed.new(filed.building("2"), hours=72, cause="水泵更换")
    changes = filed.service.amend(outage_id, later, version=1)
    assert changes.ids["outage"] == {outage_id}
    file = filed.service.outage(outage_id)
    assert (file.line.version, file.line.where, file.line.cause) == (2, ("2栋",), "水泵更换")
    with pytest.raises(ConflictError):
        filed.service.amend(outage_id, later, version=1)
    assert not filed.service.amend(outage_id, file.plan, version=2).touches("outage")
    announce(filed, outage_id)
    clock.advance(minutes=5)
    moved = replace(file.plan, starts_at=clock.now() + timedelta(hours=80), ends_at=None, planned=False)
    with pytest.raises(UserError) as caught:
        filed.service.amend(outage_id, replace(moved, kind=OutageKind.GAS), version=3)
    assert {problem.field for problem in caught.value.problems} == {"kind"}
    with pytest.raises(UserError) as caught:
        filed.service.amend(outage_id, moved, version=3)
    assert {problem.field for problem in caught.value.problems} == {"starts_at", "ends_at", "planned"}


def test_that_a_change_of_what_is_out_asks_for_a_notice_of_amendment(filed: Quarter, clock: FixedClock) -> None:
    outage_id = filed.planned()
    announce(filed, outage_id)
    clock.advance(minutes=5)
    plan = filed.service.outage(outage_id).plan
    filed.service.amend(outage_id, replace(plan, note="已与水务确认"), version=2)
    assert told(filed.service.outage(outage_id).check) == []
    filed.service.amend(outage_id, replace(plan, places=(whole(),)), version=3)
    due = "What notice 2026-001 says has changed since; issue a notice of amendment."
    assert told(filed.service.outage(outage_id).check) == [due]
    clock.advance(minutes=5)
    announce(filed, outage_id, NoticeEdition.AMENDED)
    assert told(filed.service.outage(outage_id).check) == []


def test_that_only_what_nobody_was_told_of_is_dropped(filed: Quarter) -> None:
    told_of, unknown = filed.planned(), filed.planned()
    announce(filed, told_of)
    with pytest.raises(UserError) as caught:
        filed.service.drop(told_of, "改期", version=2)
    assert "notice of cancellation" in ENGLISH.message(caught.value.problems[0].message)
    with pytest.raises(UserError) as caught:
        filed.service.drop(unknown, "  ", version=1)
    assert caught.value.problems[0].field == "reason"
    filed.service.drop(unknown, "水务取消", version=1)
    file = filed.service.outage(unknown)
    assert (file.line.state, file.end_words) == (OutageState.CANCELLED, "水务取消")
    assert file.check.warnings == ()
    with pytest.raises(UserError):
        filed.service.amend(unknown, file.plan, version=2)


# --- lists ------------------------------------------------------------------------------------------------------------


def test_that_lists_go_on_by_key_and_know_what_runs(either_quarter: Quarter, clock: FixedClock) -> None:
    quarter = either_quarter
    ids = [quarter.planned(hours=hours) for hours in (1, 3, 3, 30, 60)]
    gas = quarter.planned(hours=40, kind=OutageKind.GAS)
    quarter.service.drop(ids[4], "取消", version=1)
    clock.advance(hours=10)

    def listed(stage: OutageStage, **more: object) -> list[int]:
        wanted = OutageFilter(stage, **more)  # type: ignore[arg-type]
        found, after = [], None
        while page := quarter.service.outages(wanted, after, limit=2):
            found += [line.id for line in page]
            after = page[-1]
        return found

    assert listed(OutageStage.RUNNING) == [ids[2], ids[1], ids[0]]
    assert listed(OutageStage.COMING) == [ids[3], gas]
    assert listed(OutageStage.PAST) == [ids[4]]
    assert listed(OutageStage.ALL) == [ids[4], gas, ids[3], ids[2], ids[1], ids[0]]
    assert listed(OutageStage.ALL, kinds=frozenset({OutageKind.GAS})) == [gas]
    assert listed(OutageStage.ALL, words="停气") == [gas]
    assert listed(OutageStage.ALL, words="1栋 检修") == listed(OutageStage.ALL)
    assert listed(OutageStage.ALL, words="别处") == []
    lines = {line.id: line for line in quarter.service.outages()}
    assert (lines[ids[0]].running, lines[ids[0]].late) == (True, timedelta(hours=1))
    assert (lines[ids[1]].running, lines[ids[1]].late, lines[gas].running) == (True, None, False)


def test_that_an_own_kind_that_was_announced_stays(filed: Quarter) -> None:
    manager = OutageService(filed.desk_of(Role.MANAGER))
    pool, gate = (manager.add_kind(name, timedelta()).result for name in ("泳池关闭", "门禁升级"))
    outage_id = filed.planned(kind=OutageKind.OTHER, own_kind_id=pool)
    announce(filed, outage_id)
    plan = filed.service.outage(outage_id).plan
    with pytest.raises(UserError) as caught:
        filed.service.amend(outage_id, replace(plan, own_kind_id=gate), version=2)
    (problem,) = caught.value.problems
    assert problem.field == "kind"
    assert "泳池关闭" in ENGLISH.message(problem.message)
