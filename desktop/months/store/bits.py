"""What a request counts as, as bits in SQL, where it belongs, and how long it took: the columns of every pass."""

from __future__ import annotations

from functools import reduce
from operator import add
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, case, literal_column, type_coerce

from desktop.months.rows import Counts
from desktop.months.store.definitions import FACTS
from desktop.requests.model import GOOD_GRADES, FollowUp, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Executable
    from sqlalchemy.orm import Session

    from desktop.months.store.definitions import Fact

__all__ = ["BITS", "COLUMNS", "COUNTED_AS", "GIVEN", "KINDS", "WAITED", "WORKED", "fetch", "in_parts", "whole"]

_FOR_REWORK = 40
"""Bits from here on are no counts: only rework is found by them. `Counts` may grow up to here."""

BITS: Mapping[str, int] = MappingProxyType(
    {name: 1 << place for place, name in enumerate(Counts._fields)}
    | {name: 1 << _FOR_REWORK + place for place, name in enumerate(("home_repair_completed", "repair_received"))}
)
"""The bit of each fact: of a count by its place in `Counts`. Closings keep them, so a place never changes."""

COLUMNS: Mapping[str, Any] = MappingProxyType(
    {
        "department": Request.department_id,
        "category": Request.category_id,
        "building": Request.building_id,
        "worker": Request.worker_id,
        "place": Request.place,
        "liability": Request.liability,
        "source": Request.source,
    }
)
"""The column of each kind that requests are grouped by; the zone is that of the building."""

KINDS = (*COLUMNS, "zone")
"""What requests are grouped by."""

_MOST_IDS = 1000


def whole(column: Any) -> ColumnElement[int]:
    """Return a moment's column as the microseconds it is kept as."""
    return type_coerce(column, BigInteger)


def _bits(fact: Fact) -> ColumnElement[int]:
    bits: ColumnElement[int] = literal_column(str(BITS[fact.name]))
    for part in fact.of_those:
        bits = bits + _bits(part)
    return case((fact.condition, bits), else_=literal_column("0"))


COUNTED_AS: ColumnElement[int] = reduce(add, map(_bits, FACTS))
"""What a request counts as, of itself; an answer about it, and rework by a later repair, come on top."""

WORKED: ColumnElement[int] = whole(Request.completed_at) - whole(Request.occurred_at) - Request.held_microseconds
WAITED: ColumnElement[int] = whole(Request.responded_at) - whole(Request.occurred_at)

GIVEN: ColumnElement[int] = case(
    (FollowUp.satisfaction.in_(GOOD_GRADES), literal_column(str(BITS["answers"] | BITS["good_answers"]))),
    else_=literal_column(str(BITS["answers"])),
)
"""What an answer counts as."""


def fetch(session: Session, statement: Executable, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Return the driver's own rows: half the time of a pass would go into wrapping thousands of them."""
    result = session.connection().execute(statement, parameters)
    try:
        return cast("Any", result).cursor.fetchall()  # type: ignore[no-any-return]
    finally:
        result.close()


def in_parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """Yield `ids` in parts that fit one statement."""
    return (ids[start : start + _MOST_IDS] for start in range(0, len(ids), _MOST_IDS))
