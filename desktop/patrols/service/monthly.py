"""What a month's figures take from patrols."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.patrols import store
from desktop.patrols.model import PatrolRound, PatrolRoute, PatrolStep, PointOutcome, RoundState
from desktop.patrols.rows import PatrolMonthLine
from desktop.patrols.rule import tallies
from desktop.visits.service import shifts_from

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

__all__ = ["month_lines"]

DAY = timedelta(days=1)


def month_lines(
    session: Session, community_id: int, since: datetime, until: datetime, zone: ZoneInfo, now: datetime
) -> tuple[PatrolMonthLine, ...]:
    """Return the patrols of the time from `since` up to but not including `until`, by department in its order.

    `now` is the cut-off. A round is due once it is made, or its shift has ended without it: then it is missed. What
    may still be made in a shift that goes on at the cut-off is neither, so that due less missed is what was kept. A
    round counts where its shift ends: that of the last night is settled in the month after, whose report has it.
    Rounds and missed points are those of a department's routes; findings (by when they were found) and those mended
    by the cut-off are those it has to mend; one whose request was cancelled is none. Departments without any of it
    are left out.
    """
    # the shift of the night before ends on the first day
    first, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date() - DAY
    known = shifts_from(session, community_id, first, last, zone)
    shifts = [each for each in known if since < each.until <= until and each.since <= now]
    duties = store.duties_of(session, community_id, first, last)
    made = store.made_counts(session, community_id, first, last, now)
    owners = _owners(session, community_id)
    due, done, missed = Counter[int](), Counter[int](), Counter[int]()
    for tally in tallies(duties, shifts, made, now):
        owner = owners[tally.key.route_id]
        due[owner] += tally.due - tally.open
        done[owner] += tally.made
        missed[owner] += tally.missed
    points = _missed_points(session, community_id, {(each.shift.id, each.day) for each in shifts}, now)
    findings = store.finding_counts(session, community_id, since, min(until, now), now)
    lines = (
        PatrolMonthLine(
            department_id=department_id,
            department=name,
            due=due[department_id],
            made=done[department_id],
            missed=missed[department_id],
            missed_points=points.get(department_id, 0),
            findings=findings.get(department_id, (0, 0))[0],
            mended=findings.get(department_id, (0, 0))[1],
        )
        for department_id, name in store.departments(session, community_id).items()
    )
    return tuple(line for line in lines if line.due or line.made or line.missed_points or line.findings)


def _owners(session: Session, community_id: int) -> Mapping[int, int]:
    query = select(PatrolRoute.id, PatrolRoute.department_id).where(PatrolRoute.community_id == community_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _missed_points(
    session: Session, community_id: int, shifts: Collection[tuple[int, date]], now: datetime
) -> Mapping[int, int]:
    """Return by department how many points were not visited in rounds of `shifts` (id, day) that ended by `now`."""
    days = [day for _shift, day in shifts]
    if not days:
        return {}
    query = (
        select(PatrolRoute.department_id, PatrolRound.shift_id, PatrolRound.day, func.count())
        .select_from(PatrolStep)
        .join(PatrolRound, PatrolRound.id == PatrolStep.round_id)
        .join(PatrolRoute, PatrolRoute.id == PatrolRound.route_id)
        .where(
            PatrolRound.community_id == community_id,
            PatrolRound.day >= min(days),
            PatrolRound.day <= max(days),
            PatrolRound.state != RoundState.RUNNING,
            PatrolRound.ended_at <= now,
            PatrolStep.outcome == PointOutcome.MISSED,
        )
        .group_by(PatrolRoute.department_id, PatrolRound.shift_id, PatrolRound.day)
    )
    found = Counter[int]()
    for department_id, shift_id, day, count in session.execute(query):
        if (shift_id, day) in shifts:
            found[department_id] += int(count)
    return found
