"""A request comes in, and what was said is corrected."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from desktop.attachments.service import claim_draft
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, requires
from desktop.core.phones import canonical_phone, is_plausible_phone
from desktop.core.texts import clean, clean_lines
from desktop.requests.model import (
    SERIES,
    WORKED_ON_KINDS,
    Move,
    Place,
    Request,
    RequestKind,
    RequestState,
    StepKind,
)
from desktop.requests.rows import KIND_LABELS, MOST_WORDS, NewRequest, RequestFacts
from desktop.requests.service.handling import Handling, handle_new, handling_problems
from desktop.requests.service.recording import Moving, Recorder, facts, search_fields
from desktop.requests.service.ruling import apply_rule, ruled, too_far, unknown_years
from desktop.requests.store import beside, places
from desktop.requests.store.rules import Rulebook
from desktop.storage.numbers import next_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_NAME", "Intake", "kept_phone", "named_people", "take_in", "too_long"]

LONGEST_NAME = 100
"""Characters of a reporter, phone or room text."""


def kept_phone(text: str) -> str:
    """Return a phone as a request keeps it: canonical digits where it is one number, else as typed."""
    typed = clean(text)
    digits = canonical_phone(typed)
    return digits if is_plausible_phone(digits) else typed


@dataclass(slots=True)
class _Checked:
    """A form's values fit to be kept, and what is wrong with it."""

    values: dict[str, Any]
    problems: list[Problem]

    def add(self, field: str, message: Message) -> None:
        self.problems.append(Problem(message, field))


class Intake(Recorder):
    """Reporting and amending."""

    @requires(Operation.REPORT_REQUEST)
    def report(self, draft: NewRequest, *, operation_id: str = "") -> Changes:
        """Take in a request, give it its number and due time; `result` is its id.

        The number counts the kind's requests of the month of recording in the community's zone, without gaps. Raises
        UserError with one problem for each wrong field, named as in `NewRequest`. The files of the draft whose key is
        `operation_id` become the request's.
        """
        with self.desk.write(Operation.REPORT_REQUEST, operation_id) as work:
            work.result = take_in(self.desk.zone, work, draft, files=operation_id)
        return work.changes

    @requires(Operation.AMEND_REQUEST)
    def amend(
        self,
        request_id: int,
        corrected: RequestFacts,
        *,
        recalculate_due: bool = False,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Replace what was said by `corrected`; a step keeps what it was before. Raises as `report` does.

        The timeline entries move with the request to another household. Its due times stay, unless category or
        priority change and `recalculate_due` asks for those of the rule that fits now (see `due_times_if`).
        """
        with self._moving(Move.AMEND, request_id, version, operation_id) as moving:
            request = moving.request
            checked = _check_facts(moving.work.session, moving.work.community_id, corrected, request.occurred_at)
            kind = RequestKind(request.kind)
            _check_links(moving.work.session, moving.work.community_id, checked, corrected, kind, request.occurred_at)
            if checked.problems:
                raise UserError(*checked.problems)
            before = facts(request)
            room_before = request.room_id
            for name, value in checked.values.items():
                setattr(request, name, value)
            doubt = self._recalculate(moving, before) if recalculate_due else None
            after = facts(request)
            changed = {key: before[key] for key in before if before[key] != after[key]}
            if changed:
                moving.step(StepKind.AMENDED, before=changed, unknown_holidays=unknown_years(doubt))
            if room_before != request.room_id:
                moving.move_timeline(room_before)
        return moving.changes

    def _recalculate(self, moving: Moving, before: Mapping[str, Any]) -> Message | None:
        """Give the request the due times of the rule that fits now, if it is another than before; return the doubt."""
        request, work = moving.request, moving.work
        if (request.category_id, request.priority) == (before["category_id"], before["priority"]):
            return None
        rule, times = ruled(work.session, self._book(work), request, request.category_id, request.priority)
        apply_rule(request, rule, times)
        return times.doubt


def take_in(zone: ZoneInfo, work: UnitOfWork, draft: NewRequest, *, files: str = "", topic: str = "request") -> int:
    """Make a request within `work`, with number, due time, history, audit and index, and return its id.

    The files of the draft `files`, kept under `topic`, become its own. `zone` is the community's. Raises UserError with
    one problem for each wrong field, named as in `NewRequest`.
    """
    request, doubt = _new_request(zone, work, draft)
    work.session.add(request)
    work.session.flush()
    moving = Moving(work, request)
    _note_report(moving, doubt)
    if draft.kind is RequestKind.COMPLAINT:
        handle_new(moving)
    work.session.flush()
    work.audit("request", request.id, "report", None, facts(request))
    work.index("request", request.id, search_fields(request))
    claim_draft(work, topic, files, request.id, ("request", request.id), becomes="request")
    return request.id


def _new_request(zone: ZoneInfo, work: UnitOfWork, draft: NewRequest) -> tuple[Request, Message | None]:
    """Return the request, not yet added, and what makes its due times doubtful."""
    occurred_at = draft.occurred_at or work.now
    checked = _check_facts(work.session, work.community_id, draft, occurred_at)
    _check_links(work.session, work.community_id, checked, draft, draft.kind, occurred_at)
    _check_times(checked, draft, occurred_at, work.now)
    _check_people(work.session, work.community_id, checked, draft)
    answered = _check_answer(checked, draft)
    if draft.kind is RequestKind.COMPLAINT:
        handling = Handling(draft.grade_id, draft.accused_department_id, draft.promised_at)
        checked.problems += handling_problems(work.session, work.community_id, handling, occurred_at)
        checked.values |= asdict(handling)
    if checked.problems:
        raise UserError(*checked.problems)
    book = Rulebook(work.session, work.community_id, zone)
    rule = book.rule_for(draft.kind, draft.category_id, draft.priority)
    times = book.due_times(rule, occurred_at)
    request = Request(
        community_id=work.community_id,
        number=_next_number(zone, work, draft.kind),
        kind=draft.kind,
        occurred_at=occurred_at,
        recorded_at=work.now,
        result=answered,
        **_standing(draft, checked.values, occurred_at, work.now, answered=bool(answered)),
        **checked.values,
    )
    apply_rule(request, rule, times)
    request.due_at = draft.due_at or times.completion
    return request, times.doubt


def _next_number(zone: ZoneInfo, work: UnitOfWork, kind: RequestKind) -> str:
    month = Month.containing(work.now, zone)
    period = f"{month.year % 100:02d}{month.number:02d}"
    number = next_number(work.session, work.community_id, SERIES[kind], period)
    return f"{SERIES[kind]}-{period}-{number:04d}"


def _note_report(moving: Moving, doubt: Message | None) -> None:
    request = moving.request
    said, back_dated = request.occurred_at, request.occurred_at < request.recorded_at
    received = RequestState.RECEIVED.value
    moving.step(
        StepKind.REPORTED,
        at=said,
        state=received,
        channel=request.channel,
        back_dated=back_dated or None,
        unknown_holidays=unknown_years(doubt),
    )
    if request.state == RequestState.CLOSED:
        done = RequestState.COMPLETED.value
        moving.step(StepKind.COMPLETED, at=said, state=done, result=request.result)
        moving.step(StepKind.CLOSED)
    elif request.state == RequestState.ASSIGNED:
        moving.step(StepKind.ASSIGNED, department_id=request.department_id, worker_id=request.worker_id)


def _standing(
    draft: NewRequest, values: Mapping[str, Any], occurred_at: datetime, now: datetime, *, answered: bool
) -> dict[str, Any]:
    """Return where a new request stands: answered while it was said, sent out, or waiting to be."""
    if answered:
        return {
            "state": RequestState.CLOSED,
            "completed_at": occurred_at,
            "first_completed_at": occurred_at,
            "closed_at": now,
            "responded_at": occurred_at,
            "answered_at_once": True,
        }
    named = values["department_id"] is not None or values["worker_id"] is not None
    if draft.dispatch and named:
        return {"state": RequestState.ASSIGNED, "assigned_at": now, "responded_at": now}
    return {"state": RequestState.RECEIVED}


def _check_facts(session: Session, community_id: int, given: RequestFacts, occurred_at: datetime) -> _Checked:
    checked = _Checked({}, [])
    where = _check_place(session, community_id, checked, given)
    words = clean_lines(given.words)
    if not words:
        checked.add("words", msg("Write down what it is about."))
    if len(words) > MOST_WORDS:
        checked.add("words", too_long(words))
    for name in ("reporter", "phone", "room_text"):
        if len(clean(getattr(given, name))) > LONGEST_NAME:
            checked.add(name, msg("This is too long; at most %(most)s characters fit here.", most=LONGEST_NAME))
    if given.category_id is not None and not places.has_category(session, community_id, given.category_id):
        checked.add("category_id", msg("This category does not exist any more; choose another."))
    if given.appointment_at is not None and given.appointment_at < occurred_at:
        checked.add("appointment_at", msg("The appointment lies before the request; choose a later time."))
    checked.problems += too_far("appointment_at", given.appointment_at, occurred_at)
    as_given = {"category_id", "place", "liability", "source", "channel", "priority", "appointment_at"}
    as_given |= {"chargeable", "equipment_id", "rework_of_id"}
    checked.values |= {field.name: getattr(given, field.name) for field in fields(given) if field.name in as_given}
    checked.values |= {
        "words": words,
        "room_id": where.room_id,
        "building_id": where.building_id,
        "room_label": where.label,
        "reporter": clean(given.reporter),
        "phone": kept_phone(given.phone),
    }
    return checked


def _check_links(
    session: Session,
    community_id: int,
    checked: _Checked,
    given: RequestFacts,
    kind: RequestKind,
    occurred_at: datetime,
) -> None:
    """Add what is wrong with the equipment named, and with the earlier repair that this one would be the rework of."""
    if given.equipment_id is not None and not beside.has_equipment(session, community_id, given.equipment_id):
        checked.add("equipment_id", msg("This equipment does not exist any more; choose another."))
    if given.rework_of_id is None:
        return
    if kind is not RequestKind.REPAIR:
        checked.add("rework_of_id", msg("Only a repair can be the rework of another."))
    elif not beside.repair_before(session, community_id, given.rework_of_id, occurred_at):
        checked.add("rework_of_id", msg("This is no repair from before this one; choose another."))


def _check_place(session: Session, community_id: int, checked: _Checked, given: RequestFacts) -> places.Where:
    if given.room_id is not None:
        where = places.room_with_id(session, community_id, given.room_id)
        if where is None:
            checked.add("room_id", msg("This room does not exist any more; choose another."))
        return where or places.Where(None, None, "")
    if not clean(given.room_text) and given.place is Place.IN_HOME:
        checked.add("room_id", msg("Name the room, or choose the public area."))
    return places.room_written(session, community_id, given.room_text[:LONGEST_NAME])


def _check_times(checked: _Checked, draft: NewRequest, occurred_at: datetime, now: datetime) -> None:
    if occurred_at > now:
        checked.add("occurred_at", msg("This time is in the future; enter when it was reported."))
    if draft.due_at is not None and draft.due_at <= occurred_at:
        checked.add("due_at", msg("It would be due before it was reported; choose a later time."))
    checked.problems += too_far("due_at", draft.due_at, occurred_at)


def _check_people(session: Session, community_id: int, checked: _Checked, draft: NewRequest) -> None:
    department_id, problems = named_people(session, community_id, draft.department_id, draft.worker_id)
    checked.problems += problems
    checked.values |= {"department_id": department_id, "worker_id": draft.worker_id}


def named_people(
    session: Session, community_id: int, department_id: int | None, worker_id: int | None
) -> tuple[int | None, list[Problem]]:
    """Return the department meant (the worker's own where only a worker is named) and what is wrong with the two."""
    problems: list[Problem] = []
    if department_id is not None and not places.has_department(session, community_id, department_id):
        problems.append(Problem(msg("This department does not exist any more; choose another."), "department_id"))
    if worker_id is None:
        return department_id, problems
    own = places.worker_department(session, community_id, worker_id)
    if own is None:
        problems.append(Problem(msg("This worker does not exist any more; choose another."), "worker_id"))
        return department_id, problems
    return (own[0] if department_id is None else department_id), problems


def too_long(words: str) -> Message:
    """Return the sentence for a text of more than `MOST_WORDS` characters."""
    return msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(words), most=MOST_WORDS)


def _check_answer(checked: _Checked, draft: NewRequest) -> str:
    answered = clean_lines(draft.answered)
    if answered and draft.kind in WORKED_ON_KINDS:
        kind = KIND_LABELS[draft.kind]
        checked.add("answered", msg("“%(kind)s” is not answered on the spot; complete it when it is done.", kind=kind))
    if len(answered) > MOST_WORDS:
        checked.add("answered", too_long(answered))
    return answered
