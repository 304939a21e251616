"""Who is inside now, the longest first."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from desktop.households.model import Building, Room
from desktop.visits.model import Gate, Visit, VisitKind, VisitKindRow
from desktop.visits.rows import KindKey
from desktop.visits.store.log import is_inside

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

__all__ = ["Inside", "inside"]

_KINDS = {kind.value: kind for kind in VisitKind}


class Inside(NamedTuple):
    """One visit that is still inside; `people` are those of it who are. `like` is the kind an own one is like."""

    id: int
    version: int
    kind: KindKey
    like: VisitKind
    own_name: str
    room_id: int | None
    place: str
    building: str
    name: str
    company: str
    vehicle: bool
    plate: str
    unplated: int
    people: int
    badge: str
    in_at: datetime
    gate: str
    pass_id: int | None
    incomplete: bool
    checked_at: datetime | None
    remark: str


def inside(session: Session, community_id: int) -> list[Inside]:
    """Return who is inside, the longest first."""
    found = session.connection().execute(_inside(), {"community": community_id})
    return [_row(row) for row in found]


def _row(row: Any) -> Inside:
    # unpacked: naming each column of each row would take longer than reading them
    id_, version, kind, own_kind_id, like, own_name, room_id, place, building, *rest, people, people_left = row
    built_in = _KINDS[kind]
    key = KindKey(built_in, own_kind_id or 0)
    name, company, vehicle, plate, unplated, badge, in_at, gate, pass_id, incomplete, checked_at, remark = rest
    return Inside(
        id_,
        version,
        key,
        built_in if like is None else _KINDS[like],
        own_name or "",
        room_id,
        place,
        building or "",
        name,
        company,
        vehicle,
        plate,
        unplated,
        people - people_left,
        badge,
        in_at,
        gate or "",
        pass_id,
        incomplete,
        checked_at,
        remark,
    )


@cache
def _inside() -> Executable:
    return (
        select(
            *(Visit.id, Visit.version, Visit.kind, Visit.own_kind_id, VisitKindRow.like),
            *(VisitKindRow.name.label("own_name"), Visit.room_id, Visit.place, Building.name.label("building")),
            *(Visit.name, Visit.company, Visit.vehicle, Visit.plate, Visit.unplated, Visit.badge, Visit.in_at),
            *(Gate.name.label("gate"), Visit.pass_id, Visit.incomplete, Visit.checked_at, Visit.remark),
            *(Visit.people, Visit.people_left),
        )
        .select_from(Visit)
        .outerjoin(VisitKindRow, VisitKindRow.id == Visit.own_kind_id)
        .outerjoin(Room, Room.id == Visit.room_id)
        .outerjoin(Building, Building.id == Room.building_id)
        .outerjoin(Gate, Gate.id == Visit.gate_id)
        .where(Visit.community_id == bindparam("community"), is_inside())
        .order_by(Visit.in_at, Visit.id)
    )
