"""What a report shows beside the figures: the month's problem points, the letterhead and how the report is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from desktop.core.permissions import Operation, allows
from desktop.issues.rows import IssueFilter
from desktop.issues.service import IssueService
from desktop.stationery.rows import MONTHLY
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.issues.rows import IssueRow
    from desktop.stationery.rows import LetterheadRow, SectionLayout
    from desktop.storage.desk import Desk

__all__ = ["Around", "around", "points_of"]


class Around(TypedDict):
    """Fields of a `MonthReport` that are not counted."""

    issues: tuple[IssueRow, ...]
    letterhead: LetterheadRow
    layout: tuple[SectionLayout, ...]


def points_of(desk: Desk, month: Month, department_id: int | None, *, in_full: bool = False) -> tuple[IssueRow, ...]:
    """Return the month's problem points of one department, or of all, as far as this account may read them.

    `in_full`: with their evidence and history.
    """
    if not allows(desk.actor, Operation.READ_ISSUES):
        return ()
    of = frozenset() if department_id is None else frozenset({department_id})
    service = IssueService(desk)
    return service.in_full(month, of) if in_full else service.issues(IssueFilter(month=month, department_ids=of))


def around(desk: Desk, month: Month, department_id: int | None) -> Around:
    """Return what a report of one department, or of all, shows beside its figures, as far as this account may read.

    Problem points come with their evidence and history.
    """
    points = points_of(desk, month, department_id, in_full=True)
    stationery = StationeryService(desk)
    return Around(issues=points, letterhead=stationery.letterhead(), layout=stationery.layout(MONTHLY))
