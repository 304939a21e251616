"""The lists that are read as a whole: who is inside, who is expected, passes, the watchlist, calls from the gate."""

from __future__ import annotations

from abc import abstractmethod
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal

from desktop.ui.table import RowsModel
from desktop.visits.presenter.reading import PartPresenter
from desktop.visits.rows import InsideCounts
from desktop.visits.table import call_columns, expected_columns, inside_columns, pass_columns, watch_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.table import Column
    from desktop.ui.tasks import Tasks
    from desktop.visits.rows import CallLine, ExpectedLine, InsideLine, PassLine, WatchLine
    from desktop.visits.table import When

__all__ = [
    "CallsPresenter",
    "ExpectedPresenter",
    "ExpectedScope",
    "InsidePresenter",
    "InsideScope",
    "ListPresenter",
    "PassScope",
    "PassesPresenter",
    "WatchPresenter",
    "WatchScope",
]

RowT = TypeVar("RowT")

AHEAD = timedelta(days=60)
BACK = timedelta(days=30)
CALLS_BACK = timedelta(days=7)
"""Answered calls are shown so long."""


class ListPresenter(PartPresenter[RowT], Generic[RowT]):
    """A list in one of its `scopes`, narrowed by `text`. `scope` "" stands for the first."""

    scopes: Sequence[str] = ()
    model: RowsModel[RowT]

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        bus: Bus,
        columns: Callable[[Callable[[], When]], Sequence[Column[RowT]]],
        parent: QObject | None = None,
    ) -> None:
        """Show the first scope through `columns`."""
        super().__init__(desk, tasks, bus, parent)
        self.scope = self.scopes[0] if self.scopes else ""
        self.text = ""
        self._untried: list[str] = []
        self.model = RowsModel(columns(lambda: self.when), identify=self.identity, parent=self)

    @staticmethod
    def identity(row: RowT) -> int:
        """Return the id of a row."""
        return row.id  # type: ignore[attr-defined, no-any-return]  # every row has one

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a condition hides rows of the first scope."""
        return bool(self.text or (self.scopes and self.scope != self.scopes[0]))

    def show(self, scope: str, text: str) -> None:
        """Show another scope, or other words in it."""
        if (scope, text) != (self.scope, self.text):
            self.scope, self.text = scope, text
            self.conditions_changed.emit()
            self.read()

    def read(self) -> None:
        """Read the rows; those shown keep their place."""
        scope, text = self.scope, self.text
        self.tasks.run(lambda _progress: self.ask(scope, text), self.take, self.failed.emit, owner=self, key="rows")

    def widen(self) -> None:
        """Take text and scope off; a row sought is looked for in the other scopes as well."""
        self.scope, self.text = (self.scopes[0] if self.scopes else ""), ""
        self._untried = list(self.scopes[1:])

    @abstractmethod
    def ask(self, scope: str, text: str) -> Sequence[RowT]:
        """Return the rows of `scope` that `text` leaves; called in the background."""

    def take(self, rows: Sequence[RowT]) -> None:
        """Show what was read, unless the row sought is still to be looked for in the next scope."""
        ids = [self.identity(row) for row in rows]
        if self._sought and self._sought not in ids and self._untried:
            self.scope = self._untried.pop(0)
            self.conditions_changed.emit()
            self.read()
            return
        self.model.set_rows(rows)
        self.found(ids)


class InsideScope(StrEnum):
    """Whom of those inside to show."""

    ALL = "all"
    OVERDUE = "overdue"
    VEHICLES = "vehicles"
    NIGHT = "night"
    INCOMPLETE = "incomplete"


class InsidePresenter(ListPresenter["InsideLine"]):
    """Who is inside now. `counted(InsideCounts)` follows every reading."""

    counted = Signal(object)
    topics = ("visit", "gate", "contractor_pass", "room", "import_batch")
    scopes = tuple(scope.value for scope in InsideScope)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show everybody."""
        super().__init__(desk, tasks, bus, inside_columns, parent)
        self.counts = InsideCounts()

    @staticmethod
    def identity(row: InsideLine) -> int:
        """Return the id of the visit."""
        return row.visit_id

    def read(self) -> None:
        """Read who is inside, and how many."""
        super().read()
        self.tasks.run(lambda _progress: self.service.counts(), self._count, self.failed.emit, owner=self, key="counts")

    def ask(self, scope: str, text: str) -> Sequence[InsideLine]:
        """Return those of the scope, in the order of the service."""
        lines = self.service.inside(text, overdue=scope == InsideScope.OVERDUE, vehicles=scope == InsideScope.VEHICLES)
        if scope == InsideScope.NIGHT:
            return [line for line in lines if line.stayed_night]
        if scope == InsideScope.INCOMPLETE:
            return [line for line in lines if line.incomplete]
        return lines

    def _count(self, counts: InsideCounts) -> None:
        self.counts = counts
        self.counted.emit(counts)


class ExpectedScope(StrEnum):
    """Which expected visitors to show."""

    TODAY = "today"
    COMING = "coming"
    PAST = "past"


class ExpectedPresenter(ListPresenter["ExpectedLine"]):
    """Whom households expect."""

    topics = ("expected_visit", "visit", "room", "import_batch")
    scopes = tuple(scope.value for scope in ExpectedScope)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show those of today."""
        super().__init__(desk, tasks, bus, expected_columns, parent)

    def ask(self, scope: str, text: str) -> Sequence[ExpectedLine]:
        """Return those of the scope."""
        today, day = self.when.today, timedelta(days=1)
        first, last = {
            ExpectedScope.TODAY: (today, today),
            ExpectedScope.COMING: (today + day, today + AHEAD),
            ExpectedScope.PAST: (today - BACK, today - day),
        }[ExpectedScope(scope)]
        return self.service.expected(first, last, text=text)


class PassScope(StrEnum):
    """Which passes to show."""

    GOOD = "good"
    OVER = "over"


class PassesPresenter(ListPresenter["PassLine"]):
    """Contractors' passes."""

    topics = ("contractor_pass", "visit", "room", "import_batch")
    scopes = tuple(scope.value for scope in PassScope)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show those that are good, now or soon."""
        super().__init__(desk, tasks, bus, pass_columns, parent)

    def ask(self, scope: str, text: str) -> Sequence[PassLine]:
        """Return those of the scope."""
        return self.service.passes(text, over=scope == PassScope.OVER)


class WatchScope(StrEnum):
    """Which entries of the watchlist to show."""

    LIVING = "living"
    WAITING = "waiting"
    OVER = "over"


class WatchPresenter(ListPresenter["WatchLine"]):
    """Whom the gate watches for."""

    topics = ("watch_entry",)
    scopes = tuple(scope.value for scope in WatchScope)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show those in force and those that wait."""
        super().__init__(desk, tasks, bus, watch_columns, parent)

    def ask(self, scope: str, text: str) -> Sequence[WatchLine]:
        """Return those of the scope whose words hold the text."""
        lines = self.service.watchlist(waiting=scope == WatchScope.WAITING, over=scope == WatchScope.OVER)
        wanted = text.casefold()
        return [line for line in lines if wanted in f"{line.plate} {line.name} {line.looks} {line.reason}".casefold()]


class CallsPresenter(ListPresenter["CallLine"]):
    """Calls from the gate, open ones on top."""

    topics = ("gate_call",)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show the open ones and those of the last days."""
        super().__init__(desk, tasks, bus, call_columns, parent)

    def ask(self, scope: str, text: str) -> Sequence[CallLine]:  # noqa: ARG002 - there is one scope
        """Return the calls: those that wait longest first, then those answered, newest first."""
        calls = {call.id: call for call in self.service.calls()}
        lately = self.service.calls(open_only=False, since=self.desk.clock.now() - CALLS_BACK)
        calls.update({call.id: call for call in lately})
        wanted = text.casefold()
        held = [
            call for call in calls.values() if wanted in f"{call.place} {call.plate} {call.who} {call.words}".casefold()
        ]
        opened = sorted((call for call in held if call.answered_at is None), key=lambda call: (not call.waits, call.at))
        done = [call for call in held if call.answered_at is not None]
        return [*opened, *sorted(done, key=lambda call: call.at, reverse=True)]
