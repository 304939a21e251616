"""The SQL of papers that no other list serves: what came and went since a moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from desktop.visits.model import Visit, VisitKind, VisitState
from desktop.visits.rows import KindKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["came_since", "left_since"]

_LONGEST = timedelta(days=31)
"""Who left came no longer ago than so, or is not looked for."""

_LET_IN = (VisitState.INSIDE, VisitState.LEFT)


def came_since(session: Session, community_id: int, since: datetime) -> Mapping[KindKey, tuple[int, int, int]]:
    """Return of each kind how many came in from `since` on, were refused, and were let in against an objection."""
    let_in = Visit.state.in_(_LET_IN)
    # one and the same expression: a server takes two that look alike for two, and refuses to group
    own = func.coalesce(Visit.own_kind_id, 0)
    query = (
        select(
            Visit.kind,
            own,
            func.sum(case((let_in, 1), else_=0)),
            func.sum(case((Visit.state == VisitState.REFUSED, 1), else_=0)),
            func.sum(case((let_in & (Visit.override_words != ""), 1), else_=0)),
        )
        .where(Visit.community_id == community_id, Visit.in_at >= since)
        .group_by(Visit.kind, own)
    )
    rows = session.execute(query)
    return {KindKey(VisitKind(kind), own): (came, refused, told) for kind, own, came, refused, told in rows}


def left_since(session: Session, community_id: int, since: datetime) -> Mapping[KindKey, int]:
    """Return of each kind how many visits ended from `since` on."""
    own = func.coalesce(Visit.own_kind_id, 0)
    query = (
        select(Visit.kind, own, func.count())
        .where(
            Visit.community_id == community_id,
            Visit.in_at >= since - _LONGEST,
            Visit.state == VisitState.LEFT,
            Visit.out_at >= since,
        )
        .group_by(Visit.kind, own)
    )
    return {KindKey(VisitKind(kind), own_id): count for kind, own_id, count in session.execute(query)}
