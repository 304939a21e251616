"""Whom the first field of the gate may mean, put in order: the nearest first, everybody once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.core.pinyin import readings
from desktop.core.plates import canonical_plate, display_plate
from desktop.storage import search
from desktop.storage.search import PUBLIC_FIELDS
from desktop.visits.model import VisitKind
from desktop.visits.rows import HitSource, KindKey, VisitorHit
from desktop.visits.rule import name_key
from desktop.visits.store import finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = ["found_hits", "owner_hits"]

MOST_FOUND = 24
"""So many visitors and vehicles are put in order; what was typed exactly is among them."""

MOST_OWNERS = 20
FEWEST_OF_PLATE = 2
_EXACT, _BEGINS, _HOLDS, _NOT = range(4)
_SOURCES = {source: rank for rank, source in enumerate(HitSource)}


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, as plates and as names are compared."""

    words: str
    plate: str
    name: str
    may_be_plate: bool

    @classmethod
    def of(cls, words: str) -> _Typed:
        """Read what was typed; `may_be_plate` tells whether some plate may hold it."""
        plate = canonical_plate(words)
        return cls(words, plate, name_key(words), len(plate) >= FEWEST_OF_PLATE and any(map(str.isascii, plate)))

    @property
    def digits(self) -> str:
        """Return the plate it may be a part of, "" where it may as well be a name: no name has digits."""
        return self.plate if any(map(str.isdigit, self.plate)) else ""

    def of_plate(self, plate: str) -> int:
        """Return how near it is to a canonical plate; a guard reads the end of one first."""
        if not plate or not self.plate:
            return _NOT
        if plate == self.plate:
            return _EXACT
        if not self.may_be_plate:
            return _NOT
        return _BEGINS if plate.endswith(self.plate) else _HOLDS if self.plate in plate else _NOT

    def of_name(self, name: str) -> int:
        """Return how near it is to a name, in writing or in pinyin."""
        written = name_key(name)
        if not written or not self.name:
            return _NOT
        if written == self.name:
            return _EXACT
        if self.name in written:
            return _BEGINS if written.startswith(self.name) else _HOLDS
        if not self.name.isascii():
            return _NOT
        spelt = readings(name)
        return _BEGINS if self.name in spelt else _HOLDS if any(self.name in form for form in spelt) else _NOT


_Hit = tuple[int, VisitorHit]
"""How near it is, and whom it means."""


def found_hits(session: Session, community_id: int, words: str, now: datetime, today: date) -> Iterator[VisitorHit]:
    """Yield whom `words` may mean: exact ones first, among them and after them by where the gate knows them from."""
    typed = _Typed.of(words)
    hits = [
        *_beforehand(typed, session, community_id, now, today),
        *_visitors(typed, finding.known(session, community_id, _visitor_ids(session, community_id, typed))),
        *_residents(typed, session, community_id, today, MOST_FOUND),
    ]
    merged: dict[tuple[str, int | None], _Hit] = {}
    for distance, hit in sorted(hits, key=lambda each: _SOURCES[each[1].source]):
        key = _same(hit)
        first = merged.get(key)
        merged[key] = (distance, hit) if first is None else (min(first[0], distance), _filled(first[1], hit))
    order = sorted(merged.values(), key=lambda each: (each[0] != _EXACT, _SOURCES[each[1].source], each[0]))
    return (hit for _, hit in order)


def owner_hits(session: Session, community_id: int, words: str, today: date) -> Iterator[VisitorHit]:
    """Yield whose vehicles have `words` in their plates: households' own first, then visitors' that are inside."""
    typed = _Typed.of(words)
    hits = _residents(typed, session, community_id, today, MOST_OWNERS)
    visitors = finding.known(session, community_id, _visitor_ids(session, community_id, typed))
    hits += [hit for hit in _visitors(typed, visitors) if hit[1].vehicle]

    def order(hit: _Hit) -> tuple[bool, bool, bool, int]:
        gone = hit[1].source is HitSource.VISITOR and hit[1].inside_visit_id is None
        return hit[0] != _EXACT, gone, hit[1].source is HitSource.VISITOR, hit[0]

    return (hit for distance, hit in sorted(hits, key=order) if distance < _NOT)


def _visitor_ids(session: Session, community_id: int, typed: _Typed) -> list[int]:
    words = typed.digits or typed.words
    found = search.find(session, community_id, "visitor", words, columns=PUBLIC_FIELDS, limit=MOST_FOUND)
    if len(found) == MOST_FOUND:
        # there are more than are put in order: what was typed whole must be among them
        whole = f"-{search.normal(words).strip('-')}-"
        found = [*search.find(session, community_id, "visitor", whole, columns=PUBLIC_FIELDS, limit=MOST_FOUND), *found]
    return list(dict.fromkeys(found))


def _beforehand(typed: _Typed, session: Session, community_id: int, now: datetime, today: date) -> Iterator[_Hit]:
    name, plate = typed.name or typed.plate, typed.plate or typed.name
    if not name:
        return
    rows = finding.told(session, community_id, now, today, typed.digits)
    chosen = [(source, id_) for source, id_, lines in rows if name in (forms := _forms(lines)) or plate in forms]
    read = {"expected": _expected, "pass": _passed, "watched": _watched}
    for one in finding.beforehand(session, community_id, chosen):
        distance, hit = read[one.source](typed, one)
        if distance < _NOT:
            yield distance, hit


@lru_cache(maxsize=8192)
def _forms(lines: str) -> str:
    """Return all forms by which someone the gate was told of may be typed; the first line is a plate."""
    plate, _, names = lines.partition("\n")
    said = names.splitlines()
    return "\n".join([plate, *map(name_key, said), *(form for name in said for form in readings(name))])


def _expected(typed: _Typed, row: finding.Beforehand) -> _Hit:
    plate = row.plate
    distance = min(typed.of_plate(plate), typed.of_name(row.name))
    if row.mark and row.mark == typed.plate:
        distance = _EXACT
    hit = VisitorHit(
        HitSource.EXPECTED,
        row.id,
        display_plate(plate) if plate else row.name,
        bool(plate),
        row.name if plate else "",
        kind=KindKey(VisitKind(row.kind)),
        room_id=row.room_id,
        place=row.place,
        people=row.people,
    )
    return distance, hit


def _passed(typed: _Typed, row: finding.Beforehand) -> _Hit:
    people = [name for name in (row.name, *row.crew.splitlines()) if name]
    nearest, _, named = min(
        ((typed.of_name(name), place, name) for place, name in enumerate(people)), default=(_NOT, 0, "")
    )
    distance = min(nearest, typed.of_name(row.company), typed.of_name(row.mark))
    title = named if nearest < _NOT else people[0] if people else row.company
    hit = VisitorHit(
        HitSource.PASS,
        row.id,
        title,
        vehicle=False,
        company=row.company,
        kind=KindKey(VisitKind.CONTRACTOR),
        room_id=row.room_id,
        place=row.place,
        people=row.people,
    )
    return distance, hit


def _watched(typed: _Typed, row: finding.Beforehand) -> _Hit:
    distance = min(typed.of_plate(row.plate), typed.of_name(row.name))
    title = display_plate(row.plate) if row.plate else row.name
    return distance, VisitorHit(HitSource.WATCHED, row.id, title, bool(row.plate), row.name if row.plate else "")


def _visitors(typed: _Typed, rows: Iterable[finding.Known]) -> Iterator[_Hit]:
    for row in rows:
        distance = min(typed.of_plate(row.plate), typed.of_name(row.name), typed.of_name(row.company))
        yield (
            # what the index found otherwise, by two words of it say, is meant as well
            min(distance, _HOLDS),
            VisitorHit(
                HitSource.VISITOR,
                row.id,
                display_plate(row.plate) if row.plate else row.name,
                bool(row.plate),
                row.name if row.plate else "",
                row.company,
                KindKey(VisitKind(row.kind), row.own_kind_id or 0),
                row.room_id,
                row.place,
                row.visits,
                row.last_at,
                inside_visit_id=row.inside_id,
            ),
        )


def _residents(typed: _Typed, session: Session, community_id: int, today: date, limit: int) -> list[_Hit]:
    if not typed.may_be_plate:
        return []
    ids = search.find(session, community_id, "vehicle", typed.plate, columns=PUBLIC_FIELDS, limit=limit)
    return [
        (
            typed.of_plate(row.plate),
            VisitorHit(
                HitSource.RESIDENT,
                row.id,
                display_plate(row.plate),
                True,
                row.name,
                room_id=row.room_id,
                place=row.place,
            ),
        )
        for row in finding.resident_vehicles(session, community_id, ids, today)
    ]


def _same(hit: VisitorHit) -> tuple[str, int | None]:
    """Return what makes two hits one: the plate, or a name that goes to one room."""
    return (canonical_plate(hit.title), None) if hit.vehicle else (name_key(hit.title), hit.room_id)


def _filled(first: VisitorHit, other: VisitorHit) -> VisitorHit:
    """Return the better hit with what the other one knows besides."""
    return replace(
        first,
        name=first.name or other.name,
        company=first.company or other.company,
        kind=first.kind or other.kind,
        times=first.times or other.times,
        last_at=first.last_at or other.last_at,
        inside_visit_id=first.inside_visit_id or other.inside_visit_id,
    )
