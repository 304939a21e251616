"""Tables of what a community laid down about its requests: categories, rules, grades, phrases, questions, equipment."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.requests.model.codes import Signer
from desktop.storage.base import Base, Root

__all__ = [
    "Category",
    "ComplaintGrade",
    "Equipment",
    "FollowUpQuestion",
    "Phrase",
    "RequestRule",
    "RequestSetup",
]


class Category(Root, Base):
    """What kind of trouble (给排水, 噪音): the word in lists and figures, and what is usual for it.

    `keywords` are the words, separated by spaces, that speak of it. `department_id`, `place`, `liability` and
    `priority` fill the form of a new request; "" leaves the form as it is.
    """

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    keywords: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    liability: Mapped[str] = mapped_column(default="")
    priority: Mapped[str] = mapped_column(default="")


class RequestRule(Root, Base):
    """How long requests of a kind, category and priority may take, and who of them is called back.

    `kind` and `priority` "" and `category_id` none mean any; of the rules that fit the most specific holds: one for
    emergencies first, then the category counts for more than the priority, that for more than the kind. Minutes are
    none where nothing is due. They and holds count in working time or by the clock. A follow-up is due
    `follow_up_days` (none: never) after completion, for `follow_up_share` of 100 requests; complaints always.
    """

    __tablename__ = "request_rule"
    __table_args__ = (Index("ix_request_rule", "community_id", "active"),)

    kind: Mapped[str] = mapped_column(default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    priority: Mapped[str] = mapped_column(default="")
    response_minutes: Mapped[int | None]
    completion_minutes: Mapped[int | None]
    in_working_time: Mapped[bool] = mapped_column(default=False)
    follow_up_days: Mapped[int | None]
    follow_up_share: Mapped[int] = mapped_column(default=100)
    follow_up_in_working_days: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class ComplaintGrade(Root, Base):
    """How grave a complaint is: who must be told of it (one a line in `tell`), and who must sign its closing."""

    __tablename__ = "complaint_grade"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    tell: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default=Signer.ANYONE)
    active: Mapped[bool] = mapped_column(default=True)


class Equipment(Root, Base):
    """A piece of equipment requests may be about: a lift, a pump, a gate."""

    __tablename__ = "equipment"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    note: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class Phrase(Root, Base):
    """A frequent text: typed by its abbreviation, or chosen from a list, in the field of its `use`."""

    __tablename__ = "phrase"
    __table_args__ = (UniqueConstraint("community_id", "use", "abbreviation"),)

    use: Mapped[str]
    abbreviation: Mapped[str]
    words: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class FollowUpQuestion(Root, Base):
    """A question of the community in every follow-up, answered with yes or no; at most three are active."""

    __tablename__ = "follow_up_question"
    __table_args__ = (UniqueConstraint("community_id", "words"),)

    words: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class RequestSetup(Root, Base):
    """What else the desk laid down, one row for a community, defaults where there is none.

    `duty_phone` is called in an emergency; `work_order_copies` names the copies, one a line, "" the usual three;
    `work_order_terms` stands at the foot of a work order; a hold of more than `hold_days` days is too long;
    `due_soon_minutes` before it is due a request is due soon.
    """

    __tablename__ = "request_setup"
    __table_args__ = (UniqueConstraint("community_id"),)

    duty_phone: Mapped[str] = mapped_column(default="")
    work_order_copies: Mapped[str] = mapped_column(default="")
    work_order_terms: Mapped[str] = mapped_column(default="")
    work_order_format: Mapped[str] = mapped_column(default="")
    hold_days: Mapped[int] = mapped_column(default=3)
    due_soon_minutes: Mapped[int] = mapped_column(default=60)
