"""Households that leave their rounds before they were reached: taken off the list, or not to be called any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from desktop.contacts.model import CallEntry, CallOutcome, CallRound, CallState, RoundState
from desktop.contacts.store.people import in_chunks
from desktop.contacts.store.rounds import CALLABLE

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.storage.work import UnitOfWork

__all__ = ["give_up", "leave_rounds", "let_go"]


def let_go(entry: CallEntry) -> None:
    """Let a household be taken by anyone again."""
    entry.claimed_by, entry.claimed_until = None, None


def give_up(work: UnitOfWork, entry: CallEntry, outcome: CallOutcome) -> None:
    """Let a household leave its round unreached, and say why."""
    before = {"state": str(entry.state), "outcome": entry.outcome}
    entry.state, entry.outcome, entry.next_at = CallState.UNREACHED, outcome, None
    let_go(entry)
    after = {"entry": entry.id, "room": entry.room_label, "state": str(entry.state), "outcome": str(outcome)}
    work.audit("call_round", entry.round_id, "household left", before, after)


def leave_rounds(work: UnitOfWork, list_id: int, rooms: Collection[int]) -> None:
    """Let households that were taken off a list leave its open rounds.

    Who is on the phone with someone right now is left alone: that call is going to be recorded.
    """
    for chunk in in_chunks(rooms):
        query = (
            select(CallEntry)
            .join(CallRound, CallRound.id == CallEntry.round_id)
            .where(
                CallRound.list_id == list_id,
                CallRound.state == RoundState.OPEN,
                CallEntry.room_id.in_(chunk),
                CALLABLE,
                or_(CallEntry.claimed_until.is_(None), CallEntry.claimed_until <= work.now),
            )
            .order_by(CallEntry.id)
            .with_for_update(of=CallEntry)
        )
        for entry in work.session.scalars(query):
            give_up(work, entry, CallOutcome.LEFT_ROUND)
