"""Tables of patrols: routes, how often each shift walks them, their points; rounds with what was found."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = [
    "PatrolDuty",
    "PatrolFinding",
    "PatrolPoint",
    "PatrolRound",
    "PatrolRoute",
    "PatrolStep",
    "PointKind",
    "PointOutcome",
    "RoundState",
]


class PointKind(StrEnum):
    """What a point of a route is."""

    EQUIPMENT_ROOM = "equipment_room"
    STREET_SHOP = "street_shop"
    PLAZA = "plaza"
    FIRE_DOOR = "fire_door"
    VILLA = "villa"
    GARAGE = "garage"
    ROOF = "roof"
    OTHER = "other"


class RoundState(StrEnum):
    """Where a round stands: under way, walked to its end, or broken off."""

    RUNNING = "running"
    MADE = "made"
    BROKEN_OFF = "broken_off"


class PointOutcome(StrEnum):
    """What a point was like: as it should be, something found, or not visited."""

    NORMAL = "normal"
    FINDING = "finding"
    MISSED = "missed"


class PatrolRoute(Root, Base):
    """A route of the guards of a department. `fixed_order`: its points are walked in their order."""

    __tablename__ = "patrol_route"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    fixed_order: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class PatrolDuty(Root, Base):
    """How often a shift walks a route, from `since` up to but not including `until` (none: still).

    `weekdays` are digits 1 (Monday) to 7. It is never changed, only ended and replaced: what was due stays due.
    """

    __tablename__ = "patrol_duty"
    __table_args__ = (Index("ix_patrol_duty_route", "route_id", "shift_id"),)

    route_id: Mapped[int] = mapped_column(ForeignKey("patrol_route.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("guard_shift.id"))
    times: Mapped[int]
    weekdays: Mapped[str] = mapped_column(default="1234567")
    since: Mapped[date]
    until: Mapped[date | None]


class PatrolPoint(Root, Base):
    """A point of a route; `position` is its place in the order, from 1. `code` is what its tag says when scanned.

    A finding there is for `department_id` unless the guard says otherwise.
    """

    __tablename__ = "patrol_point"
    __table_args__ = (Index("ix_patrol_point_route", "route_id", "position"),)

    route_id: Mapped[int] = mapped_column(ForeignKey("patrol_route.id"))
    position: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default=PointKind.OTHER)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id", ondelete="SET NULL"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    code: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class PatrolRound(Root, Base):
    """One round of a route, for `shift_id` of `day`: the day the shift began, in the community's zone.

    `walker` names who walked it. `from_sheet`: written on paper and entered later, by `account_id` at `recorded_at`.
    `end_words` say why it was broken off.
    """

    __tablename__ = "patrol_round"
    __table_args__ = (
        Index("ix_patrol_round_day", "community_id", "day", "route_id"),
        Index("ix_patrol_round_started", "community_id", "started_at"),
    )

    route_id: Mapped[int] = mapped_column(ForeignKey("patrol_route.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("guard_shift.id"))
    day: Mapped[date]
    state: Mapped[str] = mapped_column(default=RoundState.RUNNING)
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    walker: Mapped[str] = mapped_column(default="")
    from_sheet: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    end_words: Mapped[str] = mapped_column(default="")


class PatrolStep(Base):
    """What one point was like in one round; `scanned`: its tag was read there. `words` say why it was missed."""

    __tablename__ = "patrol_step"
    __table_args__ = (UniqueConstraint("round_id", "point_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("patrol_round.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("patrol_point.id"))
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    outcome: Mapped[str]
    scanned: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(default="")


class PatrolFinding(Root, Base):
    """What was found at a point, and the request it became, which holds its photos and progress.

    `words` are those of whoever found it, `account_id`: a guard is shown those, never the request's own.
    """

    __tablename__ = "patrol_finding"
    __table_args__ = (UniqueConstraint("request_id"), Index("ix_patrol_finding_at", "community_id", "at"))

    round_id: Mapped[int] = mapped_column(ForeignKey("patrol_round.id"), index=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("patrol_point.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    words: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int]
