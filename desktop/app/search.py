"""The one search box: every feature's finds in one ranked list. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, allows
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.storage.desk import Desk

__all__ = ["Hit", "find"]

MOST_HITS = 20
REQUESTS_ALWAYS = 6
"""So many places are kept for requests, however many households are found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `kind` is room, resident, vehicle or request; `room_id` is the household to open, 0 for none."""

    kind: str
    id: int
    title: str
    room: str
    matched: str
    room_id: int = 0

    def as_json(self) -> dict[str, object]:
        """Return what `touchpoint search` prints of it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "room": self.room,
            "matched": self.matched,
        }


def find(desk: Desk, text: str, limit: int = MOST_HITS) -> Sequence[Hit]:
    """Return up to `limit` hits, best first: households (exact room, phone tail, name, rest), then requests.

    A request named by its exact number comes first. A guard finds rooms, names and plates only. Text is never a
    pattern; anything may be typed.
    """
    households = [
        Hit(hit.kind, hit.id, hit.title, hit.room, hit.matched, hit.room_id)
        for hit in HouseholdService(desk).find(text, limit)
    ]
    if not allows(desk.actor, Operation.READ_REQUEST):
        return households[:limit]
    requests = [
        Hit(hit.kind, hit.id, hit.title, hit.room, hit.matched) for hit in RequestService(desk).find(text, limit)
    ]
    typed = text.strip().casefold()
    # By its title, not by what matched: a room matches as exactly as a number, and then the room itself comes first.
    exact = [hit for hit in requests if hit.title.casefold().partition(" ")[0] == typed]
    rest = [hit for hit in requests if hit not in exact]
    room = limit - min(len(requests), REQUESTS_ALWAYS)
    return [*exact, *households[:room], *rest][:limit]
