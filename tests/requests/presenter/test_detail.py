from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.clock import FixedClock
from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import language, msg
from desktop.core.permissions import Role
from desktop.requests.model import Move, RequestKind, RequestState
from desktop.requests.presenter import (
    DetailPresenter,
    Directory,
    Moments,
)
from desktop.requests.presenter.moves import AT_ONCE, TAKEN_BACK_BY, done_words, foot_moves, perform
from desktop.requests.table import Seen
from tests.requests.conftest import SHANGHAI
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.requests.presenter.detail import Attempt

MOMENTS = Moments(Seen(FixedClock(NOW), SHANGHAI))
ENGLISH = language("en")


# --- one request ----------------------------------------------------------------------------------------------------


@pytest.fixture
def presenter(screens: Screens) -> DetailPresenter:
    return DetailPresenter(screens.desk, screens.shell.tasks, screens.shell.bus)


def tried(attempt: Attempt) -> tuple[list[bool], list[Sequence[Problem]], list[WorldError]]:
    done: list[bool] = []
    refused: list[Sequence[Problem]] = []
    failed: list[WorldError] = []
    attempt.done.connect(lambda: done.append(True))
    attempt.refused.connect(refused.append)
    attempt.failed.connect(failed.append)
    return done, refused, failed


def test_that_a_move_is_made_on_what_was_seen(screens: Screens, presenter: DetailPresenter) -> None:
    line = screens.report().line
    presenter.show(line.id)
    screens.settle()
    attempt = presenter.attempt(Move.START)
    done, refused, failed = tried(attempt)
    attempt.make({})
    screens.settle()
    assert (done, refused, failed) == ([True], [], [])
    assert presenter.detail is not None
    assert presenter.detail.line.state is RequestState.IN_PROGRESS


def test_that_a_conflict_is_told_and_the_next_try_is_made_on_what_is_now(
    screens: Screens, presenter: DetailPresenter
) -> None:
    line = screens.report().line
    presenter.show(line.id)
    screens.settle()
    attempt = presenter.attempt(Move.COMPLETE)
    done, refused, _ = tried(attempt)
    screens.service.urge(line.id, version=line.version)
    attempt.make({"result": "换了角阀", "at": None})
    screens.settle()
    assert not done
    assert "Someone else changed" in refused[0][0].message.msgid
    assert presenter.detail is not None
    assert presenter.detail.line.urged_count == 1
    attempt.make()
    screens.settle()
    assert done == [True]
    assert screens.detail(line.number).result == "换了角阀"


def test_that_an_unchanged_try_is_repeated_without_being_made_twice(
    screens: Screens, presenter: DetailPresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = screens.report().line
    presenter.show(line.id)
    screens.settle()
    attempt = presenter.attempt(Move.URGE)
    done, _, failed = tried(attempt)

    def lost(*arguments: Any) -> Any:
        perform(*arguments)
        raise WorldError(msg("The server is away."))

    monkeypatch.setattr("desktop.requests.presenter.detail.perform", lost)
    attempt.make({"words": "又打来了"})
    screens.settle()
    assert len(failed) == 1
    monkeypatch.undo()
    attempt.make()
    screens.settle()
    assert done == [True]
    assert screens.detail(line.number).line.urged_count == 1


def test_that_merging_and_holding_can_be_taken_back(screens: Screens, presenter: DetailPresenter) -> None:
    main, other = screens.report().line, screens.report("还是漏").line
    presenter.show(other.id)
    screens.settle()
    attempt = presenter.attempt(Move.MERGE)
    attempt.make({"main_id": main.id})
    screens.settle()
    assert screens.detail(other.number).line.state is RequestState.DUPLICATE
    presenter.take_back(attempt)
    screens.settle()
    assert screens.detail(other.number).line.state is RequestState.RECEIVED
    assert set(TAKEN_BACK_BY) == {Move.MERGE, Move.HOLD}


def test_that_a_request_gone_leaves_nothing_and_says_so(screens: Screens, presenter: DetailPresenter) -> None:
    shown: list[object] = []
    failed: list[UserError] = []
    presenter.shown.connect(shown.append)
    screens.shell.tasks.failed.connect(failed.append)
    presenter.show(10_000)
    screens.settle()
    assert shown == [None]
    assert "no such request" in str(failed[0])
    assert presenter.request_id == 0


def test_that_candidates_for_merging_are_the_others_of_the_room_or_what_is_typed(
    screens: Screens, presenter: DetailPresenter
) -> None:
    line = screens.report().line
    same = screens.report("同一件事").line
    far = screens.report("电梯异响", room_id=screens.place.rooms["1-1-101"]).line
    offered: list[list[int]] = []
    presenter.candidates.connect(lambda lines: offered.append([each.id for each in lines]))
    presenter.show(line.id)
    screens.settle()
    presenter.find_candidates("")
    screens.settle()
    presenter.find_candidates("电梯")
    screens.settle()
    assert offered == [[same.id], [far.id]]


def test_that_every_move_can_be_performed_and_is_told_in_words(screens: Screens) -> None:
    detail = screens.report()
    for move in Move:
        words = ENGLISH.message(done_words(move, "BX-1", {"department_id": 1}, Directory()))
        assert "BX-1" in words
    again = done_words(Move.FOLLOW_UP, "BX-1", {"reopen_because": "还在滴"}, Directory())
    assert ENGLISH.message(again) == "The follow-up of BX-1 is recorded, and it was reopened"
    assert perform(screens.service, Move.START, detail.line.id, {}, detail.line.version, "op-1").result
    assert Move.MERGE not in AT_ONCE


def test_that_the_likeliest_move_comes_first_and_only_possible_ones_come(screens: Screens) -> None:
    detail = screens.report()
    likely, others = foot_moves(detail)
    assert likely[0] is Move.ASSIGN
    assert {*likely, *others} == set(detail.moves) - {Move.PRINT}
    screens.service.complete(detail.line.id, version=detail.line.version)
    likely, _ = foot_moves(screens.service.detail(detail.line.id))
    assert likely[0] is Move.FOLLOW_UP
    read_only = screens.place.acting_as(Role.ADMINISTRATOR).detail(detail.line.id)
    assert foot_moves(read_only) == ([], [])


def test_that_a_complaint_is_graded_first_and_then_those_it_names_are_told(screens: Screens) -> None:
    detail = screens.report("保安态度差", kind=RequestKind.COMPLAINT)
    assert foot_moves(detail)[0][:2] == [Move.ASSIGN, Move.GRADE]
    grades = {row.name: row.id for row in screens.service.grades()}
    screens.service.grade(detail.line.id, grade_id=grades["重大投诉"], version=detail.line.version)
    graded = screens.detail(detail.line.number)
    assert foot_moves(graded)[0][:2] == [Move.ASSIGN, Move.TELL]
    screens.service.complete(detail.line.id, version=graded.line.version)
    done = screens.detail(detail.line.number)
    likely, others = foot_moves(done)
    assert likely == [Move.FOLLOW_UP, Move.TELL, Move.REOPEN]
    assert Move.CLOSE in others
    for row in done.tellings:
        screens.service.tell(detail.line.id, row.whom, version=screens.detail(detail.line.number).line.version)
    assert Move.TELL not in foot_moves(screens.detail(detail.line.number))[0]
