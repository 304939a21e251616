"""Reads everything the hot spots of a month are found by, from one snapshot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_

from desktop.month_end import store
from desktop.month_end.rule import LEAST_MONTHS, LOOK_BACK, ROOM_LEAST
from desktop.month_end.store import Span
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from desktop.requests.model import Request, RequestKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from desktop.month_end.store import Answered, Line, Names
    from desktop.storage.desk import Desk

__all__ = ["Gathered", "gather", "until"]

_A_YEAR_OF_MENDING = 12
"""Repairs taken up again are sought among those said in so many months before the year looked at."""

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a month had, and what the `months` known ones of the year before it had.

    `lines` are the requests received in it, and `by_equipment` the ids of those about a piece of it; `before` counts
    the year by category and building. `complaints` are the ids of three months by room. `poor` are the answers below
    the two best grades and the repairs taken up again, of the month, `poor_before` of the year. `reworked` are the
    repairs the rework figure counts, `lasting` what was open at the end and had occurred before the month before began.
    `repaired` counts the repairs each worker completed, `answered` by kind (worker, category, department) the answers.
    """

    month: Month
    zone: ZoneInfo
    months: int
    names: Names
    lines: Sequence[Line]
    before: Counter[tuple[int, int]]
    before_by_room: Counter[str]
    by_equipment: Mapping[int, Sequence[int]]
    before_by_equipment: Counter[int]
    complaints: Mapping[str, Sequence[int]]
    poor: Sequence[Answered]
    poor_before: Sequence[Answered]
    reworked: Sequence[Line]
    lasting: Sequence[Line]
    repaired: Mapping[int, int]
    answered: Mapping[str, Mapping[int, int]]


def until(month: Month, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the first moment that no longer counts: the month's end, or just after now in the running month."""
    return min(month.end(zone), now + _MICROSECOND)


def gather(desk: Desk, month: Month) -> Gathered:
    """Read it all; a few statements over a year, none of which grows with the years that are kept."""
    with desk.hold() as held, held.read() as session:
        months = MonthService(held)
        reworked = months.list_of(month, Figure.REWORK_RATE).ids
        carried = months.list_of(month, Figure.CARRIED_OVER).ids
        assert reworked is not None
        assert carried is not None
        still_open = or_(Request.completed_at.is_(None), Request.completed_at >= month.end(desk.zone))
        long_before = Request.occurred_at < month.plus(-1).start(desk.zone)
        done_again = store.standing(session, reworked)
        lasting = store.standing(session, carried, still_open, long_before)
        completed = months.list_of(month, Figure.COMPLETED).ids
        assert completed is not None
        repaired = store.repaired_by_worker(session, completed)
        return _gather(held, session, month, (done_again, lasting, repaired))


def _gather(
    desk: Desk, session: Session, month: Month, figures: tuple[Sequence[Line], Sequence[Line], Mapping[int, int]]
) -> Gathered:
    community_id, zone = desk.actor.community_id, desk.zone
    reworked, lasting, repaired = figures
    this = Span(community_id, month.start(zone), until(month, zone, desk.clock.now()))
    year = Span(community_id, month.plus(-LOOK_BACK).start(zone), this.since)
    three = Span(community_id, month.plus(-2).start(zone), this.until)
    known = _known(session, community_id, month, zone)
    lines = store.received(session, this)
    rooms = _rooms(lines)
    busy = sorted(label for label, count in rooms.items() if count >= ROOM_LEAST)
    complaining = sorted({line.room_label for line in lines if line.kind == RequestKind.COMPLAINT and line.room_label})
    enough = known >= LEAST_MONTHS
    earliest = month.plus(-LOOK_BACK - _A_YEAR_OF_MENDING).start(zone)
    whole = Span(community_id, year.since, this.until)
    poor = [*store.low_answers(session, whole), *store.taken_up_again(session, whole, earliest)]
    return Gathered(
        month=month,
        zone=zone,
        months=known,
        names=store.names(session, community_id),
        lines=lines,
        before=store.before_by_category_and_building(session, year) if enough else Counter(),
        before_by_room=store.before_by_room(session, year, busy) if enough else Counter(),
        by_equipment=store.equipment_of(session, this),
        before_by_equipment=store.before_by_equipment(session, year) if enough else Counter(),
        complaints=store.complaints_by_room(session, three, complaining),
        poor=[each for each in poor if each.at >= this.since],
        poor_before=[each for each in poor if each.at < this.since],
        reworked=reworked,
        lasting=lasting,
        repaired=repaired,
        answered=store.answers_by(session, this),
    )


def _rooms(lines: Sequence[Line]) -> Counter[str]:
    return Counter(line.room_label for line in lines if line.room_label)


def _known(session: Session, community_id: int, month: Month, zone: ZoneInfo) -> int:
    """Return in how many of the months before the community had requests."""
    before = (month.plus(-back) for back in range(1, LOOK_BACK + 1))
    return sum(store.had_requests(session, Span(community_id, each.start(zone), each.end(zone))) for each in before)
