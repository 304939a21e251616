"""Tables of how the gates work: gates, own kinds of visit, the guards' shifts, rules, runs of the reduction."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["Gate", "GateRules", "GuardShift", "VisitKindRow", "VisitReduction"]


class Gate(Root, Base):
    """A gate where visits are logged, by `position` in lists. An archived one is not offered any more."""

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class VisitKindRow(Root, Base):
    """A kind of visit of the community's own, asked for the same fields as the built-in kind `like`."""

    __tablename__ = "visit_kind"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    like: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class GuardShift(Root, Base):
    """A shift of the guards by the clock of the community, in minutes after midnight.

    One that ends before or when it starts ends on the next day. Times are never changed: another shift takes the
    place of an archived one, so that what was due in the past stays due.
    """

    __tablename__ = "guard_shift"

    name: Mapped[str]
    starts: Mapped[int]
    ends: Mapped[int]
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class GateRules(Root, Base):
    """What a community laid down for its gates; without a row the defaults hold.

    `peaks` are the hours of peak mode, "07:30-10:00,16:30-20:00". Contractors are to be gone by `contractors_until`,
    everybody after `overstay_hours`, and a vehicle inside at `night_at` stayed the night; minutes after midnight.
    Visits older than `keep_days` are reduced to counts each night.
    """

    __tablename__ = "gate_rules"
    __table_args__ = (UniqueConstraint("community_id"),)

    peaks: Mapped[str] = mapped_column(default="07:30-10:00,16:30-20:00")
    contractors_until: Mapped[int] = mapped_column(default=18 * 60)
    overstay_hours: Mapped[int] = mapped_column(default=12)
    night_at: Mapped[int] = mapped_column(default=23 * 60)
    keep_days: Mapped[int] = mapped_column(default=30)
    photos: Mapped[bool] = mapped_column(default=False)
    province: Mapped[str] = mapped_column(default="")


class VisitReduction(Root, Base):
    """One run of the nightly reduction: what was older than `before` became counts, or why it was refused.

    `refused` is "" for a run that did its work, else `clock_back`, `clock_ahead` or `too_many`; `due` is how many were
    old enough, `reduced` how many became counts, `held` how many were kept because someone asked for them.
    """

    __tablename__ = "visit_reduction"
    __table_args__ = (Index("ix_visit_reduction_newest", "community_id", "at"),)

    at: Mapped[datetime] = mapped_column(UtcMoment)
    before: Mapped[date]
    due: Mapped[int] = mapped_column(default=0)
    reduced: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    refused: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int]
