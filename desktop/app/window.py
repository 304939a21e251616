"""The main window: navigation left, search on top, one page, what was just done below, the state of things at the foot.

It knows every feature only by the constructor of its page; pages are made when first shown.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from desktop.app.account_window import AccountWindow
from desktop.app.calls.ringing import Ringing
from desktop.app.searching import SearchPanel
from desktop.app.statusbar import StatusBar
from desktop.app.way_back import WayBack
from desktop.core.i18n import msg
from desktop.core.permissions import ROLE_LABELS, Operation, allows
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import KeySheet, key
from desktop.ui.nav import NavBar
from desktop.ui.search import BareTyping, SearchField
from desktop.ui.strips import ProgressLine, Toast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from desktop.app.entries import PageEntry
    from desktop.app.reminders import Reminder
    from desktop.app.search import Hit
    from desktop.app.session import Session
    from desktop.core.errors import TouchpointError
    from desktop.core.permissions import Actor
    from desktop.core.settings import Settings
    from desktop.ui.shell import Page
    from desktop.visits.rows import CallLine, ReductionRow

__all__ = ["MainWindow"]

NARROW = 1000
"""Below this width of the window the navigation shows icons only."""

MOST_KEYS = 9
"""Pages that have a key: there are so many digits."""


class MainWindow(AccountWindow):
    """The window of an account of the desk or the office; it is the `Shell` of its pages."""

    def __init__(self, session: Session, settings: Settings, pages: Sequence[PageEntry]) -> None:
        """Show the first page `session`'s account may see, once the window itself is painted."""
        super().__init__(session, settings, pages, Toast())
        self.setObjectName("main-window")
        self._build(session.desk.actor)
        self._connect()
        self.setMinimumSize(960, 468)
        self.restore_place()

    # --- what this kind of window does -----------------------------------------------------------------------------

    def go(self, page: str, **where: object) -> None:
        """Show page `page` at `where`; a page this account may not see is left alone."""
        super().go(page, **where)
        self._typing.watch_again()

    def made(self, page: Page) -> None:
        """Remember what is opened on `page`, for the search box to offer it again."""
        page.visited.connect(self._remember)

    def turned(self, before: str, page: str) -> None:
        """Mark `page` in the navigation, and know the way back to `before`."""
        if before and before != page:
            self.back.left(before)
        self.nav.show_page(self._entries[page].under or page)
        self.searching.close_up()

    def begun(self) -> None:
        """Begin to remind."""
        # Reminding needs the service of requests, which no first paint waits for.
        from desktop.app.comebacks import Comebacks  # noqa: PLC0415
        from desktop.app.gate_calls import GateCalls  # noqa: PLC0415
        from desktop.app.reminders import Reminders, Tray  # noqa: PLC0415

        self._tray = Tray(self, self.come_forward)
        self.reminders = Reminders(self.session.desk, self, self)
        self.reminders.reminded.connect(self._remind)
        self.comebacks = Comebacks(self.session.desk, self, self)
        self.comebacks.look()
        self.gate_calls = GateCalls(self.session.desk, self, self)
        self._above.addWidget(self.gate_calls.strip)
        self.gate_calls.told.connect(self._tell_call)
        QShortcut(QKeySequence(key("to-gate-call")), self).activated.connect(self.gate_calls.answer)
        self.gate_calls.look()

    def saved(self) -> None:
        """Say that everything is saved."""
        self.status.saved()

    def trouble(self, error: TouchpointError) -> None:
        """Say that the data cannot be reached just now."""
        self.status.show_trouble(error)

    def ring(self, address: str) -> None:
        """Show who calls from `address` ("tel:..."), handed over by a softphone or a caller-ID box."""
        self.calls.ring(address)

    def look_for(self, text: str) -> None:
        """Put `text`, handed over by another program, into the search box and show what it finds; open nothing.

        Who is at work in this program keeps the keyboard and sees all of the page, and who is typing in the box keeps
        what stands there: they are told, and offered to find it.
        """
        working = QApplication.focusWidget()
        if working is None or (working is self.field and not self.field.text()):
            self._put_into_box(text)
            return
        if working is not self.field:
            self.field.setText(text)
        look = partial(self._put_into_box, text)
        self.toast.tell(msg("To be found: %(text)s", text=text), actions=[(msg("Find"), "", look)])

    def reduction_refused(self, row: ReductionRow) -> None:
        """Say to whoever can see to it that old visits did not become counts."""
        if row.refused is not None and allows(self.session.desk.actor, Operation.EDIT_GATE):
            self.status.remind(row.refused, partial(self.go, "visits", part="setup"))

    def set_count(self, page: str, count: int) -> None:
        """Show in the navigation how much waits on a page."""
        if page in self._entries and self._entries[page].icon:
            self.nav.set_count(page, count)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close what the search box offers when something beside it is clicked."""
        super().mousePressEvent(event)
        if not self.searching.geometry().contains(event.position().toPoint()):
            self.searching.close_up()

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
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        column.addWidget(self.stack, 1)
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
        self.nav.lock.connect(self.lock)
        self.searching.chosen.connect(self._open_hit)
        self.searching.repair.connect(self._log_repair)
        self.searching.closed.connect(self._leave_search)
        self.tasks.busy_changed.connect(self.status.show_task)
        self.tasks.progressed.connect(self.status.show_report)
        self.tasks.failed.connect(lambda error: show_error(self, error))
        for name, act in (
            ("keys", self._show_keys),
            ("lock", self.lock),
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

    def _go_where_allowed(self, page: str, **where: object) -> None:
        """Show `page` if this account has it; its key does nothing otherwise."""
        if page in self._entries:
            self.go(page, **where)

    def _open_hit(self, hit: Hit) -> None:
        page, where = hit.target
        self.field.clear()
        if all(where.values()):
            self.go(page, **where)
        else:
            self.tell(msg("%(name)s belongs to no household.", name=hit.title))

    def _put_into_box(self, text: str) -> None:
        self.field.setFocus()
        self.field.setText(text)
        self.searching.ask(text)

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

    def _tell_call(self, call: CallLine) -> None:
        words = self.gate_calls.words(call)
        if not call.waits:
            # What waits stands in the strip until it is answered.
            self.status.remind(words, partial(self.go, "visits", call_id=call.id))
        self._tray.tell(words)

    def _show_keys(self) -> None:
        sheet = KeySheet(self)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
