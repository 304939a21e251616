"""Tables of outages: their kinds, scope, notices with where they were posted, callers and call rounds; their states."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, BigId, Root, UtcMoment

__all__ = [
    "COMES_BACK",
    "SUPPLIES",
    "WEATHER",
    "NoticeEdition",
    "NoticePosting",
    "Outage",
    "OutageCaller",
    "OutageKind",
    "OutageKindRule",
    "OutageNotice",
    "OutagePlace",
    "OutageRound",
    "OutageState",
    "PlaceLevel",
    "RoundPurpose",
]


class OutageKind(StrEnum):
    """What households must do without, or be warned of. `OTHER` are the community's own kinds, by their names."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"
    HEATING = "heating"
    LIFT = "lift"
    NETWORK = "network"
    ROAD = "road"
    PEST_CONTROL = "pest_control"
    TANK_CLEANING = "tank_cleaning"
    FIRE_TEST = "fire_test"
    TYPHOON = "typhoon"
    RAINSTORM = "rainstorm"
    COLD = "cold"
    HEAT = "heat"
    OTHER = "other"


WEATHER = frozenset({OutageKind.TYPHOON, OutageKind.RAINSTORM, OutageKind.COLD, OutageKind.HEAT})
"""Warnings of the weather: nothing is cut off, and nobody announces them a day ahead."""

SUPPLIES = frozenset(
    {
        OutageKind.WATER,
        OutageKind.POWER,
        OutageKind.GAS,
        OutageKind.HEATING,
        OutageKind.LIFT,
        OutageKind.NETWORK,
    }
)
"""What breaks down and is repaired, where nobody planned it."""

COMES_BACK = SUPPLIES | {OutageKind.ROAD, OutageKind.TANK_CLEANING}
"""What is there again when it is over; the others end."""


class OutageState(StrEnum):
    """Where an outage stands: nothing issued yet, a notice is out, it is over, it does not take place."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    RESTORED = "restored"
    CANCELLED = "cancelled"


class PlaceLevel(StrEnum):
    """How much of the community one pick of a scope means."""

    COMMUNITY = "community"
    ZONE = "zone"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    ROOM = "room"


class NoticeEdition(StrEnum):
    """What a notice says of its outage: that it comes, or what has changed since the notice before."""

    ANNOUNCED = "announced"
    EXTENDED = "extended"
    MOVED = "moved"
    AMENDED = "amended"
    CANCELLED = "cancelled"
    RESTORED = "restored"


class RoundPurpose(StrEnum):
    """What a call round of an outage is for: to warn before it, or to keep the promise to call back."""

    WARN = "warn"
    CALL_BACK = "call_back"


class OutageKindRule(Root, Base):
    """What the community laid down for a kind: how many hours ahead it must be announced, whom to ring.

    A built-in kind has a row only once something of it was changed, and an empty name. Own kinds are `OTHER` with a
    name; an archived one is not offered any more. `lead_hours` 0 asks for no time ahead.
    """

    __tablename__ = "outage_kind"
    __table_args__ = (UniqueConstraint("community_id", "kind", "name"),)

    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    lead_hours: Mapped[int] = mapped_column(default=0)
    supplier_phone: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


_OPEN = "state IN ('planned', 'announced')"


class Outage(Root, Base):
    """One outage or warning.

    It lasts from `starts_at` up to but not including `ends_at`, as expected (none: nobody knows yet); `ended_at` is
    when it was really over. `cause` and `advice` (one piece a line) stand on the notice, `say` is what the desk reads
    out on the phone. `exclude_vacant` leaves rooms nobody lives in out of the scope. `announced_at` is when its first
    notice was issued; `households` counts those affected when it was last changed or noticed.
    `end_words` say why it was cancelled. `own_kind_id` names an own kind.
    """

    __tablename__ = "outage"
    __table_args__ = (
        Index("ix_outage_starts", "community_id", "starts_at", "id"),
        Index("ix_outage_ended", "community_id", "ended_at"),
        Index(
            "ix_outage_open",
            "community_id",
            "starts_at",
            sqlite_where=text(_OPEN),
            info={FOR_SERVER: {"where": text(_OPEN)}},
        ),
    )

    kind: Mapped[str]
    own_kind_id: Mapped[int | None] = mapped_column(ForeignKey("outage_kind.id"))
    planned: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(default=OutageState.PLANNED)
    starts_at: Mapped[datetime] = mapped_column(UtcMoment)
    ends_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    cause: Mapped[str] = mapped_column(default="")
    say: Mapped[str] = mapped_column(default="")
    advice: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    supplier_phone: Mapped[str] = mapped_column(default="")
    exclude_vacant: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_by: Mapped[int]
    announced_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    households: Mapped[int] = mapped_column(default=0)
    end_words: Mapped[str] = mapped_column(default="")

    def can_change(self) -> bool:
        """Tell whether time, scope and words can still be changed, and notices of changes issued."""
        return self.state in {OutageState.PLANNED, OutageState.ANNOUNCED}

    def can_issue(self, edition: str) -> bool:
        """Tell whether a notice of `edition` can be issued now: the first once, the others after it."""
        first = self.state == OutageState.PLANNED
        return first if edition == NoticeEdition.ANNOUNCED else self.state == OutageState.ANNOUNCED

    def runs_at(self, moment: datetime) -> bool:
        """Tell whether it has begun by `moment` and is not over: past its expected end it still runs."""
        return self.can_change() and self.starts_at <= moment


class OutagePlace(Base):
    """One pick of an outage's scope, kept as it was picked; `excluded` ones are taken out of what the others name.

    The picked place is named by the id of its `level`, a floor by its building (and entrance, where it has one) and
    `floor`. `label` stays when the place is taken out of the register, which leaves its id empty.
    """

    __tablename__ = "outage_place"
    __table_args__ = (Index("ix_outage_place_outage", "outage_id", "level"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"))
    level: Mapped[str]
    excluded: Mapped[bool] = mapped_column(default=False)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id", ondelete="SET NULL"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id", ondelete="SET NULL"))
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id", ondelete="SET NULL"))
    floor: Mapped[str] = mapped_column(default="")
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"), index=True)
    label: Mapped[str] = mapped_column(default="")


class OutageNotice(Root, Base):
    """One notice as it was issued; it is never changed. `number` (2026-031) is counted by the year, never reused.

    `earlier_id` is the notice it follows on. `facts` is all that its posters print, by `rows.NoticeText`'s names, so
    that a reprint says the same; `chat` and `short` are its texts for chat groups and short messages. `households`,
    `residents` and `vips` were affected then; `in_time` whether the kind's time ahead was kept (none: asks for none).
    """

    __tablename__ = "outage_notice"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), index=True)
    number: Mapped[str]
    edition: Mapped[str]
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("outage_notice.id"))
    language: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    chat: Mapped[str] = mapped_column(default="")
    short: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)
    issued_by: Mapped[int]
    households: Mapped[int] = mapped_column(default=0)
    residents: Mapped[int] = mapped_column(default=0)
    vips: Mapped[int] = mapped_column(default=0)
    in_time: Mapped[bool | None]


class NoticePosting(Root, Base):
    """Where a notice was put up: `place` in words, of a building where one is named; its photos are attachments.

    `posted_by` is who put it up, in words; `account_id` who noted it. `taken_down_at` once it hangs no more.
    """

    __tablename__ = "notice_posting"

    notice_id: Mapped[int] = mapped_column(ForeignKey("outage_notice.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id", ondelete="SET NULL"))
    place: Mapped[str]
    posted_at: Mapped[datetime] = mapped_column(UtcMoment)
    posted_by: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int]
    taken_down_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class OutageCaller(Root, Base):
    """One household that rang about an outage. `call_back`: it was promised a call when the outage is over.

    `undone_at`: it was entered by mistake and does not count.
    """

    __tablename__ = "outage_caller"
    __table_args__ = (Index("ix_outage_caller_outage", "outage_id", "at"),)

    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"), index=True)
    room_label: Mapped[str] = mapped_column(default="")
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    call_back: Mapped[bool] = mapped_column(default=False)
    undone_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class OutageRound(Base):
    """A call round made for an outage, and what for."""

    __tablename__ = "outage_round"
    __table_args__ = (UniqueConstraint("round_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("call_round.id"))
    purpose: Mapped[str]
