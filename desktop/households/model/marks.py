"""Tables of what is to be known of a household: tags, and standing instructions."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.texts import search_form
from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["GATE_KINDS", "InstructionKind", "RoomTag", "StandingInstruction", "Tag", "tag_meaning"]

_TAG_SIGNS = {
    "vip": "vip",
    "业委会": "committee",
    "業委會": "committee",
    "独居": "living_alone",
    "獨居": "living_alone",
    "孕": "pregnant_or_infant",
    "婴": "pregnant_or_infant",
    "病": "ill",
    "历史遗留": "legacy_issue",
    "歷史遺留": "legacy_issue",
    "committee": "committee",
    "livingalone": "living_alone",
    "livesalone": "living_alone",
    "pregnant": "pregnant_or_infant",
    "infant": "pregnant_or_infant",
    "legacyissue": "legacy_issue",
}
"""Words in a tag's name and what they mean."""


class Tag(Root, Base):
    """A word put on households. `meaning` is vip, committee, living_alone, legacy_issue ... or empty for an own one.

    `tone` is the status colour it is shown in, empty for the one its meaning has.
    """

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    meaning: Mapped[str] = mapped_column(default="")
    tone: Mapped[str] = mapped_column(default="")


class RoomTag(Root, Base):
    """A tag on a household, with the cause (of a legacy issue: school, flood) and since when."""

    __tablename__ = "room_tag"
    __table_args__ = (UniqueConstraint("room_id", "tag_id"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)
    cause: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime | None] = mapped_column(UtcMoment)


class InstructionKind(StrEnum):
    """What a household asked for once and for all."""

    ADMIT = "admit"
    DO_NOT_ADMIT = "do_not_admit"
    OUT_OF_TOWN = "out_of_town"
    KEEP_PARCELS = "keep_parcels"
    CARETAKER = "caretaker"
    KEY_HELD = "key_held"
    DO_NOT_CALL = "do_not_call"
    OTHER = "other"


GATE_KINDS = frozenset({InstructionKind.ADMIT, InstructionKind.DO_NOT_ADMIT, InstructionKind.OUT_OF_TOWN})
"""What the gate must know, and may: whom to let in, and where nobody is at home for long."""


class StandingInstruction(Root, Base):
    """What a household asked for, in force from `since` up to but not including `until` (none: until ended).

    `ended_at` is the moment someone ended it early; `said_by` who asked for it.
    """

    __tablename__ = "standing_instruction"
    __table_args__ = (Index("ix_standing_instruction_room", "room_id", "until"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    said_by: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime] = mapped_column(UtcMoment)
    until: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


def tag_meaning(name: str) -> str:
    """Return what a tag of this name means to the program, "" for a word of the community's own."""
    word = search_form(name)
    return next((meaning for sign, meaning in _TAG_SIGNS.items() if sign in word), "")
