"""How a visit is written down: its row, its visitor, and what the visitor is found by. The audit names nobody.

Statements are spelt out: a gate saves hundreds of visits an hour, and loading objects costs more than writing them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, exists, insert, select, text, update

from desktop.core.pinyin import readings
from desktop.storage import search
from desktop.storage.base import UtcMoment
from desktop.storage.numbers import next_number
from desktop.storage.search import SearchFields
from desktop.visits.model import ExpectedVisit, Visit, Visitor, VisitState
from desktop.visits.store.log import is_inside

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.storage.work import UnitOfWork
    from desktop.visits.service.judging import Judged

__all__ = [
    "came",
    "enter",
    "forget",
    "leave_unseen",
    "number_without_plate",
    "remember",
    "rewritten",
    "told",
]

_UNPLATED = "unplated"
"""The series of the numbers of vehicles without a plate to read; its periods are days."""


def _newest(column: str, but: str = "") -> str:
    """Return the assignment that keeps `column` of the newest visit; never `but` over something."""
    kept = f"excluded.last_at < visitor.last_at{but}"
    return f"{column} = CASE WHEN {kept} THEN visitor.{column} ELSE excluded.{column} END"


_KEPT = ", ".join(
    [_newest(column, f" OR excluded.{column} = ''") for column in ("name", "company")]
    + [_newest(column, " OR CAST(:quick AS INTEGER) = 1") for column in ("kind", "own_kind_id")]
    + [_newest(column) for column in ("room_id", "place")]
)
# The same words on both engines, where SQLAlchemy has two different inserts.
_REMEMBER = text(f"""
INSERT INTO visitor
    (community_id, version, key, plate, name, company, kind, own_kind_id, room_id, place, visits, last_at)
VALUES (:community, 1, :key, :plate, :name, :company, :kind, :own, :room, :place, :let_in, :at)
ON CONFLICT (community_id, key) DO UPDATE SET
    version = visitor.version + 1,
    visits = visitor.visits + excluded.visits,
    {_KEPT},
    last_at = CASE WHEN excluded.last_at < visitor.last_at THEN visitor.last_at ELSE excluded.last_at END
RETURNING id, name, company
""").bindparams(bindparam("at", type_=UtcMoment()))  # noqa: S608 - the columns are named above

_ENTER = insert(Visit).returning(Visit.id)
_AT = bindparam("at", type_=UtcMoment())
_GO_UNSEEN = (
    update(Visit)
    .where(Visit.visitor_id == bindparam("of"), is_inside(), Visit.vehicle.is_(True))
    .values(
        state=VisitState.LEFT,
        # a clock that was set back must not let them leave before they came
        out_at=case((Visit.in_at > _AT, Visit.in_at), else_=_AT),
        out_by=bindparam("by"),
        out_unseen=True,
        people_left=Visit.people,
        version=Visit.version + 1,
    )
    .returning(Visit.id, Visit.people)
)
_CAME = (
    update(ExpectedVisit).where(ExpectedVisit.id == bindparam("of")).values(came_at=bindparam("at", type_=UtcMoment()))
)


def remember(work: UnitOfWork, judged: Judged, *, let_in: bool, quick: bool) -> int | None:
    """Keep who came, once more or for the first time, and return the visitor's id; None for nobody's visit.

    The newest visit fills the next one in; what was left out of a hurried one changes nothing. The index is written
    only where the visitor is new, or is called something else than before.
    """
    if not judged.key:
        return None
    entry, known = judged.entry, judged.visitor
    values = {
        "community": work.community_id,
        "key": judged.key,
        "plate": entry.plate,
        "name": entry.name,
        "company": entry.company,
        "kind": entry.key.kind,
        "own": entry.key.own_id or None,
        "room": None if judged.destination is None else judged.destination.room_id,
        "place": judged.place,
        "let_in": int(let_in),
        "at": entry.in_at,
        "quick": int(quick),
    }
    id_, name, company = work.session.connection().execute(_REMEMBER, values).one()
    if known is None or (id_, name, company) != (known.id, known.name, known.company):
        fields = SearchFields(public=(entry.plate, name, *readings(name), company))
        search.put_many(work.session, work.community_id, "visitor", [(id_, fields)], fresh=known is None)
    work.touch("visitor", id_)
    return int(id_)


def enter(work: UnitOfWork, judged: Judged, state: VisitState, more: dict[str, Any]) -> int:
    """Write the row of a visit and return its id; `more` are columns beyond what was typed."""
    entry = judged.entry
    values = {
        **_columns(judged),
        "community_id": work.community_id,
        "version": 1,
        "state": state,
        "unplated": 0,
        "people_left": 0,
        "in_at": entry.in_at,
        "out_at": None,
        "recorded_at": work.now,
        "in_by": work.actor.account_id,
        "out_by": None,
        "out_gate_id": None,
        "out_unseen": False,
        "incomplete": False,
        "overridden": "",
        "override_words": "",
        "agreed_by": "",
        "refused_words": "",
        "checked_at": None,
        "held_words": "",
        **more,
    }
    return int(work.session.connection().execute(_ENTER, values).scalar_one())


def told(judged: Judged) -> dict[str, Any]:
    """Return what the audit keeps of a visit: what it was, never who."""
    entry = judged.entry
    return {
        "kind": str(entry.key.kind),
        "own_kind": entry.key.own_id or None,
        "room": None if judged.destination is None else judged.destination.room_id,
        "vehicle": entry.vehicle,
        "people": entry.people,
        "in_at": entry.in_at.isoformat(),
    }


def rewritten(row: Visit, judged: Judged, *, keep_time: bool) -> list[str]:
    """Write what was typed anew over a visit's row and return the names of the columns that changed."""
    values = _columns(judged)
    if not keep_time:
        values["in_at"] = judged.entry.in_at
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def leave_unseen(work: UnitOfWork, visitor_id: int, at: datetime) -> None:
    """Close the visits of a vehicle that are still open though it is at the gate: nobody saw it leave."""
    values = {"of": visitor_id, "at": at, "by": work.actor.account_id}
    before = {"state": VisitState.INSIDE, "people_left": 0}
    for visit_id, people in work.session.connection().execute(_GO_UNSEEN, values).all():
        work.audit("visit", visit_id, "left", before, {"state": VisitState.LEFT, "people_left": people, "unseen": True})


def number_without_plate(work: UnitOfWork, at: datetime, zone: ZoneInfo) -> int:
    """Return the day's next number for a vehicle without a plate to read."""
    return next_number(work.session, work.community_id, _UNPLATED, at.astimezone(zone).date().isoformat())


def came(work: UnitOfWork, expected_id: int, at: datetime) -> None:
    """Note that someone who was expected came."""
    work.session.connection().execute(_CAME, {"of": expected_id, "at": at})
    work.touch("expected_visit", expected_id)


def forget(work: UnitOfWork, visitor_id: int, *, let_in: bool) -> None:
    """Take one visit off a visitor, and the visitor with its index away where it was the last one."""
    connection = work.session.connection()
    work.touch("visitor", visitor_id)
    if connection.execute(select(exists().where(Visit.visitor_id == visitor_id))).scalar_one():
        fewer = update(Visitor).where(Visitor.id == visitor_id)
        connection.execute(fewer.values(visits=Visitor.visits - int(let_in), version=Visitor.version + 1))
        return
    connection.execute(delete(Visitor).where(Visitor.id == visitor_id))
    work.index("visitor", visitor_id, SearchFields())


def _columns(judged: Judged) -> dict[str, Any]:
    """Return the columns that hold what was typed."""
    entry = judged.entry
    return {
        "kind": entry.key.kind,
        "own_kind_id": entry.key.own_id or None,
        "room_id": None if judged.destination is None else judged.destination.room_id,
        "place": judged.place,
        "name": entry.name,
        "company": entry.company,
        "reason": entry.reason,
        "vehicle": entry.vehicle,
        "plate": entry.plate,
        "plate_typed": entry.typed if entry.vehicle else "",
        "people": entry.people,
        "badge": entry.badge,
        "id_seen": entry.id_seen,
        "id_tail": entry.id_tail,
        "pass_id": None if judged.terms is None else judged.terms.id,
        "expected_id": None if judged.expected is None else judged.expected.id,
        "remark": entry.remark,
    }
