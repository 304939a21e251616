"""Counting a month request by request: one pass over them, from the covering index, and one over their answers.

For lists, for what a closing keeps, and for groupings into many small groups. What is counted in few groups is added
up in SQL (`tallying.total`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import compress, repeat
from operator import or_ as or_bits
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, select, union_all

from desktop.households.model import Building
from desktop.months.store.bits import BITS, COLUMNS, COUNTED_AS, GIVEN, KINDS, WAITED, WORKED, fetch, in_parts
from desktop.months.store.definitions import ANSWERED, ANSWERING, alive, moments
from desktop.months.store.rework import reworks
from desktop.requests.model import FollowUp, Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Executable
    from sqlalchemy.orm import Session

    from desktop.months.rows import Window

__all__ = ["Pass", "read", "zones"]

_ALONE = 4
"""How many columns of an entry say nothing about where it belongs."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over a month found, column by column, all of one length.

    An entry is a request, or one more answer about it. `places` are, by kind, where it belongs (an id, or the code of
    its place, liability or source; none or "" where it has none). `bits` is what it counts as, `worked` the
    microseconds from report to completion less holds where it was completed, `waited` those from report to response
    where it was responded to. `followers` names, by id, the repair that made another one rework.
    """

    ids: Sequence[int]
    places: Mapping[str, Sequence[int | str | None]]
    bits: Sequence[int]
    worked: Sequence[int]
    waited: Sequence[int]
    followers: Mapping[int, int]

    def having(self, fact: str, without: str = "") -> list[int]:
        """Return the ids of the requests counted as `fact` and not as `without` (names of `Counts`)."""
        wanted, unwanted = BITS[fact], BITS[without] if without else 0
        return [id_ for id_, bits in zip(self.ids, self.bits, strict=True) if bits & wanted and not bits & unwanted]

    def of(self, department_id: int | None) -> Pass:
        """Return what of it belongs to a department, all where none is named; it must be by department."""
        if department_id is None:
            return self
        own = [department == department_id for department in self.places["department"]]
        ids, bits, worked, waited = (
            list(compress(column, own)) for column in (self.ids, self.bits, self.worked, self.waited)
        )
        places = {kind: list(compress(column, own)) for kind, column in self.places.items()}
        return Pass(ids, places, bits, worked, waited, self.followers)


def read(
    session: Session,
    community_id: int,
    seen: Window,
    department_id: int | None = None,
    kinds: Sequence[str] = KINDS,
) -> Pass:
    """Make the pass over a month, keeping the requests of one department where one is named.

    `kinds` are those whose places are wanted. Rework by a later repair is looked for among all departments' repairs.
    """
    asked = moments(community_id, seen)
    named = _named(kinds, department_id)
    rows = fetch(session, _counting(named), asked)
    given = fetch(session, _answering(), asked)
    latest = dict(given)
    rows += _elsewhere(session, named, sorted(latest.keys() - {row[0] for row in rows}))
    followers = {each.id: each.follower_id for each in reworks(session, community_id, seen)}
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * (_ALONE + len(named))
    reworked = dict.fromkeys(followers, BITS["reworked"])
    for more in (latest, reworked):
        columns[1] = list(map(or_bits, columns[1], map(more.get, columns[0], repeat(0))))
    if len(latest) < len(given):
        columns = _with_further(columns, Counter(given) - Counter(latest.items()))
    places = dict(zip(named, columns[_ALONE:], strict=True))
    if "zone" in kinds:
        places["zone"] = list(map(zones(session, community_id).get, places["building"]))
    return Pass(columns[0], places, columns[1], columns[2], columns[3], followers).of(department_id)


def _named(kinds: Sequence[str], department_id: int | None) -> tuple[str, ...]:
    """Return the kinds whose columns are read: for a zone its building's, and what is kept by."""
    wanted = {*kinds} | ({"building"} if "zone" in kinds else set()) | ({"department"} if department_id else set())
    return tuple(kind for kind in COLUMNS if kind in wanted)


@cache
def _counting(named: tuple[str, ...]) -> Executable:
    """Return the statement of the pass: what a request counts as, how long it took, where it belongs."""
    took = [func.coalesce(time, literal_column("0")) for time in (WORKED, WAITED)]
    return union_all(*alive(Request.id, COUNTED_AS, *took, *(COLUMNS[kind] for kind in named)))


@cache
def _answering() -> Executable:
    return select(FollowUp.request_id, GIVEN).where(ANSWERED)


def _elsewhere(session: Session, named: tuple[str, ...], ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return entries of requests that are answered about but else in no figure."""
    zero: ColumnElement[int] = literal_column("0")
    places = (COLUMNS[kind] for kind in named)
    statement = select(Request.id, zero, zero.label("w"), zero.label("r"), *places).where(
        ANSWERING, Request.id.in_(bindparam("ids", expanding=True))
    )
    connection = session.connection()
    return [tuple(row) for part in in_parts(ids) for row in connection.execute(statement, {"ids": part})]


def _with_further(columns: Sequence[Sequence[Any]], further: Counter[tuple[int, int]]) -> list[Sequence[Any]]:
    """Return `columns` with an entry more for each further answer about a request that is among them."""
    place_of = {id_: place for place, id_ in enumerate(columns[0])}
    more = [
        (id_, bits, 0, 0, *(column[place_of[id_]] for column in columns[_ALONE:]))
        for id_, bits in further.elements()
        if id_ in place_of
    ]
    return (
        [(*column, *added) for column, added in zip(columns, zip(*more, strict=True), strict=True)]
        if more
        else list(columns)
    )


def zones(session: Session, community_id: int) -> dict[int | None, int | None]:
    """Return the zone of each building, by their ids."""
    statement = select(Building.id, Building.zone_id).where(Building.community_id == community_id)
    return {row.id: row.zone_id for row in session.execute(statement)}
