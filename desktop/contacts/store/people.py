"""Who is called in a household: the people there now in the order to call them, with their phones."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import case, or_, select

from desktop.contacts.rows import CallPerson, CallPhone
from desktop.core.phones import display_phone
from desktop.households.model import Occupancy, OccupancyRole, Phone, Resident, RoomTag, Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from desktop.contacts.rule import Asking

__all__ = ["in_chunks", "people_to_call", "tags"]

CHUNK = 500
"""Ids asked for in one statement."""

_CALLED = {OccupancyRole.OWNER: 0, OccupancyRole.TENANT: 1, OccupancyRole.FAMILY: 2}
"""After who is marked to be called first, in this order; others last. As on a household's page."""


def in_chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    """Yield ids in portions that one statement can hold."""
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def people_to_call(
    session: Session, asking: Asking, rooms: Collection[int], wrong: Collection[str] = ()
) -> Mapping[int, tuple[CallPerson, ...]]:
    """Return the people of each of `rooms` in the order to call them; who has no phone comes last.

    Phones among the digits of `wrong` are marked so. Rooms without people are left out.
    """
    found: dict[int, dict[int, CallPerson]] = defaultdict(dict)
    for chunk in in_chunks(rooms):
        for row in session.execute(_people(asking, chunk)):
            there = found[row.room_id]
            known = there.get(row.id)
            phones = () if known is None else known.phones
            if row.phone_id is not None and all(phone.id != row.phone_id for phone in phones):
                phone = CallPhone(row.phone_id, row.digits, display_phone(row.digits), row.label, row.digits in wrong)
                phones = (*phones, phone)
            if known is None:
                there[row.id] = CallPerson(row.id, row.name, OccupancyRole(row.role), row.calls_first, phones)
            else:
                # owner and agent at once is one person to call
                there[row.id] = CallPerson(row.id, row.name, known.role, known.calls_first, phones)
    return {room_id: tuple(people.values()) for room_id, people in found.items()}


def tags(session: Session, rooms: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the names of the tags that rooms wear, those that mean something first."""
    found: dict[int, list[str]] = defaultdict(list)
    for chunk in in_chunks(rooms):
        query = (
            select(RoomTag.room_id, Tag.name)
            .join(Tag, Tag.id == RoomTag.tag_id)
            .where(RoomTag.room_id.in_(chunk))
            .order_by(Tag.meaning == "", Tag.name)
        )
        for room_id, name in session.execute(query):
            found[room_id].append(name)
    return {room_id: tuple(names) for room_id, names in found.items()}


def _people(asking: Asking, rooms: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(Occupancy.room_id, Resident.id, Resident.name, Occupancy.role, Occupancy.calls_first),
            *(Phone.id.label("phone_id"), Phone.digits, Phone.label),
        )
        .select_from(Occupancy)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .outerjoin(Phone, Phone.resident_id == Resident.id)
        .where(
            Occupancy.room_id.in_(rooms),
            Occupancy.community_id == asking.community_id,
            or_(Occupancy.until.is_(None), Occupancy.until > asking.today),
            Resident.merged_into_id.is_(None),
        )
        .order_by(
            *(Phone.id.is_(None), Occupancy.calls_first.desc()),
            case({role.value: rank for role, rank in _CALLED.items()}, value=Occupancy.role, else_=len(_CALLED)),
            *(Occupancy.id, Phone.position, Phone.id),
        )
    )
