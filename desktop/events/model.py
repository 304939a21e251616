"""Tables of events: plan, staff, materials, guests, what came of it, and the year's goals; their states."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, BigId, Root, UtcMoment

__all__ = [
    "SERIES",
    "Event",
    "EventGoal",
    "EventGuest",
    "EventItem",
    "EventKind",
    "EventRequest",
    "EventRound",
    "EventStaff",
    "EventState",
    "GuestState",
]


SERIES = "HD"
"""Of numbers: HD-2611-0003."""


class EventKind(StrEnum):
    """What kind of event it is. `OTHER` are the community's own kinds, by the name written on the event."""

    CONVENIENCE = "convenience"
    FESTIVAL = "festival"
    EDUCATION = "education"
    SPORT = "sport"
    VOLUNTEER = "volunteer"
    OWNERS_MEETING = "owners_meeting"
    OTHER = "other"


class EventState(StrEnum):
    """Where an event stands: planned, made known, held, or not held after all."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CANCELLED = "cancelled"


class GuestState(StrEnum):
    """Where a household stands with an event."""

    INVITED = "invited"
    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    DECLINED = "declined"
    CANCELLED = "cancelled"


_OPEN = "state IN ('planned', 'announced')"


class Event(Root, Base):
    """One event.

    It lasts from `starts_at` to `ends_at`. `lunar_day` is the lunar day it was planned by ("--08-15", a leap month
    with an L), empty for a solar date: a copy for another year falls on that day again. `capacity` is how many people
    find room and `household_limit` how many of one household may come, 0 for no limit. Money is in fen. An event that
    is not `open_to_all` is for those invited. `zone_id` is the zone whose goal it counts for besides the community's.
    `outcome` says what came of it, `end_words` why it was not held. `copied_from_id` is last year's.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_event_starts", "community_id", "starts_at", "id"),
        Index("ix_event_ends", "community_id", "ends_at"),
        Index(
            "ix_event_open",
            "community_id",
            "starts_at",
            sqlite_where=text(_OPEN),
            info={FOR_SERVER: {"where": text(_OPEN)}},
        ),
    )

    number: Mapped[str]
    kind: Mapped[str]
    kind_name: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=EventState.PLANNED)
    starts_at: Mapped[datetime] = mapped_column(UtcMoment)
    ends_at: Mapped[datetime] = mapped_column(UtcMoment)
    lunar_day: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id", ondelete="SET NULL"))
    capacity: Mapped[int] = mapped_column(default=0)
    household_limit: Mapped[int] = mapped_column(default=0)
    open_to_all: Mapped[bool] = mapped_column(default=True)
    partner: Mapped[str] = mapped_column(default="")
    budget_fen: Mapped[int | None] = mapped_column(BigId)
    cost_fen: Mapped[int | None] = mapped_column(BigId)
    outcome: Mapped[str] = mapped_column(default="")
    end_words: Mapped[str] = mapped_column(default="")
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_by: Mapped[int]
    held_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    def can_change(self) -> bool:
        """Tell whether the plan can still be changed."""
        return self.state in {EventState.PLANNED, EventState.ANNOUNCED}

    def can_take_guests(self) -> bool:
        """Tell whether guests can be noted: also afterwards, from the sign-in sheet."""
        return self.state != EventState.CANCELLED


class EventStaff(Base):
    """Who helps at an event with what: a worker of the register, or a name."""

    __tablename__ = "event_staff"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    name: Mapped[str] = mapped_column(default="")
    task: Mapped[str] = mapped_column(default="")


class EventItem(Root, Base):
    """One line of an event's materials: what, how much in words, and once it is there, since when."""

    __tablename__ = "event_item"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int]
    words: Mapped[str]
    amount: Mapped[str] = mapped_column(default="")
    ready_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class EventGuest(Root, Base):
    """A household at an event, or someone without one (`room_id` none, by `name`).

    `people` is how many it signed up, `came` how many came (none: nobody looked yet, or nobody came by the end).
    `invited_through` names the list, zone or tag it was invited by, empty for one that signed up by itself or walked
    in. `waiting_since` orders the waiting list. `said` is what the household said of the event.
    """

    __tablename__ = "event_guest"
    __table_args__ = (
        UniqueConstraint("event_id", "room_id"),
        Index("ix_event_guest_room", "room_id", "invited_at"),
        Index("ix_event_guest_state", "event_id", "state", "waiting_since"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    room_label: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    people: Mapped[int] = mapped_column(default=1)
    invited_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    invited_through: Mapped[str] = mapped_column(default="")
    signed_up_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    came: Mapped[int | None]
    came_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    walk_in: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class EventRequest(Base):
    """A service request that was made from what was said at an event."""

    __tablename__ = "event_request"
    __table_args__ = (UniqueConstraint("request_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))


class EventRound(Base):
    """A call round that invites to an event."""

    __tablename__ = "event_round"
    __table_args__ = (UniqueConstraint("round_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("call_round.id"))


class EventGoal(Root, Base):
    """How many events of a kind are to be held from a year on, in the community or (`zone_id`) in one zone.

    It holds until a later year has a goal of its own; 0 asks for none.
    """

    __tablename__ = "event_goal"
    __table_args__ = (Index("ix_event_goal_year", "community_id", "kind", "year"),)

    year: Mapped[int]
    kind: Mapped[str]
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id", ondelete="CASCADE"))
    goal: Mapped[int]
