"""The month's figures in SQL: PRODUCT.md's definitions, each written once as a condition.

A condition serves the count and the list alike, so that a number on the screen opens exactly what it counts. All
leave out cancelled requests and duplicates (a duplicate is counted with its main request).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, case, exists, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from desktop.households.model import OCCUPIED_STATES, Building, RoomState
from desktop.months.rows import Answer, Figure, RepeatHousehold, Tally, Window
from desktop.requests.model import GOOD_GRADES, Category, FollowUp, Place, Request, RequestKind
from desktop.staff.model import Department

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from desktop.core.months import Month

__all__ = [
    "GroupKey",
    "answers",
    "any_request_before",
    "condition",
    "monthly_counts",
    "names",
    "occupied_households",
    "repeat_households",
    "rework_condition",
    "tallies",
    "window",
]

REWORK_WITHIN = timedelta(hours=30 * 24)
REPEATS_FROM = 3
"""A household with this many requests in a month, or two complaints, is listed as a repeat."""

GroupKey = tuple[int, int, int]
"""Ids of department, category and building; 0 where a request has none."""

_MICROSECOND = timedelta(microseconds=1)


def window(month: Month, zone: ZoneInfo, now: datetime) -> Window:
    """Return the month as seen at `now`: its cut-off is the end of the month or now, whichever is first."""
    end = month.end(zone)
    cut_off = min(end, now)
    return Window(month, month.start(zone), end, cut_off, min(end, cut_off + _MICROSECOND))


def _counted() -> ColumnElement[bool]:
    return and_(Request.cancelled_at.is_(None), Request.duplicate_of_id.is_(None))


def _open_at_bound(seen: Window) -> ColumnElement[bool]:
    return or_(Request.completed_at.is_(None), Request.completed_at >= seen.bound)


def _received(seen: Window) -> ColumnElement[bool]:
    """Occurred in the month, as the resident said it, not when it was typed."""
    return and_(Request.occurred_at >= seen.start, Request.occurred_at < seen.bound)


def _carried_over(seen: Window) -> ColumnElement[bool]:
    """Occurred before the month and not completed before its start."""
    not_completed = or_(Request.completed_at.is_(None), Request.completed_at >= seen.start)
    return and_(Request.occurred_at < seen.start, not_completed)


def _completed(seen: Window) -> ColumnElement[bool]:
    """Latest completion in the month, whenever received."""
    return and_(Request.completed_at >= seen.start, Request.completed_at < seen.bound)


def _overdue(seen: Window) -> ColumnElement[bool]:
    """Open at the cut-off and due before it; a rest that still lasts pushes the due time by its length."""
    last = case((Request.on_hold_since < seen.cut_off, Request.on_hold_since), else_=seen.cut_off)
    return and_(Request.occurred_at < seen.bound, _open_at_bound(seen), Request.due_at < last)


def _follow_up_due(seen: Window) -> ColumnElement[bool]:
    """Fell due for a follow-up in the month; who cannot be called is left out."""
    due = and_(Request.follow_up_due_at >= seen.start, Request.follow_up_due_at < seen.bound)
    return and_(due, or_(Request.cannot_call.is_(False), _reached_in_time()))


def _reached_in_time() -> ColumnElement[bool]:
    return func.coalesce(Request.reached_at <= Request.follow_up_due_at, literal(False))


def rework_condition(seen: Window) -> ColumnElement[bool]:
    """Tell which completed repairs were reopened, or followed by another of the same room and category.

    The other repair occurred after the completion, within 30 x 24 h and before the cut-off. In public areas only
    reopening counts.
    """
    later = aliased(Request)
    followed = exists().where(
        later.community_id == Request.community_id,
        later.room_label == Request.room_label,
        later.category_id == Request.category_id,
        later.occurred_at > Request.completed_at,
        _whole(later.occurred_at) <= _whole(Request.completed_at) + REWORK_WITHIN // _MICROSECOND,
        later.occurred_at < seen.bound,
        later.kind == RequestKind.REPAIR,
        later.cancelled_at.is_(None),
        later.duplicate_of_id.is_(None),
    )
    at_home = and_(Request.place == Place.IN_HOME, Request.room_label != "", followed)
    return and_(Request.kind == RequestKind.REPAIR, or_(Request.reopened_count > 0, at_home))


def _whole(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)


def condition(figure: Figure, seen: Window) -> ColumnElement[bool]:
    """Return which requests a figure is about: its list on the screen.

    For rates that is the part that fell short (received but not completed, late, reworked, not followed up in time,
    less than satisfied), for the turnaround what was completed, for the complaint rate the complaints received.
    """
    reopened_or_followed = rework_condition(seen)
    poor = exists().where(
        FollowUp.request_id == Request.id,
        FollowUp.made_at >= seen.start,
        FollowUp.made_at < seen.bound,
        FollowUp.satisfaction.not_in(GOOD_GRADES),
    )
    conditions: Mapping[Figure, ColumnElement[bool]] = {
        Figure.RECEIVED: _received(seen),
        Figure.CARRIED_OVER: _carried_over(seen),
        Figure.COMPLETED: _completed(seen),
        Figure.COMPLETION_RATE: and_(_received(seen), _open_at_bound(seen)),
        Figure.ON_TIME_RATE: and_(_completed(seen), Request.completed_at > Request.due_at),
        Figure.OVERDUE: _overdue(seen),
        Figure.TURNAROUND_MEDIAN_HOURS: _completed(seen),
        Figure.TURNAROUND_P90_HOURS: _completed(seen),
        Figure.REWORK_RATE: and_(_completed(seen), reopened_or_followed),
        Figure.FOLLOW_UP_RATE: and_(_follow_up_due(seen), ~_reached_in_time()),
        Figure.SATISFACTION: poor,
        Figure.COMPLAINT_RATE: and_(_received(seen), Request.kind == RequestKind.COMPLAINT),
    }
    return and_(_counted(), conditions[figure])


_GROUP = (Request.department_id, Request.category_id, Request.building_id)


def _sum(flag: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((flag, 1), else_=0)), 0)


def tallies(session: Session, community_id: int, seen: Window) -> dict[GroupKey, Tally]:
    """Return the month's counts for each combination of department, category and building that has any."""
    found: dict[GroupKey, Tally] = {}
    for counted, statement in _count_statements(community_id, seen):
        for row in session.execute(statement):
            department, category, building, *counts = tuple(row)
            tally = found.setdefault((department or 0, category or 0, building or 0), Tally())
            for name, count in zip(counted, counts, strict=True):
                setattr(tally, name, int(count))
    worked = _whole(Request.completed_at) - _whole(Request.occurred_at) - Request.held_microseconds
    turnarounds = select(*_GROUP, worked).where(Request.community_id == community_id, _counted(), _completed(seen))
    for department, category, building, microseconds_worked in session.execute(turnarounds):
        key = (department or 0, category or 0, building or 0)
        found[key].worked_microseconds.append(microseconds_worked)
    return found


def _count_statements(community_id: int, seen: Window) -> Sequence[tuple[Sequence[str], Select[*tuple[Any, ...]]]]:
    def grouped(where: ColumnElement[bool], *counts: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
        return select(*_GROUP, *counts).where(Request.community_id == community_id, _counted(), where).group_by(*_GROUP)

    completed_in_time = Request.completed_at < seen.bound
    is_repair = Request.kind == RequestKind.REPAIR
    answered = and_(FollowUp.made_at >= seen.start, FollowUp.made_at < seen.bound, FollowUp.satisfaction.is_not(None))
    good = FollowUp.satisfaction.in_(GOOD_GRADES)
    return (
        (
            ("received", "received_completed", "complaints"),
            grouped(
                _received(seen),
                func.count(),
                _sum(completed_in_time),
                _sum(Request.kind == RequestKind.COMPLAINT),
            ),
        ),
        (("carried_over",), grouped(_carried_over(seen), func.count())),
        (
            ("completed", "completed_with_due", "completed_on_time", "repairs_completed"),
            grouped(
                _completed(seen),
                func.count(),
                func.count(Request.due_at),
                _sum(Request.completed_at <= Request.due_at),
                _sum(is_repair),
            ),
        ),
        (("reworked",), grouped(and_(_completed(seen), rework_condition(seen)), func.count())),
        (("overdue",), grouped(_overdue(seen), func.count())),
        (
            ("follow_ups_due", "follow_ups_reached"),
            grouped(_follow_up_due(seen), func.count(), _sum(_reached_in_time())),
        ),
        (
            ("answers", "good_answers"),
            select(*_GROUP, func.count(), _sum(good))
            .join(FollowUp, FollowUp.request_id == Request.id)
            .where(FollowUp.community_id == community_id, answered, _counted())
            .group_by(*_GROUP),
        ),
    )


def occupied_households(session: Session, community_id: int, on: date) -> int:
    """Return how many rooms someone lived in on a day (PRODUCT.md, complaint rate)."""
    lived_in = select(func.count(func.distinct(RoomState.room_id))).where(
        RoomState.community_id == community_id,
        RoomState.state.in_(OCCUPIED_STATES),
        or_(RoomState.since.is_(None), RoomState.since <= on),
        or_(RoomState.until.is_(None), RoomState.until > on),
    )
    return int(session.execute(lived_in).scalar_one())


def any_request_before(session: Session, community_id: int, moment: datetime) -> bool:
    """Tell whether the community knows of any request before `moment`; without one, figures are unknown."""
    earliest = select(func.min(Request.occurred_at)).where(Request.community_id == community_id)
    first = session.execute(earliest).scalar_one()
    return first is not None and first < moment


def names(session: Session, community_id: int) -> Mapping[str, Mapping[int, tuple[str, str]]]:
    """Return code and name of every department, category and building, each in the order reports list them."""
    departments = session.execute(
        select(Department.id, Department.code, Department.name)
        .where(Department.community_id == community_id)
        .order_by(Department.position, Department.id)
    )
    categories = session.execute(
        select(Category.id, Category.name)
        .where(Category.community_id == community_id)
        .order_by(Category.position, Category.id)
    )
    buildings = session.execute(
        select(Building.id, Building.name)
        .where(Building.community_id == community_id)
        .order_by(Building.order_key, Building.id)
    )
    return {
        "department": {row.id: (row.code, row.name) for row in departments},
        "category": {row.id: ("", row.name) for row in categories},
        "building": {row.id: ("", row.name) for row in buildings},
    }


def monthly_counts(
    session: Session, community_id: int, windows: Sequence[Window], department_id: int | None
) -> list[tuple[int, int]]:
    """Return (received, completed) of each month, of one department or of all."""
    counts = []
    for seen in windows:
        pair = []
        for where in (_received(seen), _completed(seen)):
            statement = select(func.count()).where(Request.community_id == community_id, _counted(), where)
            if department_id is not None:
                statement = statement.where(Request.department_id == department_id)
            pair.append(int(session.execute(statement).scalar_one()))
        counts.append((pair[0], pair[1]))
    return counts


def repeat_households(
    session: Session, community_id: int, seen: Window, department_id: int | None
) -> list[RepeatHousehold]:
    """Return households with three requests or two complaints in the month, most frequent first."""
    complaints = _sum(Request.kind == RequestKind.COMPLAINT)
    statement = (
        select(func.max(Request.room_id), Request.room_label, func.count(), complaints)
        .where(Request.community_id == community_id, _counted(), _received(seen), Request.room_label != "")
        .group_by(Request.room_label)
        .having(or_(func.count() >= REPEATS_FROM, complaints >= 2))
        .order_by(func.count().desc(), Request.room_label)
    )
    if department_id is not None:
        statement = statement.where(Request.department_id == department_id)
    found = session.execute(statement).all()
    words = _category_words(session, community_id, seen, [row[1] for row in found])
    return [
        RepeatHousehold(room_id, label, count, int(complained), words.get(label, ()))
        for room_id, label, count, complained in found
    ]


def _category_words(
    session: Session, community_id: int, seen: Window, labels: Sequence[str]
) -> Mapping[str, Sequence[str]]:
    statement = (
        select(Request.room_label, Category.name, func.count())
        .join(Category, Category.id == Request.category_id)
        .where(Request.community_id == community_id, _counted(), _received(seen), Request.room_label.in_(labels))
        .group_by(Request.room_label, Category.name)
        .order_by(func.count().desc(), Category.name)
    )
    words: dict[str, list[str]] = {}
    for label, name, _count in session.execute(statement):
        words.setdefault(label, []).append(name)
    return words


def answers(session: Session, community_id: int, seen: Window, department_id: int | None) -> list[Answer]:
    """Return the month's answers below the two best grades, oldest first."""
    statement = (
        select(
            Request.number, Request.room_label, Category.name, FollowUp.satisfaction, FollowUp.words, FollowUp.made_at
        )
        .join(FollowUp, FollowUp.request_id == Request.id)
        .outerjoin(Category, Category.id == Request.category_id)
        .where(
            FollowUp.community_id == community_id,
            FollowUp.made_at >= seen.start,
            FollowUp.made_at < seen.bound,
            FollowUp.satisfaction.not_in(GOOD_GRADES),
            _counted(),
        )
        .order_by(FollowUp.made_at, FollowUp.id)
    )
    if department_id is not None:
        statement = statement.where(Request.department_id == department_id)
    return [
        Answer(number, label, category or "", grade or "", words, made_at)
        for number, label, category, grade, words, made_at in session.execute(statement)
    ]
