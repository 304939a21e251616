"""What the form of an outage decides: what its scope comes to while clicking, what is to be known before saving."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.outages.model import PlaceLevel
from desktop.outages.presenter.places import Places
from desktop.outages.rows import Pick
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.outages.rows import NewNotice, NewOutage, OutageCheck, OutageFile, ScopeCount
    from desktop.outages.service import OutageService
    from desktop.ui.attempts import Attempt
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["PlanPresenter", "picks_from", "picks_text"]

SOON_MS = 120
"""While somebody clicks on, nothing is counted."""


class PlanPresenter(QObject):
    """Counts and checks what is typed, and writes it.

    `known(Places)`: the community to pick from. `counted(ScopeCount)` and `checked(OutageCheck)` answer the last `ask`
    only. `saved(Changes)`, `refused(error)`: what came of the write. `renewed(OutageFile)`: the outage as it is now,
    where somebody else was faster. `failed(error)`: something could not be read.
    """

    known = Signal(object)
    counted = Signal(object)
    checked = Signal(object)
    saved = Signal(object)
    renewed = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, service: OutageService, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Serve the account of `service`."""
        super().__init__(parent)
        self.service = service
        self.places: Places | None = None
        self._tasks = tasks
        self._wanted: tuple[Sequence[Pick], bool, NewOutage | None, int | None] | None = None
        self._stale = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._count)
        self._amended = 0
        self._writer: Writer[OutageService] = Writer(service, tasks, self)
        self._writer.outdated.connect(self._renew)
        self._attempt = self._new_attempt()
        bus.changed.connect(self._note)

    def begin(self) -> None:
        """Begin another write: tried again it does nothing twice."""
        self._attempt = self._new_attempt()

    def read_places(self) -> None:
        """Read the community, unless it is known and nothing of it has changed."""
        if self.places is not None and not self._stale:
            self.known.emit(self.places)
            return
        service = self.service

        def read(_progress: Progress) -> Places:
            whole = (Pick(PlaceLevel.COMMUNITY),)
            both = (service.count(whole), service.count(whole, exclude_vacant=True))
            households, occupied = ({id_: count for id_, _, count in each.buildings} for each in both)
            return Places(service.places(), households, occupied)

        self._tasks.run(read, self._take_places, self.failed.emit, owner=self, key="places")

    def ask(
        self, picks: Sequence[Pick], *, exclude_vacant: bool, new: NewOutage | None, outage_id: int | None = None
    ) -> None:
        """Count `picks`, and check `new` where enough of it is typed; an earlier question is forgotten."""
        self._wanted = (tuple(picks), exclude_vacant, new, outage_id)
        self._tasks.cancel(self, "count")
        self._soon.start()

    def rest(self) -> None:
        """Count nothing any more."""
        self._soon.stop()
        self._tasks.cancel(self, "count")

    def plan(self, new: NewOutage) -> None:
        """Save a new outage that is not announced yet."""
        self._write(lambda service, operation_id: service.plan(new, operation_id=operation_id))

    def amend(self, file: OutageFile, new: NewOutage) -> None:
        """Save what was changed of an outage."""
        id_, version = file.line.id, file.line.version
        self._amended = id_
        self._write(lambda service, operation_id: service.amend(id_, new, version=version, operation_id=operation_id))

    def announce(self, new: NewOutage, notice: NewNotice) -> None:
        """Plan an outage and announce it, all at once."""
        self._write(lambda service, operation_id: service.announce_now(new, notice, operation_id=operation_id))

    def _write(self, command: Callable[[OutageService, str], Changes]) -> None:
        self._attempt.make(command)

    def _new_attempt(self) -> Attempt[OutageService]:
        attempt = self._writer.attempt()
        attempt.done.connect(self.saved)
        attempt.refused.connect(self.refused)
        return attempt

    def _renew(self) -> None:
        service, id_ = self.service, self._amended
        self._tasks.run(
            lambda _progress: service.outage(id_), self.renewed.emit, self.failed.emit, owner=self, key="renew"
        )

    def _count(self) -> None:
        if self._wanted is None:
            return
        picks, exclude_vacant, new, outage_id = self._wanted
        service = self.service

        def work(progress: Progress) -> tuple[ScopeCount, OutageCheck | None]:
            count = service.count(picks, exclude_vacant=exclude_vacant)
            progress.check()
            return count, None if new is None else service.check(new, outage_id=outage_id)

        self._tasks.run(work, self._answer, self.failed.emit, owner=self, key="count")

    def _answer(self, found: tuple[ScopeCount, OutageCheck | None]) -> None:
        count, check = found
        self.counted.emit(count)
        self.checked.emit(check)

    def _take_places(self, places: Places) -> None:
        self.places, self._stale = places, False
        self.known.emit(places)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("community", "room", "import_batch", "building", "entrance", "zone"):
            self._stale = True


def picks_text(picks: Sequence[Pick]) -> str:
    """Return picks as a draft keeps them."""
    return json.dumps([asdict(pick) for pick in picks], ensure_ascii=False) if picks else ""


def picks_from(text: str) -> tuple[Pick, ...]:
    """Return the picks that a draft kept; none where it holds none that can be read."""
    try:
        found: list[dict[str, Any]] = json.loads(text) if text else []
        return tuple(replace(Pick(**each), level=PlaceLevel(each["level"])) for each in found)
    except (ValueError, TypeError, KeyError):
        return ()
