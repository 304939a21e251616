"""The moves as calls of the service, and what is said once each is done."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.requests.model import Move, RequestState
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.requests.presenter.directory import Directory
    from desktop.requests.rows import RequestDetail

__all__ = ["AT_ONCE", "TAKEN_BACK_BY", "done_words", "foot_moves", "perform"]

AT_ONCE = frozenset({Move.START, Move.RESUME, Move.CLOSE, Move.UNMERGE})
"""Moves that need nothing said: they happen when their button is pressed."""

TAKEN_BACK_BY: Mapping[Move, Move] = MappingProxyType({Move.MERGE: Move.UNMERGE, Move.HOLD: Move.RESUME})
"""Moves that another move takes back without a trace in the figures."""

_CALLS: Mapping[Move, Callable[..., Changes]] = MappingProxyType(
    {
        Move.AMEND: RequestService.amend,
        Move.ASSIGN: RequestService.assign,
        Move.START: RequestService.start,
        Move.HOLD: RequestService.hold,
        Move.RESUME: RequestService.resume,
        Move.EXTEND: RequestService.extend,
        Move.URGE: RequestService.urge,
        Move.COMPLETE: RequestService.complete,
        Move.FOLLOW_UP: RequestService.follow_up,
        Move.CLOSE: RequestService.close,
        Move.REOPEN: RequestService.reopen,
        Move.CANCEL: RequestService.cancel,
        Move.MERGE: RequestService.merge,
        Move.UNMERGE: RequestService.unmerge,
        Move.PRINT: RequestService.print_work_order,
    }
)

_FOOT: Mapping[RequestState, Sequence[Move]] = MappingProxyType(
    {
        RequestState.RECEIVED: (Move.ASSIGN, Move.COMPLETE, Move.URGE),
        RequestState.REOPENED: (Move.ASSIGN, Move.COMPLETE, Move.URGE),
        RequestState.ASSIGNED: (Move.COMPLETE, Move.START, Move.URGE, Move.HOLD),
        RequestState.IN_PROGRESS: (Move.COMPLETE, Move.URGE, Move.HOLD, Move.EXTEND),
        RequestState.ON_HOLD: (Move.RESUME, Move.COMPLETE, Move.URGE),
        RequestState.COMPLETED: (Move.FOLLOW_UP, Move.CLOSE, Move.REOPEN),
        RequestState.CLOSED: (Move.FOLLOW_UP, Move.REOPEN),
        RequestState.DUPLICATE: (Move.UNMERGE,),
    }
)


def perform(
    service: RequestService, move: Move, request_id: int, arguments: Mapping[str, Any], version: int, operation_id: str
) -> Changes:
    """Make `move` with the service's own `arguments`; raises what the service raises."""
    return _CALLS[move](service, request_id, **arguments, version=version, operation_id=operation_id)


def foot_moves(detail: RequestDetail) -> tuple[Sequence[Move], Sequence[Move]]:
    """Return the possible moves in two parts: what is likely next, the likeliest first, and all the others."""
    possible = [move for move in detail.moves if move is not Move.PRINT]
    likely = [move for move in _FOOT.get(detail.line.state, ()) if move in possible]
    return likely, [move for move in possible if move not in likely]


def done_words(move: Move, number: str, arguments: Mapping[str, Any], directory: Directory) -> Message:
    """Return the sentence for what was just done with request `number`."""
    if move is Move.ASSIGN:
        who = directory.named(arguments.get("department_id"), arguments.get("worker_id"))
        return msg("%(number)s was dispatched to %(who)s", number=number, who=who)
    return Message(_DONE[move].msgid, {"number": number})


_DONE: Mapping[Move, Message] = MappingProxyType(
    {
        Move.AMEND: msg("%(number)s was corrected"),
        Move.START: msg("Work on %(number)s has begun"),
        Move.HOLD: msg("%(number)s is on hold; its clock is stopped"),
        Move.RESUME: msg("%(number)s goes on"),
        Move.EXTEND: msg("%(number)s was extended"),
        Move.URGE: msg("%(number)s was urged"),
        Move.COMPLETE: msg("%(number)s is completed"),
        Move.FOLLOW_UP: msg("The follow-up of %(number)s is recorded"),
        Move.CLOSE: msg("%(number)s is closed"),
        Move.REOPEN: msg("%(number)s was reopened"),
        Move.CANCEL: msg("%(number)s was cancelled"),
        Move.MERGE: msg("%(number)s was merged"),
        Move.UNMERGE: msg("%(number)s stands for itself again"),
        Move.PRINT: msg("The work order of %(number)s is noted as printed"),
    }
)
