"""The moves as calls of the service, and what is said once each is done."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.requests.model import OPEN_STATES, Move, RequestState
from desktop.requests.rows import RequestFacts
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.requests.presenter.directory import Directory
    from desktop.requests.rows import RequestDetail

__all__ = ["AT_ONCE", "TAKEN_BACK_BY", "done_words", "facts_of", "foot_moves", "perform"]

AT_ONCE = frozenset({Move.START, Move.RESUME, Move.CLOSE, Move.UNMERGE})
"""Moves that need nothing said: they happen when their button is pressed."""

TAKEN_BACK_BY: Mapping[Move, Move] = MappingProxyType({Move.MERGE: Move.UNMERGE, Move.HOLD: Move.RESUME})
"""Moves that another move takes back without a trace in the figures."""

_CALLS: Mapping[Move, Callable[..., Changes]] = MappingProxyType(
    {
        Move.AMEND: RequestService.amend,
        Move.ASSIGN: RequestService.assign,
        Move.HAND_BACK: RequestService.hand_back,
        Move.START: RequestService.start,
        Move.HOLD: RequestService.hold,
        Move.RESUME: RequestService.resume,
        Move.EXTEND: RequestService.extend,
        Move.EXPLAIN: RequestService.explain,
        Move.URGE: RequestService.urge,
        Move.GRADE: RequestService.grade,
        Move.TELL: RequestService.tell,
        Move.COMPLETE: RequestService.complete,
        Move.FOLLOW_UP: RequestService.follow_up,
        Move.CLOSE: RequestService.close,
        Move.REOPEN: RequestService.reopen,
        Move.CANCEL: RequestService.cancel,
        Move.MERGE: RequestService.merge,
        Move.UNMERGE: RequestService.unmerge,
        Move.PRINT: RequestService.print_work_order,
        Move.LETTER: RequestService.write_letter,
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


def facts_of(detail: RequestDetail) -> RequestFacts:
    """Return what may be corrected of a request, as it stands."""
    line = detail.line
    return RequestFacts(
        words=line.words,
        room_id=line.room_id,
        room_text="" if line.room_id is not None else line.room,
        reporter=line.reporter,
        phone=detail.phone,
        category_id=detail.category_id,
        place=line.place,
        liability=detail.liability,
        source=detail.source,
        channel=detail.channel,
        priority=line.priority,
        appointment_at=detail.appointment_at,
        chargeable=detail.chargeable,
        equipment_id=detail.equipment_id,
        rework_of_id=detail.rework_of_id,
    )


def foot_moves(detail: RequestDetail) -> tuple[Sequence[Move], Sequence[Move]]:
    """Return the possible moves in two parts: what is likely next, the likeliest first, and all the others."""
    possible = [move for move in detail.moves if move is not Move.PRINT]
    likely = [move for move in _FOOT.get(detail.line.state, ()) if move in possible]
    if detail.closing_refusal is not None and Move.CLOSE in likely:
        likely.remove(Move.CLOSE)
    pressing = _pressing(detail)
    if pressing in possible:
        likely.insert(1, pressing)
    return likely, [move for move in possible if move not in likely]


def _pressing(detail: RequestDetail) -> Move | None:
    """Return what a complaint wants next, besides being mended: a grade, then that those it names are told."""
    if detail.grade_id is None:
        return Move.GRADE if detail.line.state in OPEN_STATES else None
    return Move.TELL if any(row.told_at is None for row in detail.tellings) else None


def done_words(move: Move, number: str, arguments: Mapping[str, Any], directory: Directory) -> Message:
    """Return the sentence for what was just done with request `number`."""
    if move is Move.ASSIGN:
        who = directory.named(arguments.get("department_id"), arguments.get("worker_id"))
        return msg("%(number)s was dispatched to %(who)s", number=number, who=who)
    if move is Move.FOLLOW_UP and arguments.get("reopen_because"):
        return msg("The follow-up of %(number)s is recorded, and it was reopened", number=number)
    return Message(_DONE[move].msgid, {"number": number})


_DONE: Mapping[Move, Message] = MappingProxyType(
    {
        Move.AMEND: msg("%(number)s was corrected"),
        Move.HAND_BACK: msg("%(number)s was handed back and waits for dispatch"),
        Move.START: msg("Work on %(number)s has begun"),
        Move.HOLD: msg("%(number)s is on hold; its clock is stopped"),
        Move.RESUME: msg("%(number)s goes on"),
        Move.EXTEND: msg("%(number)s was extended"),
        Move.EXPLAIN: msg("Why %(number)s is late is noted"),
        Move.URGE: msg("%(number)s was urged"),
        Move.GRADE: msg("%(number)s is graded"),
        Move.TELL: msg("Who was told of %(number)s is noted"),
        Move.COMPLETE: msg("%(number)s is completed"),
        Move.FOLLOW_UP: msg("The follow-up of %(number)s is recorded"),
        Move.CLOSE: msg("%(number)s is closed"),
        Move.REOPEN: msg("%(number)s was reopened"),
        Move.CANCEL: msg("%(number)s was cancelled"),
        Move.MERGE: msg("%(number)s was merged"),
        Move.UNMERGE: msg("%(number)s stands for itself again"),
        Move.PRINT: msg("The work order of %(number)s is noted as printed"),
        Move.LETTER: msg("The letter about %(number)s is noted"),
    }
)
