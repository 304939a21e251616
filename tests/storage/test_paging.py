from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, insert, select

from desktop.storage.base import UtcMoment, from_microseconds
from desktop.storage.paging import Key, count, nth, page, position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from desktop.storage.database import Database

LIST = Table(
    "paged",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Column("name", String),
    Column("rank", Integer),
)

VALUES = st.tuples(
    st.integers(0, 3), st.one_of(st.none(), st.sampled_from("abc")), st.one_of(st.none(), st.integers(0, 2))
)
ORDERS: list[list[tuple[str, bool, bool]]] = [
    [("id", False, False)],
    [("id", True, False)],
    [("at", True, False), ("id", True, False)],
    [("at", False, False), ("id", True, False)],
    [("name", False, True), ("id", False, False)],
    [("name", True, True), ("rank", False, True), ("id", True, False)],
    [("rank", True, True), ("at", False, False), ("id", False, False)],
]


@pytest.fixture
def table(database: Database) -> Iterator[Database]:
    with database.connect(writing=True) as connection:
        LIST.metadata.create_all(connection)
    yield database
    with database.connect(writing=True) as connection:
        LIST.metadata.drop_all(connection)


@pytest.fixture
def listed(table: Database) -> Iterator[Callable[[list[Any]], Session]]:
    """Yield a function that fills the table and returns a session on it."""
    with table.read() as session:

        def listed(values: list[Any]) -> Session:
            session.rollback()
            with table.connect(writing=True) as connection:
                connection.execute(delete(LIST))
                rows = [
                    {"id": number, "at": from_microseconds(at), "name": name, "rank": rank}
                    for number, (at, name, rank) in enumerate(values, 1)
                ]
                if rows:
                    connection.execute(insert(LIST), rows)
            return session

        yield listed
        session.rollback()


def keys_of(order: list[tuple[str, bool, bool]]) -> list[Key]:
    return [Key(LIST.c[name], descending, nullable) for name, descending, nullable in order]


def sorted_ids(values: list[Any], order: list[tuple[str, bool, bool]]) -> list[int]:
    """Sort in plain Python: empty values last in either direction."""
    rows = [dict(zip(("at", "name", "rank"), value, strict=True), id=at) for at, value in enumerate(values, 1)]
    for name, descending, _ in reversed(order):
        rows.sort(key=lambda row: (row[name] is not None, row[name] or type(row[name])()) if row[name] is not None
                  else (False, 0), reverse=descending)  # fmt: skip
        rows.sort(key=lambda row: row[name] is None)
    return [row["id"] for row in rows]


SETTINGS = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
WANTED = select(LIST.c.id, LIST.c.name)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(f"{name}{'↓' * down}" for name, down, _ in order))
@SETTINGS
@given(values=st.lists(VALUES, max_size=14), limit=st.integers(1, 5))
def test_that_pages_in_both_directions_are_the_sorted_list(
    listed: Callable[[list[Any]], Session], order: list[tuple[str, bool, bool]], values: list[Any], limit: int
) -> None:
    session, keys, expected = listed(values), keys_of(order), sorted_ids(values, order)
    for backward in (False, True):
        seen: list[int] = []
        anchor = None
        for _ in range(len(values) + 1):  # more pages than rows would be a circle
            shown = page(session, WANTED, keys, anchor, limit, backward=backward)
            ids = [row.id for row in shown.rows]
            seen = ids + seen if backward else seen + ids
            anchor = shown.first if backward else shown.last
            if not shown.more:
                break
        assert seen == expected


@pytest.mark.parametrize("order", ORDERS[2:6], ids=lambda order: order[0][0])
@SETTINGS
@given(values=st.lists(VALUES, min_size=1, max_size=12))
def test_that_jumping_lands_on_the_row_and_its_position_is_known(
    listed: Callable[[list[Any]], Session], order: list[tuple[str, bool, bool]], values: list[Any]
) -> None:
    session, keys, expected = listed(values), keys_of(order), sorted_ids(values, order)
    assert count(session, WANTED) == len(values)
    for index, wanted in enumerate(expected):
        anchor = nth(session, WANTED, keys, index, len(values))
        assert anchor is not None
        assert position(session, WANTED, keys, anchor) == index
        landed = page(session, WANTED, keys, anchor, 3, inclusive=True)
        assert [row.id for row in landed.rows] == expected[index : index + 3]
        before = page(session, WANTED, keys, anchor, 3, backward=True, inclusive=True)
        assert [row.id for row in before.rows] == expected[max(0, index - 2) : index + 1]
        assert landed.rows[0].id == wanted
    assert nth(session, WANTED, keys, len(values), len(values)) is None
    assert nth(session, WANTED, keys, -1, len(values)) is None


def test_that_a_filter_and_an_order_of_its_own_do_not_disturb(listed: Callable[[list[Any]], Session]) -> None:
    session = listed([(at, "a", at) for at in (3, 1, 2, 0)])
    statement = WANTED.where(LIST.c.rank > 0).order_by(LIST.c.name)
    keys = [Key(LIST.c.at), Key(LIST.c.id)]
    assert [row.id for row in page(session, statement, keys).rows] == [2, 3, 1]
    assert count(session, statement) == 3
    assert nth(session, statement, keys, 1, 3) == (from_microseconds(2), 3)


def test_that_an_empty_list_has_an_empty_page(listed: Callable[[list[Any]], Session]) -> None:
    session = listed([])
    shown = page(session, WANTED, [Key(LIST.c.id)])
    assert (list(shown.rows), shown.first, shown.last, shown.more) == ([], None, None, False)


def test_that_an_anchor_of_another_order_is_a_mistake(listed: Callable[[list[Any]], Session]) -> None:
    session = listed([])
    with pytest.raises(ValueError, match="one value per key"):
        page(session, WANTED, [Key(LIST.c.id)], (1, 2))


def test_that_a_page_of_a_file_is_read_through_the_index(file_db: Database) -> None:
    with file_db.connect(writing=True) as connection:
        LIST.metadata.create_all(connection)
        connection.exec_driver_sql("CREATE INDEX paged_order ON paged (at, id)")
    asked: list[tuple[str, Any]] = []
    keys = [Key(LIST.c.at, descending=True), Key(LIST.c.id, descending=True)]
    with file_db.read() as session:
        execute = session.execute

        def recording(statement: Any, *arguments: Any) -> Any:
            compiled = statement.compile(session.connection())
            asked.append((str(compiled), tuple(compiled.construct_params().values())))
            return execute(statement, *arguments)

        session.execute = recording  # type: ignore[assignment, method-assign]
        page(session, WANTED, keys, (from_microseconds(5), 3))
        nth(session, WANTED, keys, 1, 10)
        plans = []
        for statement, _ in asked:
            rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?"))
            plans.append(" ".join(str(row[3]) for row in rows))
    assert "SEARCH paged USING INDEX paged_order (at<?)" in plans[0]
    assert "SCAN paged USING COVERING INDEX paged_order" in plans[1]
    assert not any("TEMP B-TREE" in plan for plan in plans)
