"""Two at the same moment: two gates with one vehicle, a crew that leaves at both, a visit taken back as it comes in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.visits.model import Visit, VisitState
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from tests.care.villages import Village

ROUNDS = 8


@pytest.fixture
def either(village: Village) -> Gatehouse:
    """Return the gate, once in a file and once on a server."""
    return Gatehouse(village)


def at_once(*acts: Callable[[], Changes]) -> list[object]:
    """Do all of `acts` at the same moment; return the result of each, or the error people are told."""

    def told(act: Callable[[], Changes]) -> object:
        try:
            return act().result
        except (UserError, ConflictError) as error:
            return type(error)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(told, acts))


def test_that_a_vehicle_taken_back_as_it_comes_in_again_is_inside_once(either: Gatehouse) -> None:
    """Visitor and visit are locked in one order, and a visitor that somebody comes in as is not forgotten."""
    for number in range(ROUNDS):
        plate = f"浙A{number:05}"
        id_ = either.let_in(plate)
        found = at_once(
            lambda id_=id_: either.service.drop(id_, version=1),  # type: ignore[misc]
            lambda plate=plate: either.service.log_in(either.draft(plate)),  # type: ignore[misc]
        )
        assert isinstance(found[1], int)
        inside = either.rows(Visit, Visit.plate == plate, Visit.state == VisitState.INSIDE)
        assert [row.id for row in inside] == [found[1]]
        # who came second finds the other's word: taken back, or gone unseen
        assert either.visitors()[-1].visits == (1 if isinstance(found[0], int) else 2)


def test_that_people_leave_once_whoever_lets_them_out(either: Gatehouse) -> None:
    pass_id = either.work_pass("1-1-101")
    for _ in range(ROUNDS):
        id_ = either.let_in("张强", people=3, pass_id=pass_id)
        found = at_once(
            lambda id_=id_: either.service.log_out(id_, version=1, people=1),  # type: ignore[misc]
            lambda: either.service.crew_out(pass_id),
            lambda id_=id_: either.service.log_out(id_, version=1),  # type: ignore[misc]
        )
        row = either.visit(id_)
        assert (row.state, row.people_left) == (VisitState.LEFT, 3), found
        assert sum(isinstance(each, int) for each in found) <= 2


def test_that_one_entry_is_made_however_often_it_is_sent_at_once(either: Gatehouse) -> None:
    draft = either.draft("刘先生")
    found = at_once(*[lambda: either.service.log_in(draft, operation_id="once")] * 3)
    assert len(set(found)) == 1
    assert len(either.rows(Visit)) == 1
