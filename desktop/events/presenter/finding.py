"""Finds whom is meant while someone types at the sign-up line or at the door: a guest, a household, a mere name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.house_numbers import try_house_number
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.events.rows import GuestLine
    from desktop.events.service import EventService
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["GuestFinder", "GuestHit", "typed_guest"]

_PEOPLE = re.compile(r"^(.*\S)\s*(?:\s[x×*]\s*(\d{1,3})|\s(\d{1,3})\s*(?:人|位|people|p))$", re.IGNORECASE)
LONGEST_NAME = 40
LONG_ROOM = 3
"""A room of so many digits is whole: a shorter number after it tells people ("3-502 2"), and not a room ("3 502")."""


@dataclass(frozen=True, slots=True)
class GuestHit:
    """Whom typing leads to.

    A household (`room_id`, `room` and who lives there) or someone by `name` alone (`room_id` None). `guest` is what
    the event knows of it already, None for a stranger to it.
    """

    room_id: int | None = None
    room: str = ""
    name: str = ""
    guest: GuestLine | None = None


def typed_guest(text: str) -> tuple[str, int | None]:
    """Return what was typed without how many people, and how many where that was said.

    They stand behind it: "3-1-502 x3", "王 2人", and bare behind a whole house number, "3-1-502 3".
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _PEOPLE.match(plain)
    if found is not None:
        return found[1], int(found[2] or found[3]) or None
    room, _, people = plain.rpartition(" ")
    number = try_house_number(room)
    if number is not None and len(number.room) >= LONG_ROOM and people.isdecimal() and len(people) < LONG_ROOM:
        return room.rstrip(), int(people) or None
    return plain, None


class GuestFinder(QObject):
    """Asks the register and the list of guests, in the background.

    `found(hits)` answers `find`; `settled(text, hit | None)` answers `settle`: whom `text` can only mean.
    """

    found = Signal(object)
    settled = Signal(str, object)

    def __init__(self, service: EventService, tasks: Tasks, parent: QObject) -> None:
        """Ask as the account of `service`."""
        super().__init__(parent)
        self._service = service
        self._tasks = tasks

    def find(self, event_id: int, text: str) -> None:
        """Ask whom `text` leads to: guests of the event first, then households, last the bare name."""
        if not text:
            self._tasks.cancel(self, "find")
            self.found.emit(())
            return
        self._tasks.run(lambda _progress: self._hits(event_id, text), self.found.emit, owner=self, key="find")

    def settle(self, event_id: int, text: str) -> None:
        """Ask for the one that `text` means, because Enter was pressed."""
        self._tasks.cancel(self, "find")

        def ask(_progress: Progress) -> GuestHit | None:
            return _meant(text, self._hits(event_id, text))

        self._tasks.run(ask, lambda hit: self.settled.emit(text, hit), owner=self, key="settle")

    def _hits(self, event_id: int, text: str) -> Sequence[GuestHit]:
        guests = self._service.find_guests(event_id, text)
        hits = [GuestHit(each.room_id, each.room, each.name, each) for each in guests]
        known = {each.room_id: each for each in self._service.guests(event_id) if each.room_id is not None}
        listed = {each.room_id for each in guests}
        for room in HouseholdService(self._service.desk).rooms_for(text):
            if room.room_id not in listed:
                names = "、".join(dict.fromkeys(person.name for person in room.people))
                hits.append(GuestHit(room.room_id, room.label, names, known.get(room.room_id)))
        number = try_house_number(text)
        if number is not None:
            # The household of exactly this number stands first, where Enter takes it.
            hits.sort(key=lambda hit: hit.room != number.label)
        if not any(character.isdigit() for character in text):
            hits.append(GuestHit(name=text[:LONGEST_NAME]))
        return hits


def _meant(text: str, hits: Sequence[GuestHit]) -> GuestHit | None:
    """Return the household of exactly this number, else the only find; a bare name only where nothing else is."""
    number = try_house_number(text)
    label = number.label if number else text
    found = [hit for hit in hits if hit.room_id is not None or hit.guest is not None]
    exact = next((hit for hit in found if hit.room == label), None)
    if exact is not None or found:
        return exact or (found[0] if len(found) == 1 else None)
    return hits[0] if hits else None
