"""Gap-free numbers: a counter per series and period, raised inside the transaction that uses the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, case
from sqlalchemy.dialects import postgresql, sqlite
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


def next_number(session: Session, community_id: int, series: str, period: str) -> int:
    """Return the next number, from 1. It is used up only if the transaction commits: no gaps, no doubles."""
    return _raise(session, community_id, series, period, None)


def reserve_number(session: Session, community_id: int, series: str, period: str, number: int) -> None:
    """Note that `number` came from outside, so that counting goes on above it."""
    _raise(session, community_id, series, period, number)


def _raise(session: Session, community_id: int, series: str, period: str, at_least: int | None) -> int:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Counter).values(
        community_id=community_id, series=series, period=period, last=1 if at_least is None else at_least
    )
    given = statement.excluded.last
    raised = Counter.last + 1 if at_least is None else case((Counter.last < given, given), else_=Counter.last)
    statement = statement.on_conflict_do_update(
        index_elements=[Counter.community_id, Counter.series, Counter.period], set_={"last": raised}
    )
    return int(session.execute(statement.returning(Counter.last)).scalar_one())
