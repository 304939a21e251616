"""Half-typed forms, kept encrypted with everything else until they are saved or thrown away."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, UtcMoment

__all__ = ["DraftRow"]


class DraftRow(Base):
    """One parked form of one account; not audited, because nothing has happened yet."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form", "key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    account_id: Mapped[int]
    form: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcMoment)
