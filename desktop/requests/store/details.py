"""Selects about one request: everything a detail shows, and what its moves need to know."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, delete, or_, select, update
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.phones import mask_phone
from desktop.requests.model import (
    Channel,
    FollowUp,
    FollowUpOutcome,
    Hold,
    HoldReason,
    Liability,
    Request,
    RequestState,
    RequestStep,
    Satisfaction,
    Source,
    StepKind,
)
from desktop.requests.rows import FollowUpRow, HoldRow, RequestDetail, StepRow
from desktop.requests.store.lines import line, line_select
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.requests.model import Move

__all__ = [
    "detail",
    "duplicates_of",
    "holds_beyond",
    "id_of_number",
    "last_step_at",
    "move_timeline",
    "steps_since_hold",
]

_MAIN = aliased(Request)

# Made once: the search box asks it for every key typed.
_WITH_NUMBER = select(Request.id).where(
    Request.community_id == bindparam("community"), Request.number == bindparam("number")
)

_MORE_COLUMNS = (
    Request.phone,
    Request.liability,
    Request.source,
    Request.channel,
    Request.category_id,
    Request.department_id,
    Request.worker_id,
    Request.building_id,
    Request.appointment_at,
    Request.recorded_at,
    Request.assigned_at,
    Request.first_completed_at,
    Request.closed_at,
    Request.cancelled_at,
    Request.cancel_reason,
    Request.duplicate_of_id,
    _MAIN.number.label("main_number"),
    Request.held_microseconds,
    Request.result,
)


def id_of_number(session: Session, community_id: int, number: str) -> int | None:
    """Return the id of the request with exactly this number, None if there is none."""
    values = {"community": community_id, "number": number}
    return session.connection().execute(_WITH_NUMBER, values).scalar_one_or_none()


def detail(
    session: Session, community_id: int, request_id: int, now: datetime, moves: tuple[Move, ...] = ()
) -> RequestDetail | None:
    """Return everything about one request seen at `now`, None if the community has no such request."""
    statement = line_select().add_columns(*_MORE_COLUMNS).outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
    row = session.execute(statement.where(Request.id == request_id, Request.community_id == community_id)).one_or_none()
    if row is None:
        return None
    steps = _steps(session, request_id)
    duplicates = session.execute(line_select().where(Request.duplicate_of_id == request_id).order_by(Request.id))
    return RequestDetail(
        line=line(row, now),
        **_more(row),
        recorded_by=steps[0].by if steps else "",
        imported=any(step.kind is StepKind.IMPORTED for step in steps),
        steps=steps,
        holds=_holds(session, request_id),
        follow_ups=_follow_ups(session, request_id),
        duplicates=tuple(line(duplicate, now) for duplicate in duplicates),
        moves=moves,
    )


def _more(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    plain = (
        "phone category_id department_id worker_id building_id appointment_at recorded_at assigned_at"
        " first_completed_at closed_at cancelled_at cancel_reason duplicate_of_id on_hold_since result reached_at"
        " cannot_call"
    )
    return {
        **{name: getattr(row, name) for name in plain.split()},
        "shown_phone": mask_phone(row.phone) if row.phone else "",
        "liability": Liability(row.liability),
        "source": Source(row.source),
        "channel": Channel(row.channel),
        "duplicate_of": row.main_number or "",
        "held": timedelta(microseconds=row.held_microseconds),
    }


def _steps(session: Session, request_id: int) -> tuple[StepRow, ...]:
    rows = session.execute(
        select(
            RequestStep.at,
            RequestStep.kind,
            Account.name,
            RequestStep.state_before,
            RequestStep.state_after,
            RequestStep.why,
            RequestStep.details,
        )
        .outerjoin(Account, Account.id == RequestStep.account_id)
        .where(RequestStep.request_id == request_id)
        .order_by(RequestStep.id)
    )
    return tuple(
        StepRow(
            at,
            StepKind(kind),
            by or "",
            RequestState(before) if before else None,
            RequestState(after),
            why,
            details,
        )
        for at, kind, by, before, after, why, details in rows
    )


def _holds(session: Session, request_id: int) -> tuple[HoldRow, ...]:
    rows = session.execute(
        select(Hold.reason, Hold.note, Hold.started_at, Hold.ended_at)
        .where(Hold.request_id == request_id)
        .order_by(Hold.id)
    )
    return tuple(HoldRow(HoldReason(reason), note, started, ended) for reason, note, started, ended in rows)


def _follow_ups(session: Session, request_id: int) -> tuple[FollowUpRow, ...]:
    rows = session.execute(
        select(FollowUp.made_at, FollowUp.outcome, FollowUp.satisfaction, FollowUp.words)
        .where(FollowUp.request_id == request_id)
        .order_by(FollowUp.made_at, FollowUp.id)
    )
    return tuple(
        FollowUpRow(made_at, FollowUpOutcome(outcome), Satisfaction(grade) if grade else None, words)
        for made_at, outcome, grade, words in rows
    )


def holds_beyond(session: Session, request_id: int, at: datetime) -> Sequence[Hold]:
    """Return the holds of a request that still run or ended after `at`, to be changed."""
    return session.scalars(
        select(Hold).where(Hold.request_id == request_id, or_(Hold.ended_at.is_(None), Hold.ended_at > at))
    ).all()


def duplicates_of(session: Session, request_id: int) -> Sequence[Request]:
    """Return the requests merged into this one, to be changed, oldest id first."""
    return session.scalars(select(Request).where(Request.duplicate_of_id == request_id).order_by(Request.id)).all()


def steps_since_hold(session: Session, request_id: int) -> tuple[RequestState, frozenset[StepKind]]:
    """Return the state in which the latest hold found the request, and the kinds of steps made since."""
    since: set[StepKind] = set()
    rows = session.execute(
        select(RequestStep.kind, RequestStep.state_before)
        .where(RequestStep.request_id == request_id)
        .order_by(RequestStep.id.desc())
    )
    for kind, state_before in rows:
        if kind == StepKind.HELD:
            return RequestState(state_before), frozenset(since)
        since.add(StepKind(kind))
    raise LookupError(f"request {request_id} was never put on hold")


def move_timeline(session: Session, request_id: int, room_before: int | None, room_now: int | None) -> None:
    """Give the timeline entries that a room has of a request to another room, or delete them where there is none."""
    if room_before is None:
        return
    its = (
        TimelineEntry.room_id == room_before,
        TimelineEntry.source_id == request_id,
        TimelineEntry.kind.like("request|_%", escape="|"),
    )
    if room_now is None:
        session.execute(delete(TimelineEntry).where(*its), execution_options={"synchronize_session": False})
    else:
        statement = update(TimelineEntry).where(*its).values(room_id=room_now)
        session.execute(statement, execution_options={"synchronize_session": False})


def last_step_at(session: Session, request_id: int, kind: StepKind) -> datetime | None:
    """Return when the latest step of `kind` was made, None if none was."""
    return session.execute(
        select(RequestStep.at)
        .where(RequestStep.request_id == request_id, RequestStep.kind == kind)
        .order_by(RequestStep.id.desc())
        .limit(1)
    ).scalar_one_or_none()
