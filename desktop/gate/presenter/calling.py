"""Calls from this gate to the desk, and what the desk answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.visits.model import CallReason
from desktop.visits.rows import NewCall
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import CallLine

__all__ = ["AnswersPresenter", "CallingPresenter", "Whom"]


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a call is about; what is not known is empty. `place` is where they go when it is no room."""

    plate: str = ""
    who: str = ""
    room_id: int | None = None
    place: str = ""


class CallingPresenter(QObject):
    """Calls the desk from this gate. `called()`: the desk was told; `failed(error)`."""

    called = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Call from the gate of `station`."""
        super().__init__(parent)
        self._station = station
        self._service = VisitService(desk)
        self._shell = shell

    def hold(self, words: str, whom: Whom) -> None:
        """Tell the desk of goods without a slip that are held until it answers; `words` say what it is to know."""
        self._call(CallReason.GOODS, words, whom)

    def ask(self, words: str, whom: Whom) -> None:
        """Ask the desk something and wait for its answer."""
        self._call(CallReason.OTHER, words, whom)

    def _call(self, reason: CallReason, words: str, whom: Whom) -> None:
        service, operation_id = self._service, new_operation_id()
        draft = NewCall(
            reason,
            words,
            waits=True,
            gate_id=self._station.gate_id,
            room_id=whom.room_id,
            place=whom.place,
            plate=whom.plate,
            who=whom.who,
        )
        self._shell.tasks.run(
            lambda _progress: service.call_desk(draft, operation_id=operation_id),
            lambda _changes: self.called.emit(),
            self.failed.emit,
            owner=self,
            write=True,
        )


class AnswersPresenter(QObject):
    """Holds the calls that wait for an answer, and the answers nobody at the gate has read, oldest first.

    `changed()`; `failed(error)`.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Read the calls of the gate of `station`, once that knows which it is."""
        super().__init__(parent)
        self.desk = desk
        self.station = station
        self.calls: Sequence[CallLine] = ()
        self._service = VisitService(desk)
        self._shell = shell
        station.changed.connect(self.read)
        shell.bus.changed.connect(self._note)

    @property
    def answered(self) -> CallLine | None:
        """Return the oldest answer that nobody at the gate has read."""
        return next((call for call in self.calls if call.answered_at is not None), None)

    @property
    def waiting(self) -> Sequence[CallLine]:
        """Return the calls somebody stands waiting for."""
        return [call for call in self.calls if call.waits and call.answered_at is None]

    def read(self) -> None:
        """Read the calls of this gate; of all gates where it is not known which this is."""
        service, gate_id = self._service, self.station.gate_id
        self._shell.tasks.run(
            lambda _progress: service.calls(unread=True, gate_id=gate_id),
            self._take,
            self.failed.emit,
            owner=self,
            key="calls",
        )

    def mark_read(self, call: CallLine) -> None:
        """Note that the answer was read."""
        service, operation_id = self._service, new_operation_id()
        self._shell.tasks.run(
            lambda _progress: service.mark_read(call.id, version=call.version, operation_id=operation_id),
            None,
            self.failed.emit,
            owner=self,
            write=True,
        )

    def _take(self, calls: Sequence[CallLine]) -> None:
        self.calls = sorted(calls, key=lambda call: (call.at, call.id))
        self.changed.emit()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("gate_call"):
            self.read()
