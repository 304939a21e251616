"""The household timeline: every touchpoint of a room in one table, written by the services that cause it."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, UtcMoment

__all__ = ["TimelineEntry"]


class TimelineEntry(Base):
    """One touchpoint: `kind` names the sentence, `parameters` fill it; never a sentence itself."""

    __tablename__ = "timeline"
    __table_args__ = (Index("ix_timeline_room", "room_id", "at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    room_id: Mapped[int] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    kind: Mapped[str]
    source_id: Mapped[int] = mapped_column(BigId)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
