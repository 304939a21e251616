"""Selects behind lists of requests: the columns of a line, the conditions of a filter, the counts of the day."""

from __future__ import annotations

from functools import cache
from json import dumps
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, func, literal, select, text, type_coerce

from desktop.core.texts import clean
from desktop.requests.model import (
    OPEN_STATES,
    Category,
    HoldReason,
    Place,
    Priority,
    Request,
    RequestKind,
    RequestState,
)
from desktop.requests.rows import RequestFilter, RequestLine, StateGroup, TodayCounts
from desktop.staff.model import Department, Worker
from desktop.storage import search
from desktop.storage.base import UtcMoment, microseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import TextClause
    from sqlalchemy.orm import Session

__all__ = [
    "MOST_FOUND",
    "SearchedRow",
    "conditions",
    "count",
    "is_open",
    "is_overdue",
    "line",
    "line_select",
    "lines_of_room",
    "lines_that",
    "searched_rows",
    "similar_lines",
    "today_counts",
]

MOST_FOUND = 5000
"""A filter's text narrows a list to at most so many finds, the newest."""

_GROUPS = {
    StateGroup.DONE: (RequestState.COMPLETED, RequestState.CLOSED),
    StateGroup.CANCELLED: (RequestState.CANCELLED,),
    StateGroup.DUPLICATE: (RequestState.DUPLICATE,),
}
_TO_DISPATCH = (RequestState.RECEIVED, RequestState.REOPENED)

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
)


def is_open() -> ColumnElement[bool]:
    """Return the condition that something remains to be done, worded as the partial index words it."""
    return Request.state.in_(bindparam("open_states", OPEN_STATES, expanding=True, literal_execute=True))


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a request is open and late at `now`; a running hold stopped its clock."""
    return is_open() & (Request.due_at < _clock_stands_at(now))


def _clock_stands_at(now: datetime) -> ColumnElement[Any]:
    return func.coalesce(Request.on_hold_since, literal(now, UtcMoment))


def _is_due_before(now: datetime, end: datetime) -> ColumnElement[bool]:
    """Return the condition that an open request is not late at `now` but would be at `end`."""
    remaining = type_coerce(Request.due_at, BigInteger) - type_coerce(_clock_stands_at(now), BigInteger)
    return is_open() & (remaining >= 0) & (remaining < microseconds(end) - microseconds(now))


def _awaits_follow_up() -> ColumnElement[bool]:
    # plain text, because a partial index serves only a query that repeats its condition to the letter
    return text(
        "(request.state IN ('completed', 'duplicate') AND request.follow_up_due_at IS NOT NULL"
        " AND request.reached_at IS NULL AND NOT request.cannot_call)"
    )  # type: ignore[return-value]  # a text clause stands wherever a condition does


def conditions(
    session: Session, community_id: int, wanted: RequestFilter, now: datetime, day_end: datetime
) -> list[ColumnElement[bool]]:
    """Return the conditions of `wanted` at `now`; `day_end` is the next midnight in the community's zone."""
    few = _of_few(session, community_id, wanted, now, day_end)
    asked: list[ColumnElement[bool]] = [Request.community_id == community_id]
    if few:
        # in a select of its own, or SQLite walks through all requests in the list's order and looks at each;
        # "+ 0" keeps it from doing so by the community where ids are given
        by_id = wanted.ids is not None or bool(clean(wanted.text))
        community = Request.community_id + 0 if by_id else Request.community_id
        ids = select(Request.id).where(community == community_id, *few).correlate(None)
        asked = [Request.id.in_(ids)]
    asked += _chosen(wanted)
    if wanted.occurred_from is not None:
        asked.append(Request.occurred_at >= wanted.occurred_from)
    if wanted.occurred_until is not None:
        asked.append(Request.occurred_at < wanted.occurred_until)
    return asked


def _of_few(
    session: Session, community_id: int, wanted: RequestFilter, now: datetime, day_end: datetime
) -> list[ColumnElement[bool]]:
    """Return the conditions that few requests meet, however many there are: those with an index of their own."""
    few = [is_open()] if wanted.group is StateGroup.OPEN else []
    few += _of_the_day(wanted, now, day_end)
    if wanted.ids is not None:
        few.append(Request.id.in_(wanted.ids))
    if clean(wanted.text):
        found = search.find(session, community_id, "request", wanted.text, columns=search.ALL_FIELDS, limit=MOST_FOUND)
        few.append(Request.id.in_(found))
    return few


def _chosen(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.group in _GROUPS:
        yield Request.state.in_(_GROUPS[wanted.group])
    sets: tuple[tuple[Any, frozenset[Any]], ...] = (
        (Request.state, wanted.states),
        (Request.kind, wanted.kinds),
        (Request.department_id, wanted.department_ids),
        (Request.worker_id, wanted.worker_ids),
        (Request.category_id, wanted.category_ids),
        (Request.building_id, wanted.building_ids),
        (Request.room_id, frozenset({wanted.room_id} - {None})),
    )
    for column, chosen in sets:
        if chosen:
            yield column.in_(sorted(chosen))


def _of_the_day(wanted: RequestFilter, now: datetime, day_end: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.overdue:
        yield is_overdue(now)
    if wanted.due_today:
        yield _is_due_before(now, day_end)
    if wanted.awaits_follow_up:
        yield _awaits_follow_up()
    if wanted.to_dispatch:
        yield is_open() & Request.state.in_(_TO_DISPATCH)


def line_select() -> Select[*tuple[Any, ...]]:
    """Return the select of a line's columns, to be read by `line`; add conditions, order and limit."""
    columns: Select[*tuple[Any, ...]] = select(*_LINE_COLUMNS)
    return (
        columns.outerjoin(Category, Category.id == Request.category_id)
        .outerjoin(Department, Department.id == Request.department_id)
        .outerjoin(Worker, Worker.id == Request.worker_id)
    )


def line(row: Row[*tuple[Any, ...]], now: datetime) -> RequestLine:
    """Return a row of `line_select` as a line, seen at `now`."""
    state = RequestState(row.state)
    clock_stands_at = row.on_hold_since or now
    late = state in OPEN_STATES and row.due_at is not None and row.due_at < clock_stands_at
    awaits = (
        state is RequestState.COMPLETED
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
    )


def count(session: Session, asked: Sequence[ColumnElement[bool]]) -> int:
    """Return the number of requests that meet all of `asked`."""
    return session.execute(select(func.count()).select_from(Request).where(*asked)).scalar_one()


def today_counts(session: Session, community_id: int, now: datetime, day_end: datetime) -> TodayCounts:
    """Return how many requests need the desk at `now`."""
    wanted = (
        RequestFilter(overdue=True),
        RequestFilter(due_today=True),
        RequestFilter(awaits_follow_up=True),
        RequestFilter(to_dispatch=True),
    )
    return TodayCounts(*(count(session, conditions(session, community_id, one, now, day_end)) for one in wanted))


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
    values: dict[str, object] = {"community": community_id}
    values |= {"ids": wanted, "numbers": named} if on_server else {"ids": dumps(wanted), "numbers": dumps(named)}
    return [SearchedRow(*row) for row in session.connection().execute(_searched(on_server), values)]


@cache
def _searched(on_server: bool) -> TextClause:  # noqa: FBT001 - one of two engines
    def these(name: str, kind: str) -> str:
        return f"unnest(CAST(:{name} AS {kind}[])) AS w (value)" if on_server else f"json_each(:{name}) AS w"

    columns = "r.id, r.number, r.room_label, r.words, r.reporter, r.phone, r.room_id"
    # CROSS JOIN keeps SQLite from walking through the community's requests and looking each up among the few ids
    return text(f"""
        SELECT {columns} FROM {these("ids", "bigint")} CROSS JOIN request r
        WHERE r.id = w.value AND r.community_id = :community
        UNION
        SELECT {columns} FROM {these("numbers", "text")} CROSS JOIN request r
        WHERE r.community_id = :community AND r.number = w.value
    """)  # noqa: S608 - the parts are written above
