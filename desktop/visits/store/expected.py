"""The SQL of expected visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.core.texts import search_form
from desktop.households.model import Room
from desktop.visits.model import ExpectedVisit, VisitKind
from desktop.visits.rows import ExpectedLine

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

__all__ = ["MOST_EXPECTED", "codes_in_use", "expected", "expected_visit"]

MOST_EXPECTED = 2000
"""At most so many are listed at once: more than a community expects in a month."""


def expected(
    session: Session,
    community_id: int,
    first_day: date,
    last_day: date | None,
    room_id: int | None = None,
    text: str = "",
) -> tuple[ExpectedLine, ...]:
    """Return who is expected on a day from `first_day` to `last_day` (none: and later), the soonest first.

    Withdrawn ones are among them. Reduced ones, which say nobody any more, are not.
    """
    query = _query(community_id).where(ExpectedVisit.last_day >= first_day)
    if last_day is not None:
        query = query.where(ExpectedVisit.first_day <= last_day)
    if room_id is not None:
        query = query.where(ExpectedVisit.room_id == room_id)
    order = (ExpectedVisit.first_day, Room.order_key, ExpectedVisit.id)
    rows = session.execute(query.where(ExpectedVisit.code != "").order_by(*order).limit(MOST_EXPECTED))
    lines = (_line(row) for row in rows)
    wanted = [search_form(word) for word in text.split()]
    return tuple(line for line in lines if all(word in _said(line) for word in wanted))


def expected_visit(session: Session, community_id: int, expected_id: int) -> ExpectedLine | None:
    """Return one expected visitor, None where there is none."""
    row = session.execute(_query(community_id).where(ExpectedVisit.id == expected_id)).one_or_none()
    return None if row is None else _line(row)


def codes_in_use(session: Session, community_id: int, first_day: date, last_day: date, *, but: int = 0) -> set[str]:
    """Return the codes of those expected on one of these days, save of `but`."""
    query = select(ExpectedVisit.code).where(
        ExpectedVisit.community_id == community_id,
        ExpectedVisit.last_day >= first_day,
        ExpectedVisit.first_day <= last_day,
        ExpectedVisit.withdrawn_at.is_(None),
        ExpectedVisit.id != but,
    )
    return set(session.scalars(query))


def _said(line: ExpectedLine) -> str:
    return search_form(f"{line.place} {line.name} {line.plate} {line.note} {line.asked_by} {line.code}")


def _query(community_id: int) -> Any:
    return (
        select(
            ExpectedVisit.id,
            ExpectedVisit.room_id,
            Room.label,
            ExpectedVisit.name,
            ExpectedVisit.plate,
            ExpectedVisit.kind,
            ExpectedVisit.people,
            ExpectedVisit.first_day,
            ExpectedVisit.last_day,
            ExpectedVisit.code,
            ExpectedVisit.note,
            ExpectedVisit.asked_by,
            Account.name.label("recorder"),
            ExpectedVisit.recorded_at,
            ExpectedVisit.came_at,
            ExpectedVisit.withdrawn_at,
            ExpectedVisit.version,
        )
        .join(Room, Room.id == ExpectedVisit.room_id)
        .outerjoin(Account, Account.id == ExpectedVisit.recorded_by)
        .where(ExpectedVisit.community_id == community_id)
    )


def _line(row: Any) -> ExpectedLine:
    return ExpectedLine(
        id=row.id,
        room_id=row.room_id,
        place=row.label,
        name=row.name,
        plate=row.plate,
        kind=VisitKind(row.kind),
        people=row.people,
        first_day=row.first_day,
        last_day=row.last_day,
        code=row.code,
        note=row.note,
        asked_by=row.asked_by,
        recorded_by=row.recorder or "",
        recorded_at=row.recorded_at,
        came_at=row.came_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )
