"""The SQL of contractors' passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from desktop.accounts.model import Account
from desktop.core.texts import search_form
from desktop.households.model import Room
from desktop.visits.model import ContractorPass, DepositState, Visit
from desktop.visits.rows import PassLine
from desktop.visits.store.log import is_inside

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

__all__ = ["MOST_PASSES", "contractor_pass", "passes"]

MOST_PASSES = 1000
"""At most so many are listed at once; of those that are over, the newest."""


def passes(session: Session, community_id: int, today: date, text: str, *, over: bool) -> tuple[PassLine, ...]:
    """Return the passes that are good today or later, the next to end first; or those that are `over`, newest first.

    `text` narrows to those whose number, company, people, work or place holds its words.
    """
    query = _query(community_id)
    if over:
        query = query.where(or_(ContractorPass.last_day < today, ContractorPass.revoked_at.is_not(None)))
        query = query.order_by(ContractorPass.last_day.desc(), ContractorPass.id.desc())
    else:
        query = query.where(ContractorPass.last_day >= today, ContractorPass.revoked_at.is_(None))
        query = query.order_by(ContractorPass.last_day, ContractorPass.id)
    lines = [_line(row) for row in session.execute(query.limit(MOST_PASSES))]
    wanted = [search_form(word) for word in text.split()]
    return tuple(line for line in lines if all(word in _said(line) for word in wanted))


def contractor_pass(session: Session, community_id: int, pass_id: int) -> PassLine | None:
    """Return one pass, None where there is none."""
    row = session.execute(_query(community_id).where(ContractorPass.id == pass_id)).one_or_none()
    return None if row is None else _line(row)


def _said(line: PassLine) -> str:
    return search_form(f"{line.number} {line.company} {line.foreman} {line.crew} {line.work} {line.place}")


def _query(community_id: int) -> Any:
    inside = (
        select(Visit.pass_id, func.sum(Visit.people - Visit.people_left).label("people"))
        .where(Visit.community_id == community_id, is_inside(), Visit.pass_id.is_not(None))
        .group_by(Visit.pass_id)
        .subquery()
    )
    return (
        select(
            *(column for column in ContractorPass.__table__.columns if column.name not in {"place", "recorded_by"}),
            ContractorPass.place.label("said_place"),
            Room.label,
            Account.name.label("recorder"),
            func.coalesce(inside.c.people, 0).label("inside"),
        )
        .outerjoin(Room, Room.id == ContractorPass.room_id)
        .outerjoin(Account, Account.id == ContractorPass.recorded_by)
        .outerjoin(inside, inside.c.pass_id == ContractorPass.id)
        .where(ContractorPass.community_id == community_id)
    )


def _line(row: Any) -> PassLine:
    return PassLine(
        id=row.id,
        number=row.number,
        company=row.company,
        foreman=row.foreman,
        crew=row.crew,
        people=row.people,
        work=row.work,
        room_id=row.room_id,
        place=row.label or row.said_place,
        first_day=row.first_day,
        last_day=row.last_day,
        deposit_fen=row.deposit_fen,
        deposit_state=DepositState(row.deposit_state),
        deposit_words=row.deposit_words,
        recorded_by=row.recorder or "",
        recorded_at=row.recorded_at,
        revoked_at=row.revoked_at,
        revoked_words=row.revoked_words,
        inside=int(row.inside),
        version=row.version,
    )
