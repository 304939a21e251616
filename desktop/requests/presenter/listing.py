"""Which requests the list shows, and how many there are of each kind of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.requests.presenter.directory import Directory, load_directory
from desktop.requests.presenter.shown import FLAGS, PRESETS, Shown
from desktop.requests.rows import RequestFilter, RequestLine
from desktop.requests.service import RequestService
from desktop.requests.table import RequestSource, Seen, columns, order_of, own_sort
from desktop.ui.table import KeysetModel, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.core.errors import Problem, TouchpointError
    from desktop.requests.rows import GroupBy, GroupCount, RequestOrder, SavedListRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks

__all__ = ["ListPresenter"]

LATE_AGAIN_MS = 60_000
"""What is late grows later by itself; so often the list is read again while it is on screen."""


class ListPresenter(QObject):
    """The list of requests.

    `conditions_changed()`: another list is asked for. `counts_changed(counts by preset, total)`: how many rows each
    chip would show (and each condition of `FLAGS`), and how many requests there are at all.
    `directory_changed(Directory)`: the names are there. `saved_changed(rows)`: the lists this account keeps.
    `groups_changed(rows)`: into which groups the list falls, empty where it is not divided. `refused(problems)`.
    """

    conditions_changed = Signal()
    counts_changed = Signal(object, int)
    directory_changed = Signal(object)
    saved_changed = Signal(object)
    groups_changed = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show what is open, once `start` is called."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = RequestService(desk)
        self.seen = Seen(desk.clock, desk.zone)
        self.directory = Directory()
        self.shown = Shown()
        self.saved: Sequence[SavedListRow] = ()
        self.opened = 0
        self._by_hand: Sort | None = None
        self._started = False
        self.model: KeysetModel[RequestLine] = KeysetModel(columns(self.seen), tasks, parent=self)
        self.model.sort_changed.connect(self._sort_chosen)
        self._minute = QTimer(self, interval=LATE_AGAIN_MS)
        self._minute.timeout.connect(self.reload)
        bus.changed.connect(self._changed)

    def start(self) -> None:
        """Read names, counts and rows for the first time; later calls read again what may have grown late."""
        self._minute.start()
        if self._started:
            self.reload()
            return
        self._started = True
        self._load_directory()
        self._load_saved()
        self._ask()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the list."""
        self._minute.stop()

    def choose(self, preset: str) -> None:
        """Show another preset; the one chosen already, or an empty key, shows requests of every state."""
        self._show(self.shown.of_day("" if preset == self.shown.preset else preset))

    def narrow(self, **asked: Any) -> None:
        """Narrow the list by fields of the filter; what asks nothing is taken away."""
        self._show(self.shown.narrowed(**asked))

    def widen(self, condition: str) -> None:
        """Take one of `CONDITIONS` away."""
        self._show(self.shown.widened(condition))

    def divide(self, by: GroupBy | None) -> None:
        """Divide the list into groups, or no longer."""
        self._show(replace(self.shown, group_by=by, inside=None))

    def enter(self, group_id: int | None) -> None:
        """Show one group of the divided list, all of them for none."""
        if group_id != self.shown.inside:
            self._show(replace(self.shown, inside=group_id))

    def search(self, text: str) -> None:
        """Narrow the list by words, as in the search box."""
        self._show(replace(self.shown, text=text.strip()))

    def show(self, wanted: RequestFilter, title: Text = "") -> None:
        """Show exactly `wanted`, called `title` (a figure of a month, a tile of the day)."""
        same = next((each.key for each in PRESETS if wanted == RequestFilter(**each.asks)), None)
        if same is not None and wanted.ids is None:
            self._show(Shown(preset=same))
        else:
            self._show(Shown(preset="", base=wanted, title=title or msg("Chosen requests")))

    def go_back_to(self, shown: Shown) -> None:
        """Show what was shown at another time."""
        self._show(shown)

    def drop_base(self) -> None:
        """Show what is open instead of the list that was handed in."""
        self._show(replace(self.shown, preset="open", base=None, title=""))

    def clear(self) -> None:
        """Show what is open, nothing narrower."""
        self._show(Shown(group_by=self.shown.group_by))

    @property
    def is_narrowed(self) -> bool:
        """Tell whether there is anything to clear."""
        return self.shown.is_narrowed

    @property
    def order(self) -> tuple[RequestOrder, bool]:
        """Return the order of the list now, and whether its rows come the other way round."""
        return order_of(self.model.sort_now)

    def days(self, first: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
        """Return the first and the last day between two moments, as they are written."""
        zone, instant = self._desk.zone, timedelta(microseconds=1)
        last = None if until is None else (until - instant).astimezone(zone).date().isoformat()
        return None if first is None else first.astimezone(zone).date().isoformat(), last

    # --- lists kept under a name -----------------------------------------------------------------------------------

    def open_saved(self, row: SavedListRow) -> None:
        """Show a list that was kept, its conditions as chips."""
        self._show(replace(Shown.taken_apart(row.wanted), group_by=self.shown.group_by), opened=row.id)

    def save(self, name: str, on_done: Callable[[], None], on_refused: Callable[[Sequence[Problem]], None]) -> None:
        """Keep the conditions of now under `name`."""
        service, wanted, operation_id = self._service, self.shown.whole(), new_operation_id()

        def done(changes: Changes) -> None:
            self.opened = changes.result
            on_done()

        self._tasks.run(
            lambda _progress: service.save_list(name, wanted, operation_id=operation_id),
            done,
            partial(self._tell_refused, on_refused),
            owner=self,
            write=True,
        )

    def forget(self, row: SavedListRow) -> None:
        """Keep a list no longer; it stays open."""
        service, operation_id = self._service, new_operation_id()
        self._tasks.run(
            lambda _progress: service.forget_list(row.id, operation_id=operation_id),
            None,
            partial(self._tell_refused, self.refused.emit),
            owner=self,
            write=True,
        )

    def _tell_refused(self, tell: Callable[[Sequence[Problem]], None], error: TouchpointError) -> None:
        if isinstance(error, UserError):
            tell(error.problems)
        else:
            self._tasks.failed.emit(error)

    def _load_saved(self) -> None:
        service = self._service
        self._tasks.run(lambda _progress: service.saved_lists(), self._keep_saved, owner=self, key="saved")

    def _keep_saved(self, rows: Sequence[SavedListRow]) -> None:
        self.saved = rows
        self.saved_changed.emit(rows)

    def reload(self) -> None:
        """Read the list and its counts again; rows keep their place."""
        self.model.reload()
        self._count()

    def _show(self, shown: Shown, *, opened: int = 0) -> None:
        self.shown = shown
        self.opened = opened
        if self._started:
            self._ask()
        self.conditions_changed.emit()

    def _ask(self) -> None:
        wanted = self.shown.filter()
        sort = self._by_hand or own_sort(wanted)
        self.model.sort_now = sort
        self.model.set_source(RequestSource(self._service, wanted, sort))
        self._count()

    def _sort_chosen(self, sort: Sort) -> None:
        self._by_hand = sort
        self.model.set_source(RequestSource(self._service, self.shown.filter(), sort))

    def _count(self) -> None:
        filters = {each.key: self.shown.of_day(each.key).filter() for each in PRESETS if each.counted}
        filters |= {flag: self.shown.narrowed(**{flag: True}).filter() for flag in FLAGS}
        service, shown = self._service, self.shown

        def read(progress: Any) -> tuple[Mapping[str, int], int, Sequence[GroupCount]]:
            groups = service.groups(shown.whole(), shown.group_by) if shown.group_by else ()
            counts = {}
            for key, wanted in filters.items():
                progress.check()
                counts[key] = service.count(wanted)
            return counts, service.count(), groups

        self._tasks.run(read, self._counted, owner=self, key="counts")

    def _counted(self, found: tuple[Mapping[str, int], int, Sequence[GroupCount]]) -> None:
        self.counts_changed.emit(*found[:2])
        self.groups_changed.emit(found[2])

    def _load_directory(self) -> None:
        self._tasks.run(partial(_read_directory, self._desk), self._know, owner=self, key="directory")

    def _know(self, directory: Directory) -> None:
        self.directory = directory
        self.directory_changed.emit(directory)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if not self._started:
            return
        if changes.touches("request", "import_batch"):
            self.reload()
        if changes.touches("saved_list"):
            self._load_saved()
        if changes.touches("department", "worker", "category", "building"):
            self._load_directory()


def _read_directory(desk: Desk, _progress: object) -> Directory:
    return load_directory(desk)
