"""The select of requests that are due within a stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.requests.model import Request
from desktop.requests.store.lines import is_open, line, line_select

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.requests.rows import RequestLine

__all__ = ["due_between"]


def due_between(
    session: Session, community_id: int, after: datetime, until: datetime, now: datetime, limit: int
) -> tuple[RequestLine, ...]:
    """Return at most `limit` open requests due after `after` and not after `until`, the first due first.

    What is on hold is left out: its clock stands.
    """
    statement = line_select().where(
        Request.community_id == community_id,
        is_open(),
        Request.due_at > after,
        Request.due_at <= until,
        Request.on_hold_since.is_(None),
    )
    rows = session.execute(statement.order_by(Request.due_at, Request.id).limit(limit))
    return tuple(line(row, now) for row in rows)
