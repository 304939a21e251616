"""Selects about whole lists: their groups, those kept under a name, and what of them is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from desktop.core.house_numbers import natural_key
from desktop.households.model import Building
from desktop.requests.model import Request, SavedList
from desktop.requests.rows import GroupBy, GroupCount, SavedListRow, TakenLine, filter_from_json
from desktop.requests.store.lines import line, line_select
from desktop.staff.model import Department

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = ["groups", "saved_lists", "saved_named", "taken"]

AT_A_TIME = 500
"""Requests read at a time for an export."""


def groups(session: Session, asked: Sequence[ColumnElement[bool]], by: GroupBy) -> tuple[GroupCount, ...]:
    """Return how many requests that meet `asked` each department or building has; those without one come last."""
    column: Any = Request.department_id if by is GroupBy.DEPARTMENT else Request.building_id
    counted = select(column.label("id"), func.count().label("count")).where(*asked).group_by(column).subquery()
    named: Any = Department if by is GroupBy.DEPARTMENT else Building
    place = Department.position if by is GroupBy.DEPARTMENT else Building.order_key
    rows = session.execute(
        select(counted.c.id, named.name, counted.c.count)
        .outerjoin_from(counted, named, named.id == counted.c.id)
        .order_by(counted.c.id.is_(None), place, counted.c.id)
    )
    return tuple(GroupCount(id_ or 0, name or "", count) for id_, name, count in rows)


def saved_lists(session: Session, community_id: int, account_id: int) -> tuple[SavedListRow, ...]:
    """Return the lists an account keeps, by name."""
    rows = session.execute(
        select(SavedList.id, SavedList.version, SavedList.name, SavedList.wanted).where(
            SavedList.community_id == community_id, SavedList.account_id == account_id
        )
    )
    found = [SavedListRow(id_, version, name, *filter_from_json(kept)) for id_, version, name, kept in rows]
    return tuple(sorted(found, key=lambda row: natural_key(row.name)))


def saved_named(session: Session, community_id: int, account_id: int, name: str) -> SavedList | None:
    """Return the list an account keeps under `name`."""
    mine = (SavedList.community_id == community_id, SavedList.account_id == account_id)
    return session.scalars(select(SavedList).where(*mine, SavedList.name == name)).one_or_none()


def taken(
    session: Session, ids: Sequence[int], community_id: int, now: datetime, show: Callable[[str], str]
) -> Iterator[TakenLine]:
    """Yield the requests with `ids` that there are, in that order, phones as `show` shows them."""
    for first in range(0, len(ids), AT_A_TIME):
        some = ids[first : first + AT_A_TIME]
        statement = line_select().add_columns(Request.phone, Request.result, Request.overdue_reason)
        statement = statement.where(Request.id.in_(some), Request.community_id == community_id)
        rows = {row.id: row for row in session.execute(statement)}
        for id_ in some:
            if id_ in rows:
                row = rows[id_]
                yield TakenLine(line(row, now), show(row.phone), row.result, row.overdue_reason)
