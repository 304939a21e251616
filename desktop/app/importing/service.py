"""The imports made so far, and what those rows are called that taking one back would leave. Free of Qt."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Building, Entrance, Occupancy, Phone, Resident, Room, RoomTag, Vehicle, Zone
from desktop.requests.model import Category, Request
from desktop.staff.model import Department, Worker
from desktop.storage.batches import ImportBatch
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

__all__ = ["ImportLine", "ImportsService", "LeftRow"]

MOST_IMPORTS = 200
CHUNK = 500


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import: what of, from which file, whose, when, how many rows of each outcome, and when it was undone."""

    id: int
    kind: str
    file_name: str
    at: datetime
    by: str
    counts: Mapping[str, int]
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that stays when an import is taken back: what it is and what it is called."""

    table: str
    id: int
    what: Message
    name: str


_NAMES: Mapping[str, tuple[Message, Select[int, str]]] = {
    "zone": (msg("Zone"), select(Zone.id, Zone.name)),
    "building": (msg("Building"), select(Building.id, Building.name)),
    "entrance": (msg("Entrance"), select(Entrance.id, Entrance.name)),
    "room": (msg("Room"), select(Room.id, Room.label)),
    "room_tag": (msg("Tag of a room"), select(RoomTag.id, Room.label).join(Room, Room.id == RoomTag.room_id)),
    "vehicle": (msg("Vehicle"), select(Vehicle.id, Vehicle.plate)),
    "resident": (msg("Resident"), select(Resident.id, Resident.name)),
    "phone": (msg("Phone of"), select(Phone.id, Resident.name).join(Resident, Resident.id == Phone.resident_id)),
    "occupancy": (
        msg("Place of"),
        select(Occupancy.id, Resident.name).join(Resident, Resident.id == Occupancy.resident_id),
    ),
    "request": (msg("Request"), select(Request.id, Request.number)),
    "category": (msg("Category"), select(Category.id, Category.name)),
    "department": (msg("Department"), select(Department.id, Department.name)),
    "worker": (msg("Worker"), select(Worker.id, Worker.name)),
}
"""What a row of a table is called, and the query that knows its name by its id."""

_ENTRY = msg("Entry")


class ImportsService(Service):
    """Shows the imports of the community."""

    @requires(Operation.IMPORT_HOUSEHOLDS)
    def imports(self) -> list[ImportLine]:
        """Return the imports, the last one first, at most the last two hundred."""
        query = (
            select(
                ImportBatch.id,
                ImportBatch.kind,
                ImportBatch.file_name,
                ImportBatch.at,
                Account.name,
                ImportBatch.counts,
                ImportBatch.undone_at,
            )
            .outerjoin(Account, Account.id == ImportBatch.account_id)
            .where(ImportBatch.community_id == self.actor.community_id)
            .order_by(ImportBatch.id.desc())
            .limit(MOST_IMPORTS)
        )
        with self.desk.read() as session:
            return [
                ImportLine(id_, kind, file_name, at, by or "", counts, undone_at)
                for id_, kind, file_name, at, by, counts, undone_at in session.execute(query)
            ]

    @requires(Operation.IMPORT_HOUSEHOLDS)
    def named(self, rows: Sequence[tuple[str, int]]) -> list[LeftRow]:
        """Return rows, given as table and id, with what they are called; what has no name keeps its id."""
        by_table: dict[str, list[int]] = defaultdict(list)
        for table, id_ in rows:
            by_table[table].append(id_)
        names: dict[tuple[str, int], str] = {}
        with self.desk.read() as session:
            for table, ids in by_table.items():
                if table not in _NAMES:
                    continue
                query = _NAMES[table][1]
                key = query.selected_columns[0]
                for start in range(0, len(ids), CHUNK):
                    found = session.execute(query.where(key.in_(ids[start : start + CHUNK])))
                    names.update({(table, id_): name for id_, name in found})
        return [
            LeftRow(table, id_, _NAMES[table][0] if table in _NAMES else _ENTRY, names.get((table, id_), str(id_)))
            for table, id_ in rows
        ]
