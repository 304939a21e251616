"""The post a guard sits at: which gate this PC stands at, the rules and kinds of visit, the shift on duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core import settings as known_settings
from desktop.visits.rows import RulesRow
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import GateRow, KindRow, ShiftOnDay

__all__ = ["Station"]

LOOK_EVERY_MS = 60_000
"""A shift ends and peak hours begin by the clock, without anybody writing anything."""


@dataclass(frozen=True, slots=True)
class _Known:
    gates: Sequence[GateRow]
    kinds: Sequence[KindRow]
    rules: RulesRow
    shift: ShiftOnDay | None


class Station(QObject):
    """What every pane at this gate goes by. `changed()`: some of it is other than before, or a minute went by."""

    changed = Signal()

    def __init__(self, desk: Desk, shell: Shell, parent: QObject | None = None) -> None:
        """Ask for it in the background, and again whenever the manager changes the set-up."""
        super().__init__(parent)
        self.desk = desk
        self._shell = shell
        self._service = VisitService(desk)
        self._known = _Known((), (), RulesRow(), None)
        self._ticks = QTimer(self, interval=LOOK_EVERY_MS)
        self._ticks.timeout.connect(self.read)
        self._ticks.start()
        shell.bus.changed.connect(self._note)

    @property
    def gates(self) -> Sequence[GateRow]:
        """Return the gates there are, in order; empty until they were read."""
        return self._known.gates

    @property
    def gate(self) -> GateRow | None:
        """Return the gate this PC stands at: the one chosen, or the only one there is."""
        chosen = self._shell.settings.get(known_settings.GATE)
        only = self.gates[0] if len(self.gates) == 1 else None
        return next((gate for gate in self.gates if gate.id == chosen), only)

    @property
    def gate_id(self) -> int | None:
        """Return its id, none where it is not known which it is."""
        gate = self.gate
        return None if gate is None else gate.id

    @property
    def kinds(self) -> Sequence[KindRow]:
        """Return the kinds of visit in the order of their digits."""
        return self._known.kinds

    @property
    def rules(self) -> RulesRow:
        """Return what was laid down for the gates."""
        return self._known.rules

    @property
    def shift(self) -> ShiftOnDay | None:
        """Return the shift on duty, none between shifts or where there are none."""
        return self._known.shift

    def now(self) -> datetime:
        """Return this moment by the community's clock."""
        return self.desk.clock.now().astimezone(self.desk.zone)

    def choose_gate(self, gate_id: int) -> None:
        """Remember on this PC which gate it stands at."""
        settings = self._shell.settings
        settings.set(known_settings.GATE, gate_id)
        self._shell.tasks.run(lambda _progress: settings.save(), owner=self, write=True)
        self.changed.emit()

    def read(self) -> None:
        """Ask for everything anew; `changed` follows."""
        service, desk = self._service, self.desk

        def work(_progress: object) -> _Known:
            now = desk.clock.now()
            return _Known(service.gates(), service.kinds(), service.rules(), service.shift_at(now))

        self._shell.tasks.run(work, self._take, owner=self, key="station")

    def _take(self, known: _Known) -> None:
        self._known = known
        self.changed.emit()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("gate"):
            self.read()
