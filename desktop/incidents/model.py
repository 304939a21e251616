"""Tables of incidents: what happened, the measures taken by the minute, and who was told when."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = ["EntryKind", "Incident", "IncidentEntry", "IncidentKind", "IncidentMove", "IncidentState"]


class IncidentKind(StrEnum):
    """What kind of incident it was."""

    FIRE = "fire"
    FLOODING = "flooding"
    LIFT_TRAPPED = "lift_trapped"
    POWER_FAILURE = "power_failure"
    GAS_LEAK = "gas_leak"
    THEFT = "theft"
    FIGHT = "fight"
    INTRUSION = "intrusion"
    INJURY = "injury"
    MISSING_PERSON = "missing_person"
    TRAFFIC = "traffic"
    FALLING_OBJECT = "falling_object"
    WEATHER = "weather"
    OTHER = "other"


class IncidentState(StrEnum):
    """Where its report stands: still being written down, handed to the manager, signed off; or it was none."""

    OPEN = "open"
    REPORTED = "reported"
    SIGNED_OFF = "signed_off"
    DROPPED = "dropped"


class IncidentMove(StrEnum):
    """Everything that can be done with an incident once it is reported."""

    AMEND = "amend"
    NOTE = "note"
    END = "end"
    GO_ON = "go_on"
    HAND_IN = "hand_in"
    SIGN_OFF = "sign_off"
    REOPEN = "reopen"
    DROP = "drop"


class Incident(Root, Base):
    """One incident, from `occurred_at` to `ended_at` (none: still going on).

    `number` (SJ-2611-001) counts the month of recording. `place` is the room's label or words; `people` who was
    involved or hurt, `damage` what was damaged, `damage_fen` its worth where it is known. `signed_digest` is of what
    was signed off: after an amendment the signature no longer holds, and the report waits for one again.
    """

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_incident_occurred", "community_id", "occurred_at", "id"),
    )

    number: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=IncidentState.OPEN)
    occurred_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"), index=True)
    place: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    people: Mapped[str] = mapped_column(default="")
    hurt: Mapped[int] = mapped_column(default=0)
    damage: Mapped[str] = mapped_column(default="")
    damage_fen: Mapped[int | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_by: Mapped[int]
    reported_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    signed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    signed_by: Mapped[int | None]
    signed_words: Mapped[str] = mapped_column(default="")
    signed_digest: Mapped[str] = mapped_column(default="")


class EntryKind(StrEnum):
    """What a line of an incident is: a measure taken, or someone told."""

    MEASURE = "measure"
    TOLD = "told"


class IncidentEntry(Base):
    """A measure taken, or someone told (`who`), at a minute; `removed_at`: entered by mistake."""

    __tablename__ = "incident_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    who: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int]
    removed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
