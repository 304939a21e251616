"""Reads a month for the screen, opens the lists behind its figures, and makes its reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.months.presenter.papers import MonthPaper, draw_all
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from desktop.months.table import LIST_TITLES, Repeat, repeat_text
from desktop.sheets.replace import replace_file
from desktop.staff.service import StaffService
from desktop.ui.language import Text, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language, Message
    from desktop.months.rows import MonthSummary, ReportLists, TrendPoint
    from desktop.requests.rows import RequestFilter
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Figured", "Listed", "MonthPresenter"]

SETTLE_MS = 400
"""Changes that come one upon another (an import, a busy desk) are read once, after this pause."""

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Figured:
    """The figures of the month and department chosen, and the departments there are to choose from."""

    summary: MonthSummary
    department_id: int | None
    departments: Sequence[DepartmentRow]

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to count in the month."""
        figures = self.summary.total.figures
        return not (figures.received or figures.completed or figures.carried_over or figures.counts.answers)


@dataclass(frozen=True, slots=True)
class Listed:
    """What takes a little longer: thirteen months of received and completed, and what repeats.

    `carried` is how many requests were carried over into the month, `done` how many of them were completed by the
    cut-off.
    """

    trend: Sequence[TrendPoint]
    repeats: Sequence[Repeat]
    carried: int
    done: int


class MonthPresenter(QObject):
    """Runs the service in the background.

    `moved()`: another month or department is chosen, its figures are on their way. `figured(Figured)`,
    `listed(Listed)`. `opened(Text, RequestFilter)`: the list behind a figure. `drawn(list of Drawn)`: all reports.
    `saved(folder, number of files)`. `refused(TouchpointError)`.
    """

    moved = Signal()
    figured = Signal(object)
    listed = Signal(object)
    opened = Signal(object, object)
    drawn = Signal(object)
    saved = Signal(object, int)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Show the last full month of `desk`'s community; a department's head begins with the own department."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = MonthService(desk)
        self.month = self.current.plus(-1)
        self.department_id = desk.actor.heads_department
        self.shown = False
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
        """Read figures and lists anew, unless nobody looks."""
        if not self.shown:
            return
        month, department_id = self.month, self.department_id
        title = msg("Counting the month …")

        def figures(_progress: Progress) -> Figured:
            summary = self._service.summary(month, department_id)
            departments = [row for row in StaffService(self._desk).departments() if row.active]
            return Figured(summary, department_id, departments)

        def lists(_progress: Progress) -> Listed:
            report = self._service.report(month, department_id)
            carried = report.lists.carried_over
            done = sum(line.completed_at is not None for line in carried)
            return Listed(report.lists.trend, _repeats(report.summary, report.lists), len(carried), done)

        self._tasks.run(figures, self._take, self.refused.emit, owner=self, key="figures", title=title)
        self._tasks.run(lists, self.listed.emit, self.refused.emit, owner=self, key="lists", title=title)

    def paper(self) -> MonthPaper:
        """Return the report of the department chosen."""
        department = next((row for row in self._departments if row.id == self.department_id), None)
        return MonthPaper(self._desk, self.month, department)

    def draw_all(self, language: Language) -> None:
        """Draw the reports of all departments and of the whole, to be printed."""
        papers = self._papers()
        self._tasks.run(
            lambda progress: draw_all(papers, language, progress),
            self.drawn.emit,
            self.refused.emit,
            owner=self,
            key="reports",
            title=msg("Preparing the reports …"),
        )

    def save_all(self, folder: Path, language: Language) -> None:
        """Draw the reports of all departments and of the whole into `folder`, one file each."""
        papers = self._papers()

        def save(progress: Progress) -> int:
            drawn = draw_all(papers, language, progress)
            for report in drawn:
                replace_file(folder / f"{report.file_name}.pdf", report.pdf)
            return len(drawn)

        self._tasks.run(
            save,
            lambda count: self.saved.emit(folder, count),
            self.refused.emit,
            owner=self,
            key="reports",
            title=msg("Preparing the reports …"),
        )

    def _papers(self) -> list[MonthPaper]:
        return [MonthPaper(self._desk, self.month, row) for row in (*self._departments, None)]

    def open_figure(self, figure: Figure, kind: str = "", id_: int = 0, name: Text = "") -> None:
        """Open the list behind a figure: of all, or of one department, category or building (0: without one)."""
        month, department_id = self.month, self.department_id
        within = {"department_id": department_id} | ({f"{kind}_id": id_} if kind else {})

        def wanted(_progress: Progress) -> RequestFilter:
            return self._service.list_of(month, figure, **within)

        self._open(wanted, self._list_title(LIST_TITLES[figure], name))

    def open_repeat(self, repeat: Repeat) -> None:
        """Open what came again and again in one place."""
        month, department_id = self.month, self.department_id

        def wanted(_progress: Progress) -> RequestFilter:
            found = self._service.list_of(
                month,
                Figure.RECEIVED,
                department_id=department_id,
                category_id=repeat.category_id,
                building_id=repeat.building_id,
            )
            return replace(found, room_id=repeat.room_id)

        self._open(wanted, self._list_title(LIST_TITLES[Figure.RECEIVED], lambda spoken: repeat_text(repeat, spoken)))

    def _take(self, figured: Figured) -> None:
        self._departments = figured.departments
        self.figured.emit(figured)

    def _open(self, wanted: Callable[[Progress], RequestFilter], title: Text) -> None:
        self._tasks.run(
            wanted,
            lambda found: self.opened.emit(title, found),
            self.refused.emit,
            owner=self,
            key="open",
        )

    def _list_title(self, what: Message, name: Text = "") -> Text:
        """Say what a list holds: the month, of whom, which requests."""
        month = self.month

        def title(spoken: Language) -> str:
            parts = (spoken.month(month), translate(name, spoken), spoken.message(what))
            return " · ".join(part for part in parts if part)

        return title

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self.shown and changes.touches("request", "department", "room", "category"):
            self._soon.start()


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
