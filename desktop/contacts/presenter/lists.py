"""Which contact lists there are, which one is looked at, and who is on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.contacts.service import ContactService
from desktop.contacts.table import MemberSource, member_columns
from desktop.households.service import HouseholdService
from desktop.ui.table import KeysetModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.rows import ContactListLine, MemberLine, RoundLine
    from desktop.contacts.rule import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.rows import RoomChoice
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Chosen", "Listed", "ListsPresenter"]

_CHANGES_MEMBERS = ("contact_list", "room", "resident", "tag", "standing_instruction", "care_task", "request")
"""Topics after which another household may meet a rule."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The lists there are, those put away apart from them."""

    lists: Sequence[ContactListLine]
    archived: Sequence[ContactListLine]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The list looked at: itself, who is kept off it by hand, its rounds (open ones first)."""

    line: ContactListLine
    excluded: Sequence[MemberLine]
    rounds: Sequence[RoundLine]


class ListsPresenter(QObject):
    """Reads the lists in the background and keeps `model` filled with the one looked at.

    `listed(Listed)`; `chosen(Chosen | None)`; `found(rooms)` answers `find_rooms`; `failed(error)`.
    """

    listed = Signal(object)
    chosen = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self, desk: Desk, tasks: Tasks, bus: Bus, conditions: Sequence[ConditionKind], parent: QObject | None = None
    ) -> None:
        """Read as `desk`'s account once `read` is called."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = ContactService(desk, conditions)
        self._reading = False
        self.list_id = 0
        self.now: Chosen | None = None
        self.model: KeysetModel[MemberLine] = KeysetModel(
            member_columns(), tasks, identify=lambda line: line.room_id, parent=self
        )
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Read the lists and the one looked at."""
        self._reading = True
        self._tasks.run(self._listed, self.listed.emit, self.failed.emit, owner=self, key="lists")
        if self.list_id:
            self._read_chosen()
            self.model.reload()

    def look_at(self, list_id: int) -> None:
        """Show another list."""
        if list_id == self.list_id:
            return
        self.list_id = list_id
        self.now = None
        if list_id:
            self.model.set_source(MemberSource(self._service, list_id))
            self._read_chosen()
        else:
            self.chosen.emit(None)

    def find_rooms(self, text: str) -> None:
        """Ask for the rooms that `text` leads to."""
        desk = self._desk

        def work(_progress: Progress) -> Sequence[RoomChoice]:
            return HouseholdService(desk).rooms_for(text) if text.strip() else ()

        self._tasks.run(work, self.found.emit, owner=self, key="find")

    def _listed(self, _progress: Progress) -> Listed:
        return Listed(self._service.lists(), self._service.lists(archived=True))

    def _read_chosen(self) -> None:
        list_id, service = self.list_id, self._service

        def work(_progress: Progress) -> Chosen:
            rounds = service.rounds(list_id)
            return Chosen(service.contact_list(list_id), service.excluded(list_id), rounds)

        self._tasks.run(work, self._choose, self._lose, owner=self, key="chosen")

    def _choose(self, chosen: Chosen) -> None:
        self.now = chosen
        self.chosen.emit(chosen)

    def _lose(self, error: TouchpointError) -> None:
        """Show no list where the one asked for is gone."""
        self.list_id = 0
        self.chosen.emit(None)
        self.failed.emit(error)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if not self._reading:
            return
        if changes.touches(*_CHANGES_MEMBERS):
            self.read()
        elif changes.touches("call_round") and self.list_id:
            self._read_chosen()
