"""Tables of who came and went: visitors, their visits, and the counts that old visits become; their states."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, BigId, Root, UtcMoment

__all__ = ["CREWS", "ROOMLESS", "Visit", "VisitCount", "VisitKind", "VisitState", "Visitor"]


class VisitKind(StrEnum):
    """What someone comes for. `OTHER` is anything else, and the own kinds by their rows."""

    GUEST = "guest"
    DELIVERY = "delivery"
    CONTRACTOR = "contractor"
    MOVING = "moving"
    HOUSEKEEPING = "housekeeping"
    MAINTENANCE = "maintenance"
    VIEWING = "viewing"
    STAFF = "staff"
    EMERGENCY = "emergency"
    OTHER = "other"


CREWS = frozenset({VisitKind.CONTRACTOR, VisitKind.MOVING, VisitKind.MAINTENANCE})
"""Kinds that come as several people of one company."""

ROOMLESS = frozenset({VisitKind.STAFF, VisitKind.EMERGENCY, VisitKind.MAINTENANCE})
"""Kinds that need not say which room they come to."""


class VisitState(StrEnum):
    """Where a visit stands: inside, gone, not let in, or entered by mistake."""

    INSIDE = "inside"
    LEFT = "left"
    REFUSED = "refused"
    DROPPED = "dropped"


class Visitor(Root, Base):
    """Who comes again: a vehicle by its plate, or someone on foot by name and room. It goes with its last visit.

    `key` tells them apart: the canonical plate, or the name as compared, "|" and the room's id or place. The newest
    visit's kind, room and company fill the next one in; `visits` counts those that were let in.
    """

    __tablename__ = "visitor"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_visitor_newest", "community_id", "last_at"),
    )

    key: Mapped[str]
    plate: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default=VisitKind.GUEST)
    own_kind_id: Mapped[int | None] = mapped_column(ForeignKey("visit_kind.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    place: Mapped[str] = mapped_column(default="")
    visits: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcMoment)


_INSIDE = "state = 'inside'"
_INCOMPLETE = "incomplete"
_HELD = "held_words <> ''"
_TOLD = "override_words <> ''"


class Visit(Root, Base):
    """One visit, from `in_at` to `out_at`; a refused one has no `out_at`.

    `plate` is canonical, `plate_typed` what the guard typed; a vehicle without a plate to read has `vehicle` and the
    day's `unplated` number. `place` is the room's label, or where else they go (公区). `people` came in, `people_left`
    of them are out again. `id_tail` is at most the last four of an identity number, `id_seen` that one was shown.
    `incomplete`: entered in peak mode, the rest is still to be asked. `out_unseen`: nobody saw them leave.
    `override_words` say why they were let in although something spoke against it (`overridden` names what, by the
    codes of `rule`, joined by commas), `agreed_by` who agreed; `refused_words` why they were not let in.
    `checked_at` and `remark` are of a guard who looked at an outside vehicle. `held_words` keep it from being reduced.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_in", "community_id", "in_at", "id"),
        Index("ix_visit_visitor", "visitor_id", "in_at"),
        Index("ix_visit_room", "room_id", "in_at"),
        Index(
            "ix_visit_visitor_inside",
            "visitor_id",
            sqlite_where=text(_INSIDE),
            info={FOR_SERVER: {"where": text(_INSIDE)}},
        ),
        Index(
            "ix_visit_inside",
            "community_id",
            "in_at",
            sqlite_where=text(_INSIDE),
            info={FOR_SERVER: {"where": text(_INSIDE)}},
        ),
        Index(
            "ix_visit_incomplete",
            "community_id",
            "in_at",
            sqlite_where=text(_INCOMPLETE),
            info={FOR_SERVER: {"where": text(_INCOMPLETE)}},
        ),
        Index(
            "ix_visit_held",
            "community_id",
            "in_at",
            sqlite_where=text(_HELD),
            info={FOR_SERVER: {"where": text(_HELD)}},
        ),
        Index(
            "ix_visit_overridden",
            "community_id",
            "in_at",
            sqlite_where=text(_TOLD),
            info={FOR_SERVER: {"where": text(_TOLD)}},
        ),
    )

    visitor_id: Mapped[int | None] = mapped_column(ForeignKey("visitor.id"))
    state: Mapped[str] = mapped_column(default=VisitState.INSIDE)
    kind: Mapped[str]
    own_kind_id: Mapped[int | None] = mapped_column(ForeignKey("visit_kind.id"))
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    out_gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    place: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    vehicle: Mapped[bool] = mapped_column(default=False)
    plate: Mapped[str] = mapped_column(default="")
    plate_typed: Mapped[str] = mapped_column(default="")
    unplated: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=1)
    people_left: Mapped[int] = mapped_column(default=0)
    badge: Mapped[str] = mapped_column(default="")
    id_seen: Mapped[bool] = mapped_column(default=False)
    id_tail: Mapped[str] = mapped_column(default="")
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("contractor_pass.id"))
    expected_id: Mapped[int | None] = mapped_column(ForeignKey("expected_visit.id"))
    in_at: Mapped[datetime] = mapped_column(UtcMoment)
    out_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    in_by: Mapped[int]
    out_by: Mapped[int | None]
    out_unseen: Mapped[bool] = mapped_column(default=False)
    incomplete: Mapped[bool] = mapped_column(default=False)
    overridden: Mapped[str] = mapped_column(default="")
    override_words: Mapped[str] = mapped_column(default="")
    agreed_by: Mapped[str] = mapped_column(default="")
    refused_words: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    remark: Mapped[str] = mapped_column(default="")
    held_words: Mapped[str] = mapped_column(default="")


class VisitCount(Base):
    """What is left of reduced visits: how many there were of a day, gate, kind and state, in the community's zone.

    `own_kind_id` and `gate_id` are 0 for none. `overstayed` were inside longer than the rules of their day allowed,
    `overridden` let in although something spoke against it.
    """

    __tablename__ = "visit_count"
    __table_args__ = (UniqueConstraint("community_id", "day", "gate_id", "kind", "own_kind_id", "state"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    day: Mapped[date]
    gate_id: Mapped[int]
    kind: Mapped[str]
    own_kind_id: Mapped[int]
    state: Mapped[str]
    visits: Mapped[int]
    people: Mapped[int]
    vehicles: Mapped[int]
    overstayed: Mapped[int]
    overridden: Mapped[int]
