from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.requests.model import Place as Where
from desktop.requests.model import RequestKind
from desktop.requests.presenter.moves import facts_of
from desktop.requests.rows import NewRequest, RepeatsRow
from tests.requests.conftest import settle

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def report(where: Place, /, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "厨房漏水",
        "room_id": where.rooms["3-1-502"],
        "category_id": where.categories["给排水"],
    }
    return where.service.detail(where.service.report(NewRequest(**(given | changes))).result)


def mended(where: Place, at: datetime, /, **changes: Any) -> RequestDetail:
    request = report(where, occurred_at=at - HOUR, **changes)
    where.service.complete(request.line.id, at=at, version=request.line.version)
    return where.service.detail(request.line.id)


def found(place: Place, at: datetime | None = None) -> list[int]:
    lines = place.service.earlier_repairs(place.rooms["3-1-502"], place.categories["给排水"], at)
    return [line.id for line in lines]


# --- rework -----------------------------------------------------------------------------------------------------------


def test_that_repairs_of_the_same_home_and_category_of_thirty_days_are_found_the_latest_first(place: Place) -> None:
    first, last = mended(place, NOW - 30 * DAY), mended(place, NOW - DAY)
    long_ago = mended(place, NOW - 30 * DAY - timedelta(minutes=1))
    assert found(place, NOW) == [last.line.id, first.line.id]
    assert found(place) == [last.line.id, first.line.id]
    assert found(place, NOW - 2 * DAY) == [first.line.id, long_ago.line.id]


def test_that_other_rooms_kinds_places_and_what_does_not_count_are_left_out(place: Place) -> None:
    mended(place, NOW - DAY, room_id=place.rooms["3-2-101"])
    mended(place, NOW - DAY, category_id=place.categories["电梯"])
    mended(place, NOW - DAY, kind=RequestKind.COMPLAINT)
    mended(place, NOW - DAY, place=Where.PUBLIC_AREA)
    open_one = report(place, occurred_at=NOW - DAY)
    place.service.cancel(open_one.line.id, "误报", version=1)
    assert found(place) == []


def test_that_rework_is_linked_and_shown_both_ways(place: Place) -> None:
    before = mended(place, NOW - DAY)
    again = report(place)
    assert [line.id for line in again.earlier] == [before.line.id]
    corrected = replace(facts_of(again), rework_of_id=before.line.id)
    place.service.amend(again.line.id, corrected, version=again.line.version)
    linked = place.service.detail(again.line.id)
    assert (linked.rework_of_id, linked.rework_of, linked.earlier) == (before.line.id, before.line.number, ())
    assert [line.id for line in place.service.detail(before.line.id).reworks] == [again.line.id]
    assert report(place, rework_of_id=before.line.id).rework_of == before.line.number


def test_that_only_an_earlier_repair_of_the_community_is_reworked_by_a_repair(place: Place, clock: FixedClock) -> None:
    before, inquiry = mended(place, NOW - DAY), report(place, kind=RequestKind.INQUIRY, occurred_at=NOW - DAY)
    elsewhere = mended(settle(place.desk.database, clock), NOW - DAY)
    later = report(place, occurred_at=NOW - 3 * DAY)
    wrong: list[tuple[dict[str, Any], int]] = [
        ({}, 999),
        ({}, inquiry.line.id),
        ({}, elsewhere.line.id),
        ({"kind": RequestKind.COMPLAINT}, before.line.id),
        ({"occurred_at": NOW - 2 * DAY}, before.line.id),
    ]
    for changes, rework_of_id in wrong:
        with pytest.raises(UserError) as error:
            report(place, **changes, rework_of_id=rework_of_id)
        assert [problem.field for problem in error.value.problems] == ["rework_of_id"]
    for rework_of_id in (before.line.id, later.line.id):
        corrected = replace(facts_of(later), rework_of_id=rework_of_id)
        with pytest.raises(UserError) as error:
            place.service.amend(later.line.id, corrected, version=later.line.version)
        assert [problem.field for problem in error.value.problems] == ["rework_of_id"]


def test_that_unknown_equipment_is_refused(place: Place) -> None:
    with pytest.raises(UserError) as error:
        report(place, equipment_id=999)
    assert [problem.field for problem in error.value.problems] == ["equipment_id"]


# --- what keeps coming back -------------------------------------------------------------------------------------------


def test_that_households_and_faults_that_keep_coming_back_are_counted_for_ninety_days(place: Place) -> None:
    report(place, occurred_at=NOW - 90 * DAY)
    report(place, kind=RequestKind.INQUIRY, occurred_at=NOW - DAY)
    report(place, occurred_at=NOW - 90 * DAY - timedelta(minutes=1))
    report(place, room_id=place.rooms["3-2-101"])
    gone = report(place)
    place.service.cancel(gone.line.id, "误报", version=1)
    room, building = place.rooms["3-1-502"], place.buildings["3"]
    seen = place.service.repeats(room, building, place.categories["给排水"])
    assert seen == RepeatsRow(household=2, building=3)
    assert (seen.household_repeats, seen.building_repeats) == (False, True)
    duplicate = report(place)
    place.service.merge(duplicate.line.id, 1, version=1)
    assert place.service.repeats(room, None, None) == RepeatsRow(household=2)
    last = report(place)
    assert last.repeats == RepeatsRow(household=3, building=4)
    assert last.repeats.household_repeats


def test_that_what_has_no_room_and_no_category_repeats_nothing(place: Place) -> None:
    assert place.service.repeats(None, None, None) == RepeatsRow()
    assert place.service.repeats(None, place.buildings["3"], None) == RepeatsRow()


def test_that_a_guard_does_not_look_back(place: Place) -> None:
    with pytest.raises(RefusedError):
        place.acting_as(Role.GUARD).earlier_repairs(place.rooms["3-1-502"], 1)
    with pytest.raises(RefusedError):
        place.acting_as(Role.GUARD).repeats(None, None, None)
