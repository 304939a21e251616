"""What the features offer to the end of the day: checks of what hangs, and what a handover tells of. Free of Qt."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from desktop.app.gate_day import GATE_CHECKS, GATE_SUBJECT
from desktop.app.outage_day import OUTAGE_CHECKS, OUTAGE_SUBJECT
from desktop.care.rows import CareList
from desktop.care.service import CareService
from desktop.contacts.service import ContactService
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.events.rows import EventStage
from desktop.events.service import EventService
from desktop.gifts.service import GiftService
from desktop.handover.rows import DayCheck, Subject
from desktop.issues.service import IssueService
from desktop.requests.model import Priority, Request, RequestKind, RequestState, RequestStep, StepKind
from desktop.requests.rows import KIND_LABELS, RequestFilter, RequestOrder, StateGroup
from desktop.requests.service import RequestService
from desktop.requests.store.conditions import awaits_follow_up, is_open
from desktop.storage.drafts import DraftRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Select

    from desktop.core.i18n import Language, Message
    from desktop.handover.rows import Shift
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk

__all__ = ["CHECKS", "SUBJECTS"]

LINES_TOLD = 5
LATE_WITHIN = timedelta(days=31)
"""What was said in an earlier shift and entered in this one is told of if it was said within this."""

WORDS_TOLD = 24
_CAME_BACK = (StepKind.HANDED_BACK, StepKind.COMPLETED)
"""With these a work order is back at the desk; what goes out again is printed again."""

DRAFTS = "intake"
"""The form whose half-typed requests are counted (`requests.presenter.drafting`, which knows Qt)."""


def _those(*conditions: ColumnElement[bool]) -> RequestFilter:
    ids: Select[Any] = select(Request.id).where(*conditions)
    return RequestFilter(ids=ids)


def _incomplete() -> RequestFilter:
    return _those(is_open(), or_(Request.category_id.is_(None), Request.department_id.is_(None)))


def _unexplained() -> RequestFilter:
    ids: Select[Any] = select(Request.id).where(is_open(), Request.overdue_reason == "")
    return RequestFilter(overdue=True, ids=ids)


def _not_followed_up(desk: Desk) -> RequestFilter:
    # said in both: the ids alone would be sought among all requests that ever were
    ids: Select[Any] = select(Request.id).where(awaits_follow_up(), Request.follow_up_due_at < _midnight(desk))
    return RequestFilter(awaits_follow_up=True, ids=ids)


def _slips_out() -> RequestFilter:
    back = aliased(RequestStep)
    came_back = select(back.id).where(
        back.request_id == RequestStep.request_id, back.kind.in_(_CAME_BACK), back.id > RequestStep.id
    )
    printed = select(RequestStep.id).where(
        RequestStep.request_id == Request.id, RequestStep.kind == StepKind.PRINTED, ~came_back.exists()
    )
    out = (RequestState.ASSIGNED, RequestState.IN_PROGRESS)
    return _those(is_open(), Request.state.in_(out), printed.exists())


def _midnight(desk: Desk) -> datetime:
    """Return the end of today in the community's zone."""
    today = desk.clock.now().astimezone(desk.zone).date()
    return datetime.combine(today + timedelta(days=1), time(), desk.zone)


def _drafts(desk: Desk) -> int:
    actor = desk.actor
    mine = (
        DraftRow.community_id == actor.community_id,
        DraftRow.account_id == actor.account_id,
        DraftRow.form == DRAFTS,
    )
    with desk.read() as session:
        return session.execute(select(func.count()).select_from(DraftRow).where(*mine)).scalar_one()


def _requests(key: str, words: Message, icon: str, wanted: Callable[[Desk], RequestFilter]) -> DayCheck:
    def where(desk: Desk) -> Mapping[str, object]:
        return {"wanted": wanted(desk), "title": words}

    def count(desk: Desk) -> int:
        return RequestService(desk).count(wanted(desk))

    return DayCheck(key, words, icon, Operation.READ_REQUEST, count, "requests", where)


CHECKS: Sequence[DayCheck] = (
    _requests("incomplete", msg("Without category or department"), "circle-alert", lambda _: _incomplete()),
    _requests("unexplained", msg("Overdue without a reason"), "clock-alert", lambda _: _unexplained()),
    _requests("slips", msg("Work orders not returned"), "clipboard-list", lambda _: _slips_out()),
    _requests("follow_ups", msg("Follow-ups not made"), "phone-outgoing", _not_followed_up),
    DayCheck(
        "care",
        msg("Care not done today"),
        "heart-handshake",
        Operation.READ_CARE,
        lambda desk: CareService(desk).counts().due,
        "care",
        lambda _: MappingProxyType({"list": CareList.DUE}),
    ),
    DayCheck(
        "rounds",
        msg("Call rounds not finished"),
        "phone-call",
        Operation.CALL_ROUND,
        lambda desk: ContactService(desk).open_round_count(),
        "calls",
    ),
    DayCheck(
        "gifts",
        msg("Gifts due and not given"),
        "gift",
        Operation.READ_GIFTS,
        lambda desk: GiftService(desk).counts().due,
        "gifts",
    ),
    DayCheck(
        "actions",
        msg("Rectification actions overdue"),
        "list-checks",
        Operation.READ_ISSUES,
        lambda desk: IssueService(desk).counts().overdue_actions,
        "issues",
        lambda _: MappingProxyType({"overdue": True}),
    ),
    *OUTAGE_CHECKS,
    DayCheck(
        "events",
        msg("Events not closed"),
        "calendar-days",
        Operation.EDIT_EVENTS,
        lambda desk: EventService(desk).counts().to_close,
        "events",
        lambda _: MappingProxyType({"stage": EventStage.TO_CLOSE}),
    ),
    *GATE_CHECKS,
    DayCheck("drafts", msg("Requests half typed"), "square-pen", Operation.REPORT_REQUEST, _drafts, "intake"),
)
"""Everything that must not be left hanging; later features add theirs: keys and parcels."""


def _told_of_requests(desk: Desk, shift: Shift, language: Language) -> str:
    """Count what came in and what was done in the shift."""
    service = RequestService(desk)
    # as the month counts them: what was withdrawn not at all, a fault many called about once
    counted = (Request.cancelled_at.is_(None), Request.duplicate_of_id.is_(None))
    said = (Request.occurred_at >= shift.since, Request.occurred_at < shift.until)
    here = Request.community_id == desk.actor.community_id
    received = {kind: service.count(_those(here, *said, *counted, Request.kind == kind)) for kind in RequestKind}
    done = service.count(_those(here, Request.completed_at >= shift.since, Request.completed_at < shift.until))
    left = service.count(RequestFilter(group=StateGroup.OPEN))
    since = shift.since - LATE_WITHIN
    entered = (Request.recorded_at >= shift.since, Request.recorded_at < shift.until, Request.imported_key.is_(None))
    late = service.count(
        _those(here, Request.occurred_at >= since, Request.occurred_at < shift.since, *entered, *counted)
    )
    kinds = language.gettext(", ").join(
        f"{language.message(KIND_LABELS[kind])} {language.integer(count)}" for kind, count in received.items() if count
    )
    total = sum(received.values())
    came = language.ngettext("%(count)s request received", "%(count)s requests received", total)
    if kinds:
        came = language.gettext("%(what)s (%(parts)s)", what=came, parts=kinds)
    parts = (
        came,
        *([language.ngettext("%(count)s entered later", "%(count)s entered later", late)] if late else ()),
        language.gettext("%(count)s completed", count=language.integer(done)),
        language.gettext("%(count)s open now", count=language.integer(left)),
    )
    return language.gettext("; ").join(parts)


def _listed(lines: Sequence[RequestLine], language: Language) -> str:
    """Return requests one a line, the first few of them."""
    told = []
    for line in lines[:LINES_TOLD]:
        words = " ".join(line.words.split())
        words = words if len(words) <= WORDS_TOLD else f"{words[: WORDS_TOLD - 1]}…"
        told.append(" ".join(part for part in (line.room, words, line.worker or line.department, line.number) if part))
    more = len(lines) - LINES_TOLD
    if more > 0:
        told.append(language.ngettext("and %(count)s more", "and %(count)s more", more))
    return "\n".join(told)


def _told_of_urgent(desk: Desk, _shift: Shift, language: Language) -> str:
    """List what is urgent, and what is overdue."""
    service = RequestService(desk)
    pressing = (Priority.URGENT, Priority.EMERGENCY)
    urgent = service.lines(_those(is_open(), Request.priority.in_(pressing)), RequestOrder.DUE)
    overdue = service.lines(RequestFilter(overdue=True), RequestOrder.DUE)
    once = {line.id: line for line in (*urgent, *overdue)}
    return _listed(list(once.values()), language)


def _told_of_complaints(desk: Desk, _shift: Shift, language: Language) -> str:
    """List the complaints that wait for an answer."""
    wanted = RequestFilter(group=StateGroup.OPEN, kinds=frozenset({RequestKind.COMPLAINT}))
    return _listed(RequestService(desk).lines(wanted, RequestOrder.DUE), language)


def _told_of_visits(desk: Desk, shift: Shift, language: Language) -> str:
    """List the visits agreed for the rest of today and for tomorrow."""
    until = _midnight(desk) + timedelta(days=1)
    agreed = Request.appointment_at >= shift.until, Request.appointment_at < until
    lines = RequestService(desk).lines(_those(is_open(), *agreed), RequestOrder.DUE)
    return _listed(lines, language)


def _told_of_calls(desk: Desk, _shift: Shift, language: Language) -> str:
    """Count follow-ups, calls and care that wait."""
    parts = []
    waiting = RequestService(desk).count(RequestFilter(awaits_follow_up=True))
    if waiting:
        parts.append(language.ngettext("%(count)s follow-up waits", "%(count)s follow-ups wait", waiting))
    if allows(desk.actor, Operation.READ_CARE):
        counts = CareService(desk).counts()
        if counts.due:
            parts.append(language.ngettext("%(count)s care task due", "%(count)s care tasks due", counts.due))
        if counts.welcome:
            parts.append(language.ngettext("%(count)s welcome call due", "%(count)s welcome calls due", counts.welcome))
    if allows(desk.actor, Operation.CALL_ROUND):
        rounds = ContactService(desk).open_round_count()
        if rounds:
            parts.append(language.ngettext("%(count)s call round open", "%(count)s call rounds open", rounds))
    return language.gettext("; ").join(parts)


SUBJECTS: Sequence[Subject] = (
    Subject("requests", msg("Requests of the shift"), _told_of_requests),
    Subject("urgent", msg("Urgent and overdue"), _told_of_urgent),
    Subject("complaints", msg("Complaints open"), _told_of_complaints),
    Subject("visits", msg("Visits agreed"), _told_of_visits),
    Subject("calls", msg("Calls and care"), _told_of_calls),
    OUTAGE_SUBJECT,
    GATE_SUBJECT,
    Subject("other", msg("Other matters"), lambda _desk, _shift, _language: ""),
)
"""What a handover tells of, in this order; the last is the clerk's own."""
