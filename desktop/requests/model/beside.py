"""Tables of what stands beside a request: helpers, comments, who was told, bill, saved lists."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = ["BillItem", "Comment", "Helper", "SavedList", "Telling"]


class Helper(Base):
    """A worker who helps the responsible one."""

    __tablename__ = "request_helper"
    __table_args__ = (UniqueConstraint("request_id", "worker_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"), index=True)


class Comment(Root, Base):
    """An internal remark; never printed on what a resident sees."""

    __tablename__ = "request_comment"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    account_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    words: Mapped[str]


class Telling(Root, Base):
    """Someone who must be told of a complaint by its grade, and when that was done (none: not yet)."""

    __tablename__ = "telling"
    __table_args__ = (UniqueConstraint("request_id", "whom"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    whom: Mapped[str]
    told_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    told_by: Mapped[int | None]


class BillItem(Base):
    """A line of a work order's bill. `quantity` is in thousandths, `price_fen` per piece in hundredths of a yuan."""

    __tablename__ = "bill_item"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    quantity: Mapped[int] = mapped_column(BigId)
    price_fen: Mapped[int] = mapped_column(BigId)


class SavedList(Root, Base):
    """Conditions of the list of requests that an account keeps under a name."""

    __tablename__ = "saved_list"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    account_id: Mapped[int] = mapped_column(BigId)
    name: Mapped[str]
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
