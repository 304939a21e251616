"""Long lists by key: each page starts where the last one ended, so page 10,000 costs what page 1 costs.

The keys order the rows completely; the last one is unique (an id). Empty values of a nullable key come last, in
either direction, on both engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, false, func, literal, or_, select, tuple_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

__all__ = ["Anchor", "Key", "KeysetPage", "count", "nth", "page", "position"]

Anchor: TypeAlias = "tuple[Any, ...]"
"""The values of a row's keys, in the order of the keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: a column of the statement, its direction, and whether it may be empty."""

    column: ColumnElement[Any]
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """A page in list order. `first` and `last` anchor the pages before and after; None on an empty page.

    `more` tells whether rows follow in the direction of reading.
    """

    rows: Sequence[Row[Any]]
    first: Anchor | None
    last: Anchor | None
    more: bool


def page(
    session: Session,
    statement: Select[Any],
    keys: Sequence[Key],
    anchor: Anchor | None = None,
    limit: int = 100,
    *,
    backward: bool = False,
    inclusive: bool = False,
) -> KeysetPage:
    """Return up to `limit` rows after `anchor` (before it when `backward`), from the list's edge without one.

    `inclusive` lets the page begin with the anchor's own row. Keys that the statement does not select are added
    behind its own columns.
    """
    wanted, places = _with_keys(statement, keys)
    if anchor is not None:
        wanted = wanted.where(_beyond(keys, anchor, backward=backward, inclusive=inclusive))
    wanted = wanted.order_by(None).order_by(*_order(keys, backward=backward)).limit(limit + 1)
    found = list(session.execute(wanted))
    more = len(found) > limit
    rows = found[:limit]
    if backward:
        rows.reverse()
    if not rows:
        return KeysetPage((), None, None, more=False)
    return KeysetPage(rows, _anchor(rows[0], places), _anchor(rows[-1], places), more)


def nth(session: Session, statement: Select[Any], keys: Sequence[Key], index: int, total: int) -> Anchor | None:
    """Return the anchor of row `index` (from 0) of a list of `total` rows, None beyond the list.

    Reads only the keys, from the nearer end: with an index over them no row is touched. Read the page itself with
    `page(..., inclusive=True)`.
    """
    backward = index > total // 2
    offset = total - 1 - index if backward else index
    if offset < 0 or index < 0:
        return None
    wanted = (
        statement.with_only_columns(*(key.column for key in keys), maintain_column_froms=True)
        .order_by(None)
        .order_by(*_order(keys, backward=backward))
        .offset(offset)
        .limit(1)
    )
    row = session.execute(wanted).one_or_none()
    return None if row is None else tuple(row)


def position(session: Session, statement: Select[Any], keys: Sequence[Key], anchor: Anchor) -> int:
    """Return how many rows of the list come before `anchor`."""
    return count(session, statement.where(_beyond(keys, anchor, backward=True, inclusive=False)))


def count(session: Session, statement: Select[Any]) -> int:
    """Return how many rows the list has."""
    inner = statement.with_only_columns(literal(1), maintain_column_froms=True).order_by(None)
    return int(session.execute(select(func.count()).select_from(inner.subquery())).scalar_one())


def _with_keys(statement: Select[Any], keys: Sequence[Key]) -> tuple[Select[Any], list[int]]:
    """Return the statement with every key selected, and where in its rows the keys are."""
    selected = list(statement.selected_columns)
    places = []
    for key in keys:
        place = next((at for at, column in enumerate(selected) if column is key.column), -1)
        if place < 0:
            place = len(selected)
            selected.append(key.column)
            statement = statement.add_columns(key.column)
        places.append(place)
    return statement, places


def _anchor(row: Row[Any], places: Sequence[int]) -> Anchor:
    return tuple(row[place] for place in places)


def _order(keys: Sequence[Key], *, backward: bool) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    for key in keys:
        if key.nullable:
            empty = key.column.is_(None)
            order.append(empty.desc() if backward else empty.asc())
        order.append(key.column.desc() if key.descending is not backward else key.column.asc())
    return order


def _beyond(keys: Sequence[Key], anchor: Anchor, *, backward: bool, inclusive: bool) -> ColumnElement[bool]:
    if len(anchor) != len(keys):
        raise ValueError("an anchor has one value per key")
    directions = {key.descending is not backward for key in keys}
    if len(directions) == 1 and not any(key.nullable for key in keys):
        # One comparison of tuples: the form both engines turn into a single range of an index.
        columns = tuple_(*(key.column for key in keys))
        values = tuple_(*(literal(value, key.column.type) for key, value in zip(keys, anchor, strict=True)))
        if directions == {True}:
            return columns <= values if inclusive else columns < values
        return columns >= values if inclusive else columns > values
    return _nested(list(zip(keys, anchor, strict=True)), backward=backward, inclusive=inclusive)


def _nested(pairs: list[tuple[Key, Any]], *, backward: bool, inclusive: bool) -> ColumnElement[bool]:
    key, value = pairs[0]
    beyond, same = _after(key, value, backward=backward)
    if len(pairs) == 1:
        return or_(beyond, same) if inclusive else beyond
    rest = _nested(pairs[1:], backward=backward, inclusive=inclusive)
    # The first half repeats what the second implies, and is what lets an index find the start.
    return and_(or_(beyond, same), or_(beyond, rest))


def _after(key: Key, value: Any, *, backward: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions "comes after `value`" and "equals it" for one key."""
    column = key.column
    if value is None:
        return (column.is_not(None) if backward else false()), column.is_(None)
    bound = literal(value, column.type)
    beyond: ColumnElement[bool] = column < bound if key.descending is not backward else column > bound
    if key.nullable and not backward:
        beyond = or_(beyond, column.is_(None))
    return beyond, column == bound
