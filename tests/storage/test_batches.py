from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, delete, func, insert, select, update

from desktop.core.errors import ConflictError, UserError
from desktop.core.permissions import Actor, Operation
from desktop.storage.audit import Audit
from desktop.storage.base import Base, BigId, UtcMoment
from desktop.storage.batches import (
    ImportBatch,
    RowChange,
    Undone,
    finish_batch,
    note_changed,
    note_created,
    plan_undo,
    start_batch,
    undo,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.storage.work import UnitOfWork


def declare(name: str, *columns: Column[Any]) -> Table:
    shared: tuple[Column[Any], ...] = (
        Column("id", BigId, primary_key=True),
        Column("community_id", ForeignKey("community.id"), default=1),
        Column("version", Integer, default=1),
    )
    return Table(name, Base.metadata, *shared, *columns)


@pytest.fixture(scope="module")
def tables() -> Iterator[tuple[Table, Table]]:
    """Yield two tables of the house for a while: shelves, which may hang below one another, and books on them."""
    shelf = declare(
        "test_shelf",
        Column("label", String, unique=True),
        Column("put_up", Date),
        Column("seen_at", UtcMoment),
        Column("above_id", ForeignKey("test_shelf.id"), index=True),
    )
    book = declare("test_book", Column("shelf_id", ForeignKey("test_shelf.id")), Column("title", String))
    yield shelf, book
    for table in (book, shelf):
        Base.metadata.remove(table)


class Bench:
    """Writes as one account at one database that has the two tables."""

    def __init__(self, database: Database, actor: Actor, clock: FixedClock, tables: tuple[Table, Table]) -> None:
        self.database, self.actor, self.clock = database, actor, clock
        self.shelf, self.book = tables

    def work(self) -> AbstractContextManager[UnitOfWork]:
        return self.database.write(self.actor, Operation.IMPORT_HOUSEHOLDS, self.clock)

    def add(self, work: UnitOfWork, table: Table, **values: Any) -> int:
        return int(work.session.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())

    def edit(self, work: UnitOfWork, table: Table, row_id: int, **values: Any) -> int:
        """Change a row as the ORM would, and return its new version."""
        statement = update(table).where(table.c.id == row_id).values(version=table.c.version + 1, **values)
        return int(work.session.execute(statement.returning(table.c.version)).scalar_one())

    def start(self, work: UnitOfWork) -> int:
        return start_batch(work, "households", "名单.xlsx", "hash")

    def import_shelves(self, *labels: str) -> tuple[int, list[int]]:
        with self.work() as work:
            batch = self.start(work)
            ids = [self.add(work, self.shelf, label=label) for label in labels]
            note_created(work, batch, self.shelf, ids)
            finish_batch(work, batch, {"created": len(ids)})
        return batch, ids

    def import_with_books(self) -> tuple[int, list[int], list[int]]:
        with self.work() as work:
            batch = self.start(work)
            shelves = [self.add(work, self.shelf, label=label) for label in "ab"]
            books = [self.add(work, self.book, shelf_id=shelf, title="x") for shelf in shelves]
            note_created(work, batch, self.shelf, shelves)
            note_created(work, batch, self.book, books)
        return batch, shelves, books

    def change_label(self, row_id: int, *labels: str) -> int:
        """Import a change of a label, or several in a row, and return the batch."""
        with self.work() as work:
            batch = self.start(work)
            for label in labels:
                old = work.session.execute(select(self.shelf.c.label).where(self.shelf.c.id == row_id)).scalar_one()
                version = self.edit(work, self.shelf, row_id, label=label)
                note_changed(work, batch, self.shelf, [RowChange(row_id, {"label": old}, version)])
        return batch

    def edit_alone(self, table: Table, row_id: int, **values: Any) -> None:
        with self.work() as work:
            self.edit(work, table, row_id, **values)

    def undo(self, batch: int) -> Undone:
        """Take the batch back; what is planned before must be what is done."""
        with self.database.read() as session:
            planned = plan_undo(session, 1, batch)
        with self.work() as work:
            done = undo(work, batch)
        assert planned == done
        return done

    def labels(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(self.shelf.c.label).order_by(self.shelf.c.label)))


@pytest.fixture
def bench(database: Database, actor: Actor, clock: FixedClock, tables: tuple[Table, Table]) -> Iterator[Bench]:
    with database.connect(writing=True) as connection:
        Base.metadata.create_all(connection, tables)
    yield Bench(database, actor, clock, tables)
    with database.connect(writing=True) as connection:
        Base.metadata.drop_all(connection, tables)


def test_that_what_was_created_goes_again(bench: Bench) -> None:
    bench.import_shelves("kept")
    batch, ids = bench.import_shelves("a", "b")
    done = bench.undo(batch)
    assert done == Undone({"test_shelf": ids}, {}, [])
    assert done.undone == 2
    assert bench.labels() == ["kept"]


def test_that_rows_edited_since_are_listed_and_left(bench: Bench) -> None:
    batch, ids = bench.import_shelves("a", "b", "c")
    bench.edit_alone(bench.shelf, ids[1], label="mine")
    assert bench.undo(batch).left == [("test_shelf", ids[1])]
    assert bench.labels() == ["mine"]


def test_that_changed_rows_get_their_old_values_of_every_type_back(bench: Bench) -> None:
    old = {"label": "old", "put_up": date(2024, 2, 29), "seen_at": bench.clock.now(), "above_id": None}
    with bench.work() as work:
        row_id = bench.add(work, bench.shelf, **old)
    with bench.work() as work:
        batch = bench.start(work)
        version = bench.edit(work, bench.shelf, row_id, label="new", put_up=None, seen_at=None, above_id=row_id)
        note_changed(work, batch, "test_shelf", [RowChange(row_id, old, version)])
    assert bench.undo(batch) == Undone({}, {"test_shelf": [row_id]}, [])
    with bench.database.read() as session:
        restored = session.execute(select(bench.shelf)).one()._asdict()
    assert {name: restored[name] for name in old} == old
    assert restored["version"] == 3


def test_that_a_row_changed_twice_gets_its_oldest_values_back(bench: Bench) -> None:
    _, ids = bench.import_shelves("first")
    bench.undo(bench.change_label(ids[0], "second", "third"))
    assert bench.labels() == ["first"]


def test_that_a_row_created_and_then_changed_goes(bench: Bench) -> None:
    with bench.work() as work:
        batch = bench.start(work)
        row_id = bench.add(work, bench.shelf, label="a")
        note_created(work, batch, bench.shelf, [row_id])
        version = bench.edit(work, bench.shelf, row_id, label="b")
        note_changed(work, batch, bench.shelf, [RowChange(row_id, {"label": "a"}, version)])
    assert bench.undo(batch).undone == 1
    assert bench.labels() == []


def test_that_rows_others_refer_to_since_are_left(bench: Bench) -> None:
    batch, ids = bench.import_shelves("a", "b")
    with bench.work() as work:
        bench.add(work, bench.book, shelf_id=ids[0], title="new")
    assert bench.undo(batch).left == [("test_shelf", ids[0])]
    assert bench.labels() == ["a"]


def test_that_children_go_before_their_parents(bench: Bench) -> None:
    batch, shelves, books = bench.import_with_books()
    assert bench.undo(batch) == Undone({"test_book": books, "test_shelf": shelves}, {}, [])


def test_that_an_edited_child_keeps_its_parent(bench: Bench) -> None:
    batch, shelves, books = bench.import_with_books()
    bench.edit_alone(bench.book, books[1], title="mine")
    assert bench.undo(batch).left == [("test_book", books[1]), ("test_shelf", shelves[1])]
    assert bench.labels() == ["b"]


def test_that_a_row_moved_to_an_imported_one_moves_back(bench: Bench) -> None:
    _, old = bench.import_shelves("old")
    with bench.work() as work:
        book = bench.add(work, bench.book, shelf_id=old[0], title="x")
    with bench.work() as work:
        batch = bench.start(work)
        shelf = bench.add(work, bench.shelf, label="new")
        note_created(work, batch, bench.shelf, [shelf])
        version = bench.edit(work, bench.book, book, shelf_id=shelf)
        note_changed(work, batch, bench.book, [RowChange(book, {"shelf_id": old[0]}, version)])
    assert bench.undo(batch) == Undone({"test_shelf": [shelf]}, {"test_book": [book]}, [])
    assert bench.labels() == ["old"]


def test_that_rows_of_one_table_referring_to_each_other_go_or_stay_together(bench: Bench) -> None:
    with bench.work() as work:
        batch = bench.start(work)
        ids = [bench.add(work, bench.shelf, label=label) for label in "abcd"]
        note_created(work, batch, bench.shelf, ids)
        for lower, upper in ((0, 1), (1, 2)):
            version = bench.edit(work, bench.shelf, ids[lower], above_id=ids[upper])
            note_changed(work, batch, bench.shelf, [RowChange(ids[lower], {"above_id": None}, version)])
    bench.edit_alone(bench.shelf, ids[1], label="mine")
    done = bench.undo(batch)
    assert done.left == [("test_shelf", ids[1]), ("test_shelf", ids[2])]
    assert done.deleted == {"test_shelf": [ids[0], ids[3]]}


def test_that_rows_gone_since_are_no_hindrance(bench: Bench) -> None:
    batch, ids = bench.import_shelves("a", "b")
    with bench.work() as work:
        work.session.execute(delete(bench.shelf).where(bench.shelf.c.id == ids[0]))
    assert bench.undo(batch) == Undone({"test_shelf": [ids[1]]}, {}, [])


def test_that_an_old_value_taken_by_a_newer_row_is_told(bench: Bench) -> None:
    _, ids = bench.import_shelves("old")
    batch = bench.change_label(ids[0], "new")
    bench.import_shelves("old")
    with pytest.raises(ConflictError, match="cannot be taken back"), bench.work() as work:
        undo(work, batch)
    assert bench.labels() == ["new", "old"]


def test_that_an_import_is_taken_back_once_and_only_in_its_community(bench: Bench) -> None:
    batch, _ = bench.import_shelves("a")
    for community, unknown in ((2, batch), (1, batch + 1)):
        with bench.database.read() as session, pytest.raises(UserError, match="no such import"):
            plan_undo(session, community, unknown)
    bench.undo(batch)
    with pytest.raises(UserError, match="taken back already"), bench.work() as work:
        undo(work, batch)


def test_that_the_record_tells_of_import_and_undo(bench: Bench) -> None:
    batch, _ = bench.import_shelves("a", "b")
    with bench.work() as work:
        undo(work, batch)
    assert work.changes.touches("test_shelf")
    assert work.changes.touches("import_batch")
    with bench.database.read() as session:
        lines = session.execute(select(Audit.action, Audit.after).order_by(Audit.id)).all()
        stored = session.scalars(select(ImportBatch)).one()
        assert (stored.counts, stored.undone_at) == ({"created": 2}, bench.clock.now())
    assert tuple(lines[0]) == ("imported", {"kind": "households", "file": "名单.xlsx", "created": 2})
    assert tuple(lines[1]) == ("undone", {"undone": 2, "left": 0})


def test_that_planning_changes_nothing(bench: Bench) -> None:
    batch, _ = bench.import_shelves("a")
    with bench.database.read() as session:
        plan_undo(session, 1, batch)
    assert bench.labels() == ["a"]


def test_that_thirty_thousand_rows_are_taken_back_in_seconds(bench: Bench) -> None:
    half, shelf = 15_000, bench.shelf
    with bench.work() as work:
        batch = bench.start(work)
        work.session.execute(insert(shelf), [{"id": at, "label": f"s{at}"} for at in range(1, 2 * half)])
        work.session.execute(update(shelf).where(shelf.c.id < half).values(version=2, put_up=date(2026, 1, 1)))
        note_created(work, batch, shelf, range(half, 2 * half))
        note_changed(work, batch, shelf, [RowChange(at, {"put_up": None}, 2) for at in range(1, half)])
    began = time.perf_counter()
    assert bench.undo(batch).undone == 2 * half - 1
    assert time.perf_counter() - began < 10
    with bench.database.read() as session:
        row = session.execute(select(func.count(), func.count(shelf.c.put_up)).select_from(shelf)).one()
    assert tuple(row) == (half - 1, 0)
