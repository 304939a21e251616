"""Tables of the record: one row per write (operation) and one per change in it (audit)."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, UtcMoment

__all__ = ["Audit", "OperationRow"]


class OperationRow(Base):
    """One committed write. Its `operation_id` makes a repeated write known; `id` rises, so others see what is new."""

    __tablename__ = "operation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    operation_id: Mapped[str] = mapped_column(unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    account_id: Mapped[int]
    name: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    result: Mapped[int] = mapped_column(BigId)
    touched: Mapped[dict[str, list[int]]] = mapped_column(JSON)


class Audit(Base):
    """One change of one row, or one look at guarded data: who, when, what it was before and after."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "topic", "subject_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    operation_id: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    topic: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigId)
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
