"""What the gate is told beforehand and tells the desk, as screens and forms have it. Times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.visits.model import CallReason, DepositState, VisitKind, WatchAction

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = [
    "CallLine",
    "ExpectedLine",
    "NewCall",
    "NewExpected",
    "NewPass",
    "NewWatch",
    "PassLine",
    "WatchLine",
]


@dataclass(frozen=True, slots=True)
class NewExpected:
    """Someone a household expects, as typed; without days it is today."""

    room_id: int
    name: str = ""
    plate: str = ""
    kind: VisitKind = VisitKind.GUEST
    people: int = 1
    first_day: date | None = None
    last_day: date | None = None
    note: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """One expected visitor. `code` is what they may say at the gate."""

    id: int
    room_id: int
    place: str
    name: str
    plate: str
    kind: VisitKind
    people: int
    first_day: date
    last_day: date
    code: str
    note: str
    asked_by: str
    recorded_by: str
    recorded_at: datetime
    came_at: datetime | None
    withdrawn_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class NewPass:
    """A contractor's pass as typed; the deposit in fen."""

    company: str
    first_day: date
    last_day: date
    room_id: int | None = None
    place: str = ""
    foreman: str = ""
    crew: str = ""
    people: int = 1
    work: str = ""
    deposit_fen: int = 0


@dataclass(frozen=True, slots=True)
class PassLine:
    """One contractor's pass; `inside` counts its people inside now."""

    id: int
    number: str
    company: str
    foreman: str
    crew: str
    people: int
    work: str
    room_id: int | None
    place: str
    first_day: date
    last_day: date
    deposit_fen: int
    deposit_state: DepositState
    deposit_words: str
    recorded_by: str
    recorded_at: datetime
    revoked_at: datetime | None
    revoked_words: str
    inside: int
    version: int

    def good_on(self, day: date) -> bool:
        """Tell whether it lets people in on `day`."""
        return self.revoked_at is None and self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class NewWatch:
    """Whom to watch for, as typed: at least one of plate, name and looks."""

    plate: str = ""
    name: str = ""
    id_tail: str = ""
    looks: str = ""
    reason: str = ""
    action: WatchAction = WatchAction.WATCH
    ordered_by: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One entry of the watchlist."""

    id: int
    plate: str
    name: str
    id_tail: str
    looks: str
    reason: str
    action: WatchAction
    ordered_by: str
    noted_at: datetime
    noted_by: str
    approved_at: datetime | None
    approved_by: str
    until: datetime | None
    ended_at: datetime | None
    ended_words: str
    version: int

    def in_force(self, now: datetime) -> bool:
        """Tell whether the gate acts on it at `now`."""
        over = self.ended_at is not None or (self.until is not None and self.until <= now)
        return self.approved_at is not None and self.approved_at <= now and not over


@dataclass(frozen=True, slots=True)
class NewCall:
    """What the gate tells the desk; `waits` for an answer."""

    reason: CallReason
    words: str = ""
    waits: bool = False
    gate_id: int | None = None
    room_id: int | None = None
    place: str = ""
    plate: str = ""
    who: str = ""
    visit_id: int | None = None
    slip_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call from the gate with the desk's answer."""

    id: int
    reason: CallReason
    words: str
    waits: bool
    gate: str
    room_id: int | None
    place: str
    plate: str
    who: str
    visit_id: int | None
    slip_id: int | None
    at: datetime
    by: str
    answered_at: datetime | None
    answered_by: str
    answer: str
    seen_at: datetime | None
    version: int
