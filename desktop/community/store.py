"""The SQL of the community editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from desktop.community.rows import BuildingRow, EntranceRow, Places, RoomRow, ZoneRow
from desktop.core.house_numbers import natural_key, try_house_number
from desktop.households.model import Building, Entrance, Occupancy, Resident, Room, Zone
from desktop.storage.base import Base
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session

__all__ = ["OWN_PARTS", "known_keys", "places", "referring", "rooms"]

OWN_PARTS = {"room": frozenset({"room_state"}), "building": frozenset({"entrance"}), "entrance": frozenset[str]()}
"""Tables whose rows are a part of the place and go with it; any other row that names the place holds it."""

LABELLED = frozenset({"outage_place", "outage_caller", "notice_posting"})
"""Tables that keep in words what a place was called, and lose nothing but the way to it; they do not hold it."""

_CHUNK = 500


def places(session: Session, community_id: int) -> Places:
    """Return zones, buildings and entrances with the number of their rooms, each in natural order."""
    zones = session.execute(select(Zone.id, Zone.name, Zone.version).where(Zone.community_id == community_id))
    in_building = _counted(Room.building_id, community_id)
    buildings = session.execute(
        select(Building.id, Building.name, Building.version, Building.zone_id, func.coalesce(in_building.c.rooms, 0))
        .outerjoin(in_building, in_building.c.place == Building.id)
        .where(Building.community_id == community_id)
        .order_by(Building.order_key, Building.id)
    )
    in_entrance = _counted(Room.entrance_id, community_id)
    columns = (Entrance.id, Entrance.name, Entrance.version, Entrance.building_id)
    entrances = session.execute(
        select(*columns, func.coalesce(in_entrance.c.rooms, 0))
        .outerjoin(in_entrance, in_entrance.c.place == Entrance.id)
        .where(Entrance.community_id == community_id)
        .order_by(Entrance.order_key, Entrance.id)
    )
    return Places(
        sorted((ZoneRow(*row) for row in zones), key=lambda zone: natural_key(zone.name)),
        [BuildingRow(*row) for row in buildings],
        [EntranceRow(*row) for row in entrances],
    )


def _counted(place: Any, community_id: int) -> Subquery:
    counted = select(place.label("place"), func.count().label("rooms"))
    return counted.where(Room.community_id == community_id).group_by(place).subquery()


def rooms(
    session: Session, community_id: int, today: date, *, building_id: int, entrance_id: int | None = None
) -> Sequence[RoomRow]:
    """Return the rooms of a building, or of one entrance of it, in natural order, with who lives there `today`."""
    living = (
        select(func.count(Occupancy.resident_id.distinct()))
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(
            Occupancy.room_id == Room.id,
            or_(Occupancy.until.is_(None), Occupancy.until > today),
            Resident.merged_into_id.is_(None),
        )
        .correlate(Room)
        .scalar_subquery()
    )
    columns = (Room.id, Room.label, Room.number, Room.floor, Room.area_m2, Room.kind, living, Room.version)
    query = select(*columns).where(Room.community_id == community_id, Room.building_id == building_id)
    if entrance_id is not None:
        query = query.where(Room.entrance_id == entrance_id)
    return [_room_row(*row) for row in session.execute(query.order_by(Room.order_key, Room.id))]


def _room_row(id_: int, label: str, number: str, *rest: object) -> RoomRow:
    whole = try_house_number(label)
    return RoomRow(id_, label, whole.room if whole else number, *rest)  # type: ignore[arg-type]


def known_keys(session: Session, community_id: int, keys: Collection[str]) -> set[str]:
    """Return those of `keys` that rooms have."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        chosen = select(Room.key).where(Room.community_id == community_id, Room.key.in_(wanted[start : start + _CHUNK]))
        found.update(session.scalars(chosen))
    return found


def referring(session: Session, table: str, ids: Collection[int]) -> dict[str, int]:
    """Return how many rows of which tables name any of `ids` of a place's `table`, parts of the place left out.

    Tables of features above are found by their foreign keys, but for those that do without; a room's timeline counts
    too, except what only says which state the room had.
    """
    found: dict[str, int] = {}
    wanted = sorted(ids)
    target = Base.metadata.tables[table].c.id
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        for other in Base.metadata.sorted_tables:
            for key in other.foreign_keys:
                if key.column is target and other.name not in OWN_PARTS[table] | LABELLED:
                    count = session.scalar(select(func.count()).select_from(other).where(key.parent.in_(some))) or 0
                    found[other.name] = found.get(other.name, 0) + count
        if table == "room":
            told = (TimelineEntry.room_id.in_(some), TimelineEntry.kind.not_like("state\\_%", escape="\\"))
            count = session.scalar(select(func.count()).select_from(TimelineEntry).where(*told)) or 0
            found["timeline"] = found.get("timeline", 0) + count
    return {name: count for name, count in found.items() if count}
