"""Rounds and what each of their points was like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, tuple_

from desktop.households.model import Building
from desktop.patrols.model import (
    PatrolPoint,
    PatrolRound,
    PatrolRoute,
    PatrolStep,
    PointKind,
    PointOutcome,
    RoundState,
)
from desktop.patrols.rows import RoundLine, StepLine
from desktop.visits.model import GuardShift

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from desktop.patrols.rows import PatrolFilter

__all__ = ["round_lines", "steps_of"]


def round_lines(
    session: Session,
    community_id: int,
    wanted: PatrolFilter,
    after: RoundLine | None = None,
    limit: int = 100,
    *,
    round_id: int | None = None,
) -> tuple[RoundLine, ...]:
    """Return the rounds wanted, the newest first, beginning after `after`; or the one of `round_id`."""
    query = _narrowed(_rounds().where(PatrolRound.community_id == community_id), wanted)
    if round_id is not None:
        query = query.where(PatrolRound.id == round_id)
    if after is not None:
        place = tuple_(PatrolRound.started_at, PatrolRound.id)
        query = query.where(place < (after.started_at, after.id))
    query = query.order_by(PatrolRound.started_at.desc(), PatrolRound.id.desc()).limit(limit)
    rows = session.execute(query).all()
    counts = _counts(session, [row.id for row in rows])
    points = _point_counts(session, {row.route_id for row in rows})
    return tuple(_line(row, counts.get(row.id, {}), points.get(row.route_id, 0)) for row in rows)


def steps_of(session: Session, line: RoundLine) -> tuple[StepLine, ...]:
    """Return the points of a round in order: while it is walked all of its route, then those it came to."""
    of_round = and_(PatrolStep.point_id == PatrolPoint.id, PatrolStep.round_id == line.id)
    walked = PatrolStep.id.is_not(None)
    shown = or_(walked, PatrolPoint.archived_at.is_(None)) if line.state is RoundState.RUNNING else walked
    query = (
        select(
            *(PatrolPoint.id, PatrolPoint.name, PatrolPoint.kind, PatrolPoint.code),
            func.coalesce(PatrolStep.position, PatrolPoint.position).label("position"),
            func.coalesce(PatrolPoint.department_id, PatrolRoute.department_id).label("department_id"),
            Building.name.label("building"),
            *(PatrolStep.outcome, PatrolStep.at, PatrolStep.scanned, PatrolStep.words),
        )
        .join(PatrolRoute, PatrolRoute.id == PatrolPoint.route_id)
        .outerjoin(PatrolStep, of_round)
        .outerjoin(Building, Building.id == PatrolPoint.building_id)
        .where(PatrolPoint.route_id == line.route_id, shown)
        .order_by(func.coalesce(PatrolStep.position, PatrolPoint.position), PatrolPoint.id)
    )
    return tuple(_step(row) for row in session.execute(query))


def _rounds() -> Select[Any]:
    return (
        select(PatrolRound.__table__, PatrolRoute.name.label("route"), GuardShift.name.label("shift"))
        .join(PatrolRoute, PatrolRoute.id == PatrolRound.route_id)
        .join(GuardShift, GuardShift.id == PatrolRound.shift_id)
    )


def _narrowed(query: Select[Any], wanted: PatrolFilter) -> Select[Any]:
    if wanted.first_day is not None:
        query = query.where(PatrolRound.day >= wanted.first_day)
    if wanted.last_day is not None:
        query = query.where(PatrolRound.day <= wanted.last_day)
    if wanted.route_id is not None:
        query = query.where(PatrolRound.route_id == wanted.route_id)
    if wanted.states:
        query = query.where(PatrolRound.state.in_(sorted(wanted.states)))
    return query


def _counts(session: Session, rounds: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    found: dict[int, dict[str, int]] = {}
    each = [func.count(case((PatrolStep.outcome == outcome, 1))).label(outcome.value) for outcome in PointOutcome]
    query = select(PatrolStep.round_id, *each).where(PatrolStep.round_id.in_(rounds)).group_by(PatrolStep.round_id)
    for row in session.execute(query):
        found[row.round_id] = {outcome.value: getattr(row, outcome.value) for outcome in PointOutcome}
    return found


def _point_counts(session: Session, routes: Collection[int]) -> Mapping[int, int]:
    query = select(PatrolPoint.route_id, func.count()).where(
        PatrolPoint.route_id.in_(sorted(routes)), PatrolPoint.archived_at.is_(None)
    )
    return {row[0]: int(row[1]) for row in session.execute(query.group_by(PatrolPoint.route_id))}


def _line(row: Any, counts: Mapping[str, int], points: int) -> RoundLine:
    state = RoundState(row.state)
    return RoundLine(
        id=row.id,
        version=row.version,
        route_id=row.route_id,
        route=row.route,
        shift=row.shift,
        day=row.day,
        state=state,
        started_at=row.started_at,
        ended_at=row.ended_at,
        walker=row.walker,
        from_sheet=row.from_sheet,
        account_id=row.account_id,
        points=points if state is RoundState.RUNNING else sum(counts.values()),
        normal=counts.get(PointOutcome.NORMAL, 0),
        findings=counts.get(PointOutcome.FINDING, 0),
        missed=counts.get(PointOutcome.MISSED, 0),
        end_words=row.end_words,
    )


def _step(row: Any) -> StepLine:
    return StepLine(
        point_id=row.id,
        position=row.position,
        name=row.name,
        kind=PointKind(row.kind),
        building=row.building or "",
        department_id=row.department_id,
        code=row.code,
        outcome=None if row.outcome is None else PointOutcome(row.outcome),
        at=row.at,
        scanned=bool(row.scanned),
        words=row.words or "",
    )
