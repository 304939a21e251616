"""Acts on many households at once: edits them with a preview, writes them to a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg, nmsg
from desktop.households.service import HouseholdService
from desktop.register.presenter.pairs import Done
from desktop.register.service import RegisterService
from desktop.register.sheet import write_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.households.rows import HouseholdChoice, PlaceLine
    from desktop.register.presenter.papers import Unmasking
    from desktop.register.rows import BulkEdit, BulkPreview
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["ManyPresenter"]


class ManyPresenter(QObject):
    """Runs the service in the background. `done(Done)`, `refused(TouchpointError)`."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Serve the account signed in at `desk`."""
        super().__init__(parent)
        self.desk = desk
        self._service = RegisterService(desk)
        self._households = HouseholdService(desk)
        self._tasks = tasks

    def choose(
        self,
        choice: HouseholdChoice,
        known: Callable[[tuple[int, ...], Sequence[PlaceLine], Sequence[PlaceLine]], None],
        owner: QObject,
    ) -> None:
        """Tell `known` the ids of the households chosen, the community's tags and its zones."""

        def work(_progress: Progress) -> tuple[tuple[int, ...], Sequence[PlaceLine], Sequence[PlaceLine]]:
            return self._service.rooms_chosen(choice), self._households.tags(), self._households.zones()

        self._tasks.run(work, lambda found: known(*found), self.refused.emit, owner=owner, key="chosen")

    def preview(
        self,
        rooms: Sequence[int],
        edit: BulkEdit,
        shown: Callable[[BulkPreview], None],
        on_error: Callable[[TouchpointError], None],
        owner: QObject,
    ) -> None:
        """Tell `shown` what an edit would change; a later question overtakes an earlier one."""
        self._tasks.run(
            lambda _progress: self._service.preview_bulk(rooms, edit), shown, on_error, owner=owner, key="preview"
        )

    def edit(self, rooms: Sequence[int], edit: BulkEdit, on_error: Callable[[TouchpointError], None]) -> None:
        """Edit households in one step that can be undone; `on_error` gets what is refused."""
        act = partial(self._service.edit_many, rooms, edit, operation_id=new_operation_id())

        def done(changes: Changes) -> None:
            words = nmsg("%(count)s entry changed", "%(count)s entries changed", changes.result)
            self.done.emit(Done(words, partial(self._undo, changes.operation_id)))

        self._tasks.run(
            lambda _progress: act(),
            done,
            on_error,
            owner=self,
            write=True,
            title=msg("Changing many households …"),
        )

    def export(
        self,
        choice: HouseholdChoice,
        path: Path,
        language: Language,
        unmasking: Unmasking,
        on_error: Callable[[TouchpointError], None],
    ) -> None:
        """Write the households chosen to `path`, .xlsx or .csv, in the background; `on_error` gets what is refused."""
        operation_id = new_operation_id()

        def work(progress: Progress) -> int:
            def watch(done: int, total: int) -> None:
                progress.check()
                progress.report(done, total, msg("Writing the list …"))

            lines = self._service.export(
                choice, unmasked=unmasking.wanted, reason=unmasking.reason, watch=watch, operation_id=operation_id
            )
            write_list(path, lines, language, self.desk.clock.now())
            return len(lines)

        def done(count: int) -> None:
            words = nmsg(
                "%(count)s household written to %(name)s",
                "%(count)s households written to %(name)s",
                count,
                name=path.name,
            )
            self.done.emit(Done(words))

        self._tasks.run(work, done, on_error, owner=self, title=msg("Writing the list …"))

    def _undo(self, edited: str) -> None:
        act = partial(self._service.undo_many, edited, operation_id=new_operation_id())
        words = msg("All of it is as it was before.")
        self._tasks.run(
            lambda _progress: act(),
            lambda _changes: self.done.emit(Done(words)),
            self.refused.emit,
            owner=self,
            write=True,
        )
