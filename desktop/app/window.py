"""The main window: navigation left, search on top, one page, what was just done below, the state of things at the foot.

It knows every feature only by the constructor of its page; pages are made when first shown.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from desktop.app.calls.ringing import Ringing
from desktop.app.drafts import DraftBox, DraftService
from desktop.app.searching import SearchPanel
from desktop.app.statusbar import StatusBar
from desktop.app.way_back import WayBack
from desktop.core import settings as known_settings
from desktop.core.i18n import msg
from desktop.core.permissions import ROLE_LABELS, Operation, allows
from desktop.storage.watch import Watch
from desktop.ui.bus import Bus
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import KeySheet, key
from desktop.ui.nav import NavBar
from desktop.ui.search import BareTyping, SearchField
from desktop.ui.strips import ProgressLine, Toast
from desktop.ui.tab_order import come_by_tab
from desktop.ui.table import arrange_all
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QCloseEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from desktop.app.entries import PageEntry
    from desktop.app.reminders import Reminder
    from desktop.app.search import Hit
    from desktop.app.session import Session
    from desktop.core.changes import Changes
    from desktop.core.permissions import Actor
    from desktop.core.settings import Settings
    from desktop.ui.language import Text
    from desktop.ui.shell import Page, Paper

__all__ = ["MainWindow"]

NARROW = 1000
"""Below this width of the window the navigation shows icons only."""

LOOK_EVERY_MS = 2000
MOST_KEYS = 9
"""Pages that have a key: there are so many digits."""


class MainWindow(QWidget):
    """The window of one signed-in account; it is the `Shell` of its pages.

    `locked()`: the person leaves the desk. `closed()`: the window is gone, everything is kept.
    """

    locked = Signal()
    closed = Signal()

    def __init__(self, session: Session, settings: Settings, pages: Sequence[PageEntry]) -> None:
        """Show the first page `session`'s account may see, once the window itself is painted."""
        super().__init__()
        self.setObjectName("main-window")
        self.session = session
        self.settings = settings
        self.bus = Bus(self)
        self.tasks = Tasks(self.bus, self)
        self.drafts = DraftBox(DraftService(session.desk), self._write)
        self._entries = {entry.key: entry for entry in pages if allows(session.desk.actor, entry.needs)}
        self._pages: dict[str, Page] = {}
        self._current: Page | None = None
        self._shown = ""
        self.first: tuple[str, Mapping[str, object]] = ("", {})
        self._own: set[str] = set()
        # Before any page reads: what others write from then on is told, nothing in between is missed.
        self._watch = Watch(session.desk.database, session.desk.actor.community_id)
        self._build(session.desk.actor)
        self._connect()
        self.setMinimumSize(960, 468)
        self.resize(1366, 696)
        self.restoreGeometry(QByteArray.fromBase64(settings.get(known_settings.WINDOW_GEOMETRY).encode()))
        self.setWindowTitle(session.desk.community)

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
            shown.visited.connect(self._remember)
            arrange_all(shown, self.settings, page)
        if self._current is not None and self._current is not shown:
            self._current.leave()
            self.back.left(self._shown)
        self._current, self._shown = shown, page
        self.stack.setCurrentWidget(shown)
        self.nav.show_page(self._entries[page].under or page)
        self.searching.close_up()
        shown.show_at(**where)
        shown.setFocus()
        self._typing.watch_again()

    def show_paper(self, paper: Paper) -> None:
        """Open the preview of `paper`."""
        # The preview brings QtPdf and printing along; a window that prints nothing does without them.
        from desktop.app.papers import PaperWindow  # noqa: PLC0415

        PaperWindow(paper, self.tasks, self.settings, self).open_paper()

    def shown_at(self) -> tuple[str, Mapping[str, object]]:
        """Return the page shown and where on it; as `first` of another window it is where that one begins."""
        page = self._current
        return self._shown, ({} if page is None else page.shown_at())

    def ring(self, address: str) -> None:
        """Show who calls from `address` ("tel:..."), handed over by a softphone or a caller-ID box."""
        self.calls.ring(address)

    def set_count(self, page: str, count: int) -> None:
        """Show in the navigation how much waits on a page."""
        if page in self._entries and self._entries[page].icon:
            self.nav.set_count(page, count)

    # --- keeping ---------------------------------------------------------------------------------------------------

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close what the search box offers when something beside it is clicked."""
        super().mousePressEvent(event)
        if not self.searching.geometry().contains(event.position().toPoint()):
            self.searching.close_up()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation where the window is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.nav.set_compact(narrow)
        for button in self._tools:
            button.show_key = not narrow
            button.update()
        self.searching.place()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _open_first(self) -> None:
        if self._current is None:
            page, where = self.first if self.first[0] in self._entries else (next(iter(self._entries)), {})
            self.go(page, **where)
            self._begin_reminding()

    def _begin_reminding(self) -> None:
        # Reminding needs the service of requests, which no first paint waits for.
        from desktop.app.comebacks import Comebacks  # noqa: PLC0415
        from desktop.app.reminders import Reminders, Tray  # noqa: PLC0415

        self._tray = Tray(self, self._come_forward)
        self.reminders = Reminders(self.session.desk, self, self)
        self.reminders.reminded.connect(self._remind)
        self.comebacks = Comebacks(self.session.desk, self, self)
        self.comebacks.look()

    def _build(self, actor: Actor) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.nav = NavBar(self.session.desk.community, msg("Service centre"))
        self.nav.set_person(actor.name, ROLE_LABELS[actor.role])
        for entry in self._entries.values():
            if entry.icon:
                self.nav.add_page(entry.key, entry.title, entry.icon)
        across.addWidget(self.nav)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        across.addLayout(column, 1)
        column.addWidget(self._top(actor))
        self.progress = ProgressLine(self.tasks)
        column.addWidget(self.progress)
        self.calls = Ringing(self.session.desk, self, self)
        called = QHBoxLayout()
        called.setContentsMargins(16, 8, 16, 0)
        called.addWidget(self.calls.card)
        column.addLayout(called)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.toast = Toast()
        docked = QHBoxLayout()
        docked.setContentsMargins(16, 0, 16, 0)
        docked.addWidget(self.toast)
        column.addLayout(docked)
        self.status = StatusBar(self.session.desk.clock, self.session.desk.zone)
        column.addWidget(self.status)
        self.searching = SearchPanel(self.session.desk, self.tasks, self.field, self)
        self._before_search: QWidget | None = None
        self._typing = BareTyping(self.field, self._typed_nowhere)

    def _top(self, actor: Actor) -> QFrame:
        top = QFrame()
        top.setObjectName("top-bar")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        hint = msg("Room, name, initials or plate")
        if allows(actor, Operation.SEARCH_ALL):
            hint = msg("Residents, phones, plates, request numbers: room / name / initials / any digits")
        self.field = SearchField(hint, label=msg("Find"), key=key("find"))
        self.field.setMaximumWidth(640)
        self.back = WayBack(self.go)
        row.addWidget(self.back)
        row.addWidget(self.field, 1)
        row.addStretch(0)
        self._tools: list[Button] = []
        if allows(actor, Operation.REPORT_REQUEST):
            new = Button(msg("New request"), icon="plus", key=key("new-request"), kind="primary", name="new-request")
            new.clicked.connect(self._begin_request)
            row.addWidget(new)
            self._tools.append(new)
        top.setFixedHeight(56)
        return top

    def _connect(self) -> None:
        self.nav.chosen.connect(self.go)
        self.nav.lock.connect(self._lock)
        self.searching.chosen.connect(self._open_hit)
        self.searching.repair.connect(self._log_repair)
        self.searching.closed.connect(self._leave_search)
        self.tasks.busy_changed.connect(self.status.show_task)
        self.tasks.progressed.connect(self.status.show_report)
        self.tasks.failed.connect(lambda error: show_error(self, error))
        self.bus.changed.connect(self._note)
        for name, act in (
            ("keys", self._show_keys),
            ("lock", self._lock),
            ("take-call", self.calls.take),
            ("find-too", self.field.enter),
            ("return-slips", partial(self._go_where_allowed, "slips")),
            ("hand-over", partial(self._go_where_allowed, "handover", unread=True)),
            ("urgent-outage", partial(self._go_where_allowed, "outages", urgent=True)),
        ):
            shortcut = QShortcut(QKeySequence(key(name)), self)
            shortcut.activated.connect(act)
        for place, page in enumerate([name for name, entry in self._entries.items() if entry.icon][:MOST_KEYS], 1):
            chosen = QShortcut(QKeySequence(f"{key('page')[:-1]}{place}"), self)
            chosen.activated.connect(partial(self.go, page))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._note_focus)
        self._looking = QTimer(self, interval=LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look_for_others)
        self._looking.start()

    def _go_where_allowed(self, page: str, **where: object) -> None:
        """Show `page` if this account has it; its key does nothing otherwise."""
        if page in self._entries:
            self.go(page, **where)

    def _write(self, function: Callable[[], None]) -> None:
        self.tasks.run(lambda _progress: function(), owner=self, write=True)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.operation_id:
            self._own.add(changes.operation_id)
            self.status.saved()

    def _look_for_others(self) -> None:
        """Ask for what other programs wrote; their changes reach the pages like our own."""
        self._looking.stop()
        self.tasks.run(
            lambda _progress: self._watch.look(self._own),
            lambda changes: self.bus.announce(changes) if changes else None,
            self.status.show_trouble,
            owner=self,
            on_end=self._looking.start,
        )

    def _open_hit(self, hit: Hit) -> None:
        page, where = hit.target
        self.field.clear()
        if all(where.values()):
            self.go(page, **where)
        else:
            self.tell(msg("%(name)s belongs to no household.", name=hit.title))

    def _log_repair(self, hit: Hit) -> None:
        self.field.clear()
        caller = {"resident_id": hit.id} if hit.kind == "resident" else {}
        self.go("intake", room_id=hit.room_id, **caller)

    def _remember(self, kind: str, id_: int) -> None:
        """Keep what was opened, for the search box to offer it again."""
        desk = self.session.desk

        def note() -> None:
            # Brought in by the write, which is in the background: no page waits for it.
            from desktop.app.recent import RecentService  # noqa: PLC0415

            RecentService(desk).opened(kind, id_)

        self._write(note)

    def _begin_request(self) -> None:
        self.go("intake", **(self._current.about() if self._current is not None else {}))

    def _typed_nowhere(self, widget: QWidget) -> bool:
        """Tell whether what is typed while `widget` has the keyboard is meant for the search box."""
        page, shown = self._current, self._shown
        wanted = shown in self._entries and self._entries[shown].typing_finds
        return page is not None and wanted and (widget is page or page.isAncestorOf(widget))

    def _note_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is self.field and before is not None and before is not self.field and self.isAncestorOf(before):
            self._before_search = before

    def _leave_search(self) -> None:
        """Empty the box and give the keyboard back to where it was."""
        self.field.clear()
        before = self._before_search
        if before is not None and Shiboken.isValid(before) and before.isVisible():
            before.setFocus()
        elif self._current is not None:
            self._current.setFocus()

    def _remind(self, reminder: Reminder) -> None:
        words = partial(reminder.words, self.session.desk.zone)
        self.status.remind(words, lambda: self.go("requests", wanted=reminder.opens))
        self._tray.tell(words)

    def _come_forward(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _lock(self) -> None:
        self.keep_everything()
        self.locked.emit()

    def _show_keys(self) -> None:
        sheet = KeySheet(self)
        sheet.finished.connect(partial(sheet.deleteLater))
        sheet.open()
