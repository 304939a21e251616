"""Keeps what merging found: bulk inserts and updates, the batch that can take them back, and the search index."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomTag,
    RosterMemory,
    Tag,
    Vehicle,
    Zone,
)
from desktop.households.roster.register import (
    OccupancyEntry,
    PersonEntry,
    PhoneEntry,
    RoomEntry,
    VehicleEntry,
    WornEntry,
)
from desktop.households.store import find
from desktop.storage import batches, search
from desktop.storage.base import Base
from desktop.storage.batches import RowChange
from desktop.storage.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from desktop.households.roster.merging import Merged
    from desktop.households.roster.register import Entry
    from desktop.storage.batches import Undone
    from desktop.storage.search import SearchFields
    from desktop.storage.work import UnitOfWork

__all__ = ["TABLES", "forget_said", "lock_register", "write_merged"]

TABLES = (Zone, Building, Entrance, Room, RoomState, Tag, RoomTag, Resident, Phone, Occupancy, Vehicle)
"""The tables of the register, each after those it refers to."""

CHUNK = 5_000
FEW = 500


def lock_register(work: UnitOfWork) -> None:
    """Keep other writers out of the register until this unit of work ends; a file's write lock does so already."""
    if work.session.get_bind().dialect.name == "postgresql":
        names = ", ".join(table.__tablename__ for table in TABLES)
        work.session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def write_merged(work: UnitOfWork, batch_id: int, merged: Merged) -> None:
    """Insert, update and index everything; the register must be locked and still be the one merged into."""
    new: dict[type, list[Entry]] = defaultdict(list)
    for entry in merged.new:
        new[entry.table].append(entry)
    changed: dict[type, list[Entry]] = defaultdict(list)
    for entry in merged.changed:
        changed[entry.table].append(entry)
    kept_rooms, kept_people = _touched(merged)
    fresh = {id(entry) for entry in merged.new}
    for model in TABLES:
        table = Base.metadata.tables[model.__tablename__]
        _number(work.session, table, new[model])
        _insert(work, table, new[model])
        batches.note_created(work, batch_id, table, [entry.id for entry in new[model]])
        _update(work, table, changed[model])
        notes = [RowChange(entry.id, entry.before, entry.version + 1) for entry in changed[model]]
        batches.note_changed(work, batch_id, table, notes)
        if new[model] or changed[model]:
            work.touch(table.name)
    _remember(work, batch_id, merged)
    _index(work, new, [room for room in kept_rooms if id(room) not in fresh], kept_people, fresh)


def forget_said(work: UnitOfWork, batch_id: int, undone: Undone) -> None:
    """Forget what a batch said, and whatever was said of rooms and residents that went with it."""
    work.session.execute(delete(RosterMemory).where(RosterMemory.batch_id == batch_id))
    for column, name in ((RosterMemory.room_id, "room"), (RosterMemory.resident_id, "resident")):
        gone = undone.deleted.get(name, ())
        for start in range(0, len(gone), FEW):
            chosen = (RosterMemory.community_id == work.community_id, column.in_(gone[start : start + FEW]))
            work.session.execute(delete(RosterMemory).where(*chosen))


def _remember(work: UnitOfWork, batch_id: int, merged: Merged) -> None:
    table = Base.metadata.tables[RosterMemory.__tablename__]
    rows = (
        (batch_id, room.id, None if person is None else person.id, said, work.community_id, 1)
        for room, person, said in merged.said
    )
    columns = ("batch_id", "room_id", "resident_id", "said", "community_id", "version")
    insert_rows(work.session.connection(), table, columns, rows)


def _number(session: Session, table: Table, entries: Sequence[Entry]) -> None:
    """Give new entries their ids, in their order: above all others in a file, from the sequence on a server."""
    if not entries:
        return
    if session.get_bind().dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        ids: Iterable[int] = sorted(session.execute(drawn, {"name": table.name, "count": len(entries)}).scalars())
    else:
        last = session.execute(select(func.max(table.c.id))).scalar() or 0
        ids = range(last + 1, last + 1 + len(entries))
    for entry, id_ in zip(entries, ids, strict=True):
        entry.id = id_


def _insert(work: UnitOfWork, table: Table, entries: Sequence[Entry]) -> None:
    """Insert entries; columns that no file fills get the defaults of the model, which bulk inserts pass over."""
    if not entries:
        return
    columns = entries[0].columns
    values = attrgetter("id", *columns)
    given = {"id", *columns, "community_id", "version"}
    others = {
        column.name: column.default.arg
        for column in table.c
        if column.name not in given and not column.nullable and isinstance(column.default, ScalarElementColumnDefault)
    }
    rest = (work.community_id, 1, *others.values())
    rows = ((*values(entry), *rest) for entry in entries)
    insert_rows(work.session.connection(), table, ("id", *columns, "community_id", "version", *others), rows)


def _update(work: UnitOfWork, table: Table, entries: Sequence[Entry]) -> None:
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        columns = tuple(sorted(entry.before))
        values = {f"new_{column}": getattr(entry, column) for column in columns}
        by_columns[columns].append({"row": entry.id, **values})
    for columns, rows in by_columns.items():
        values = {column: bindparam(f"new_{column}", type_=table.c[column].type) for column in columns}
        statement = update(table).where(table.c.id == bindparam("row")).values(version=table.c.version + 1, **values)
        work.session.connection().execute(statement, rows)


def _touched(merged: Merged) -> tuple[list[RoomEntry], list[PersonEntry]]:
    """Return the rooms and people whose words in the index may have changed."""
    rooms: dict[int, RoomEntry] = {}
    people: dict[int, PersonEntry] = {}
    for entry in (*merged.new, *merged.changed):
        if isinstance(entry, RoomEntry):
            rooms[id(entry)] = entry
        elif isinstance(entry, WornEntry):
            rooms[id(entry.room)] = entry.room
        elif isinstance(entry, PersonEntry):
            people[id(entry)] = entry
        elif isinstance(entry, PhoneEntry | OccupancyEntry):
            people[id(entry.person)] = entry.person
    return list(rooms.values()), list(people.values())


def _index(
    work: UnitOfWork,
    new: dict[type, list[Entry]],
    kept_rooms: Sequence[RoomEntry],
    people: Sequence[PersonEntry],
    fresh: set[int],
) -> None:
    new_rooms = [entry for entry in new[Room] if isinstance(entry, RoomEntry)]
    new_people = [person for person in people if id(person) in fresh]
    kept_people = [person for person in people if id(person) not in fresh]
    _put(work, "place", [*map(_room_document, new_rooms), *map(_person_document, new_people)], fresh=True)
    _put(work, "place", [*map(_room_document, kept_rooms), *map(_person_document, kept_people)], fresh=False)
    vehicles = [
        (entry.id, find.vehicle_fields(entry.plate)) for entry in new[Vehicle] if isinstance(entry, VehicleEntry)
    ]
    _put(work, "vehicle", vehicles, fresh=True)


def _put(work: UnitOfWork, group: str, documents: Sequence[tuple[int, SearchFields]], *, fresh: bool) -> None:
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        search.put_many(work.session, work.community_id, group, chunk, fresh=fresh)


def _room_document(room: RoomEntry) -> tuple[int, SearchFields]:
    tags = [word for worn in room.tags.values() for word in (worn.tag.name, worn.cause)]
    return find.place_of_room(room.id), find.room_fields(room.label, room.note, tags)


def _person_document(person: PersonEntry) -> tuple[int, SearchFields]:
    phones = [phone.digits for phone in person.phones]
    notes = [person.note, *(occupancy.note for occupancy in person.occupancies)]
    return find.place_of_resident(person.id), find.resident_fields(person.name, phones, notes)
