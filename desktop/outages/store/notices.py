"""Notices and postings as SQL, and what the places of a scope are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.attachments.model import Attachment
from desktop.households.model import Building, Entrance, Room, Zone
from desktop.outages.model import NoticeEdition, NoticePosting, OutageKindRule, OutageNotice
from desktop.outages.rows import NoticeRow, PostingRow
from desktop.outages.rows.frozen import thaw

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from desktop.outages.rows import Pick

__all__ = [
    "POSTING_FILES",
    "PlaceNames",
    "kind_name",
    "latest",
    "notice",
    "notices",
    "place_names",
    "postings",
    "supplier_phone",
]

POSTING_FILES = "notice_posting"
"""Topic of the photos of postings."""
CHUNK = 500
"""Ids asked for in one statement."""


class _Building(NamedTuple):
    name: str
    order_key: str
    zone_id: int | None


class _Entrance(NamedTuple):
    name: str
    order_key: str
    building_id: int


class _Room(NamedTuple):
    number: str
    order_key: str
    building_id: int
    entrance_id: int | None


class PlaceNames(NamedTuple):
    """What zones, buildings, entrances and the rooms picked one by one are called now, by their ids."""

    zones: Mapping[int, str]
    buildings: Mapping[int, _Building]
    entrances: Mapping[int, _Entrance]
    rooms: Mapping[int, _Room]


def place_names(session: Session, community_id: int, picks: Sequence[Pick]) -> PlaceNames:
    """Return the names of the community's places, of rooms only those that `picks` name."""
    zones = select(Zone.id, Zone.name).where(Zone.community_id == community_id)
    buildings = select(Building.id, Building.name, Building.order_key, Building.zone_id)
    entrances = select(Entrance.id, Entrance.name, Entrance.order_key, Entrance.building_id)
    rooms = select(Room.id, Room.number, Room.order_key, Room.building_id, Room.entrance_id)
    wanted = sorted({pick.room_id for pick in picks if pick.room_id is not None})
    found: dict[int, _Room] = {}
    for start in range(0, len(wanted), CHUNK):
        some = rooms.where(Room.id.in_(wanted[start : start + CHUNK]), Room.community_id == community_id)
        found.update((row.id, _Room(*row[1:])) for row in session.execute(some))
    return PlaceNames(
        {row.id: row.name for row in session.execute(zones)},
        {
            row.id: _Building(*row[1:])
            for row in session.execute(buildings.where(Building.community_id == community_id))
        },
        {
            row.id: _Entrance(*row[1:])
            for row in session.execute(entrances.where(Entrance.community_id == community_id))
        },
        found,
    )


def kind_name(session: Session, own_kind_id: int | None) -> str:
    """Return the name of an own kind, empty for a built-in one."""
    if own_kind_id is None:
        return ""
    return session.scalar(select(OutageKindRule.name).where(OutageKindRule.id == own_kind_id)) or ""


def supplier_phone(session: Session, community_id: int, kind: str, own_kind_id: int | None) -> str:
    """Return the phone of a kind's supplier, as it was laid down."""
    if own_kind_id is not None:
        chosen = OutageKindRule.id == own_kind_id
    else:
        chosen = and_(OutageKindRule.kind == kind, OutageKindRule.name == "")
    phone = select(OutageKindRule.supplier_phone).where(OutageKindRule.community_id == community_id, chosen)
    return session.scalar(phone) or ""


def latest(session: Session, community_id: int, outage_id: int) -> NoticeRow | None:
    """Return the notice of an outage that was issued last."""
    found = notices(session, community_id, [outage_id])
    return found[0] if found else None


def notice(session: Session, community_id: int, notice_id: int) -> NoticeRow | None:
    """Return one notice, none where there is no such one."""
    found = _notices(session, community_id, OutageNotice.id == notice_id)
    return found[0] if found else None


def notices(session: Session, community_id: int, outage_ids: Collection[int]) -> tuple[NoticeRow, ...]:
    """Return the notices of outages, the latest first: a clock put back changes no order."""
    return _notices(session, community_id, OutageNotice.outage_id.in_(sorted(outage_ids)))


def postings(session: Session, community_id: int, outage_id: int) -> tuple[PostingRow, ...]:
    """Return where the notices of an outage hang or hung, the latest first."""
    photos = (
        select(func.count(Attachment.id))
        .where(
            Attachment.community_id == community_id,
            Attachment.topic == POSTING_FILES,
            Attachment.owner_id == NoticePosting.id,
            Attachment.removed_at.is_(None),
        )
        .correlate(NoticePosting)
        .scalar_subquery()
    )
    chosen = (
        select(*NoticePosting.__table__.columns, OutageNotice.number, photos.label("photos"))
        .join(OutageNotice, OutageNotice.id == NoticePosting.notice_id)
        .where(NoticePosting.community_id == community_id, OutageNotice.outage_id == outage_id)
        .order_by(NoticePosting.posted_at.desc(), NoticePosting.id.desc())
    )
    return tuple(_posting(row) for row in session.execute(chosen))


def _notices(session: Session, community_id: int, which: ColumnElement[bool]) -> tuple[NoticeRow, ...]:
    earlier = aliased(OutageNotice)
    chosen = (
        select(*OutageNotice.__table__.columns, Account.name.label("by"), earlier.number.label("earlier"))
        .outerjoin(Account, Account.id == OutageNotice.issued_by)
        .outerjoin(earlier, earlier.id == OutageNotice.earlier_id)
        .where(OutageNotice.community_id == community_id, which)
        .order_by(OutageNotice.id.desc())
    )
    return tuple(_notice(row) for row in session.execute(chosen))


def _notice(row: Row[*tuple[Any, ...]]) -> NoticeRow:
    return NoticeRow(
        id=row.id,
        number=row.number,
        edition=NoticeEdition(row.edition),
        language=row.language,
        text=thaw(row.facts),
        chat=row.chat,
        short=row.short,
        issued_at=row.issued_at,
        issued_by=row.by or "",
        households=row.households,
        residents=row.residents,
        vips=row.vips,
        in_time=row.in_time,
        earlier=row.earlier or "",
    )


def _posting(row: Row[*tuple[Any, ...]]) -> PostingRow:
    return PostingRow(
        id=row.id,
        version=row.version,
        notice_id=row.notice_id,
        number=row.number,
        building_id=row.building_id,
        place=row.place,
        posted_at=row.posted_at,
        posted_by=row.posted_by,
        taken_down_at=row.taken_down_at,
        photos=row.photos,
    )
