"""Looks for people entered twice, and carries out what is decided about a pair."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.i18n import Message, msg
from desktop.register.service import RegisterService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.register.rows import Comparison, DuplicateLine, MergeDecision
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Task, Tasks

__all__ = ["Done", "PairsPresenter"]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in words, and what takes it back, where something does."""

    words: Message
    undo: Callable[[], None] | None = None


class PairsPresenter(QObject):
    """Runs the service in the background.

    `listed(pairs)`, `merges_listed(merges)`; `searching(bool)` while everyone is compared, with `progressed(Report)`;
    `compared(Comparison)` answers `compare`; `done(Done)`, `refused(TouchpointError)`.
    """

    listed = Signal(object)
    merges_listed = Signal(object)
    searching = Signal(bool)
    progressed = Signal(object)
    compared = Signal(object)
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the account signed in at `desk`; nothing is read before `read`."""
        super().__init__(parent)
        self.desk = desk
        self.pairs: Sequence[DuplicateLine] = ()
        self._service = RegisterService(desk)
        self._tasks = tasks
        self._search: Task | None = None
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Compare everyone anew, and read the merges."""
        self.searching.emit(True)
        self._search = self._tasks.run(
            self._find,
            self._list,
            self.refused.emit,
            owner=self,
            key="pairs",
            title=msg("Looking for people entered twice …"),
            on_end=lambda: self.searching.emit(False),
            on_progress=self.progressed.emit,
        )
        self._read_merges()

    def stop(self) -> None:
        """Stop comparing; what was listed before stays."""
        if self._search is not None:
            self._search.cancel()

    def compare(self, line: DuplicateLine) -> None:
        """Read both sides of a pair; the answer overtakes earlier ones."""
        self._tasks.run(
            lambda _progress: self._service.compare(*line.id),
            self.compared.emit,
            self.refused.emit,
            owner=self,
            key="compare",
        )

    def merge(self, decision: MergeDecision, compared: Comparison, on_error: Callable[[TouchpointError], None]) -> None:
        """Merge two residents as decided; `on_error` gets what is refused."""
        act = partial(self._service.merge, decision, operation_id=new_operation_id())
        words = msg("%(name)s: two entries are one now.", name=compared.kept.name)

        def done(changes: Changes) -> None:
            self._leave_out(lambda line: decision.other_id in line.id)
            self.done.emit(Done(words, partial(self.undo_merge, changes.result)))
            self.read()

        self._tasks.run(lambda _progress: act(), done, on_error, owner=self, write=True)

    def undo_merge(self, merge_id: int) -> None:
        """Take a merge back."""
        act = partial(self._service.undo_merge, merge_id, operation_id=new_operation_id())

        def done(_changes: Changes) -> None:
            self.done.emit(Done(msg("The merge was taken back; both entries are there again.")))
            self.read()

        self._tasks.run(lambda _progress: act(), done, self.refused.emit, owner=self, write=True)

    def tell_apart(self, line: DuplicateLine) -> None:
        """Remember that a pair is two people."""
        act = partial(self._service.tell_apart, *line.id, operation_id=new_operation_id())
        words = msg("%(one)s and %(other)s are two people.", one=line.first_name, other=line.second_name)

        def done(_changes: Changes) -> None:
            self._leave_out(lambda each: each.id == line.id)
            self.done.emit(Done(words, partial(self._forget_apart, line)))

        self._tasks.run(lambda _progress: act(), done, self.refused.emit, owner=self, write=True)

    def _forget_apart(self, line: DuplicateLine) -> None:
        act = partial(self._service.forget_apart, *line.id, operation_id=new_operation_id())
        self._tasks.run(
            lambda _progress: act(), lambda _changes: self.read(), self.refused.emit, owner=self, write=True
        )

    def _find(self, progress: Progress) -> list[DuplicateLine]:
        def watch(done: int, total: int) -> None:
            progress.check()
            progress.report(done, total, msg("Looking for people entered twice …"))

        return self._service.duplicates(watch)

    def _list(self, pairs: Sequence[DuplicateLine]) -> None:
        self.pairs = pairs
        self.listed.emit(pairs)

    def _leave_out(self, gone: Callable[[DuplicateLine], bool]) -> None:
        """Take pairs out of the list at once: comparing everyone anew takes a moment."""
        self._list([line for line in self.pairs if not gone(line)])

    def _read_merges(self) -> None:
        self._tasks.run(
            lambda _progress: self._service.merges(), self.merges_listed.emit, self.refused.emit, owner=self, key="m"
        )

    def _note(self, changes: Changes, initiator: object) -> None:
        if initiator is not self and changes.touches("resident_merge"):
            self._read_merges()
