"""A model over any number of rows in a database: pages fetched by key in the background, few kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal

from desktop.ui.table.columns import Cell, Column, RowT
from desktop.ui.table.model import _NOWHERE, AnyIndex, TableModel, row_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from desktop.core.errors import TouchpointError
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["PAGE", "PAGES_KEPT", "Direction", "KeysetModel", "Source"]

PAGE = 100
"""Rows fetched at a time."""

PAGES_KEPT = 30
"""Pages in memory: what is on screen and around it, and a few places visited before."""

SourceRowT = TypeVar("SourceRowT")


class Direction(Enum):
    """Which side of an anchor a page lies on, in the order of the list."""

    AFTER = "after"
    BEFORE = "before"


class Source(Protocol[SourceRowT]):
    """One list in one order, with its filter. Asked on background threads, one call at a time or several at once.

    Rows are returned in the list's order whatever the direction. Between two calls the list may have changed.
    """

    def count(self) -> int:
        """Return the number of rows."""
        ...

    def page(self, anchor: SourceRowT | None, direction: Direction, limit: int) -> Sequence[SourceRowT]:
        """Return the `limit` rows next to `anchor`; without one the first (AFTER) or the last (BEFORE) of the list."""
        ...

    def jump(self, position: int, limit: int) -> Sequence[SourceRowT]:
        """Return `limit` rows from `position` (0 is the first row)."""
        ...

    def find(self, identity: object) -> int | None:
        """Return the position of the row recognised by `identity`, None if the list does not hold it."""
        ...


@dataclass(slots=True)
class _Page(Generic[RowT]):
    rows: Sequence[RowT]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    seen: bool = False


class KeysetModel(TableModel[RowT]):
    """Shows a `Source` of any length. Rows not loaded yet are empty, and asked for when they are painted.

    `count_changed(int)` follows every load. Reloading keeps the rows shown in their place until new ones arrive.
    `located(identity, position | None)` answers `locate`.
    """

    count_changed = Signal(int)
    located = Signal(object, object)

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        tasks: Tasks,
        identify: Callable[[RowT], Any] = row_id,
        parent: QObject | None = None,
    ) -> None:
        """Show nothing until a source is set; fetch through `tasks`."""
        super().__init__(columns, identify, parent)
        self._tasks = tasks
        self._source: Source[RowT] | None = None
        self._count = 0
        self._pages: OrderedDict[int, _Page[RowT]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._around = -1
        self._fetching = -1
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch_next)

    @property
    def source(self) -> Source[RowT] | None:
        """Return the source shown."""
        return self._source

    def set_source(self, source: Source[RowT]) -> None:
        """Show `source` from its first row."""
        self._source = source
        self._load(())

    def reload(self) -> None:
        """Read again what is on screen, because it may have changed; rows and scroll position keep their place."""
        self._load(tuple(self._pages)[-2:])

    def locate(self, identity: object) -> None:
        """Ask where the row recognised by `identity` stands; `located` answers."""
        source = self._source
        if source is not None:
            self._tasks.run(
                lambda _progress: source.find(identity),
                lambda position: self.located.emit(identity, position),
                owner=self,
                key="locate",
            )

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of rows in the source when it was loaded."""
        return 0 if parent.isValid() else self._count

    def row_at(self, row: int) -> RowT | None:
        """Return the row at position `row`; None while it is not loaded, and ask for it."""
        if not 0 <= row < self._count:
            return None
        page = self._page_of(row)
        place = row % PAGE
        return page.rows[place] if page is not None and place < len(page.rows) else None

    def cell(self, row: int, column: int) -> Cell | None:
        """Return what stands at `row` and `column`; None while it is not loaded, and ask for it."""
        page = self._page_of(row)
        place = row % PAGE
        if page is None or place >= len(page.rows):
            return None
        found = page.cells.get((place, column))
        if found is None:
            found = page.cells[place, column] = self.made_cell(page.rows[place], column)
        return found

    def position(self, identity: object) -> int | None:
        """Return the position of the row recognised by `identity` among those loaded."""
        for number, page in self._pages.items():
            for place, row in enumerate(page.rows):
                if self.identify(row) == identity:
                    return number * PAGE + place
        return None

    def positions(self, identities: Collection[object]) -> Mapping[object, int]:
        """Return the positions of the loaded rows recognised by any of `identities`."""
        return {
            identity: number * PAGE + place
            for number, page in self._pages.items()
            for place, row in enumerate(page.rows)
            if (identity := self.identify(row)) in identities
        }

    def forget_cells(self) -> None:
        """Make every cell anew when it is painted next."""
        for page in self._pages.values():
            page.cells.clear()

    def _page_of(self, row: int) -> _Page[RowT] | None:
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            self._wanted[number] = None
            self._wanted.move_to_end(number)
            self._fetch_soon()
            return None
        self._pages.move_to_end(number)
        if not page.seen:
            page.seen = True
            self._around = number
            self._fetch_soon()
        return page

    def _fetch_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _load(self, numbers: Sequence[int]) -> None:
        """Read the count and pages `numbers` (at least the first) anew, in one task that overtakes earlier ones."""
        source = self._source
        if source is None:
            return
        self._fetching = -1
        self._tasks.cancel(self, "page")

        def read(progress: Progress) -> tuple[int, dict[int, Sequence[RowT]]]:
            count = source.count()
            last = max(count - 1, 0) // PAGE
            pages: dict[int, Sequence[RowT]] = {}
            for number in {min(number, last) for number in numbers or (0,)}:
                progress.check()
                pages[number] = _read_page(source, number, count, {})
            return count, pages

        fresh = not numbers
        self._tasks.run(read, lambda found: self._show(*found, fresh=fresh), owner=self, key="load")

    def _show(self, count: int, pages: dict[int, Sequence[RowT]], *, fresh: bool) -> None:
        if fresh:
            self.beginResetModel()
            self._replace(count, pages)
            self.endResetModel()
        else:
            self._resize(count)
            self._replace(count, pages)
            if count:
                self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(self.columns) - 1))
        self.count_changed.emit(count)
        self.loaded.emit()

    def _replace(self, count: int, pages: dict[int, Sequence[RowT]]) -> None:
        self._count = count
        self._wanted.clear()
        self._around = -1
        self._pages = OrderedDict((number, _Page(rows)) for number, rows in sorted(pages.items()))

    def _resize(self, count: int) -> None:
        """Grow or shrink at the end: positions are all a view knows, so what moved inside is only repainted."""
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def _next_number(self) -> int | None:
        """Return the page wanted last, else a neighbour of the one seen last; what was scrolled past is dropped."""
        while self._wanted:
            number, _ = self._wanted.popitem()
            while len(self._wanted) > 1:
                self._wanted.popitem(last=False)
            if number not in self._pages and number * PAGE < self._count:
                return number
        for number in (self._around + 1, self._around - 1) if self._around >= 0 else ():
            if number >= 0 and number not in self._pages and number * PAGE < self._count:
                return number
        return None

    def _fetch_next(self) -> None:
        source, number = self._source, None if self._fetching >= 0 else self._next_number()
        if source is None or number is None:
            return
        self._fetching = number
        count = self._count
        near = {n: self._pages[n].rows for n in (number - 1, number + 1) if n in self._pages}
        self._tasks.run(
            lambda _progress: _read_page(source, number, count, near),
            lambda rows: self._keep(number, rows),
            lambda error: self._give_up(number, error),
            owner=self,
            key="page",
            on_end=self._fetched,
        )

    def _keep(self, number: int, rows: Sequence[RowT]) -> None:
        if number * PAGE >= self._count:
            return
        self._pages[number] = _Page(rows)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = number * PAGE
        last = min(first + PAGE, self._count) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _give_up(self, number: int, error: TouchpointError) -> None:
        """Leave the rows empty until the next load: painting them again must not repeat the error for ever."""
        self._pages[number] = _Page((), seen=True)
        self._tasks.failed.emit(error)

    def _fetched(self) -> None:
        self._fetching = -1
        self._fetch_soon()


def _read_page(source: Source[RowT], number: int, count: int, near: dict[int, Sequence[RowT]]) -> Sequence[RowT]:
    """Return page `number`: by key next to a page we have, or from either end; by position only when jumping."""
    before, after = near.get(number - 1), near.get(number + 1)
    last = max(count - 1, 0) // PAGE
    if number == 0:
        return source.page(None, Direction.AFTER, PAGE)
    if before:
        return source.page(before[-1], Direction.AFTER, PAGE)
    if number == last:
        return source.page(None, Direction.BEFORE, count - number * PAGE)
    if after:
        return source.page(after[0], Direction.BEFORE, PAGE)
    return source.jump(number * PAGE, PAGE)
