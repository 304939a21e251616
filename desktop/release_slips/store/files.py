"""One release slip with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.accounts.model import Account
from desktop.core.plates import display_plate
from desktop.release_slips.model import Consent, ReleaseCheck, ReleaseOutcome, ReleaseSlip, ReleaseState
from desktop.release_slips.rows import CheckLine, Goods, ReleaseFile, verdict
from desktop.release_slips.store.lists import line_of, slip_query
from desktop.visits.model import Gate

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.release_slips.store.lists import Seen

__all__ = ["slip_file"]


def slip_file(session: Session, seen: Seen, slip_id: int) -> ReleaseFile | None:
    """Return a slip with what the gates did with it, None where there is none."""
    more = (
        *(ReleaseSlip.consent, ReleaseSlip.owner, ReleaseSlip.id_tail, ReleaseSlip.mover, ReleaseSlip.fees_words),
        *(ReleaseSlip.note, ReleaseSlip.withdrawn_words, ReleaseSlip.follows_id),
    )
    row = session.execute(slip_query(seen).add_columns(*more).where(ReleaseSlip.id == slip_id)).one_or_none()
    if row is None:
        return None
    line, checks = line_of(row, seen.now), _checks(session, slip_id)
    return ReleaseFile(
        line=line,
        state=ReleaseState(row.state),
        verdict=verdict(line, checks, row.withdrawn_words, seen.zone),
        consent=Consent(row.consent),
        owner=row.owner,
        id_tail=row.id_tail,
        mover=row.mover,
        fees_words=row.fees_words,
        note=row.note,
        withdrawn_words=row.withdrawn_words,
        checks=checks,
        follows=_number(session, ReleaseSlip.id == row.follows_id) if row.follows_id else "",
        followed_by=_number(session, ReleaseSlip.follows_id == slip_id, ReleaseSlip.state != ReleaseState.WITHDRAWN),
    )


def _checks(session: Session, slip_id: int) -> tuple[CheckLine, ...]:
    query = (
        select(
            *(ReleaseCheck.id, ReleaseCheck.at, ReleaseCheck.outcome, ReleaseCheck.plate, ReleaseCheck.goods),
            *(ReleaseCheck.words, func.coalesce(Account.name, "").label("by")),
            func.coalesce(Gate.name, "").label("gate"),
        )
        .outerjoin(Account, Account.id == ReleaseCheck.account_id)
        .outerjoin(Gate, Gate.id == ReleaseCheck.gate_id)
        .where(ReleaseCheck.slip_id == slip_id)
        .order_by(ReleaseCheck.at.desc(), ReleaseCheck.id.desc())
    )
    return tuple(
        CheckLine(
            id=row.id,
            at=row.at,
            by=row.by,
            gate=row.gate,
            outcome=ReleaseOutcome(row.outcome),
            plate=display_plate(row.plate),
            goods=tuple(Goods(each["goods"], each["count"]) for each in row.goods),
            words=row.words,
        )
        for row in session.execute(query)
    )


def _number(session: Session, *conditions: ColumnElement[bool]) -> str:
    query = select(ReleaseSlip.number).where(*conditions).order_by(ReleaseSlip.id.desc()).limit(1)
    return session.scalar(query) or ""
