"""A request's history in sentences: what was done, with whom, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.core.money import yuan
from desktop.requests.model import (
    Channel,
    FollowUpAnswer,
    FollowUpOutcome,
    HoldReason,
    RequestState,
    Satisfaction,
    StepKind,
)
from desktop.requests.rows import (
    CHANNEL_LABELS,
    FOLLOW_UP_ANSWER_LABELS,
    HOLD_REASON_LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    STEP_LABELS,
    listed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.i18n import Language
    from desktop.requests.presenter.directory import Directory
    from desktop.requests.rows import StepRow
    from desktop.requests.table import Seen

__all__ = ["step_words"]

_FIELDS: Mapping[str, Message] = {
    "words": msg("About"),
    "room_label": msg("Room"),
    "reporter": msg("Caller"),
    "phone": msg("Phone"),
    "category_id": msg("Category"),
    "place": msg("Place"),
    "liability": msg("Liability"),
    "source": msg("Source"),
    "channel": msg("Channel"),
    "priority": msg("How urgent"),
    "appointment_at": msg("Appointment"),
    "chargeable": msg("Chargeable"),
    "equipment_id": msg("Equipment"),
    "rework_of_id": msg("Rework of"),
    "due_at": msg("Due"),
}
"""What may be amended, by column; the room's label stands for room and building."""

_HANDED_OVER_IN = frozenset({RequestState.ASSIGNED, RequestState.IN_PROGRESS, RequestState.ON_HOLD})


def step_words(step: StepRow, directory: Directory, seen: Seen, language: Language) -> str:
    """Return one step as a sentence without its time and its author."""
    sentence = _SENTENCES.get(step.kind)
    known = None if sentence is None else sentence(_Telling(step, directory, seen, language))
    what = language.message(known or STEP_LABELS[step.kind])
    said = _said(step, language)
    told = language.gettext("%(what)s: %(said)s", what=what, said=said) if said else what
    years = step.details.get("unknown_holidays")
    if not years:
        return told
    doubt = language.gettext("reckoned without the holidays of %(years)s, which are not known", years=years)
    return language.gettext("%(what)s (%(doubt)s)", what=told, doubt=doubt)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One step about to be told, and how names and times are said."""

    step: StepRow
    directory: Directory
    seen: Seen
    language: Language

    @property
    def found(self) -> Mapping[str, Any]:
        return self.step.details

    def named(self, found: Mapping[str, Any]) -> str:
        return self.directory.named(found.get("department_id"), found.get("worker_id"))

    def when(self, key: str) -> str:
        return self.seen.when(datetime.fromisoformat(self.found[key]), self.language)


def _reported(told: _Telling) -> Message | None:
    if not told.found.get("channel"):
        return None
    how = CHANNEL_LABELS[Channel(told.found["channel"])]
    if told.found.get("back_dated"):
        return msg("Taken in (%(channel)s), entered later", channel=how)
    return msg("Taken in (%(channel)s)", channel=how)


def _assigned(told: _Telling) -> Message | None:
    who = told.named(told.found)
    if not who:
        return None
    helpers = listed(list(filter(None, map(told.directory.worker, told.found.get("helper_ids", ())))))
    handed_over = told.step.state_before in _HANDED_OVER_IN and bool(told.named(told.found.get("before", {})))
    if handed_over and helpers:
        return msg("Handed over to %(who)s, with %(helpers)s", who=who, helpers=helpers)
    if handed_over:
        return msg("Passed on to %(who)s", who=who)
    if helpers:
        return msg("Dispatched to %(who)s, with %(helpers)s", who=who, helpers=helpers)
    return msg("Dispatched to %(who)s", who=who)


def _handed_back(told: _Telling) -> Message | None:
    who = told.named(told.found.get("before", {}))
    return msg("Handed back by %(who)s", who=who) if who else None


def _held(told: _Telling) -> Message | None:
    reason = told.found.get("reason")
    return msg("On hold: %(reason)s", reason=HOLD_REASON_LABELS[HoldReason(reason)]) if reason else None


def _extended(told: _Telling) -> Message | None:
    if not told.found.get("due_at"):
        return None
    return msg(
        "Extended until %(time)s, agreed by %(who)s", time=told.when("due_at"), who=told.found.get("approver", "")
    )


def _urged(told: _Telling) -> Message | None:
    times = told.found.get("times", 1)
    return msg("Urged, %(count)s times so far", count=times) if times > 1 else None


def _graded(told: _Telling) -> Message | None:
    """Return the grade, whom the complaint is against and what was promised, as far as they are set."""
    parts: list[Message] = []
    if told.found.get("grade"):
        parts.append(msg("Graded “%(grade)s”", grade=told.found["grade"]))
    if accused := told.directory.department(told.found.get("accused_department_id")):
        parts.append(msg("against %(department)s", department=accused))
    if told.found.get("promised_at"):
        parts.append(msg("promised by %(time)s", time=told.when("promised_at")))
    told_so = listed(parts)
    return told_so if isinstance(told_so, Message) else None


def _who_was_told(told: _Telling) -> Message | None:
    if told.found.get("whom"):
        return msg("%(whom)s was told", whom=told.found["whom"])
    return msg("The resident was told the result") if told.found.get("resident") else None


def _completed(told: _Telling) -> Message | None:
    fee = told.found.get("fee_fen")
    return None if fee is None else msg("Completed, %(sum)s yuan", sum=yuan(fee))


def _followed_up(told: _Telling) -> Message | None:
    found = told.found
    outcome = OUTCOME_LABELS[FollowUpOutcome(found["outcome"])] if found.get("outcome") else msg("Reached")
    parts: list[Message] = []
    if found.get("satisfaction"):
        parts.append(SATISFACTION_LABELS[Satisfaction(found["satisfaction"])])
    for reply in found.get("replies", ()):
        answer = FOLLOW_UP_ANSWER_LABELS[FollowUpAnswer(reply["answer"])]
        parts.append(msg("%(question)s %(answer)s", question=reply["question"], answer=answer))
    if parts:
        return msg("Followed up, %(outcome)s, %(grade)s", outcome=outcome, grade=listed(parts))
    return msg("Followed up, %(outcome)s", outcome=outcome)


def _closed(told: _Telling) -> Message | None:
    who = told.found.get("signed_by")
    return msg("Closed, signed by %(who)s", who=who) if who else None


def _merged(told: _Telling) -> Message | None:
    number = told.found.get("main_number")
    return msg("Merged into %(number)s", number=number) if number else None


_SENTENCES: Mapping[StepKind, Callable[[_Telling], Message | None]] = {
    StepKind.REPORTED: _reported,
    StepKind.ASSIGNED: _assigned,
    StepKind.HANDED_BACK: _handed_back,
    StepKind.HELD: _held,
    StepKind.EXTENDED: _extended,
    StepKind.URGED: _urged,
    StepKind.GRADED: _graded,
    StepKind.TOLD: _who_was_told,
    StepKind.COMPLETED: _completed,
    StepKind.FOLLOWED_UP: _followed_up,
    StepKind.CLOSED: _closed,
    StepKind.MERGED: _merged,
}
"""How a step is told by what it set; where nothing is known of that, and for all others, its label says enough."""


def _said(step: StepRow, language: Language) -> str:
    if step.kind is StepKind.COMPLETED:
        return str(step.details.get("result", ""))
    if step.kind is StepKind.AMENDED:
        names = [language.message(_FIELDS[key]) for key in step.details.get("before", {}) if key in _FIELDS]
        return language.gettext(", ").join(names)
    return step.why
