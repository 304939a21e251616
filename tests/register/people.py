"""Rooms and people made by hand, as tables hold them, for what a service would refuse or take long to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.house_numbers import natural_key
from desktop.core.permissions import Operation
from desktop.core.texts import search_form
from desktop.households.model import Building, Occupancy, Phone, Resident, Room, Zone
from desktop.households.service.keeping import index_resident, index_room

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from desktop.storage.base import Base
    from desktop.storage.desk import Desk

__all__ = ["Village"]


class Village:
    """Makes rows and looks at them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def zone(self, name: str) -> int:
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            row = Zone(community_id=1, name=name)
            work.session.add(row)
            work.session.flush()
            return row.id

    def room(self, label: str, zone_id: int | None = None) -> int:
        name, _, number = label.partition("-")
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            building = work.session.scalars(select(Building).where(Building.name == name)).one_or_none()
            if building is None:
                building = Building(
                    community_id=1, zone_id=zone_id, name=name, key=search_form(name), order_key=natural_key(name)
                )
                work.session.add(building)
                work.session.flush()
            row = Room(
                community_id=1,
                building_id=building.id,
                number=number,
                label=label,
                key=search_form(label),
                order_key=natural_key(label),
            )
            work.session.add(row)
            work.session.flush()
            index_room(work, row)
            return row.id

    def person(
        self,
        name: str,
        rooms: Iterable[int] = (),
        phones: Iterable[str] = (),
        *,
        role: str = "owner",
        since: date | None = None,
        until: date | None = None,
        **facts: Any,
    ) -> int:
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            row = Resident(community_id=1, name=name, **facts)
            work.session.add(row)
            work.session.flush()
            for position, digits in enumerate(phones, start=1):
                work.session.add(Phone(community_id=1, resident_id=row.id, position=position, digits=digits))
            for room_id in rooms:
                stay = Occupancy(
                    community_id=1, room_id=room_id, resident_id=row.id, role=role, since=since, until=until
                )
                work.session.add(stay)
            index_resident(work, row)
            return row.id

    def rooms_once(self, *labels: str) -> list[int]:
        """Return the rooms of these labels, made where they are not there."""
        known = {row["label"]: row["id"] for row in self.rows(Room)}
        return [known.get(label) or self.room(label) for label in labels]

    def settle(self, resident_id: int, stays: Iterable[tuple[int, str, date | None, date | None, str]]) -> None:
        """Let someone be in rooms: room, role, from, to, note."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            for room_id, role, since, until, note in stays:
                stay = Occupancy(community_id=1, resident_id=resident_id, room_id=room_id, role=role, note=note)
                stay.since, stay.until = since, until
                work.session.add(stay)

    def rows(self, kind: type[Base]) -> list[dict[str, Any]]:
        """Return every row of a table by column, in the order of the ids, without what only counts edits."""
        columns = [column for column in kind.__table__.columns if column.name != "version"]
        with self.desk.read() as session:
            found = session.execute(select(*columns).order_by(kind.__table__.c.id))
            return [dict(row._mapping) for row in found]

    def of(self, kind: type[Phone | Occupancy], resident_id: int) -> list[dict[str, Any]]:
        """Return the rows of one resident."""
        return [row for row in self.rows(kind) if row["resident_id"] == resident_id]
