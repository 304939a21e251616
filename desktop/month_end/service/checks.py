"""What is looked at before a month is combed: each check is the list of requests it counts, to be mended there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, or_, select, type_coerce, union_all

from desktop.core.i18n import msg
from desktop.month_end.rows import Completeness
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from desktop.requests.model import Request, RequestKind
from desktop.requests.rows import RequestFilter
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Select

    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.storage.desk import Desk

__all__ = ["CHECKS", "Check", "completeness"]

UNGRADED = "ungraded"

_IMPOSSIBLE = (
    (Request.occurred_at, Request.recorded_at),
    (Request.occurred_at, Request.responded_at),
    (Request.occurred_at, Request.assigned_at),
    (Request.occurred_at, Request.completed_at),
    (Request.occurred_at, Request.told_at),
    (Request.arrived_at, Request.completed_at),
    (Request.first_completed_at, Request.completed_at),
    (Request.completed_at, Request.reached_at),
    (Request.completed_at, Request.closed_at),
)
"""Pairs of times of which the second cannot be before the first."""

_TYPED_TO = 60_000_000
"""Times are typed to the minute: by less, in microseconds, nothing is impossible."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it looks for, and the requests that fail it."""

    key: str
    words: Message
    icon: str
    ids: Callable[[_Lists], Select[Any]]


class _Lists:
    """The ids behind the figures of a month, which the checks narrow."""

    def __init__(self, months: MonthService, month: Month) -> None:
        self._months, self._month = months, month

    def of(self, figure: Figure, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Return the requests a figure is about that meet `conditions`."""
        ids = self._months.list_of(self._month, figure).ids
        assert ids is not None
        return select(Request.id).where(Request.id.in_(ids), *conditions)

    def of_either(self, first: Figure, second: Figure, *conditions: ColumnElement[bool]) -> Select[Any]:
        """Return the requests one of two figures is about that meet `conditions`."""
        both = union_all(self.of(first), self.of(second)).subquery()
        return select(Request.id).where(Request.id.in_(select(both.c.id)), *conditions)


def _before(later: Any, earlier: Any) -> ColumnElement[bool]:
    return type_coerce(later, BigInteger) < type_coerce(earlier, BigInteger) - _TYPED_TO


def _impossible() -> ColumnElement[bool]:
    # taken up again, a request is dispatched anew while the first arrival stands
    arrived_undispatched = and_(_before(Request.arrived_at, Request.assigned_at), Request.reopened_count == 0)
    return or_(*(_before(later, earlier) for earlier, later in _IMPOSSIBLE), arrived_undispatched)


CHECKS: Sequence[Check] = (
    Check(
        "unexplained",
        msg("Overdue without a reason"),
        "clock-alert",
        lambda lists: lists.of(Figure.OVERDUE, Request.overdue_reason == ""),
    ),
    Check(
        "no_result",
        msg("Completed without a result"),
        "clipboard-list",
        lambda lists: lists.of(Figure.COMPLETED, Request.result == ""),
    ),
    Check(
        "follow_ups",
        msg("Follow-ups not made"),
        "phone-outgoing",
        lambda lists: lists.of(Figure.FOLLOW_UP_RATE, Request.reached_at.is_(None)),
    ),
    Check(
        "impossible",
        msg("Impossible times"),
        "calendar-clock",
        lambda lists: lists.of_either(Figure.RECEIVED, Figure.COMPLETED, _impossible()),
    ),
    Check(
        "incomplete",
        msg("Without category or department"),
        "circle-alert",
        lambda lists: lists.of(Figure.RECEIVED, or_(Request.category_id.is_(None), Request.department_id.is_(None))),
    ),
    Check(
        UNGRADED,
        msg("Complaints without a grade"),
        "angry",
        lambda lists: lists.of(
            Figure.COMPLAINT_RATE, Request.kind == RequestKind.COMPLAINT, Request.grade_id.is_(None)
        ),
    ),
)
"""All checks, in their order."""


def completeness(desk: Desk, month: Month, *, grades: bool) -> tuple[Completeness, ...]:
    """Return every check with its count, of the own department's requests where a head asks.

    Complaints are looked at for their grade only where the community has `grades`.
    """
    own = desk.actor.heads_department
    departments = frozenset() if own is None else frozenset({own})
    behind, requests = _Lists(MonthService(desk), month), RequestService(desk)
    told = []
    for check in CHECKS:
        if check.key != UNGRADED or grades:
            wanted = RequestFilter(department_ids=departments, ids=check.ids(behind))
            told.append(Completeness(check.key, check.words, check.icon, requests.count(wanted), wanted))
    return tuple(told)
