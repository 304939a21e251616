"""A version that has just come in proves itself by starting, opening the data and standing for a while.

Where it fails the version before takes over again, with its data. What is not an installed program has nothing to
prove but the data it upgraded.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.updates.offer import returned_words
from desktop.updates.store import start_detached

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.app.session import Session
    from desktop.core.i18n import Message
    from desktop.ui.tasks import Tasks
    from desktop.updates.rows import Returned
    from desktop.updates.store import Installation

__all__ = ["Proving"]

PROVED_MS = 3000
"""By then the window shows its first page."""


class Proving(QObject):
    """How far this start came, as launcher and storage are told.

    `told(words)`: an earlier update did not hold, or its data was put back. `gone_back()`: the version before is the
    current one again; it is `restart`ed once this one has let go of everything.
    """

    told = Signal(object)
    gone_back = Signal()

    def __init__(self, installation: Installation | None, tasks: Tasks, parent: QObject | None = None) -> None:
        """Tell of the start of `installation`, None where the program is not installed."""
        super().__init__(parent)
        self._installation = installation
        self._tasks = tasks
        self._session: Session | None = None
        self._opening = False
        self._given_up = False
        # A timer of its own, not a single shot: that one would outlive the window it is for.
        self._standing = QTimer(self, singleShot=True, interval=PROVED_MS)
        self._standing.timeout.connect(self._prove)

    def stand(self) -> None:
        """Note that the door stands open, and tell of an earlier update that did not hold."""
        if self._installation is not None:
            self._write(partial(_stand, self._installation), self._tell)

    @property
    def opens_nothing(self) -> bool:
        """Tell whether the window that was to open last never did."""
        return self._opening

    def begin(self, session: Session) -> None:
        """Note that the window of `session` opens: from here on it either stands or the version before takes over."""
        self._session = session
        self._opening = True
        if self._installation is not None:
            self._write(self._installation.begins)
        words = _data_put_back(session)
        if words is not None:
            self.told.emit(words)

    def opened(self) -> None:
        """Note that the window is open; standing for a while it proves itself."""
        self._opening = False
        self._standing.start()

    def end(self) -> None:
        """Prove at the orderly end what has not stood long enough; at the very end, when no task runs any more."""
        if self._standing.isActive():
            self._standing.stop()
            # What the disk refuses now is tried again at the next start; it is no fault of this version.
            with suppress(WorldError):
                self._note_proved(self._session)

    def fail(self) -> None:
        """Make the version before the current one again, where there is one: this one cannot open the data."""
        self._give_up("data")

    def crash(self) -> None:
        """Do the same after a mistake of the program before it has stood: at its door, or with its first page."""
        if self._session is None or self._opening or self._standing.isActive():
            self._give_up("start")

    def restart(self, arguments: Sequence[str]) -> None:
        """Start the version that is the current one now. Raises WorldError when that fails."""
        assert self._installation is not None
        start_detached([str(self._installation.launcher), *arguments])

    # --- inside ----------------------------------------------------------------------------------------------------

    def _give_up(self, reason: str) -> None:
        installation, stood = self._installation, self._standing.isActive()
        if installation is None or self._given_up:
            return
        self._given_up = True
        self._standing.stop()

        def done(gone: bool) -> None:  # noqa: FBT001 - a task's result
            self._given_up = gone
            if gone:
                self.gone_back.emit()
            elif stood:
                self._standing.start()

        self._write(partial(_go_back, installation, reason), done)

    def _prove(self) -> None:
        session, installation = self._session, self._installation
        swept = None if installation is None else lambda _done: self._sweep(installation)
        self._write(partial(self._note_proved, session), swept)

    def _note_proved(self, session: Session | None) -> None:
        # The program before its data: as long as there is a way back, the version before has to find its own data.
        stays = self._installation is None or self._installation.proved()
        if stays and session is not None:
            session.prove_upgrade()

    def _sweep(self, installation: Installation) -> None:
        self._tasks.run(lambda _progress: installation.sweep(), owner=self)

    def _tell(self, returned: Returned | None) -> None:
        if returned is not None:
            self.told.emit(returned_words(returned))

    def _write(self, act: Callable[[], object], done: Callable[[Any], None] | None = None) -> None:
        self._tasks.run(lambda _progress: act(), done, owner=self, write=True)


def _data_put_back(session: Session) -> Message | None:
    if session.opened.returned is None:
        return None
    return msg(
        "The data is as it was before the update. What was written after it is kept in %(folder)s.",
        folder=session.opened.returned,
    )


def _stand(installation: Installation) -> Returned | None:
    installation.stands()
    returned = installation.returned()
    installation.forget_returned()
    return returned


def _go_back(installation: Installation, reason: str) -> bool:
    if not installation.previous():
        return False
    installation.go_back(reason)
    return True
