"""Reads a month for the screen, says which lists its numbers open, and makes its reports."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.weeks import Week
from desktop.months.presenter.opening import Counted, ListOpener, within
from desktop.months.presenter.papers import LedgerPaper, MonthPaper, WeekPaper
from desktop.months.presenter.reading import Figured, Listed, read_figures, read_lists
from desktop.months.rows import Figure
from desktop.months.sheet import write_report
from desktop.months.table import listed, named_text, repeat_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.months.rows import Figures, MonthReport, Named
    from desktop.months.table import CompareLine, Repeat
    from desktop.requests.model import Satisfaction
    from desktop.requests.rows import RequestFilter
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["MonthPresenter"]

SETTLE_MS = 400
"""Changes that come one upon another (an import, a busy desk) are read once, after this pause."""

FIRST_YEAR = 2000
WEEKS_OFFERED = 60
TOPICS = ("request", "department", "room", "category", "issue", "figure_target", "month")


class MonthPresenter(QObject):
    """Runs the service in the background.

    `moved()`: another month or department is chosen, its figures are on their way. `figured(Figured)`,
    `listed(Listed)`. `opened(Text, RequestFilter)`: the list behind a figure.
    `exported(Path)`: the workbook is written. `refused(TouchpointError)`.
    """

    moved = Signal()
    figured = Signal(object)
    listed = Signal(object)
    opened = Signal(object, object)
    exported = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Show the last full month of `desk`'s community; a department's head begins with the own department."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._opener = ListOpener(desk, tasks, self)
        self._opener.opened.connect(self.opened)
        self._opener.refused.connect(self.refused)
        self.month = self.current.plus(-1)
        self.department_id = desk.actor.heads_department
        self.shown = False
        self._figured: Figured | None = None
        self._departments: Sequence[DepartmentRow] = ()
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def current(self) -> Month:
        """Return the running month."""
        return Month.containing(self._desk.clock.now(), self._desk.zone)

    @property
    def tied(self) -> bool:
        """Tell whether the account heads a department and sees no other."""
        return self._desk.actor.heads_department is not None

    def show(self, month: Month) -> None:
        """Show `month`; the running one at the latest."""
        self.month = max(min(month, self.current), Month(FIRST_YEAR, 1))
        self.moved.emit()
        self.read()

    def step(self, months: int) -> None:
        """Show the month `months` later, earlier when negative."""
        self.show(self.month.plus(months))

    def choose_department(self, department_id: int | None) -> None:
        """Show one department, or all; a department's head stays with the own."""
        if not self.tied:
            self.department_id = department_id
            self.moved.emit()
            self.read()

    def read(self) -> None:
        """Read figures and everything else anew, unless nobody looks."""
        if not self.shown:
            return
        where = (self._desk, self.month, self.department_id)
        title = msg("Counting the month …")

        def figures(_progress: Progress) -> Figured:
            return read_figures(*where)

        def lists(_progress: Progress) -> Listed:
            return read_lists(*where)

        self._tasks.run(figures, self._take, self.refused.emit, owner=self, key="figures", title=title)
        self._tasks.run(lists, self.listed.emit, self.refused.emit, owner=self, key="lists", title=title)

    def open_figure(self, figure: Figure, month: Month | None = None, figures: Figures | None = None) -> None:
        """Open the list behind a figure of all; of another month where one is named."""
        if month in {None, self.month} and self._figured is not None:
            figures = self._figured.summary.total.figures
        self._open(figure, {}, "", None if figures is None else listed(figure, figures), month=month)

    def open_group(self, figure: Figure, kind: str, group: Named, month: Month | None = None) -> None:
        """Open the list behind a figure of one group."""
        name = partial(named_text, group, kind)
        count = listed(figure, group.compared.figures)
        self._open(figure, within(kind, group.id, group.code), name, count, month=month)

    def open_line(self, month: Month, line: CompareLine, kind: str) -> None:
        """Open the list behind a number of a comparison."""
        figures = line.first if month == self.month else line.second
        if line.group is None:
            self.open_figure(line.figure, month, figures)
            return
        count = None if figures is None else listed(line.figure, figures)
        inside = within(kind, line.group.id, line.group.code)
        self._open(line.figure, inside, partial(named_text, line.group, kind), count, month=month)

    def open_cell(self, building_id: int | None, category_id: int | None, name: Text, count: int) -> None:
        """Open what a building had of a category; of all of them where one is none."""
        found = {"building_id": building_id, "category_id": category_id}
        self._open(Figure.RECEIVED, {key: id_ for key, id_ in found.items() if id_ is not None}, name, count)

    def open_band(self, hours: float | None, name: Text, count: int) -> None:
        """Open what was completed within a band of hours, none for longer than all bands."""
        inside = {"department_id": self.department_id}
        self._opener.open_band(Counted(self.month, Figure.COMPLETED, inside, name, count, self._read_at), hours)

    def open_grade(self, grade: Satisfaction, name: Text, count: int) -> None:
        """Open what a grade was given for."""
        inside = {"department_id": self.department_id}
        self._opener.open_grade(Counted(self.month, Figure.SATISFACTION, inside, name, count, self._read_at), grade)

    def open_repeat(self, repeat: Repeat) -> None:
        """Open what came again and again in one place."""
        found = {"building_id": repeat.building_id, "category_id": repeat.category_id}
        inside = {key: id_ for key, id_ in found.items() if id_ is not None}

        def narrow(wanted: RequestFilter) -> RequestFilter:
            return wanted if repeat.room_id is None else replace(wanted, room_id=repeat.room_id)

        self._open(Figure.RECEIVED, inside, lambda spoken: repeat_text(repeat, spoken), repeat.requests, narrow=narrow)

    def paper(self) -> MonthPaper:
        """Return the report of the department chosen."""
        return MonthPaper(self._desk, self.month, self._department)

    def export(self, report: MonthReport, path: Path, language: Language) -> None:
        """Write everything on the page as a workbook."""

        def write(_progress: Progress) -> Path:
            write_report(path, report, language)
            return path

        title = msg("Writing the workbook …")
        self._tasks.run(write, self.exported.emit, self.refused.emit, owner=self, title=title)

    def ledger(self) -> LedgerPaper:
        """Return the ledger of the department chosen."""
        return LedgerPaper(self._desk, self.month, self._department)

    def weeks(self) -> Sequence[Week]:
        """Return the weeks that can be summed up, the latest first: up to the running one, a year and a bit."""
        running = Week.containing(self._desk.clock.now(), self._desk.zone)
        return [running.plus(-back) for back in range(WEEKS_OFFERED)]

    def last_week(self) -> Week:
        """Return the week the month shown ends in; of the running month, or the last one, the last full week."""
        running = Week.containing(self._desk.clock.now(), self._desk.zone)
        return min(Week.of(self.month.last_day), running.plus(-1))

    def week(self, week: Week) -> WeekPaper:
        """Return the summary of `week` of the department chosen."""
        return WeekPaper(self._desk, week, self._department)

    @property
    def _department(self) -> DepartmentRow | None:
        return next((row for row in self._departments if row.id == self.department_id), None)

    def _open(
        self,
        figure: Figure,
        inside: dict[str, Any],
        name: Text,
        count: int | None,
        *,
        month: Month | None = None,
        narrow: Callable[[RequestFilter], RequestFilter] | None = None,
    ) -> None:
        """Open a list within the department chosen; a group of departments narrows it itself."""
        inside = {"department_id": self.department_id} | inside
        self._opener.open(Counted(month or self.month, figure, inside, name, count, self._read_at), narrow)

    @property
    def _read_at(self) -> datetime | None:
        return None if self._figured is None else self._figured.read_at

    def _take(self, figured: Figured) -> None:
        self._figured = figured
        self._departments = figured.departments
        self.figured.emit(figured)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self.shown and changes.touches(*TOPICS):
            self._soon.start()
