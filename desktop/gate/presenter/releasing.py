"""The release slip in the guard's hands: looked up, its goods counted out, let out or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError, UserError
from desktop.core.plates import canonical_plate
from desktop.release_slips.service import ReleaseSlipService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.release_slips.rows import ReleaseFile
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["ReleasePresenter"]


class ReleasePresenter(QObject):
    """Holds one slip, `file`, and how many pieces of each line leave now, `chosen`.

    `shown()`: another slip, none, or the same one as it stands now. `counted()`: other goods are chosen.
    `released(pieces, plate)` and `turned_away()`: the write was made; the slip is still held. `refused(error)`: it was
    not, and nothing was written; of a slip that changed meanwhile what holds now is shown. `failed(error)`.
    """

    shown = Signal()
    counted = Signal()
    released = Signal(int, str)
    turned_away = Signal()
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Check slips at the gate of `station`."""
        super().__init__(parent)
        self.service = ReleaseSlipService(desk)
        self.file: ReleaseFile | None = None
        self.chosen: dict[int, int] = {}
        self.is_busy = False
        self._station = station
        self._shell = shell
        self._typing = -1
        self._again = ("", "")
        shell.bus.changed.connect(self._note)

    # --- looking up -------------------------------------------------------------------------------------------------

    def look_up(self, text: str) -> None:
        """Find the slip that six digits, a number or what was scanned mean; `shown` or `refused` follows."""
        if not self.is_busy:
            service = self.service
            self._read(lambda: service.at_gate(text))

    def clear(self) -> None:
        """Put the slip aside."""
        self._show(None)

    # --- counting ---------------------------------------------------------------------------------------------------

    @property
    def pieces(self) -> int:
        """Return how many pieces leave now."""
        return sum(self.chosen.values())

    @property
    def is_whole(self) -> bool:
        """Tell whether everything that is left leaves now."""
        return self.file is not None and self.chosen == _all_left(self.file)

    def toggle(self, line: int) -> None:
        """Let all that is left of a line leave, or nothing of it."""
        self._count(line, 0 if self.chosen.get(line) else self._left(line))
        self._typing = -1

    def set_count(self, line: int, count: int) -> None:
        """Let `count` pieces of a line leave, as far as there are so many."""
        self._count(line, count)
        self._typing = -1

    def type_digit(self, line: int, digit: int) -> None:
        """Take a digit of a line's count; further digits are appended while they make sense."""
        longer = self.chosen.get(line, 0) * 10 + digit
        self._count(line, longer if self._typing == line and longer <= self._left(line) else digit)
        self._typing = line

    def is_other_vehicle(self, plate: str) -> bool:
        """Tell whether `plate` is not the one the slip is for."""
        return self.file is not None and canonical_plate(self.file.line.plate) not in {"", canonical_plate(plate)}

    # --- acting -----------------------------------------------------------------------------------------------------

    def release(self, plate: str, override_words: str = "") -> None:
        """Let out what is chosen with `plate`; `released` or `refused` follows."""
        file, service, gate_id = self.file, self.service, self._station.gate_id
        if file is None or self.is_busy:
            return
        # As chosen when Enter was pressed, whatever is typed while it is written.
        parts, pieces, operation_id = dict(self.chosen), self.pieces, self._operation(f"out {plate} {override_words}")

        def write() -> Changes:
            return service.release(
                file.line.id,
                plate,
                parts,
                version=file.line.version,
                gate_id=gate_id,
                override_words=override_words,
                operation_id=operation_id,
            )

        self._write(write, lambda: self.released.emit(pieces, plate))

    def turn_away(self, words: str, plate: str) -> None:
        """Note why the goods are not let out; `turned_away` or `refused` follows."""
        file, service, gate_id = self.file, self.service, self._station.gate_id
        if file is None or self.is_busy:
            return
        line, operation_id = file.line, self._operation(f"no {plate} {words}")
        self._write(
            lambda: service.refuse(
                line.id, words, plate, version=line.version, gate_id=gate_id, operation_id=operation_id
            ),
            self.turned_away.emit,
        )

    def taking_back(self) -> Callable[[], None]:
        """Return what takes back what was noted last about the slip held now, and shows it again."""
        slip_id, service, operation_id = (self.file.line.id if self.file else 0), self.service, new_operation_id()

        def take_back() -> None:
            self._write(
                lambda: service.take_back(slip_id, operation_id=operation_id),
                lambda: self._read(lambda: service.slip(slip_id)),
            )

        return take_back

    # --- inside -----------------------------------------------------------------------------------------------------

    def _operation(self, what: str) -> str:
        """Return the id of a write; the same as before where the same is tried again after a failure."""
        key = f"{self.file and self.file.line.id} {self.file and self.file.line.version} {self.chosen} {what}"
        if self._again[0] != key:
            self._again = (key, new_operation_id())
        return self._again[1]

    def _left(self, line: int) -> int:
        return self.file.line.goods[line].left if self.file is not None else 0

    def _count(self, line: int, count: int) -> None:
        if self.file is not None and self.file.line.standing.lets_out and not self.is_busy:
            self.chosen[line] = min(max(count, 0), self._left(line))
            self.counted.emit()

    def _read(self, ask: Callable[[], ReleaseFile]) -> None:
        self._shell.tasks.run(lambda _progress: ask(), self._show, self._refuse, owner=self, key="slip")

    def _write(self, write: Callable[[], Changes], done: Callable[[], None]) -> None:
        self.is_busy = True

        def finish(_changes: Changes) -> None:
            self.is_busy = False
            done()

        self._shell.tasks.run(lambda _progress: write(), finish, self._refuse, owner=self, write=True)

    def _show(self, file: ReleaseFile | None) -> None:
        before, self.file = self.file, file
        if file is None or not file.line.standing.lets_out:
            self.chosen = {}
        elif before is None or (before.line.id, before.line.version) != (file.line.id, file.line.version):
            self.chosen, self._typing = dict(_all_left(file)), -1
        self.shown.emit()

    def _refuse(self, error: TouchpointError) -> None:
        self.is_busy = False
        if not isinstance(error, UserError):
            self.failed.emit(error)
            return
        self.refused.emit(error)
        if isinstance(error, ConflictError):
            self._read_again()

    def _read_again(self) -> None:
        if self.file is not None:
            service, slip_id = self.service, self.file.line.id
            self._read(lambda: service.slip(slip_id))

    def _note(self, changes: Changes, _initiator: object) -> None:
        touched = changes.ids.get("release_slip")
        if self.file is None or self.is_busy or touched is None:
            return
        # an empty set stands for any of them
        if not touched or self.file.line.id in touched:
            self._read_again()


def _all_left(file: ReleaseFile) -> Mapping[int, int]:
    return {at: line.left for at, line in enumerate(file.line.goods)}
