"""Selects behind lists of requests: the columns of a line, the conditions of a filter, the counts of the day."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, func, select, text

from desktop.households.model import Building
from desktop.requests.model import (
    OPEN_STATES,
    Category,
    HoldReason,
    Place,
    Priority,
    Request,
    RequestKind,
    RequestState,
    Satisfaction,
)
from desktop.requests.rows import RequestLine
from desktop.requests.store.conditions import Moment, conditions, is_open, last_grade, lasting_conditions, values_of
from desktop.staff.model import Department, Worker
from desktop.storage.listed import listed, these

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import TextClause
    from sqlalchemy.orm import Session

    from desktop.requests.rows import RequestFilter

__all__ = [
    "Moment",
    "SearchedRow",
    "conditions",
    "count",
    "counts",
    "is_open",
    "line",
    "line_select",
    "lines_of_room",
    "lines_that",
    "searched_rows",
    "similar_lines",
]

_LINE_COLUMNS = (
    Request.id,
    Request.version,
    Request.number,
    Request.kind,
    Request.state,
    Request.room_id,
    Request.room_label,
    Request.words,
    Request.reporter,
    Request.place,
    Category.name.label("category"),
    Department.name.label("department"),
    Worker.name.label("worker"),
    Request.priority,
    Request.occurred_at,
    Request.due_at,
    Request.completed_at,
    Request.on_hold_since,
    Request.hold_reason,
    Request.follow_up_due_at,
    Request.reached_at,
    Request.cannot_call,
    Request.reopened_count,
    Request.urged_count,
    Request.response_due_at,
    Request.promised_at,
    Request.fee_fen,
    Building.name.label("building"),
    last_grade().label("satisfaction"),
    # A ledger read in is always older than its rows here, which says nothing about the desk.
    and_(Request.occurred_at < Request.recorded_at, Request.imported_key.is_(None)).label("back_dated"),
)


def line_select(picked: FromClause | None = None) -> Select[*tuple[Any, ...]]:
    """Return the select of a line's columns, to be read by `line`; add conditions, order and limit.

    With `picked`, rows that have the id of a request, it is of those alone.
    """
    columns: Select[*tuple[Any, ...]] = select(*_LINE_COLUMNS)
    if picked is not None:
        columns = columns.select_from(picked).join(Request, Request.id == picked.c.id)
    return (
        columns.outerjoin(Category, Category.id == Request.category_id)
        .outerjoin(Department, Department.id == Request.department_id)
        .outerjoin(Worker, Worker.id == Request.worker_id)
        .outerjoin(Building, Building.id == Request.building_id)
    )


def line(row: Row[*tuple[Any, ...]], now: datetime) -> RequestLine:
    """Return a row of `line_select` as a line, seen at `now`."""
    state = RequestState(row.state)
    clock_stands_at = row.on_hold_since or now
    late = state in OPEN_STATES and row.due_at is not None and row.due_at < clock_stands_at
    awaits = (
        state in {RequestState.COMPLETED, RequestState.DUPLICATE}
        and row.follow_up_due_at is not None
        and row.reached_at is None
        and not row.cannot_call
    )
    return RequestLine(
        id=row.id,
        version=row.version,
        number=row.number,
        kind=RequestKind(row.kind),
        state=state,
        room_id=row.room_id,
        room=row.room_label,
        words=row.words,
        reporter=row.reporter,
        place=Place(row.place),
        category=row.category or "",
        department=row.department or "",
        worker=row.worker or "",
        priority=Priority(row.priority),
        occurred_at=row.occurred_at,
        due_at=row.due_at,
        completed_at=row.completed_at,
        late=clock_stands_at - row.due_at if late else None,
        hold_reason=HoldReason(row.hold_reason) if state is RequestState.ON_HOLD and row.hold_reason else None,
        awaits_follow_up=awaits,
        follow_up_due_at=row.follow_up_due_at,
        reopened_count=row.reopened_count,
        urged_count=row.urged_count,
        response_due_at=row.response_due_at,
        promised_at=row.promised_at,
        fee_fen=row.fee_fen,
        building=row.building or "",
        satisfaction=Satisfaction(row.satisfaction) if row.satisfaction else None,
        back_dated=bool(row.back_dated),
    )


def count(session: Session, asked: Sequence[ColumnElement[bool]]) -> int:
    """Return the number of requests that meet all of `asked`."""
    return session.execute(select(func.count()).select_from(Request).where(*asked)).scalar_one()


def counts(session: Session, community_id: int, wanted: Sequence[RequestFilter], seen: Moment) -> tuple[int, ...]:
    """Return how many requests each of `wanted` leaves at the moment `seen`, in one question made once for each set."""
    # the select of ids is no part of what makes filters equal
    statement = _counting(tuple((one, one.ids) for one in wanted))
    return tuple(session.connection().execute(statement, values_of(community_id, seen)).one())


@lru_cache(maxsize=32)
def _counting(wanted: tuple[tuple[RequestFilter, Select[int] | None], ...]) -> Select[*tuple[Any, ...]]:
    numbers = (select(func.count()).select_from(Request).where(*lasting_conditions(one)) for one, _ids in wanted)
    return select(*(number.scalar_subquery() for number in numbers))


def lines_of_room(session: Session, community_id: int, room_id: int, now: datetime) -> tuple[RequestLine, ...]:
    """Return the open requests of a room, newest first."""
    statement = line_select().where(Request.community_id == community_id, Request.room_id == room_id, is_open())
    return _lines(session, statement.order_by(Request.occurred_at.desc(), Request.id.desc()), now)


def similar_lines(
    session: Session, community_id: int, category_id: int, building_id: int, since: datetime, now: datetime
) -> tuple[RequestLine, ...]:
    """Return the requests of a category in a building said since `since`, newest first, at most twenty."""
    statement = line_select().where(
        Request.community_id == community_id,
        Request.occurred_at >= since,
        Request.category_id == category_id,
        Request.building_id == building_id,
        Request.state.not_in((RequestState.CANCELLED, RequestState.DUPLICATE)),
    )
    return _lines(session, statement.order_by(Request.occurred_at.desc(), Request.id.desc()).limit(20), now)


def lines_that(
    session: Session, community_id: int, condition: ColumnElement[bool], now: datetime
) -> tuple[RequestLine, ...]:
    """Return all requests that meet `condition`, oldest first."""
    statement = line_select().where(Request.community_id == community_id, condition)
    return _lines(session, statement.order_by(Request.occurred_at, Request.id), now)


def _lines(session: Session, statement: Select[*tuple[Any, ...]], now: datetime) -> tuple[RequestLine, ...]:
    return tuple(line(row, now) for row in session.execute(statement))


class SearchedRow(NamedTuple):
    """What the search box needs to know of a request it found."""

    id: int
    number: str
    room: str
    words: str
    reporter: str
    phone: str
    room_id: int | None


def searched_rows(
    session: Session, community_id: int, ids: Iterable[int], numbers: Iterable[str] = ()
) -> list[SearchedRow]:
    """Return the requests with `ids` and those with `numbers`, each once and in no order, in one question."""
    wanted, named = list(ids), list(numbers)
    if not wanted and not named:
        return []
    on_server = session.get_bind().dialect.name == "postgresql"
    values = {"community": community_id, "ids": listed(wanted, on_server), "numbers": listed(named, on_server)}
    return [SearchedRow(*row) for row in session.connection().execute(_searched(on_server), values)]


@cache
def _searched(on_server: bool) -> TextClause:  # noqa: FBT001 - one of two engines
    columns = "r.id, r.number, r.room_label, r.words, r.reporter, r.phone, r.room_id"
    return text(f"""
        SELECT {columns} FROM {these("ids", on_server)} CROSS JOIN request r
        WHERE r.id = w.value AND r.community_id = :community
        UNION
        SELECT {columns} FROM {these("numbers", on_server, "text")} CROSS JOIN request r
        WHERE r.community_id = :community AND r.number = w.value
    """)  # noqa: S608 - the parts are written above
