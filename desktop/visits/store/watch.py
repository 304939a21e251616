"""The SQL of the watchlist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.visits.model import WatchAction, WatchEntry
from desktop.visits.rows import WatchLine

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["MOST_WATCHED", "watch_entry", "watchlist"]

MOST_WATCHED = 1000
"""At most so many are listed, the newest."""

_NOTED, _APPROVED = aliased(Account), aliased(Account)


def watchlist(
    session: Session, community_id: int, now: datetime, *, waiting: bool = False, over: bool = False
) -> tuple[WatchLine, ...]:
    """Return the watchlist: what is not over, with what waits to be approved first; or only what waits or is over."""
    past = or_(WatchEntry.ended_at.is_not(None), and_(WatchEntry.until.is_not(None), WatchEntry.until <= now))
    query = _query(community_id).where(past if over else ~past)
    if waiting:
        query = query.where(WatchEntry.approved_at.is_(None))
    order = (WatchEntry.approved_at.is_not(None), WatchEntry.noted_at.desc(), WatchEntry.id.desc())
    return tuple(_line(row) for row in session.execute(query.order_by(*order).limit(MOST_WATCHED)))


def watch_entry(session: Session, community_id: int, entry_id: int) -> WatchLine | None:
    """Return one entry, None where there is none."""
    row = session.execute(_query(community_id).where(WatchEntry.id == entry_id)).one_or_none()
    return None if row is None else _line(row)


def _query(community_id: int) -> Any:
    return (
        select(
            WatchEntry.id,
            WatchEntry.plate,
            WatchEntry.name,
            WatchEntry.id_tail,
            WatchEntry.looks,
            WatchEntry.reason,
            WatchEntry.action,
            WatchEntry.ordered_by,
            WatchEntry.noted_at,
            _NOTED.name.label("noter"),
            WatchEntry.approved_at,
            _APPROVED.name.label("approver"),
            WatchEntry.until,
            WatchEntry.ended_at,
            WatchEntry.ended_words,
            WatchEntry.version,
        )
        .outerjoin(_NOTED, _NOTED.id == WatchEntry.noted_by)
        .outerjoin(_APPROVED, _APPROVED.id == WatchEntry.approved_by)
        .where(WatchEntry.community_id == community_id)
    )


def _line(row: Any) -> WatchLine:
    return WatchLine(
        id=row.id,
        plate=row.plate,
        name=row.name,
        id_tail=row.id_tail,
        looks=row.looks,
        reason=row.reason,
        action=WatchAction(row.action),
        ordered_by=row.ordered_by,
        noted_at=row.noted_at,
        noted_by=row.noter or "",
        approved_at=row.approved_at,
        approved_by=row.approver or "",
        until=row.until,
        ended_at=row.ended_at,
        ended_words=row.ended_words,
        version=row.version,
    )
