"""Rooms made by pattern: looked at first, then made in one transaction; what exists is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.community import store
from desktop.community.rows import PlannedRooms
from desktop.community.service.editing import Editing, number_in
from desktop.community.service.naming import new_entrance
from desktop.community.service.patterns import expand
from desktop.core.errors import Problem, UserError
from desktop.core.house_numbers import HouseNumber
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.households.model import Building, Entrance, Room
from desktop.households.service.keeping import index_rooms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.community.rows import Places, RoomPattern, RoomRow
    from desktop.community.service.patterns import PlannedRoom
    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["MakingRooms"]

_LARGEST_AREA = 1_000_000


class MakingRooms(Editing):
    """Shows the places and makes rooms."""

    @requires(Operation.EDIT_COMMUNITY)
    def places(self) -> Places:
        """Return zones, buildings and entrances in natural order."""
        with self.desk.read() as session:
            return store.places(session, self.actor.community_id)

    @requires(Operation.EDIT_COMMUNITY)
    def rooms(self, building_id: int, entrance_id: int | None = None) -> Sequence[RoomRow]:
        """Return the rooms of a building, or of one entrance of it, in natural order."""
        today = self.desk.clock.now().astimezone(self.desk.zone).date()
        with self.desk.read() as session:
            return store.rooms(
                session, self.actor.community_id, today, building_id=building_id, entrance_id=entrance_id
            )

    @requires(Operation.EDIT_COMMUNITY)
    def plan_rooms(self, pattern: RoomPattern) -> PlannedRooms:
        """Return what a pattern would make and what exists already; writes nothing.

        Raises UserError for a pattern that cannot be carried out, naming its fields.
        """
        with self.desk.read() as session:
            planned = self._planned(session, pattern)[1]
            known = store.known_keys(session, self.actor.community_id, [room.number.key for room in planned])
        return PlannedRooms(
            [room.number.label for room in planned if room.number.key not in known],
            [room.number.label for room in planned if room.number.key in known],
        )

    @requires(Operation.EDIT_COMMUNITY)
    def make_rooms(self, pattern: RoomPattern, *, operation_id: str = "") -> Changes:
        """Make the rooms of a pattern that do not exist yet, and their entrances; the result is their number.

        Raises UserError for a pattern that cannot be carried out, or one all of whose rooms exist.
        """
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            building, planned = self._planned(work.session, pattern)
            known = store.known_keys(work.session, work.community_id, [room.number.key for room in planned])
            new = [room for room in planned if room.number.key not in known]
            if not new:
                raise UserError(Problem(msg("All of these rooms exist already; nothing was changed."), "pattern"))
            entrances = _entrances(work, building, {room.number.entrance for room in new})
            rooms = [_room(building, entrances.get(room.number.entrance), room, pattern) for room in new]
            work.session.add_all(rooms)
            work.session.flush()
            index_rooms(work, [room.id for room in rooms])
            work.touch("room", *(room.id for room in rooms))
            work.touch("community")
            after = {"pattern": clean(pattern.pattern), "count": len(rooms), "first": rooms[0].label}
            work.audit("building", building.id, "rooms made", None, {**after, "last": rooms[-1].label})
            work.result = len(rooms)
        return work.changes

    def _planned(self, session: Session, pattern: RoomPattern) -> tuple[Building, Sequence[PlannedRoom]]:
        building = session.get(Building, pattern.building_id)
        if building is None or building.community_id != self.actor.community_id:
            raise UserError(msg("This entry is no longer in the register; look at the list again."))
        if pattern.area_m2 is not None and not 0 < pattern.area_m2 < _LARGEST_AREA:
            raise UserError(Problem(msg("An area is a number of square metres above zero."), "area_m2"))
        return building, expand(pattern, number_in(building))


def _entrances(work: UnitOfWork, building: Building, wanted: set[str]) -> dict[str, Entrance]:
    """Return the entrances of a building by number, new ones made."""
    known = {one.key: one for one in work.session.scalars(select(Entrance).where(Entrance.building_id == building.id))}
    found: dict[str, Entrance] = {}
    for number in sorted(wanted - {""}):
        entrance = known.get(search_form(number))
        if entrance is None:
            entrance = new_entrance(building, number)
            work.session.add(entrance)
            work.session.flush()
            work.audit("entrance", entrance.id, "added", None, {"name": number, "building_id": building.id})
        found[number] = entrance
    return found


def _room(building: Building, entrance: Entrance | None, planned: PlannedRoom, pattern: RoomPattern) -> Room:
    number = planned.number
    return Room(
        community_id=building.community_id,
        building_id=building.id,
        entrance_id=None if entrance is None else entrance.id,
        number=HouseNumber("", "", number.room).key,
        label=number.label,
        key=number.key,
        order_key=number.natural_key,
        floor=planned.floor,
        area_m2=pattern.area_m2,
        kind=clean(pattern.kind),
    )
