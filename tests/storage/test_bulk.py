"""Bulk inserts keep what the columns' types mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.storage.base import Base
from desktop.storage.batches import ImportBatch, ImportChange
from desktop.storage.bulk import CHUNK, insert_rows

if TYPE_CHECKING:
    from desktop.storage.database import Database


def test_that_moments_and_json_are_kept_as_their_columns_keep_them(database: Database) -> None:
    at = datetime(2026, 11, 22, 6, 5, 0, 123456, tzinfo=UTC)
    columns = (
        "id",
        "community_id",
        "version",
        "kind",
        "file_name",
        "file_hash",
        "at",
        "account_id",
        "counts",
        "undone_at",
    )
    rows = [
        (1, 1, 1, "households", "名册.xlsx", "f", at, 1, {"created": 1}, None),
        (2, 1, 1, "requests", "台账.xlsx", "f", at, 1, {}, at),
    ]
    with database.connect(writing=True) as connection:
        insert_rows(connection, Base.metadata.tables[ImportBatch.__tablename__], columns, rows)
    with database.read() as session:
        kept = session.scalars(select(ImportBatch).order_by(ImportBatch.id)).all()
        assert [(row.file_name, row.at, row.counts, row.undone_at) for row in kept] == [
            ("名册.xlsx", at, {"created": 1}, None),
            ("台账.xlsx", at, {}, at),
        ]


def test_that_more_rows_than_one_chunk_are_all_kept(database: Database) -> None:
    changes = Base.metadata.tables[ImportChange.__tablename__]
    columns = ("batch_id", "table_name", "row_id", "action", "version_after")
    with database.connect(writing=True) as connection:
        insert_rows(connection, changes, columns, ((7, "room", n, "created", 1) for n in range(CHUNK + 1)))
        insert_rows(connection, changes, columns, [])
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ImportChange)) == CHUNK + 1
        assert session.scalar(select(func.max(ImportChange.row_id))) == CHUNK
