"""What a round would be before it begins: who is called, who is left out, and the script for the first household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.contacts.rows import fill_script
from desktop.contacts.service import ContactService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.rows import ContactListLine, RoundForecast
    from desktop.contacts.rule import ConditionKind
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["RoundPlanner", "Sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A list about to be called: what its round would be, and the household with which it would begin."""

    line: ContactListLine
    forecast: RoundForecast
    room: str = ""
    name: str = ""

    def words(self, script: str, occasion: str, community: str) -> str:
        """Return `script` as it would be read to the first household."""
        names = {"name": self.name or self.room, "room": self.room, "community": community, "occasion": occasion}
        return fill_script(script, names)


class RoundPlanner(QObject):
    """Looks at lists before a round. `listed(lists)` answers `read_lists`, `sampled(Sample)` answers `look_at`."""

    listed = Signal(object)
    sampled = Signal(object)
    failed = Signal(object)

    def __init__(
        self, desk: Desk, tasks: Tasks, conditions: Sequence[ConditionKind], parent: QObject | None = None
    ) -> None:
        """Look as `desk`'s account."""
        super().__init__(parent)
        self.community = desk.community
        self._tasks = tasks
        self._service = ContactService(desk, conditions)

    def read_lists(self) -> None:
        """Ask for the lists that can be called."""
        service = self._service
        self._tasks.run(lambda _progress: service.lists(), self.listed.emit, self.failed.emit, owner=self, key="lists")

    def look_at(self, list_id: int) -> None:
        """Ask what a round over a list would be; only the latest question is answered."""
        service = self._service

        def work(_progress: Progress) -> Sample:
            first = next((line for line in service.members(list_id, limit=20) if not line.do_not_call), None)
            room = first.label if first is not None else ""
            name = first.people[0] if first is not None and first.people else ""
            return Sample(service.contact_list(list_id), service.forecast(list_id), room, name)

        self._tasks.run(work, self.sampled.emit, self.failed.emit, owner=self, key="sample")
