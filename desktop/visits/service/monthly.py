"""What a month's report says of visits."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.visits.model import VisitKind, VisitState
from desktop.visits.rows import KindKey, VisitMonthLine
from desktop.visits.store import counting, setup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.visits.store.counting import Counted

__all__ = ["month_lines"]

_LET_IN = frozenset({VisitState.INSIDE, VisitState.LEFT})


def month_lines(
    session: Session, community_id: int, since: datetime, until: datetime, zone: ZoneInfo
) -> tuple[VisitMonthLine, ...]:
    """Return the visits that came from `since` up to but not including `until`, by kind; kinds nobody came for are not.

    The same before and after they were reduced to counts, as long as the rules stay the same: `since` is a midnight of
    `zone`, `until` one or a moment of the days whose visits are all still kept.
    """
    by = counting.Counting.of(session, community_id, zone)
    first, last = since.astimezone(zone).date(), (until - timedelta.resolution).astimezone(zone).date()
    found: dict[KindKey, list[Counted]] = defaultdict(list)
    for each in (
        *counting.kept_counts(session, community_id, first, last),
        *counting.counted(session, by, since, until),
    ):
        found[KindKey(VisitKind(each.kind), each.own_kind_id)].append(each)
    kinds = setup.kinds(session, community_id, archived=True)
    lines = (_line(kind.key, kind.name, found[kind.key]) for kind in kinds if kind.key in found)
    return tuple(line for line in lines if line.visits or line.refused)


def _line(key: KindKey, name: Message | str, counts: Sequence[Counted]) -> VisitMonthLine:
    came = [each for each in counts if each.state in _LET_IN]
    return VisitMonthLine(
        key,
        name,
        visits=sum(each.visits for each in came),
        people=sum(each.people for each in came),
        vehicles=sum(each.vehicles for each in came),
        refused=sum(each.visits for each in counts if each.state == VisitState.REFUSED),
        overridden=sum(each.overridden for each in came),
        overstayed=sum(each.overstayed for each in came),
    )
