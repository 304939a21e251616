"""Which requests the list shows, and how many there are of each kind of work."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.i18n import Message, msg
from desktop.requests.model import RequestState
from desktop.requests.presenter.directory import Directory, load_directory
from desktop.requests.rows import RequestFilter, RequestLine, StateGroup
from desktop.requests.service import RequestService
from desktop.requests.table import RequestSource, Seen, columns, own_sort
from desktop.ui.table import KeysetModel, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks

__all__ = ["PRESETS", "ListPresenter", "Preset"]

LATE_AGAIN_MS = 60_000
"""What is late grows later by itself; so often the list is read again while it is on screen."""

NARROWED_BY = ("kinds", "department_ids", "worker_ids", "category_ids")
"""Fields of the filter that hold a set, in the order in which their chips stand."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A list that the day asks for: a chip with its count. `asks` are fields of the filter.

    A list that grows for ever is not `counted` until it is shown: that would read it all after every change.
    """

    key: str
    title: Message
    asks: Mapping[str, Any]
    icon: str = ""
    tone: str = "ink"
    counted: bool = True


def _preset(
    key: str, title: Message, icon: str = "", tone: str = "ink", *, counted: bool = True, **asks: Any
) -> Preset:
    return Preset(key, title, MappingProxyType(asks), icon, tone, counted)


_WORKED_ON = frozenset({RequestState.ASSIGNED, RequestState.IN_PROGRESS})

# Those open by their states name the group besides: the index of what is open answers for them then.
PRESETS: tuple[Preset, ...] = (
    _preset("open", msg("All open"), group=StateGroup.OPEN),
    _preset("overdue", msg("Overdue"), "clock-alert", "red", overdue=True),
    _preset("due-today", msg("Due today"), "clock", "amber", due_today=True),
    _preset("to-dispatch", msg("To dispatch"), to_dispatch=True),
    _preset("worked-on", msg("Being worked on"), group=StateGroup.OPEN, states=_WORKED_ON),
    _preset("on-hold", msg("On hold"), group=StateGroup.OPEN, states=frozenset({RequestState.ON_HOLD})),
    _preset("follow-up", msg("To follow up"), awaits_follow_up=True),
    _preset("done", msg("Completed"), counted=False, group=StateGroup.DONE),
)
"""The lists of the day, in the order of the chips; at most one is chosen."""

_BY_KEY = {preset.key: preset for preset in PRESETS}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the list is asked for: a preset or a base handed in, narrowed further."""

    preset: str = "open"
    base: RequestFilter | None = None
    title: Text = ""
    narrow: Mapping[str, frozenset[Any]] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""

    def filter(self, preset: str | None = None) -> RequestFilter:
        """Return the filter, with `preset` in place of the one chosen."""
        key = self.preset if preset is None else preset
        asks: dict[str, Any] = {**(_BY_KEY[key].asks if key else {}), **self.narrow}
        return replace(self.base or RequestFilter(), **asks, text=self.text)


class ListPresenter(QObject):
    """The list of requests.

    `conditions_changed()`: another list is asked for. `counts_changed(counts by preset, total)`: how many rows each
    chip would show, and how many requests there are at all. `directory_changed(Directory)`: the names are there.
    """

    conditions_changed = Signal()
    counts_changed = Signal(object, int)
    directory_changed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show what is open, once `start` is called."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = RequestService(desk)
        self.seen = Seen(desk.clock, desk.zone)
        self.directory = Directory()
        self.shown = _Shown()
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
        self._ask()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the list."""
        self._minute.stop()

    def choose(self, preset: str) -> None:
        """Show another preset; the one chosen already, or an empty key, shows requests of every state."""
        again = preset == self.shown.preset
        self._show(replace(self.shown, preset="" if again else preset))

    def narrow(self, name: str, chosen: frozenset[Any]) -> None:
        """Narrow the list by a field of the filter (kinds, department_ids, worker_ids, category_ids)."""
        sets = {**self.shown.narrow, name: chosen}
        narrow = {key: sets[key] for key in NARROWED_BY if sets.get(key)}
        self._show(replace(self.shown, narrow=MappingProxyType(narrow)))

    def search(self, text: str) -> None:
        """Narrow the list by words, as in the search box."""
        self._show(replace(self.shown, text=text.strip()))

    def show(self, wanted: RequestFilter, title: Text = "") -> None:
        """Show exactly `wanted`, called `title` (a figure of a month, a tile of the day)."""
        same = next((key for key, preset in _BY_KEY.items() if wanted == RequestFilter(**preset.asks)), None)
        if same is not None and wanted.ids is None:
            self._show(_Shown(preset=same))
        else:
            self._show(_Shown(preset="", base=wanted, title=title or msg("Chosen requests")))

    def drop_base(self) -> None:
        """Show what is open instead of the list that was handed in."""
        self._show(replace(self.shown, preset="open", base=None, title=""))

    def clear(self) -> None:
        """Show what is open, nothing narrower."""
        self._show(_Shown())

    @property
    def is_narrowed(self) -> bool:
        """Tell whether there is anything to clear."""
        return self.shown != _Shown()

    def reload(self) -> None:
        """Read the list and its counts again; rows keep their place."""
        self.model.reload()
        self._count()

    def _show(self, shown: _Shown) -> None:
        self.shown = shown
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
        filters = {key: self.shown.filter(key) for key, preset in _BY_KEY.items() if preset.counted}
        service = self._service

        def read(progress: Any) -> tuple[Mapping[str, int], int]:
            counts = {}
            for key, wanted in filters.items():
                progress.check()
                counts[key] = service.count(wanted)
            return counts, service.count()

        self._tasks.run(read, self._counted, owner=self, key="counts")

    def _counted(self, found: tuple[Mapping[str, int], int]) -> None:
        self.counts_changed.emit(*found)

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
        if changes.touches("department", "worker", "category"):
            self._load_directory()


def _read_directory(desk: Desk, _progress: object) -> Directory:
    return load_directory(desk)
