"""A request as the rules of the product page have it, in plain Python: the model its real life is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.requests.model import Move, StepKind
from tests.requests import timing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.requests.rows import RequestDetail, StepRow
    from tests.requests.conftest import Place

__all__ = ["BEGIN", "ENDED", "GONE", "GRADES", "PEOPLE", "WHO", "Model", "replayed", "shown"]

OPEN = {"received", "assigned", "in_progress", "on_hold", "reopened"}
ENDED = {"completed", "closed"}
GONE = {"cancelled", "duplicate"}
BEGIN = datetime(2026, 10, 30, 8, 0, tzinfo=UTC)

GRADES = {
    "一般投诉": ((), "anyone"),
    "严重投诉": (("部门主管",), "head"),
    "重大投诉": (("部门主管", "项目经理"), "manager"),
}
PEOPLE = ("部门主管", "项目经理", "集团客服")
WHO = ("clerk", "head of order", "head of engineering", "project manager")


@dataclass
class Model:
    """A request as the rules of the product page have it."""

    id: int
    number: str
    kind: str
    priority: str
    occurred: datetime
    due: datetime | None
    in_working_time: bool
    state: str = "received"
    completed: datetime | None = None
    first: datetime | None = None
    follow_up_due: datetime | None = None
    reached: datetime | None = None
    cannot_call: bool = False
    reopened: list[datetime] = field(default_factory=list)
    urged: int = 0
    holds: list[list[Any]] = field(default_factory=list)
    before_hold: str = ""
    main: Model | None = None
    before_merge: str = ""
    department: str = ""
    worker: str = ""
    helpers: tuple[str, ...] = ()
    why_late: str = ""
    grade: str = ""
    accused: str = ""
    tellings: dict[str, bool] = field(default_factory=dict)
    result_told: datetime | None = None
    signed: str = ""
    comments: int = 0

    @property
    def held(self) -> timedelta:
        return sum((end - start for start, end in self.holds if end), timedelta())

    def late(self, now: datetime) -> bool:
        if self.due is None:
            return False
        running = [start for start, end in self.holds if end is None]
        if self.state in OPEN:
            return self.due < (running[0] if running else now)
        return self.completed is not None and self.completed > self.due

    def allows(self, move: str, now: datetime) -> bool:
        if move in {"assign", "urge", "complete", "cancel", "merge"}:
            return self.state in OPEN
        return {
            "hand_back": self.state in {"assigned", "in_progress"},
            "explain": self.state not in GONE and self.late(now),
            "grade": self.state not in {*GONE, "closed"} and self.kind == "complaint",
            "tell": self.state not in GONE and self.kind == "complaint",
            "amend": self.state not in GONE,
            "print": self.state not in GONE,
            "letter": self.state not in GONE and self.kind in {"complaint", "praise", "suggestion"},
            "start": self.state in {"received", "assigned", "reopened"},
            "hold": self.state in OPEN - {"on_hold"},
            "resume": self.state == "on_hold",
            "extend": self.state in OPEN and self.due is not None,
            "follow_up": self.state in ENDED or (self.state == "duplicate" and self.follow_up_due is not None),
            "close": self.state == "completed",
            "reopen": self.state in ENDED,
            "unmerge": self.state == "duplicate",
        }[move]

    def may_be_closed_by(self, who: str) -> bool:
        """Tell whether everyone who must know was told and `who` signs for the grade."""
        return all(self.tellings.values()) and self.may_be_signed_by(who) if self.grade else True

    def may_be_signed_by(self, who: str) -> bool:
        """Tell whether `who` signs for the grade; anyone does where there is none."""
        if not self.grade:
            return True
        signer = GRADES[self.grade][1]
        accused = self.accused or self.department
        return signer == "anyone" or who == "project manager" or (signer == "head" and who == f"head of {accused}")

    def call_back(self, main: Model | None) -> None:
        self.follow_up_due = main.follow_up_due if main else None
        self.reached, self.cannot_call = None, False

    def stop_holds(self, at: datetime) -> None:
        halves = 0
        for hold in self.holds:
            start, end = hold
            if end is None or end > at:
                hold[1] = max(at, start)
                halves += timing.between(end or start, hold[1], working=self.in_working_time)
        if self.due is not None and halves:
            self.due = timing.moved(self.due, halves, working=self.in_working_time)

    def recalculate(self) -> None:
        """Take the due time of the rule that fits now, pushed by the holds that are over."""
        self.in_working_time = timing.said(self.kind, self.priority).working
        self.due = timing.due(self.kind, self.priority, self.occurred)
        if self.due is not None:
            rests = [timing.between(start, end, working=self.in_working_time) for start, end in self.holds if end]
            self.due = timing.moved(self.due, sum(rests), working=self.in_working_time)

    def seen(self, now: datetime) -> dict[str, Any]:
        """Return what a detail must show at `now`."""
        running = [start for start, end in self.holds if end is None]
        stands = running[0] if running else now
        late = self.state in OPEN and self.late(now)
        return {
            "state": self.state,
            "due": self.due,
            "completed": self.completed,
            "first": self.first,
            "follow_up_due": self.follow_up_due,
            "reached": self.reached,
            "cannot_call": self.cannot_call,
            "reopened": len(self.reopened),
            "urged": self.urged,
            "held": self.held,
            "on_hold_since": running[0] if running else None,
            "main": self.main.id if self.main else None,
            "late": stands - self.due if late and self.due is not None else None,
            "moves": {move.value for move in Move if self.allows(move.value, now)},
            "at": (self.department, self.worker, self.helpers),
            "why_late": self.why_late,
            "complaint": (self.grade, self.accused, self.tellings, self.result_told, self.signed),
            "comments": self.comments,
        }


def shown(detail: RequestDetail, place: Place) -> dict[str, Any]:
    line = detail.line
    codes = {id_: code for code, id_ in place.departments.items()}
    told = {row.whom: row.told_at is not None for row in detail.tellings}
    accused = codes.get(detail.accused_department_id or 0, "")
    return {
        "state": line.state.value,
        "due": line.due_at,
        "completed": line.completed_at,
        "first": detail.first_completed_at,
        "follow_up_due": line.follow_up_due_at,
        "reached": detail.reached_at,
        "cannot_call": detail.cannot_call,
        "reopened": line.reopened_count,
        "urged": line.urged_count,
        "held": detail.held,
        "on_hold_since": detail.on_hold_since,
        "main": detail.duplicate_of_id,
        "late": line.late,
        "moves": {move.value for move in detail.moves},
        "at": (codes.get(detail.department_id or 0, ""), line.worker, tuple(row.name for row in detail.helpers)),
        "why_late": detail.overdue_reason,
        "complaint": (detail.grade, accused, told, detail.told_at, detail.signed_by),
        "comments": len(detail.comments),
    }


def replayed(steps: Sequence[StepRow]) -> dict[str, Any]:
    """Return where a request stands and what was counted, told by nothing but the kinds of its steps."""
    state, before_hold, before_merge = "", "", ""
    counts = {"urged": 0, "reopened": 0, "told": 0}
    at: tuple[object, object] = (None, None)
    for step in steps:
        kind = step.kind
        if kind is StepKind.ASSIGNED:
            at = (step.details.get("department_id"), step.details.get("worker_id"))
            if state in {"", "received", "reopened"}:
                state = "assigned"
            elif state == "on_hold" and before_hold in {"received", "reopened"}:
                before_hold = "assigned"
        elif kind is StepKind.HANDED_BACK:
            state, at = "received", (at[0], None)
        elif kind is StepKind.HELD:
            before_hold, state = state, "on_hold"
        elif kind is StepKind.RESUMED:
            state = before_hold
        elif kind is StepKind.MERGED and state != "duplicate":
            before_merge, state = state, "duplicate"
        elif kind is StepKind.UNMERGED:
            state = before_merge
        else:
            state = LEADS_TO.get(kind, state)
        counts["urged"] += kind is StepKind.URGED
        counts["reopened"] += kind is StepKind.REOPENED
        counts["told"] += kind is StepKind.TOLD
    return {"state": state, "at": at, **counts}


LEADS_TO = {
    StepKind.REPORTED: "received",
    StepKind.STARTED: "in_progress",
    StepKind.COMPLETED: "completed",
    StepKind.CLOSED: "closed",
    StepKind.REOPENED: "reopened",
    StepKind.CANCELLED: "cancelled",
}
