"""What the search box finds, in a list below it; the focus stays in the box."""

from __future__ import annotations

from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.ui.hits import HitLine, HitList
from desktop.ui.keys import KeyBox, key
from desktop.ui.language import ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.app.search import Hit
    from desktop.storage.desk import Desk
    from desktop.ui.search import SearchField
    from desktop.ui.tasks import Tasks

__all__ = ["SearchPanel"]

NARROWEST = 560
"""However narrow the box is, px."""
MARGIN = 16
NOTHING_HIGH = 76
FOOT_HIGH = 32


class _Wish(Enum):
    """What is to be done with the first hit as soon as it is there."""

    OPEN = "open"
    REPAIR = "repair"


class SearchPanel(QFrame):
    """Hits below the search box, or what was opened last while nothing is typed.

    `chosen(Hit)`: one was taken by Enter or click; `repair(Hit)`: by Ctrl+Enter; `closed()`: Esc was pressed.
    """

    chosen = Signal(object)
    repair = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, field: SearchField, window: QWidget) -> None:
        """Search as `desk`'s account, in the background; lie below `field` of `window` and listen to it."""
        super().__init__(window)
        self._field = field
        self._window = window
        self._desk = desk
        self._tasks = tasks
        self._asked = ""
        self._answered: str | None = None
        self._wish: _Wish | None = None
        self._may_log = allows(desk.actor, Operation.REPORT_REQUEST)
        self.setObjectName("panel")
        self.setProperty("part", "search")
        self._build()
        field.entered.connect(self.open)
        field.asked.connect(self.ask)
        field.moved.connect(self.move_by)
        field.taken.connect(self.take)
        field.acted.connect(self.log)
        field.left.connect(self._leave)
        field.gone.connect(self.close_up)
        self.hide()

    def open(self) -> None:
        """Show what the box holds: what it finds, or what was opened last while it is empty."""
        self.ask(self._field.text())

    def ask(self, text: str) -> None:
        """Show what `text` finds; the newest question wins. Nothing to find shows what was opened last."""
        self._asked = text.strip()
        self._wish = None
        desk, asked = self._desk, self._asked

        def search(_progress: object) -> Sequence[HitLine]:
            # Every feature is searched; the window is painted before it has brought all of them along.
            from desktop.app.recent import RecentService  # noqa: PLC0415
            from desktop.app.search import find  # noqa: PLC0415

            return tuple(_grouped(find(desk, asked), asked) if asked else _recent(RecentService(desk).all()))

        self._tasks.run(search, lambda lines: self._show(asked, lines), owner=self, key="find")

    def move_by(self, step: int) -> None:
        """Move the current hit up or down; with the panel closed, open it."""
        if not self.isVisible():
            self.open()
        elif self.list.values:
            self.list.move_by(step)
            self._announce(self.list.spoken)

    def take(self) -> None:
        """Open the current hit, or the first as soon as what is typed by now is found."""
        self._do(_Wish.OPEN)

    def log(self) -> None:
        """Log a repair for the household of the current hit, or of the first as soon as it is found."""
        if self._may_log:
            self._do(_Wish.REPAIR)

    def close_up(self) -> None:
        """Hide, and drop what is still being looked for."""
        self._tasks.cancel(self, "find")
        self._answered = None
        self._wish = None
        self.hide()

    def place(self) -> None:
        """Lie below the search box, as wide as it and as high as the hits need and the window has room for."""
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + 4))
        wide = min(max(self._field.width(), NARROWEST), self._window.width() - corner.x() - MARGIN)
        need = self.list.whole_height() if self.list.values else NOTHING_HIGH
        foot = FOOT_HIGH if self.list.values else 0
        most = self._window.height() - corner.y() - MARGIN
        own, laid = self.contentsMargins(), self._column.contentsMargins()
        frame = own.top() + own.bottom() + laid.top() + laid.bottom()
        self.setGeometry(corner.x(), corner.y(), wide, min(need + foot + frame, most))

    # --- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._layers = QStackedLayout()
        # Within the panel first: a widget laid into a stack of no window would flash up as one of its own.
        column.addLayout(self._layers, 1)
        self.list = HitList(msg("Found"), "hits")
        self.list.taken.connect(self._choose)
        self._layers.addWidget(self.list)
        self._nothing = label(msg("Nothing found. Try a room, a name, initials, or some digits."), tone="ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._layers.addWidget(self._nothing)
        self._foot = QFrame()
        self._foot.setObjectName("panel-foot")
        self._foot.setFixedHeight(FOOT_HIGH)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        hints = [("save", msg("Open"))]
        if self._may_log:
            hints.append(("save-and-send", msg("Log a repair")))
        hints.append(("leave", msg("Close")))
        for name, words in hints:
            row.addWidget(KeyBox(key(name)))
            row.addWidget(label(words, "small", "ink2"))
            row.addSpacing(10)
        row.addStretch(1)
        column.addWidget(self._foot)

    def _show(self, asked: str, lines: Sequence[HitLine]) -> None:
        self._answered = asked
        self.list.show_lines(lines)
        if not lines and not asked:
            self.hide()
            return
        self._layers.setCurrentIndex(0 if lines else 1)
        self._foot.setVisible(bool(lines))
        self.place()
        self.show()
        self.raise_()
        found = len(self.list.values)
        count = nmsg("%(count)s found", "%(count)s found", found) if found else msg("Nothing found.")
        self._announce(f"{ui_language().language.message(count)} {self.list.spoken}".strip())
        wish, self._wish = self._wish, None
        if wish is not None:
            self._do(wish)

    def _do(self, wish: _Wish) -> None:
        if self._answered != self._field.text().strip():
            # Typed faster than found: what stands in the list still belongs to what was typed before.
            if self._asked != self._field.text().strip():
                self.ask(self._field.text())
            self._wish = wish
            return
        hit = self.list.value if self.isVisible() else None
        if hit is None:
            return
        if wish is _Wish.OPEN:
            self._choose(hit)
        elif hit.room_id:
            self.close_up()
            self.repair.emit(hit)

    def _choose(self, hit: Hit) -> None:
        self.close_up()
        self.chosen.emit(hit)

    def _leave(self) -> None:
        self.close_up()
        self.closed.emit()

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, words))


def _grouped(hits: Sequence[Hit], typed: str) -> Iterator[HitLine]:
    """Yield the hits under the headings of their kinds; the kind of the best hit comes first."""
    from desktop.app.search import KINDS  # noqa: PLC0415 - see `ask`

    order = list(dict.fromkeys(hit.kind for hit in hits))
    for kind, group in groupby(sorted(hits, key=lambda hit: order.index(hit.kind)), key=lambda hit: hit.kind):
        yield HitLine(KINDS[kind].heading)
        for hit in group:
            yield _line(hit, typed)


def _recent(hits: Sequence[Hit]) -> Iterator[HitLine]:
    if hits:
        yield HitLine(msg("Opened last"))
    for hit in hits:
        yield _line(hit, "")


def _line(hit: Hit, typed: str) -> HitLine:
    from desktop.app.search import KINDS, marks  # noqa: PLC0415 - see `ask`

    title_marks, matched_marks = marks(hit, typed) if typed else ((), ())
    # What only repeats the title or the room says nothing more.
    detail = "" if hit.matched in {hit.title, hit.room} or hit.title.startswith(f"{hit.matched} ") else hit.matched
    return HitLine(
        hit.title,
        hit.icon or KINDS[hit.kind].icon,
        tuple(title_marks),
        detail,
        tuple(matched_marks) if detail else (),
        "" if hit.room == hit.title else hit.room,
        hit,
    )
