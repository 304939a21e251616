"""What rounds due, made and missed are counted from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select

from desktop.patrols.model import PatrolDuty, PatrolRound, PatrolRoute, RoundState
from desktop.patrols.rule import Duty, RoundKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

__all__ = ["duties_of", "made_counts", "running_rounds"]


def duties_of(session: Session, community_id: int, first: date, last: date) -> Sequence[Duty]:
    """Return the duties that hold on a day from `first` to `last`, both included, by their route's name."""
    return [Duty(*row) for row in session.execute(_duties(), {"community": community_id, "first": first, "last": last})]


def made_counts(session: Session, community_id: int, first: date, last: date, now: datetime) -> Mapping[RoundKey, int]:
    """Return how many rounds of these days were made by `now`."""
    values = {"community": community_id, "first": first, "last": last, "now": now}
    return {RoundKey(*key): int(made) for *key, made in session.execute(_made(), values)}


def running_rounds(session: Session, community_id: int) -> Mapping[RoundKey, Sequence[int]]:
    """Return the ids of the rounds being walked, the newest first."""
    query = (
        select(PatrolRound.route_id, PatrolRound.shift_id, PatrolRound.day, PatrolRound.id)
        .where(PatrolRound.community_id == community_id, PatrolRound.state == RoundState.RUNNING)
        .order_by(PatrolRound.started_at.desc(), PatrolRound.id.desc())
    )
    found: dict[RoundKey, list[int]] = {}
    for row in session.execute(query):
        found.setdefault(RoundKey(row[0], row[1], row[2]), []).append(row[3])
    return found


# Today asks both each minute; making a statement costs more than asking it, so each is made once.


@cache
def _duties() -> Executable:
    return (
        select(
            *(PatrolDuty.route_id, PatrolDuty.shift_id, PatrolDuty.times, PatrolDuty.weekdays),
            *(PatrolDuty.since, PatrolDuty.until),
        )
        .join(PatrolRoute, PatrolRoute.id == PatrolDuty.route_id)
        .where(
            PatrolDuty.community_id == bindparam("community"),
            PatrolDuty.since <= bindparam("last"),
            or_(PatrolDuty.until.is_(None), PatrolDuty.until > bindparam("first")),
        )
        .order_by(PatrolRoute.name, PatrolRoute.id, PatrolDuty.id)
    )


@cache
def _made() -> Executable:
    return (
        select(PatrolRound.route_id, PatrolRound.shift_id, PatrolRound.day, func.count())
        .where(
            PatrolRound.community_id == bindparam("community"),
            PatrolRound.day >= bindparam("first"),
            PatrolRound.day <= bindparam("last"),
            PatrolRound.state == RoundState.MADE,
            PatrolRound.ended_at <= bindparam("now"),
        )
        .group_by(PatrolRound.route_id, PatrolRound.shift_id, PatrolRound.day)
        .order_by(PatrolRound.day, PatrolRound.route_id, PatrolRound.shift_id)
    )
