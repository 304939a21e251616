"""Whom the first field of the gate may mean: rows behind what was found, and short lists that are looked through."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import Date, Text, bindparam, func, literal_column, or_, select, text, union_all

from desktop.households.model import OccupancyRole
from desktop.storage.base import UtcMoment
from desktop.storage.listed import listed, these
from desktop.visits.model import ContractorPass, ExpectedVisit, WatchEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

__all__ = [
    "Beforehand",
    "Known",
    "Owned",
    "beforehand",
    "known",
    "resident_vehicles",
    "told",
]

_PLAIN = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})
"""Lets the signs of a pattern stand for themselves."""

LATELY = timedelta(days=90)
"""A pass that is over for longer is no longer in anybody's pocket."""

FEWEST_OF_NUMBER = 4
"""So much of a pass's number is no accident."""

_RANK = " ".join(f"WHEN '{role}' THEN {rank}" for rank, role in enumerate(OccupancyRole))
_BY_TIME, _BY_PLATE = attrgetter("last_at", "id"), attrgetter("plate", "id")


class Beforehand(NamedTuple):
    """Someone the gate was told of: `source` is expected, pass or watched.

    `mark` is the code of someone expected, the number of a pass; `crew` its foreman and people, one a line.
    """

    source: str
    id: int
    room_id: int | None
    place: str
    plate: str
    name: str
    company: str
    crew: str
    mark: str
    kind: str
    people: int


Told = tuple[str, int, str]
"""Source and id of someone the gate was told of, and the lines by which they are found."""


class Known(NamedTuple):
    """A visitor who came before, with the visit that is still inside (none: not inside)."""

    id: int
    plate: str
    name: str
    company: str
    kind: str
    own_kind_id: int | None
    room_id: int | None
    place: str
    visits: int
    last_at: datetime
    inside_id: int | None


class Owned(NamedTuple):
    """A household's own vehicle with the first of who lives there."""

    id: int
    plate: str
    room_id: int
    place: str
    name: str


def told(session: Session, community_id: int, now: datetime, today: date, digits: str = "") -> Sequence[Told]:
    """Return all that the gate was told of and that holds.

    The first line of each is a plate, the others are names and numbers. With `digits`, which no name holds, only those
    in whose plate, code or number it stands, and passes that held lately whose number ends so: who shows one is told
    that it is over. No more than that: most are looked through and left aside at every key.
    """
    values: dict[str, object] = {"community": community_id, "now": now, "today": today}
    if digits:
        values["lately"] = today - LATELY
        values["ending"] = f"%{digits.translate(_PLAIN)}" if len(digits) >= FEWEST_OF_NUMBER else ""
        values["part"] = f"%{digits.translate(_PLAIN)}%"
    found: Any = session.connection().execute(_told(bool(digits)), values).all()
    return cast("Sequence[Told]", found)


def beforehand(session: Session, community_id: int, chosen: Sequence[tuple[str, int]]) -> Iterable[Beforehand]:
    """Return what there is of `chosen`, source and id each, by source and id."""
    if not chosen:
        return ()
    on_server = session.get_bind().dialect.name == "postgresql"
    of: dict[str, list[int]] = {"expected": [], "pass": [], "watched": []}
    for source, id_ in chosen:
        of[source].append(id_)
    values = {source: listed(ids, on_server) for source, ids in of.items()}
    rows = session.connection().execute(_beforehand(on_server), {"community": community_id, **values})
    return sorted(map(Beforehand._make, rows))


def known(session: Session, community_id: int, ids: Sequence[int]) -> Iterable[Known]:
    """Return the visitors with `ids` that there are, who came last first."""
    if not ids:
        return ()
    on_server = session.get_bind().dialect.name == "postgresql"
    values = {"community": community_id, "ids": listed(ids, on_server)}
    rows = session.connection().execute(_known(on_server), values)
    return sorted(map(Known._make, rows), key=_BY_TIME, reverse=True)


def resident_vehicles(session: Session, community_id: int, ids: Sequence[int], today: date) -> Iterable[Owned]:
    """Return the vehicles of households with `ids` that there are, each with who is named first in its household."""
    if not ids:
        return ()
    on_server = session.get_bind().dialect.name == "postgresql"
    values = {"community": community_id, "ids": listed(ids, on_server), "today": today}
    rows = session.connection().execute(_owned(on_server), values)
    return sorted(map(Owned._make, rows), key=_BY_PLATE)


# Asked at every key typed; making a statement costs more than asking it, so each is made once.


@cache
def _told(with_digits: bool) -> Executable:  # noqa: FBT001 - which of two questions
    visit, terms, entry = ExpectedVisit, ContractorPass, WatchEntry
    today, now = bindparam("today", type_=Date()), bindparam("now", type_=UtcMoment())
    expected = select(literal_column("'expected'"), visit.id, _lines(visit.plate, visit.name, visit.code)).where(
        visit.last_day >= today, visit.first_day <= today, visit.withdrawn_at.is_(None)
    )
    passes = select(
        literal_column("'pass'"), terms.id, _lines("", terms.foreman, terms.company, terms.number, terms.crew)
    ).where(terms.last_day >= today, terms.first_day <= today, terms.revoked_at.is_(None))
    watched = select(literal_column("'watched'"), entry.id, _lines(entry.plate, entry.name)).where(
        entry.approved_at <= now, entry.ended_at.is_(None), or_(entry.until.is_(None), entry.until > now)
    )
    if with_digits:
        part: Any = bindparam("part")
        expected = expected.where(or_(visit.plate.like(part, escape="\\"), visit.code.like(part, escape="\\")))
        number = func.replace(terms.number, "-", "")
        lately, ending = bindparam("lately", type_=Date()), cast("Any", bindparam("ending"))
        over = select(literal_column("'pass'"), terms.id, _lines("", terms.number)).where(
            or_(terms.last_day < today, terms.revoked_at.is_not(None)),
            terms.last_day >= lately,
            number.like(ending, escape="\\"),
        )
        passes = passes.where(or_(number.like(part, escape="\\"), terms.company.like(part, escape="\\")))
        watched = watched.where(entry.plate.like(part, escape="\\"))
    theirs: Any = bindparam("community")
    asked = [
        expected.where(visit.community_id == theirs),
        passes.where(terms.community_id == theirs),
        watched.where(entry.community_id == theirs),
    ]
    return union_all(*asked, *([over.where(terms.community_id == theirs)] if with_digits else ()))


def _lines(first: Any, *more: Any) -> Any:
    """Return texts as lines of one: a row of three columns is fetched sooner than one of nine."""
    lines: Any = literal_column("''", Text()) if first == "" else first
    for each in more:
        lines = lines.concat(literal_column("'\n'", Text())).concat(each)
    return lines


@cache
def _beforehand(on_server: bool) -> Executable:  # noqa: FBT001 - one of two engines
    return text(f"""
        SELECT 'expected', t.id, t.room_id, r.label, t.plate, t.name, '', '', t.code, t.kind, t.people
        FROM {these("expected", on_server)} CROSS JOIN expected_visit t CROSS JOIN room r
        WHERE t.id = w.value AND r.id = t.room_id AND t.community_id = :community
        UNION ALL
        SELECT 'pass', t.id, t.room_id, coalesce(r.label, t.place), '', t.foreman, t.company, t.crew, t.number, '',
            t.people
        FROM {these("pass", on_server)} CROSS JOIN contractor_pass t LEFT JOIN room r ON r.id = t.room_id
        WHERE t.id = w.value AND t.community_id = :community
        UNION ALL
        SELECT 'watched', t.id, NULL, '', t.plate, t.name, '', '', '', '', 0
        FROM {these("watched", on_server)} CROSS JOIN watch_entry t
        WHERE t.id = w.value AND t.community_id = :community
    """)  # noqa: S608 - the parts are written above


@cache
def _known(on_server: bool) -> Executable:  # noqa: FBT001 - one of two engines
    return text(f"""
        SELECT v.id, v.plate, v.name, v.company, v.kind, v.own_kind_id, v.room_id, v.place, v.visits, v.last_at,
            (SELECT max(visit.id) FROM visit WHERE visit.visitor_id = v.id AND visit.state = 'inside')
        FROM {these("ids", on_server)} CROSS JOIN visitor v
        WHERE v.id = w.value AND v.community_id = :community
    """).columns(last_at=UtcMoment())  # noqa: S608 - the parts are written above


@cache
def _owned(on_server: bool) -> Executable:  # noqa: FBT001 - one of two engines
    statement = text(f"""
        SELECT v.id, v.plate, r.id, r.label, coalesce((
            SELECT p.name FROM occupancy o CROSS JOIN resident p
            WHERE o.room_id = v.room_id AND p.id = o.resident_id AND p.merged_into_id IS NULL
                AND (o.until IS NULL OR o.until > :today)
            ORDER BY CASE o.role {_RANK} END, o.id LIMIT 1
        ), '')
        FROM {these("ids", on_server)} CROSS JOIN vehicle v CROSS JOIN room r
        WHERE v.id = w.value AND r.id = v.room_id AND v.community_id = :community
    """)  # noqa: S608 - the parts are written above
    return statement.bindparams(bindparam("today", type_=Date()))
