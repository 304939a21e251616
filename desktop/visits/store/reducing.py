"""The SQL of the reduction: what is due, what the clock is compared with, and one slice of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, delete, func, or_, select, update

from desktop.attachments.model import Attachment, AttachmentContent
from desktop.core.working_days import first_moment
from desktop.storage import search
from desktop.storage.audit import OperationRow
from desktop.storage.drafts import DraftRow
from desktop.storage.search import SearchDocument, SearchFields
from desktop.visits.model import (
    ContractorPass,
    DepositState,
    ExpectedVisit,
    GateCall,
    Visit,
    Visitor,
    VisitReduction,
    VisitState,
)
from desktop.visits.store import counting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.visits.store.counting import Counting

__all__ = [
    "GROUP",
    "SLICE",
    "TOPIC",
    "Due",
    "due",
    "empty_expected",
    "empty_passes",
    "forget_calls",
    "forget_drafts",
    "known_moments",
    "last_reductions",
    "reduce_slice",
]

SLICE = 500
"""Visits reduced in one transaction: short enough that the gate does not notice."""

TOPIC = "visit"
"""Of the photos of a visit."""

GROUP = "visitor"
"""Of the search index."""

DRAFTS, DRAFTS_OF_VISITS = ("gate", "gate_in"), "gate_visit_"
"""The names under which the desk's forms about the gate and the gate's own are kept half typed."""

_LATELY = 1000
"""So many of the newest operations tell what time it was last."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """How many visits are `due`, how many as old are `held`, and how many are kept in `all`."""

    due: int
    held: int
    all: int


def due(session: Session, by: Counting, before: date) -> Due:
    """Count the visits that came before `before`: those that would be reduced, and those that are held."""
    old = Visit.in_at < first_moment(before, 0, by.zone)
    ours = Visit.community_id == by.community_id
    return Due(
        due=_number(session, ours, *_is_due(by, before)),
        held=_number(session, ours, old, Visit.held_words != ""),
        all=_number(session, ours),
    )


def _number(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Visit).where(*which)) or 0


def _is_due(by: Counting, before: date) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a visit due; one whose people are still inside is not over, however long ago they came."""
    return (
        Visit.in_at < first_moment(before, 0, by.zone),
        Visit.held_words == "",
        Visit.state != VisitState.INSIDE,
    )


def known_moments(session: Session, community_id: int, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the newest moment the data knows, and the newest of those a day or more before `now`.

    A clock that jumped ahead has written its own moments by the time anybody asks; those of a day ago it has not.
    """
    lately = (
        select(OperationRow.at)
        .where(OperationRow.community_id == community_id)
        .order_by(OperationRow.id.desc())
        .limit(_LATELY)
        .subquery()
    )
    done = select(func.max(VisitReduction.at)).where(
        VisitReduction.community_id == community_id, VisitReduction.refused == ""
    )
    moments = (session.scalar(select(func.max(lately.c.at))), session.scalar(done))
    newest = max((each for each in moments if each is not None), default=None)
    if newest is None or newest > now:
        return newest, None
    earlier = (
        select(OperationRow.at)
        .where(OperationRow.community_id == community_id, OperationRow.at <= now - _DAY)
        .order_by(OperationRow.id.desc())
        .limit(1)
    )
    return newest, session.scalar(earlier)


def reduce_slice(session: Session, by: Counting, before: date) -> int:
    """Make the oldest visits that are due, at most `SLICE` of them, counts; return how many.

    Their photos go with them, and visitors of whom no visit is left, with what they were found by. The rows are
    locked, so that two who reduce at once count nothing twice.
    """
    query = (
        select(Visit.id, Visit.in_at, Visit.visitor_id)
        .where(Visit.community_id == by.community_id, *_is_due(by, before))
        .order_by(Visit.in_at, Visit.id)
        .limit(SLICE)
        .with_for_update()
    )
    rows = session.execute(query).all()
    if not rows:
        return 0
    ids = [row.id for row in rows]
    first, last = min(row.in_at for row in rows), max(row.in_at for row in rows)
    counts = list(counting.counted(session, by, first, last + timedelta.resolution, ids))
    counting.add_counts(session, by.community_id, counts)
    _forget_photos(session, by.community_id, ids)
    session.execute(delete(Visit).where(Visit.id.in_(ids)))
    visitors = sorted({row.visitor_id for row in rows if row.visitor_id is not None})
    _forget_visitors(session, by.community_id, visitors)
    return len(ids)


def _forget_photos(session: Session, community_id: int, visits: Sequence[int]) -> None:
    kept = select(Attachment.id).where(
        Attachment.community_id == community_id, Attachment.topic == TOPIC, Attachment.owner_id.in_(visits)
    )
    photos = session.scalars(kept).all()
    if photos:
        session.execute(delete(AttachmentContent).where(AttachmentContent.attachment_id.in_(photos)))
        session.execute(delete(Attachment).where(Attachment.id.in_(photos)))


def _forget_visitors(session: Session, community_id: int, visitors: Sequence[int]) -> None:
    """Delete the visitors of whom no visit is left; locked first, so that nobody is let in as one that is gone."""
    if not visitors:
        return
    locked = select(Visitor.id).where(Visitor.id.in_(visitors)).order_by(Visitor.id).with_for_update()
    session.execute(locked).all()
    visited = select(Visit.id).where(Visit.visitor_id == Visitor.id).exists()
    gone = session.scalars(select(Visitor.id).where(Visitor.id.in_(visitors), ~visited)).all()
    if not gone:
        return
    session.execute(delete(Visitor).where(Visitor.id.in_(gone)))
    search.put_many(session, community_id, GROUP, [(visitor, SearchFields()) for visitor in gone])
    # on a server an empty row would stay; a file has none in this table
    session.execute(delete(SearchDocument).where(SearchDocument.kind == GROUP, SearchDocument.source_id.in_(gone)))


def empty_expected(session: Session, community_id: int, before: date) -> list[int]:
    """Take names, plates, words and codes from visitors expected before `before`; return the ids, `SLICE` at most.

    The rows stay: a visit that is held still says that it was expected.
    """
    ours = (ExpectedVisit.community_id == community_id, ExpectedVisit.last_day < before, ExpectedVisit.code != "")
    query = select(ExpectedVisit.id).where(*ours).order_by(ExpectedVisit.id).limit(SLICE).with_for_update()
    ids = list(session.scalars(query))
    nothing = {"name": "", "plate": "", "note": "", "asked_by": "", "code": "", "version": ExpectedVisit.version + 1}
    session.execute(update(ExpectedVisit).where(ExpectedVisit.id.in_(ids)).values(nothing))
    return ids


def forget_calls(session: Session, by: Counting, before: date) -> list[int]:
    """Delete calls of the gate from before `before` that were answered, or whose visit is gone; return the ids.

    Those of visits that are held stay. Of others that nobody has answered plate and name go, and the words stay.
    """
    old = (GateCall.community_id == by.community_id, GateCall.at < first_moment(before, 0, by.zone))
    visit = select(Visit.id).where(Visit.id == GateCall.visit_id)
    answered, open_ = GateCall.answered_at.is_not(None), GateCall.answered_at.is_(None)
    done = or_(
        and_(answered, ~visit.where(Visit.held_words != "").exists()),
        and_(open_, GateCall.visit_id.is_not(None), ~visit.exists()),
    )
    query = select(GateCall.id).where(*old, done).order_by(GateCall.id).limit(SLICE).with_for_update()
    ids = list(session.scalars(query))
    session.execute(delete(GateCall).where(GateCall.id.in_(ids)))
    named = and_(open_, GateCall.visit_id.is_(None), or_(GateCall.plate != "", GateCall.who != ""))
    nobody = {"plate": "", "who": "", "version": GateCall.version + 1}
    session.execute(update(GateCall).where(*old, named).values(nobody))
    return ids


def empty_passes(session: Session, by: Counting, before: date) -> None:
    """Take its people's names from contractors' passes over before `before`, the foreman's once no deposit is open.

    The pass stays with its company and its money, and whole where a visit with it is held.
    """
    held = select(Visit.id).where(Visit.pass_id == ContractorPass.id, Visit.held_words != "").exists()
    over = (ContractorPass.community_id == by.community_id, ContractorPass.last_day < before, ~held)
    settled = ContractorPass.deposit_state != DepositState.TAKEN
    named = or_(ContractorPass.crew != "", and_(ContractorPass.foreman != "", settled))
    foreman = case((settled, ""), else_=ContractorPass.foreman)
    nobody = {"crew": "", "foreman": foreman, "version": ContractorPass.version + 1}
    session.execute(update(ContractorPass).where(*over, named).values(nobody))


def forget_drafts(session: Session, by: Counting, before: date) -> None:
    """Throw away the gate's forms that were left half typed before `before`: they name people."""
    forms = or_(DraftRow.form.in_(DRAFTS), DraftRow.form.startswith(DRAFTS_OF_VISITS, autoescape=True))
    old = DraftRow.saved_at < first_moment(before, 0, by.zone)
    session.execute(delete(DraftRow).where(DraftRow.community_id == by.community_id, old, forms))


def last_reductions(session: Session, community_id: int, limit: int) -> Sequence[VisitReduction]:
    """Return the last runs, the last one first, whatever the clock said."""
    query = (
        select(VisitReduction)
        .where(VisitReduction.community_id == community_id)
        .order_by(VisitReduction.id.desc())
        .limit(limit)
    )
    return session.scalars(query).all()
