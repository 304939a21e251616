"""A request's history in sentences: what was done, with whom, why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.requests.model import Channel, FollowUpOutcome, HoldReason, Satisfaction, StepKind
from desktop.requests.rows import (
    CHANNEL_LABELS,
    HOLD_REASON_LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    STEP_LABELS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "priority": msg("Urgency"),
    "appointment_at": msg("Appointment"),
}


def step_words(step: StepRow, directory: Directory, seen: Seen, language: Language) -> str:
    """Return one step as a sentence without its time and its author."""
    what = language.message(_what(step, directory, seen, language))
    said = _said(step, language)
    return language.gettext("%(what)s: %(said)s", what=what, said=said) if said else what


def _what(step: StepRow, directory: Directory, seen: Seen, language: Language) -> Message:
    found, kind = step.details, step.kind
    told: Message | None = None
    if kind is StepKind.REPORTED and found.get("channel"):
        how = CHANNEL_LABELS[Channel(found["channel"])]
        late = msg("Taken in (%(channel)s), entered later", channel=how)
        told = late if found.get("back_dated") else msg("Taken in (%(channel)s)", channel=how)
    elif kind is StepKind.ASSIGNED:
        who = directory.named(found.get("department_id"), found.get("worker_id"))
        told = msg("Dispatched to %(who)s", who=who) if who else None
    elif kind is StepKind.HELD and found.get("reason"):
        told = msg("On hold: %(reason)s", reason=HOLD_REASON_LABELS[HoldReason(found["reason"])])
    elif kind is StepKind.EXTENDED and found.get("due_at"):
        until = seen.when(datetime.fromisoformat(found["due_at"]), language)
        told = msg("Extended until %(time)s, agreed by %(who)s", time=until, who=found.get("approver", ""))
    elif kind is StepKind.URGED and found.get("times", 1) > 1:
        told = msg("Urged, %(count)s times so far", count=found["times"])
    elif kind is StepKind.FOLLOWED_UP:
        told = _call(found)
    elif kind is StepKind.MERGED and found.get("main_number"):
        told = msg("Merged into %(number)s", number=found["main_number"])
    return told or STEP_LABELS[kind]


def _call(found: Mapping[str, Any]) -> Message:
    outcome = OUTCOME_LABELS[FollowUpOutcome(found["outcome"])] if found.get("outcome") else msg("Reached")
    if found.get("satisfaction"):
        grade = SATISFACTION_LABELS[Satisfaction(found["satisfaction"])]
        return msg("Followed up, %(outcome)s, %(grade)s", outcome=outcome, grade=grade)
    return msg("Followed up, %(outcome)s", outcome=outcome)


def _said(step: StepRow, language: Language) -> str:
    if step.kind is StepKind.COMPLETED:
        return str(step.details.get("result", ""))
    if step.kind is StepKind.AMENDED:
        names = [language.message(_FIELDS[key]) for key in step.details.get("before", {}) if key in _FIELDS]
        return language.gettext(", ").join(names)
    return step.why
