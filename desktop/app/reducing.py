"""Reduces old visits once a night, in whichever window of the community is open then or first after it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.permissions import Operation, allows

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress
    from desktop.visits.rows import ReductionRow

__all__ = ["EVERY_MS", "FIRST_MS", "NIGHT_AT", "Reduction", "is_owed", "night_before"]

EVERY_MS = 3_600_000
FIRST_MS = 60_000
"""A window that has just opened has more urgent things to read."""

NIGHT_AT = time(3)
"""From then on, by the clock of the community, the night's run is owed."""


CUT_SHORT_AFTER = timedelta(hours=1)
"""A run that did not end by then goes on no more."""


class Reduction(QObject):
    """Asks each hour whether the night's run is owed, and makes it. `refused(ReductionRow)`: the newest one was.

    A run notes itself when it begins, so that no other PC makes it as well. It is no write of the window's: it goes in
    slices beside them, and none waits for all of it.
    """

    refused = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        """Run as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._told: datetime | None = None
        self._may = allows(desk.actor, Operation.REDUCE_VISITS)
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self._again)
        if self._may:
            self._timer.start()

    def look(self) -> None:
        """Make the run if it is owed, in the background."""
        if self._may:
            self._shell.tasks.run(self._run, self._tell, _pass_over, owner=self)

    def _again(self) -> None:
        self._timer.setInterval(EVERY_MS)
        self.look()

    def _run(self, progress: Progress) -> ReductionRow | None:
        """Return the newest run, made now where it was owed; none where none was ever made."""
        # The window stands before the service is brought in.
        from desktop.visits.service import VisitService  # noqa: PLC0415

        service = VisitService(self._desk)
        newest = next(iter(service.last_reductions(1)), None)
        now = self._desk.clock.now()
        if newest is None or is_owed(newest, now, self._desk.zone):
            service.reduce(lambda _done, _of: progress.check())
            newest = next(iter(service.last_reductions(1)), None)
        return newest

    def _tell(self, newest: ReductionRow | None) -> None:
        if newest is not None and newest.refused is not None and newest.at != self._told:
            self._told = newest.at
            self.refused.emit(newest)


def is_owed(newest: ReductionRow, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the night's run is still to be made, `newest` being the last one.

    One noted in the future is of a clock that has been set right since. One that began more than an hour ago and did
    not do all it found was cut short with its PC; where two shared the work, one more run finds nothing.
    """
    if not night_before(now, zone) <= newest.at <= now:
        return True
    return newest.refused is None and newest.reduced < newest.due and now - newest.at >= CUT_SHORT_AFTER


def night_before(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of the last night from which on a run counts for it."""
    day = now.astimezone(zone).date()
    tonight = datetime.combine(day, NIGHT_AT, zone)
    return tonight if tonight <= now else datetime.combine(day - timedelta(days=1), NIGHT_AT, zone)


def _pass_over(_error: TouchpointError) -> None:
    """Say nothing: nobody asked for it, and the next hour looks again."""
