"""Tables of shift handovers and of the things counted at each."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["CountedThing", "Handover"]


class CountedThing(Root, Base):
    """A key, radio or tool counted at every handover, and how many there ought to be."""

    __tablename__ = "counted_thing"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    expected: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Handover(Root, Base):
    """What one shift leaves to the next.

    `since` to `until` is the shift it tells of. `paragraphs` are the headed texts the clerk edited, in order:
    [{"key", "heading", "words"}, …]. `left_over` is what the check of the day found undone, each with the reason why:
    [{"key", "count", "reason"}, …]. `counted` is [{"name", "expected", "counted", "remark"}, …]. It is signed by
    `given_by` at `given_at` with a password, then taken by `taken_by` at `taken_at`.
    `remark` is what the next shift wrote on taking it.
    """

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_newest", "community_id", "until"),)

    since: Mapped[datetime] = mapped_column(UtcMoment)
    until: Mapped[datetime] = mapped_column(UtcMoment)
    paragraphs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    left_over: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    counted: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    given_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(UtcMoment)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    remark: Mapped[str] = mapped_column(default="")
