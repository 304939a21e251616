"""What may be done with a problem point and by whom, what a signature is under, and when a mended one came back.

Pure: rows and moments in, decisions out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.issues.model import ActionState, IssueState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop.core.permissions import Actor

__all__ = [
    "COMEBACK_DAYS",
    "COMEBACK_RULE",
    "OPERATIONS",
    "IssueMove",
    "Mended",
    "Received",
    "action_can",
    "action_digest",
    "is_mended_by",
    "issue_can",
    "issue_digest",
    "may",
    "needed_to_come_back",
    "those_that_came_back",
]


class IssueMove(StrEnum):
    """Everything that can be done with a problem point or one of its actions."""

    RAISE = "raise"
    AMEND = "amend"
    CHANGE_EVIDENCE = "change_evidence"
    MERGE = "merge"
    SPLIT = "split"
    DROP = "drop"
    MEND = "mend"
    REOPEN = "reopen"
    COMMENT = "comment"
    CONFIRM = "confirm"
    ADD_ACTION = "add_action"
    AMEND_ACTION = "amend_action"
    FINISH_ACTION = "finish_action"
    POSTPONE_ACTION = "postpone_action"
    JUDGE_ACTION = "judge_action"
    DROP_ACTION = "drop_action"


_OPEN = frozenset({IssueState.OPEN})
_ALIVE = frozenset({IssueState.OPEN, IssueState.MENDED})
_ENDED = frozenset({IssueState.MENDED, IssueState.DROPPED})

_ISSUE_STATES: Mapping[IssueMove, frozenset[IssueState]] = MappingProxyType(
    {
        **dict.fromkeys(IssueMove, _OPEN),
        IssueMove.REOPEN: _ENDED,
        IssueMove.COMMENT: _ALIVE,
        IssueMove.CONFIRM: _ALIVE,
    }
)

_ACTION_STATES: Mapping[IssueMove, frozenset[ActionState]] = MappingProxyType(
    {
        IssueMove.AMEND_ACTION: frozenset({ActionState.OPEN}),
        IssueMove.FINISH_ACTION: frozenset({ActionState.OPEN}),
        IssueMove.POSTPONE_ACTION: frozenset({ActionState.OPEN}),
        # a judgement given by mistake is given again
        IssueMove.JUDGE_ACTION: frozenset({ActionState.DONE, ActionState.EFFECTIVE, ActionState.INEFFECTIVE}),
        IssueMove.DROP_ACTION: frozenset({ActionState.OPEN, ActionState.DONE}),
        IssueMove.CONFIRM: frozenset(ActionState) - {ActionState.DROPPED},
    }
)

OPERATIONS: Mapping[IssueMove, Operation] = MappingProxyType(
    {
        **dict.fromkeys(IssueMove, Operation.EDIT_ISSUES),
        IssueMove.COMMENT: Operation.CONFIRM_ISSUE,
        IssueMove.CONFIRM: Operation.CONFIRM_ISSUE,
        IssueMove.ADD_ACTION: Operation.WORK_ON_ACTION,
        IssueMove.AMEND_ACTION: Operation.WORK_ON_ACTION,
        IssueMove.FINISH_ACTION: Operation.WORK_ON_ACTION,
        IssueMove.POSTPONE_ACTION: Operation.WORK_ON_ACTION,
    }
)
"""The right each move needs."""

_OF_A_HEAD = frozenset(
    {
        IssueMove.RAISE,
        IssueMove.COMMENT,
        IssueMove.CONFIRM,
        IssueMove.ADD_ACTION,
        IssueMove.AMEND_ACTION,
        IssueMove.FINISH_ACTION,
        IssueMove.POSTPONE_ACTION,
    }
)
"""What a department's head may do in the own department; whether it helped, others decide."""


def may(actor: Actor, move: IssueMove, department_id: int) -> bool:
    """Tell whether `actor` may make `move` with a point of the department, wherever it stands."""
    if not allows(actor, OPERATIONS[move]):
        return False
    headed = actor.heads_department
    return headed is None or (headed == department_id and move in _OF_A_HEAD)


def issue_can(state: IssueState, move: IssueMove) -> bool:
    """Tell whether a point that stands at `state` can make `move`; a move of an action asks its point too."""
    return state in _ISSUE_STATES[move]


def action_can(state: ActionState, move: IssueMove) -> bool:
    """Tell whether an action that stands at `state` can make `move`."""
    return state in _ACTION_STATES[move]


def is_mended_by(actions: Iterable[tuple[ActionState, datetime | None]], since: datetime | None) -> bool:
    """Tell whether actions, each with its state and when it was judged, have mended their point.

    So it is where one was found effective after `since` (when the point was last opened again, none: never) and none is
    left to be done or checked. What was given up or found not effective does not count.
    """
    found = list(actions)
    if any(state in {ActionState.OPEN, ActionState.DONE} for state, _ in found):
        return False
    helped = (at for state, at in found if state is ActionState.EFFECTIVE and at is not None)
    return any(since is None or at > since for at in helped)


def issue_digest(department_id: int, title: str, words: str, severity: str, evidence: Iterable[int]) -> str:
    """Return the digest of what a signature under a point is under: title, words, severity, its requests' ids.

    It is one for its department: given to another, the point waits for that one's head.
    """
    return _digest("issue", department_id, title, words, severity, sorted(evidence))


def action_digest(department_id: int, words: str, owner: str, due_on: date | None, criterion: str) -> str:
    """Return the digest of what a signature under an action is under: what, who, by when, how it is checked.

    It is one for the department of its point.
    """
    return _digest("action", department_id, words, owner, "" if due_on is None else due_on.isoformat(), criterion)


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


# --- what came back -------------------------------------------------------------------------------------------------

COMEBACK_DAYS = 90
"""So long after it was mended a point is watched."""

LEAST_REQUESTS = 2

COMEBACK_RULE: Message = msg(
    "A mended problem point reopens by itself where, within %(days)s days, the same category comes in again at the"
    " same place: half as many requests as it had evidence, at least %(least)s; %(least)s where it names a room or a"
    " piece of equipment.",
    days=COMEBACK_DAYS,
    least=LEAST_REQUESTS,
)
"""The rule of `those_that_came_back` as the screen tells it."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended point as far as it is recognised again; `evidence` are the ids of its requests."""

    id: int
    resolved_at: datetime
    category_id: int | None
    building_id: int | None
    room_label: str
    equipment_id: int | None
    evidence: frozenset[int]


@dataclass(frozen=True, slots=True)
class Received:
    """A request that came in: neither withdrawn nor a duplicate."""

    id: int
    number: str
    occurred_at: datetime
    category_id: int | None
    building_id: int | None
    room_label: str
    equipment_id: int | None


def needed_to_come_back(point: Mended) -> int:
    """Return how many requests after its mending reopen a point."""
    if point.room_label or point.equipment_id is not None:
        return LEAST_REQUESTS
    return max(LEAST_REQUESTS, (len(point.evidence) + 1) // 2)


def those_that_came_back(point: Mended, received: Iterable[Received]) -> Sequence[Received]:
    """Return the requests of `received` that reopen `point`, the oldest first; none where they are too few.

    They came in within `COMEBACK_DAYS` after it was mended and agree with it in all that it names of category,
    building, room and equipment. A point that names neither category nor equipment is not recognised.
    """
    if point.category_id is None and point.equipment_id is None:
        return ()
    until = point.resolved_at + timedelta(days=COMEBACK_DAYS)
    same = [
        one
        for one in received
        if point.resolved_at < one.occurred_at <= until
        and one.id not in point.evidence
        and point.category_id in {None, one.category_id}
        and point.building_id in {None, one.building_id}
        and point.room_label in {"", one.room_label}
        and point.equipment_id in {None, one.equipment_id}
    ]
    return sorted(same, key=lambda one: (one.occurred_at, one.id)) if len(same) >= needed_to_come_back(point) else ()
