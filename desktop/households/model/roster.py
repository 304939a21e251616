"""What the imports of rosters said, so that the next one can tell a newer value of the file from one of ours."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root

__all__ = ["RosterMemory"]


class RosterMemory(Root, Base):
    """What an import said of a room (`resident_id` none) or of a person in it: `said` holds its values by field.

    Only what an import said anew has a row; the row with the highest id counts, so that taking an import back is
    taking its rows away. Not bound by foreign keys: it keeps nothing in the register that may otherwise go.
    """

    __tablename__ = "roster_memory"
    __table_args__ = (Index("ix_roster_memory_batch", "batch_id"), Index("ix_roster_memory_room", "room_id"))

    batch_id: Mapped[int] = mapped_column(BigInteger)
    room_id: Mapped[int] = mapped_column(BigInteger)
    resident_id: Mapped[int | None] = mapped_column(BigInteger)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
