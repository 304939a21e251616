"""What whoever opens a household, and Today, is told of outages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from desktop.core.errors import RefusedError
from desktop.core.permissions import Operation, Role
from desktop.households.model import Room
from desktop.outages.model import OutageKind, OutagePlace, OutageState, PlaceLevel
from desktop.outages.service import OutageService
from desktop.staff.model import Community

if TYPE_CHECKING:
    from tests.outages.service.conftest import Ringing


def test_that_a_household_is_told_of_what_runs_and_of_what_begins_within_two_days(ringing: Ringing) -> None:
    running = ringing.outage()
    coming = ringing.outage(starts_in=47, kind=OutageKind.POWER)
    ringing.outage(starts_in=49)
    ringing.outage(2)
    ringing.outage(state=OutageState.RESTORED)
    ringing.outage(state=OutageState.CANCELLED)
    at = ringing.neighbours.clock.now()
    ringing.ring(running, "1-1-101", call_back=True)
    ringing.ring(running, "1-1-102")
    told = ringing.desk().for_room(ringing.rooms["1-1-101"])
    assert [(line.outage_id, line.running) for line in told] == [(running, True), (coming, False)]
    assert (told[0].say, told[0].callers, told[0].rang, told[0].rang_at, told[0].promised) == (
        "现在停水，预计中午恢复。",
        2,
        True,
        at,
        True,
    )
    assert not told[1].rang
    assert ringing.desk().for_room(ringing.rooms["2-1-101"])[0].callers == 0


def test_that_an_outage_past_its_end_is_still_told_until_it_is_restored(filed: Ringing) -> None:
    outage = filed.outage(starts_in=-9, lasts=2)
    (line,) = filed.desk().for_room(filed.rooms["1-1-101"])
    assert line.running
    assert filed.desk().counts().late == 1
    filed.set_state(outage, OutageState.RESTORED)
    assert filed.desk().for_room(filed.rooms["1-1-101"]) == ()
    assert filed.desk().counts().late == 0


def test_that_the_text_laid_down_is_said_in_the_language_asked_for(filed: Ringing) -> None:
    filed.outage(say="")
    (english,) = filed.desk().for_room(filed.rooms["1-1-101"], "en")
    assert english.say.startswith("Water")
    assert "{" not in english.say
    assert "________" not in english.say


def test_that_today_counts_what_runs_comes_hangs_and_was_not_announced(ringing: Ringing) -> None:
    ringing.outage()
    ringing.outage(starts_in=-5, lasts=None)
    ringing.outage(starts_in=100)
    ringing.outage(starts_in=23.5, state=OutageState.PLANNED)
    ringing.outage(starts_in=25, state=OutageState.PLANNED)
    ringing.outage(starts_in=100, state=OutageState.PLANNED, kind=OutageKind.POWER)
    ringing.outage(starts_in=100, state=OutageState.PLANNED, kind=OutageKind.TYPHOON)
    counts = ringing.desk().counts()
    assert (counts.running, counts.coming, counts.unannounced, counts.late) == (2, 5, 2, 0)
    ringing.neighbours.clock.set(ringing.neighbours.clock.now() + timedelta(hours=3))
    assert ringing.desk().counts().late == 1
    assert ringing.desk().counts().unannounced == 3


def test_that_the_guard_is_told_nothing(filed: Ringing) -> None:
    filed.outage()
    with pytest.raises(RefusedError):
        OutageService(filed.neighbours.village.desk_of(Role.GUARD)).for_room(1)


def test_that_a_room_that_is_gone_or_of_another_community_is_told_nothing(ringing: Ringing) -> None:
    outage = ringing.outage()
    desk = ringing.neighbours.desk
    with desk.write(Operation.EDIT_OUTAGES) as work:
        work.session.execute(update(OutagePlace).values(level=PlaceLevel.COMMUNITY, building_id=None))
        work.session.add(Community(name="隔壁", time_zone="Asia/Shanghai", created_at=work.now))
        work.session.flush()
        work.session.execute(update(Room).where(Room.label == "2-1-201").values(community_id=2))
    assert [line.outage_id for line in ringing.desk().for_room(ringing.rooms["1-1-101"])] == [outage]
    assert ringing.desk().for_room(ringing.rooms["2-1-201"]) == ()
    assert ringing.desk().for_room(9999) == ()


def test_that_nobody_waits_for_notice_of_the_weather_ahead(filed: Ringing) -> None:
    manager = OutageService(filed.neighbours.village.desk_of(Role.MANAGER))
    manager.set_kind(OutageKind.TYPHOON, timedelta(days=5), "", version=0)
    filed.outage(starts_in=100, state=OutageState.PLANNED, kind=OutageKind.TYPHOON)
    assert filed.desk().counts().unannounced == 0
