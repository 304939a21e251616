"""Runs revisions on the connection the program hands over; there is no URL and no ini file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context

from desktop.storage.base import UtcMoment
from desktop.storage.schema import is_search_table
from desktop.storage.search import TokenVector

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from alembic.autogenerate.api import AutogenContext


def include_name(name: str | None, kind: str, _parents: MutableMapping[Any, str | None]) -> bool:
    """Leave the search index of a file out of what autogeneration compares."""
    return not (kind == "table" and name is not None and is_search_table(name))


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database; a revision must not change with the program's classes."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, TokenVector):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite")'
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    include_name=include_name,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    # SQLite can roll DDL back when the driver does not commit behind our back, and ours does not.
    transactional_ddl=True,
)
# The program has begun the transaction and ends it; alembic joins in.
context.run_migrations()
