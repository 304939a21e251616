"""Tables of the letterhead, of texts with fields to fill in, and of how a report is made up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root

__all__ = ["Letterhead", "ReportLayout", "TextTemplate"]


class Letterhead(Root, Base):
    """What stands at the head of paper, once per community.

    An empty `office` is the community's name as a service centre, an empty `phone` the community's. `logo` is a PNG or
    JPEG (`logo_type` its media type), none without one. `mask_names` and `mask_phones`: whether names and phones are
    partly hidden on paper that leaves the desk; `issue_languages` are the codes of the languages a month is issued in
    when it is closed, separated by spaces, empty for that of the window.
    """

    __tablename__ = "letterhead"
    __table_args__ = (UniqueConstraint("community_id"),)

    company: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    logo_type: Mapped[str] = mapped_column(default="")
    mask_names: Mapped[bool] = mapped_column(default=True)
    mask_phones: Mapped[bool] = mapped_column(default=True)
    issue_languages: Mapped[str] = mapped_column(default="")


class TextTemplate(Root, Base):
    """A text with fields to fill in, written `{room}`, for one purpose and language; it stands for the built-in one.

    `purpose` is a `TemplatePurpose` value, `language` a code ("zh_CN"). An empty body is the built-in text again: the
    row stays, so that its version goes on.
    """

    __tablename__ = "text_template"
    __table_args__ = (UniqueConstraint("community_id", "purpose", "language"),)

    purpose: Mapped[str]
    language: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]


class ReportLayout(Root, Base):
    """How a report is made up, where the manager changed it.

    `sections` is [{"key", "shown", "heading", "words"}, …] in their order; an empty heading is the built-in one, and
    `words` an introduction with fields to fill in. No sections at all is the built-in make-up.
    """

    __tablename__ = "report_layout"
    __table_args__ = (UniqueConstraint("community_id", "report"),)

    report: Mapped[str]
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
