"""The search index: every substring of every field, found exactly, newest first, flat in the size of the data.

A field's text becomes overlapping trigrams followed by its two shorter tails ("abcd": abc bcd cd d). One or two
characters are asked as a token's prefix, more as a phrase of trigrams; a phrase cannot run into the next field
because the tails stand between. A field is wrapped in "-", so "-text-" asks for the whole field and "text-" for
its end (the tail of a phone). SQLite keeps the tokens in one contentless FTS5 table per group, PostgreSQL in a
tsvector; both are asked with plain tokens, so nothing typed is ever a pattern.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text, TypeDecorator

from desktop.storage.base import FOR_SERVER, Base, BigId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Dialect
    from sqlalchemy.orm import Session
    from sqlalchemy.types import TypeEngine

__all__ = ["ALL_FIELDS", "GROUPS", "PUBLIC_FIELDS", "SearchDocument", "SearchFields", "find", "put", "put_many"]

GROUPS = ("place", "vehicle", "request", "notice", "event", "visitor")
"""One index each: rooms and people, vehicles, requests, outages with their notices, events, visitors."""

PUBLIC_FIELDS = ("public",)
ALL_FIELDS = ("public", "phone", "text")
"""The columns a query may look into; a guard's touches the public one only."""

_WEIGHTS = {"public": "A", "phone": "B", "text": "C"}
_LONGEST_FIELD = 2000
_LONGEST_QUERY = 100
_LAST_POSITION = 16383
"""PostgreSQL numbers no token beyond; what a document holds after that many is not found there."""

_NEWEST = 2000
"""How many of the newest documents a server looks through before it asks its index."""


@dataclass(frozen=True, slots=True)
class SearchFields:
    """What a row is found by, apart by who may search it."""

    public: Sequence[str] = ()
    phone: Sequence[str] = ()
    text: Sequence[str] = ()


class TokenVector(TypeDecorator[str]):
    """The tokens of a document on a server; a file has no such column's values."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Return the engine's own type."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(Text())
        # The dialect of a server costs a file's window 20 ms at start.
        from sqlalchemy.dialects.postgresql import TSVECTOR  # noqa: PLC0415

        return dialect.type_descriptor(TSVECTOR())


class SearchDocument(Base):
    """The index of a PostgreSQL server; SQLite has FTS5 tables `search_<group>` instead and leaves this empty."""

    __tablename__ = "search_document"
    __table_args__ = (Index("ix_search_document_tokens", "tokens", info={FOR_SERVER: {"using": "gin"}}),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    tokens: Mapped[str] = mapped_column(TokenVector)


def normal(typed: str) -> str:
    """Return what is compared: compatibility forms unified, case folded, only letters, digits and "-" kept."""
    if typed.isascii() and typed.isalnum():
        return typed.lower()
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(
        character
        for character in folded
        if character.isalnum() or character == "-" or (character > "\u2e80" and unicodedata.category(character) == "Cn")
    )


@lru_cache(maxsize=4096)
def _field_tokens(field: str) -> str:
    kept = f"-{normal(field[:_LONGEST_FIELD]).strip('-')}-"
    return " ".join([kept[start : start + 3] for start in range(len(kept))])


def _column(fields: Iterable[str]) -> str:
    return " ".join([_field_tokens(field) for field in fields if field])


def put(session: Session, community_id: int, group: str, source_id: int, fields: SearchFields) -> None:
    """Index one row anew, replacing what was indexed for it."""
    put_many(session, community_id, group, [(source_id, fields)])


def put_many(
    session: Session, community_id: int, group: str, rows: Iterable[tuple[int, SearchFields]], *, fresh: bool = False
) -> None:
    """Index many rows anew; `fresh` promises that none of them was indexed before. An empty row leaves the index."""
    if group not in GROUPS:
        raise KeyError(group)
    if session.get_bind().dialect.name == "postgresql":
        _put_postgresql(session, community_id, group, rows)
        return
    values = [(source, _column(row.public), _column(row.phone), _column(row.text)) for source, row in rows]
    if not values:
        return
    # past SQLAlchemy's named parameters, which cost an import more than the index does
    connection = session.connection()
    if not fresh:
        gone = f"DELETE FROM search_{group} WHERE rowid = ?"  # noqa: S608 - one of GROUPS
        connection.exec_driver_sql(gone, [value[:1] for value in values])
    filled = [value for value in values if any(value[1:])]
    if filled:
        insert = f"INSERT INTO search_{group} (rowid, public, phone, text) VALUES (?, ?, ?, ?)"  # noqa: S608 - one of GROUPS
        connection.exec_driver_sql(insert, filled)


def _put_postgresql(session: Session, community_id: int, group: str, rows: Iterable[tuple[int, SearchFields]]) -> None:
    values = [
        {"kind": group, "id": source, "community": community_id, "tokens": _vector(fields)} for source, fields in rows
    ]
    if values:
        statement = text(
            "INSERT INTO search_document (kind, source_id, community_id, tokens)"
            " VALUES (:kind, :id, :community, CAST(:tokens AS tsvector))"
            " ON CONFLICT (kind, source_id) DO UPDATE SET tokens = excluded.tokens"
        )
        session.connection().execute(statement, values)


def _vector(fields: SearchFields) -> str:
    position = 0
    entries = []
    for name, weight in _WEIGHTS.items():
        for token in _column(getattr(fields, name)).split():
            position += 1
            if position <= _LAST_POSITION:
                entries.append(f"'{token}':{position}{weight}")
    return " ".join(entries)


def _query_tokens(wanted: str) -> list[str]:
    return [wanted[start : start + 3] for start in range(len(wanted) - 2)]


def _fts_phrase(wanted: str) -> str:
    if len(wanted) < 3:
        return f'"{wanted}"*'
    return '"' + " ".join(_query_tokens(wanted)) + '"'


def _tsquery_phrase(wanted: str, columns: Sequence[str]) -> str:
    weights = "".join(_WEIGHTS[column] for column in columns)
    if len(wanted) < 3:
        return f"'{wanted}':*{weights}"
    return "(" + " <-> ".join(f"'{token}':{weights}" for token in _query_tokens(wanted)) + ")"


def find(
    session: Session, community_id: int, group: str, typed: str, *, columns: Sequence[str], limit: int = 20
) -> list[int]:
    """Return ids of rows of `group` holding every word of `typed` within `columns`, highest id first.

    A word is what spaces separate. Start or end a word with "-" to anchor it to a field's start or end.
    """
    words = [word for word in (normal(part) for part in typed[:_LONGEST_QUERY].split()) if word.strip("-")]
    if not words:
        return []
    if group not in GROUPS:
        raise KeyError(group)
    if session.get_bind().dialect.name == "postgresql":
        return _find_postgresql(session, community_id, group, words, columns, limit)
    phrases = " AND ".join(_fts_phrase(word) for word in words)
    match = phrases if len(columns) == len(ALL_FIELDS) else f"{{{' '.join(columns)}}} : ({phrases})"
    table = f"search_{group}"
    # past SQLAlchemy's named parameters: this is asked some times for every key typed
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - one of GROUPS
    return [row[0] for row in session.connection().exec_driver_sql(statement, (match, limit))]


_AMONG_NEWEST = text(
    "SELECT source_id FROM search_document WHERE kind = :kind AND community_id = :community"
    " AND source_id > (SELECT max(source_id) FROM search_document WHERE kind = :kind) - :newest"
    " AND tokens @@ CAST(:query AS tsquery) ORDER BY source_id DESC LIMIT :limit"
)
_AMONG_ALL = text(
    "WITH hits AS MATERIALIZED (SELECT source_id FROM search_document WHERE kind = :kind"
    " AND community_id = :community AND tokens @@ CAST(:query AS tsquery))"
    " SELECT source_id FROM hits ORDER BY source_id DESC LIMIT :limit"
)


def _find_postgresql(
    session: Session, community_id: int, group: str, words: Sequence[str], columns: Sequence[str], limit: int
) -> list[int]:
    # A frequent word fills the page from the newest rows and would drown the index; a rare one is the index's work.
    # The planner cannot tell them apart by a prefix, so both ways are spelt out.
    query = " & ".join(_tsquery_phrase(word, columns) for word in words)
    values = {"kind": group, "community": community_id, "query": query, "limit": limit, "newest": _NEWEST}
    connection = session.connection()
    found = connection.execute(_AMONG_NEWEST, values).scalars().all()
    if len(found) < limit:
        found = connection.execute(_AMONG_ALL, values).scalars().all()
    return [int(source) for source in found]
