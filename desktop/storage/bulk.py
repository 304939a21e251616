"""Inserts of tens of thousands of rows at once, as fast as the driver takes them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Table

__all__ = ["insert_rows", "settle_ids"]

CHUNK = 10_000


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, tuples in the order of `columns`; values are what the columns' types take in Python; None is NULL.

    Goes past SQLAlchemy's handling of named parameters, which costs more than the insert itself. Columns left out get
    the engine's defaults, not Python's.
    """
    dialect = connection.dialect
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(column) for column in columns)
    statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608 - names of our own tables
    processors = [table.c[column].type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    busy = [(place, processor) for place, processor in enumerate(processors) if processor]
    remaining = iter(rows)
    while chunk := [tuple(row) for row in islice(remaining, CHUNK)]:
        connection.exec_driver_sql(statement, [_processed(row, busy) for row in chunk] if busy else chunk)


def settle_ids(connection: Connection, table: Table) -> None:
    """Let the next ids follow those inserted by hand; a server counts them apart from the rows, a file does not."""
    if connection.dialect.name == "postgresql":
        name = connection.dialect.identifier_preparer.quote(table.name)
        moved = f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {name} HAVING max(id) IS NOT NULL"  # noqa: S608 - a name of our own tables
        connection.exec_driver_sql(moved, (table.name,))


def _processed(row: tuple[Any, ...], busy: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    values = list(row)
    for place, processor in busy:
        if values[place] is not None:
            values[place] = processor(values[place])
    return tuple(values)
