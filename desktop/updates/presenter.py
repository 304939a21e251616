"""What the panel of the program decides: what runs here, and an update from the chosen file to the closing window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop import __version__
from desktop.core.errors import WorldError
from desktop.core.permissions import Operation, allows
from desktop.ui.autostart import opens_with_windows, set_opens_with_windows
from desktop.updates import service as updating
from desktop.updates.rows import AboutProgram
from desktop.updates.service import Installation, UpdateService, about_program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.storage.desk import Desk
    from desktop.storage.opening import Opened
    from desktop.ui.tasks import Progress, Report, Task, Tasks
    from desktop.updates.rows import Ready, Release

__all__ = ["Known", "UpdatePresenter"]


@dataclass(frozen=True, slots=True)
class Known:
    """What runs here: what the program says of itself, and the installation it is of (None for any other start).

    `opens` tells whether Windows opens it at sign-in, None where that could not be read.
    """

    about: AboutProgram
    installation: Installation | None = None
    opens: bool | None = None


class UpdatePresenter(QObject):
    """One update at a time, every step of it in the background.

    `known(Known)`: what runs here was read. `copied(done, total)`: bytes of the chosen file. `found(release)`: it may
    be installed, once the person agrees. `refused(error)`: it may not, or a step failed. `broken_off()`: as asked.
    `starting(ready)`: all is prepared and the installer is being started. `started()`: it runs and waits for the
    program to close. `switched(opens)` and `not_switched(error)` follow whether Windows is to open the program.
    """

    known = Signal(object)
    # Bytes may be more than a signal's int holds.
    copied = Signal(object, object)
    found = Signal(object)
    refused = Signal(object)
    broken_off = Signal()
    starting = Signal(object)
    started = Signal()
    switched = Signal(bool)
    not_switched = Signal(object)

    def __init__(
        self,
        desk: Desk,
        opened: Opened,
        tasks: Tasks,
        find: Callable[[], Installation | None] = Installation.current,
        parent: QObject | None = None,
    ) -> None:
        """Act for `desk` over the data `opened`; `find` tells the installation that runs."""
        super().__init__(parent)
        self._desk = desk
        self._opened = opened
        self._tasks = tasks
        self._find = find
        self._running: Task | None = None
        self.now = Known(AboutProgram(__version__, "", None))

    @property
    def may_install(self) -> bool:
        """Tell whether this account installs updates."""
        return allows(self._desk.actor, Operation.INSTALL_UPDATE)

    @property
    def backs_up(self) -> bool:
        """Tell whether a backup is made before; a server makes its own."""
        return self._opened.place is not None

    @property
    def busy(self) -> bool:
        """Tell whether a step is under way."""
        return self._running is not None

    def look(self) -> None:
        """Read what runs here."""
        find = self._find
        self._tasks.run(lambda _progress: _look(find), self._take, owner=self, key="look")

    def examine(self, path: Path) -> None:
        """Copy the file at `path` and look at it."""
        service = self._service()
        if service is None or self.busy:
            return
        kept: list[Release] = []

        def work(progress: Progress) -> Release:
            kept.append(service.examine(path, progress))
            return kept[0]

        self._begin(work, self.found.emit, lambda: self._discard(kept), self._tell_copied)

    def prepare(self, release: Release) -> None:
        """Check `release` once more, back the data up, then start the installer."""
        service = self._service()
        if service is not None and not self.busy:
            self._begin(lambda _progress: service.prepare(release), self._start, lambda: self._discard([release]))

    def stop(self) -> None:
        """Break the step off that is under way; what was copied for it is taken away."""
        if self._running is not None:
            self._running.cancel()

    def leave(self, release: Release) -> None:
        """Install `release` not after all; a step under way for it is broken off."""
        if self.busy:
            self.stop()
        else:
            self._discard([release])

    def switch(self, opens: bool) -> None:  # noqa: FBT001 - a box's own signal
        """Let Windows open the program at sign-in, or no more."""
        installation = self.now.installation
        if installation is None:
            return
        self._tasks.run(
            lambda _progress: set_opens_with_windows(installation.launcher, opens=opens),
            lambda _nothing: self.switched.emit(opens),
            self.not_switched.emit,
            owner=self,
            write=True,
        )

    def _service(self) -> UpdateService | None:
        installation = self.now.installation
        return None if installation is None else UpdateService(self._desk, self._opened, installation)

    def _take(self, known: Known) -> None:
        self.now = known
        self.known.emit(known)

    def _begin(
        self,
        work: Callable[[Progress], object],
        done: Callable[..., None],
        undo: Callable[[], None],
        progressed: Callable[[Report], None] | None = None,
    ) -> None:
        """Run one step; broken off, it is undone once it has come to its end."""

        def finish() -> None:
            if self._running is task:
                self._running = None
            if task.cancelled:
                undo()

        task = self._tasks.run(work, done, self.refused.emit, owner=self, on_end=finish, on_progress=progressed)
        self._running = task

    def _discard(self, copied: Sequence[Release]) -> None:
        """Take away what was copied, then tell that all is as it was."""
        service = self._service()
        if service is None or not copied:
            self.broken_off.emit()
            return
        release = copied[0]

        def finish() -> None:
            self._running = None
            self.broken_off.emit()

        self._running = self._tasks.run(lambda _progress: service.discard(release), owner=self, on_end=finish)

    def _tell_copied(self, report: Report) -> None:
        self.copied.emit(report.done, report.total)

    def _start(self, ready: Ready) -> None:
        self.starting.emit(ready)
        self._running = self._tasks.run(
            lambda _progress: updating.start(ready),
            lambda _nothing: self.started.emit(),
            self.refused.emit,
            owner=self,
            write=True,
            on_end=self._rest,
        )

    def _rest(self) -> None:
        self._running = None


def _look(find: Callable[[], Installation | None]) -> Known:
    installation = find()
    if installation is None:
        return Known(about_program())
    try:
        opens = opens_with_windows(installation.launcher)
    except WorldError:
        opens = None
    return Known(installation.about(), installation, opens)
