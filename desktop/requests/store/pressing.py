"""Selects of what is next: requests that are due within a stretch of time, and those the desk turns to first."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Select, bindparam, literal_column, select, type_coerce, union_all

from desktop.requests.model import Request
from desktop.requests.rows import RequestFilter
from desktop.requests.store.conditions import lasting_conditions, values_of
from desktop.requests.store.lines import is_open, line, line_select

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.requests.rows import RequestLine
    from desktop.requests.store.conditions import Moment

__all__ = ["due_between", "next_up"]


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


def next_up(session: Session, community_id: int, seen: Moment, limit: int) -> tuple[RequestLine, ...]:
    """Return at most `limit` requests that press, the first due first within each kind.

    First what is late, then what is due today, then what is to be called back.
    """
    rows = session.connection().execute(_next_up(), {**values_of(community_id, seen), "most": limit})
    return tuple(line(row, seen.now) for row in rows)


@cache
def _next_up() -> Select[*tuple[Any, ...]]:
    # Made once: Today asks for it whenever a request changes.
    pressing: tuple[tuple[RequestFilter, Any], ...] = (
        (RequestFilter(overdue=True), Request.due_at),
        (RequestFilter(due_today=True), Request.due_at),
        (RequestFilter(awaits_follow_up=True), Request.follow_up_due_at),
    )
    each: Iterator[Select[*tuple[Any, ...]]] = (
        select(Request.id, literal_column(str(rank)).label("rank"), type_coerce(at, BigInteger).label("at")).where(
            *lasting_conditions(wanted)
        )
        for rank, (wanted, at) in enumerate(pressing)
    )
    every = union_all(*each).subquery("every")
    # limited before anything else of a request is read
    first = select(every).order_by(every.c.rank, every.c.at, every.c.id).limit(bindparam("most")).subquery("first")
    return line_select(first).order_by(first.c.rank, first.c.at, first.c.id)
