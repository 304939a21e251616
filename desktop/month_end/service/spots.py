"""Hot spots against the own usual: categories, buildings, rooms, workers, equipment; and how a spot is proposed.

A category that is above its usual in one building only is one proposal that names the building, and the building is
proposed by itself only where it stands out without that category.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.issues.model import Severity
from desktop.issues.rows import NewIssue
from desktop.month_end.rows import HotSpotKind, Proposal
from desktop.month_end.rule import GROUP_LEAST, ROOM_LEAST, SINGLE_LEAST, judge, severity, why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from desktop.core.months import Month
    from desktop.month_end.rule import Judgement
    from desktop.month_end.service.gathering import Gathered

__all__ = ["MOST_EVIDENCE", "MOST_OF_A_KIND", "Spot", "above_usual", "building_words", "proposals_of"]

MOST_EVIDENCE = 200
MOST_OF_A_KIND = 20
"""Of each kind at most so many are proposed, those that matter most; a spot brings at most so many requests along."""

_GRAVE = {Severity.MINOR: 0, Severity.MAJOR: 1, Severity.CRITICAL: 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that stands out; `evidence` are its requests, each with its department. See `Proposal`."""

    kind: HotSpotKind
    key: str
    name: str
    title: Message
    why: Message
    now: int
    bound: int
    severity: Severity
    evidence: Sequence[tuple[int, int | None]]
    usual: float | None = None
    category_id: int | None = None
    building_id: int | None = None
    room_label: str = ""
    worker_id: int | None = None
    equipment_id: int | None = None


def proposals_of(spots: Iterable[Spot], month: Month, months: int) -> list[Proposal]:
    """Return what is proposed, what matters most first: by severity, then by how far above its bound."""
    ranked = sorted(spots, key=lambda spot: (-_GRAVE[spot.severity], -spot.now / spot.bound, -spot.now, spot.key))
    told: Counter[HotSpotKind] = Counter()
    proposed = []
    for spot in ranked:
        told[spot.kind] += 1
        if told[spot.kind] <= MOST_OF_A_KIND:
            proposed.append(_proposal(spot, month, months))
    return proposed


def _proposal(spot: Spot, month: Month, months: int) -> Proposal:
    issue = NewIssue(
        month=month,
        department_id=_department(spot.evidence),
        title=spot.name,
        severity=spot.severity,
        found_as=spot.key,
        category_id=spot.category_id,
        building_id=spot.building_id,
        room_label=spot.room_label,
        worker_id=spot.worker_id,
        equipment_id=spot.equipment_id,
        request_ids=tuple(sorted({id_ for id_, _ in spot.evidence})[-MOST_EVIDENCE:]),
    )
    return Proposal(
        key=spot.key,
        kind=spot.kind,
        name=spot.name,
        now=spot.now,
        usual=spot.usual,
        bound=float(spot.bound),
        months=months,
        why=spot.why,
        issue=issue,
        title=spot.title,
    )


def _department(evidence: Sequence[tuple[int, int | None]]) -> int | None:
    """Return the department most of the requests belong to, none where none belongs to any."""
    found = Counter(department for _, department in evidence if department is not None)
    return min(found, key=lambda department: (-found[department], department), default=None)


def building_words(name: str) -> Message:
    """Return a building as it is called in a sentence: 3栋; one with a name of its own keeps it."""
    return msg("Building %(name)s", name=name) if name.isascii() else Message("%(name)s", {"name": name})


def above_usual(month: Gathered) -> list[Spot]:
    """Return everything that is above its own usual."""
    categories = list(_categories(month))
    concerned: dict[int, set[int]] = defaultdict(set)
    for spot in categories:
        if spot.building_id is not None and spot.category_id is not None:
            concerned[spot.building_id].add(spot.category_id)
    return [
        *categories,
        *_buildings(month, concerned),
        *_rooms(month),
        *_workers(month),
        *_equipment(month),
    ]


def _of_group(
    judged: Judgement,
    kind: HotSpotKind,
    key: str,
    name: str,
    title: Message,
    evidence: Sequence[tuple[int, int | None]],
) -> Spot:
    return Spot(
        kind=kind,
        key=f"{kind}/{key}",
        name=name,
        title=title,
        why=why(judged),
        now=judged.now,
        bound=judged.bound,
        severity=severity(judged.now, judged.bound),
        evidence=evidence,
        usual=judged.usual,
    )


# --- categories and buildings ---------------------------------------------------------------------------------------


def _cells(month: Gathered) -> Counter[tuple[int, int]]:
    return Counter((line.category_id or 0, line.building_id or 0) for line in month.lines)


def _evidence(month: Gathered, category: int | None, building: int | None) -> list[tuple[int, int | None]]:
    return [
        (line.id, line.department_id)
        for line in month.lines
        if (category is None or line.category_id == category) and (building is None or line.building_id == building)
    ]


def _categories(month: Gathered) -> Iterator[Spot]:
    for category, (now, before) in _rows_of(month, 0).items():
        judged = judge(now.total(), before.total(), month.months, GROUP_LEAST)
        if judged is None or not judged.stands_out:
            continue
        name = month.names.categories.get(category, "")
        spot = _of_group(
            judged,
            HotSpotKind.CATEGORY,
            str(category),
            name,
            msg("%(category)s: clearly more requests than usual", category=name),
            _evidence(month, category, None),
        )
        spot = replace(spot, category_id=category)
        building = _explained_by(now, before, month.months)
        yield spot if building is None else _in_building(spot, month, building, now[building], before[building])


def _in_building(spot: Spot, month: Gathered, building: int, now: int, before: int) -> Spot:
    """Return the spot of a category as one of the single building it comes from."""
    name = month.names.buildings.get(building, "")
    part = judge(now, before, month.months, SINGLE_LEAST)
    assert part is not None
    words = building_words(name)
    return replace(
        spot,
        name=f"{name} · {spot.name}",
        title=msg("%(category)s in %(building)s: clearly more requests than usual", category=spot.name, building=words),
        why=msg(
            "%(numbers)s %(count)s of them come from %(building)s (usually %(usual)s); elsewhere it is as usual.",
            numbers=spot.why,
            count=now,
            building=words,
            usual=f"{part.usual:.1f}",
        ),
        evidence=_evidence(month, spot.category_id, building),
        building_id=building,
    )


def _buildings(month: Gathered, concerned: Mapping[int, set[int]]) -> Iterator[Spot]:
    for building, (now, before) in _rows_of(month, 1).items():
        judged = judge(now.total(), before.total(), month.months, GROUP_LEAST)
        if judged is None or not judged.stands_out:
            continue
        told = concerned.get(building, set())
        rest = judge(
            sum(count for category, count in now.items() if category not in told),
            sum(count for category, count in before.items() if category not in told),
            month.months,
            GROUP_LEAST,
        )
        if told and rest is not None and not rest.stands_out:
            continue
        name = month.names.buildings.get(building, "")
        words = building_words(name)
        spot = _of_group(
            judged,
            HotSpotKind.BUILDING,
            str(building),
            name,
            msg("%(building)s: clearly more requests than usual", building=words),
            _evidence(month, None, building),
        )
        spot = replace(spot, building_id=building)
        category = _explained_by(now, before, month.months)
        yield spot if category is None else _mostly(spot, month, category, now[category], before[category])


def _mostly(spot: Spot, month: Gathered, category: int, now: int, before: int) -> Spot:
    """Return the spot of a building as one of the single category it comes from."""
    name = month.names.categories.get(category, "")
    return replace(
        spot,
        title=msg(
            "%(category)s in %(building)s: clearly more requests than usual",
            category=name,
            building=building_words(spot.name),
        ),
        why=msg(
            "%(numbers)s %(count)s of them are about %(category)s (usually %(usual)s); the others are as usual.",
            numbers=spot.why,
            count=now,
            category=name,
            usual=f"{before / month.months:.1f}",
        ),
        evidence=_evidence(month, category, spot.building_id),
        category_id=category,
    )


def _rows_of(month: Gathered, place: int) -> dict[int, tuple[Counter[int], Counter[int]]]:
    """Return, by category (`place` 0) or building (1), what it had by the other one, now and before."""
    found: dict[int, tuple[Counter[int], Counter[int]]] = {}
    for which, cells in enumerate((_cells(month), month.before)):
        for cell, count in cells.items():
            if cell[place]:
                found.setdefault(cell[place], (Counter(), Counter()))[which][cell[1 - place]] += count
    return found


def _explained_by(now: Counter[int], before: Counter[int], months: int) -> int | None:
    """Return the one part that alone is above its usual while all others together are not; none if there is none."""
    most = max((part for part in now if part), key=lambda part: (now[part] * months - before[part], part), default=None)
    if most is None or len(now + before) == 1:
        return None
    part = judge(now[most], before[most], months, SINGLE_LEAST)
    rest = judge(now.total() - now[most], before.total() - before[most], months, GROUP_LEAST)
    alone = part is not None and part.stands_out and rest is not None and not rest.stands_out
    return most if alone else None


# --- rooms, workers, equipment --------------------------------------------------------------------------------------


def _rooms(month: Gathered) -> Iterator[Spot]:
    by_room: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    for line in month.lines:
        if line.room_label:
            by_room[line.room_label].append((line.id, line.department_id))
    for label, evidence in by_room.items():
        judged = judge(len(evidence), month.before_by_room[label], month.months, ROOM_LEAST)
        if judged is not None and judged.stands_out:
            title = msg("%(room)s: requests again and again", room=label)
            spot = _of_group(judged, HotSpotKind.ROOM, label, label, title, evidence)
            yield replace(spot, room_label=label)


def _workers(month: Gathered) -> Iterator[Spot]:
    """Judge workers by what came back or left someone less than satisfied, never by how much they have to do."""
    now: dict[int, dict[int, int | None]] = defaultdict(dict)
    before: dict[int, set[int]] = defaultdict(set)
    for each in month.poor:
        now[each.worker_id or 0][each.request_id] = each.department_id
    for each in month.poor_before:
        before[each.worker_id or 0].add(each.request_id)
    for worker, requests in now.items():
        judged = judge(len(requests), len(before[worker]), month.months, SINGLE_LEAST) if worker else None
        if judged is not None and judged.stands_out:
            name = month.names.workers.get(worker, "")
            title = msg("%(worker)s: more work than usual that came back or left residents unsatisfied", worker=name)
            spot = _of_group(judged, HotSpotKind.WORKER, str(worker), name, title, list(requests.items()))
            told = msg("Repairs taken up again and answers below “satisfied”: %(numbers)s", numbers=spot.why)
            yield replace(spot, why=told, worker_id=worker)


def _equipment(month: Gathered) -> Iterator[Spot]:
    department = {line.id: line.department_id for line in month.lines}
    for equipment, ids in month.by_equipment.items():
        judged = judge(len(ids), month.before_by_equipment[equipment], month.months, SINGLE_LEAST)
        if judged is not None and judged.stands_out:
            name = month.names.equipment.get(equipment, "")
            title = msg("%(equipment)s: out of order again and again", equipment=name)
            evidence = [(id_, department.get(id_)) for id_ in ids]
            spot = _of_group(judged, HotSpotKind.EQUIPMENT, str(equipment), name, title, evidence)
            yield replace(spot, equipment_id=equipment)
