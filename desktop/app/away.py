"""When the desk is left: locked by itself after a while, with the PC, and everything kept before the PC goes off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from desktop.app.handed_over import taken_apart
from desktop.core.settings import DATA_PLACE, LOCK_AFTER
from desktop.ui.idle import LOOK_EVERY_MS, IdleWatch
from desktop.ui.leaving import STEP_MS
from desktop.ui.session_watch import SessionWatch, register_restart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.settings import Settings
    from desktop.ui.tasks import Tasks

__all__ = ["Away", "Left"]

PATIENCE_SECONDS = 4.0
"""Windows ends a program that takes longer than five seconds to say that it is ready to go."""


class Left(Protocol):
    """What is asked of the window that is left; the account's windows are such."""

    @property
    def locks_itself(self) -> bool:
        """Tell whether it is locked when nobody was at it for a while."""
        ...

    @property
    def tasks(self) -> Tasks:
        """Return what writes its drafts."""
        ...

    def leave_desk(self, *, tries: int | None = None) -> None:
        """Lock as soon as nothing stands in front of it, looking so often at most."""
        ...

    def keep_everything(self) -> None:
        """Keep what was typed."""
        ...


class Away(QObject):
    """Watches over the window that `window` returns, None while nobody is signed in."""

    def __init__(self, settings: Settings, window: Callable[[], Left | None], parent: QObject) -> None:
        """Lock after as many minutes as `settings` say at that moment; needs a QApplication."""
        super().__init__(parent)
        self._settings = settings
        self._window = window
        self.session = SessionWatch(self)
        self.session.locked.connect(self._leave)
        self.session.ending.connect(self._keep)
        self.idle = IdleWatch(self._minutes, self)
        self.idle.idle.connect(self._leave_for_now)

    def close(self) -> None:
        """Watch no more."""
        self.session.close()

    @staticmethod
    def come_back(arguments: Sequence[str]) -> None:
        """Let Windows open the program again after its updates, with the options it has now.

        What was handed over is left out: a call of the night before rings no more.
        """
        options, _others = taken_apart(arguments)
        if "--data" in options:
            # Nobody knows where Windows starts it from.
            options["--data"] = os.path.abspath(options["--data"])  # noqa: PTH100 - as it was typed, links and all
        if "--database" in options:
            try:
                # Without its password: Windows writes the command down.
                options["--database"] = DATA_PLACE.read(options["--database"])
            except ValueError:
                return
        register_restart([f"{name}={value}" for name, value in options.items()])

    def _minutes(self) -> int:
        window = self._window()
        return int(self._settings.get(LOCK_AFTER)) if window is not None and window.locks_itself else 0

    def _leave(self) -> None:
        window = self._window()
        if window is not None:
            window.leave_desk()

    def _leave_for_now(self) -> None:
        # Whoever comes back before the printing is through goes on working; until then this is told again.
        window = self._window()
        if window is not None:
            window.leave_desk(tries=LOOK_EVERY_MS // STEP_MS)

    def _keep(self) -> None:
        window = self._window()
        if window is not None:
            window.keep_everything()
            window.tasks.finish_writes(PATIENCE_SECONDS)
