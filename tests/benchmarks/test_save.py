"""Saving a repair durably, beside the same rows written by the bare driver, and by the bare ORM."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.requests.model import Request, RequestKind, RequestStep
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.database import WRITING, Database, file_database
from desktop.storage.numbers import Counter
from desktop.storage.places import DataPlace
from desktop.storage.timeline import TimelineEntry
from tests.benchmarks.communities import bare_connection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.storage.base import Base
    from desktop.storage.desk import Desk
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

SAVES = 150
TABLES: tuple[type[Base], ...] = (Request, RequestStep, Audit, TimelineEntry, OperationRow)
"""In the order in which a save writes them."""

Rows = dict[type["Base"], list[dict[str, Any]]]


def copied(community: Made, folder: Path) -> Path:
    """Return a copy of the community's data file."""
    target = folder / "touchpoint.db"
    with community.desk.database.connect(writing=True) as connection:
        connection.exec_driver_sql("SELECT 1")  # the lock is held: nothing is in the write-ahead log alone after this
        shutil.copy(DataPlace(community.folder).data_file, target)
    return target


def repair(desk: Desk) -> NewRequest:
    """Return a repair as a clerk takes it in: room, caller, phone, category, and who is sent."""
    with desk.read() as session:
        room_id, category_id, worker_id = (
            session.execute(text(f"SELECT max(id) FROM {table}")).scalar_one()  # noqa: S608 - three words
            for table in ("room", "category", "worker")
        )
    return NewRequest(
        kind=RequestKind.REPAIR,
        words="厨房水槽下面漏水，地上已经有积水，请尽快安排师傅上门",
        room_id=room_id,
        reporter="王秀英",
        phone="13905712046",
        category_id=category_id,
        worker_id=worker_id,
    )


@dataclass
class Written:
    """The rows one save left behind, to be written again as new ones."""

    rows: Rows
    index: tuple[str, str, str]
    numbers: Iterator[int]

    def anew(self) -> tuple[int, Rows]:
        """Return the id of one more request and its rows, with ids and numbers of its own."""
        number = next(self.numbers)
        operation = uuid4().hex
        rows: Rows = {}
        for table, kept in self.rows.items():
            rows[table] = []
            for row in kept:
                again = {key: value for key, value in row.items() if key != "id"}
                for key, value in (("operation_id", operation), ("request_id", number), ("source_id", number)):
                    if key in again:
                        again[key] = value
                if table is Request:
                    again |= {"id": number, "number": f"BX-9999-{number}"}
                rows[table].append(again)
        return number, rows


def written(database: Database, request_id: int) -> Written:
    """Read back what saving the request `request_id` wrote."""
    of_it = {
        Request: Request.id == request_id,
        RequestStep: RequestStep.request_id == request_id,
        Audit: (Audit.topic == "request") & (Audit.subject_id == request_id),
        TimelineEntry: TimelineEntry.source_id == request_id,
        OperationRow: OperationRow.result == request_id,
    }
    rows: Rows = {}
    with database.read() as session:
        for table in TABLES:
            found = session.execute(select(table.__table__).where(of_it[table])).mappings()
            rows[table] = [dict(row) for row in found]
        request = rows[Request][0]
    tokens = tuple(
        " ".join(part[start : start + 3] for part in parts for start in range(len(part)))
        for parts in (
            (request["number"], request["room_label"]),
            (request["phone"],),
            (request["words"], request["reporter"]),
        )
    )
    return Written(rows, tokens, count(request_id + 1))  # type: ignore[arg-type]  # three columns


COUNTED = (
    "UPDATE counter SET last = last + 1"
    " WHERE community_id = 1 AND series = 'BX' AND period = (SELECT max(period) FROM counter) RETURNING last"
)
INDEXED = "INSERT INTO search_request (rowid, public, phone, text) VALUES (?, ?, ?, ?)"
Prepare = Callable[[], Callable[[], object]]
"""Makes a save ready; what it returns is timed."""


def bare_save(connection: Any, again: Written, database: Database) -> Prepare:
    """Save by the bare driver in one transaction, with values made ready as it takes them."""
    dialect = database.engine.dialect

    def ready(table: type[Base], row: dict[str, Any]) -> list[Any]:
        processors = {name: table.__table__.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in row}
        return [processor(row[name]) if processor else row[name] for name, processor in processors.items()]

    def prepare() -> Callable[[], object]:
        number, rows = again.anew()
        statements = [
            (
                f"INSERT INTO {table.__tablename__} ({', '.join(quoted(row))}) VALUES ({marks(row)})",  # noqa: S608
                ready(table, row),
            )
            for table, each in rows.items()
            for row in each
        ]
        statements.append((INDEXED, [number, *again.index]))

        def save() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(COUNTED).fetchall()
            for statement, values in statements:
                connection.execute(statement, values)
            connection.execute("COMMIT")

        return save

    return prepare


def quoted(row: dict[str, Any]) -> list[str]:
    return [f'"{name}"' for name in row]


def marks(row: dict[str, Any]) -> str:
    return ", ".join("?" * len(row))


def orm_save(database: Database, again: Written) -> Prepare:
    """Save by the ORM and nothing else."""
    engine = database.engine.execution_options(**{WRITING: True})

    def prepare() -> Callable[[], object]:
        number, rows = again.anew()

        def save() -> None:
            with Session(engine) as session:
                counter = session.scalars(select(Counter).order_by(Counter.period.desc()).limit(1)).one()
                counter.last += 1
                for table, each in rows.items():
                    session.add_all([table(**row) for row in each])
                session.flush()
                session.connection().exec_driver_sql(INDEXED, (number, *again.index))
                session.commit()

        return save

    return prepare


@dataclass(frozen=True)
class Took:
    """Milliseconds a save took, the middle one of many."""

    ours: float
    bare: float
    orm: float


@pytest.fixture(scope="module")
def took(month_old: Made, tmp_path_factory: pytest.TempPathFactory, *, full: bool) -> Iterator[Took]:
    """Save by all three in turn, each in its own copy of the same file."""
    files = [copied(month_old, tmp_path_factory.mktemp(name)) for name in ("ours", "bare", "orm")]
    databases = [file_database(file, month_old.key) for file in files]
    desk = replace(month_old.desk, database=databases[0])
    service, draft = RequestService(desk), repair(desk)
    again = written(desk.database, service.report(draft, operation_id=uuid4().hex).result)
    bare = bare_connection(files[1], month_old.key)
    saves: tuple[Prepare, ...] = (
        lambda: partial(service.report, draft, operation_id=uuid4().hex),
        bare_save(bare, replace(again, numbers=count(next(again.numbers))), desk.database),
        orm_save(databases[2], replace(again, numbers=count(next(again.numbers)))),
    )
    times: list[list[float]] = [[], [], []]
    for _ in range(SAVES if full else 2):
        for place, prepare in enumerate(saves):
            save = prepare()
            begun = perf_counter()
            save()
            times[place].append((perf_counter() - begun) * 1000)
    yield Took(*(median(each) for each in times))
    bare.close()
    for database in databases:
        database.close()


def test_that_saving_a_repair_is_little_more_than_its_rows(took: Took, compare: Compare) -> None:
    compare.judge("save a repair, beside the bare driver", took.ours, took.bare, 5)


def test_that_saving_a_repair_is_little_more_than_the_orm(took: Took, compare: Compare) -> None:
    compare.judge("save a repair, beside the bare ORM", took.ours, took.orm, 1.4)
