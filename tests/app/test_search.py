"""One list of everything found, and what was opened last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.app import search
from desktop.app.recent import MOST_RECENT, RecentService
from desktop.app.search import KINDS, find, marks
from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.core.permissions import Role
from desktop.core.plates import display_plate
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.visits.model import Visitor
from desktop.visits.rows import VisitFilter
from tests.app.conftest import PASSWORD
from tests.conftest import SUNDAY_AFTERNOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.storage.desk import Desk


@pytest.fixture(scope="module")
def shared_desk(demo_template: Path) -> Iterator[Desk]:
    """Yield a clerk's desk at a community that is only read."""
    session = sign_in(demo_template, "clerk", PASSWORD, FixedClock(SUNDAY_AFTERNOON))
    yield session.desk
    session.close()


@pytest.fixture
def desk(demo_data: Path, clock: FixedClock) -> Iterator[Desk]:
    session = sign_in(demo_data, "clerk", PASSWORD, clock)
    yield session.desk
    session.close()


def acting_as(desk: Desk, role: Role, account_id: int = 1) -> Desk:
    return replace(desk, actor=replace(desk.actor, role=role, account_id=account_id))


def test_that_households_come_first_and_requests_keep_their_places(shared_desk: Desk) -> None:
    hits = find(shared_desk, "1")
    kinds = [hit.kind for hit in hits]
    assert len(hits) == search.MOST_HITS
    assert kinds.count("request") >= 6
    later = [kind for kind in kinds if kind in {"request", "outage", "event", "visitor"}]
    assert kinds.index("request") == len(kinds) - len(later)
    few = find(shared_desk, "1", 4)
    assert len(few) == 4
    assert {"request"} < {hit.kind for hit in few}


def test_that_a_visitor_is_found_by_a_piece_of_the_plate_and_opens_all_visits(shared_desk: Desk) -> None:
    with shared_desk.read() as session:
        columns = select(Visitor.id, Visitor.plate, Visitor.place).where(Visitor.plate != "")
        id_, plate, place = session.execute(columns.order_by(Visitor.id).limit(1)).one()
    (hit,) = [hit for hit in find(shared_desk, plate) if hit.kind == "visitor"]
    assert hit.title == display_plate(plate)
    assert hit.room == place
    assert hit.target == ("visits", {"wanted": VisitFilter(visitor_id=id_)})


def test_that_the_exact_number_of_a_request_stands_before_everything(shared_desk: Desk) -> None:
    number = RequestService(shared_desk).lines(limit=1)[0].number
    assert find(shared_desk, number.lower())[0].title.startswith(number)
    assert find(shared_desk, number)[0].exact


def test_that_every_find_can_be_opened_and_shows_what_was_typed(shared_desk: Desk) -> None:
    for typed in ("王", "1-1", "13", "浙A", "BX", "漏"):
        hits = find(shared_desk, typed)
        for hit in hits:
            page, where = hit.target
            assert page == KINDS[hit.kind].page
            assert all(where.values())
            assert any(marks(hit, typed)), (typed, hit)
        assert hits or not typed.isascii()


def test_that_events_are_found_with_their_day_and_by_their_number(shared_desk: Desk) -> None:
    hits = [hit for hit in find(shared_desk, "中秋") if hit.kind == "event"]
    assert {hit.room for hit in hits} == {"2025-10-06", "2026-09-25"}
    number = hits[0].title.split()[0]
    (exact,) = (hit for hit in find(shared_desk, number.lower()) if hit.exact)
    assert exact.target == ("events", {"event_id": hits[0].id})
    assert not [hit for hit in find(acting_as(shared_desk, Role.GUARD), "中秋") if hit.kind == "event"]


def test_that_a_guard_finds_no_requests_and_no_phones(shared_desk: Desk) -> None:
    guarding = acting_as(shared_desk, Role.GUARD)
    phone = HouseholdService(shared_desk).rooms_for("1-1")[0].people[0].digits
    assert {hit.kind for hit in find(guarding, "1")} <= {"room", "resident", "vehicle", "visitor"}
    assert find(guarding, phone) == []
    assert find(shared_desk, phone)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.one_of(st.text(max_size=30), st.text(alphabet="%_'\"*()-😀\x00 王1a", max_size=500)))
def test_that_whatever_is_typed_is_just_text(shared_desk: Desk, typed: str) -> None:
    for hit in find(shared_desk, typed):
        assert hit.kind in KINDS
        assert marks(hit, typed) is not None


def test_that_what_is_held_is_of_one_moment(desk: Desk) -> None:
    service = RecentService(desk)
    with desk.hold() as still:
        assert RecentService(still).all() == []
        service.opened("room", rooms(desk, 1)[0])
        assert RecentService(still).all() == []
        with still.hold() as again:
            assert RecentService(again).all() == []
    assert len(service.all()) == 1


# --- opened last ----------------------------------------------------------------------------------------------------


def rooms(desk: Desk, count: int) -> list[int]:
    return [line.room_id for line in HouseholdService(desk).households(limit=count)]


def test_that_the_last_opened_come_first_each_once_and_no_more_than_eight(desk: Desk) -> None:
    service = RecentService(desk)
    ids = rooms(desk, 10)
    for id_ in [*ids, ids[4], ids[4]]:
        service.opened("room", id_)
    assert [hit.id for hit in service.all()] == [ids[4], *(id_ for id_ in ids[::-1] if id_ != ids[4])][:MOST_RECENT]


def test_that_requests_are_among_them_as_they_are_called_now(desk: Desk) -> None:
    service, requests = RecentService(desk), RequestService(desk)
    line = requests.lines(limit=1)[0]
    service.opened("room", rooms(desk, 1)[0])
    service.opened("request", line.id)
    newest, older = service.all()
    assert newest.kind == "request"
    assert newest.title.startswith(line.number)
    assert older.kind == "room"
    assert older.matched
    assert [hit.kind for hit in RecentService(acting_as(desk, Role.GUARD, desk.actor.account_id)).all()] == ["room"]


def test_that_they_are_of_one_account_and_what_is_gone_is_left_out(desk: Desk, clock: FixedClock) -> None:
    service = RecentService(desk)
    service.opened("room", rooms(desk, 1)[0])
    clock.set(clock.now() + timedelta(days=1))
    service.opened("room", 10**9)
    assert len(service.all()) == 1
    assert RecentService(acting_as(desk, Role.CLERK, desk.actor.account_id + 1)).all() == []
