"""Tables of the month: targets, comments, when it was issued and closed, and all that a closing froze."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, BigId, Root, UtcMoment

__all__ = ["ClosedRequest", "IssuedPaper", "MonthClose", "MonthComment", "MonthEdition", "Target"]


class Target(Root, Base):
    """What a figure ought to be: at least, or at most where less is better (`rows.LESS_IS_BETTER`).

    Of one department, or of all where `department_id` is 0. `value` as the figure: a share (0.95) or hours.
    """

    __tablename__ = "figure_target"
    __table_args__ = (UniqueConstraint("community_id", "figure", "department_id"),)

    figure: Mapped[str]
    department_id: Mapped[int] = mapped_column(BigId, default=0)
    value: Mapped[float]


class MonthClose(Root, Base):
    """How a month (`month`, YYYY-MM) stands: issued to the department heads, closed, and in which edition.

    `closed_edition_id` is the edition in force, none while the month is open. `checked` are the keys of the steps of
    combing that were gone through.
    """

    __tablename__ = "month_close"
    __table_args__ = (UniqueConstraint("community_id", "month"),)

    month: Mapped[str]
    issued_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    issued_by: Mapped[int | None]
    closed_edition_id: Mapped[int | None] = mapped_column(BigId)
    editions: Mapped[int] = mapped_column(default=0)
    checked: Mapped[list[str]] = mapped_column(JSON)


class MonthComment(Root, Base):
    """The words about one department (`department_id`; 0: the project manager's about all) in a month's report.

    `is_draft` while they are as the program made them of the figures. `language` is the code of the one they are in.
    """

    __tablename__ = "month_comment"
    __table_args__ = (UniqueConstraint("community_id", "month", "department_id"),)

    month: Mapped[str]
    department_id: Mapped[int] = mapped_column(BigId, default=0)
    words: Mapped[str]
    language: Mapped[str]
    is_draft: Mapped[bool] = mapped_column(default=True)
    written_at: Mapped[datetime] = mapped_column(UtcMoment)
    written_by: Mapped[int]


class MonthEdition(Base):
    """One closing of a month: what was frozen, and why it was opened again where it was.

    `zone` is the community's time zone then. `reports` holds the frozen reports, of all ("all") and of each department
    by its code, packed by `months/frozen.py` and `store/editions.py`. `facts` are the bits of what was counted then,
    `occupied_households` is the mean that rates were made of. `changes` are what this edition says against the one
    before, [] in the first; `told` are the corrections of earlier months that its reports tell ([month, request, what
    it counts as]). `reopened_at`, `reopened_by`, `reason`: when, by whom and why it was set aside.
    """

    __tablename__ = "month_edition"
    __table_args__ = (UniqueConstraint("community_id", "month", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    month: Mapped[str]
    number: Mapped[int]
    zone: Mapped[str]
    cut_off: Mapped[datetime] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime] = mapped_column(UtcMoment)
    closed_by: Mapped[int]
    closed_by_name: Mapped[str]
    facts: Mapped[int] = mapped_column(BigId)
    occupied_households: Mapped[float]
    reports: Mapped[bytes] = mapped_column(LargeBinary)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    told: Mapped[list[list[Any]]] = mapped_column(JSON)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reopened_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")


class ClosedRequest(Base):
    """What a request counted as in a closed month: the lists behind the frozen figures.

    `bits` are the places in `Counts` (new ones are appended there), but for the answers, of which there may be several.
    `worked` and `waited` (microseconds until it was completed, and until it was responded to; 0 where it was not) and
    where it belonged are as of the closing.
    """

    __tablename__ = "closed_request"

    edition_id: Mapped[int] = mapped_column(ForeignKey("month_edition.id"), primary_key=True, autoincrement=False)
    # an index of its own: taking an import back asks of each of its requests whether a closing counted it
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True, autoincrement=False, index=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    bits: Mapped[int] = mapped_column(BigId)
    answers: Mapped[int]
    good_answers: Mapped[int]
    worked: Mapped[int] = mapped_column(BigId)
    waited: Mapped[int] = mapped_column(BigId)
    department_id: Mapped[int | None] = mapped_column(BigId)
    category_id: Mapped[int | None] = mapped_column(BigId)
    building_id: Mapped[int | None] = mapped_column(BigId)
    worker_id: Mapped[int | None] = mapped_column(BigId)
    place: Mapped[str]
    liability: Mapped[str]
    source: Mapped[str]


class IssuedPaper(Base):
    """A report's PDF as it was issued with an edition, in one language and masking."""

    __tablename__ = "issued_paper"
    __table_args__ = (Index("ix_issued_paper_edition", "edition_id", "code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("month_edition.id"))
    code: Mapped[str]
    language: Mapped[str]
    masked: Mapped[bool]
    sha256: Mapped[str]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
