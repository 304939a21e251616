from __future__ import annotations

import pytest

from desktop.core.permissions import Actor, Role
from desktop.issues.model import ActionState, IssueState
from desktop.issues.presenter import action_moves, point_moves
from desktop.issues.rows import ConfirmationRow
from desktop.issues.rule import IssueMove
from tests.issues.points import NOW, made_action, made_issue

CLERK = Actor(1, "张敏", Role.CLERK, 1)
MANAGER = Actor(2, "周经理", Role.MANAGER, 1)
HEAD = Actor(3, "何主管", Role.MANAGER, 1, 2)
OTHER_HEAD = Actor(4, "丁主管", Role.MANAGER, 1, 3)
SIGNED = ConfirmationRow(None, "何主管", NOW, holds=True)


def test_that_a_head_may_do_nothing_with_the_points_of_others() -> None:
    row = made_issue(made_action())
    assert point_moves(OTHER_HEAD, row) == []
    assert action_moves(OTHER_HEAD, row, row.actions[0]) == []
    assert IssueMove.CONFIRM in point_moves(HEAD, row)


@pytest.mark.parametrize("actor", [CLERK, MANAGER, HEAD])
def test_that_only_one_who_signs_for_the_department_is_asked_to(actor: Actor) -> None:
    headed, alone = made_issue(head="何主管"), made_issue()
    assert (IssueMove.CONFIRM in point_moves(actor, headed)) is (actor is HEAD)
    assert (IssueMove.CONFIRM in point_moves(actor, alone)) is (actor is not CLERK)


def test_that_what_is_signed_as_it_is_need_not_be_signed_again() -> None:
    action = made_action(confirmed=SIGNED)
    whole = made_issue(action, confirmed=SIGNED)
    assert IssueMove.CONFIRM not in point_moves(HEAD, whole)
    assert IssueMove.CONFIRM not in action_moves(HEAD, whole, action)
    half = made_issue(action, made_action(2), confirmed=SIGNED)
    assert IssueMove.CONFIRM in point_moves(HEAD, half)


def test_that_what_cannot_be_done_is_not_offered() -> None:
    assert IssueMove.SPLIT not in point_moves(CLERK, made_issue(evidence=1))
    assert IssueMove.SPLIT in point_moves(CLERK, made_issue(evidence=2))
    assert point_moves(CLERK, made_issue(state=IssueState.MERGED)) == []
    assert point_moves(CLERK, made_issue(state=IssueState.MENDED)) == [IssueMove.REOPEN]
    row = made_issue(made_action(), made_action(2, state=ActionState.DONE))
    assert IssueMove.POSTPONE_ACTION not in action_moves(CLERK, row, row.actions[0])
    assert action_moves(CLERK, row, row.actions[1]) == [IssueMove.JUDGE_ACTION, IssueMove.DROP_ACTION]
    assert action_moves(HEAD, row, row.actions[1]) == [IssueMove.CONFIRM]
