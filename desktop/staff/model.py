"""Tables of the community, its departments and its workers."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotation

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = ["Community", "Department", "Worker"]


class Community(Base):
    """One residential community; every root row belongs to one. A file holds one, a server may hold many.

    `photos_allowed` tells whether photos of residents may be kept and seen; nobody may until it is switched on.
    """

    __tablename__ = "community"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    time_zone: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    photos_allowed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way to declare it


class Department(Root, Base):
    """A department that mends things and gets a monthly report. `name` is kept without the ending 部."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("community_id", "code"), UniqueConstraint("community_id", "name"))

    code: Mapped[str]
    name: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Worker(Root, Base):
    """Someone who carries out work orders."""

    __tablename__ = "worker"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
