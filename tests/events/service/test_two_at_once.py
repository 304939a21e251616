"""Two desks at the same moment: no place is given away twice, nobody is entered twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.events.model import EventKind, GuestState
from desktop.events.rows import Audience, AudienceKind, NewGuest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.events.conftest import Planner


def at_once(*acts: Callable[[], object]) -> list[bool]:
    """Do all of `acts` at the same moment; return which of them were done."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> bool:
        start.wait()
        try:
            act()
        except UserError:
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_that_the_last_place_is_given_to_one_of_two(planner_on_both: Planner) -> None:
    planner = planner_on_both
    line = planner.planned(capacity=3)
    planner.sign_up(line, "2-1-101", 2)
    clerk, other, rooms = planner.clerk, planner.other, planner.village.rooms
    done = at_once(
        lambda: clerk.sign_up(line.id, NewGuest(rooms["1-1-101"])),
        lambda: other.sign_up(line.id, NewGuest(rooms["1-1-102"])),
    )
    assert done == [True, True]
    ends = [planner.of(line, room).state for room in ("1-1-101", "1-1-102")]
    assert sorted(ends) == [GuestState.SIGNED_UP, GuestState.WAITING]
    assert planner.file(line.id).line.signed_up == 3


def test_that_one_household_signed_up_or_invited_by_two_stands_once(planner_on_both: Planner) -> None:
    planner = planner_on_both
    line = planner.planned()
    clerk, other, rooms = planner.clerk, planner.other, planner.village.rooms
    given = NewGuest(rooms["1-1-101"])
    assert sorted(at_once(lambda: clerk.sign_up(line.id, given), lambda: other.sign_up(line.id, given))) == [
        False,
        True,
    ]
    everybody = Audience(AudienceKind.ROOMS, room_ids=tuple(rooms.values()))
    assert at_once(lambda: clerk.invite(line.id, everybody), lambda: other.invite(line.id, everybody)) == [True, True]
    assert len(clerk.guests(line.id)) == len(rooms)


def test_that_the_waiting_move_up_once_when_two_sign_off(planner_on_both: Planner) -> None:
    planner = planner_on_both
    line = planner.planned(capacity=2)
    first, second = planner.sign_up(line, "1-1-101"), planner.sign_up(line, "1-1-102")
    for room in ("1-1-201", "2-1-101", "2-1-102"):
        planner.sign_up(line, room)
    clerk, other = planner.clerk, planner.other
    assert at_once(
        lambda: clerk.sign_off(first.id, version=first.version),
        lambda: other.sign_off(second.id, version=second.version),
    ) == [True, True]
    ends = [planner.of(line, room).state for room in ("1-1-201", "2-1-101", "2-1-102")]
    assert ends == [GuestState.SIGNED_UP, GuestState.SIGNED_UP, GuestState.WAITING]


def test_that_a_goal_laid_down_by_two_is_one(planner_on_both: Planner) -> None:
    manager = planner_on_both.manager
    done = at_once(
        *(lambda goal=goal: manager.set_goal(EventKind.SPORT, None, 2026, goal, version=0) for goal in (1, 2))
    )
    assert sorted(done) == [False, True]
    assert len([goal for goal in manager.goals() if goal.kind is EventKind.SPORT]) == 1
