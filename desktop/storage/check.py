"""Is the data whole? Every page, every index, every reference, the search index, and the record of who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from desktop.core.errors import WorldError
from desktop.core.i18n import Message, msg, nmsg
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.search import GROUPS

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
    if not database.is_server:
        problems += _search_faults(database)
    return problems


def file_faults(database: Database, *, thorough: bool = False) -> list[Message]:
    """Return what is wrong with a file's pages (each carries a checksum under the key) and its structure.

    `thorough` also compares every index with its table.
    """
    try:
        with database.connect() as connection:
            pages = len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())
            structure = "integrity_check" if thorough else "quick_check"
            rows = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {structure}").all()]
    except WorldError as error:
        if isinstance(error.__cause__, DBAPIError) and "locked" not in str(error.__cause__.orig):
            return [_damaged(1)]
        raise
    faults = pages + (0 if rows == ["ok"] else len(rows))
    return [_damaged(faults)] if faults else []


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


def _search_faults(database: Database) -> list[Message]:
    problems = []
    for group in GROUPS:
        try:
            # SQLite's own check of an index is written as an insert; it changes nothing.
            with database.connect(writing=True) as connection:
                connection.execute(text(f"INSERT INTO search_{group} (search_{group}) VALUES ('integrity-check')"))  # noqa: S608 - one of GROUPS
        except (DBAPIError, WorldError) as error:
            cause = error if isinstance(error, DBAPIError) else error.__cause__
            if not isinstance(cause, DBAPIError) or "malformed" not in str(cause.orig):
                raise
            problems.append(msg("The search index is damaged; restore the last backup."))
    return problems
