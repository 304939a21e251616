"""Gap-free numbers: a counter per series and period, raised inside the transaction that uses the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["Counter", "next_number", "reserve_number"]


class Counter(Base):
    """The last number given out in a series (BX) and period (2611) of a community."""

    __tablename__ = "counter"

    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


_GIVE = """
INSERT INTO counter (community_id, series, period, last) VALUES (:community_id, :series, :period, :first)
ON CONFLICT (community_id, series, period) DO UPDATE SET last = {raised} RETURNING last
"""
# The same words on both engines, where SQLAlchemy has two different inserts.
_NEXT = text(_GIVE.format(raised="counter.last + 1"))
_RESERVE = text(_GIVE.format(raised="CASE WHEN counter.last < excluded.last THEN excluded.last ELSE counter.last END"))


def next_number(session: Session, community_id: int, series: str, period: str) -> int:
    """Return the next number, from 1. It is used up only if the transaction commits: no gaps, no doubles."""
    where = {"community_id": community_id, "series": series, "period": period}
    return int(session.execute(_NEXT, {**where, "first": 1}).scalar_one())


def reserve_number(session: Session, community_id: int, series: str, period: str, number: int) -> None:
    """Note that `number` came from outside, so that counting goes on above it."""
    where = {"community_id": community_id, "series": series, "period": period}
    session.execute(_RESERVE, {**where, "first": number})
