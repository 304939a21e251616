"""What an account opened last, kept encrypted with everything else."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, UtcMoment

__all__ = ["RecentRow"]


class RecentRow(Base):
    """One thing one account opened, by its kind; not audited, because looking is no change."""

    __tablename__ = "recent"
    __table_args__ = (UniqueConstraint("account_id", "kind", "source_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    account_id: Mapped[int]
    kind: Mapped[str]
    source_id: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcMoment)
