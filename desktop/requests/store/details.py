"""Selects about one request: everything a detail shows, and what its moves need to know."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, delete, or_, select, update
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.phones import mask_phone
from desktop.requests.model import (
    OPEN_STATES,
    Channel,
    ComplaintGrade,
    Equipment,
    FollowUp,
    FollowUpAnswer,
    FollowUpOutcome,
    FollowUpQuestion,
    FollowUpReply,
    Hold,
    HoldReason,
    Liability,
    Request,
    RequestKind,
    RequestState,
    RequestStep,
    Satisfaction,
    Source,
    StepKind,
)
from desktop.requests.rows import FollowUpRow, HoldRow, ReplyRow, RequestDetail, StepRow
from desktop.requests.store import beside
from desktop.requests.store.lines import line, line_select
from desktop.staff.model import Department
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.requests.model import Move
    from desktop.requests.rows import RequestLine

__all__ = [
    "detail",
    "duplicates_of",
    "ended_holds",
    "holds_beyond",
    "id_of_number",
    "last_step_at",
    "move_timeline",
    "steps_since_hold",
]

_MAIN = aliased(Request)
_FIRST = aliased(Request)
_ACCUSED = aliased(Department)

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
    Request.responded_at,
    Request.arrived_at,
    Request.overdue_reason,
    Request.answered_at_once,
    Request.chargeable,
    Request.equipment_id,
    Equipment.name.label("equipment_name"),
    Request.rework_of_id,
    _FIRST.number.label("first_number"),
    Request.grade_id,
    ComplaintGrade.name.label("grade_name"),
    Request.accused_department_id,
    _ACCUSED.name.label("accused_name"),
    Request.told_at,
    Request.signed_by,
)

_PLAIN = (
    "phone category_id department_id worker_id building_id appointment_at recorded_at assigned_at first_completed_at"
    " closed_at cancelled_at cancel_reason duplicate_of_id on_hold_since result reached_at cannot_call responded_at"
    " arrived_at overdue_reason answered_at_once chargeable equipment_id rework_of_id grade_id accused_department_id"
    " told_at signed_by"
)


def id_of_number(session: Session, community_id: int, number: str) -> int | None:
    """Return the id of the request with exactly this number, None if there is none."""
    values = {"community": community_id, "number": number}
    return session.connection().execute(_WITH_NUMBER, values).scalar_one_or_none()


def detail(
    session: Session,
    community_id: int,
    request_id: int,
    now: datetime,
    moves: tuple[Move, ...] = (),
    closing_refusal: Message | None = None,
) -> RequestDetail | None:
    """Return everything about one request seen at `now`, None if the community has no such request."""
    statement = (
        line_select()
        .add_columns(*_MORE_COLUMNS)
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .outerjoin(_FIRST, _FIRST.id == Request.rework_of_id)
        .outerjoin(Equipment, Equipment.id == Request.equipment_id)
        .outerjoin(ComplaintGrade, ComplaintGrade.id == Request.grade_id)
        .outerjoin(_ACCUSED, _ACCUSED.id == Request.accused_department_id)
    )
    row = session.execute(statement.where(Request.id == request_id, Request.community_id == community_id)).one_or_none()
    if row is None:
        return None
    steps = _steps(session, request_id)
    return RequestDetail(
        line=line(row, now),
        **_more(row),
        recorded_by=steps[0].by if steps else "",
        imported=any(step.kind is StepKind.IMPORTED for step in steps),
        steps=steps,
        holds=_holds(session, request_id),
        follow_ups=_follow_ups(session, request_id),
        duplicates=_lines(session, Request.duplicate_of_id == request_id, now),
        moves=moves,
        helpers=beside.helpers(session, request_id),
        comments=beside.comments(session, request_id),
        reworks=_lines(session, Request.rework_of_id == request_id, now),
        earlier=_earlier(session, community_id, row, now),
        repeats=beside.repeats(session, community_id, row.room_id, row.building_id, row.category_id, now),
        tellings=beside.tellings(session, request_id),
        closing_refusal=closing_refusal,
    )


def _lines(session: Session, condition: ColumnElement[bool], now: datetime) -> tuple[RequestLine, ...]:
    rows = session.execute(line_select().where(condition).order_by(Request.id))
    return tuple(line(row, now) for row in rows)


def _earlier(session: Session, community_id: int, row: Row[*tuple[Any, ...]], now: datetime) -> tuple[RequestLine, ...]:
    """Return what a repair still worked on may be the rework of, nothing once that is said."""
    asked = row.kind == RequestKind.REPAIR and row.state in OPEN_STATES and row.rework_of_id is None
    if not asked or row.room_id is None or row.category_id is None:
        return ()
    return beside.earlier_repairs(session, community_id, row.room_id, row.category_id, row.occurred_at, now)


def _more(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN.split()},
        "shown_phone": mask_phone(row.phone) if row.phone else "",
        "liability": Liability(row.liability),
        "source": Source(row.source),
        "channel": Channel(row.channel),
        "duplicate_of": row.main_number or "",
        "rework_of": row.first_number or "",
        "equipment": row.equipment_name or "",
        "grade": row.grade_name or "",
        "accused_department": row.accused_name or "",
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
        select(FollowUp.id, FollowUp.made_at, FollowUp.outcome, FollowUp.satisfaction, FollowUp.words, Account.name)
        .outerjoin(Account, Account.id == FollowUp.account_id)
        .where(FollowUp.request_id == request_id)
        .order_by(FollowUp.made_at, FollowUp.id)
    ).all()
    replies = _replies(session, request_id) if rows else {}
    return tuple(
        FollowUpRow(
            made_at,
            FollowUpOutcome(outcome),
            Satisfaction(grade) if grade else None,
            words,
            by or "",
            tuple(replies.get(id_, ())),
        )
        for id_, made_at, outcome, grade, words, by in rows
    )


def _replies(session: Session, request_id: int) -> dict[int, list[ReplyRow]]:
    rows = session.execute(
        select(FollowUpReply.follow_up_id, FollowUpQuestion.words, FollowUpReply.answer)
        .join(FollowUp, FollowUp.id == FollowUpReply.follow_up_id)
        .join(FollowUpQuestion, FollowUpQuestion.id == FollowUpReply.question_id)
        .where(FollowUp.request_id == request_id)
        .order_by(FollowUpQuestion.position, FollowUpQuestion.id)
    )
    found: dict[int, list[ReplyRow]] = {}
    for follow_up_id, question, answer in rows:
        found.setdefault(follow_up_id, []).append(ReplyRow(question, FollowUpAnswer(answer)))
    return found


def ended_holds(session: Session, request_id: int) -> list[tuple[datetime, datetime]]:
    """Return start and end of each rest of a request that is over, the oldest first."""
    rows = session.execute(
        select(Hold.started_at, Hold.ended_at).where(Hold.request_id == request_id).order_by(Hold.id)
    )
    return [(start, end) for start, end in rows if end is not None]


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
