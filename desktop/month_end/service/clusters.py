"""Hot spots from a fixed number on: reworks, dissatisfied answers, complaints of one room, what is open for months.

A request is told of once: a worker whose answers are told of by name is not told of by category again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg, nmsg
from desktop.issues.model import Severity
from desktop.month_end.rows import HotSpotKind
from desktop.month_end.rule import COMPLAINTS, COMPLAINTS_IN_THREE_MONTHS, REWORKS, UNHAPPY, bound_of, severity
from desktop.month_end.service.spots import Spot
from desktop.requests.model import RequestKind, Satisfaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from desktop.month_end.service.gathering import Gathered
    from desktop.month_end.store import Answered, Line

__all__ = ["clusters"]

_UNHAPPY = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})
_LONG_MONTHS = 6
"""What has been open for longer than this is considerable whatever its number."""

_ENDINGS = "部处组队心司室科班站"
"""A department whose name ends so is not called 部 once more."""


def clusters(month: Gathered, workers_told: frozenset[int]) -> list[Spot]:
    """Return all of them; `workers_told` stand out by themselves already and are left out here."""
    return [
        *_reworks(month, workers_told),
        *_dissatisfied(month, workers_told),
        *_repeat_complainers(month),
        *_long_carried(month),
    ]


def department_words(name: str) -> Message:
    """Return a department as it is called in a sentence: 工程部."""
    kept = not name or name.endswith(tuple(_ENDINGS))
    return Message("%(name)s", {"name": name}) if kept else msg("%(name)s department", name=name)


def _of(lines: Sequence[Line]) -> list[tuple[int, int | None]]:
    return [(line.id, line.department_id) for line in lines]


# --- rework ---------------------------------------------------------------------------------------------------------


def _reworks(month: Gathered, workers_told: frozenset[int]) -> Iterator[Spot]:
    rooms: dict[tuple[str, int], list[Line]] = defaultdict(list)
    workers: dict[int, list[Line]] = defaultdict(list)
    for line in month.reworked:
        if line.room_label and line.category_id is not None:
            rooms[line.room_label, line.category_id].append(line)
        if line.worker_id is not None and line.worker_id not in workers_told:
            workers[line.worker_id].append(line)
    told = []
    for (label, category), lines in rooms.items():
        if len(lines) >= REWORKS:
            told.append({line.id for line in lines})
            yield _of_room(label, category, month.names.categories.get(category, ""), lines)
    for worker, lines in workers.items():
        whole = month.repaired.get(worker, 0)
        if len(lines) >= bound_of(whole, REWORKS) and {line.id for line in lines} not in told:
            yield _of_worker(worker, month.names.workers.get(worker, ""), lines, whole)


def _of_room(label: str, category: int, name: str, lines: Sequence[Line]) -> Spot:
    return Spot(
        kind=HotSpotKind.REWORK,
        key=f"{HotSpotKind.REWORK}/room/{category}/{label}",
        name=f"{label} · {name}",
        title=msg("%(room)s, %(category)s: mended more than once", room=label, category=name),
        why=msg(
            "%(count)s repairs completed this month had to be done again; from %(least)s on it is listed.",
            count=len(lines),
            least=REWORKS,
        ),
        now=len(lines),
        bound=REWORKS,
        severity=severity(len(lines), REWORKS),
        evidence=_of(lines),
        category_id=category,
        building_id=lines[0].building_id,
        room_label=label,
    )


def _of_worker(worker: int, name: str, lines: Sequence[Line], whole: int) -> Spot:
    least = bound_of(whole, REWORKS)
    return Spot(
        kind=HotSpotKind.REWORK,
        key=f"{HotSpotKind.REWORK}/worker/{worker}",
        name=name,
        title=msg("%(worker)s: repairs that had to be done again", worker=name),
        why=msg(
            "%(count)s of %(whole)s repairs completed this month had to be done again; from %(least)s on (one in ten,"
            " at least two) it is listed.",
            count=len(lines),
            whole=whole,
            least=least,
        ),
        now=len(lines),
        bound=least,
        severity=severity(len(lines), least),
        evidence=_of(lines),
        worker_id=worker,
    )


# --- dissatisfied ---------------------------------------------------------------------------------------------------


def _dissatisfied(month: Gathered, workers_told: frozenset[int]) -> Iterator[Spot]:
    """Put answers together by worker, what is left by category, then by department; last the very dissatisfied."""
    left = [each for each in month.poor if each.grade in _UNHAPPY and each.worker_id not in workers_told]
    names = month.names
    groupings: tuple[tuple[str, Callable[[Answered], int | None], Callable[[int], tuple[str, Message]]], ...] = (
        ("worker", lambda each: each.worker_id, lambda id_: _plain(names.workers.get(id_, ""))),
        ("category", lambda each: each.category_id, lambda id_: _plain(names.categories.get(id_, ""))),
        ("department", lambda each: each.department_id, lambda id_: _department(names.departments.get(id_, ""))),
    )
    for kind, of, called in groupings:
        groups: dict[int, list[Answered]] = defaultdict(list)
        for each in left:
            groups[of(each) or 0].append(each)
        for id_, answers in groups.items():
            whole = month.answered[kind].get(id_, 0)
            if id_ and len({each.request_id for each in answers}) >= bound_of(whole, UNHAPPY):
                left = [each for each in left if of(each) != id_]
                yield _unhappy(f"{kind}/{id_}", *called(id_), answers, whole)
    very: dict[int, list[Answered]] = defaultdict(list)
    for each in left:
        if each.grade == Satisfaction.VERY_DISSATISFIED:
            very[each.department_id or 0].append(each)
    for id_, answers in very.items():
        yield _very_unhappy(id_, names.departments.get(id_, ""), answers)


def _plain(name: str) -> tuple[str, Message]:
    return name, Message("%(name)s", {"name": name})


def _department(name: str) -> tuple[str, Message]:
    return name, department_words(name)


def _unhappy(key: str, name: str, called: Message, answers: Sequence[Answered], whole: int) -> Spot:
    """Return a spot of dissatisfied answers, of `whole` ones of its kind."""
    whose, _, id_ = key.partition("/")
    least = bound_of(whole, UNHAPPY)
    requests = {each.request_id: each.department_id for each in answers}
    very = sum(each.grade == Satisfaction.VERY_DISSATISFIED for each in answers)
    grave = severity(len(requests), least)
    told = msg(
        "%(count)s of %(whole)s answers this month were dissatisfied; from %(least)s on (one in ten, at least two) it"
        " is listed.",
        count=len(answers),
        whole=whole,
        least=least,
    )
    return Spot(
        kind=HotSpotKind.DISSATISFIED,
        key=f"{HotSpotKind.DISSATISFIED}/{key}",
        name=name,
        title=msg("%(name)s: residents dissatisfied in follow-ups", name=called),
        why=msg("%(numbers)s “Very dissatisfied” among them: %(count)s.", numbers=told, count=very) if very else told,
        now=len(requests),
        bound=least,
        severity=Severity.MAJOR if very and grave is Severity.MINOR else grave,
        evidence=list(requests.items()),
        category_id=int(id_) if whose == "category" else None,
        worker_id=int(id_) if whose == "worker" else None,
    )


def _very_unhappy(department: int, name: str, answers: Sequence[Answered]) -> Spot:
    """Return a spot of the very dissatisfied answers about a department (0: none) that no other spot tells of."""
    requests = {each.request_id: each.department_id for each in answers}
    called = department_words(name) if department else msg("No department")
    return Spot(
        kind=HotSpotKind.DISSATISFIED,
        key=f"{HotSpotKind.DISSATISFIED}/very/{department}",
        name=name or "-",
        title=msg("%(name)s: residents very dissatisfied in follow-ups", name=called),
        why=nmsg(
            "%(count)s answer of the month was “very dissatisfied”; a single one is enough to be listed.",
            "%(count)s answers of the month were “very dissatisfied”; a single one is enough to be listed.",
            len(answers),
        ),
        now=len(requests),
        bound=1,
        severity=Severity.MAJOR if len(requests) >= UNHAPPY else Severity.MINOR,
        evidence=list(requests.items()),
    )


# --- complaints of one room, and what is open for months ------------------------------------------------------------


def _repeat_complainers(month: Gathered) -> Iterator[Spot]:
    now: dict[str, list[Line]] = defaultdict(list)
    for line in month.lines:
        if line.kind == RequestKind.COMPLAINT and line.room_label:
            now[line.room_label].append(line)
    for label, lines in now.items():
        all_three = month.complaints.get(label, ())
        if len(lines) < COMPLAINTS and len(all_three) < COMPLAINTS_IN_THREE_MONTHS:
            continue
        grave = (severity(len(lines), COMPLAINTS), severity(len(all_three), COMPLAINTS_IN_THREE_MONTHS))
        departments = dict(_of(lines))
        in_month = len(lines) >= COMPLAINTS
        yield Spot(
            kind=HotSpotKind.REPEAT_COMPLAINER,
            key=f"{HotSpotKind.REPEAT_COMPLAINER}/{label}",
            name=label,
            title=msg("%(room)s: complained again and again", room=label),
            why=msg(
                "Complaints this month: %(now)s, in three months: %(all)s; from %(least)s in a month or %(most)s in"
                " three months on it is listed.",
                now=len(lines),
                all=len(all_three),
                least=COMPLAINTS,
                most=COMPLAINTS_IN_THREE_MONTHS,
            ),
            now=len(lines) if in_month else len(all_three),
            bound=COMPLAINTS if in_month else COMPLAINTS_IN_THREE_MONTHS,
            severity=max(grave, key=list(Severity).index),
            evidence=[(id_, departments.get(id_)) for id_ in all_three],
            building_id=lines[0].building_id,
            room_label=label,
        )


def _long_carried(month: Gathered) -> Iterator[Spot]:
    by_department: dict[int, list[Line]] = defaultdict(list)
    for line in month.lasting:
        by_department[line.department_id or 0].append(line)
    for department, lines in by_department.items():
        name = month.names.departments.get(department, "")
        oldest = lines[0].occurred_at
        very_old = oldest < month.month.plus(-_LONG_MONTHS).start(month.zone)
        called = department_words(name) if department else msg("No department")
        yield Spot(
            kind=HotSpotKind.LONG_CARRIED,
            key=f"{HotSpotKind.LONG_CARRIED}/{department}",
            name=name or "-",
            title=msg("%(department)s: open for two months or more", department=called),
            why=nmsg(
                "%(count)s request from before %(month)s was open at the month's end; the oldest is of %(day)s.",
                "%(count)s requests from before %(month)s were open at the month's end; the oldest is of %(day)s.",
                len(lines),
                month=month.month.plus(-1),
                day=oldest.astimezone(month.zone).date(),
            ),
            now=len(lines),
            bound=1,
            severity=Severity.MAJOR if very_old else Severity.MINOR,
            evidence=_of(lines),
        )
