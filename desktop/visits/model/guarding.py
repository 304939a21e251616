"""Tables of what the gate is told beforehand and tells the desk: expected visitors, passes, watchlist, calls."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, Root, UtcMoment
from desktop.visits.model.visits import VisitKind

__all__ = [
    "CallReason",
    "ContractorPass",
    "DepositState",
    "ExpectedVisit",
    "GateCall",
    "WatchAction",
    "WatchEntry",
]


class ExpectedVisit(Root, Base):
    """Someone a household expects, from `first_day` to `last_day`, both included, in the community's zone.

    `code` is four digits, unlike every other one good on those days. `asked_by` is who of the household said so.
    `came_at` is when the newest visit of it came; `withdrawn_at`: they do not come after all.
    """

    __tablename__ = "expected_visit"
    __table_args__ = (
        Index("ix_expected_visit_days", "community_id", "last_day", "first_day"),
        Index("ix_expected_visit_room", "room_id"),
    )

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    name: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default=VisitKind.GUEST)
    people: Mapped[int] = mapped_column(default=1)
    first_day: Mapped[date]
    last_day: Mapped[date]
    code: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_by: Mapped[int]
    came_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class DepositState(StrEnum):
    """Where a contractor's deposit stands: none asked for, taken, given back, kept for damage."""

    NONE = "none"
    TAKEN = "taken"
    RETURNED = "returned"
    KEPT = "kept"


class ContractorPass(Root, Base):
    """What lets a contractor's people in from `first_day` to `last_day`, both included, to work in one room.

    `number` (ZX-2026-012) is counted by the year. `crew` names its people, one a line, at most `people` of them.
    The deposit is in fen. `revoked_at` ends it early.
    """

    __tablename__ = "contractor_pass"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_contractor_pass_days", "community_id", "last_day"),
        Index("ix_contractor_pass_room", "room_id"),
    )

    number: Mapped[str]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    place: Mapped[str] = mapped_column(default="")
    company: Mapped[str]
    foreman: Mapped[str] = mapped_column(default="")
    crew: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=1)
    work: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date]
    last_day: Mapped[date]
    deposit_fen: Mapped[int] = mapped_column(default=0)
    deposit_state: Mapped[str] = mapped_column(default=DepositState.NONE)
    deposit_words: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_by: Mapped[int]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    revoked_words: Mapped[str] = mapped_column(default="")


class WatchAction(StrEnum):
    """What the gate does when someone on the watchlist comes: refuse, or look out and tell the desk."""

    REFUSE = "refuse"
    WATCH = "watch"


_PLATED = "plate <> ''"


class WatchEntry(Root, Base):
    """Whom to watch for: by plate, by name (`name_key` is how it is compared), or by words only.

    It holds once a manager has approved it, from then until `until` (none: until ended); a guard's note waits for
    that. `ordered_by` is who wants it, in words.
    """

    __tablename__ = "watch_entry"
    __table_args__ = (
        Index("ix_watch_entry_name", "community_id", "name_key"),
        Index(
            "ix_watch_entry_plate",
            "community_id",
            "plate",
            sqlite_where=text(_PLATED),
            info={FOR_SERVER: {"where": text(_PLATED)}},
        ),
    )

    plate: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    name_key: Mapped[str] = mapped_column(default="")
    id_tail: Mapped[str] = mapped_column(default="")
    looks: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(default=WatchAction.WATCH)
    ordered_by: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime] = mapped_column(UtcMoment)
    noted_by: Mapped[int]
    approved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    approved_by: Mapped[int | None]
    until: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_words: Mapped[str] = mapped_column(default="")


class CallReason(StrEnum):
    """Why the gate calls the desk."""

    OVERRIDE = "override"
    TURNED_AWAY = "turned_away"
    GOODS = "goods"
    WATCHED = "watched"
    OTHER = "other"


_OPEN = "answered_at IS NULL"


class GateCall(Root, Base):
    """The gate tells the desk, and waits for an answer where `waits`: furniture without a slip is held until then.

    `answer` goes back to the gate; `seen_at` is when the gate has read it. `visit_id` and `slip_id` (a release slip)
    say what it is about where it is about one.
    """

    __tablename__ = "gate_call"
    __table_args__ = (
        Index("ix_gate_call_at", "community_id", "at"),
        Index(
            "ix_gate_call_open",
            "community_id",
            "at",
            sqlite_where=text(_OPEN),
            info={FOR_SERVER: {"where": text(_OPEN)}},
        ),
    )

    reason: Mapped[str]
    waits: Mapped[bool] = mapped_column(default=False)
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    place: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    who: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    visit_id: Mapped[int | None]
    slip_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answered_by: Mapped[int | None]
    answer: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime | None] = mapped_column(UtcMoment)
