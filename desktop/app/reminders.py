"""Reminders of what is due soon and of what has just become overdue: quiet, and never taking the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.core.permissions import Operation, allows
from desktop.requests.rows import RequestFilter
from desktop.requests.service import RequestService
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["EVERY_MS", "Reminder", "Reminders", "Tray"]

EVERY_MS = 60_000
LONGEST_GAP = timedelta(minutes=15)
"""Of what became overdue while the PC slept longer than this, Today tells; there is no shower of reminders."""

WORDS_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to be reminded of: requests that have `late` just now, or are due `soon`; one of the two may be empty."""

    late: Sequence[RequestLine]
    soon: Sequence[RequestLine]

    @property
    def opens(self) -> RequestFilter:
        """Return the list that holds them."""
        return RequestFilter(overdue=True) if self.late else RequestFilter(due_today=True)

    def words(self, zone: ZoneInfo, language: Language) -> str:
        """Return it in a line: the one there is, or how many there are; what is late comes first."""
        lines = self.late or self.soon
        one = _about(lines[0], zone, language) if len(lines) == 1 else ""
        if self.late:
            return (
                language.gettext("Overdue now: %(what)s", what=one)
                if one
                else language.ngettext(
                    "%(count)s request is overdue now", "%(count)s requests are overdue now", len(lines)
                )
            )
        if one:
            return language.gettext("Due soon: %(what)s", what=one)
        return language.ngettext("%(count)s request is due soon", "%(count)s requests are due soon", len(lines))


class Reminders(QObject):
    """Looks every minute. `reminded(Reminder)` tells what is new since the last look; each request once for each."""

    reminded = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        """Look as `desk`'s account; one that reads no requests is reminded of none."""
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._looked_at: datetime | None = None
        self._told: frozenset[tuple[int, datetime | None]] = frozenset()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        if allows(desk.actor, Operation.READ_REQUEST):
            self._timer.start()

    def look(self) -> None:
        """Look for what is new."""
        self._shell.tasks.run(partial(self._read, self._looked_at), self._tell, owner=self, key="reminders")

    def _read(self, since: datetime | None, _progress: Progress) -> tuple[Reminder, datetime]:
        service, now = RequestService(self._desk), self._desk.clock.now()
        until = now + timedelta(minutes=service.setup().due_soon_minutes)
        jumped = since is None or not timedelta() <= now - since <= LONGEST_GAP
        late = () if jumped or since is None else service.due_between(since, now)
        return Reminder(late, service.due_between(now, until)), now

    def _tell(self, found: tuple[Reminder, datetime]) -> None:
        reminder, self._looked_at = found
        # By request, not by time: what is logged or goes on with little time left is soon due from the start.
        new = [line for line in reminder.soon if (line.id, line.due_at) not in self._told]
        self._told = frozenset((line.id, line.due_at) for line in reminder.soon)
        if reminder.late or new:
            self.reminded.emit(Reminder(reminder.late, new))


class Tray(QObject):
    """The program's place in the system tray; it speaks only while the window is not looked at."""

    def __init__(self, window: QWidget, open_window: Callable[[], None]) -> None:
        """Stand for `window`; `open_window` brings it to the front when the icon or a message is clicked."""
        super().__init__(window)
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(window.windowIcon(), self)
            self._icon.setToolTip(window.windowTitle())
            self._icon.activated.connect(lambda _reason: open_window())
            self._icon.messageClicked.connect(open_window)
            self._icon.show()

    def tell(self, words: Text) -> bool:
        """Show `words` beside the clock unless the window is being used; tell whether that was done."""
        if self._icon is None or self._window.isActiveWindow():
            return False
        shown = translate(words, ui_language().language)
        self._icon.showMessage(self._window.windowTitle(), shown, QSystemTrayIcon.MessageIcon.NoIcon)
        return True


def _about(line: RequestLine, zone: ZoneInfo, language: Language) -> str:
    words = " ".join(line.words.split())
    words = words if len(words) <= WORDS_SHOWN else f"{words[: WORDS_SHOWN - 1]}…"
    due = "" if line.due_at is None else language.time(line.due_at, zone)
    return " ".join(part for part in (due, line.room, words) if part)
