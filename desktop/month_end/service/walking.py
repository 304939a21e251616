"""The walk through a month, step by step: how much is left to do in each, and what hinders it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.issues.model import ActionState
from desktop.month_end.rows import CombingStep, StepState, Walk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.core.permissions import Actor
    from desktop.issues.rows import IssueRow
    from desktop.month_end.rows import Completeness, Proposal
    from desktop.months.rows import CommentRow, MonthState

__all__ = ["Found", "closed_already", "not_by_a_head", "walk"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a month was found to hold, for the walk to count; `closing` says why it cannot be closed now."""

    state: MonthState
    checks: Sequence[Completeness]
    proposals: Sequence[Proposal]
    points: Sequence[IssueRow]
    comments: Sequence[CommentRow]
    closing: Message | None


def walk(found: Found, actor: Actor) -> Walk:
    """Return how each step stands for `actor`.

    Left are: what fails a check; what stands out and is no problem point yet (nothing once the step was gone through:
    what was not taken up then was left on purpose);
    points from earlier months with an action that waits to be checked; points without an action that has an owner and
    a day; comments missing or still drafts; issuing; closing.
    """
    state = found.state
    seen = CombingStep.HOT_SPOTS in state.checked
    left: Mapping[CombingStep, int] = {
        CombingStep.COMPLETENESS: sum(check.count for check in found.checks),
        CombingStep.HOT_SPOTS: 0 if seen else sum(each.taken_as is None for each in found.proposals),
        CombingStep.ISSUES: sum(_waits_to_be_checked(point, state.month) for point in found.points),
        CombingStep.ACTIONS: sum(point.lacks_owner for point in found.points),
        CombingStep.COMMENTS: sum(not row.words or row.is_draft for row in found.comments),
        CombingStep.ISSUING: int(state.issued_at is None),
        CombingStep.CLOSING: int(not state.is_closed),
    }
    return Walk([_step(step, count, found, actor) for step, count in left.items()])


def _step(step: CombingStep, left: int, found: Found, actor: Actor) -> StepState:
    state = found.state
    closed = closed_already(state.month) if state.is_closed else None
    if step is CombingStep.CLOSING:
        return StepState(step, left, state.is_closed, found.closing)
    if step is CombingStep.ISSUING:
        return StepState(step, left, state.issued_at is not None, closed or not_by_a_head(actor))
    return StepState(step, left, step in state.checked, closed)


def _waits_to_be_checked(point: IssueRow, month: Month) -> bool:
    return point.is_carried_over(month) and any(action.state is ActionState.DONE for action in point.actions)


def closed_already(month: Month) -> Message:
    """Return why nothing of a closed month can be changed."""
    return msg("The month %(month)s is closed; reopen it to change something.", month=month)


def not_by_a_head(actor: Actor) -> Message | None:
    """Return why a department's head can neither comb nor issue a month; none for everyone else."""
    if actor.heads_department is None:
        return None
    return msg("A department's head reads and confirms; the desk or the project manager issues the month.")
