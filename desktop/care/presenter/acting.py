"""Writes of care, and for whom something can be planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal

from desktop.care.service import CareService
from desktop.core.i18n import msg
from desktop.core.texts import search_form
from desktop.households.service import HouseholdService
from desktop.ui.attempts import Attempt, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["CareAttempt", "CareWriter", "Command", "Group"]

Command: TypeAlias = "Callable[[CareService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

CareAttempt: TypeAlias = Attempt[CareService]
"""A write about care that can be tried."""

MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Group:
    """For whom something can be planned: one room, or the rooms of a tag, zone or building.

    `key` is the kind and the id ("room:7", "tag:3"), `words` what is shown, `name` what stands in the field.
    """

    key: str
    words: Message | str
    name: str


class CareWriter(Writer[CareService]):
    """Serves the forms of care. `found(groups)` answers `find`."""

    found = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Act as `desk`'s account."""
        super().__init__(CareService(desk), tasks, parent)
        self.desk = desk

    def find(self, text: str) -> None:
        """Ask for rooms, tags, zones and buildings that `text` leads to; all groups for an empty text."""
        desk = self.desk
        self.tasks.run(lambda _progress: _groups(desk, text), self.found.emit, owner=self, key="find")

    def rooms_of(self, key: str) -> Sequence[int]:
        """Return the rooms of a group; called in the background, within a write."""
        return rooms_of(self.service, key)


def rooms_of(service: CareService, key: str) -> list[int]:
    """Return the ids of the rooms that a group's `key` stands for."""
    kind, _, number = key.partition(":")
    if kind == "room":
        return [int(number)]
    return service.rooms_of(**{f"{kind}_id": int(number)})


def _groups(desk: Desk, text: str) -> list[Group]:
    service = HouseholdService(desk)
    form = search_form(text)
    groups = [
        Group(f"room:{room.room_id}", _room_words(room.label, [person.name for person in room.people]), room.label)
        for room in (service.rooms_for(text) if form else ())
    ]
    kinds = (
        ("tag", service.tags(), msg("Tag")),
        ("zone", service.zones(), msg("Zone")),
        ("building", service.buildings(), msg("Building")),
    )
    for key, places, kind in kinds:
        groups += [
            Group(
                f"{key}:{place.id}",
                msg("%(kind)s %(name)s: %(rooms)s households", kind=kind, name=place.name, rooms=place.rooms),
                place.name,
            )
            for place in places
            if place.rooms and form in search_form(place.name)
        ]
    return groups[:MOST_OFFERED]


def _room_words(label: str, names: Sequence[str]) -> str:
    return "　".join(filter(None, (label, "、".join(dict.fromkeys(names)))))
