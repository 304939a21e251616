"""Selects of incidents: pages of the list, all of one, what Today counts, what a month's report tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.texts import clean
from desktop.incidents.model import EntryKind, Incident, IncidentEntry, IncidentKind, IncidentState
from desktop.incidents.rows import EntryLine, IncidentCounts, IncidentFilter, IncidentLine, IncidentMonthLine
from desktop.staff.model import Department
from desktop.storage.paging import Key, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

__all__ = [
    "FILES",
    "count",
    "counts",
    "department_of_order",
    "details",
    "entries",
    "lines",
    "month_lines",
    "pictures",
]

FILES = "incident"
"""The topic under which the photos of incidents are kept."""

ORDER_DEPARTMENT = "order"
"""The code of the department that keeps order (PRODUCT.md); communities may have given it another name."""

_KEYS = (Key(Incident.occurred_at.expression, descending=True), Key(Incident.id.expression, descending=True))


def lines(
    session: Session, community_id: int, wanted: IncidentFilter, after: IncidentLine | None, limit: int
) -> tuple[IncidentLine, ...]:
    """Return up to `limit` incidents after one of them, the latest first."""
    anchor = None if after is None else (after.occurred_at, after.id)
    chosen = _lines().where(_wanted(community_id, wanted))
    return tuple(map(_line, page(session, chosen, _KEYS, anchor, limit).rows))


def count(session: Session, community_id: int, wanted: IncidentFilter) -> int:
    """Return how many incidents `wanted` leaves."""
    return int(session.scalar(select(func.count()).select_from(Incident).where(_wanted(community_id, wanted))) or 0)


def details(session: Session, community_id: int, incident_id: int) -> tuple[IncidentLine, Row[Any]] | None:
    """Return one incident as it stands in the list, and what else is known of it, None where there is none."""
    recorder, signer = aliased(Account), aliased(Account)
    chosen = (
        _lines()
        .add_columns(
            *(Incident.people, Incident.damage, Incident.damage_fen, Incident.department_id, Incident.recorded_at),
            *(Incident.reported_at, Incident.signed_at, Incident.signed_words, Incident.signed_digest),
            func.coalesce(recorder.name, "").label("recorded_name"),
            func.coalesce(signer.name, "").label("signed_name"),
        )
        .outerjoin(recorder, recorder.id == Incident.recorded_by)
        .outerjoin(signer, signer.id == Incident.signed_by)
        .where(Incident.id == incident_id, Incident.community_id == community_id)
    )
    row = session.execute(chosen).one_or_none()
    return None if row is None else (_line(row), row)


def entries(session: Session, incident_id: int) -> tuple[EntryLine, ...]:
    """Return what was done and who was told, minute by minute; what was noted by mistake is left out."""
    chosen = (
        select(IncidentEntry, func.coalesce(Account.name, ""))
        .outerjoin(Account, Account.id == IncidentEntry.account_id)
        .where(IncidentEntry.incident_id == incident_id, IncidentEntry.removed_at.is_(None))
        .order_by(IncidentEntry.at, IncidentEntry.id)
    )
    return tuple(
        EntryLine(entry.id, EntryKind(entry.kind), entry.at, entry.who, entry.words, name)
        for entry, name in session.execute(chosen)
    )


def counts(session: Session, community_id: int) -> IncidentCounts:
    """Return how many go on, and how many wait for a signature."""
    going_on = and_(Incident.ended_at.is_(None), Incident.state != IncidentState.DROPPED)
    chosen = select(
        func.count(case((going_on, 1))), func.count(case((Incident.state == IncidentState.REPORTED, 1)))
    ).where(Incident.community_id == community_id)
    return IncidentCounts(*session.execute(chosen).one())


def month_lines(session: Session, community_id: int, since: datetime, until: datetime) -> tuple[IncidentMonthLine, ...]:
    """Return what happened from `since` up to but not including `until`, in that order, without what was none."""
    chosen = (
        select(Incident, _entries_of(EntryKind.MEASURE))
        .where(
            Incident.community_id == community_id,
            Incident.state != IncidentState.DROPPED,
            Incident.occurred_at >= since,
            Incident.occurred_at < until,
        )
        .order_by(Incident.occurred_at, Incident.id)
    )
    return tuple(
        IncidentMonthLine(
            id=row.id,
            number=row.number,
            kind=IncidentKind(row.kind),
            occurred_at=row.occurred_at,
            ended_at=row.ended_at,
            place=row.place,
            words=row.words,
            hurt=row.hurt,
            damage=row.damage,
            damage_fen=row.damage_fen,
            department_id=row.department_id,
            measures=int(measures),
            signed=row.state == IncidentState.SIGNED_OFF,
        )
        for row, measures in session.execute(chosen)
    )


def department_of_order(session: Session, community_id: int) -> int | None:
    """Return the department that keeps order, None where there is none."""
    chosen = select(Department.id).where(Department.community_id == community_id, Department.code == ORDER_DEPARTMENT)
    return session.scalars(chosen).one_or_none()


def pictures(session: Session, community_id: int, incident_id: int) -> Iterator[bytes]:
    """Yield the photos of an incident, the first ones attached; each is read when it is its turn."""
    wanted = (
        select(Attachment.id)
        .where(
            Attachment.community_id == community_id,
            Attachment.topic == FILES,
            Attachment.owner_id == incident_id,
            Attachment.removed_at.is_(None),
            Attachment.media_type.like("image/%"),
        )
        .order_by(Attachment.id)
    )
    for id_ in session.scalars(wanted).all():
        content = session.scalar(select(AttachmentContent.content).where(AttachmentContent.attachment_id == id_))
        if content is not None:
            yield content


_LINE: tuple[ColumnElement[Any], ...] = tuple(
    getattr(Incident, name).expression
    for name in (
        *("id", "version", "number", "kind", "state", "occurred_at"),
        *("ended_at", "room_id", "place", "words", "hurt"),
    )
)


def _lines() -> Select[Any]:
    counted = (_entries_of(EntryKind.MEASURE).label("measures"), _entries_of(EntryKind.TOLD).label("told"))
    named = func.coalesce(Department.name, "").label("department")
    of_it = Department.id == Incident.department_id
    return select(*_LINE, named, *counted).select_from(Incident).outerjoin(Department, of_it)


def _entries_of(kind: EntryKind) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(IncidentEntry)
        .where(
            IncidentEntry.incident_id == Incident.id,
            IncidentEntry.kind == kind,
            IncidentEntry.removed_at.is_(None),
        )
        .correlate(Incident)
        .scalar_subquery()
    )


def _line(row: Row[Any]) -> IncidentLine:
    return IncidentLine(
        id=row.id,
        version=row.version,
        number=row.number,
        kind=IncidentKind(row.kind),
        state=IncidentState(row.state),
        occurred_at=row.occurred_at,
        ended_at=row.ended_at,
        room_id=row.room_id,
        place=row.place,
        words=row.words,
        hurt=row.hurt,
        department=row.department,
        measures=int(row.measures),
        told=int(row.told),
    )


def _wanted(community_id: int, wanted: IncidentFilter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [Incident.community_id == community_id]
    conditions.append(
        Incident.state.in_(sorted(wanted.states)) if wanted.states else Incident.state != IncidentState.DROPPED
    )
    if wanted.going_on:
        conditions.append(Incident.ended_at.is_(None))
    conditions += [_written(word) for word in clean(wanted.words).split()]
    return and_(*conditions)


def _written(word: str) -> ColumnElement[bool]:
    """Return the condition that `word` stands in an incident; what is typed is never a pattern."""
    asked = word.lower()
    where: Sequence[Any] = (Incident.number, Incident.place, Incident.words, Incident.people, Incident.damage)
    found: list[ColumnElement[bool]] = [func.lower(column).contains(asked, autoescape=True) for column in where]
    noted = select(IncidentEntry.id).where(
        IncidentEntry.incident_id == Incident.id,
        IncidentEntry.removed_at.is_(None),
        func.lower(IncidentEntry.words + " " + IncidentEntry.who).contains(asked, autoescape=True),
    )
    return or_(*found, noted.exists())
