"""What all writes of the community editor share: the rows of a place, and new numbers for rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.house_numbers import HouseNumber, try_house_number
from desktop.core.i18n import msg
from desktop.core.texts import search_form
from desktop.households.model import Building, Entrance, Room, Zone
from desktop.households.service.keeping import index_rooms
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

    Follower: TypeAlias = Callable[[UnitOfWork, Mapping[int, tuple[str, str]]], None]

__all__ = ["Editing", "number_in", "place"]

Place = TypeVar("Place", Zone, Building, Entrance, Room)

_SHOWN = 3
"""How many clashing numbers a refusal names."""


def place(work: UnitOfWork, kind: type[Place], id_: int, version: int) -> Place:
    """Return a place of this community as it was seen.

    Raises UserError where it is gone, ConflictError where it changed meanwhile.
    """
    row = work.session.get(kind, id_, with_for_update=True)
    if row is None or row.community_id != work.community_id:
        raise UserError(msg("This entry is no longer in the register; look at the list again."))
    if row.version != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row


def number_in(building: Building) -> str:
    """Return a building as house numbers begin with it; what it is called may be another word."""
    whole = try_house_number(building.name)
    written = [building.name, whole.building if whole else "", building.key.upper()]
    return next(text for text in written if text and search_form(text) == building.key)


class Editing(Service):
    """Base of the editor. `followers` are told of rooms that got a new number, in the same transaction.

    They get the old and the new label by the room's id: features above keep labels beside what is still to be done.
    """

    def __init__(self, desk: Desk, followers: Sequence[Follower] = ()) -> None:
        """Serve `desk`; features above are brought along by `followers`."""
        super().__init__(desk)
        self._followers = followers

    def _renumber(self, work: UnitOfWork, numbers: Mapping[int, HouseNumber], field: str) -> None:
        """Give rooms new numbers all at once, so that two may swap theirs.

        Labels, keys, order and search index follow. Raises UserError naming `field` where two would be one, or a
        number is taken by a room that keeps it.
        """
        _check_free(work, numbers, field)
        chosen = select(Room).where(Room.community_id == work.community_id, Room.id.in_(numbers))
        changed = [room for room in work.session.scalars(chosen) if room.label != numbers[room.id].label]
        for room in changed:
            # out of the way first: the keys are unique at every moment
            room.key = f"#{room.id}"
        work.session.flush()
        moved: dict[int, tuple[str, str]] = {}
        for room in changed:
            number = numbers[room.id]
            moved[room.id] = (room.label, number.label)
            work.audit("room", room.id, "renumbered", {"label": room.label}, {"label": number.label})
            room.label, room.key, room.order_key = number.label, number.key, number.natural_key
            room.number = HouseNumber("", "", number.room).key
        if moved:
            index_rooms(work, list(moved))
            for follow in self._followers:
                follow(work, moved)


def _check_free(work: UnitOfWork, numbers: Mapping[int, HouseNumber], field: str) -> None:
    seen: dict[str, int] = {}
    for id_, number in numbers.items():
        if seen.setdefault(number.key, id_) != id_:
            raise UserError(Problem(msg("Two rooms would be %(room)s.", room=number.label), field))
    taken = work.session.scalars(
        select(Room.label)
        .where(Room.community_id == work.community_id, Room.key.in_(seen), Room.id.not_in(numbers))
        .order_by(Room.order_key)
        .limit(_SHOWN)
    ).all()
    if taken:
        labels = "、".join(taken)
        words = msg("There is %(rooms)s already; choose another number, or let the two swap theirs.", rooms=labels)
        raise UserError(Problem(words, field))
