"""What the search box finds, in a list below it; the focus stays in the box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.ui.panels import label
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.app.search import Hit
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["SearchPanel"]

_KINDS: Mapping[str, tuple[Message, str]] = {
    "room": (msg("Room"), "house"),
    "resident": (msg("Resident"), "user"),
    "vehicle": (msg("Vehicle"), "car"),
    "request": (msg("Request"), "clipboard-list"),
}
MOST_ROWS = 10


def _kind(hit: Hit, spoken: Language) -> Cell:
    words, icon = _KINDS[hit.kind]
    return Cell(spoken.message(words), icon=icon, tone="ink2")


def _columns() -> tuple[Column[Hit], ...]:
    return (
        Column("kind", msg("Kind"), _kind, 92, sort=False),
        Column("room", msg("Room"), lambda hit, _spoken: Cell(hit.room, strong=True), 110, sort=False),
        Column("title", msg("Who or what"), lambda hit, _spoken: hit.title, stretch=True, sort=False),
        Column("matched", msg("Found in"), lambda hit, _spoken: Cell(hit.matched, tone="ink2"), 200, sort=False),
    )


class SearchPanel(QFrame):
    """Hits below the search box. `chosen(kind, id, room id)`: one was taken by Enter or click."""

    chosen = Signal(str, int, int)

    def __init__(self, desk: Desk, tasks: Tasks, field: QWidget, window: QWidget) -> None:
        """Search as `desk`'s account, in the background; lie below `field` of `window`."""
        super().__init__(window)
        self._field = field
        self._window = window
        self.setObjectName("panel")
        self.setProperty("part", "search")
        self._desk = desk
        self._tasks = tasks
        self._asked = ""
        self._model: RowsModel[Hit] = RowsModel(_columns(), identify=lambda hit: (hit.kind, hit.id), parent=self)
        self.list = ListView(self._model, label=msg("Found"), name="hits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.opened.connect(self._take)
        self.list.clicked.connect(lambda index: self._take(self._model.row_at(index.row())))
        self._nothing = label(msg("Nothing found. Try a room, a name, initials, or some digits."), tone="ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        self._layers = QStackedLayout()
        # Within the panel first: a widget laid into a stack of no window would flash up as one of its own.
        column.addLayout(self._layers)
        self._layers.addWidget(self.list)
        self._layers.addWidget(self._nothing)
        self.hide()

    def ask(self, text: str) -> None:
        """Show what `text` finds; the newest question wins."""
        self._asked = text.strip()
        if not self._asked:
            self.hide()
            return
        desk = self._desk

        def search(_progress: object) -> Sequence[Hit]:
            # Every feature is searched; the window is painted before it has brought all of them along.
            from desktop.app.search import find  # noqa: PLC0415

            return find(desk, text)

        self._tasks.run(search, self._show, owner=self, key="find")

    def move_by(self, step: int) -> None:
        """Move the current hit up or down."""
        count = self._model.rowCount()
        if self.isVisible() and count:
            row = min(max(self.list.currentIndex().row() + step, 0), count - 1)
            self.list.setCurrentIndex(self._model.index(row, 0))

    def take(self) -> None:
        """Open the current hit."""
        if self.isVisible():
            self._take(self.list.row)

    def place(self) -> None:
        """Lie below the search box, as wide as it and as high as the hits need."""
        field = self._field
        corner = field.mapTo(self._window, QPoint(0, field.height() + 4))
        rows = min(max(self._model.rowCount(), 2), MOST_ROWS)
        head = self.list.horizontalHeader().height()
        self.setGeometry(
            corner.x(),
            corner.y(),
            max(field.width(), 560),
            head + rows * self.list.verticalHeader().defaultSectionSize() + 4,
        )

    def _show(self, hits: Sequence[Hit]) -> None:
        self._model.set_rows(hits)
        self._layers.setCurrentIndex(0 if hits else 1)
        if hits:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.place()
        self.show()
        self.raise_()

    def _take(self, hit: Hit | None) -> None:
        if hit is not None:
            self.hide()
            self.chosen.emit(hit.kind, hit.id, hit.room_id)
