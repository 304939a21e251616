"""The state machine of a request: each move, the states it may be made in, and the state it leads to."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from desktop.requests.model.codes import OPEN_STATES, RequestState

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOVES", "Move", "Transition"]


class Move(StrEnum):
    """What can be done with a request that exists; `Request.can` tells which of them now."""

    AMEND = "amend"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    EXTEND = "extend"
    EXPLAIN = "explain"
    URGE = "urge"
    GRADE = "grade"
    TELL = "tell"
    COMPLETE = "complete"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    MERGE = "merge"
    UNMERGE = "unmerge"
    PRINT = "print"
    LETTER = "letter"


class Transition(NamedTuple):
    """The states a move may be made in, and the one it leads to: None where it stays or depends on what was before."""

    sources: frozenset[RequestState]
    to: RequestState | None = None


_S = RequestState
_OPEN = frozenset(OPEN_STATES)
_DONE = frozenset({_S.COMPLETED, _S.CLOSED})
_LIVING = _OPEN | _DONE
_SENT_OUT = frozenset({_S.ASSIGNED, _S.IN_PROGRESS})

MOVES: Mapping[Move, Transition] = MappingProxyType(
    {
        Move.AMEND: Transition(_LIVING),
        # What waited to be sent out (or was taken up again) is assigned then; what is worked on or rests stays so.
        Move.ASSIGN: Transition(_OPEN),
        Move.HAND_BACK: Transition(_SENT_OUT, _S.RECEIVED),
        Move.START: Transition(frozenset({_S.RECEIVED, _S.ASSIGNED, _S.REOPENED}), _S.IN_PROGRESS),
        Move.HOLD: Transition(_OPEN - {_S.ON_HOLD}, _S.ON_HOLD),
        # Back to where the hold found it.
        Move.RESUME: Transition(frozenset({_S.ON_HOLD})),
        Move.EXTEND: Transition(_OPEN),
        Move.EXPLAIN: Transition(_LIVING),
        Move.URGE: Transition(_OPEN),
        # What was signed stays what was signed: a closed complaint is taken up again first.
        Move.GRADE: Transition(_LIVING - {_S.CLOSED}),
        Move.TELL: Transition(_LIVING),
        # An inquiry is often done as it is received.
        Move.COMPLETE: Transition(_OPEN, _S.COMPLETED),
        # A further caller is asked as well, once the fault all of them called about is mended.
        Move.FOLLOW_UP: Transition(_DONE | {_S.DUPLICATE}),
        Move.CLOSE: Transition(frozenset({_S.COMPLETED}), _S.CLOSED),
        Move.REOPEN: Transition(_DONE, _S.REOPENED),
        Move.CANCEL: Transition(_OPEN, _S.CANCELLED),
        Move.MERGE: Transition(_OPEN, _S.DUPLICATE),
        # Back to where the merging found it.
        Move.UNMERGE: Transition(frozenset({_S.DUPLICATE})),
        Move.PRINT: Transition(_LIVING),
        Move.LETTER: Transition(_LIVING),
    }
)
"""Every move there is. `Request.can` adds what besides the state must be so."""
