"""Guests invited, signed up, waiting, checked in; the waiting list under whatever is done to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import ConflictError, UserError
from desktop.events.model import GuestState
from desktop.events.rows import Audience, AudienceKind, EventFilter, GuestFilter, NewGuest
from desktop.events.service import GUEST_TOPIC, SignedUpError, guest_code
from tests.care.villages import LABELS
from tests.events.conftest import SATURDAY

if TYPE_CHECKING:
    from tests.events.conftest import Planner

INVITED, SIGNED_UP, WAITING = GuestState.INVITED, GuestState.SIGNED_UP, GuestState.WAITING


def states(planner: Planner, event_id: int) -> dict[str, GuestState]:
    return {guest.room: guest.state for guest in planner.clerk.guests(event_id)}


def test_that_who_is_there_already_is_left_as_it_is(planner_on_both: Planner) -> None:
    planner = planner_on_both
    village = planner.village
    tag = village.tag("1-1-101", "VIP")
    village.tag("1-1-201", "VIP")
    village.settle("2-1-101", "王五")
    line = planner.planned()
    planner.sign_up(line, "1-1-101", 3)
    vips = Audience(AudienceKind.TAG, tag)
    assert planner.clerk.invite_forecast(line.id, vips) == 1
    assert planner.clerk.invite(line.id, vips).result == 1
    assert planner.clerk.invite(line.id, vips).result == 0
    assert planner.clerk.invite(line.id, Audience(AudienceKind.ZONE, 2)).result == 1
    by_hand = Audience(AudienceKind.ROOMS, room_ids=(village.rooms["2-1-101"], village.rooms["2-1-102"]))
    assert planner.clerk.invite(line.id, by_hand).result == 1
    assert states(planner, line.id) == {
        "1-1-101": SIGNED_UP,
        "1-1-201": INVITED,
        "2-1-101": INVITED,
        "2-1-102": INVITED,
    }
    assert [guest.invited_through for guest in planner.clerk.guests(line.id)] == ["", "VIP", "别墅区", ""]
    assert village.told("1-1-201") == ["event_invited"]
    assert planner.file(line.id).line.invited == 3
    with pytest.raises(UserError):
        planner.clerk.invite(line.id, Audience(AudienceKind.TAG, 99))


def test_that_an_event_for_those_invited_takes_nobody_else(planner: Planner) -> None:
    line = planner.planned(open_to_all=False)
    with pytest.raises(UserError) as refused:
        planner.sign_up(line, "1-1-101")
    assert refused.value.problems[0].field == "room_id"
    planner.clerk.invite(line.id, Audience(AudienceKind.ROOMS, room_ids=(planner.village.rooms["1-1-101"],)))
    assert planner.sign_up(line, "1-1-101").state is SIGNED_UP


def test_that_limits_are_said_and_a_household_stands_once(planner: Planner) -> None:
    line = planner.planned(capacity=4, household_limit=3)
    with pytest.raises(UserError) as refused:
        planner.sign_up(line, "1-1-101", 4)
    assert refused.value.problems[0].field == "people"
    guest = planner.sign_up(line, "1-1-101", 3)
    with pytest.raises(SignedUpError) as twice:
        planner.sign_up(line, "1-1-101", 1)
    assert (twice.value.guest_id, twice.value.people) == (guest.id, 3)
    waiting = planner.sign_up(line, "1-1-102", 2)
    assert (waiting.state, waiting.waiting_place) == (WAITING, 1)
    with pytest.raises(UserError):
        planner.sign_up(planner.planned(capacity=4), "1-1-101", 5)
    with pytest.raises(UserError):
        planner.clerk.sign_up(line.id, NewGuest())


def test_that_a_sign_off_lets_in_who_fits_and_skips_who_does_not(planner_on_both: Planner) -> None:
    planner = planner_on_both
    line = planner.planned(capacity=4)
    first = planner.sign_up(line, "1-1-101", 2)
    second = planner.sign_up(line, "1-1-102", 2)
    large = planner.sign_up(line, "1-1-201", 3)
    small = planner.sign_up(line, "2-1-101", 1)
    changes = planner.clerk.sign_off(first.id, version=first.version)
    assert changes.ids[GUEST_TOPIC] == {small.id}
    assert planner.guest(line, large.id).state is WAITING
    planner.clerk.decline(second.id, version=second.version)
    assert planner.guest(line, large.id).state is SIGNED_UP
    assert planner.file(line.id).line.room_left == 0
    assert planner.village.told("2-1-101") == ["event_signed_up"]


def test_that_more_room_lets_the_waiting_in_and_more_people_need_room(planner: Planner) -> None:
    line = planner.planned(capacity=2)
    inside = planner.sign_up(line, "1-1-101", 2)
    waiting = planner.sign_up(line, "1-1-102", 2)
    with pytest.raises(UserError) as refused:
        planner.clerk.amend_guest(inside.id, 3, "", version=inside.version)
    assert refused.value.problems[0].field == "people"
    planner.clerk.amend(line.id, planner.new(capacity=5), version=line.version)
    waiting = planner.guest(line, waiting.id)
    assert waiting.state is SIGNED_UP
    planner.clerk.amend_guest(inside.id, 3, "带小孩", version=inside.version)
    assert planner.file(line.id).line.signed_up == 5


def test_that_check_in_opens_on_the_day_and_walk_ins_are_never_refused(planner: Planner) -> None:
    planner.village.settle("1-1-102", "曾小明")
    line = planner.planned(capacity=2)
    guest = planner.sign_up(line, "1-1-101", 2)
    waiting = planner.sign_up(line, "1-1-102", 2)
    with pytest.raises(UserError):
        planner.clerk.check_in(guest.id, 2, version=guest.version)
    planner.now(SATURDAY)
    assert [found.id for found in planner.clerk.find_guests(line.id, "zxm")] == [waiting.id]
    assert [found.id for found in planner.clerk.find_guests(line.id, "1-1-101")][:1] == [guest.id]
    assert planner.clerk.find_guests(line.id, guest_code(line, guest))[0].id == guest.id
    planner.clerk.check_in(guest.id, 1, version=guest.version)
    planner.clerk.walk_in(line.id, NewGuest(waiting.room_id, people=3))
    planner.clerk.walk_in(line.id, NewGuest(name="路过的李阿姨"))
    with pytest.raises(UserError):
        planner.clerk.walk_in(line.id, NewGuest(guest.room_id))
    now = planner.file(line.id).line
    assert (now.came, now.households_came, now.signed_up, now.room_left) == (5, 2, 2, 0)
    assert planner.village.told("1-1-102") == ["event_came"]
    walked = planner.guest(line, waiting.id)
    planner.clerk.undo_check_in(walked.id, version=walked.version)
    back = planner.guest(line, waiting.id)
    assert (back.state, back.came, back.walk_in, back.waiting_place) == (WAITING, None, False, 1)
    assert planner.village.told("1-1-102") == []
    planner.clerk.hold(line.id, None, "", version=now.version)
    assert [each.room for each in planner.clerk.guests(line.id, GuestFilter(came=True))] == ["1-1-101", ""]


def test_that_what_is_said_is_kept_with_and_without_a_guest(planner: Planner) -> None:
    line = planner.planned()
    guest = planner.sign_up(line, "1-1-101")
    planner.clerk.note_saying(line.id, guest.id, "希望每月一次", version=guest.version)
    planner.clerk.note_saying(line.id, None, "谢谢你们")
    file = planner.file(line.id)
    assert file.voices == ("希望每月一次", "谢谢你们")
    assert len(file.guests) == 1
    with pytest.raises(UserError):
        planner.clerk.note_saying(line.id, None, " ")


def test_that_after_the_event_nobody_signs_up_but_who_came_is_noted(planner: Planner) -> None:
    line = planner.planned()
    planner.now(SATURDAY + timedelta(hours=5))
    with pytest.raises(UserError):
        planner.sign_up(line, "1-1-101")
    planner.clerk.walk_in(line.id, NewGuest(planner.village.rooms["1-1-101"], people=2))
    assert planner.of(line, "1-1-101").came == 2
    assert planner.clerk.events(EventFilter())[0].came == 2


ACTS = st.tuples(st.sampled_from(("sign", "off", "fewer", "room")), st.integers(0, 6), st.integers(1, 4))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=4, max_size=14))
def test_that_the_list_is_never_over_and_never_out_of_order(planner: Planner, acts: list[tuple[str, int, int]]) -> None:
    line = planner.planned(capacity=5)
    known: set[str] = set()
    for act, place, number in acts:
        room = LABELS[place]
        event = planner.file(line.id).line
        if act == "room":
            larger = planner.new(capacity=event.capacity + number)
            planner.clerk.amend(line.id, larger, version=event.version)
        elif act == "sign" and states(planner, line.id).get(room) not in {SIGNED_UP, WAITING}:
            planner.sign_up(line, room, number)
            known.add(room)
        elif act != "sign" and states(planner, line.id).get(room) in {SIGNED_UP, WAITING}:
            guest = planner.of(line, room)
            if act == "off":
                planner.clerk.sign_off(guest.id, version=guest.version)
            elif number <= guest.people:
                planner.clerk.amend_guest(guest.id, number, "", version=guest.version)
        now = planner.file(line.id)
        left = now.line.room_left
        assert left is not None
        assert now.line.signed_up <= now.line.capacity
        assert set(states(planner, line.id)) == known
        waiting = [each for each in now.guests if each.state is WAITING]
        assert all(each.people > left for each in waiting)
        assert sorted(each.waiting_place for each in waiting) == list(range(1, len(waiting) + 1))


def test_that_a_check_in_taken_back_leaves_a_guest_as_it_was(planner: Planner) -> None:
    line = planner.planned(capacity=2)
    planner.sign_up(line, "1-1-101", 2)
    planner.sign_up(line, "1-1-102", 2)
    rooms = planner.village.rooms
    planner.clerk.invite(line.id, Audience(AudienceKind.ROOMS, room_ids=(rooms["2-1-101"], rooms["2-1-102"])))
    no = planner.of(line, "2-1-101")
    planner.clerk.decline(no.id, version=no.version)
    planner.now(SATURDAY)
    before = {room: planner.of(line, room) for room in ("1-1-101", "1-1-102", "2-1-101", "2-1-102")}
    for room, guest in before.items():
        planner.clerk.check_in(guest.id, 5, version=guest.version)
        again = planner.of(line, room)
        planner.clerk.check_in(guest.id, 4, version=again.version)
        come = planner.of(line, room)
        planner.clerk.undo_check_in(guest.id, version=come.version)
        assert replace(planner.of(line, room), version=guest.version) == guest


def test_that_the_waiting_stand_in_the_order_they_came_whatever_the_clocks_say(planner: Planner) -> None:
    line = planner.planned(capacity=1)
    for hours, room in ((0, "1-1-101"), (1, "1-1-102"), (-2, "1-1-201"), (-1, "2-1-101")):
        planner.clock.advance(hours=hours)
        planner.sign_up(line, room)
    assert [planner.of(line, room).waiting_place for room in ("1-1-102", "1-1-201", "2-1-101")] == [1, 2, 3]


def test_that_what_somebody_else_noted_meanwhile_is_not_lost(planner: Planner) -> None:
    line = planner.planned()
    guest = planner.sign_up(line, "1-1-101")
    planner.other.note_saying(line.id, guest.id, "很满意", version=guest.version)
    with pytest.raises(ConflictError):
        planner.clerk.note_saying(line.id, guest.id, "一般", version=guest.version)
    assert planner.of(line, "1-1-101").said == "很满意"
