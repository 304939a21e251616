"""Which gift list is shown, and which of its households."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.gifts.model import GiftListState, GiftState
from desktop.gifts.rows import GiftFilter
from desktop.gifts.service import GiftService
from desktop.gifts.table import entry_columns, list_columns
from desktop.ui.table import RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gifts.rows import GiftEntryLine, GiftListLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["CHOICES", "GiftsPresenter", "Show"]

AGAIN_MS = 60_000
"""At midnight other lists are late; so often the day is looked at while the page is on screen."""


class Show(StrEnum):
    """Which households of a list are shown: those of the first round, of the next, given, or all."""

    WAITING = "waiting"
    NOT_HOME = "not_home"
    HANDED = "handed"
    ALL = "all"


CHOICES: Mapping[Show, frozenset[GiftState]] = MappingProxyType(
    {
        Show.WAITING: frozenset({GiftState.WAITING}),
        Show.NOT_HOME: frozenset({GiftState.NOT_HOME}),
        Show.HANDED: frozenset({GiftState.HANDED}),
        Show.ALL: frozenset(),
    }
)


class GiftsPresenter(QObject):
    """Keeps `lists` filled with the lists and `entries` with the households wanted of the one looked at.

    `listed()`: the lists were read. `chosen(GiftListLine | None)`: the list looked at as it stands now.
    `filtered()`: other households are shown. `failed(error)`.
    """

    listed = Signal()
    chosen = Signal(object)
    filtered = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show the open lists, once `read` is called."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = GiftService(desk)
        self._reading = False
        self.is_listing = False
        self._day = self.today
        self.list_id = 0
        self.line: GiftListLine | None = None
        self.ended: Sequence[GiftListLine] = ()
        self.open: Sequence[GiftListLine] = ()
        self.shows_ended = False
        self.shown = Show.WAITING
        self.words = ""
        self.lists: RowsModel[GiftListLine] = RowsModel(list_columns(lambda: self.today), parent=self)
        self.entries: RowsModel[GiftEntryLine] = RowsModel(entry_columns(desk.zone), parent=self)
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self._turn)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self._desk.clock.now().astimezone(self._desk.zone).date()

    def start(self) -> None:
        """Read the lists, and look at the clock while the page is seen."""
        self._reading = True
        self._minute.start()
        self.read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the page."""
        self._minute.stop()

    def read(self) -> None:
        """Read lists and households again; rows keep their place."""
        self._day = self.today
        service, list_id = self._service, self.list_id

        def work(_progress: Progress) -> tuple[Sequence[GiftListLine], Sequence[GiftListLine]]:
            return service.lists(), service.lists(ended=True)

        self._tasks.run(work, self._show_lists, self.failed.emit, owner=self, key="lists")
        if list_id:
            self._read_entries()

    def look_at(self, list_id: int) -> None:
        """Show the households of another list: those to go to next."""
        if list_id == self.list_id:
            return
        self.list_id, self.line, self.words = list_id, None, ""
        self.entries.set_rows(())
        self._read_entries(first=True)

    def show(self, wanted: Show) -> None:
        """Show other households of the list."""
        self.shown = wanted
        self.filtered.emit()
        self._read_entries()

    def find(self, words: str) -> None:
        """Narrow the households to those that `words` lead to; a list is searched whole, whatever is shown of it."""
        self.words = words.strip()
        self._read_entries()

    def toggle_ended(self) -> None:
        """Show the lists that have ended as well, or hide them."""
        self.shows_ended = not self.shows_ended
        self._show_lists((self.open, self.ended))

    def _read_entries(self, *, first: bool = False) -> None:
        service, list_id, words = self._service, self.list_id, self.words
        states = frozenset[GiftState]() if words else CHOICES[self.shown]
        if not list_id:
            return

        def work(_progress: Progress) -> tuple[GiftListLine, Show, Sequence[GiftEntryLine]]:
            line = service.list_of(list_id)
            show = _next_round(line) if first else self.shown
            wanted = GiftFilter(CHOICES[show] if first else states, words)
            return line, show, service.entries(list_id, wanted)

        self._tasks.run(work, self._take, self._lose, owner=self, key="entries")

    def _take(self, found: tuple[GiftListLine, Show, Sequence[GiftEntryLine]]) -> None:
        self.line, self.shown, rows = found
        self.entries.set_rows(rows)
        self.chosen.emit(self.line)
        self.filtered.emit()

    def _lose(self, error: TouchpointError) -> None:
        """Show no list where the one asked for is gone."""
        self.list_id, self.line = 0, None
        self.entries.set_rows(())
        self.chosen.emit(None)
        self.failed.emit(error)

    def _show_lists(self, found: tuple[Sequence[GiftListLine], Sequence[GiftListLine]]) -> None:
        self.open, self.ended = found
        self.is_listing = True
        try:
            self.lists.set_rows([*self.open, *(self.ended if self.shows_ended else ())])
        finally:
            self.is_listing = False
        if not self.list_id:
            self.entries.set_rows(())
        self.listed.emit()

    def _turn(self) -> None:
        if self._day != self.today:
            self.read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._reading and changes.touches("gift_list", "room", "resident", "tag", "import_batch"):
            self.read()


def _next_round(line: GiftListLine) -> Show:
    """Return whom to go to next on a list: who was not tried yet, then who was not at home; all where it is done."""
    if line.state is GiftListState.ENDED:
        return Show.ALL
    return Show.WAITING if line.waiting else Show.NOT_HOME if line.not_home else Show.ALL
