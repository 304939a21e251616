from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.model import OccupancyRole
from desktop.practice.model import PracticeCard
from desktop.practice.rows import Asked, Person, PracticeChoice, Where
from desktop.practice.service import PracticeService
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.practice.rows import Question
    from tests.care.villages import Village

ROOMS = PracticeChoice(asked=Asked.ROOMS)


def labels(questions: list[Question]) -> list[str]:
    return sorted(question.room for question in questions)


def box(village: Village, room: str, account: int = 1) -> tuple[int, int]:
    """Return box and days until a card is asked again."""
    query = select(PracticeCard.box, PracticeCard.due_on).where(
        PracticeCard.room_id == village.rooms[room], PracticeCard.account_id == account
    )
    with village.desk.read() as session:
        found = session.execute(query).one()
    today = village.desk.clock.now().astimezone(village.desk.zone).date()
    return found.box, (found.due_on - today).days


@pytest.fixture
def practice(village: Village) -> PracticeService:
    for label, name in (("1-1-101", "张伟"), ("1-1-102", "李娜"), ("2-1-101", "王芳")):
        village.settle(label, name)
    village.settle("1-1-101", "刘洋", role=OccupancyRole.TENANT)
    village.settle("1-1-201", "走了", until=TODAY)
    village.park("1-1-101", "粤B12345")
    village.tag("2-1-101", "VIP")
    return PracticeService(village.desk)


def test_that_only_households_with_somebody_in_them_are_asked(practice: PracticeService) -> None:
    assert labels(practice.session(ROOMS, 10)) == ["1-1-101", "1-1-102", "2-1-101"]
    assert len(practice.session(ROOMS, 2)) == 2
    assert practice.state(ROOMS).households == practice.state(ROOMS).fresh == 3


def test_that_a_zone_a_building_or_vip_households_are_chosen(practice: PracticeService) -> None:
    choices = practice.choices()
    zones = {name: id_ for id_, name in choices.zones}
    buildings = {name: id_ for id_, name in choices.buildings}
    assert labels(practice.session(PracticeChoice(Where.ZONE, zones["高层区"]), 9)) == ["1-1-101", "1-1-102"]
    assert labels(practice.session(PracticeChoice(Where.BUILDING, buildings["2"]), 9)) == ["2-1-101"]
    assert labels(practice.session(PracticeChoice(Where.VIP), 9)) == ["2-1-101"]


def test_that_plates_are_asked_where_there_are_any(practice: PracticeService) -> None:
    (question,) = practice.session(PracticeChoice(asked=Asked.PLATES), 9)
    assert question.plate == question.plates[0]
    assert "12345" in question.plate.replace("·", "").replace(" ", "")
    assert question.room == "1-1-101"
    assert {each.plate for each in practice.session(ROOMS, 9)} == {""}


def test_that_the_answer_holds_names_roles_and_tags_but_for_a_guard_names_alone(
    village: Village, practice: PracticeService
) -> None:
    by_room = {question.room: question for question in practice.session(ROOMS, 9)}
    assert by_room["1-1-101"].people == (Person("张伟", OccupancyRole.OWNER), Person("刘洋", OccupancyRole.TENANT))
    assert [tag.name for tag in by_room["2-1-101"].tags] == ["VIP"]
    guarding = PracticeService(village.desk_of(Role.GUARD))
    seen = {question.room: question for question in guarding.session(ROOMS, 9)}
    assert seen["1-1-101"].people == (Person("张伟", None), Person("刘洋", None))
    assert seen["1-1-101"].plates == by_room["1-1-101"].plates
    assert seen["2-1-101"].tags == ()


def test_that_known_households_come_after_ever_more_days(
    village: Village, practice: PracticeService, clock: FixedClock
) -> None:
    room = village.rooms["1-1-101"]
    waits = []
    for _ in range(7):
        practice.answer(room, knew=True)
        level, wait = box(village, "1-1-101")
        waits.append((level, wait))
        clock.set(clock.now() + timedelta(days=wait))
    assert waits == [(1, 1), (2, 3), (3, 7), (4, 14), (5, 30), (5, 30), (5, 30)]


def test_that_a_missed_household_comes_again_tomorrow_whatever_was_known_before(
    village: Village, practice: PracticeService, clock: FixedClock
) -> None:
    room = village.rooms["1-1-101"]
    for _ in range(3):
        practice.answer(room, knew=True)
        clock.set(clock.now() + timedelta(days=box(village, "1-1-101")[1]))
    practice.answer(room, knew=False)
    assert box(village, "1-1-101") == (0, 1)
    practice.answer(room, knew=True)
    assert box(village, "1-1-101") == (0, 1)
    clock.set(clock.now() + timedelta(days=1))
    assert practice.session(ROOMS, 1)[0].room == "1-1-101"
    practice.answer(room, knew=True)
    assert box(village, "1-1-101") == (1, 1)


def test_that_what_is_due_comes_first_and_what_is_known_rests(
    village: Village, practice: PracticeService, clock: FixedClock
) -> None:
    practice.answer(village.rooms["1-1-101"], knew=True)
    practice.answer(village.rooms["1-1-102"], knew=False)
    assert labels(practice.session(ROOMS, 9)) == ["2-1-101"]
    state = practice.state(ROOMS)
    assert (state.due, state.fresh, state.known, state.sure) == (0, 1, 1, 0)
    practice.answer(village.rooms["2-1-101"], knew=True)
    assert len(practice.session(ROOMS, 9)) == 3, "with nothing due one may practise ahead"
    clock.set(clock.now() + timedelta(days=1))
    assert practice.session(ROOMS, 9)[0].room == "1-1-102"
    assert practice.state(ROOMS).due == 3


def test_that_each_account_has_its_own_cards(village: Village, practice: PracticeService) -> None:
    practice.answer(village.rooms["1-1-101"], knew=True)
    other = PracticeService(village.desk_of(Role.MANAGER, account_id=2))
    assert other.state(ROOMS).fresh == 3
    other.answer(village.rooms["1-1-101"], knew=False)
    assert box(village, "1-1-101") == (1, 1)
    assert box(village, "1-1-101", account=2) == (0, 1)


def test_that_an_answer_is_written_once(village: Village, practice: PracticeService) -> None:
    first = practice.answer(village.rooms["1-1-101"], knew=False, operation_id="y" * 32)
    assert practice.answer(village.rooms["1-1-101"], knew=False, operation_id="y" * 32) == first
    with village.desk.read() as session:
        assert session.scalars(select(PracticeCard.missed)).all() == [1]


def test_that_a_household_that_is_gone_is_refused_in_words(practice: PracticeService) -> None:
    with pytest.raises(UserError):
        practice.answer(999, knew=True)


def test_that_an_empty_register_asks_nothing(village: Village) -> None:
    service = PracticeService(village.desk)
    assert service.session(ROOMS, 10) == []
    assert service.state(ROOMS).households == 0


def test_that_the_administrator_does_not_practise(village: Village) -> None:
    with pytest.raises(RefusedError):
        PracticeService(village.desk_of(Role.ADMINISTRATOR)).session(ROOMS, 10)


def test_that_the_gate_cannot_find_out_by_practising_who_wears_a_tag(
    practice: PracticeService, village: Village
) -> None:
    gate = PracticeService(village.desk_of(Role.GUARD))
    assert practice.choices().tags
    assert not gate.choices().tags
    for ask in (gate.state, lambda choice: gate.session(choice, 10)):
        with pytest.raises(RefusedError):
            ask(PracticeChoice(Where.VIP))
