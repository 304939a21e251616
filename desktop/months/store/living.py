"""What a month's rates need beside requests: since when the community is known, and how many households live in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from desktop.households.model import OCCUPIED_STATES, RoomState
from desktop.requests.model import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = ["first_request_at", "occupied_households"]


def first_request_at(session: Session, community_id: int) -> datetime | None:
    """Return when the community's first request occurred, none without any; before it figures are unknown."""
    earliest = select(func.min(Request.occurred_at)).where(Request.community_id == community_id)
    moment: datetime | None = session.execute(earliest).scalar_one()
    return moment


def occupied_households(session: Session, community_id: int, days: Sequence[date]) -> list[int]:
    """Return how many rooms someone lived in on each of `days` (PRODUCT.md, complaint rate).

    A room is in one state at a time, so no room counts twice.
    """
    first, last = min(days), max(days)
    rooms = and_(RoomState.community_id == community_id, RoomState.state.in_(sorted(OCCUPIED_STATES)))
    began_before = or_(RoomState.since.is_(None), RoomState.since <= first)
    throughout = and_(began_before, RoomState.until.is_(None))
    ended_in_time = or_(RoomState.until.is_(None), RoomState.until > first)
    always = session.execute(select(func.count()).where(rooms, throughout)).scalar_one()
    changing = session.execute(
        select(RoomState.since, RoomState.until).where(
            rooms, ~throughout, ended_in_time, or_(RoomState.since.is_(None), RoomState.since <= last)
        )
    ).all()
    return [
        always + sum((since is None or since <= day) and (until is None or until > day) for since, until in changing)
        for day in days
    ]
