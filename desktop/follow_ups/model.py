"""The table of who is calling whom right now to follow up."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, UtcMoment

__all__ = ["FollowUpClaim"]


class FollowUpClaim(Base):
    """A household that an account has on the phone until `claimed_until`; after that anyone may take it.

    `household` is the id of its room, or the negative id of a request without one.
    """

    __tablename__ = "follow_up_claim"
    __table_args__ = (UniqueConstraint("community_id", "household"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    household: Mapped[int] = mapped_column(BigId)
    claimed_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    claimed_until: Mapped[datetime] = mapped_column(UtcMoment)
