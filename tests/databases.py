"""Databases with every table of the program and nothing in them: made once, then copied or emptied for each test.

Making the tables takes a second on a server and emptying them a few milliseconds, so that no test makes its own unless
the making is what it tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from desktop.app.features import load_models, metadata
from desktop.storage.schema import create_search

if TYPE_CHECKING:
    from desktop.storage.database import Database

__all__ = ["KEY", "empty", "make_tables"]

KEY = bytes(range(32))
"""Of every data file the tests make without a password."""

# Truncating makes new files for each table and index; deleting from an empty table costs next to nothing.
_EMPTY = """
DO $$
DECLARE
    filled text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR filled IN
        SELECT quote_ident(relname) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        EXECUTE 'DELETE FROM ' || filled;
    END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace;
END
$$
"""


def make_tables(database: Database) -> None:
    """Make every table of the program, and the search index of a file."""
    load_models()
    with database.connect(writing=True) as connection:
        metadata().create_all(connection)
        create_search(connection)


def empty(database: Database) -> None:
    """Take every row out of a server's database, whatever refers to it; ids begin at 1 again, tables stay."""
    with database.connect(writing=True) as connection:
        connection.execute(text(_EMPTY))
