"""Reads the handovers, proposes the running shift's, and has them signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.handover.report import handover_sheet
from desktop.ui.attempts import Writer
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language, Message
    from desktop.handover.rows import Checked, HandoverRow, NewHandover, ThingRow
    from desktop.handover.service import HandoverService
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["HandoverPaper", "HandoverPresenter", "Running"]


@dataclass(frozen=True, slots=True)
class Running:
    """The running shift: what the checks found, the handover proposed, what is counted."""

    checks: Sequence[Checked]
    proposal: NewHandover
    things: Sequence[ThingRow]


class HandoverPresenter(QObject):
    """Serves the page of handovers.

    `listed(rows)`: the handovers, the newest first. `proposed(Running)`: the running shift in words. `checked(found)`:
    the checks alone, read again because something changed. `failed(error)`.
    """

    listed = Signal(object)
    proposed = Signal(object)
    checked = Signal(object)
    failed = Signal(object)

    def __init__(self, service: HandoverService, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the account of `service`."""
        super().__init__(parent)
        self.service = service
        self.shown = False
        self.writer: Writer[HandoverService] = Writer(service, tasks, self)
        self._tasks = tasks
        bus.changed.connect(self._note)

    @property
    def headings(self) -> Mapping[str, Message]:
        """Return the words of every subject and check by key."""
        return self.service.headings

    @property
    def may_hand_over(self) -> bool:
        """Tell whether this account may sign a handover."""
        return allows(self.service.actor, Operation.HAND_OVER)

    def read(self) -> None:
        """Read the handovers, and the running shift anew."""
        self.read_list()
        self.propose()

    def read_list(self) -> None:
        """Read the handovers."""
        service = self.service
        self._tasks.run(
            lambda _progress: service.newest(), self.listed.emit, self.failed.emit, owner=self, key="handovers"
        )

    def propose(self) -> None:
        """Make the words of the running shift from its data."""
        service, language = self.service, ui_language().language

        def make(_progress: Progress) -> Running:
            return Running(service.check_day(), service.propose(language), service.things())

        # Behind what is being written: a request half typed is kept as the page that it stands on is left.
        self._tasks.run(make, self.proposed.emit, self.failed.emit, owner=self, write=True)

    def check(self) -> None:
        """Look again at what hangs; what was written stays."""
        service = self.service
        self._tasks.run(
            lambda _progress: service.check_day(), self.checked.emit, self.failed.emit, owner=self, key="checks"
        )

    def paper(self, row: HandoverRow) -> HandoverPaper:
        """Return a handover as something to print."""
        return HandoverPaper(self.service, row)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if not self.shown:
            return
        if changes.touches("handover"):
            self.read_list()
        if changes.touches("counted_thing"):
            self.propose()
        elif changes.touches("request", "care_task", "call_round"):
            self.check()


class HandoverPaper:
    """One handover on A4. Drawing it to be printed or saved is noted once."""

    def __init__(self, service: HandoverService, row: HandoverRow) -> None:
        """Print `row`."""
        self._service = service
        self._row = row
        self._noted = False

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return msg("Shift handover")

    @property
    def file_name(self) -> str:
        """Return a name with the moment it was signed."""
        desk: Desk = self._service.desk
        return f"handover-{self._row.given_at.astimezone(desk.zone):%Y-%m-%d-%H%M}"

    def pdf(self, language: Language) -> bytes:
        """Draw it; raises what the service raises."""
        desk = self._service.desk
        if not self._noted:
            self._service.note_print(self._row.id)
            self._noted = True
        return handover_sheet(self._row, self._service.headings, desk.community, desk.zone, desk.clock.now(), language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
