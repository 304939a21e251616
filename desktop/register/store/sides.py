"""Two residents side by side, and the merges that were made."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.id_cards import mask_id_card
from desktop.core.phones import mask_phone, mask_phones_in
from desktop.households.model import Occupancy, OccupancyRole, Phone, Resident, Room
from desktop.register.model import ResidentMerge
from desktop.register.rows import FIELD_LABELS, Comparison, MergeLine, ResidentSide, Stay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

__all__ = ["MERGES_SHOWN", "comparison", "merges", "rooms_of"]

MERGES_SHOWN = 200
"""Merges listed, newest first; older ones can still be found by the audit."""


def comparison(session: Session, community_id: int, kept_id: int, other_id: int) -> Comparison | None:
    """Return two residents side by side, None where one of them is gone or merged."""
    columns = [getattr(Resident, key) for key in FIELD_LABELS]
    query = select(Resident.id, Resident.version, Resident.birthday_calendar, *columns).where(
        Resident.id.in_((kept_id, other_id)), Resident.community_id == community_id, Resident.merged_into_id.is_(None)
    )
    found = {row[0]: row for row in session.execute(query)}
    if found.keys() != {kept_id, other_id}:
        return None
    raw = {id_: dict(zip(FIELD_LABELS, row[3:], strict=True)) for id_, row in found.items()}
    kept, other = raw[kept_id], raw[other_id]
    differing = {key for key in FIELD_LABELS if kept[key] != other[key] and kept[key] and other[key]}
    calendars = found[kept_id][2], found[other_id][2]
    if kept["birthday"] and other["birthday"] and calendars[0] != calendars[1]:
        differing.add("birthday")
    phones = _phones(session, (kept_id, other_id))
    stays = _stays(session, (kept_id, other_id))
    sides = [
        ResidentSide(
            id_,
            found[id_][1],
            _masked(raw[id_]),
            found[id_][2],
            tuple(phones.get(id_, ())),
            tuple(stays.get(id_, ())),
        )
        for id_ in (kept_id, other_id)
    ]
    return Comparison(sides[0], sides[1], frozenset(differing))


def _masked(fields: Mapping[str, str]) -> Mapping[str, str]:
    document, contact = mask_id_card(fields["id_number"]), mask_phones_in(fields["emergency_contact"])
    return {**fields, "id_number": document, "emergency_contact": contact}


def merges(session: Session, community_id: int) -> list[MergeLine]:
    """Return the merges that were made, newest first, those taken back among them."""
    kept, merged = aliased(Resident), aliased(Resident)
    query = (
        select(
            ResidentMerge.id,
            ResidentMerge.at,
            Account.name,
            kept.id,
            kept.name,
            merged.id,
            merged.name,
            ResidentMerge.undone_at,
        )
        .join(kept, kept.id == ResidentMerge.kept_id)
        .join(merged, merged.id == ResidentMerge.merged_id)
        .outerjoin(Account, Account.id == ResidentMerge.account_id)
        .where(ResidentMerge.community_id == community_id)
        .order_by(ResidentMerge.at.desc(), ResidentMerge.id.desc())
        .limit(MERGES_SHOWN)
    )
    rows = session.execute(query).all()
    stays = _stays(session, [row[3] for row in rows])
    return [
        MergeLine(
            id=row[0],
            at=row[1],
            by=row[2] or "",
            kept_id=row[3],
            kept=row[4],
            merged_id=row[5],
            merged=row[6],
            room=stays[row[3]][0].room if stays.get(row[3]) else "",
            undone_at=row[7],
        )
        for row in rows
    ]


def rooms_of(session: Session, residents: Sequence[int]) -> list[int]:
    """Return the rooms that residents are or were in."""
    query = select(Occupancy.room_id).distinct().where(Occupancy.resident_id.in_(residents))
    return list(session.scalars(query))


def _phones(session: Session, residents: Sequence[int]) -> Mapping[int, list[str]]:
    query = select(Phone.resident_id, Phone.digits, Phone.label).where(Phone.resident_id.in_(residents))
    phones: dict[int, list[str]] = defaultdict(list)
    for resident_id, digits, label in session.execute(query.order_by(Phone.position, Phone.id)):
        phones[resident_id].append(" · ".join(filter(None, (mask_phone(digits), label))))
    return phones


def _stays(session: Session, residents: Sequence[int]) -> Mapping[int, list[Stay]]:
    if not residents:
        return {}
    roles = {role.value: rank for rank, role in enumerate(OccupancyRole)}
    query = (
        select(Occupancy.resident_id, Room.id, Room.label, Occupancy.role, Occupancy.since, Occupancy.until)
        .join(Room, Room.id == Occupancy.room_id)
        .where(Occupancy.resident_id.in_(residents))
        .order_by(Occupancy.until.is_not(None), Room.order_key, case(roles, value=Occupancy.role), Occupancy.id)
    )
    stays: dict[int, list[Stay]] = defaultdict(list)
    for resident_id, room_id, label, role, since, until in session.execute(query):
        stays[resident_id].append(Stay(room_id, label, OccupancyRole(role), since, until))
    return stays
