"""Selects behind the lists of a report: requests by id as they stood at the cut-off, hot spots, repeats, answers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import case, func, literal, or_, select

from desktop.accounts.model import Account
from desktop.core.permissions import Role
from desktop.households.model import Building, Zone
from desktop.months.rows import (
    HOT_FACTOR,
    HOT_FROM,
    REPEAT_COMPLAINTS,
    REPEATS_FROM,
    TURNAROUND_HOURS,
    Answer,
    Heat,
    HotSpot,
    RepeatHousehold,
    ReportLine,
    TurnaroundBand,
)
from desktop.months.store.bits import BITS, in_parts
from desktop.months.store.definitions import ANSWERED, ANSWERING, RECEIVED_HERE, moments
from desktop.requests.model import (
    GOOD_GRADES,
    Category,
    FollowUp,
    Liability,
    Place,
    Request,
    RequestKind,
    Satisfaction,
    Source,
)
from desktop.staff.model import Department, Worker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from enum import StrEnum

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window
    from desktop.months.store.counting import Pass

__all__ = [
    "answers",
    "grades",
    "heads",
    "heat",
    "hot_spots",
    "ledger",
    "lines",
    "names",
    "repeat_households",
    "turnaround",
]

_HOUR = 3_600_000_000

_COLUMNS: tuple[Any, ...] = (
    Request.id,
    Request.number,
    Request.kind,
    Request.room_label,
    Request.words,
    Category.name.label("category"),
    Worker.name.label("worker"),
    Department.name.label("department"),
    Request.occurred_at,
    Request.due_at,
    Request.completed_at,
    Request.on_hold_since,
    Request.reopened_count,
    Request.follow_up_due_at,
    Request.reached_at,
    Request.reporter,
    Request.held_microseconds,
)


def lines(
    session: Session, ids: Sequence[int], seen: Window, followers: Mapping[int, int] | None = None
) -> list[ReportLine]:
    """Return the requests with `ids` as they stood at the cut-off, oldest first.

    `followers` are the ids of the repairs that made some of them rework.
    """
    follower_of = followers or {}
    numbers = {
        row.id: row.number for row in _rows(session, sorted({follower_of[id_] for id_ in ids if id_ in follower_of}))
    }
    found = [_line(row, seen, numbers.get(follower_of.get(row.id, 0), "")) for row in _rows(session, ids)]
    return sorted(found, key=lambda line: (line.occurred_at, line.id))


def ledger(session: Session, ids: Sequence[int], seen: Window) -> list[ReportLine]:
    """Return the same as `lines`, with who came, how long it took, and the latest answer about each."""
    given: dict[int, str] = {}
    for part in in_parts(ids):
        statement = (
            select(FollowUp.request_id, FollowUp.satisfaction)
            .where(
                FollowUp.request_id.in_(part),
                FollowUp.satisfaction.is_not(None),
                FollowUp.made_at < seen.bound,
            )
            .order_by(FollowUp.made_at, FollowUp.id)
        )
        given.update((id_, grade) for id_, grade in session.execute(statement) if grade)
    found = [
        replace(
            _line(row, seen, ""),
            reporter=row.reporter,
            worked=_worked(row, seen),
            grade=Satisfaction(given[row.id]) if row.id in given else None,
        )
        for row in _rows(session, ids)
    ]
    return sorted(found, key=lambda line: (line.occurred_at, line.id))


def _worked(row: Row[Any], seen: Window) -> timedelta | None:
    if row.completed_at is None or row.completed_at >= seen.bound:
        return None
    took: timedelta = row.completed_at - row.occurred_at - timedelta(microseconds=row.held_microseconds)
    return took


def _rows(session: Session, ids: Sequence[int]) -> list[Row[Any]]:
    statement: Select[Any] = (
        select(*_COLUMNS)
        .outerjoin(Category, Category.id == Request.category_id)
        .outerjoin(Worker, Worker.id == Request.worker_id)
        .outerjoin(Department, Department.id == Request.department_id)
    )
    parts = (statement.where(Request.id.in_(part)) for part in in_parts(ids))
    return [row for part in parts for row in session.execute(part)]


def _line(row: Row[Any], seen: Window, followed_by: str) -> ReportLine:
    completed = row.completed_at if row.completed_at is not None and row.completed_at < seen.bound else None
    return ReportLine(
        id=row.id,
        number=row.number,
        kind=RequestKind(row.kind),
        room=row.room_label,
        words=row.words,
        category=row.category or "",
        worker=row.worker or "",
        department=row.department or "",
        occurred_at=row.occurred_at,
        due_at=row.due_at,
        completed_at=completed,
        late=None if completed is not None else _late(row, seen),
        reopened_count=row.reopened_count,
        followed_by=followed_by,
        follow_up_due_at=row.follow_up_due_at,
        reached_at=row.reached_at,
    )


def _late(row: Row[Any], seen: Window) -> timedelta | None:
    stands_at: datetime = seen.cut_off
    if row.on_hold_since is not None and row.on_hold_since < seen.cut_off:
        stands_at = row.on_hold_since
    return stands_at - row.due_at if row.due_at is not None and row.due_at < stands_at else None


def _of(department_id: int | None) -> list[ColumnElement[bool]]:
    return [] if department_id is None else [Request.department_id == department_id]


def hot_spots(
    session: Session, community_id: int, seen: Window, before: Window | None, department_id: int | None
) -> list[HotSpot]:
    """Return the categories that stand out in a building, most above what is expected first.

    Expected is the building's requests times the category's, over all of the month's (of those in a building and with
    a category); a hot spot has at least `HOT_FROM`, and `HOT_FACTOR` times as many as expected. `before` is the month
    to compare with, where anything is known of it.
    """
    now = _by_building_and_category(session, community_id, seen, department_id)
    earlier = _by_building_and_category(session, community_id, before, department_id) if before else None
    of_building, of_category = Counter[str](), Counter[str]()
    for (building, category), number in now.items():
        of_building[building] += number
        of_category[category] += number
    found = []
    for (building, category), number in now.items():
        expected = of_building[building] * of_category[category] / now.total()
        if number >= HOT_FROM and number >= HOT_FACTOR * expected:
            previous = None if earlier is None else earlier[building, category]
            found.append(HotSpot(building, category, number, expected, previous))
    return sorted(found, key=lambda spot: (spot.expected - spot.requests, spot.building, spot.category))


def _by_building_and_category(
    session: Session, community_id: int, seen: Window, department_id: int | None
) -> Counter[tuple[str, str]]:
    statement = (
        select(Building.name, Category.name, func.count())
        .select_from(Request)
        .join(Building, Building.id == Request.building_id)
        .join(Category, Category.id == Request.category_id)
        .where(RECEIVED_HERE, *_of(department_id))
        .group_by(Building.name, Category.name)
    )
    rows = session.execute(statement, moments(community_id, seen))
    return Counter({(building, category): number for building, category, number in rows})


def repeat_households(
    session: Session, community_id: int, seen: Window, department_id: int | None
) -> list[RepeatHousehold]:
    """Return the households with `REPEATS_FROM` requests or `REPEAT_COMPLAINTS` complaints, most frequent first."""
    asked = moments(community_id, seen)
    here = (RECEIVED_HERE, Request.room_label != "", *_of(department_id))
    complaints = func.count(case((Request.kind == RequestKind.COMPLAINT, 1)))
    statement = (
        select(func.max(Request.room_id), Request.room_label, func.count(), complaints)
        .where(*here)
        .group_by(Request.room_label)
        .having(or_(func.count() >= REPEATS_FROM, complaints >= REPEAT_COMPLAINTS))
        .order_by(func.count().desc(), complaints.desc(), Request.room_label)
    )
    found = session.execute(statement, asked).all()
    wanted = {label for _, label, _, _ in found}
    with_what = (
        select(Request.room_label, Category.name)
        .select_from(Request)
        .join(Category, Category.id == Request.category_id)
        .where(*here)
        .group_by(Request.room_label, Category.name)
        .order_by(func.count().desc(), Category.name)
    )
    categories: dict[str, list[str]] = {}
    for label, name in session.execute(with_what, asked):
        if label in wanted:
            categories.setdefault(label, []).append(name)
    return [
        RepeatHousehold(room_id, label, number, complained, tuple(categories.get(label, ())))
        for room_id, label, number, complained in found
    ]


def grades(session: Session, community_id: int, seen: Window, department_id: int | None) -> dict[Satisfaction, int]:
    """Return how often each grade was given in the month's follow-ups, the best first."""
    statement = (
        select(FollowUp.satisfaction, func.count())
        .select_from(FollowUp)
        .join(Request, Request.id == FollowUp.request_id)
        .where(ANSWERED, ANSWERING, *_of(department_id))
        .group_by(FollowUp.satisfaction)
    )
    found = dict(session.execute(statement, moments(community_id, seen)).all())
    return {grade: found.get(grade, 0) for grade in Satisfaction}


def answers(
    session: Session, community_id: int, seen: Window, department_id: int | None, *, voices: bool = False
) -> list[Answer]:
    """Return the month's answers below the two best grades, oldest first; `voices`: all given with words instead."""
    wanted = FollowUp.words != "" if voices else FollowUp.satisfaction.not_in(GOOD_GRADES)
    statement = (
        select(
            Request.number,
            Request.room_label,
            Category.name,
            Worker.name,
            FollowUp.satisfaction,
            FollowUp.words,
            FollowUp.made_at,
        )
        .select_from(FollowUp)
        .join(Request, Request.id == FollowUp.request_id)
        .outerjoin(Category, Category.id == Request.category_id)
        .outerjoin(Worker, Worker.id == Request.worker_id)
        .where(ANSWERED, wanted, ANSWERING, *_of(department_id))
        .order_by(FollowUp.made_at, FollowUp.id)
    )
    return [
        Answer(number, room, category or "", worker or "", Satisfaction(grade or ""), words, made_at)
        for number, room, category, worker, grade, words, made_at in session.execute(
            statement, moments(community_id, seen)
        )
    ]


def heads(session: Session, community_id: int, department_id: int | None) -> list[str]:
    """Return the names of the department's heads, of the project managers where no department is named."""
    statement = (
        select(Account.name)
        .where(
            Account.community_id == community_id,
            Account.role == Role.MANAGER,
            Account.disabled_at.is_(None),
            Account.department_id.is_(None) if department_id is None else Account.department_id == department_id,
        )
        .order_by(Account.name)
    )
    return list(session.scalars(statement))


_BY_ID: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        "department": (Department, Department.position, Department.id),
        "category": (Category, Category.position, Category.id),
        "building": (Building, Building.order_key, Building.id),
        "zone": (Zone, Zone.name),
        "worker": (Worker, Worker.name),
    }
)
_BY_CODE: Mapping[str, type[StrEnum]] = MappingProxyType({"place": Place, "liability": Liability, "source": Source})


def names(
    session: Session, community_id: int, kinds: Sequence[str]
) -> Mapping[str, Mapping[int | str, tuple[str, str]]]:
    """Return, of each of `kinds`, code and name of every group in the order reports list them.

    Places, liabilities and sources are named by their codes alone.
    """
    found: dict[str, Mapping[int | str, tuple[str, str]]] = {}
    for kind in kinds:
        if kind in _BY_CODE:
            found[kind] = {code: (code, "") for code in _BY_CODE[kind]}
            continue
        table, *order = _BY_ID[kind]
        code = table.code if kind == "department" else literal("")
        rows = session.execute(
            select(table.id, code, table.name).where(table.community_id == community_id).order_by(*order)
        )
        found[kind] = {id_: (code, name) for id_, code, name in rows}
    return found


def heat(session: Session, community_id: int, made: Pass) -> list[Heat]:
    """Return how many requests of each category each building received, those without one last."""
    received = BITS["received"]
    places = zip(made.places["building"], made.places["category"], made.bits, strict=True)
    counted = Counter((building or 0, category or 0) for building, category, bits in places if bits & received)
    named = names(session, community_id, ("building", "category"))
    buildings, categories = ([*named[kind], 0] for kind in ("building", "category"))
    return [
        Heat(
            building_id=cast("int", building),
            building=named["building"].get(building, ("", ""))[1],
            category_id=cast("int", category),
            category=named["category"].get(category, ("", ""))[1],
            requests=counted[building, category],
        )
        for building in buildings
        for category in categories
        if counted[building, category]
    ]


def turnaround(made: Pass) -> list[TurnaroundBand]:
    """Return how many completed requests took how long, in the bands of `TURNAROUND_HOURS` and longer."""
    completed = BITS["completed"]
    bounds = [hours * _HOUR for hours in TURNAROUND_HOURS]
    numbers = Counter(
        bisect_left(bounds, took) for took, bits in zip(made.worked, made.bits, strict=True) if bits & completed
    )
    return [TurnaroundBand(hours, numbers[place]) for place, hours in enumerate((*TURNAROUND_HOURS, None))]
