"""The table of what each account has practised."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["PracticeCard"]


class PracticeCard(Root, Base):
    """How well one account knows one household: `box` 0 (missed) upwards, next asked on `due_on`."""

    __tablename__ = "practice_card"
    __table_args__ = (
        UniqueConstraint("account_id", "room_id"),
        Index("ix_practice_card_due", "account_id", "due_on"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), index=True)
    box: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    known: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
