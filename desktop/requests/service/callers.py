"""The further callers of one fault: each is called back for itself, once what all of them called about is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.requests.store import details

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.requests.model import Move, Request
    from desktop.storage.work import UnitOfWork

__all__ = ["call_back", "call_back_callers", "forget_call_back", "spare_callers"]


def call_back_callers(work: UnitOfWork, main: Request, move: Move) -> None:
    """Let every caller merged into a main request that was just completed be called back when the main one is."""
    for caller in details.duplicates_of(work.session, main.id):
        before = caller.follow_up_due_at
        call_back(caller, main)
        _tell(work, caller, move, before)


def spare_callers(work: UnitOfWork, main: Request, move: Move) -> None:
    """Let the callers of a main request that was reopened wait for its next completion; who was reached stays so."""
    for caller in details.duplicates_of(work.session, main.id):
        if caller.reached_at is None:
            before = caller.follow_up_due_at
            forget_call_back(caller)
            _tell(work, caller, move, before)


def call_back(caller: Request, main: Request) -> None:
    """Let a caller be called back when the main request is; nothing is due where that one is open or never asked."""
    caller.follow_up_due_at = main.follow_up_due_at
    caller.reached_at = None
    caller.cannot_call = False


def forget_call_back(caller: Request) -> None:
    """Let nobody be called back for it."""
    caller.follow_up_due_at = caller.reached_at = None
    caller.cannot_call = False


def _tell(work: UnitOfWork, caller: Request, move: Move, before: datetime | None) -> None:
    after = caller.follow_up_due_at
    if before != after:
        work.audit("request", caller.id, move.value, _due(before), _due(after))


def _due(at: datetime | None) -> dict[str, str | None]:
    return {"follow_up_due_at": None if at is None else at.isoformat()}
