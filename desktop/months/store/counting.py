"""Counting a month: one pass over its requests, from the covering index, and one over its answers.

The pass fetches of each request what it counts as, as bits (`definitions.facts`), and where it belongs. Adding up is
done here: medians need every value anyway, and four groupings in SQL would be four passes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import chain, compress, repeat
from operator import add
from operator import or_ as or_bits
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, and_, bindparam, case, func, literal_column, or_, select, type_coerce, union_all

from desktop.households.model import OCCUPIED_STATES, RoomState
from desktop.months.rows import Counts, Figures
from desktop.months.store.definitions import (
    ANSWERED,
    ANSWERING,
    COMPLETED,
    FACTS,
    RECEIVED,
    REWORK_WITHIN,
    alive,
    moments,
)
from desktop.requests.model import GOOD_GRADES, FollowUp, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Executable, Select
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window
    from desktop.months.store.definitions import Fact

__all__ = [
    "KINDS",
    "Group",
    "Pass",
    "Tallies",
    "first_request_at",
    "monthly_counts",
    "occupied_households",
    "read",
    "tally",
]

_FACTS = (*Counts._fields, "home_repair_completed", "repair_received")
_BIT: Mapping[str, int] = MappingProxyType({name: 1 << place for place, name in enumerate(_FACTS)})
KINDS = ("department", "category", "building")
"""What requests are grouped by."""

_MOST_IDS = 1000
_REWORK_WITHIN = REWORK_WITHIN // REWORK_WITHIN.resolution


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over a month found, column by column, all of one length.

    An entry is a request, or one more answer about it. `places` are, by kind, its department, category and building
    (none where it has none), `bits` what it counts as, `worked` the microseconds from report to completion less holds
    where it was completed. `followers` names, by id, the repair that made another one rework.
    """

    ids: Sequence[int]
    places: Mapping[str, Sequence[int | None]]
    bits: Sequence[int]
    worked: Sequence[int]
    followers: Mapping[int, int]

    def having(self, fact: str, without: str = "") -> list[int]:
        """Return the ids of the requests counted as `fact` and not as `without` (names of `Counts`)."""
        wanted, unwanted = _BIT[fact], _BIT[without] if without else 0
        return [id_ for id_, bits in zip(self.ids, self.bits, strict=True) if bits & wanted and not bits & unwanted]


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted of one group; `worked` is ascending."""

    counts: Counts
    worked: Sequence[int]


_EMPTY = Group(Counts(), ())


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was counted of a month: in total, and by department, category and building (id 0: has none)."""

    total: Group
    by: Mapping[str, Mapping[int, Group]]

    def figures(self, occupied_households: float, kind: str = "", key: int = 0) -> Figures:
        """Return the figures of one group, of all where `kind` is empty."""
        group = self.by[kind].get(key, _EMPTY) if kind else self.total
        return Figures.of(group.counts, group.worked, occupied_households)


def read(session: Session, community_id: int, seen: Window, department_id: int | None = None) -> Pass:
    """Make the pass over a month, keeping the requests of one department where one is named.

    Rework by a later repair is looked for among all departments' repairs.
    """
    columns = _entries(session, community_id, seen)
    ids, departments, categories, buildings, bits, occurred, completed, held, rooms = columns
    followers = _followers(list(zip(rooms, categories, strict=True)), bits, occurred, completed)
    counted_as = list(bits)
    for place in followers:
        counted_as[place] |= _BIT["reworked"]
    worked = [
        0 if done is None else done - said - rested
        for done, said, rested in zip(completed, occurred, held, strict=True)
    ]
    kept: list[Sequence[Any]] = [ids, departments, categories, buildings, counted_as, worked]
    if department_id is not None:
        own = [department == department_id for department in departments]
        kept = [list(compress(column, own)) for column in kept]
    numbered = {ids[place]: ids[follower] for place, follower in followers.items()}
    return Pass(kept[0], dict(zip(KINDS, kept[1:4], strict=True)), kept[4], kept[5], numbered)


def _fetch(session: Session, statement: Executable, community_id: int, seen: Window) -> list[tuple[Any, ...]]:
    # The driver's own rows: half the time of a pass would go into wrapping thousands of them.
    result = session.connection().execute(statement, moments(community_id, seen))
    try:
        return cast("Any", result).cursor.fetchall()  # type: ignore[no-any-return]
    finally:
        result.close()


@cache
def _counting() -> Executable:
    """Return the statement of the pass: where a request belongs, what it counts as, and what rework is found by."""
    columns = (
        Request.id,
        Request.department_id,
        Request.category_id,
        Request.building_id,
        reduce(add, map(_bits, FACTS)),
        _whole(Request.occurred_at),
        _whole(Request.completed_at),
        Request.held_microseconds,
        Request.room_label,
    )
    return union_all(*alive(*columns))


def _bits(fact: Fact) -> ColumnElement[int]:
    bits: ColumnElement[int] = literal_column(str(_BIT[fact.name]))
    for part in fact.of_those:
        bits = bits + _bits(part)
    return case((fact.condition, bits), else_=literal_column("0"))


def _whole(column: Any) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)


def _entries(session: Session, community_id: int, seen: Window) -> list[Sequence[Any]]:
    """Return the columns of `_counting` with the month's answers among the bits.

    A request may be answered about that is in no figure else, or more than once: it gets an entry (one more).
    """
    rows = _fetch(session, _counting(), community_id, seen)
    given = _fetch(session, _answering(), community_id, seen)
    latest = dict(given)
    rows += [
        (*place, 0, 0, None, 0, "") for place in _elsewhere(session, sorted(latest.keys() - {row[0] for row in rows}))
    ]
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 9
    columns[4] = list(map(or_bits, columns[4], map(latest.get, columns[0], repeat(0))))
    if len(latest) == len(given):
        return columns
    places = {row[0]: row[:4] for row in rows}
    further = [
        (*places[request_id], bit, 0, None, 0, "")
        for request_id, bit in (Counter(given) - Counter(latest.items())).elements()
        if request_id in places
    ]
    if not further:
        return columns
    return [(*column, *more) for column, more in zip(columns, zip(*further, strict=True), strict=True)]


@cache
def _answering() -> Executable:
    answer, good_answer = _BIT["answers"], _BIT["answers"] | _BIT["good_answers"]
    bits = case(
        (FollowUp.satisfaction.in_(GOOD_GRADES), literal_column(str(good_answer))), else_=literal_column(str(answer))
    )
    return select(FollowUp.request_id, bits).where(ANSWERED)


def _elsewhere(session: Session, ids: Sequence[int]) -> Iterable[Sequence[Any]]:
    """Yield id, department, category and building of requests that are answered about but else in no figure."""
    for start in range(0, len(ids), _MOST_IDS):
        yield from session.connection().execute(_PLACES, {"ids": ids[start : start + _MOST_IDS]})


_PLACES = select(Request.id, Request.department_id, Request.category_id, Request.building_id).where(
    ANSWERING, Request.id.in_(bindparam("ids", expanding=True))
)


def _followers(
    homes: Sequence[tuple[str, int | None]],
    bits: Sequence[int],
    occurred: Sequence[int],
    completed: Sequence[int | None],
) -> dict[int, int]:
    """Return, by place, the repair that made a completed repair rework: the first of the same room and category.

    It occurred after the completion, within 30 x 24 h and before the cut-off; so it was received in the month itself.
    `homes` are rooms and categories; without a category nothing is the same.
    """
    repeated = {home for home, number in Counter(homes).items() if number > 1 and home[1] is not None}
    candidates = [place for place, home in enumerate(homes) if home in repeated]
    received, repaired = _BIT["repair_received"], _BIT["home_repair_completed"]
    later: dict[tuple[str, int | None], list[tuple[int, int]]] = defaultdict(list)
    for place in candidates:
        if bits[place] & received:
            later[homes[place]].append((occurred[place], place))
    followers = {}
    for place in candidates:
        done = completed[place]
        if bits[place] & repaired and done is not None:
            after = [other for other in later[homes[place]] if done < other[0] <= done + _REWORK_WITHIN]
            if after:
                followers[place] = min(after)[1]
    return followers


def tally(made: Pass, kinds: Sequence[str] = KINDS) -> Tallies:
    """Add up a pass in total and by each of `kinds`."""
    completed = _BIT["completed"]
    done = [mask & completed for mask in made.bits]
    by = {kind: _by(made.places[kind], made, done) for kind in kinds}
    # Where a grouping has put stretches in order already, they are merged, not sorted again.
    stretches = [group.worked for groups in [*by.values()][:1] for group in groups.values()]
    worked = sorted(chain.from_iterable(stretches) if by else compress(made.worked, done))
    return Tallies(_group(Counter(made.bits).items(), worked), by)


def _by(keys: Sequence[int | None], made: Pass, done: Sequence[int]) -> dict[int, Group]:
    masks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (key, mask), number in Counter(zip(keys, made.bits, strict=True)).items():
        masks[key or 0].append((mask, number))
    times: dict[int, list[int]] = defaultdict(list)
    for key, value in zip(compress(keys, done), compress(made.worked, done), strict=True):
        times[key or 0].append(value)
    return {key: _group(items, sorted(times[key])) for key, items in masks.items()}


def _group(masks: Iterable[tuple[int, int]], worked: Sequence[int]) -> Group:
    counts = [0] * len(Counts._fields)
    for mask, number in masks:
        for place in _counted_as(mask):
            counts[place] += number
    return Group(Counts(*counts), worked)


@lru_cache(maxsize=4096)
def _counted_as(mask: int) -> tuple[int, ...]:
    """Return the places in `Counts` that the bits of `mask` count in."""
    return tuple(place for place in range(len(Counts._fields)) if mask >> place & 1)


def monthly_counts(
    session: Session, community_id: int, windows: Sequence[Window], department_id: int | None
) -> list[tuple[int, int]]:
    """Return (received, completed) of each month, of one department or of all."""
    counts = []
    for seen in windows:
        asked = moments(community_id, seen)
        received, completed = 0, 0
        for statement in _monthly(department_id):
            part = session.execute(statement, asked).one()
            received, completed = received + part[0], completed + part[1]
        counts.append((received, completed))
    return counts


@lru_cache(maxsize=64)
def _monthly(department_id: int | None) -> Sequence[Select[Any]]:
    columns = [func.count(case((fact.condition, 1))) for fact in (RECEIVED, COMPLETED)]
    statements = alive(*columns)
    if department_id is None:
        return statements
    return [statement.where(Request.department_id == department_id) for statement in statements]


def first_request_at(session: Session, community_id: int) -> datetime | None:
    """Return when the community's first request occurred, none without any; before it figures are unknown."""
    earliest = select(func.min(Request.occurred_at)).where(Request.community_id == community_id)
    moment: datetime | None = session.execute(earliest).scalar_one()
    return moment


def occupied_households(session: Session, community_id: int, days: Sequence[date]) -> list[int]:
    """Return how many rooms someone lived in on each of `days` (PRODUCT.md, complaint rate).

    A room is in one state at a time, so no room counts twice.
    """
    first, last = min(days), max(days)
    rooms = and_(RoomState.community_id == community_id, RoomState.state.in_(sorted(OCCUPIED_STATES)))
    began_before = or_(RoomState.since.is_(None), RoomState.since <= first)
    throughout = and_(began_before, RoomState.until.is_(None))
    ended_in_time = or_(RoomState.until.is_(None), RoomState.until > first)
    always = session.execute(select(func.count()).where(rooms, throughout)).scalar_one()
    changing = session.execute(
        select(RoomState.since, RoomState.until).where(
            rooms, ~throughout, ended_in_time, or_(RoomState.since.is_(None), RoomState.since <= last)
        )
    ).all()
    return [
        always + sum((since is None or since <= day) and (until is None or until > day) for since, until in changing)
        for day in days
    ]
