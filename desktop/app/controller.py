"""Holds the application: one door or one main window at a time, the settings, the guard against crashes."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import NO_WINDOW, warming
from desktop.app.away import Away
from desktop.app.handed_over import HandedOver, Kind, handed_among, is_handed_over
from desktop.app.proving import Proving
from desktop.app.signin import Door
from desktop.core import settings as known_settings
from desktop.core.errors import TouchpointError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.storage.places import DataPlace
from desktop.ui.bus import Bus
from desktop.ui.crash import CrashGuard
from desktop.ui.dialogs import show_error
from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from desktop.ui.single_instance import SingleInstance
from desktop.ui.tasks import Tasks
from desktop.ui.theme import ThemeChoice
from desktop.updates.store import Installation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.app.account_window import AccountWindow
    from desktop.app.assistant import FirstStart
    from desktop.app.session import Session
    from desktop.core.clock import Clock
    from desktop.core.i18n import Message
    from desktop.core.settings import Setting, Settings

__all__ = ["SOON_MS", "Controller"]

T = TypeVar("T")

SOON_MS = 50
"""By then the door is painted."""

SETTLED_MS = 3000
"""By then the window shows its first page."""

STAND_MS = 500
"""By then the door has shown that it can be painted and used."""


class Controller(QObject):
    """The running application."""

    def __init__(self, target: Path | str, settings: Settings, language: str, clock: Clock, user: str = "") -> None:
        """Prepare to open the data at `target`; `user` is filled in at the door."""
        self.app = QApplication.instance() or QApplication([sys.argv[0] if sys.argv else "touchpoint"])
        super().__init__()
        assert isinstance(self.app, QApplication)
        start_kit(self.app, look=ThemeChoice(settings.get(known_settings.THEME)), language=language)
        self.app.setQuitOnLastWindowClosed(False)
        self.target = target
        self.settings = settings
        self.clock = clock
        self.user = user
        self.bus = Bus(self)
        self.tasks = Tasks(self.bus, self)
        self.proving = Proving(Installation.current(), self.tasks, self)
        # Queued: the window that tells it is open by then.
        self.proving.told.connect(self._told, Qt.ConnectionType.QueuedConnection)
        self.proving.gone_back.connect(self._give_way)
        self._gives_way = False
        self._stands = QTimer(self, singleShot=True, interval=STAND_MS)
        self._stands.timeout.connect(self.proving.stand)
        self._handed: HandedOver | None = None
        self._left: tuple[str, tuple[str, Mapping[str, object]]] | None = None
        self.door: Door | None = None
        self.window: AccountWindow | None = None
        # A timer of its own, not a single shot: that one would outlive the window it is for.
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(warming.settle)
        self.guard = CrashGuard(settings.path.with_name("touchpoint.log"), clock, self._keep, self)
        self.guard.crashed.connect(self._tell_crash)
        self.tasks.crashed.connect(self.guard.report)
        self.tasks.failed.connect(lambda error: show_error(self.window or self.door, error))
        ui_language().changed.connect(self._remember_language)
        self.away = Away(settings, lambda: self.window, self)
        # A PC that goes off is no fault of a version that has just opened.
        self.away.session.ending.connect(self.proving.end)

    def run(self, arguments: list[str]) -> int:
        """Show the door, or raise the window that has the data already; return the exit code at the end."""
        instance = SingleInstance(str(self.target.resolve() if isinstance(self.target, Path) else self.target), self)
        if not instance.claim(arguments):
            return 0
        instance.asked.connect(self.hear)
        self._handed = handed_among(arguments)
        self.guard.install()
        Away.come_back(arguments)
        try:
            self.open_door()
            QTimer.singleShot(SOON_MS, self, self._bring_along)
            self._stands.start()
            code = self.app.exec()
        finally:
            self._stands.stop()
            self.guard.remove()
            self.away.close()
            self.tasks.shutdown()
            instance.release()
        self.proving.end()
        if self._gives_way:
            self.proving.restart([each for each in arguments if not is_handed_over(each)])
        return NO_WINDOW if self.proving.opens_nothing else code

    def open_door(self, *, locked: bool = False) -> None:
        """Ask who is there, also after a window was `locked`; where there is no data yet, make it first."""
        name = self.user or os.environ.get("TOUCHPOINT_USER", "")
        self.door = Door(self.target, self.clock, self.tasks, name=name, first=self._first(), locked=locked)
        self.door.opened.connect(self.open_window)
        self.door.upgrade_failed.connect(self.proving.fail)
        self.door.restored.connect(self._forget_left)
        self.door.installEventFilter(self)
        self.door.show()
        self._hand_to_door()

    def open_window(self, session: Session) -> None:
        """Show the main window of a signed-in account."""
        self.user = session.desk.actor.name
        self._remember(known_settings.FIRST_RUN_DONE, value=True)
        self.proving.begin(session)
        self.window = _window_of(session, self.settings)
        left, self._left = self._left, None
        if left is not None and left[0] == self.user:
            self.window.first = left[1]
        self.window.tasks.crashed.connect(self.guard.report)
        self.window.locked.connect(self._lock)
        self.window.closed.connect(self._closed)
        self.window.show()
        self._settled.start()
        self.proving.opened()
        if self.door is not None:
            self.door.removeEventFilter(self)
            self.door.close()
            self.door.deleteLater()
            self.door = None
        # The keyboard was at the door; not every window manager hands it on.
        self.window.activateWindow()
        handed, self._handed = self._handed, None
        if handed is not None:
            self._hand_to(self.window, handed)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """End the program when the door is closed without anyone signing in."""
        if watched is self.door and event.type() == event.Type.Close:  # type: ignore[attr-defined]  # a QEvent
            self.app.quit()
        return False

    def _bring_along(self) -> None:
        self.tasks.run(lambda _progress: warming.bring_along(), owner=self, on_end=warming.settle)

    def _first(self) -> type[FirstStart] | None:
        if isinstance(self.target, str):
            return None
        place = DataPlace(self.target)
        try:
            place.require_local()
            place.require_nothing()
        except UserError:
            return None
        # Brings the made-up community along; only the very first start needs it.
        from desktop.app.assistant import FirstStart  # noqa: PLC0415

        return FirstStart

    def _lock(self) -> None:
        window, self.window = self.window, None
        if window is None:
            return  # two ways of leaving at once: one door is enough
        self.open_door(locked=True)
        self._left = (self.user, window.shown_at())
        window.closed.disconnect(self._closed)
        window.close()
        window.deleteLater()

    def _closed(self) -> None:
        self.app.quit()

    def _told(self, words: Message) -> None:
        """Tell of an update that did not hold: at the door, or in the window that has opened meanwhile."""
        if self.window is not None:
            show_error(self.window, TouchpointError(words), msg("The update did not hold"))
        elif self.door is not None:
            self.door.tell(words, lead=msg("The update did not hold"))

    def _give_way(self) -> None:
        """End, and let the version before start in this one's place."""
        self._gives_way = True
        self.app.quit()

    def hear(self, arguments: list[str]) -> None:
        """Take what another start of the program was given: it is shown, and the window comes to the front.

        A call takes no keyboard from another program; while nobody is signed in, the last thing handed over waits at
        the door, and a backup is shown there at once. What is not understood was refused by the start that sent it.
        """
        try:
            handed = handed_among(arguments)
        except UserError:
            return
        if handed is not None and self.window is not None:
            self._hand_to(self.window, handed)
        elif handed is not None:
            self._handed = handed
            self._hand_to_door()
        top = self.window or self.door
        if top is None:
            return
        if top.isMinimized() or not top.isVisible():
            top.showNormal()
        top.raise_()
        if handed is not None and handed.kind is Kind.CALL:
            QApplication.alert(top)
        else:
            (QApplication.activeModalWidget() or top).activateWindow()

    def _hand_to(self, window: AccountWindow, handed: HandedOver) -> None:
        if handed.kind is Kind.CALL:
            window.ring(handed.text)
        elif handed.kind is Kind.WORDS:
            window.look_for(handed.text)
        else:
            # Few windows are ever asked to restore.
            from desktop.app.restoring import ask_to_restore  # noqa: PLC0415

            ask_to_restore(window, Path(handed.text), partial(self._leave_to_restore, window, handed))

    def _leave_to_restore(self, window: AccountWindow, handed: HandedOver) -> None:
        self._handed = handed
        window.lock()

    def _hand_to_door(self) -> None:
        """Show the card of a backup handed over; a call and words wait until somebody is signed in."""
        handed = self._handed
        if self.door is not None and handed is not None and handed.kind is Kind.BACKUP:
            self._handed = None
            self.door.restore(Path(handed.text))

    def _forget_left(self) -> None:
        # What was shown is a row of the data before.
        self._left = None

    def _keep(self) -> None:
        if self.window is not None:
            self.window.keep_everything()

    def _tell_crash(self, _description: str) -> None:
        self.proving.crash()
        error = TouchpointError(
            msg("The program made a mistake. What you typed is kept; go on, or start the program again."),
            msg("What happened is written to %(file)s; it holds nothing personal.", file=self.guard.log),
        )
        show_error(self.window or self.door, error, msg("Something went wrong"))

    def _remember_language(self) -> None:
        self._remember(known_settings.LANGUAGE, ui_language().language.code)

    def _remember(self, setting: Setting[T], value: T) -> None:
        settings = self.settings
        settings.set(setting, value)
        self.tasks.run(lambda _progress: settings.save(), owner=self, write=True)


def _window_of(session: Session, settings: Settings) -> AccountWindow:
    """Return the window of the account's role: guards have their own."""
    # Brought in while the door stands open; the door itself is painted before that.
    if session.desk.actor.role is Role.GUARD:
        from desktop.app.gate_pages import GATE_PAGES  # noqa: PLC0415
        from desktop.app.gate_window import GateWindow  # noqa: PLC0415

        return GateWindow(session, settings, GATE_PAGES)
    from desktop.app.pages import PAGES  # noqa: PLC0415
    from desktop.app.window import MainWindow  # noqa: PLC0415

    return MainWindow(session, settings, PAGES)
