"""Which households someone means who chose them in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.rows import HouseholdChoice
    from desktop.households.service import HouseholdService

__all__ = ["rooms_chosen"]


def rooms_chosen(service: HouseholdService, choice: HouseholdChoice) -> Sequence[int]:
    """Return the ids of the households chosen, in the list's order; positions beyond the list are left out."""
    if choice.rooms and not choice.places:
        return choice.rooms
    listed = service.room_ids(choice.wanted)
    if not choice.places:
        return listed
    wanted = {listed[place] for place in choice.places if place < len(listed)} | set(choice.rooms)
    return [room_id for room_id in listed if room_id in wanted]
