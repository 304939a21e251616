"""Is the data whole? Every page, every index, every reference, the search index, and the record of who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from desktop.core.errors import WorldError
from desktop.core.i18n import Message, msg, nmsg
from desktop.storage.audit import Audit, OperationRow

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from desktop.storage.database import Database

__all__ = ["check_data", "file_faults"]


def check_data(database: Database) -> list[Message]:
    """Return one sentence per kind of fault found, none when all is well. Reads everything: seconds on large data."""
    problems = [] if database.is_server else file_faults(database, thorough=True)
    if problems:
        return problems  # a damaged file would only add guesses
    steps = (_record_faults,) if database.is_server else (_record_faults, _reference_faults)
    for step in steps:
        with database.connect() as connection:
            problems += step(connection)
    return problems


def file_faults(database: Database, *, thorough: bool = False) -> list[Message]:
    """Return what is wrong with a file: its pages (each is sealed under the key), its structure, its search index.

    `thorough` also compares every index with its table.
    """
    try:
        with database.connect() as connection:
            pages = len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())
            structure = "integrity_check" if thorough else "quick_check"
            rows = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {structure}") if row[0] != "ok"]
    except (DBAPIError, WorldError) as error:
        cause = error if isinstance(error, DBAPIError) else error.__cause__
        if not isinstance(cause, DBAPIError) or "locked" in str(cause.orig):
            raise
        return [_damaged(1)]  # damaged so badly that checking itself fails
    elsewhere = [row for row in rows if "fts5" not in row.lower()]
    if pages or elsewhere:
        return [_damaged(pages + len(elsewhere))]
    return [msg("The search index is damaged. Restore the last backup.")] if rows else []


def _damaged(count: int) -> Message:
    return nmsg(
        "The data file is damaged in %(count)s place. Restore the last backup.",
        "The data file is damaged in %(count)s places. Restore the last backup.",
        count,
    )


def _reference_faults(connection: Connection) -> list[Message]:
    count = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if not count:
        return []
    return [
        nmsg(
            "%(count)s row refers to something that does not exist. Restore the last backup.",
            "%(count)s rows refer to something that does not exist. Restore the last backup.",
            count,
        )
    ]


def _record_faults(connection: Connection) -> list[Message]:
    known = select(OperationRow.id).where(OperationRow.operation_id == Audit.operation_id)
    lost = connection.execute(select(func.count()).select_from(Audit).where(~known.exists())).scalar_one()
    if not lost:
        return []
    return [
        nmsg(
            "%(count)s entry of the record belongs to no operation; someone has changed the data from outside.",
            "%(count)s entries of the record belong to no operation; someone has changed the data from outside.",
            lost,
        )
    ]
