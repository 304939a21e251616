"""Outages as lines of a list: a page at a time by key, or those that are named."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select, text, true

from desktop.outages.model import Outage, OutageKind, OutageKindRule, OutageNotice, OutagePlace, OutageState
from desktop.outages.rows import OutageLine, OutageStage
from desktop.outages.store import picks
from desktop.outages.store.callers import caller_counts, promised_counts
from desktop.outages.store.rounds import unreached_counts
from desktop.storage import paging
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from desktop.outages.rows import OutageFilter

__all__ = ["Searched", "at_the_time", "is_open", "lines", "numbers", "page", "places", "searched"]

MOST_PLACES = 40
"""So many places of one outage a list tells; who picks more says it in other words."""

_OPEN = "outage.state IN ('planned', 'announced')"


class Searched(NamedTuple):
    """What the search box shows of an outage; `numbers` of its notices, the latest last."""

    id: int
    kind: OutageKind
    kind_name: str
    starts_at: datetime
    cause: str
    numbers: tuple[str, ...]
    where: tuple[str, ...]


def is_open() -> ColumnElement[bool]:
    """Return the condition that an outage is neither over nor called off, worded as the partial index words it."""
    return text(_OPEN)  # type: ignore[return-value]  # a text clause stands wherever a condition does


def page(
    session: Session,
    community_id: int,
    wanted: OutageFilter,
    named: Collection[int] | None,
    now: datetime,
    after: OutageLine | None,
    limit: int,
) -> tuple[OutageLine, ...]:
    """Return the page of outages that follows `after`; `named` are those its words were found in, None without any."""
    coming = wanted.stage is OutageStage.COMING
    keys = (
        Key(Outage.starts_at.expression, descending=not coming),
        Key(Outage.id.expression, descending=not coming),
    )
    chosen = _lines().where(Outage.community_id == community_id, *_conditions(wanted, named, now))
    anchor = None if after is None else (after.starts_at, after.id)
    return _filled(session, community_id, paging.page(session, chosen, keys, anchor, limit).rows, now)


def lines(session: Session, community_id: int, ids: Collection[int], now: datetime) -> tuple[OutageLine, ...]:
    """Return the outages with `ids` that there are, latest start first."""
    chosen = _lines().where(Outage.community_id == community_id, Outage.id.in_(sorted(ids)))
    rows = session.execute(chosen.order_by(Outage.starts_at.desc(), Outage.id.desc())).all()
    return _filled(session, community_id, rows, now)


def at_the_time(
    session: Session, community_id: int, starts_at: datetime, ends_at: datetime | None, now: datetime, but: int
) -> list[int]:
    """Return the open outages that last at a time between two moments (no end: for ever), outage `but` left out.

    One past its expected end lasts until now at least: nobody has said that it is over.
    """
    until = true() if ends_at is None else Outage.starts_at < ends_at
    still = or_(
        Outage.ends_at.is_(None), Outage.ends_at > starts_at, Outage.starts_at <= now if starts_at <= now else ~true()
    )
    chosen = select(Outage.id).where(Outage.community_id == community_id, is_open(), until, still, Outage.id != but)
    return list(session.scalars(chosen.order_by(Outage.starts_at, Outage.id)))


def numbers(session: Session, outage_ids: Sequence[int]) -> Mapping[int, str]:
    """Return the number of the latest notice of each outage that has one."""
    latest = (
        select(func.max(OutageNotice.id)).where(OutageNotice.outage_id.in_(outage_ids)).group_by(OutageNotice.outage_id)
    )
    rows = session.execute(select(OutageNotice.outage_id, OutageNotice.number).where(OutageNotice.id.in_(latest)))
    return {row.outage_id: row.number for row in rows}


_IDS: Any = bindparam("ids", expanding=True)
# Made once: they are asked at every key typed into the search box.
_SEARCHED = (
    select(
        Outage.id,
        Outage.kind,
        func.coalesce(OutageKindRule.name, "").label("kind_name"),
        Outage.starts_at,
        Outage.cause,
    )
    .outerjoin(OutageKindRule, OutageKindRule.id == Outage.own_kind_id)
    .where(Outage.community_id == bindparam("community_id"), Outage.id.in_(_IDS))
)
_NUMBERED = (
    select(OutageNotice.outage_id, OutageNotice.number)
    .where(OutageNotice.outage_id.in_(_IDS))
    .order_by(OutageNotice.id)
)
_PICKED = (
    select(OutagePlace.outage_id, OutagePlace.label)
    .where(OutagePlace.outage_id.in_(_IDS), OutagePlace.excluded.is_(False))
    .order_by(OutagePlace.id)
)


def searched(session: Session, community_id: int, ids: Sequence[int]) -> list[Searched]:
    """Return the outages with `ids` that there are, in no particular order, with their places as they were picked."""
    if not ids:
        return []
    asked = {"community_id": community_id, "ids": list(ids)}
    numbers_of: dict[int, list[str]] = defaultdict(list)
    for outage_id, number in session.execute(_NUMBERED, asked):
        numbers_of[outage_id].append(number)
    places_of: dict[int, list[str]] = defaultdict(list)
    for outage_id, label in session.execute(_PICKED, asked):
        places_of[outage_id].append(label)
    return [
        Searched(
            *(row.id, OutageKind(row.kind), row.kind_name, row.starts_at, row.cause),
            tuple(numbers_of[row.id]),
            tuple(places_of[row.id][: MOST_PLACES + 1]),
        )
        for row in session.execute(_SEARCHED, asked)
    ]


def _conditions(wanted: OutageFilter, named: Collection[int] | None, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.stage is OutageStage.RUNNING:
        conditions += [is_open(), Outage.starts_at <= now]
    elif wanted.stage is OutageStage.COMING:
        conditions += [is_open(), Outage.starts_at > now]
    elif wanted.stage is OutageStage.PAST:
        conditions.append(Outage.state.in_((OutageState.RESTORED, OutageState.CANCELLED)))
    if wanted.kinds:
        conditions.append(Outage.kind.in_(sorted(wanted.kinds)))
    if named is not None:
        conditions.append(Outage.id.in_(sorted(named)))
    return conditions


def _lines() -> Select[*tuple[Any, ...]]:
    return select(*Outage.__table__.columns, func.coalesce(OutageKindRule.name, "").label("kind_name")).outerjoin(
        OutageKindRule, OutageKindRule.id == Outage.own_kind_id
    )


def _filled(session: Session, community_id: int, rows: Sequence[Row[Any]], now: datetime) -> tuple[OutageLine, ...]:
    ids = [row.id for row in rows]
    if not ids:
        return ()
    where = places(session, community_id, ids)
    numbered = numbers(session, ids)
    rang, unreached, owed = caller_counts(session, ids), unreached_counts(session, ids), promised_counts(session, ids)
    return tuple(
        _line(row, now, where.get(row.id, ()), numbered.get(row.id, ""), rang, unreached, owed) for row in rows
    )


def places(session: Session, community_id: int, ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """Return what is affected, by outage: the first places that were picked, "…" after them where there are more."""
    flat = [(outage_id, pick) for outage_id in ids for pick in picks.first(session, outage_id, MOST_PLACES + 1)]
    now = picks.today(session, community_id, [pick for _, pick in flat])
    found: dict[int, list[str]] = defaultdict(list)
    for (outage_id, _), pick in zip(flat, now, strict=True):
        found[outage_id].append(pick.named)
    return {
        outage_id: (*names[:MOST_PLACES], *(("…",) if len(names) > MOST_PLACES else ()))
        for outage_id, names in found.items()
    }


def _line(
    row: Row[Any],
    now: datetime,
    where: tuple[str, ...],
    number: str,
    rang: Mapping[int, int],
    unreached: Mapping[int, int],
    owed: Mapping[int, int],
) -> OutageLine:
    running = row.state in {OutageState.PLANNED, OutageState.ANNOUNCED} and row.starts_at <= now
    return OutageLine(
        id=row.id,
        version=row.version,
        kind=OutageKind(row.kind),
        kind_name=row.kind_name,
        planned=row.planned,
        state=OutageState(row.state),
        running=running,
        late=now - row.ends_at if running and row.ends_at is not None and row.ends_at < now else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        where=where,
        cause=row.cause,
        number=number,
        households=row.households,
        callers=rang.get(row.id, 0),
        unreached=unreached.get(row.id, 0),
        promised=owed.get(row.id, 0),
    )
