"""How a call round ends: by hand, or within another feature's unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import not_, or_, update

from desktop.contacts.model import CallEntry, CallRound, CallState, RoundState
from desktop.contacts.store.rounds import CALLABLE

if TYPE_CHECKING:
    from desktop.storage.work import UnitOfWork

__all__ = ["end_round"]


def end_round(work: UnitOfWork, row: CallRound) -> None:
    """End a round: who was not called or was to be called again was not reached. Ending it again changes nothing.

    Who has a household on the phone right now can still record that call.
    """
    if row.state != RoundState.OPEN:
        return
    row.state, row.ended_at = RoundState.ENDED, work.now
    others = (CallEntry.claimed_until > work.now) & (CallEntry.claimed_by != work.actor.account_id)
    ended = update(CallEntry).where(
        CallEntry.round_id == row.id, CALLABLE, or_(CallEntry.claimed_until.is_(None), not_(others))
    )
    nobody = {"claimed_by": None, "claimed_until": None, "next_at": None}
    work.session.execute(
        ended.values(state=CallState.UNREACHED, version=CallEntry.version + 1, **nobody),
        execution_options={"synchronize_session": False},
    )
    # Who is on the phone keeps the household, in the version on the screen; without a call recorded it was not
    # reached, whatever becomes of that PC.
    held = update(CallEntry).where(CallEntry.round_id == row.id, CALLABLE)
    work.session.execute(
        held.values(state=CallState.UNREACHED, next_at=None),
        execution_options={"synchronize_session": False},
    )
    work.audit("call_round", row.id, "ended", None, {"occasion": row.occasion})
