"""Which events are shown, the goals above them, and the one looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.events.offer import EventNames, load_names
from desktop.events.rows import EventFilter, EventStage
from desktop.events.service import EventService
from desktop.events.table import event_columns
from desktop.ui.table import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from desktop.contacts.service import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.events.rows import EventCounts, EventFile, EventLine, GoalLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["EventsPresenter"]

AGAIN_MS = 60_000
"""So often the clock is looked at while the page is on screen: an event is over, another day begins."""

PAGE = 100
"""Events read at a time."""

TOPICS = ("event", "room", "import_batch", "call_round", "zone")

_Read = tuple["tuple[EventLine, ...]", "tuple[GoalLine, ...]", "EventCounts"]


class EventsPresenter(QObject):
    """Keeps `model` filled with the events wanted.

    `conditions_changed()`: others are wanted. `goaled(GoalLines)`: the goals of this year. `waiting(EventCounts)`: what
    waits for somebody. `detailed(EventFile | None)`: the event looked at. `named(EventNames)`: what the forms offer.
    `failed(error)`.
    """

    conditions_changed = Signal()
    goaled = Signal(object)
    waiting = Signal(object)
    detailed = Signal(object)
    named = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        bus: Bus,
        conditions: Sequence[ConditionKind] = (),
        parent: QObject | None = None,
    ) -> None:
        """Show the coming events, once `start` is called; `conditions` are those of contact lists."""
        super().__init__(parent)
        self.desk = desk
        self.service = EventService(desk, conditions)
        self.names = EventNames()
        self.goals: Sequence[GoalLine] = ()
        self.wanted = EventFilter()
        self.file: EventFile | None = None
        self.has_more = False
        self.is_named = False
        self._conditions = conditions
        self._tasks = tasks
        self._started = False
        self._limit = PAGE
        self._looked_at = 0
        self._sought = 0
        self._is_known = False
        self._made_room = False
        self._asked_for = 0
        self.model: RowsModel[EventLine] = RowsModel(event_columns(desk.zone, desk.clock.now), parent=self)
        self._seen = self.now
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self._turn)
        bus.changed.connect(self._note)

    @property
    def now(self) -> datetime:
        """Return the moment it is, in the community's zone."""
        return self.desk.clock.now().astimezone(self.desk.zone)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.now.date()

    @property
    def is_seeking(self) -> bool:
        """Tell whether an event asked for by `show_event` is on its way; until then no other is looked at."""
        return bool(self._sought)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a condition besides the stage hides events."""
        return bool(self.wanted.kinds or self.wanted.year or self.wanted.words)

    def start(self) -> None:
        """Read everything for the first time; later calls read again what another day may have changed."""
        self._minute.start()
        if self._started:
            self._turn()
            return
        self._started = True
        self.read_names()
        self.read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the page."""
        self._minute.stop()

    def show(self, wanted: EventFilter) -> None:
        """Show other events."""
        changed, self.wanted = wanted != self.wanted, wanted
        if changed:
            self._limit = PAGE
            if self._started:
                self.read()
        self.conditions_changed.emit()

    def show_more(self) -> None:
        """Show as many again."""
        self._limit += PAGE
        self.read()

    def show_event(self, event_id: int) -> None:
        """Look at an event; conditions that hide it are taken off."""

        def show(file: EventFile) -> None:
            if event_id != self._sought:
                return
            if file.line.id not in {line.id for line in self.model.rows}:
                # The list is read first, so that the event can be chosen in it; it may only be older than the event.
                self._is_known = True
                self.read()
                return
            self._sought = 0
            self._take(file)

        def fail(error: TouchpointError) -> None:
            self._sought = self._looked_at = 0
            self.failed.emit(error)

        service = self.service
        self._looked_at = self._sought = self._asked_for = event_id
        self._is_known = self._made_room = False
        self._tasks.run(lambda _progress: service.event(event_id), show, fail, owner=self, key="event")

    def take_asked(self, event_id: int) -> bool:
        """Tell whether it is this event that `show_event` asked for, once."""
        if self._asked_for != event_id:
            return False
        self._asked_for = 0
        return True

    def look(self, event_id: int | None) -> None:
        """Read the event looked at, with all that belongs to it; None looks at none."""
        self._sought = 0
        self._looked_at = event_id or 0
        if event_id is None:
            self.file = None
            self.detailed.emit(None)
            return
        service = self.service
        self._tasks.run(
            lambda _progress: service.event(event_id), self._take, self.failed.emit, owner=self, key="event"
        )

    def read(self) -> None:
        """Read the list, the goals, what waits and the event looked at; rows keep their place."""
        self._seen = self.now
        service, wanted, limit = self.service, self.wanted, self._limit

        def ask(_progress: Progress) -> _Read:
            found: tuple[EventLine, ...] = ()
            while len(found) <= limit:
                page = service.events(wanted, found[-1] if found else None, PAGE + 1)
                found += page
                if len(page) <= PAGE:
                    break
            return found, service.goals(), service.counts()

        self._tasks.run(ask, self._show, self.failed.emit, owner=self, key="events")
        if self._looked_at and not self._sought:
            self.look(self._looked_at)

    def read_names(self) -> None:
        """Read what the forms offer."""
        desk, conditions = self.desk, self._conditions
        self._tasks.run(
            lambda _progress: load_names(desk, conditions), self._name, self.failed.emit, owner=self, key="names"
        )

    def _show(self, found: _Read) -> None:
        lines, self.goals, counts = found
        self.has_more = len(lines) > self._limit
        self.model.set_rows(lines[: self._limit])
        self.goaled.emit(self.goals)
        self.waiting.emit(counts)
        if self._sought and (self._made_room or self._sought in {line.id for line in lines}):
            self.look(self._sought)
        elif self._sought and self._is_known:
            self._make_room()

    def _make_room(self) -> None:
        """Take the conditions off, once: of very many events the one sought may be further down than is read."""
        self.wanted = EventFilter(EventStage.ALL)
        self._made_room = True
        self.conditions_changed.emit()
        self.read()

    def _take(self, file: EventFile) -> None:
        if file.line.id == self._looked_at:
            self.file = file
            self.detailed.emit(file)

    def _name(self, names: EventNames) -> None:
        self.names = names
        self.is_named = True
        self.named.emit(names)

    def _turn(self) -> None:
        over = any(self._seen < moment <= self.now for line in self.model.rows for moment in (line.ends_at,))
        if over or self._seen.date() != self.today:
            self.read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if not self._started:
            return
        if changes.touches("worker", "zone", "tag", "contact_list"):
            self.read_names()
        if changes.touches(*TOPICS, "event_goal"):
            self.read()
