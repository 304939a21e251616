"""What is asked while a slip is written or looked up at the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, or_, select

from desktop.release_slips.model import ReleaseSlip, ReleaseState
from desktop.release_slips.store.lists import WAITS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.release_slips.rule import Scan

__all__ = ["code_is_taken", "follower", "found_at_gate"]


def code_is_taken(session: Session, community_id: int, code: str, now: datetime, *, but: int = 0) -> bool:
    """Tell whether a slip other than `but` has this code that is open, or that could be taken up again by now."""
    query = (
        select(ReleaseSlip.id)
        .where(
            ReleaseSlip.community_id == community_id,
            ReleaseSlip.code == code,
            ReleaseSlip.id != but,
            or_(WAITS, ReleaseSlip.valid_until > now),
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def follower(session: Session, slip_id: int) -> str:
    """Return the number of the slip that took the place of another one, "" for none."""
    query = select(ReleaseSlip.number).where(
        ReleaseSlip.follows_id == slip_id, ReleaseSlip.state != ReleaseState.WITHDRAWN
    )
    return session.scalar(query.order_by(ReleaseSlip.id).limit(1)) or ""


def found_at_gate(session: Session, community_id: int, scan: Scan) -> tuple[int, str] | None:
    """Return id and code of the slip that is meant: by number, else by code, an open one before the newest other."""
    query = select(ReleaseSlip.id, ReleaseSlip.code).where(ReleaseSlip.community_id == community_id)
    if scan.number:
        query = query.where(ReleaseSlip.number == scan.number)
    else:
        query = query.where(ReleaseSlip.code == scan.code).order_by(
            case((WAITS, 0), else_=1), ReleaseSlip.issued_at.desc(), ReleaseSlip.id.desc()
        )
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else (row.id, row.code)
