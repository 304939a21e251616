"""What a closed month counts: as it was kept at its closing, so that "last month" is what last month's report said."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import String, bindparam, cast, func, select

from desktop.months.model import ClosedRequest
from desktop.months.store.bits import BITS, fetch
from desktop.months.store.standings import CLOSED_COLUMNS, as_pass
from desktop.months.store.tallying import FEW, Part, added_up, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    from desktop.months.store.tallying import Tallies

__all__ = ["count_closed"]

_ANSWER, _GOOD = BITS["answers"], BITS["good_answers"]


def count_closed(
    session: Session, community_id: int, edition_id: int, department_id: int | None, kinds: Sequence[str]
) -> Tallies:
    """Return what an edition counts in total and by each of `kinds`, of one department where one is named."""
    if not FEW.issuperset(kinds):
        return tally(as_pass(session, community_id, edition_id, department_id, kinds), kinds)
    statement = _grouped(tuple(kinds), narrowed=department_id is not None)
    parts = []
    for row in fetch(session, statement, {"edition": edition_id, "department": department_id}):
        bits, number, worked, waited, given, good, *keys = row
        parts.append(Part.told(keys, bits, number, worked, waited))
        parts.append(Part(keys, _ANSWER | _GOOD, int(good)))
        parts.append(Part(keys, _ANSWER, int(given - good)))
    return added_up(parts, kinds)


@lru_cache(maxsize=64)
def _grouped(kinds: tuple[str, ...], *, narrowed: bool) -> Executable:
    keys = [CLOSED_COLUMNS[kind] for kind in kinds]
    times = [
        func.aggregate_strings(cast(column, String), ",") for column in (ClosedRequest.worked, ClosedRequest.waited)
    ]
    answers = (func.sum(ClosedRequest.answers), func.sum(ClosedRequest.good_answers))
    statement = select(ClosedRequest.bits, func.count(), *times, *answers, *keys).where(
        ClosedRequest.edition_id == bindparam("edition")
    )
    if narrowed:
        statement = statement.where(ClosedRequest.department_id == bindparam("department"))
    return statement.group_by(*keys, ClosedRequest.bits)
