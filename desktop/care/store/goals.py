"""How many households with a tag were reached this year."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, select

from desktop.care.model import CareState, CareTask
from desktop.households.model import RoomTag, Tag

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.care.model import CareKind
    from desktop.care.store.lists import Seen

__all__ = ["households_reached"]

_T = CareTask.__table__.c


def households_reached(
    session: Session, seen: Seen, goals: tuple[tuple[str, tuple[CareKind, ...]], ...]
) -> list[tuple[int, int]]:
    """Return for how many households with a tag something was done this year, and how many there are, for each goal.

    A goal is the meaning of the tag, and the kinds of care that count (none: any). The year is the running one in the
    zone.
    """
    year = datetime(seen.today.year, 1, 1, tzinfo=seen.zone)
    row = session.connection().execute(_reaching(goals), {"community": seen.community_id, "year": year}).one()
    return list(zip(row[::2], row[1::2], strict=True))


@cache
def _reaching(goals: tuple[tuple[str, tuple[CareKind, ...]], ...]) -> Select[*tuple[Any, ...]]:
    community, year = bindparam("community", type_=BigInteger), bindparam("year", type_=_T.ended_at.type)
    numbers: list[ColumnElement[int]] = []
    for meaning, kinds in goals:
        rooms = (
            select(RoomTag.room_id)
            .join(Tag, Tag.id == RoomTag.tag_id)
            .where(Tag.community_id == community, Tag.meaning == meaning)
            .distinct()
        )
        done = [_T.community_id == community, _T.state == CareState.DONE, _T.ended_at >= year, _T.room_id.in_(rooms)]
        if kinds:
            done.append(_T.kind.in_(kinds))
        numbers.append(select(func.count(func.distinct(_T.room_id))).where(*done).scalar_subquery())
        numbers.append(select(func.count()).select_from(rooms.subquery()).scalar_subquery())
    return select(*numbers)
