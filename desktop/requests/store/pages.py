"""Pages of the list of requests by key: the rows after or before a row, never counted off from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, and_, func, literal, or_, type_coerce

from desktop.requests.model import Request
from desktop.requests.rows import RequestLine, RequestOrder
from desktop.requests.store.lines import line, line_select
from desktop.storage.base import UtcMoment, microseconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["page"]

NEVER_DUE = 2**62
"""Sorts what is never due after every due time."""


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
    key, descending = _key(order)
    backwards = before is not None or last
    statement = line_select().where(*asked)
    anchor = before or after
    if anchor is not None:
        statement = statement.where(_beyond(key, _key_of(anchor, order), anchor.id, descending is not backwards))
    by = (key, Request.id)
    statement = statement.order_by(*(column.desc() if descending is not backwards else column.asc() for column in by))
    rows = session.execute(statement.limit(limit)).all()
    return [line(row, now) for row in (reversed(rows) if backwards else rows)]


def _key(order: RequestOrder) -> tuple[ColumnElement[Any], bool]:
    """Return what a list is sorted by before the id, and whether it is falling."""
    if order is RequestOrder.NEWEST:
        return type_coerce(Request.occurred_at, UtcMoment), True
    return func.coalesce(type_coerce(Request.due_at, BigInteger), NEVER_DUE), False


def _key_of(row: RequestLine, order: RequestOrder) -> ColumnElement[Any]:
    if order is RequestOrder.NEWEST:
        return literal(row.occurred_at, UtcMoment)
    return literal(NEVER_DUE if row.due_at is None else microseconds(row.due_at), BigInteger)


def _beyond(
    key: ColumnElement[Any],
    value: ColumnElement[Any],
    row_id: int,
    falling: bool,  # noqa: FBT001 - a direction
) -> ColumnElement[bool]:
    # the first, weaker condition is the one that an index can start from
    if falling:
        return and_(key <= value, or_(key < value, Request.id < row_id))
    return and_(key >= value, or_(key > value, Request.id > row_id))
