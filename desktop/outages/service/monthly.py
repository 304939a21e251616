"""What a month's figures take from outages."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from desktop.outages.model import (
    WEATHER,
    NoticeEdition,
    Outage,
    OutageCaller,
    OutageKind,
    OutageKindRule,
    OutageNotice,
    OutageState,
)
from desktop.outages.rows import OutageMonthLine
from desktop.outages.store import kinds, lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.outages.rows import KindRow

__all__ = ["month_lines"]

_HOUR = timedelta(hours=1)
_BETWEEN = "、"


def month_lines(
    session: Session, community_id: int, since: datetime, until: datetime, cut_off: datetime
) -> tuple[OutageMonthLine, ...]:
    """Return the outages that began from `since` up to but not including `until`, in that order, as of `cut_off`.

    Those called off are left out, and so is what began after the cut-off: it has not happened by then.
    """
    chosen = (
        select(*Outage.__table__.columns, func.coalesce(OutageKindRule.name, "").label("kind_name"))
        .outerjoin(OutageKindRule, OutageKindRule.id == Outage.own_kind_id)
        .where(
            Outage.community_id == community_id,
            Outage.starts_at >= since,
            Outage.starts_at < min(until, cut_off),
            Outage.state != OutageState.CANCELLED,
        )
        .order_by(Outage.starts_at, Outage.id)
    )
    rows = session.execute(chosen).all()
    ids = [row.id for row in rows]
    if not ids:
        return ()
    where = lists.places(session, community_id, ids)
    in_time, extended = _noticed(session, ids, cut_off)
    rang = _callers(session, ids, cut_off)
    asked = {(row.kind, row.id if row.name else None): row for row in kinds.kinds(session, community_id, archived=True)}
    return tuple(
        _line(row, cut_off, _BETWEEN.join(where.get(row.id, ())), _was_in_time(row, asked, in_time), extended, rang)
        for row in rows
    )


def _line(
    row: Any,
    cut_off: datetime,
    where: str,
    in_time: bool | None,  # noqa: FBT001 - one of the line's values
    extended: Mapping[int, int],
    rang: Mapping[int, int],
) -> OutageMonthLine:
    ended = row.ended_at if row.ended_at is not None and row.ended_at <= cut_off else None
    hours = max((ended or cut_off) - row.starts_at, timedelta()) / _HOUR
    return OutageMonthLine(
        id=row.id,
        kind=OutageKind(row.kind),
        kind_name=row.kind_name,
        planned=row.planned,
        starts_at=row.starts_at,
        ended_at=ended,
        where=where,
        cause=row.cause,
        households=row.households,
        hours=hours,
        household_hours=hours * row.households,
        in_time=in_time,
        extended=extended.get(row.id, 0),
        callers=rang.get(row.id, 0),
    )


def _was_in_time(
    row: Any, asked: Mapping[tuple[OutageKind, int | None], KindRow], in_time: Mapping[int, bool | None]
) -> bool | None:
    """Tell whether the time ahead was kept, None where none was asked for; as the first notice noted it then."""
    if not row.planned or row.kind in WEATHER:
        return None
    if row.id in in_time:
        return in_time[row.id]
    kind = asked.get((OutageKind(row.kind), row.own_kind_id))
    return False if kind is not None and kind.lead else None


def _noticed(
    session: Session, ids: Sequence[int], cut_off: datetime
) -> tuple[Mapping[int, bool | None], Mapping[int, int]]:
    """Return whether the first notice of outages was in time, and how often they were extended, by the cut-off."""
    in_time: dict[int, bool | None] = {}
    extended: dict[int, int] = defaultdict(int)
    notices = select(OutageNotice.outage_id, OutageNotice.edition, OutageNotice.in_time).where(
        OutageNotice.outage_id.in_(ids), OutageNotice.issued_at <= cut_off
    )
    for row in session.execute(notices.order_by(OutageNotice.id)):
        if row.edition == NoticeEdition.ANNOUNCED:
            in_time[row.outage_id] = row.in_time
        elif row.edition == NoticeEdition.EXTENDED:
            extended[row.outage_id] += 1
    return in_time, extended


def _callers(session: Session, ids: Sequence[int], cut_off: datetime) -> Mapping[int, int]:
    counted = (
        select(OutageCaller.outage_id, func.count())
        .where(OutageCaller.outage_id.in_(ids), OutageCaller.undone_at.is_(None), OutageCaller.at <= cut_off)
        .group_by(OutageCaller.outage_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(counted)}
