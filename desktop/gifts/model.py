"""Tables of gift lists and their households, and what can still be done with one."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["GiftEntry", "GiftList", "GiftListState", "GiftState"]


class GiftListState(StrEnum):
    """Where a gift list stands; an ended one takes no more gifts."""

    OPEN = "open"
    ENDED = "ended"


class GiftState(StrEnum):
    """Where one household of a gift list stands."""

    WAITING = "waiting"
    NOT_HOME = "not_home"
    HANDED = "handed"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


class GiftList(Root, Base):
    """A gift for the households of a contact list at a festival.

    `gift` says what is given, `stock` how many pieces there were, `due_on` by which day. `list_name` stays when the
    contact list is renamed or archived.
    """

    __tablename__ = "gift_list"
    __table_args__ = (Index("ix_gift_list_due", "community_id", "state", "due_on", "id"),)

    title: Mapped[str]
    gift: Mapped[str]
    stock: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=GiftListState.OPEN)
    contact_list_id: Mapped[int | None] = mapped_column(ForeignKey("contact_list.id"))
    list_name: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class GiftEntry(Root, Base):
    """One household of a gift list: how many pieces it is given, and what came of it.

    `tries` counts the visits on which nobody was at home. `handed_to` is who took it, in words. `care_task_id` is the
    care noted when it was handed over. `room_label` stays when the room is taken out of the register.
    """

    __tablename__ = "gift_entry"
    __table_args__ = (
        UniqueConstraint("gift_list_id", "room_id"),
        Index("ix_gift_entry_list", "gift_list_id", "state", "position"),
    )

    gift_list_id: Mapped[int] = mapped_column(ForeignKey("gift_list.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"), index=True)
    room_label: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    pieces: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default=GiftState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    last_tried_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    handed_to: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    handed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(default="")
    care_task_id: Mapped[int | None] = mapped_column(ForeignKey("care_task.id"))

    def can_be_given(self) -> bool:
        """Tell whether the household still waits for its gift."""
        return self.state in {GiftState.WAITING, GiftState.NOT_HOME}
