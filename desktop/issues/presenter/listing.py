"""Which problem points are shown, how many each condition would show, and the one looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState
from desktop.issues.offer import IssueNames, load_names
from desktop.issues.presenter.paper import ActionSheetPaper
from desktop.issues.rows import IssueFilter
from desktop.issues.table import issue_columns
from desktop.ui.table import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.issues.rows import IssueCounts, IssueRow
    from desktop.issues.service import IssueService
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Flag", "IssuesPresenter", "Wanted", "is_flagged"]

AGAIN_MS = 60_000
"""At midnight other actions are overdue; so often the day is looked at while the list is on screen."""

TOPICS = ("issue", "issue_action", "department", "worker", "category")


class Flag(StrEnum):
    """What an open point may want of somebody."""

    OVERDUE = "overdue"
    OWNERLESS = "ownerless"
    TO_CHECK = "to_check"
    TO_CONFIRM = "to_confirm"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which points are shown; every condition narrows. `month` none: of all months; a flag is of open points only."""

    month: Month | None = None
    department_id: int | None = None
    open_only: bool = True
    flags: frozenset[Flag] = frozenset()
    text: str = ""

    def as_filter(self) -> IssueFilter:
        """Return what the service is asked for; the flags are looked at in what it returns, to count each."""
        ours = frozenset() if self.department_id is None else frozenset({self.department_id})
        return IssueFilter(self.month, ours, open_only=self.open_only or bool(self.flags), text=self.text)

    def shows(self, row: IssueRow) -> bool:
        """Tell whether a row that was asked for is what the flags leave."""
        return all(is_flagged(row, flag) for flag in self.flags)


def is_flagged(row: IssueRow, flag: Flag) -> bool:
    """Tell whether an open point wants what `flag` says."""
    if row.state is not IssueState.OPEN:
        return False
    match flag:
        case Flag.OVERDUE:
            return any(action.overdue_days for action in row.actions if action.state is ActionState.OPEN)
        case Flag.OWNERLESS:
            return row.lacks_owner
        case Flag.TO_CHECK:
            return any(action.state is ActionState.DONE for action in row.actions)
        case Flag.TO_CONFIRM:
            return row.confirmed is None or not row.confirmed.holds


class IssuesPresenter(QObject):
    """Keeps `model` filled with the points wanted.

    `conditions_changed()`: others are wanted. `counted(open, by flag)`: how many the conditions would show.
    `waiting(IssueCounts)`: what waits for somebody, whatever is shown. `detailed(IssueRow | None)`: the point looked
    at, with evidence and history. `named(IssueNames)`: what the forms offer. `failed(error)`.
    """

    conditions_changed = Signal()
    counted = Signal(int, dict)
    waiting = Signal(object)
    detailed = Signal(object)
    named = Signal(object)
    failed = Signal(object)

    def __init__(self, service: IssueService, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show the open points, once `start` is called; a department's head sees the own department's only."""
        super().__init__(parent)
        self.service = service
        self.names = IssueNames()
        self.wanted = Wanted(department_id=service.actor.heads_department)
        self.row: IssueRow | None = None
        self._tasks = tasks
        self._started = False
        self._day = self.today
        self._rows: Sequence[IssueRow] = ()
        self._looked_at = 0
        self._sought = 0
        self._made_room = False
        self.model: RowsModel[IssueRow] = RowsModel(issue_columns(lambda: self.month, lambda: self.today), parent=self)
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self._turn)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        desk = self.service.desk
        return desk.clock.now().astimezone(desk.zone).date()

    @property
    def month(self) -> Month:
        """Return the month the list is about: the one wanted, else the running one."""
        return self.wanted.month or Month(self.today.year, self.today.month)

    @property
    def own_department(self) -> int | None:
        """Return the department this account is the head of; its list can be of no other."""
        return self.service.actor.heads_department

    @property
    def is_seeking(self) -> bool:
        """Tell whether a point asked for by `show_issue` is on its way; until it is there no other is looked at."""
        return bool(self._sought)

    def start(self) -> None:
        """Read list and names for the first time; later calls read again what another day may have changed."""
        self._minute.start()
        if self._started:
            self._turn()
            return
        self._started = True
        self.read_names()
        self.read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the list."""
        self._minute.stop()

    def show(self, wanted: Wanted) -> None:
        """Show other points."""
        if self.own_department is not None:
            wanted = replace(wanted, department_id=self.own_department)
        changed, self.wanted = wanted != self.wanted, wanted
        if self._started and changed:
            self.read()
        self.conditions_changed.emit()

    def show_issue(self, issue_id: int) -> None:
        """Look at a point; conditions that would hide it are taken off."""

        def show(row: IssueRow) -> None:
            if row.id in {each.id for each in self.model.rows}:
                self._sought = 0
                self._take(row)
                return
            # The list is read first, so that the point can be chosen in it.
            self.wanted = Wanted(department_id=self.own_department, open_only=row.state is IssueState.OPEN)
            self._made_room = True
            self.conditions_changed.emit()
            self.read()

        def fail(error: TouchpointError) -> None:
            self._sought = self._looked_at = 0
            self.failed.emit(error)

        service = self.service
        self._looked_at = self._sought = issue_id
        self._made_room = False
        self._tasks.run(lambda _progress: service.issue(issue_id), show, fail, owner=self, key="issue")

    def look(self, issue_id: int | None) -> None:
        """Read the point looked at, with its evidence and history; None looks at none."""
        self._sought = 0
        self._looked_at = issue_id or 0
        if issue_id is None:
            self.row = None
            self.detailed.emit(None)
            return
        service = self.service
        self._tasks.run(
            lambda _progress: service.issue(issue_id), self._take, self.failed.emit, owner=self, key="issue"
        )

    def read(self) -> None:
        """Read the list, what waits, and the point looked at; rows keep their place."""
        self._day = self.today
        service, filtered = self.service, self.wanted.as_filter()

        def ask(_progress: Progress) -> tuple[Sequence[IssueRow], IssueCounts]:
            return service.issues(filtered), service.counts()

        self._tasks.run(ask, self._show, self.failed.emit, owner=self, key="issues")
        if self._looked_at and not self._sought:
            self.look(self._looked_at)

    def read_names(self) -> None:
        """Read what the forms offer."""
        desk = self.service.desk
        self._tasks.run(lambda _progress: load_names(desk), self._take_names, self.failed.emit, owner=self, key="names")

    def paper(self) -> ActionSheetPaper:
        """Return the points listed as something to print."""
        return ActionSheetPaper(self.service, self.wanted.as_filter(), self.wanted.shows, self.month)

    def _show(self, found: tuple[Sequence[IssueRow], IssueCounts]) -> None:
        rows, counts = found
        self._rows = tuple(rows)
        self.model.set_rows([row for row in rows if self.wanted.shows(row)])
        by_flag = {flag: sum(is_flagged(row, flag) for row in rows) for flag in Flag}
        self.counted.emit(sum(row.state is IssueState.OPEN for row in rows), by_flag)
        self.waiting.emit(counts)
        if self._sought and (self._made_room or self._sought in {row.id for row in rows}):
            self.look(self._sought)

    def _take(self, row: IssueRow) -> None:
        if row.id == self._looked_at:
            self.row = row
            self.detailed.emit(row)

    def _take_names(self, names: IssueNames) -> None:
        self.names = names
        self.named.emit(names)

    def _turn(self) -> None:
        if self._day != self.today:
            self.read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if not self._started:
            return
        if changes.touches("department", "worker", "category", "equipment", "room", "import_batch"):
            self.read_names()
        if changes.touches(*TOPICS):
            self.read()
        elif changes.touches("request") and self._looked_at and not self._sought:
            self.look(self._looked_at)
