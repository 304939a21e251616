"""Made-up patrols: routes, rounds made and missed in the last weeks, findings; and incidents with their measures."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.incidents.model import Incident, IncidentEntry, IncidentState
from desktop.incidents.rows import TIMELINE_KIND
from desktop.incidents.service.recording import signed_facts
from desktop.patrols.model import (
    PatrolDuty,
    PatrolFinding,
    PatrolPoint,
    PatrolRound,
    PatrolRoute,
    PatrolStep,
    PointOutcome,
    RoundState,
)
from desktop.requests.model import Request, RequestKind, Source
from desktop.storage.numbers import reserve_number
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Row

    from desktop.app.demo.gate import GateDemo

__all__ = ["add_incidents", "add_patrols", "sign"]

ROUND_DAYS = 60
_MISSED, _BROKEN_OFF, _POINT_MISSED, _FROM_SHEET, _SCANNED = 0.05, 0.015, 0.02, 0.2, 0.7
_PER_POINT = timedelta(minutes=6)
_SIGNED_AFTER = timedelta(hours=20)


def add_patrols(gate: GateDemo) -> None:
    """Add routes and the rounds of the last weeks; what was found is what inspections reported in that time."""
    found = _inspected(gate)
    walkers = gate.people["workers"]["order"]
    since = gate.today - timedelta(days=ROUND_DAYS)
    for told in gate.words["routes"]:
        route_id = gate.rows.add(
            PatrolRoute,
            name=told["name"],
            department_id=gate.place.departments[told["department"]],
            fixed_order=told["fixed"],
            note=told["note"],
            archived_at=None,
        )
        points = list(_points(gate, route_id, told["points"]))
        for shift, times in zip(range(len(gate.shifts)), told["times"], strict=True):
            if times:
                gate.rows.add(
                    PatrolDuty,
                    route_id=route_id,
                    shift_id=gate.shifts[shift],
                    times=times,
                    weekdays="1234567",
                    since=since,
                    until=None,
                )
            for back in range(ROUND_DAYS, -1, -1):
                for turn in range(times):
                    # the last of yesterday's is one of those missed: there is something to be told of today
                    lapse = back == 1 and turn == times - 1 and not told["fixed"]
                    if gate.chance.random() >= _MISSED and not lapse:
                        day = gate.today - timedelta(days=back)
                        at = _starts(gate, shift, day, turn, times)
                        _round(gate, route_id, gate.shifts[shift], day, at, points, gate.chance.choice(walkers), found)


def _points(gate: GateDemo, route_id: int, told: Sequence[tuple[str, str, str]]) -> Iterator[tuple[int, int]]:
    """Add the points of a route; yield their ids and the departments that mend there."""
    for position, (name, kind, code) in enumerate(told, 1):
        department_id = gate.place.departments[code]
        point_id = gate.rows.add(
            PatrolPoint,
            route_id=route_id,
            position=position,
            name=name,
            kind=kind,
            building_id=None,
            department_id=department_id,
            code=f"XC{route_id:02d}{position:02d}",
            archived_at=None,
        )
        yield point_id, department_id


def _inspected(gate: GateDemo) -> list[Row[Any]]:
    """Return the requests of own inspections in the last weeks, oldest first."""
    wanted = (
        select(Request.id, Request.occurred_at, Request.department_id, Request.words)
        .where(
            Request.community_id == gate.work.community_id,
            Request.source == Source.INSPECTION,
            Request.kind == RequestKind.REPAIR,
            Request.occurred_at >= gate.now - timedelta(days=ROUND_DAYS - 1),
        )
        .order_by(Request.occurred_at, Request.id)
    )
    return list(gate.work.session.execute(wanted))


def _starts(gate: GateDemo, shift: int, day: date, turn: int, times: int) -> datetime:
    """Return when a round of a shift begins: the shift's hours are shared out among its rounds."""
    _name, starts, ends = gate.words["shifts"][shift]
    long = (ends - starts) % (24 * 60)
    minute = starts + long * turn // times + gate.chance.randrange(10, 50)
    return gate.moment(day + timedelta(days=minute // (24 * 60)), time(minute // 60 % 24, minute % 60))


def _round(
    gate: GateDemo,
    route_id: int,
    shift_id: int,
    day: date,
    at: datetime,
    points: Sequence[tuple[int, int]],
    walker: str,
    found: list[Row[Any]],
) -> None:
    chance = gate.chance
    if at >= gate.now:
        return
    ends = at + _PER_POINT * (len(points) + 1)
    broken = chance.random() < _BROKEN_OFF
    running = ends > gate.now
    state = RoundState.RUNNING if running else RoundState.BROKEN_OFF if broken else RoundState.MADE
    sheet = not running and chance.random() < _FROM_SHEET
    round_id = gate.rows.add(
        PatrolRound,
        route_id=route_id,
        shift_id=shift_id,
        day=day,
        state=state,
        started_at=at,
        ended_at=None if running else ends,
        walker=walker,
        from_sheet=sheet,
        recorded_at=min(ends + timedelta(hours=2), gate.now) if sheet else at,
        account_id=gate.guard,
        end_words=gate.words["broken_off"] if state is RoundState.BROKEN_OFF else "",
    )
    for position, (point_id, department_id) in enumerate(points[: len(points) // 2] if broken else points, 1):
        seen = at + _PER_POINT * position
        if seen > gate.now:
            break
        finding = next((each for each in found if _is_here(each, at, seen, department_id)), None)
        _step(gate, round_id, point_id, position, seen, sheet=sheet, found=finding is not None)
        if finding is not None:
            found.remove(finding)
            gate.rows.add(
                PatrolFinding,
                round_id=round_id,
                point_id=point_id,
                request_id=finding.id,
                department_id=department_id,
                at=seen,
                words=finding.words,
                account_id=gate.guard,
            )


def _step(
    gate: GateDemo, round_id: int, point_id: int, position: int, at: datetime, *, sheet: bool, found: bool
) -> None:
    chance = gate.chance
    missed = not found and chance.random() < _POINT_MISSED
    outcome = PointOutcome.MISSED if missed else PointOutcome.FINDING if found else PointOutcome.NORMAL
    gate.rows.add(
        PatrolStep,
        round_id=round_id,
        point_id=point_id,
        position=position,
        at=at,
        outcome=outcome,
        scanned=not missed and not sheet and chance.random() < _SCANNED,
        words=chance.choice(gate.words["missed"]) if missed else "",
    )


def _is_here(request: Row[Any], since: datetime, until: datetime, department_id: int) -> bool:
    """Tell whether a request was reported about when a point was seen: half a shift before at most."""
    reported: datetime = request.occurred_at
    return request.department_id == department_id and until - timedelta(hours=5) <= reported <= until and since < until


def add_incidents(gate: GateDemo) -> None:
    """Add the incidents, numbered in the order they happened."""
    last: dict[str, int] = {}
    for told in gate.words["incidents"]:
        at = (gate.now - timedelta(hours=told.get("hours", 0))).replace(second=0, microsecond=0)
        if "at" in told:
            at = gate.moment(gate.today - timedelta(days=told["days"]), time.fromisoformat(told["at"]))
        period = f"{at.astimezone(gate.zone):%y%m}"
        number = last[period] = last.get(period, 0) + 1
        _incident(gate, told, f"SJ-{period}-{number:03d}", at)
    for period, number in last.items():
        reserve_number(gate.work.session, gate.work.community_id, "SJ", period, number)


def _incident(gate: GateDemo, told: Mapping[str, Any], number: str, at: datetime) -> None:
    household = gate.household() if told.get("room") else None
    ended = at + timedelta(minutes=told["minutes"]) if "minutes" in told else None
    reported = None if ended is None else ended + timedelta(hours=2)
    signed = reported + _SIGNED_AFTER if reported is not None and told["state"] == IncidentState.SIGNED_OFF else None
    incident_id = gate.rows.add(
        Incident,
        number=number,
        kind=told["kind"],
        state=told["state"],
        occurred_at=at,
        ended_at=ended,
        room_id=household.room_id if household else None,
        place=household.label if household else told["place"],
        words=told["words"],
        people=told.get("people", ""),
        hurt=told.get("hurt", 0),
        damage=told["damage"],
        damage_fen=told.get("damage_fen"),
        department_id=gate.place.departments[told["department"]],
        recorded_at=at + timedelta(minutes=6),
        recorded_by=gate.guard,
        reported_at=reported,
        signed_at=signed,
        signed_by=None if signed is None else gate.manager,
        signed_words=told.get("signed", ""),
        signed_digest="",
    )
    for minute, kind, who, words in told["entries"]:
        gate.rows.add(
            IncidentEntry,
            incident_id=incident_id,
            kind=kind,
            at=at + timedelta(minutes=minute),
            who=who,
            words=words,
            account_id=gate.guard,
            removed_at=None,
        )
    if household is not None:
        gate.rows.add(
            TimelineEntry,
            room_id=household.room_id,
            at=at,
            kind=TIMELINE_KIND,
            source_id=incident_id,
            parameters={"number": number, "incident": told["kind"]},
        )


def sign(gate: GateDemo) -> None:
    """Let the signatures under the incidents hold, once they are inserted."""
    session = gate.work.session
    signed = select(Incident).where(
        Incident.community_id == gate.work.community_id, Incident.state == IncidentState.SIGNED_OFF
    )
    for incident in session.scalars(signed.order_by(Incident.id)):
        incident.signed_digest = signed_facts(session, incident)
    session.flush()
