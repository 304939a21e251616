"""Lists of release slips, newest first, and how many wait."""

from __future__ import annotations

import json
from datetime import datetime  # noqa: TC003 - a NamedTuple keeps it
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo  # noqa: TC003 - a NamedTuple keeps it

from sqlalchemy import Text, and_, bindparam, case, cast, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.house_numbers import try_house_number
from desktop.core.plates import canonical_plate, display_plate
from desktop.households.model import Room
from desktop.release_slips.model import Applicant, ReleaseSlip, ReleaseState
from desktop.release_slips.rows import GoodsLine, ReleaseCounts, ReleaseFilter, ReleaseLine, ReleaseStage
from desktop.release_slips.rule import standing_at
from desktop.storage.paging import Key, page

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["WAITS", "Seen", "counts", "line_of", "lines", "lines_of_room", "slip_query"]

KEYS = (Key(ReleaseSlip.issued_at.expression, descending=True), Key(ReleaseSlip.id.expression, descending=True))

_Next = aliased(ReleaseSlip)
_FOLLOWED = exists().where(_Next.follows_id == ReleaseSlip.id, _Next.state != ReleaseState.WITHDRAWN)
# Written out, as in the index that holds such slips alone: with bound values neither engine would use it.
_WAITING: BindParameter[Any] = bindparam(
    "waiting", (ReleaseState.OPEN, ReleaseState.PARTLY), expanding=True, literal_execute=True
)
WAITS: ColumnElement[bool] = ReleaseSlip.state.in_(_WAITING)
"""Slips with goods that have neither left nor been withdrawn."""


class Seen(NamedTuple):
    """From where slips are seen: the community, the moment, and the clock its times are told by."""

    community_id: int
    now: datetime
    zone: ZoneInfo


def slip_query(seen: Seen) -> Select[Any]:
    """Return the statement that selects what a line shows, of every slip of the community."""
    return (
        select(
            *(ReleaseSlip.id, ReleaseSlip.version, ReleaseSlip.number, ReleaseSlip.code, ReleaseSlip.state),
            *(ReleaseSlip.room_id, ReleaseSlip.applicant, ReleaseSlip.name, ReleaseSlip.plate, ReleaseSlip.goods),
            *(ReleaseSlip.fees_cleared, ReleaseSlip.valid_from, ReleaseSlip.valid_until, ReleaseSlip.issued_at),
            *(ReleaseSlip.used_at, func.coalesce(Room.label, ReleaseSlip.place).label("place")),
            *(func.coalesce(Account.name, "").label("issued_by"), _FOLLOWED.label("followed")),
        )
        .select_from(ReleaseSlip)
        .outerjoin(Room, Room.id == ReleaseSlip.room_id)
        .outerjoin(Account, Account.id == ReleaseSlip.issued_by)
        .where(ReleaseSlip.community_id == seen.community_id)
    )


def lines(
    session: Session, seen: Seen, wanted: ReleaseFilter, after: ReleaseLine | None, limit: int
) -> tuple[ReleaseLine, ...]:
    """Return up to `limit` slips that a filter leaves, issued before `after`."""
    query = slip_query(seen)
    condition = _stage(wanted.stage, seen.now)
    if condition is not None:
        query = query.where(condition)
    if wanted.words.strip():
        query = query.where(_says(wanted.words.strip()))
    anchor = None if after is None else (after.issued_at, after.id)
    return tuple(line_of(row, seen.now) for row in page(session, query, KEYS, anchor, limit).rows)


def lines_of_room(session: Session, seen: Seen, room_id: int, limit: int) -> tuple[ReleaseLine, ...]:
    """Return the newest slips of a household."""
    query = slip_query(seen).where(ReleaseSlip.room_id == room_id)
    return tuple(line_of(row, seen.now) for row in page(session, query, KEYS, None, limit).rows)


def counts(session: Session, seen: Seen) -> ReleaseCounts:
    """Return how many slips can be used now or later, and how many ran out unseen to."""
    open_ = func.count(case((ReleaseSlip.valid_until > seen.now, 1)))
    expired = func.count(case((and_(ReleaseSlip.valid_until <= seen.now, not_(_FOLLOWED)), 1)))
    query = select(open_, expired).where(ReleaseSlip.community_id == seen.community_id, WAITS)
    return ReleaseCounts(*session.execute(query).one())


def line_of(row: Any, now: datetime) -> ReleaseLine:
    """Return a row of `slip_query` as it stands at `now`."""
    return ReleaseLine(
        id=row.id,
        version=row.version,
        number=row.number,
        code=row.code,
        standing=standing_at(ReleaseState(row.state), row.valid_from, row.valid_until, now),
        room_id=row.room_id,
        place=row.place,
        applicant=Applicant(row.applicant),
        name=row.name,
        plate=display_plate(row.plate),
        goods=tuple(GoodsLine(each["goods"], each["count"], each["out"]) for each in row.goods),
        fees_cleared=row.fees_cleared,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        used_at=row.used_at,
        followed=row.followed,
    )


def _stage(stage: ReleaseStage, now: datetime) -> ColumnElement[bool] | None:
    run_out = ReleaseSlip.valid_until <= now
    if stage is ReleaseStage.OPEN:
        return and_(WAITS, not_(run_out))
    if stage is ReleaseStage.EXPIRED:
        return and_(WAITS, run_out, not_(_FOLLOWED))
    if stage is ReleaseStage.DONE:
        return or_(not_(WAITS), and_(run_out, _FOLLOWED))
    return None


def _says(words: str) -> ColumnElement[bool]:
    """Return the condition that a slip says `words` somewhere; goods lie in the database as JSON."""
    plain, plate = words.lower(), canonical_plate(words)
    conditions: list[ColumnElement[bool]] = [
        func.lower(ReleaseSlip.number).contains(plain, autoescape=True),
        ReleaseSlip.code == words,
        func.lower(ReleaseSlip.name).contains(plain, autoescape=True),
        func.lower(func.coalesce(Room.label, ReleaseSlip.place)).contains(plain, autoescape=True),
        cast(ReleaseSlip.goods, Text).contains(json.dumps(words, ensure_ascii=False)[1:-1], autoescape=True),
    ]
    if plate:
        conditions.append(ReleaseSlip.plate.contains(plate, autoescape=True))
    number = try_house_number(words)
    if number is not None:
        conditions.append(Room.label == number.label)
    return or_(*conditions)
