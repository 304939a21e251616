"""Names: zones, buildings and entrances are added and renamed, and rooms follow the numbers of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from desktop.community.service.editing import Editing, number_in, place
from desktop.community.service.patterns import building_number, entrance_number
from desktop.core.errors import Problem, UserError
from desktop.core.house_numbers import HouseNumber, combine_house_number, natural_key, try_house_number
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.households.model import Building, Entrance, Room, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["Naming"]

Numbered = TypeVar("Numbered", Building, Entrance)


class Naming(Editing):
    """Adds and renames places."""

    @requires(Operation.EDIT_COMMUNITY)
    def add_zone(self, name: str, *, operation_id: str = "") -> Changes:
        """Add a zone; raise UserError without a name or for one that is taken."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            zone = Zone(community_id=work.community_id, name=_free_zone_name(work, name, 0))
            work.session.add(zone)
            work.session.flush()
            work.audit("zone", zone.id, "added", None, {"name": zone.name})
            work.touch("community")
            work.result = zone.id
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def rename_zone(self, zone_id: int, name: str, *, version: int, operation_id: str = "") -> Changes:
        """Call a zone something else; raise UserError without a name or for one that is taken."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            zone = place(work, Zone, zone_id, version)
            before = {"name": zone.name}
            zone.name = _free_zone_name(work, name, zone.id)
            work.audit("zone", zone.id, "renamed", before, {"name": zone.name})
            work.touch("community")
            work.touch("room")
            work.result = zone.id
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def assign_zone(self, buildings: Mapping[int, int], zone_id: int | None, *, operation_id: str = "") -> Changes:
        """Let buildings, given with their versions, belong to a zone, or with None to no zone."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            _check_zone(work, zone_id)
            for building_id, version in buildings.items():
                building = place(work, Building, building_id, version)
                before = {"zone_id": building.zone_id}
                building.zone_id = zone_id
                work.audit("building", building.id, "assigned", before, {"zone_id": zone_id})
            work.touch("community")
            work.touch("room")
            work.result = zone_id or 0
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def add_building(self, name: str, zone_id: int | None = None, *, operation_id: str = "") -> Changes:
        """Add a building without rooms.

        Raises UserError for a name no house number begins with, one taken, and a zone that is gone.
        """
        number = building_number(name)
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            _check_zone(work, zone_id)
            if _building_called(work, number) is not None:
                raise UserError(Problem(msg("There is a building %(name)s already.", name=number), "name"))
            building = Building(
                community_id=work.community_id,
                zone_id=zone_id,
                name=number,
                key=search_form(number),
                order_key=natural_key(number),
            )
            work.session.add(building)
            work.session.flush()
            work.audit("building", building.id, "added", None, {"name": number, "zone_id": zone_id})
            work.touch("community")
            work.result = building.id
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def rename_building(
        self, building_id: int, name: str, *, version: int, swap: bool = False, operation_id: str = ""
    ) -> Changes:
        """Give a building another number; its rooms follow. With `swap` the one that has it gets this one's.

        Raises UserError for a name no house number begins with, or one taken without `swap`.
        """
        number = building_number(name)
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            building = place(work, Building, building_id, version)
            other = _building_called(work, number)
            if other is not None and other is not building and not swap:
                words = msg("There is a building %(name)s already; swap the two, or choose another.", name=number)
                raise UserError(Problem(words, "name"))
            _exchange(work, building, other, number)
            pairs = [building] if other is None or other is building else [building, other]
            self._follow(work, pairs, Room.building_id, _with_building)
            work.result = building.id
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def add_entrance(self, building_id: int, name: str, *, operation_id: str = "") -> Changes:
        """Add an entrance without rooms; raise UserError for a name that is none, or one taken."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            building = _own_building(work, building_id)
            number = _entrance_called(building, name)
            if _entrance(work, building.id, number) is not None:
                raise UserError(Problem(msg("There is an entrance %(name)s already.", name=number), "name"))
            entrance = new_entrance(building, number)
            work.session.add(entrance)
            work.session.flush()
            work.audit("entrance", entrance.id, "added", None, {"name": number, "building_id": building.id})
            work.touch("community")
            work.result = entrance.id
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def rename_entrance(
        self, entrance_id: int, name: str, *, version: int, swap: bool = False, operation_id: str = ""
    ) -> Changes:
        """Give an entrance another number; its rooms follow. With `swap` the one that has it gets this one's."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            entrance = place(work, Entrance, entrance_id, version)
            building = _own_building(work, entrance.building_id)
            number = _entrance_called(building, name)
            other = _entrance(work, building.id, number)
            if other is not None and other is not entrance and not swap:
                words = msg("There is an entrance %(name)s already; swap the two, or choose another.", name=number)
                raise UserError(Problem(words, "name"))
            _exchange(work, entrance, other, number)
            pairs = [entrance] if other is None or other is entrance else [entrance, other]
            self._follow(work, pairs, Room.entrance_id, _with_entrance)
            work.result = entrance.id
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def renumber_rooms(self, numbers: Mapping[int, str], *, operation_id: str = "") -> Changes:
        """Give rooms other numbers within their entrance, all at once: 502 may become 503 and 503 become 502.

        Raises UserError for a number that is none or belongs to another entrance, or is taken by a room not named.
        """
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            found: dict[int, HouseNumber] = {}
            for room_id, typed in numbers.items():
                room = work.session.get(Room, room_id, with_for_update=True)
                if room is None or room.community_id != work.community_id:
                    raise UserError(msg("This entry is no longer in the register; look at the list again."))
                found[room_id] = _other_room(room, typed)
            self._renumber(work, found, "numbers")
            work.touch("community")
            work.result = next(iter(numbers), 0)
        return work.changes

    def _follow(
        self,
        work: UnitOfWork,
        places: Sequence[Building | Entrance],
        column: Any,
        changed: Callable[[HouseNumber, str], HouseNumber],
    ) -> None:
        """Let the rooms of renamed places have them in their numbers."""
        numbers: dict[int, HouseNumber] = {}
        for each in places:
            rooms = work.session.execute(select(Room.id, Room.label, Room.number).where(column == each.id))
            for room_id, label, bare in rooms:
                numbers[room_id] = changed(try_house_number(label) or HouseNumber("", "", bare), each.name)
        self._renumber(work, numbers, "name")
        work.touch("community")
        work.touch("room")


def new_entrance(building: Building, number: str) -> Entrance:
    """Return a new entrance of a building."""
    return Entrance(
        community_id=building.community_id,
        building_id=building.id,
        name=number,
        key=search_form(number),
        order_key=natural_key(number),
    )


def _with_building(number: HouseNumber, name: str) -> HouseNumber:
    return HouseNumber(name, number.entrance, number.room)


def _with_entrance(number: HouseNumber, name: str) -> HouseNumber:
    return HouseNumber(number.building, name, number.room)


def _other_room(room: Room, typed: str) -> HouseNumber:
    now = try_house_number(room.label) or HouseNumber("", "", room.number)
    number = combine_house_number(now.building, now.entrance, clean(typed))
    same = number is not None and (number.building, number.entrance) == (now.building, now.entrance)
    # 5-1-502 is another entrance's, where rooms have no parts of their own as 车库 B1-012 has
    if number is None or not same or ("-" in number.room and "-" not in now.room):
        words = msg(
            "“%(text)s” cannot be the number of %(room)s; write the room only, such as 503.",
            text=clean(typed),
            room=room.label,
        )
        raise UserError(Problem(words, "numbers"))
    return number


def _exchange(work: UnitOfWork, renamed: Numbered, other: Numbered | None, number: str) -> None:
    """Give a place a number, and the one that has it this one's."""
    topic = renamed.__tablename__
    before = (renamed.name, renamed.key, renamed.order_key)
    if other is not None and other is not renamed:
        other.key = f"#{other.id}"
        work.session.flush()
    renamed.name, renamed.key, renamed.order_key = number, search_form(number), natural_key(number)
    work.audit(topic, renamed.id, "renamed", {"name": before[0]}, {"name": number})
    work.session.flush()
    if other is not None and other is not renamed:
        work.audit(topic, other.id, "renamed", {"name": other.name}, {"name": before[0]})
        other.name, other.key, other.order_key = before
        work.session.flush()


def _free_zone_name(work: UnitOfWork, name: str, zone_id: int) -> str:
    wanted = clean(name)
    if not wanted:
        raise UserError(Problem(msg("The zone needs a name."), "name"))
    for zone in work.session.scalars(select(Zone).where(Zone.community_id == work.community_id)):
        if zone.id != zone_id and search_form(zone.name) == search_form(wanted):
            raise UserError(Problem(msg("There is a zone %(name)s already.", name=zone.name), "name"))
    return wanted


def _check_zone(work: UnitOfWork, zone_id: int | None) -> None:
    zone = None if zone_id is None else work.session.get(Zone, zone_id)
    if zone_id is not None and (zone is None or zone.community_id != work.community_id):
        raise UserError(Problem(msg("There is no such zone any more; choose another one."), "zone_id"))


def _own_building(work: UnitOfWork, building_id: int) -> Building:
    building = work.session.get(Building, building_id, with_for_update=True)
    if building is None or building.community_id != work.community_id:
        raise UserError(msg("This entry is no longer in the register; look at the list again."))
    return building


def _building_called(work: UnitOfWork, number: str) -> Building | None:
    chosen = select(Building).where(Building.community_id == work.community_id, Building.key == search_form(number))
    return work.session.scalars(chosen).one_or_none()


def _entrance_called(building: Building, name: str) -> str:
    try:
        return entrance_number(number_in(building), name)
    except UserError as error:
        raise UserError(*(Problem(problem.message, "name") for problem in error.problems)) from error


def _entrance(work: UnitOfWork, building_id: int, number: str) -> Entrance | None:
    chosen = select(Entrance).where(Entrance.building_id == building_id, Entrance.key == search_form(number))
    return work.session.scalars(chosen).one_or_none()
