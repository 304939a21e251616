"""Pages of the list of requests by key, and the way from a position to a row and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Select, select

from desktop.requests.model import Request
from desktop.requests.rows import RequestLine, RequestOrder
from desktop.requests.store.lines import line, line_select
from desktop.storage import paging
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["jump", "page", "position"]

_T = Request.__table__.c
_KEYS = {
    RequestOrder.NEWEST: (Key(_T.occurred_at, descending=True), Key(_T.id, descending=True)),
    RequestOrder.DUE: (Key(_T.due_at, nullable=True), Key(_T.id)),
    RequestOrder.FOLLOW_UP: (Key(_T.follow_up_due_at, nullable=True), Key(_T.id)),
}


def page(
    session: Session,
    asked: Sequence[ColumnElement[bool]],
    order: RequestOrder,
    now: datetime,
    *,
    after: RequestLine | None = None,
    before: RequestLine | None = None,
    last: bool = False,
    limit: int = 100,
) -> list[RequestLine]:
    """Return at most `limit` requests that meet `asked`, in `order`: those next to `after` or `before`.

    Without either it is the first page, or the `last`. A line whose request has moved or gone since still marks its
    old place.
    """
    beside = before or after
    anchor = None if beside is None else _anchor(beside, order)
    backward = before is not None or last
    found = paging.page(session, _lines(asked), _KEYS[order], anchor, limit, backward=backward)
    return [line(row, now) for row in found.rows]


def jump(
    session: Session,
    asked: Sequence[ColumnElement[bool]],
    order: RequestOrder,
    now: datetime,
    *,
    index: int,
    total: int,
    limit: int = 100,
) -> list[RequestLine]:
    """Return at most `limit` requests from the one at `index` (from 0) of a list of `total`."""
    anchor = paging.nth(session, _ids(asked), _KEYS[order], index, total)
    if anchor is None:
        return []
    found = paging.page(session, _lines(asked), _KEYS[order], anchor, limit, inclusive=True)
    return [line(row, now) for row in found.rows]


def position(
    session: Session, asked: Sequence[ColumnElement[bool]], order: RequestOrder, request_id: int
) -> int | None:
    """Return at which place, from 0, a request stands in the list, None if the list does not hold it."""
    keys = _KEYS[order]
    row = session.execute(select(*(key.column for key in keys)).where(*asked, Request.id == request_id)).one_or_none()
    return None if row is None else paging.position(session, _ids(asked), keys, tuple(row))


def _lines(asked: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return cast("Select[Any]", line_select().where(*asked))


def _ids(asked: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return cast("Select[Any]", select(Request.id).where(*asked))


def _anchor(row: RequestLine, order: RequestOrder) -> tuple[Any, int]:
    times = {
        RequestOrder.NEWEST: row.occurred_at,
        RequestOrder.DUE: row.due_at,
        RequestOrder.FOLLOW_UP: row.follow_up_due_at,
    }
    return (times[order], row.id)
