"""Events planned, amended, copied to another year, carried through."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.events.model import EventKind, EventState
from desktop.events.rows import EventFilter, EventStage, NewItem, StaffRow
from desktop.events.service import EventService
from tests.care.villages import SHANGHAI
from tests.events.conftest import SATURDAY

if TYPE_CHECKING:
    from tests.events.conftest import Planner


def fields(error: UserError) -> set[str]:
    return {problem.field for problem in error.problems}


def test_that_an_event_is_planned_with_a_number_and_found_again(planner_on_both: Planner) -> None:
    planner = planner_on_both
    items = (NewItem("桌子", "4 张"), NewItem("条幅"))
    line = planner.planned(place="中心广场", capacity=30, items=items, staff=(StaffRow("陈师傅", "理发"),))
    assert (line.number, line.state, line.room_left, line.items_open) == ("HD-2611-0001", EventState.PLANNED, 30, 2)
    assert planner.planned().number == "HD-2611-0002"
    file = planner.file(line.id)
    assert file.plan == planner.new(place="中心广场", capacity=30, items=items, staff=(StaffRow("陈师傅", "理发"),))
    wanted = EventFilter(stage=EventStage.ALL, words="广场", year=2026, kinds=frozenset({EventKind.CONVENIENCE}))
    assert [each.id for each in planner.clerk.events(wanted)] == [line.id]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 61}, "title"),
        ({"kind": EventKind.OTHER}, "kind_name"),
        ({"ends_at": SATURDAY}, "ends_at"),
        ({"ends_at": SATURDAY + timedelta(days=40)}, "ends_at"),
        ({"lunar_day": "--08-15"}, "lunar_day"),
        ({"capacity": -1}, "capacity"),
        ({"household_limit": 501}, "household_limit"),
        ({"budget_fen": -1}, "budget_fen"),
        ({"zone_id": 99}, "zone_id"),
        ({"staff": (StaffRow("", "理发"),)}, "staff-0-name"),
        ({"staff": (StaffRow("", "", 99),)}, "staff"),
        ({"items": (NewItem("桌子"), NewItem("", "4"))}, "items-1-words"),
    ],
)
def test_that_what_cannot_be_is_named(planner: Planner, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as refused:
        planner.planned(**facts)
    assert field in fields(refused.value)
    assert not planner.clerk.events(EventFilter(stage=EventStage.ALL))


def test_that_a_plan_in_the_past_or_at_one_place_with_another_is_said(planner: Planner) -> None:
    planner.planned(place="广场")
    at_once = planner.new(starts_at=SATURDAY + timedelta(hours=1), place="广场")
    assert [told.msgid for told in planner.clerk.check(at_once)] == ["“%(title)s” is at the same place at that time."]
    past = planner.new(starts_at=SATURDAY - timedelta(days=30))
    assert ["past" in told.msgid for told in planner.clerk.check(past)] == [True]


def test_that_an_event_over_midnight_is_one(planner: Planner) -> None:
    evening = datetime(2026, 12, 31, 22, 0, tzinfo=SHANGHAI)
    line = planner.planned(starts_at=evening, ends_at=evening + timedelta(hours=3))
    planner.now(evening + timedelta(hours=2, minutes=30))
    assert [each.id for each in planner.clerk.events(EventFilter())] == [line.id]
    assert planner.clerk.counts().today == 1
    planner.clerk.hold(line.id, None, "", version=line.version)
    assert planner.clerk.counts().today == 1
    assert [each.id for each in planner.clerk.events(EventFilter())] == [line.id], "what Today counts is in the list"


def test_that_what_stays_needed_stays_ready(planner: Planner) -> None:
    line = planner.planned(items=(NewItem("桌子", "4"), NewItem("条幅")))
    table, _ = planner.file(line.id).items
    planner.clerk.tick_item(table.id, True, version=table.version)
    new = planner.new(title="义诊", items=(NewItem("血压计"), NewItem("桌子", "6")))
    planner.clerk.amend(line.id, new, version=line.version)
    file = planner.file(line.id)
    assert [(item.words, item.amount, item.ready_at is not None) for item in file.items] == [
        ("血压计", "", False),
        ("桌子", "6", True),
    ]
    assert file.line.title == "义诊"
    with pytest.raises(ConflictError):
        planner.other.amend(line.id, new, version=line.version)


def test_that_less_room_than_is_taken_is_refused_with_how_many(planner: Planner) -> None:
    line = planner.planned(capacity=5)
    planner.sign_up(line, "1-1-101", 4)
    with pytest.raises(UserError) as refused:
        planner.clerk.amend(line.id, planner.new(capacity=3), version=line.version)
    (problem,) = refused.value.problems
    assert (problem.field, problem.message.params["count"]) == ("capacity", 4)
    planner.clerk.amend(line.id, planner.new(capacity=4), version=line.version)
    assert planner.file(line.id).line.room_left == 0


def test_that_last_years_is_proposed_for_its_lunar_day(planner: Planner) -> None:
    moon = datetime(2026, 9, 25, 18, 0, tzinfo=SHANGHAI)
    line = planner.planned(
        kind=EventKind.FESTIVAL,
        title="中秋游园",
        starts_at=moon,
        lunar_day="--08-15",
        items=(NewItem("灯笼", "100"),),
        budget_fen=500_000,
    )
    item = planner.file(line.id).items[0]
    planner.clerk.tick_item(item.id, True, version=item.version)
    proposed = planner.clerk.copy_proposal(line.id, 2027)
    assert (f"{proposed.starts_at:%Y-%m-%d %H:%M}", proposed.lunar_day) == ("2027-09-15 18:00", "--08-15")
    made = planner.file(planner.clerk.copy_as(line.id, proposed).result)
    assert (made.last_year, made.budget_fen, made.guests) == (line.number, 500_000, ())
    assert [(each.words, each.ready_at) for each in made.items] == [("灯笼", None)]
    with pytest.raises(UserError) as refused:
        planner.clerk.copy_proposal(line.id, 3000)
    assert fields(refused.value) == {"year"}


def test_that_a_copy_on_another_day_gives_its_lunar_day_up(planner: Planner) -> None:
    moon = datetime(2026, 9, 25, 18, 0, tzinfo=SHANGHAI)
    line = planner.planned(starts_at=moon, lunar_day="--08-15")
    copied = planner.file(planner.clerk.copy(line.id, moon + timedelta(days=365, hours=1)).result)
    assert copied.plan.lunar_day == ""
    assert copied.plan.ends_at - copied.plan.starts_at == timedelta(hours=2)


def test_that_an_event_lasts_as_long_as_it_is_however_the_clocks_are_turned(planner: Planner) -> None:
    night = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    line = planner.planned(starts_at=night, ends_at=night.replace(minute=15, fold=1))
    assert line.ends_at - line.starts_at == timedelta(minutes=45)
    evening = night.replace(year=2027, month=11, day=6, hour=22)
    copied = planner.file(planner.clerk.copy(planner.planned().id, evening.replace(hour=23, minute=45)).result)
    assert copied.plan.ends_at - copied.plan.starts_at == timedelta(hours=2)


def test_that_an_event_is_announced_held_and_reopened(planner: Planner) -> None:
    line = planner.planned()
    planner.clerk.announce(line.id, version=line.version)
    with pytest.raises(UserError):
        planner.clerk.hold(line.id, 0, "", version=line.version + 1)
    planner.now(SATURDAY + timedelta(hours=3))
    assert planner.clerk.counts().to_close == 1
    assert [each.id for each in planner.clerk.events(EventFilter(stage=EventStage.TO_CLOSE))] == [line.id]
    planner.clerk.hold(line.id, 12_345, "来了四十人", version=line.version + 1)
    held = planner.file(line.id)
    assert (held.line.state, held.cost_fen, held.outcome) == (EventState.HELD, 12_345, "来了四十人")
    assert [each.id for each in planner.clerk.events(EventFilter(stage=EventStage.HELD))] == [line.id]
    planner.clerk.reopen(line.id, version=held.line.version)
    assert planner.file(line.id).line.state is EventState.ANNOUNCED


def test_that_calling_off_says_how_many_are_to_be_told(planner: Planner) -> None:
    line = planner.planned(capacity=2)
    for room in ("1-1-101", "1-1-102", "1-1-201"):
        planner.sign_up(line, room)
    with pytest.raises(UserError) as refused:
        planner.clerk.cancel(line.id, " ", version=line.version)
    assert fields(refused.value) == {"reason"}
    assert planner.clerk.cancel(line.id, "下雨", version=line.version).result == 3
    file = planner.file(line.id)
    assert (file.line.state, file.end_words) == (EventState.CANCELLED, "下雨")
    planner.clerk.reopen(line.id, version=file.line.version)
    assert planner.file(line.id).line.state is EventState.PLANNED


def test_that_lists_go_page_by_page_and_repeating_does_nothing_twice(planner_on_both: Planner) -> None:
    planner = planner_on_both
    ids = [planner.planned(starts_at=SATURDAY + timedelta(days=day)).id for day in (2, 0, 1)]
    again = [planner.clerk.plan(planner.new(), operation_id="once").result for _ in range(2)]
    assert again[0] == again[1]
    coming = [ids[1], again[0], ids[2], ids[0]]
    first = planner.clerk.events(EventFilter(), None, 2)
    rest = planner.clerk.events(EventFilter(), first[-1], 5)
    assert [line.id for line in (*first, *rest)] == coming
    everything = EventFilter(stage=EventStage.ALL)
    assert [line.id for line in planner.clerk.events(everything)] == coming[::-1]


def test_that_the_office_looks_the_desk_plans_and_a_guard_does_neither(planner: Planner) -> None:
    line = planner.planned()
    administrator = EventService(planner.village.desk_of(Role.ADMINISTRATOR))
    assert administrator.event(line.id).line == line
    with pytest.raises(RefusedError):
        administrator.plan(planner.new())
    with pytest.raises(RefusedError):
        EventService(planner.village.desk_of(Role.GUARD)).events(EventFilter())
