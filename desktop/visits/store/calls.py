"""The SQL of calls from the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.visits.model import CallReason, Gate, GateCall
from desktop.visits.rows import CallLine

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

__all__ = ["MOST_CALLS", "call", "calls"]

MOST_CALLS = 500
"""The newest so many are listed."""

_CALLER, _ANSWERER = aliased(Account), aliased(Account)


def calls(
    session: Session,
    community_id: int,
    *,
    open_only: bool,
    since: datetime | None,
    unread: bool = False,
    gate_id: int | None = None,
) -> tuple[CallLine, ...]:
    """Return calls, newest first: open ones, `unread` ones (the gate's list), or all, from `since` on."""
    query = _query(community_id)
    if unread:
        awaited = and_(GateCall.answered_at.is_(None), GateCall.waits.is_(True))
        query = query.where(or_(awaited, and_(GateCall.answered_at.is_not(None), GateCall.seen_at.is_(None))))
    elif open_only:
        query = query.where(GateCall.answered_at.is_(None))
    if since is not None:
        query = query.where(GateCall.at >= since)
    if gate_id is not None:
        query = query.where(GateCall.gate_id == gate_id)
    found = session.execute(query.order_by(GateCall.at.desc(), GateCall.id.desc()).limit(MOST_CALLS))
    return tuple(_line(row) for row in found)


def call(session: Session, community_id: int, call_id: int) -> CallLine | None:
    """Return one call, None where there is none."""
    row = session.execute(_query(community_id).where(GateCall.id == call_id)).one_or_none()
    return None if row is None else _line(row)


def _query(community_id: int) -> Any:
    columns: tuple[Any, ...] = (
        GateCall.id,
        GateCall.reason,
        GateCall.words,
        GateCall.waits,
        Gate.name.label("gate"),
        GateCall.room_id,
        GateCall.place,
        GateCall.plate,
        GateCall.who,
        GateCall.visit_id,
        GateCall.slip_id,
        GateCall.at,
        _CALLER.name.label("caller"),
        GateCall.answered_at,
        _ANSWERER.name.label("answerer"),
        GateCall.answer,
        GateCall.seen_at,
        GateCall.version,
    )
    return (
        select(*columns)
        .outerjoin(Gate, Gate.id == GateCall.gate_id)
        .outerjoin(_CALLER, _CALLER.id == GateCall.account_id)
        .outerjoin(_ANSWERER, _ANSWERER.id == GateCall.answered_by)
        .where(GateCall.community_id == community_id)
    )


def _line(row: Row[Any]) -> CallLine:
    return CallLine(
        id=row.id,
        reason=CallReason(row.reason),
        words=row.words,
        waits=row.waits,
        gate=row.gate or "",
        room_id=row.room_id,
        place=row.place,
        plate=row.plate,
        who=row.who,
        visit_id=row.visit_id,
        slip_id=row.slip_id,
        at=row.at,
        by=row.caller or "",
        answered_at=row.answered_at,
        answered_by=row.answerer or "",
        answer=row.answer,
        seen_at=row.seen_at,
        version=row.version,
    )
