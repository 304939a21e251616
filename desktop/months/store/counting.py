"""Counting a month: one pass over its requests, from the covering index, and one over its answers.

The pass fetches of each request what it counts as, as bits (`definitions.facts`), and where it belongs. Adding up is
done here: medians need every value anyway, and four groupings in SQL would be four passes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import chain, compress
from operator import add
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, and_, case, func, literal_column, or_, select, type_coerce, union_all

from desktop.households.model import OCCUPIED_STATES, RoomState
from desktop.months.rows import Counts, Figures
from desktop.months.store.definitions import ANSWERED, COUNTED, FACTS, REWORK_WITHIN, alive, moments
from desktop.requests.model import GOOD_GRADES, FollowUp, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Executable, Select
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window

__all__ = ["Group", "Pass", "Tallies", "first_request_at", "monthly_counts", "occupied_households", "read", "tally"]

_FACTS = (*Counts._fields, "home_repair_completed", "repair_received")
_BIT: Mapping[str, int] = MappingProxyType({name: 1 << place for place, name in enumerate(_FACTS)})
_KINDS = ("department", "category", "building")
_MOST_IDS = 1000
_REWORK_WITHIN = REWORK_WITHIN // REWORK_WITHIN.resolution


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over a month found, column by column, all of one length.

    An entry is a request, or one more answer about it. `places` are its department, category and building (none where
    it has none), `bits` what it counts as, `worked` the microseconds from report to completion less holds where it
    was completed. `followers` names, by id, the repair that made another one rework.
    """

    ids: Sequence[int]
    places: Sequence[Sequence[int | None]]
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
    rows = _rows(session, community_id, seen)
    entries = _with_answers(session, community_id, seen, rows)
    ids, departments, categories, buildings, bits, occurred, completed, held, rooms = entries
    followers = _followers(ids, zip(rooms, categories, strict=True), bits, occurred, completed)
    worked = [
        0 if done is None else done - said - rested
        for done, said, rested in zip(completed, occurred, held, strict=True)
    ]
    if followers:
        reworked = _BIT["reworked"]
        completions = _BIT["completed"]
        bits = [
            mask | reworked if id_ in followers and mask & completions else mask
            for id_, mask in zip(ids, bits, strict=True)
        ]
    columns: list[Sequence[Any]] = [ids, departments, categories, buildings, bits, worked]
    if department_id is not None:
        own = [department == department_id for department in departments]
        columns = [list(compress(column, own)) for column in columns]
    return Pass(columns[0], columns[1:4], columns[4], columns[5], followers)


def _rows(session: Session, community_id: int, seen: Window) -> list[Sequence[Any]]:
    rows = _fetch(session, _counting(), community_id, seen)
    return list(zip(*rows, strict=True)) or [()] * 9


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
    bits = [_bits(name, base, within) for name, (base, within) in FACTS.items()]
    columns = (
        Request.id,
        Request.department_id,
        Request.category_id,
        Request.building_id,
        reduce(add, bits),
        _whole(Request.occurred_at),
        _whole(Request.completed_at),
        Request.held_microseconds,
        Request.room_label,
    )
    return union_all(*alive(*columns))


def _bits(name: str, base: ColumnElement[bool], within: Mapping[str, ColumnElement[bool]]) -> ColumnElement[int]:
    parts: list[ColumnElement[int]] = [literal_column(str(_BIT[name]))]
    parts += [_either(condition, literal_column(str(_BIT[part]))) for part, condition in within.items()]
    return _either(base, reduce(add, parts))


def _either(condition: ColumnElement[bool], value: ColumnElement[int]) -> ColumnElement[int]:
    return case((condition, value), else_=literal_column("0"))


def _whole(column: Any) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)


def _with_answers(
    session: Session, community_id: int, seen: Window, columns: Sequence[Sequence[Any]]
) -> list[list[Any]]:
    """Return the columns with the month's answers: as bits of their request, a further one as an entry of its own."""
    entries = [list(column) for column in columns]
    ids, bits = entries[0], entries[4]
    given = _fetch(session, _answering(), community_id, seen)
    places = dict(zip(ids, range(len(ids)), strict=True))
    late = sorted({request_id for request_id, _ in given if request_id not in places})
    for row in _elsewhere(session, late):
        places[row[0]] = len(ids)
        for column, value in zip(entries, (*row, 0, 0, None, 0, ""), strict=True):
            column.append(value)
    answer, good_answer = _BIT["answers"], _BIT["answers"] | _BIT["good_answers"]
    for request_id, is_good in given:
        place = places.get(request_id)
        if place is None:
            continue
        bit = good_answer if is_good else answer
        if bits[place] & answer:
            for column, value in zip(entries, (*(column[place] for column in entries[:4]), bit, 0, None, 0, ""), strict=True):
                column.append(value)
        else:
            bits[place] |= bit
    return entries


@cache
def _answering() -> Executable:
    return select(FollowUp.request_id, _either(FollowUp.satisfaction.in_(GOOD_GRADES), literal_column("1"))).where(
        ANSWERED
    )


def _elsewhere(session: Session, ids: Sequence[int]) -> Iterable[Sequence[Any]]:
    """Yield id, department, category and building of requests that are answered about but else in no figure."""
    for start in range(0, len(ids), _MOST_IDS):
        some = Request.id.in_(ids[start : start + _MOST_IDS])
        columns = (Request.id, Request.department_id, Request.category_id, Request.building_id)
        yield from session.execute(select(*columns).where(COUNTED, some))


def _followers(
    ids: Sequence[int],
    homes: Iterable[tuple[str, int | None]],
    bits: Sequence[int],
    occurred: Sequence[int],
    completed: Sequence[int | None],
) -> dict[int, int]:
    """Return, by id, the repair that made a completed repair rework: the first of the same room and category.

    It occurred after the completion, within 30 x 24 h and before the cut-off; so it was received in the month itself.
    """
    pairs = list(homes)
    repeated = {pair for pair, number in Counter(pairs).items() if number > 1 and pair[1] is not None}
    candidates = [place for place, pair in enumerate(pairs) if pair in repeated]
    received, repaired = _BIT["repair_received"], _BIT["home_repair_completed"]
    later: dict[tuple[str, int | None], list[tuple[int, int]]] = defaultdict(list)
    for place in candidates:
        if bits[place] & received:
            later[pairs[place]].append((occurred[place], ids[place]))
    followers = {}
    for place in candidates:
        done = completed[place]
        if bits[place] & repaired and done is not None:
            after = [other for other in later[pairs[place]] if done < other[0] <= done + _REWORK_WITHIN]
            if after:
                followers[ids[place]] = min(after)[1]
    return followers


def tally(made: Pass) -> Tallies:
    """Add up a pass."""
    completed = _BIT["completed"]
    done = [mask & completed for mask in made.bits]
    worked = list(compress(made.worked, done))
    by = {
        kind: _by(keys, made.bits, compress(keys, done), worked)
        for kind, keys in zip(_KINDS, made.places, strict=True)
    }
    groups = by["department"].values()
    counts = Counts(*map(sum, zip(*(group.counts for group in groups), strict=True))) if groups else Counts()
    # Each department's are in order already, and stretches in order are merged, not sorted again.
    return Tallies(Group(counts, sorted(chain.from_iterable(group.worked for group in groups))), by)


def _by(
    keys: Sequence[int | None], bits: Sequence[int], done_keys: Iterable[int | None], worked: Sequence[int]
) -> dict[int, Group]:
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * len(Counts._fields))
    for (key, mask), number in Counter(zip(keys, bits, strict=True)).items():
        row = counts[key or 0]
        for place in _counted_as(mask):
            row[place] += number
    times: dict[int, list[int]] = defaultdict(list)
    for key, value in zip(done_keys, worked, strict=True):
        times[key or 0].append(value)
    return {key: Group(Counts(*row), sorted(times[key])) for key, row in counts.items()}


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
        parts = [session.execute(statement, asked).one() for statement in _monthly(department_id)]
        counts.append((sum(part[0] for part in parts), sum(part[1] for part in parts)))
    return counts


@lru_cache(maxsize=64)
def _monthly(department_id: int | None) -> Sequence[Select[tuple[int, int]]]:
    columns = [func.count(case((FACTS[name][0], 1))) for name in ("received", "completed")]
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
    lived_in = [
        and_(
            or_(RoomState.since.is_(None), RoomState.since <= day), or_(RoomState.until.is_(None), RoomState.until > day)
        )
        for day in days
    ]
    columns = [func.count(case((condition, 1))) for condition in lived_in]
    statement = select(*columns).where(
        RoomState.community_id == community_id, RoomState.state.in_(sorted(OCCUPIED_STATES))
    )
    return [int(number) for number in session.execute(statement).one()]
