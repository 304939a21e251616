"""What the windows of a signed-in account have in common: pages one at a time, what was typed kept, others' changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.app.drafts import DraftBox, DraftService
from desktop.core import settings as known_settings
from desktop.core.i18n import msg
from desktop.core.permissions import allows
from desktop.storage.watch import Watch
from desktop.ui.bus import Bus
from desktop.ui.keys import key
from desktop.ui.leaving import Leaving
from desktop.ui.tab_order import come_by_tab
from desktop.ui.table import arrange_all
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from desktop.app.entries import PageEntry
    from desktop.app.session import Session
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.settings import Settings
    from desktop.ui.language import Text
    from desktop.ui.shell import Page, Paper
    from desktop.ui.strips import Toast
    from desktop.visits.rows import ReductionRow

__all__ = ["AccountWindow"]

LOOK_EVERY_MS = 2000


class AccountWindow(QWidget):
    """The window of one signed-in account; it is the `Shell` of its pages.

    A kind of window puts `stack` and `toast` where it wants them. `locked()`: the person leaves the desk. `closed()`:
    the window is gone, everything is kept.
    """

    locks_itself = True
    """It locks when nobody was at it for a while."""

    locked = Signal()
    closed = Signal()

    def __init__(self, session: Session, settings: Settings, pages: Sequence[PageEntry], toast: Toast) -> None:
        """Hold the pages that `session`'s account may see; each is made when it is first shown."""
        super().__init__()
        self.session = session
        self.settings = settings
        self.bus = Bus(self)
        self.tasks = Tasks(self.bus, self)
        self.drafts = DraftBox(DraftService(session.desk), self._write)
        self.stack = QStackedWidget()
        self.toast = toast
        self.first: tuple[str, Mapping[str, object]] = ("", {})
        self._entries = {entry.key: entry for entry in pages if allows(session.desk.actor, entry.needs)}
        self._pages: dict[str, Page] = {}
        self._current: Page | None = None
        self._shown = ""
        self._own: set[str] = set()
        # Before any page reads: what others write from then on is told, nothing in between is missed.
        self._watch = Watch(session.desk.database, session.desk.actor.community_id)
        self._leaving = Leaving(lambda: not self.tasks.is_idle, self)
        self._leaving.cleared.connect(self.lock)
        self.setWindowTitle(session.desk.community)
        self.bus.changed.connect(self._note)
        self._looking = QTimer(self, interval=LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look_for_others)
        self._looking.start()

    # --- the Shell -------------------------------------------------------------------------------------------------

    def tell(
        self, words: Text, *, undo: Callable[[], None] | None = None, look: Callable[[], None] | None = None
    ) -> None:
        """Say in the line below the page that something was done, with "undo" and "open" where given."""
        actions: list[tuple[Text, str, Callable[[], None]]] = []
        if look is not None:
            actions.append((msg("Open"), "", look))
        if undo is not None:
            actions.append((msg("Undo"), key("undo"), undo))
        self.toast.tell(words, actions=actions)

    def go(self, page: str, **where: object) -> None:
        """Show page `page` at `where`; a page this account may not see is left alone."""
        if page not in self._entries:
            return
        shown = self._pages.get(page)
        if shown is None:
            shown = self._pages[page] = self._entries[page].make(self.session, self)
            self.stack.addWidget(shown)
            arrange_all(shown, self.settings, page)
            self.made(shown)
        before = self._shown
        if self._current is not None and self._current is not shown:
            self._current.leave()
        self._current, self._shown = shown, page
        self.stack.setCurrentWidget(shown)
        self.turned(before, page)
        shown.show_at(**where)
        shown.setFocus()

    def show_paper(self, paper: Paper) -> None:
        """Open the preview of `paper`."""
        # The preview brings QtPdf and printing along; a window that prints nothing does without them.
        from desktop.app.papers import PaperWindow  # noqa: PLC0415

        PaperWindow(paper, self.tasks, self.settings, self).open_paper()

    def set_count(self, page: str, count: int) -> None:
        """Show how much waits on a page, where the window has a place for it."""

    # --- what a kind of window does --------------------------------------------------------------------------------

    def made(self, page: Page) -> None:
        """Take up a page that was just made."""

    def turned(self, before: str, page: str) -> None:
        """Follow from page `before` ("" for none) to `page`."""

    def begun(self) -> None:
        """Begin what waits until the first page is shown."""

    def ring(self, address: str) -> None:
        """Show who calls from `address` ("tel:..."), where calls are taken."""

    def look_for(self, text: str) -> None:
        """Show what `text`, handed over by another program, finds, where there is a search box."""

    def reduction_refused(self, row: ReductionRow) -> None:
        """Say that old visits did not become counts, where that is told."""

    def saved(self) -> None:
        """Say that everything is saved."""

    def trouble(self, error: TouchpointError) -> None:
        """Say that the data cannot be reached just now."""

    # --- keeping ---------------------------------------------------------------------------------------------------

    def shown_at(self) -> tuple[str, Mapping[str, object]]:
        """Return the page shown and where on it; as `first` of another window it is where that one begins."""
        page = self._current
        return self._shown, ({} if page is None else page.shown_at())

    def keep_everything(self) -> None:
        """Let every page keep what was typed: before locking, closing and after a crash."""
        for page in self._pages.values():
            page.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the first page after the first paint, unless another one is asked for already."""
        super().paintEvent(event)
        if self._current is None:
            # A page brings its feature along; the frame need not wait for that.
            QTimer.singleShot(0, self, self._open_first)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab, from the frame to the first of a page."""
        go = partial(super().focusNextPrevChild, next_one)
        return go() if self._current is None else come_by_tab(self._current, go, forward=next_one)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts, finish writing, remember the window's place."""
        self.keep_everything()
        self._looking.stop()
        self.tasks.shutdown()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.settings.set(known_settings.WINDOW_GEOMETRY, geometry)
        self.settings.save()
        self.session.close()
        super().closeEvent(event)
        self.closed.emit()

    def lock(self) -> None:
        """Keep everything and leave the desk."""
        self.keep_everything()
        self.locked.emit()

    def leave_desk(self, *, tries: int | None = None) -> None:
        """Lock without anyone there: as soon as what stands in front is closed and what runs has ended.

        So often it is tried at most; without `tries` for as long as that takes.
        """
        self._leaving.begin(tries=tries)

    def come_forward(self) -> None:
        """Bring the window in front of others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def restore_place(self) -> None:
        """Stand where the window stood last."""
        self.resize(1366, 696)
        self.restoreGeometry(QByteArray.fromBase64(self.settings.get(known_settings.WINDOW_GEOMETRY).encode()))

    # --- inside ----------------------------------------------------------------------------------------------------

    def _open_first(self) -> None:
        if self._current is None:
            page, where = self.first if self.first[0] in self._entries else (next(iter(self._entries)), {})
            self.go(page, **where)
            self.begun()
            self._begin_reducing()

    def _begin_reducing(self) -> None:
        # Nothing of it is needed before the window stands.
        from desktop.app.reducing import Reduction  # noqa: PLC0415

        self.reduction = Reduction(self.session.desk, self, self)
        self.reduction.refused.connect(self.reduction_refused)

    def _write(self, function: Callable[[], None]) -> None:
        self.tasks.run(lambda _progress: function(), owner=self, write=True)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.operation_id:
            self._own.add(changes.operation_id)
            self.saved()

    def _look_for_others(self) -> None:
        """Ask for what other programs wrote; their changes reach the pages like our own."""
        self._looking.stop()
        self.tasks.run(
            lambda _progress: self._watch.look(self._own),
            lambda changes: self.bus.announce(changes) if changes else None,
            self.trouble,
            owner=self,
            on_end=self._looking.start,
        )
