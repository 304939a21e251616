"""The table of accounts. Passwords are not in it: they live in keys.json, or with the server."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["Account"]


class Account(Root, Base):
    """One person's way in. `name_key` is the case-folded name; `role` is a `Role` value."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("community_id", "name_key"),)

    name: Mapped[str]
    name_key: Mapped[str]
    role: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
