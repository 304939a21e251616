"""The table of merged residents, from which a merge is taken back."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["DistinctPair", "ResidentMerge"]


class ResidentMerge(Root, Base):
    """Two residents who turned out to be one: `merged_id` went into `kept_id`.

    `before` holds every value and row that the merge changed, by table and id, so that taking it back restores them.
    """

    __tablename__ = "resident_merge"
    __table_args__ = (Index("ix_resident_merge_kept", "kept_id"),)

    kept_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    merged_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class DistinctPair(Root, Base):
    """Two residents who look alike and were found to be two; the pair is not proposed again."""

    __tablename__ = "distinct_pair"
    __table_args__ = (Index("ix_distinct_pair", "first_id", "second_id", unique=True),)

    first_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
