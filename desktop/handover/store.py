"""The SQL of handovers and of the things counted at each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.handover.model import CountedThing, Handover
from desktop.handover.rows import Counted, HandoverRow, LeftOver, Paragraph, Shift, ThingRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = ["handover", "last", "newest", "things", "unread"]

_GIVER, _TAKER = aliased(Account), aliased(Account)


def _rows(community_id: int | ColumnElement[int]) -> Select[Any]:
    statement: Select[Any] = select(
        Handover.id,
        Handover.version,
        Handover.since,
        Handover.until,
        Handover.paragraphs,
        Handover.left_over,
        Handover.counted,
        _GIVER.name.label("given_by"),
        Handover.given_at,
        _TAKER.name.label("taken_by"),
        Handover.taken_at,
        Handover.remark,
    )
    return (
        statement.outerjoin(_GIVER, _GIVER.id == Handover.given_by)
        .outerjoin(_TAKER, _TAKER.id == Handover.taken_by)
        .where(Handover.community_id == community_id)
    )


def _row(row: Row[Any]) -> HandoverRow:
    return HandoverRow(
        id=row.id,
        version=row.version,
        shift=Shift(row.since, row.until),
        paragraphs=tuple(Paragraph(**kept) for kept in row.paragraphs),
        left_over=tuple(LeftOver(**kept) for kept in row.left_over),
        counted=tuple(Counted(**kept) for kept in row.counted),
        given_by=row.given_by or "",
        given_at=row.given_at,
        taken_by=row.taken_by or "",
        taken_at=row.taken_at,
        remark=row.remark,
    )


def newest(session: Session, community_id: int, limit: int) -> Sequence[HandoverRow]:
    """Return the last `limit` handovers, the newest first."""
    asked = {"community": community_id, "most": limit}
    return [_row(row) for row in session.connection().execute(_newest(), asked)]


@cache
def _newest() -> Select[Any]:
    # Made once: Today asks for it whenever it is shown.
    last = (Handover.until.desc(), Handover.id.desc())
    return _rows(bindparam("community", type_=BigInteger)).order_by(*last).limit(bindparam("most"))


def handover(session: Session, community_id: int, handover_id: int) -> HandoverRow | None:
    """Return one handover, None if the community has no such."""
    row = session.execute(_rows(community_id).where(Handover.id == handover_id)).one_or_none()
    return None if row is None else _row(row)


def unread(session: Session, community_id: int) -> Sequence[HandoverRow]:
    """Return what was given and not taken over yet, the oldest first."""
    statement = _rows(community_id).where(Handover.taken_at.is_(None)).order_by(Handover.until, Handover.id)
    return [_row(row) for row in session.execute(statement)]


def last(session: Session, community_id: int) -> tuple[int, datetime] | None:
    """Return the last handover's id and when its shift ended, None before the first.

    The last one written, not the one with the latest time: a PC may have signed one with a clock that was wrong.
    """
    statement = (
        select(Handover.id, Handover.until)
        .where(Handover.community_id == community_id)
        .order_by(Handover.id.desc())
        .limit(1)
    )
    found = session.execute(statement).one_or_none()
    return None if found is None else (found.id, found.until)


def things(session: Session, community_id: int) -> Sequence[ThingRow]:
    """Return what is counted, in its order; what is counted no more is left out."""
    statement = (
        select(CountedThing.id, CountedThing.version, CountedThing.name, CountedThing.expected, CountedThing.active)
        .where(CountedThing.community_id == community_id, CountedThing.active)
        .order_by(CountedThing.position, CountedThing.id)
    )
    return [ThingRow(*row) for row in session.execute(statement)]
