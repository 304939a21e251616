"""What the made-up gate and desk tell each other: crews with passes, expected visitors, watchlist, calls, slips."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.app.demo.gate import Comer
from desktop.core.texts import search_form
from desktop.households.model import InstructionKind, StandingInstruction
from desktop.release_slips.model import ReleaseCheck, ReleaseOutcome, ReleaseSlip, ReleaseState
from desktop.release_slips.rows import ISSUED, RELEASED
from desktop.storage.numbers import reserve_number
from desktop.storage.timeline import TimelineEntry
from desktop.visits.model import (
    ContractorPass,
    DepositState,
    ExpectedVisit,
    GateCall,
    Visit,
    VisitKind,
    VisitState,
    WatchEntry,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from desktop.app.demo.gate import GateDemo

__all__ = ["add_guarding"]

_ARRIVES, _LEAVES, _STAYS_ON = time(8, 10), time(17, 20), time(19, 40)
_UNTIL = time(22)
"""A slip is good until then on the day after it was issued."""

_TOLD_WITHIN = timedelta(days=3)
"""Of what was let in or turned away longer ago the desk's list of calls does not tell any more."""

_UNANSWERED = timedelta(hours=3)


def add_guarding(gate: GateDemo) -> None:
    """Add it to what `gate` has made up so far."""
    _passes(gate)
    _expected(gate)
    _lately(gate)
    _watchlist(gate)
    _calls(gate)
    _releases(gate)


def _passes(gate: GateDemo) -> None:
    """Add passes, numbered in the order they were issued, and the crews that came with them in the last weeks."""
    last: dict[int, int] = {}
    for told in sorted(gate.words["passes"], key=lambda told: told["from"]):
        first_day, last_day = (gate.today + timedelta(days=told[end]) for end in ("from", "to"))
        number = last[first_day.year] = last.get(first_day.year, 0) + 1
        household, issued = gate.household(), gate.moment(first_day - timedelta(days=1), time(15, 30))
        revoked = gate.now - timedelta(days=2) if "revoked" in told else None
        pass_id = gate.rows.add(
            ContractorPass,
            number=f"ZX-{first_day.year}-{number:03d}",
            room_id=household.room_id,
            place=household.label,
            company=told["company"],
            foreman=told["foreman"],
            crew="\n".join(told["crew"]),
            people=len(told["crew"]),
            work=told["work"],
            first_day=first_day,
            last_day=last_day,
            deposit_fen=told["deposit"],
            deposit_state=DepositState(told["state"]),
            deposit_words=told.get("words", ""),
            recorded_at=issued,
            recorded_by=gate.clerk,
            revoked_at=revoked,
            revoked_words=told.get("revoked", ""),
        )
        crew = Comer(
            VisitKind.CONTRACTOR,
            told["foreman"],
            gate.plate(),
            told["company"],
            household,
            people=len(told["crew"]),
        )
        until = min(last_day, gate.today if revoked is None else gate.today - _TOLD_WITHIN)
        _crew(gate, crew, pass_id, first_day, until)
    for year, number in last.items():
        reserve_number(gate.work.session, gate.work.community_id, "ZX", str(year), number)


def _crew(gate: GateDemo, crew: Comer, pass_id: int, first_day: date, last_day: date) -> None:
    oldest = gate.today - timedelta(days=25)
    for ahead in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=ahead)
        comes = gate.moment(day, _ARRIVES) + timedelta(minutes=gate.chance.randrange(25))
        leaves = gate.moment(day, _STAYS_ON if gate.chance.random() < 0.08 else _LEAVES)
        if day < oldest or day.isoweekday() > 6 or comes >= gate.now:
            continue
        stays = (leaves - comes) // timedelta(minutes=1)
        badge = f"{gate.chance.randrange(1, 40):02d}"
        gate.enter(crew, comes, minutes=stays, pass_id=pass_id, badge=badge, id_seen=True)


def _expected(gate: GateDemo) -> None:
    """Add expected visitors with their codes; one of today's has come."""
    codes = gate.chance.sample(range(1000, 10_000), len(gate.words["expected"]))
    for told, code in zip(gate.words["expected"], codes, strict=True):
        household, first_day = gate.household(), gate.today + timedelta(days=told["day"])
        kind = VisitKind(told.get("kind", VisitKind.GUEST))
        plate = gate.plate() if told.get("vehicle") else ""
        asked = min(gate.moment(first_day, time(9)) - timedelta(hours=16), gate.now - timedelta(hours=1))
        came = gate.now - timedelta(minutes=50) if told.get("came") else None
        expected_id = gate.rows.add(
            ExpectedVisit,
            room_id=household.room_id,
            name=told["name"],
            plate=plate,
            kind=kind,
            people=told["people"],
            first_day=first_day,
            last_day=first_day + timedelta(days=told.get("days", 0)),
            code=str(code),
            note=told["note"],
            asked_by=household.reporter,
            recorded_at=asked,
            recorded_by=gate.clerk,
            came_at=came,
            withdrawn_at=asked + timedelta(hours=2) if told.get("withdrawn") else None,
        )
        if came is not None:
            comer = Comer(kind, told["name"], plate, "", household, people=told["people"])
            gate.enter(comer, came, minutes=120, expected_id=expected_id)


def _lately(gate: GateDemo) -> None:
    """Add what the gate looks at now: who stayed the night, who was let in all the same, who is half asked."""
    for hours in (13.5, 15, 16.5):
        stays = Comer(VisitKind.GUEST, gate.name(), gate.plate(), household=gate.household(), people=2)
        gate.enter(stays, gate.now - timedelta(hours=hours), minutes=2000)
    rooms = {each.room_id: each for each in gate.households}
    wanted = select(StandingInstruction.room_id).where(StandingInstruction.kind == InstructionKind.DO_NOT_ADMIT)
    found = gate.work.session.scalars(wanted.order_by(StandingInstruction.id))
    asked = [rooms[room_id] for room_id in found if room_id in rooms]
    household = asked[0] if asked else gate.household()
    words, agreed = gate.words["overrides"][0]
    let_in = Comer(VisitKind.DELIVERY, gate.name(), gate.plate(), gate.words["couriers"][0], household)
    gate.enter(
        let_in,
        gate.now - timedelta(minutes=70),
        minutes=12,
        overridden="do_not_admit",
        override_words=words,
        agreed_by=agreed,
    )
    for minutes in (95, 22):
        quick = Comer(VisitKind.GUEST, "", gate.plate(), household=gate.household())
        gate.enter(quick, gate.now - timedelta(minutes=minutes), minutes=240, incomplete=True)


def _watchlist(gate: GateDemo) -> None:
    for told in gate.words["watchlist"]:
        noted = gate.now - timedelta(days=told["days"], hours=2)
        waiting, name = told.get("waiting", False), told.get("name", "")
        gate.rows.add(
            WatchEntry,
            plate=gate.plate() if told.get("plate") else "",
            name=name,
            name_key=search_form(name),
            id_tail="",
            looks=told.get("looks", ""),
            reason=told["reason"],
            action=told["action"],
            ordered_by=told["by"],
            noted_at=noted,
            noted_by=gate.guard if waiting else gate.clerk,
            approved_at=None if waiting else noted + timedelta(hours=1),
            approved_by=None if waiting else gate.manager,
            until=noted + timedelta(days=told["until"]) if "until" in told else None,
            ended_at=gate.now - timedelta(days=30) if "ended" in told else None,
            ended_words=told.get("ended", ""),
        )


def _calls(gate: GateDemo) -> None:
    """Add the calls that were told of, and one for everybody let in all the same or turned away lately."""
    for told in gate.words["calls"]:
        household, at = gate.household(), gate.now - timedelta(hours=told["hours"])
        _call(
            gate,
            at,
            told.get("answer", ""),
            seen=told.get("seen", False),
            reason=told["reason"],
            words=told["words"],
            waits=told.get("waits", False),
            room_id=household.room_id,
            place=household.label,
            plate=gate.plate() if told.get("vehicle") else "",
        )
    for visit in [visit for visit in gate.rows.waiting[Visit] if visit["in_at"] > gate.now - _TOLD_WITHIN]:
        turned_away = visit["state"] is VisitState.REFUSED
        if not turned_away and not visit["override_words"]:
            continue
        answer = "知道了。" if gate.now - visit["in_at"] > _UNANSWERED else ""
        _call(
            gate,
            visit["in_at"],
            answer,
            seen=bool(answer),
            reason="turned_away" if turned_away else "override",
            words=visit["refused_words"] or visit["override_words"],
            room_id=visit["room_id"],
            place=visit["place"],
            plate=visit["plate"],
            who=visit["name"],
            visit_id=visit["id"],
        )


def _call(gate: GateDemo, at: datetime, answer: str, *, seen: bool, **told: Any) -> None:
    answered = at + timedelta(minutes=4) if answer else None
    gate.rows.add(
        GateCall,
        **{"waits": False, "who": "", "visit_id": None, "slip_id": None, "gate_id": gate.gates[0]} | told,
        at=at,
        account_id=gate.guard,
        answered_at=answered,
        answered_by=gate.clerk if answer else None,
        answer=answer,
        seen_at=answered + timedelta(minutes=1) if seen and answered is not None else None,
    )


# --- release slips --------------------------------------------------------------------------------------------------


def _releases(gate: GateDemo) -> None:
    last: dict[str, int] = {}
    codes = gate.chance.sample(range(100_000, 1_000_000), len(gate.words["releases"]))
    told_first = sorted(gate.words["releases"], key=lambda told: -told["days"])
    for told, code in zip(told_first, codes, strict=True):
        day = gate.today - timedelta(days=told["days"])
        issued = min(gate.moment(day, time(9, 15)), gate.now - timedelta(minutes=100))
        period = f"{issued.astimezone(gate.zone):%y%m}"
        number = last[period] = last.get(period, 0) + 1
        _release(gate, told, f"FX-{period}-{number:04d}", str(code), issued)
    for period, number in last.items():
        reserve_number(gate.work.session, gate.work.community_id, "FX", period, number)


def _release(gate: GateDemo, told: Mapping[str, Any], number: str, code: str, issued: datetime) -> None:
    household, state = gate.household(), ReleaseState(told["state"])
    day = issued.astimezone(gate.zone).date()
    goods = [{"goods": goods, "count": count, "out": 0} for goods, count in told["goods"]]
    for place, line in enumerate(goods):
        line["out"] = told["out"][place] if "out" in told else line["count"] if state is ReleaseState.USED else 0
    plate = gate.plate() if told.get("vehicle") else ""
    used = issued + timedelta(minutes=55) if state is ReleaseState.USED else None
    by_phone = told["consent"] == "phone"
    slip_id = gate.rows.add(
        ReleaseSlip,
        number=number,
        code=code,
        state=state,
        room_id=household.room_id,
        place=household.label,
        applicant=told["applicant"],
        name=household.reporter,
        consent=told["consent"],
        owner="" if told["applicant"] == "owner" else gate.name(),
        id_tail=f"{gate.chance.randrange(10_000):04d}" if by_phone else "",
        plate=plate,
        mover=told.get("mover", ""),
        goods=goods,
        fees_cleared="fees" not in told,
        fees_words=told.get("fees", ""),
        note=told.get("note", ""),
        valid_from=issued,
        valid_until=gate.moment(day + timedelta(days=1), _UNTIL),
        issued_at=issued,
        issued_by=gate.clerk,
        issued_on=day,
        used_at=used,
        withdrawn_words=told.get("withdrawn", ""),
        follows_id=None,
    )
    pieces = sum(line["count"] for line in goods)
    told_of = {"number": number, "pieces": pieces, "name": household.reporter, "plate": plate}
    if state is not ReleaseState.WITHDRAWN:
        _timeline(gate, household.room_id, issued, ISSUED, slip_id, told_of)
    out = [{"goods": line["goods"], "count": line["out"]} for line in goods if line["out"]]
    if "refused" in told:
        _check(gate, slip_id, issued + timedelta(minutes=25), ReleaseOutcome.REFUSED, gate.plate(), (), told["refused"])
    if out:
        outcome = ReleaseOutcome.RELEASED if state is ReleaseState.USED else ReleaseOutcome.PARTLY
        at = issued + timedelta(minutes=55)
        _check(gate, slip_id, at, outcome, plate, out, "")
        left = sum(line["out"] for line in goods)
        told_of = {"number": number, "pieces": left, "plate": plate, "whole": left == pieces}
        _timeline(gate, household.room_id, at, RELEASED, slip_id, told_of)


def _check(
    gate: GateDemo,
    slip_id: int,
    at: datetime,
    outcome: ReleaseOutcome,
    plate: str,
    goods: Sequence[Mapping[str, Any]],
    words: str,
) -> None:
    gate.rows.add(
        ReleaseCheck,
        slip_id=slip_id,
        at=at,
        account_id=gate.guard,
        gate_id=gate.gates[1],
        outcome=outcome,
        plate=plate,
        goods=list(goods),
        words=words,
    )


def _timeline(
    gate: GateDemo, room_id: int, at: datetime, kind: str, source_id: int, parameters: Mapping[str, Any]
) -> None:
    gate.rows.add(TimelineEntry, room_id=room_id, at=at, kind=kind, source_id=source_id, parameters=parameters)
