"""What may be done with a problem point and its actions, as they stand and by whom; the service has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.issues.rule import IssueMove, action_can, issue_can, may

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.permissions import Actor
    from desktop.issues.rows import ActionRow, IssueRow

__all__ = ["ACTION_MOVES", "POINT_MOVES", "action_moves", "point_moves"]

POINT_MOVES = (
    IssueMove.ADD_ACTION,
    IssueMove.COMMENT,
    IssueMove.CONFIRM,
    IssueMove.AMEND,
    IssueMove.CHANGE_EVIDENCE,
    IssueMove.SPLIT,
    IssueMove.MEND,
    IssueMove.DROP,
    IssueMove.REOPEN,
)
"""What can be done with a point, in the order of the buttons and the menu."""

ACTION_MOVES = (
    IssueMove.FINISH_ACTION,
    IssueMove.POSTPONE_ACTION,
    IssueMove.JUDGE_ACTION,
    IssueMove.CONFIRM,
    IssueMove.AMEND_ACTION,
    IssueMove.DROP_ACTION,
)
"""What can be done with an action, in the order of its buttons."""


def point_moves(actor: Actor, row: IssueRow) -> Sequence[IssueMove]:
    """Return what `actor` may do with a point, in order."""
    moves = [move for move in POINT_MOVES if may(actor, move, row.department_id) and issue_can(row.state, move)]
    if row.evidence + len(row.actions) < 2 and IssueMove.SPLIT in moves:
        moves.remove(IssueMove.SPLIT)
    if IssueMove.CONFIRM in moves and not (_signs(actor, row) and not _holds(row)):
        moves.remove(IssueMove.CONFIRM)
    return moves


def action_moves(actor: Actor, row: IssueRow, action: ActionRow) -> Sequence[IssueMove]:
    """Return what `actor` may do with an action of a point, in order."""
    moves = [
        move
        for move in ACTION_MOVES
        if may(actor, move, row.department_id) and issue_can(row.state, move) and action_can(action.state, move)
    ]
    if action.due_on is None and IssueMove.POSTPONE_ACTION in moves:
        # Without a day there is nothing to put off; amending it sets one.
        moves.remove(IssueMove.POSTPONE_ACTION)
    signed = action.confirmed is not None and action.confirmed.holds
    if IssueMove.CONFIRM in moves and (signed or not _signs(actor, row)):
        moves.remove(IssueMove.CONFIRM)
    return moves


def _signs(actor: Actor, row: IssueRow) -> bool:
    """Tell whether it is `actor` who signs for the department: its head, or whoever manages all where it has none."""
    return actor.heads_department is not None or not row.head


def _holds(row: IssueRow) -> bool:
    """Tell whether everything of a point is confirmed as it is."""
    signed = row.confirmed is not None and row.confirmed.holds
    actions = [action for action in row.actions if action_can(action.state, IssueMove.CONFIRM)]
    return signed and all(action.confirmed is not None and action.confirmed.holds for action in actions)
