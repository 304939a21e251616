"""A community's gate after a month of visits, as many as a benchmark asks for."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text

from desktop.core.permissions import Operation, Role
from desktop.core.pinyin import readings
from desktop.storage import search
from desktop.storage.base import microseconds
from desktop.storage.database import file_database
from desktop.storage.search import SearchFields
from desktop.visits.model import ContractorPass, ExpectedVisit, Gate, Visit, Visitor, WatchEntry
from desktop.visits.rule import visitor_key
from tests.benchmarks.communities import NOON, bare_connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from desktop.storage.database import Database
    from desktop.storage.desk import Desk
    from tests.benchmarks.communities import Made

__all__ = ["INSIDE", "GateYears", "filled"]

INSIDE = 300
BEFOREHAND = {ExpectedVisit: 500, ContractorPass: 200, WatchEntry: 100}
"""So many are expected today, have a pass, are on the watchlist where 90,000 come in a day."""

FIRST_ID = 10_000_000
"""The made-up community has some visits of its own."""

MICROSECONDS_A_MONTH = 30 * 24 * 3600 * 1_000_000
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红鑫"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"
Room = tuple[int, str]


@dataclass(frozen=True)
class GateYears:
    """An opened copy of a community with so many visits, and who is in it."""

    database: Database
    desk: Desk
    gate_id: int
    plates: Sequence[str]
    names: Sequence[str]
    rooms: Sequence[Room]


def filled(community: Made, file: Path, visits: int, visitors: int) -> GateYears:
    """Fill the copy `file` of a community's data with `visits` of the last month by `visitors` and return it opened."""
    database = file_database(file, community.key)
    desk = replace(community.desk, database=database, actor=replace(community.desk.actor, role=Role.GUARD))
    chance = random.Random(11)
    with database.read() as session:
        rooms = [(row.id, row.label) for row in session.execute(text("SELECT id, label FROM room ORDER BY id"))]
    with desk.write(Operation.LOG_VISIT) as work:
        made = insert(Gate).values(community_id=1, version=1, name="评测岗", position=99).returning(Gate.id)
        gate_id = work.session.execute(made).scalar_one()
        for table in (ExpectedVisit, ContractorPass, WatchEntry):
            work.session.execute(insert(table), list(beforehand(table, chance, rooms)))
    people = [visitor(FIRST_ID + place, chance, rooms) for place in range(visitors)]
    bare = bare_connection(file, community.key)
    bare.execute("BEGIN IMMEDIATE")
    put(bare, Visitor, people)
    put(bare, Visit, came(visits, people, gate_id, chance))
    bare.execute("COMMIT")
    with desk.write(Operation.LOG_VISIT) as work:
        search.put_many(work.session, 1, "visitor", map(indexed, people), fresh=True)
    # so much at once stays in the write-ahead log, which no community's visits ever do
    database.close()
    bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bare.close()
    plates = [each["plate"] for each in people if each["plate"]]
    return GateYears(database, desk, gate_id, plates, [each["name"] for each in people if not each["plate"]], rooms)


def put(bare: Any, table: type[Visitor | Visit], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows by the bare driver; every other way would take minutes."""
    names = [column.name for column in table.__table__.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table.__tablename__} ({columns}) VALUES ({marks})"  # noqa: S608 - names of columns
    bare.executemany(statement, ([row.get(name) for name in names] for row in rows))


def said_name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def said_plate(chance: random.Random) -> str:
    return f"藏{chance.choice('AAAB')}" + "".join(chance.choices(LETTERS, k=1) + chance.choices(DIGITS, k=4))


def visitor(id_: int, chance: random.Random, rooms: Sequence[Room]) -> dict[str, Any]:
    room_id, label = chance.choice(rooms)
    plate = f"藏A{LETTERS[id_ // 100_000 % len(LETTERS)]}{id_ % 100_000:05d}" if chance.random() < 0.7 else ""
    name = f"{said_name(chance)}{'' if plate else '的朋友'}"
    key = visitor_key(plate, name, id_, label)
    return {
        "id": id_,
        "community_id": 1,
        "version": 1,
        "key": key,
        "plate": plate,
        "name": name,
        "company": "",
        "kind": "guest",
        "room_id": room_id,
        "place": label,
        "visits": 9,
        "last_at": microseconds(NOON),
    }


def indexed(one: dict[str, Any]) -> tuple[int, SearchFields]:
    return one["id"], SearchFields(public=(one["plate"], one["name"], *readings(one["name"])))


def came(
    visits: int, people: Sequence[dict[str, Any]], gate_id: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Yield visits of the last month in the order in which they came; the last ones are still inside."""
    empty = {column.name: "" for column in Visit.__table__.columns if not column.nullable}
    numbers = ("unplated", "id_seen", "out_unseen", "incomplete", "people_left")
    common = empty | dict.fromkeys(numbers, 0) | {"people": 1, "in_by": 1, "gate_id": gate_id}
    end = microseconds(NOON)
    for place in range(visits):
        one = people[chance.randrange(len(people))]
        at = end - MICROSECONDS_A_MONTH + MICROSECONDS_A_MONTH * place // visits
        inside = place >= visits - min(INSIDE, visits // 2)
        yield common | {
            "id": FIRST_ID + place,
            "visitor_id": one["id"],
            "state": "inside" if inside else "left",
            "kind": "guest",
            "room_id": one["room_id"],
            "place": one["place"],
            "name": one["name"],
            "vehicle": int(bool(one["plate"])),
            "plate": one["plate"],
            "plate_typed": one["plate"],
            "in_at": at,
            "recorded_at": at,
            "community_id": 1,
            "version": 1,
            "out_at": None if inside else at + 1_800_000_000,
        }


def beforehand(table: type[Any], chance: random.Random, rooms: Sequence[Room]) -> Iterator[dict[str, Any]]:
    """Yield what the gate is told beforehand."""
    today = NOON.date()
    recorded = {"community_id": 1, "version": 1, "recorded_at": NOON, "recorded_by": 1, "first_day": today}
    for number in range(BEFOREHAND[table]):
        room_id, _ = chance.choice(rooms)
        if table is ExpectedVisit:
            yield recorded | {
                "room_id": room_id,
                "last_day": today,
                "code": f"{number:04d}",
                "name": said_name(chance),
                "plate": said_plate(chance),
            }
        elif table is ContractorPass:
            crew = "\n".join(said_name(chance) for _ in range(3))
            yield recorded | {
                "room_id": room_id,
                "last_day": today + timedelta(days=number),
                "number": f"ZX-2099-{number:03d}",
                "company": f"{said_name(chance)}装饰",
                "foreman": said_name(chance),
                "crew": crew,
            }
        else:
            name = said_name(chance)
            yield {
                "community_id": 1,
                "version": 1,
                "plate": said_plate(chance),
                "name": name,
                "name_key": name,
                "noted_at": NOON,
                "noted_by": 1,
                "approved_at": NOON,
                "approved_by": 1,
                "reason": "曾在楼道推销",
            }
