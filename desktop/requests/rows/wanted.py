"""Which requests a list shows, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

    from desktop.requests.model import Place, Priority, RequestKind, RequestState

__all__ = ["Answered", "GroupBy", "Period", "RequestFilter", "RequestOrder", "StateGroup"]


class StateGroup(StrEnum):
    """Which requests a list shows, by where they stand."""

    ALL = "all"
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"


class RequestOrder(StrEnum):
    """How a list is sorted: newest first, or by a time with the earliest first and what has none at the end.

    The time is when the work is due or when its follow-up is.
    """

    NEWEST = "newest"
    DUE = "due"
    FOLLOW_UP = "follow_up"


class Period(StrEnum):
    """When a request was said, seen from the day the list is read; weeks begin on Monday."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"


class Answered(StrEnum):
    """What was answered last in a follow-up: one of the two best grades, or a lower one."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"


class GroupBy(StrEnum):
    """By what a list is divided into groups."""

    DEPARTMENT = "department"
    BUILDING = "building"


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests a list shows; conditions combine, an empty set asks nothing.

    `overdue`, `due_today`, `awaits_follow_up`, `to_dispatch` are the lists behind the counts of the day. `unexplained`:
    late now, and nobody wrote why. `held_too_long`: on hold for as many days as the desk laid down. `rework`: taken up
    again, or linked to an earlier repair. An id of 0 among departments or buildings means those without one.
    `occurred_from` is included, `occurred_until` is not; `period` is counted from the day of reading, in the
    community's zone. `ids` is a select of request ids, by which month figures open what they count. `text` is searched
    as in the search box.
    """

    group: StateGroup = StateGroup.ALL
    states: frozenset[RequestState] = frozenset()
    kinds: frozenset[RequestKind] = frozenset()
    department_ids: frozenset[int] = frozenset()
    worker_ids: frozenset[int] = frozenset()
    category_ids: frozenset[int] = frozenset()
    building_ids: frozenset[int] = frozenset()
    room_id: int | None = None
    overdue: bool = False
    due_today: bool = False
    awaits_follow_up: bool = False
    to_dispatch: bool = False
    occurred_from: datetime | None = None
    occurred_until: datetime | None = None
    text: str = ""
    ids: Select[int] | None = field(default=None, compare=False)
    priorities: frozenset[Priority] = frozenset()
    places: frozenset[Place] = frozenset()
    period: Period | None = None
    held_too_long: bool = False
    rework: bool = False
    unexplained: bool = False
    answered: Answered | None = None
