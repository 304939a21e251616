"""Rows of made-up tables: numbered here, so that they can name each other, and inserted table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.schema import sort_tables

from desktop.storage.bulk import settle_ids

if TYPE_CHECKING:
    from sqlalchemy import Table

    from desktop.storage.base import Base
    from desktop.storage.work import UnitOfWork

__all__ = ["Rows"]


class Rows:
    """Rows that wait to be inserted, those that others point to first."""

    def __init__(self, work: UnitOfWork) -> None:
        """Insert in `work`, whose community they belong to."""
        self.work = work
        self.waiting: dict[type[Base], list[dict[str, Any]]] = {}
        self._next: dict[type[Base], int] = {}

    def add(self, table: type[Base], **values: Any) -> int:
        """Keep a row and return its id; of a table all rows name the same columns."""
        id_ = self._next.get(table)
        if id_ is None:
            newest = self.work.session.execute(select(func.max(table.__table__.c.id))).scalar()
            id_ = (newest or 0) + 1
        self._next[table] = id_ + 1
        self.waiting.setdefault(table, []).append({"id": id_, "community_id": self.work.community_id, **values})
        return id_

    def insert(self) -> None:
        """Insert them all."""
        connection = self.work.session.connection()
        tables: dict[str, Table] = {row.__tablename__: row.metadata.tables[row.__tablename__] for row in self.waiting}
        rows_of = {row.__tablename__: rows for row, rows in self.waiting.items()}
        for table in sort_tables(list(tables.values())):
            connection.execute(insert(table), rows_of[table.name])
            settle_ids(connection, table)
        self.waiting.clear()
        self._next.clear()
