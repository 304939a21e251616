"""Adding up a month: by request where groups are many and small, in SQL where they are few.

Both ways come to the same; `total` hands over a few hundred rows instead of thousands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, bindparam, cast, func, select, union_all

from desktop.months.rows import Counts, Figures
from desktop.months.store.bits import BITS, COLUMNS, COUNTED_AS, GIVEN, WAITED, WORKED, fetch
from desktop.months.store.counting import read
from desktop.months.store.definitions import ANSWERED, ANSWERING, alive, moments
from desktop.months.store.rework import reworks
from desktop.requests.model import FollowUp, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Executable, Select
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window
    from desktop.months.store.counting import Pass

__all__ = ["FEW", "Group", "Part", "Tallies", "added_up", "count", "tally", "total"]

FEW = frozenset({"department", "category", "place", "liability", "source"})
"""Kinds of few groups: by these together a month falls into a few hundred parts."""

_COMPLETED, _RESPONDED = BITS["completed"], BITS["responded"]


@dataclass(frozen=True, slots=True)
class Group:
    """What was counted of one group; `worked` and `waited` are ascending."""

    counts: Counts
    worked: Sequence[int] = ()
    waited: Sequence[int] = ()


_EMPTY = Group(Counts())


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was counted of a month: in total, and of each kind by id or code (0: has none)."""

    total: Group
    by: Mapping[str, Mapping[int | str, Group]]

    def figures(self, occupied_households: float, kind: str = "", key: int | str = 0) -> Figures:
        """Return the figures of one group, of all where `kind` is empty."""
        group = self.by[kind].get(key, _EMPTY) if kind else self.total
        return Figures.of(group.counts, group.worked, occupied_households, group.waited)


def count(
    session: Session, community_id: int, seen: Window, department_id: int | None, kinds: Sequence[str]
) -> Tallies:
    """Return what a month counts in total and by each of `kinds`, of one department where one is named."""
    if FEW.issuperset(kinds):
        return total(session, community_id, seen, department_id, kinds)
    return tally(read(session, community_id, seen, department_id, kinds), kinds)


def tally(made: Pass, kinds: Sequence[str]) -> Tallies:
    """Add up a pass in total and by each of `kinds`."""
    done = [mask & _COMPLETED for mask in made.bits]
    answered = [mask & _RESPONDED for mask in made.bits]
    by = {kind: _by(made.places[kind], made, done, answered) for kind in kinds}
    # Where a grouping has put stretches in order already, they are merged, not sorted again.
    first = next(iter(by.values())).values() if by else ()
    worked = chain.from_iterable(group.worked for group in first) if by else compress(made.worked, done)
    waited = chain.from_iterable(group.waited for group in first) if by else compress(made.waited, answered)
    return Tallies(_group(Counter(made.bits).items(), sorted(worked), sorted(waited)), by)


def _by(
    keys: Sequence[int | str | None], made: Pass, done: Sequence[int], answered: Sequence[int]
) -> dict[int | str, Group]:
    masks: dict[int | str, list[tuple[int, int]]] = defaultdict(list)
    for (key, mask), number in Counter(zip(keys, made.bits, strict=True)).items():
        masks[key or 0].append((mask, number))
    worked, waited = _spread(keys, made.worked, done), _spread(keys, made.waited, answered)
    return {key: _group(items, sorted(worked[key]), sorted(waited[key])) for key, items in masks.items()}


def _spread(
    keys: Sequence[int | str | None], values: Sequence[int], wanted: Sequence[int]
) -> dict[int | str, list[int]]:
    spread: dict[int | str, list[int]] = defaultdict(list)
    for key, value in zip(compress(keys, wanted), compress(values, wanted), strict=True):
        spread[key or 0].append(value)
    return spread


def _group(masks: Iterable[tuple[int, int]], worked: Sequence[int], waited: Sequence[int]) -> Group:
    counts = [0] * len(Counts._fields)
    for mask, number in masks:
        for place in _counted_as(mask):
            counts[place] += number
    return Group(Counts(*counts), worked, waited)


@lru_cache(maxsize=4096)
def _counted_as(mask: int) -> tuple[int, ...]:
    """Return the places in `Counts` that the bits of `mask` count in."""
    return tuple(place for place in range(len(Counts._fields)) if mask >> place & 1)


def total(
    session: Session, community_id: int, seen: Window, department_id: int | None, kinds: Sequence[str] = ()
) -> Tallies:
    """Add up a month in SQL, in total and by each of `kinds`, which must be of `FEW`.

    The database hands over how many requests count as the same in the same place, and how long each of them took.
    """
    wanted = tuple(kinds)
    asked = {**moments(community_id, seen), "department": department_id}
    narrowed = department_id is not None
    parts = [Part.told(row[4:], *row[:4]) for row in fetch(session, _grouped(wanted, narrowed=narrowed), asked)]
    parts += [Part(row[2:], *row[:2]) for row in fetch(session, _answers(wanted, narrowed=narrowed), asked)]
    parts += [
        Part(tuple(each.places[kind] for kind in wanted), BITS["reworked"], 1)
        for each in reworks(session, community_id, seen)
        if not each.bits & BITS["reworked"] and department_id in {None, each.places["department"]}
    ]
    return added_up(parts, wanted)


@dataclass(frozen=True, slots=True)
class Part:
    """How many requests of one place count as the same, and how long each of them took; `keys` say which place."""

    keys: Sequence[Any]
    bits: int
    number: int
    worked: Sequence[int] = ()
    waited: Sequence[int] = ()

    @classmethod
    def told(cls, keys: Sequence[Any], bits: int, number: int, worked: str | None, waited: str | None) -> Part:
        """Return a part as the database hands it over: times as texts with commas between them."""
        done, answered = bits & _COMPLETED and worked, bits & _RESPONDED and waited
        return cls(keys, bits, number, _numbers(done or ""), _numbers(answered or ""))


def _numbers(text: str) -> list[int]:
    return list(map(int, text.split(","))) if text else []


def added_up(parts: Sequence[Part], kinds: Sequence[str]) -> Tallies:
    """Return what parts come to, in total and by each of `kinds`, which name their keys."""
    by = {kind: _by_part(parts, place) for place, kind in enumerate(kinds)}
    masks = Counter[int]()
    for part in parts:
        masks[part.bits] += part.number
    # Where a grouping has put stretches in order already, they are merged, not sorted again.
    stretches: Sequence[Group | Part] = [*next(iter(by.values())).values()] if by else parts
    worked = sorted(chain.from_iterable(each.worked for each in stretches))
    waited = sorted(chain.from_iterable(each.waited for each in stretches))
    return Tallies(_group(masks.items(), worked, waited), by)


def _by_part(parts: Sequence[Part], place: int) -> dict[int | str, Group]:
    several: dict[int | str, list[Part]] = defaultdict(list)
    for part in parts:
        several[part.keys[place] or 0].append(part)
    return {
        key: _group(
            [(part.bits, part.number) for part in some],
            sorted(chain.from_iterable(part.worked for part in some)),
            sorted(chain.from_iterable(part.waited for part in some)),
        )
        for key, some in several.items()
    }


@lru_cache(maxsize=64)
def _grouped(kinds: tuple[str, ...], *, narrowed: bool) -> Executable:
    places = [COLUMNS[kind].label(kind) for kind in kinds]
    columns = (COUNTED_AS.label("counted_as"), WORKED.label("worked"), WAITED.label("waited"), *places)
    entries = union_all(*(_narrowed(part, narrowed=narrowed) for part in alive(*columns))).subquery().c
    keys = [entries[kind] for kind in kinds]
    times = [func.aggregate_strings(cast(entries[name], String), ",") for name in ("worked", "waited")]
    return select(entries.counted_as, func.count(), *times, *keys).group_by(*keys, entries.counted_as)


@lru_cache(maxsize=64)
def _answers(kinds: tuple[str, ...], *, narrowed: bool) -> Executable:
    columns = (GIVEN.label("given"), *(COLUMNS[kind].label(kind) for kind in kinds))
    answered = select(*columns).join(Request, Request.id == FollowUp.request_id).where(ANSWERED, ANSWERING)
    entries = _narrowed(answered, narrowed=narrowed).subquery().c
    keys = [entries[kind] for kind in kinds]
    return select(entries.given, func.count(), *keys).group_by(*keys, entries.given)


def _narrowed(statement: Select[Any], *, narrowed: bool) -> Select[Any]:
    return statement.where(Request.department_id == bindparam("department")) if narrowed else statement
