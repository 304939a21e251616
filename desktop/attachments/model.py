"""Tables of attachments: what is known of a file, and, apart from it, its bytes."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = ["Attachment", "AttachmentContent"]


class Attachment(Root, Base):
    """A photo or file of something kept.

    `topic` is the table of what it belongs to ("request", "issue_action"), `owner_id` the row's id. Until that is saved
    `owner_id` is none and `draft_key` is the key of the draft it belongs to, which is the operation id of the row to
    be. `name` is safe to save under; `size` in bytes; `sha256` in hexadecimal; `thumbnail` a small PNG or JPEG, none
    for what is no picture. Taken away it keeps its row: `removed_at`.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_draft", "community_id", "draft_key"),
        Index("ix_attachment_owner", "topic", "owner_id"),
    )

    topic: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(BigId)
    draft_key: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigId)
    sha256: Mapped[str]
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary)
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
    account_id: Mapped[int]
    removed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class AttachmentContent(Base):
    """The bytes of an attachment, apart from it so that lists never read them."""

    __tablename__ = "attachment_content"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
