"""The table of care tasks, and what may still be done with one."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root, UtcMoment

__all__ = ["CareKind", "CareState", "CareTask"]


class CareKind(StrEnum):
    """What is done for a household."""

    WELCOME = "welcome"
    GIFT = "gift"
    REMINDER = "reminder"
    VISIT = "visit"
    HELP = "help"
    INVITATION = "invitation"
    CHECK_PHONE = "check_phone"
    OTHER = "other"


class CareState(StrEnum):
    """Where a task stands."""

    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"


class CareTask(Root, Base):
    """Something to be done for one household by a day, and what came of it.

    `words` says what, `result` what came of it or why it was dropped. Tasks made together for a list share `series`,
    an operation id.
    """

    __tablename__ = "care_task"
    __table_args__ = (
        Index("ix_care_task_room", "room_id", "due_on"),
        Index("ix_care_task_due", "community_id", "state", "due_on", "id"),
        Index("ix_care_task_ended", "community_id", "ended_at", "id"),
        Index("ix_care_task_series", "series"),
    )

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default=CareState.PLANNED)
    result: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    series: Mapped[str] = mapped_column(default="")

    def can_end(self) -> bool:
        """Tell whether a result can still be written: once."""
        return self.state == CareState.PLANNED

    def can_reopen(self) -> bool:
        """Tell whether a result can be taken back."""
        return self.state != CareState.PLANNED
