"""Tags and standing instructions as they stand: of one household, of many, of the community."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, or_, select

from desktop.households.model import InstructionKind, Room, RoomTag, StandingInstruction, Tag
from desktop.households.rows import InstructionLine, TagLine, TagRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Executable, Select
    from sqlalchemy.orm import Session

__all__ = ["community_tags", "in_force", "indexed_rooms", "instructions", "room_tags", "wearers"]

CHUNK = 500
"""Ids asked for in one statement."""

_FIRST = (InstructionKind.DO_NOT_ADMIT, InstructionKind.ADMIT, InstructionKind.DO_NOT_CALL)
_URGENT = case(
    {kind.value: rank for rank, kind in enumerate(_FIRST)}, value=StandingInstruction.kind, else_=len(_FIRST)
)


def room_tags(session: Session, room_id: int) -> tuple[TagLine, ...]:
    """Return the tags of a household, those that mean something first."""
    return tuple(TagLine(*row) for row in session.connection().execute(_tags_of(), {"room": room_id}))


def community_tags(session: Session, community_id: int) -> tuple[TagRow, ...]:
    """Return the community's tags, those that mean something first, each with the number of its households."""
    query = (
        select(Tag.id, Tag.name, Tag.meaning, Tag.tone, func.count(RoomTag.id), Tag.version)
        .outerjoin(RoomTag, RoomTag.tag_id == Tag.id)
        .where(Tag.community_id == community_id)
        .group_by(Tag.id, Tag.name, Tag.meaning, Tag.tone, Tag.version)
        .order_by(Tag.meaning == "", Tag.name)
    )
    return tuple(TagRow(*row) for row in session.execute(query))


def wearers(session: Session, tag_id: int) -> list[int]:
    """Return the rooms that wear a tag."""
    return list(session.scalars(select(RoomTag.room_id).where(RoomTag.tag_id == tag_id).order_by(RoomTag.room_id)))


def indexed_rooms(session: Session, rooms: Sequence[int]) -> Iterable[tuple[int, str, str, list[str]]]:
    """Return of each room its id, label, note, and the names and causes of its tags."""
    for start in range(0, len(rooms), CHUNK):
        chunk = rooms[start : start + CHUNK]
        words: dict[int, list[str]] = defaultdict(list)
        worn = (
            select(RoomTag.room_id, Tag.name, RoomTag.cause)
            .join(Tag, Tag.id == RoomTag.tag_id)
            .where(RoomTag.room_id.in_(chunk))
        )
        for room_id, name, cause in session.execute(worn):
            words[room_id] += [name, cause]
        for row in session.execute(select(Room.id, Room.label, Room.note).where(Room.id.in_(chunk))):
            yield row.id, row.label, row.note, words[row.id]


def instructions(session: Session, room_id: int) -> tuple[InstructionLine, ...]:
    """Return every standing instruction a household ever gave, the most urgent kinds first, of each the newest."""
    return _read(session, _instructions_of(), {"room": room_id})


def in_force(
    session: Session, community_id: int, rooms: Sequence[int], kinds: Collection[InstructionKind], now: datetime
) -> Mapping[int, tuple[InstructionLine, ...]]:
    """Return what holds at `now` by room, most urgent kinds first; rooms without any are left out."""
    found: dict[int, list[InstructionLine]] = defaultdict(list)
    for start in range(0, len(rooms), CHUNK):
        query = _lines().where(
            StandingInstruction.community_id == community_id,
            StandingInstruction.room_id.in_(rooms[start : start + CHUNK]),
            StandingInstruction.kind.in_(sorted(kinds)),
            StandingInstruction.since <= now,
            StandingInstruction.ended_at.is_(None),
            or_(StandingInstruction.until.is_(None), StandingInstruction.until > now),
        )
        for line in _read(session, query.order_by(_URGENT, StandingInstruction.since, StandingInstruction.id)):
            found[line.room_id].append(line)
    return {room_id: tuple(lines) for room_id, lines in found.items()}


def _lines() -> Select[*tuple[Any, ...]]:
    row = StandingInstruction
    return select(
        row.id, row.room_id, row.kind, row.words, row.said_by, row.since, row.until, row.ended_at, row.version
    )


@cache
def _tags_of() -> Executable:
    return (
        select(Tag.id, Tag.name, Tag.meaning, RoomTag.cause, RoomTag.since, Tag.tone, RoomTag.version)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id == bindparam("room"))
        .order_by(Tag.meaning == "", Tag.name)
    )


@cache
def _instructions_of() -> Executable:
    row = StandingInstruction
    return _lines().where(row.room_id == bindparam("room")).order_by(_URGENT, row.since.desc(), row.id.desc())


def _read(
    session: Session, query: Executable, values: Mapping[str, object] | None = None
) -> tuple[InstructionLine, ...]:
    found = session.connection().execute(query, values or {})
    return tuple(InstructionLine(id_, room_id, InstructionKind(kind), *rest) for id_, room_id, kind, *rest in found)
