"""Rework by a later repair: what no condition on a single request can tell.

Only rooms that had more than one repair of a category come into question; the database finds those few, and which of
their repairs followed which is told here.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, bindparam, cast, func, select, union_all

from desktop.months.store.bits import BITS, COLUMNS, COUNTED_AS, fetch, in_parts, whole
from desktop.months.store.definitions import REWORK_WITHIN, alive, moments
from desktop.requests.model import Request, RequestKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window

__all__ = ["Rework", "reworks"]

_WITHIN = REWORK_WITHIN // REWORK_WITHIN.resolution


class Rework(NamedTuple):
    """A completed repair and the one that made it rework; `places` as `bits.COLUMNS`, `bits` of the first."""

    id: int
    follower_id: int
    bits: int
    places: Mapping[str, Any]


def reworks(session: Session, community_id: int, seen: Window) -> list[Rework]:
    """Return the month's completed repairs that a later one of the same room and category made rework.

    The later one occurred after the completion, within 30 x 24 h and before the cut-off; so it was received in the
    month itself. The first such is named. Without a room or a category nothing is the same.
    """
    asked = moments(community_id, seen)
    found = fetch(session, _homes(), asked)
    ids = {int(id_) for several, _said in found for id_ in several.split(",")}
    said = sorted({int(moment) for _ids, several in found for moment in several.split(",")})
    parts = (session.connection().execute(_repairs(), {**asked, "said": part}) for part in in_parts(said))
    rows = [row for part in parts for row in part if row.id in ids]
    later: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        if row.counted_as & BITS["repair_received"]:
            later[row.room, row.category].append((row.said, row.id))
    made = []
    for row in rows:
        if row.counted_as & BITS["home_repair_completed"]:
            after = [each for each in later[row.room, row.category] if row.done < each[0] <= row.done + _WITHIN]
            if after:
                places = {kind: getattr(row, kind) for kind in COLUMNS}
                made.append(Rework(row.id, min(after)[1], row.counted_as, places))
    return made


@cache
def _homes() -> Executable:
    """Return the statement that finds the ids of repairs in rooms that had one of a category after another's end."""
    said, done = whole(Request.occurred_at).label("said"), whole(Request.completed_at).label("done")
    columns = (Request.id, Request.room_label, Request.category_id, said, done)
    repairs = union_all(
        *(
            part.where(Request.kind == RequestKind.REPAIR, Request.room_label != "", Request.category_id.is_not(None))
            for part in alive(*columns)
        )
    ).subquery()
    return (
        select(*(func.aggregate_strings(cast(column, String), ",") for column in (repairs.c.id, repairs.c.said)))
        .group_by(repairs.c.room_label, repairs.c.category_id)
        .having(func.count() > 1, func.max(repairs.c.said) > func.min(repairs.c.done))
    )


@cache
def _repairs() -> Executable:
    return select(
        Request.id,
        COUNTED_AS.label("counted_as"),
        whole(Request.occurred_at).label("said"),
        whole(Request.completed_at).label("done"),
        Request.room_label.label("room"),
        *(column.label(kind) for kind, column in COLUMNS.items()),
    ).where(
        # Found by when they were said, in the covering index that was just read; by their ids the table would be.
        Request.community_id == bindparam("community"),
        whole(Request.occurred_at).in_(bindparam("said", expanding=True)),
    )
