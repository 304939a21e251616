"""Tables of contact lists and call rounds, and what can be done with a call."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = [
    "CallAttempt",
    "CallEntry",
    "CallOutcome",
    "CallRound",
    "CallState",
    "CallingOrder",
    "ContactList",
    "ContactMember",
    "Membership",
    "RoundState",
]


class CallingOrder(StrEnum):
    """In which order a list is called."""

    HAND = "hand"
    PRIORITY = "priority"
    BUILDING = "building"


class Membership(StrEnum):
    """What was said by hand of a household and a list.

    ADDED puts it on, EXCLUDED keeps it off although the rule names it. PLACED gives it only its place, its priority or
    its note: it is on the list as long as the rule names it.
    """

    ADDED = "added"
    EXCLUDED = "excluded"
    PLACED = "placed"


class ContactList(Root, Base):
    """A named list. `rule` is the readable rule as data (none: only by hand); an archived list is kept, not shown."""

    __tablename__ = "contact_list"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    rule: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    calling_order: Mapped[str] = mapped_column(default=CallingOrder.BUILDING)
    archived_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class ContactMember(Root, Base):
    """What was said of a household by hand; `position` from 1 in the order by hand, `priority` 1 is first, 0 none."""

    __tablename__ = "contact_member"
    __table_args__ = (UniqueConstraint("list_id", "room_id"),)

    list_id: Mapped[int] = mapped_column(ForeignKey("contact_list.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), index=True)
    membership: Mapped[str] = mapped_column(default=Membership.ADDED)
    position: Mapped[int] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")


class RoundState(StrEnum):
    """Where a call round stands; a paused one is one that nobody works on."""

    OPEN = "open"
    ENDED = "ended"


class CallRound(Root, Base):
    """A list called on an occasion, with the words to say. `list_name` stays when the list is renamed or archived.

    Who did not answer is called again after `retry_minutes`, at most `most_attempts` times in all.
    """

    __tablename__ = "call_round"
    __table_args__ = (Index("ix_call_round_state", "community_id", "state", "id"),)

    list_id: Mapped[int | None] = mapped_column(ForeignKey("contact_list.id"))
    list_name: Mapped[str] = mapped_column(default="")
    occasion: Mapped[str]
    script: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=RoundState.OPEN)
    most_attempts: Mapped[int] = mapped_column(default=3)
    retry_minutes: Mapped[int] = mapped_column(default=60)
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class CallState(StrEnum):
    """Where one household of a round stands."""

    WAITING = "waiting"
    LATER = "later"
    REACHED = "reached"
    UNREACHED = "unreached"


class CallOutcome(StrEnum):
    """What one call came to."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    MESSAGE_LEFT = "message_left"
    REFUSED = "refused"
    DO_NOT_CALL = "do_not_call"
    NO_PHONE = "no_phone"
    LEFT_ROUND = "left_round"


class CallEntry(Root, Base):
    """One household of a round, in calling order. While `claimed_until` lies ahead, `claimed_by` is calling it.

    `room_label` stays when the room is taken out of the register, which leaves `room_id` empty.
    """

    __tablename__ = "call_entry"
    __table_args__ = (
        UniqueConstraint("round_id", "room_id"),
        Index("ix_call_entry_next", "round_id", "state", "position"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("call_round.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"), index=True)
    room_label: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    state: Mapped[str] = mapped_column(default=CallState.WAITING)
    outcome: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcMoment)

    def can_be_called(self) -> bool:
        """Tell whether someone still has to be reached here."""
        return self.state in {CallState.WAITING, CallState.LATER}


class CallAttempt(Base):
    """One call that was made: when, by whom, to which phone, what it came to.

    Never changed but by `undone_at`, when it was taken back as a mistake. `care_task_id` and `instruction_id` are what
    was made because of it, so that they can be taken back with it.
    """

    __tablename__ = "call_attempt"
    __table_args__ = (Index("ix_call_attempt_entry", "entry_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("call_entry.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[str]
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    phone_digits: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    care_task_id: Mapped[int | None] = mapped_column(ForeignKey("care_task.id"))
    instruction_id: Mapped[int | None] = mapped_column(ForeignKey("standing_instruction.id"))
