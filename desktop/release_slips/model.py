"""Tables of release slips: the slip, the goods on it, and what the gate did with it."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, Root, UtcMoment

__all__ = ["Applicant", "Consent", "ReleaseCheck", "ReleaseOutcome", "ReleaseSlip", "ReleaseState"]


class Applicant(StrEnum):
    """Who wants goods out: the owner, or a tenant, with whose goods the owner must agree."""

    OWNER = "owner"
    TENANT = "tenant"


class Consent(StrEnum):
    """How the owner agreed: is the applicant, signed the slip, or said so on the phone with the tail of the ID."""

    SELF = "self"
    SIGNATURE = "signature"
    PHONE = "phone"


class ReleaseState(StrEnum):
    """Where a slip stands.

    `PARTLY`: some of its goods are out, the rest may follow. An unused one past its time is over without a state.
    """

    OPEN = "open"
    PARTLY = "partly"
    USED = "used"
    WITHDRAWN = "withdrawn"


class ReleaseOutcome(StrEnum):
    """What the gate did with a slip."""

    RELEASED = "released"
    PARTLY = "partly"
    REFUSED = "refused"


_OPEN = "state IN ('open', 'partly')"


class ReleaseSlip(Root, Base):
    """Goods that may leave a household, from `valid_from` up to but not including `valid_until`.

    `number` (FX-2611-0017) counts the month of issue; `code` is six digits, unlike every other open slip's.
    `goods` are its lines in order: [{"goods", "count", "out"}, …], `out` of `count` have left. `plate` is canonical, ""
    for any vehicle or none. `id_tail` is the last four of the owner's identity number, said on the phone.
    `fees_words` say why it was issued although fees were not cleared.
    """

    __tablename__ = "release_slip"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_release_slip_newest", "community_id", "issued_at", "id"),
        Index("ix_release_slip_room", "room_id"),
        Index("ix_release_slip_follows", "follows_id"),
        Index(
            "ix_release_slip_open",
            "community_id",
            "code",
            unique=True,
            sqlite_where=text(_OPEN),
            info={FOR_SERVER: {"where": text(_OPEN)}},
        ),
    )

    number: Mapped[str]
    code: Mapped[str]
    state: Mapped[str] = mapped_column(default=ReleaseState.OPEN)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    place: Mapped[str] = mapped_column(default="")
    applicant: Mapped[str]
    name: Mapped[str]
    consent: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    id_tail: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    mover: Mapped[str] = mapped_column(default="")
    goods: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    fees_cleared: Mapped[bool] = mapped_column(default=False)
    fees_words: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[datetime] = mapped_column(UtcMoment)
    valid_until: Mapped[datetime] = mapped_column(UtcMoment)
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)
    issued_by: Mapped[int]
    issued_on: Mapped[date]
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_words: Mapped[str] = mapped_column(default="")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("release_slip.id"))


class ReleaseCheck(Root, Base):
    """What the gate did with a slip at a moment: plate as it was, goods that left, and why.

    `goods` are [{"line", "goods", "count"}, …], `line` counted from 0 on the slip.
    """

    __tablename__ = "release_check"

    slip_id: Mapped[int] = mapped_column(ForeignKey("release_slip.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    outcome: Mapped[str]
    plate: Mapped[str] = mapped_column(default="")
    goods: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(default="")
