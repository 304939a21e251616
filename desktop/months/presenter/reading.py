"""What the month's page shows, as it is read: the figures first, then everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, allows
from desktop.months.service import MonthService
from desktop.months.table import HeatGrid, Repeat, SeriesLine, heat_grid
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.months import Month
    from desktop.issues.rows import IssueRow
    from desktop.months.rows import AfterClosing, MonthReport, MonthState, MonthSummary, ReportLists
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk

__all__ = ["Figured", "Listed", "read_figures", "read_lists"]

FIRST_SEEN = ("department", "category")
"""Groups that the first screen shows; the others come with the rest."""


@dataclass(frozen=True, slots=True)
class Figured:
    """The figures of the month and department chosen, how the month stands, and the departments to choose from.

    `read_at` is when they were counted, an aware time.
    """

    summary: MonthSummary
    state: MonthState
    department_id: int | None
    departments: Sequence[DepartmentRow]
    read_at: datetime

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to count in the month."""
        figures = self.summary.total.figures
        return not (figures.received or figures.completed or figures.carried_over or figures.counts.answers)


@dataclass(frozen=True, slots=True)
class Listed:
    """Everything else: the whole report, and what is made of it for the screen.

    `series` are thirteen months, oldest first. `done` is how many of the requests carried over were completed by the
    cut-off. `points` are none where the account may not read them, `after` where nothing was closed.
    """

    report: MonthReport
    series: Sequence[SeriesLine]
    repeats: Sequence[Repeat]
    grid: HeatGrid
    done: int
    points: Sequence[IssueRow] | None
    after: AfterClosing | None


def read_figures(desk: Desk, month: Month, department_id: int | None) -> Figured:
    """Read what the first screen shows. Raises as `MonthService.summary`."""
    service = MonthService(desk)
    read_at = desk.clock.now()
    summary = service.summary(month, department_id, by=FIRST_SEEN)
    departments = [row for row in StaffService(desk).departments() if row.active]
    return Figured(summary, service.state(month), department_id, departments, read_at)


def read_lists(desk: Desk, month: Month, department_id: int | None) -> Listed:
    """Read everything else. Raises as `MonthService.on_screen`."""
    service = MonthService(desk)
    report = service.on_screen(month, department_id)
    carried = report.lists.carried_over
    return Listed(
        report=report,
        series=[SeriesLine(point.month, point.figures) for point in report.lists.trend],
        repeats=_repeats(report.summary, report.lists),
        grid=heat_grid(report.lists.heat),
        done=sum(line.completed_at is not None for line in carried),
        points=report.issues if allows(desk.actor, Operation.READ_ISSUES) else None,
        after=service.after_closing(month, department_id) if report.edition is not None else None,
    )


def _repeats(summary: MonthSummary, lists: ReportLists) -> list[Repeat]:
    """Return hot spots and repeat households, the most frequent first."""
    buildings = {group.name: group.id for group in summary.buildings}
    categories = {group.name: group.id for group in summary.categories}
    found = [
        Repeat(
            f"spot {spot.building} {spot.category}",
            spot.category,
            spot.requests,
            building=spot.building,
            building_id=buildings.get(spot.building),
            category_id=categories.get(spot.category),
        )
        for spot in lists.hot_spots
    ]
    found += [
        Repeat(
            f"room {household.room_label}",
            " · ".join([household.room_label, *household.categories[:2]]),
            household.requests,
            household.complaints,
            room_id=household.room_id,
        )
        for household in lists.repeat_households
        if household.room_id is not None
    ]
    return sorted(found, key=lambda repeat: -repeat.requests)
