"""Letting in: visits are logged, turned away, completed after the rush, corrected, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, clean_lines
from desktop.storage.desk import Service
from desktop.visits.model import CallReason, ExpectedVisit, Visit, VisitKind, Visitor, VisitState
from desktop.visits.rows import NewCall
from desktop.visits.rule import Coming, ObjectionKind, objections
from desktop.visits.service import recording
from desktop.visits.service.calling import note_call
from desktop.visits.service.judging import judge
from desktop.visits.service.shared import check_length, check_seen, locked
from desktop.visits.service.taking_down import LONGEST_LINE, LONGEST_REMARK, faults
from desktop.visits.store import facts
from desktop.visits.store.log import is_inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import NewVisit, Objection, Override
    from desktop.visits.service.judging import Judged

__all__ = ["LettingIn"]

_ABOUT_WATCHED = frozenset({ObjectionKind.WATCH, ObjectionKind.WATCH_REFUSE})


class LettingIn(Service):
    """Writes down who comes in. Audit and operations hold no names and plates: they go with the visits."""

    @requires(Operation.LOG_VISIT)
    def log_in(self, draft: NewVisit, override: Override | None = None, *, operation_id: str = "") -> Changes:
        """Let someone in; the result is the visit's id.

        What speaks against it is looked at once more in the same transaction. Where there is any, `override` says why
        all the same, and the desk is told; also of an emergency service, which nothing hinders, where anybody else
        would not have been let in. Raises UserError with what speaks against it without one, ConflictError where
        something does that its guard had not seen, UserError naming the fields of what is missing or wrong, `agreed_by`
        where nobody agreed to a refusal being passed over. A vehicle that is inside already must have left: its older
        visit ends as left unseen.
        """
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            judged = judge(work.session, self.desk, draft, work.now)
            _check(work, judged, draft)
            more = _overridden(judged, override)
            more["incomplete"] = draft.quick and judged.entry.fields.questions
            work.result = self._enter(work, judged, draft, VisitState.INSIDE, more)
            if judged.expected is not None:
                recording.came(work, judged.expected.id, judged.entry.in_at)
            facts_told = {**recording.told(judged), "overridden": more.get("overridden", "")}
            work.audit("visit", work.result, "let in", None, facts_told)
            if override is not None and judged.objections:
                _tell_desk(work, judged, draft, _reason(judged.objections), override.words)
            elif told := _to_tell(judged):
                _tell_desk(work, judged, draft, _reason(told), _said(told))
        return work.changes

    @requires(Operation.LOG_VISIT)
    def turn_away(self, draft: NewVisit, words: str, *, operation_id: str = "") -> Changes:
        """Note that someone was not let in, and why; the desk is told. The result is the visit's id.

        Raises UserError naming "words" where none are said; what the draft leaves out does not matter.
        """
        said = clean_lines(words)
        if not said:
            raise UserError(Problem(msg("Write why they were not let in."), "words"))
        check_length(said, LONGEST_REMARK, "words")
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            judged = judge(work.session, self.desk, draft, work.now)
            _check(work, judged, draft, asked=False)
            work.result = self._enter(work, judged, draft, VisitState.REFUSED, {"refused_words": said})
            work.audit("visit", work.result, "turned away", None, recording.told(judged))
            _tell_desk(work, judged, draft, CallReason.TURNED_AWAY, said)
        return work.changes

    @requires(Operation.LOG_VISIT)
    def complete(self, visit_id: int, draft: NewVisit, *, version: int, operation_id: str = "") -> Changes:
        """Add what peak mode left out; as `amend`, and nothing is missing any more."""
        return self._rewrite(visit_id, draft, version, operation_id, "completed")

    @requires(Operation.LOG_VISIT)
    def amend(self, visit_id: int, draft: NewVisit, *, version: int, operation_id: str = "") -> Changes:
        """Correct what was typed; without `in_at` the time stays.

        Nobody is put out again: of what speaks against them, now that it is known who they are or where they go, the
        desk is told. Raises UserError naming the fields that are wrong, ConflictError where the visit changed
        meanwhile.
        """
        return self._rewrite(visit_id, draft, version, operation_id, "amended")

    @requires(Operation.LOG_VISIT)
    def drop(self, visit_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take back a visit that was entered by mistake; an older one of the vehicle that it ended goes on.

        Raises ConflictError where it changed meanwhile, UserError for one that is held.
        """
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            row = _seen(work, visit_id, version)
            if row.held_words:
                raise UserError(msg("This visit is held; ask a manager to release it first."))
            before = {"state": row.state}
            let_in = row.state != VisitState.REFUSED
            visitor_id, row.visitor_id, row.state = row.visitor_id, None, VisitState.DROPPED
            work.session.flush()
            if visitor_id is not None and before["state"] != VisitState.DROPPED:
                _let_go_on(work, row, visitor_id)
                recording.forget(work, visitor_id, let_in=let_in)
            _take_back_coming(work, row)
            work.audit("visit", row.id, "dropped", before, {"state": row.state})
            work.result = row.id
        return work.changes

    @requires(Operation.LOG_VISIT)
    def check_vehicle(self, visit_id: int, remark: str, *, version: int, operation_id: str = "") -> Changes:
        """Note that a guard looked at a vehicle from outside, with a remark; doing so again takes the newer look."""
        said = clean_lines(remark)
        check_length(said, LONGEST_REMARK, "remark")
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            row = _seen(work, visit_id, version)
            row.checked_at, row.remark = work.now, said
            work.audit("visit", row.id, "vehicle checked", None, {"with_remark": bool(said)})
            work.result = row.id
        return work.changes

    def _enter(self, work: UnitOfWork, judged: Judged, draft: NewVisit, state: VisitState, more: dict[str, Any]) -> int:
        """Write visitor and visit. The visitor comes first: its row is what two gates at once wait for."""
        entry = judged.entry
        let_in = state is VisitState.INSIDE
        visitor_id = recording.remember(work, judged, let_in=let_in, quick=draft.quick)
        if let_in and visitor_id is not None and entry.plate:
            recording.leave_unseen(work, visitor_id, entry.in_at)
        if entry.nameless:
            more["unplated"] = recording.number_without_plate(work, entry.in_at, self.desk.zone)
        return recording.enter(work, judged, state, {**more, "visitor_id": visitor_id, "gate_id": draft.gate_id})

    def _rewrite(self, visit_id: int, draft: NewVisit, version: int, operation_id: str, action: str) -> Changes:
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            row = _seen(work, visit_id, version)
            judged, typed = self._judged_again(work, row, draft)
            counted, before = row.state != VisitState.REFUSED, row.visitor_id
            known = before is not None and work.session.get_one(Visitor, before).key == judged.key
            visitor_id = recording.remember(work, judged, let_in=counted and not known, quick=False)
            unplated = row.unplated if judged.entry.nameless else 0
            if judged.entry.nameless and not unplated:
                unplated = recording.number_without_plate(work, row.in_at, self.desk.zone)
            found_out = _found_out(work, judged, row)
            # written at once: a version is one change
            changed = recording.rewritten(row, judged, keep_time=typed.in_at is None)
            row.unplated, row.visitor_id = unplated, visitor_id
            row.incomplete = row.incomplete and action != "completed"
            codes = (*row.overridden.split(","), *(str(each.kind) for each in found_out))
            row.overridden = ",".join(dict.fromkeys(filter(None, codes)))
            work.session.flush()
            if before is not None and not known:
                recording.forget(work, before, let_in=counted)
            work.audit("visit", row.id, action, None, {"changed": changed})
            work.result = row.id
            if found_out:
                _tell_desk(work, judged, typed, _reason(found_out), _said(found_out))
        return work.changes

    def _judged_again(self, work: UnitOfWork, row: Visit, draft: NewVisit) -> tuple[Judged, NewVisit]:
        """Return a visit judged as it is typed now, and the draft with no time where that stays."""
        if row.state == VisitState.DROPPED:
            raise UserError(msg("This visit was taken back; log it anew."))
        typed = replace(draft, in_at=None) if draft.in_at in {None, row.in_at} else draft
        judged = judge(work.session, self.desk, replace(typed, in_at=typed.in_at or row.in_at), work.now)
        _check(work, judged, typed, asked=row.state != VisitState.REFUSED)
        problems = []
        if row.out_at is not None and judged.entry.in_at > row.out_at:
            problems.append(Problem(msg("They had left by then; choose an earlier time."), "in_at"))
        if judged.entry.people < row.people_left:
            problems.append(Problem(msg("More of them than that have left already."), "people"))
        inside = None if judged.visitor is None else judged.visitor.inside_id
        if row.state == VisitState.INSIDE and judged.entry.plate and inside not in {None, row.id}:
            problems.append(Problem(msg("This vehicle is inside already, by another visit."), "who"))
        if problems:
            raise UserError(*problems)
        return judged, typed


def _seen(work: UnitOfWork, visit_id: int, version: int) -> Visit:
    """Return a visit as it was seen; its visitor is locked first, as in `_enter`, or two gates wait for each other."""
    of = select(Visit.visitor_id).where(Visit.id == visit_id, Visit.community_id == work.community_id)
    work.session.execute(select(Visitor.id).where(Visitor.id == of.scalar_subquery()).with_for_update())
    row = locked(work, Visit, visit_id, msg("This visit is no longer kept; look at the list again."))
    check_seen(row.version, version)
    return row


def _check(work: UnitOfWork, judged: Judged, draft: NewVisit, *, asked: bool = True) -> None:
    """Raise UserError naming everything that keeps a visit from being saved."""
    found = faults(judged.entry, draft, work.now, asked=asked)
    if judged.ambiguous and judged.entry.fields.needs_room:
        words = msg("Several rooms are called %(place)s; choose one from the list.", place=judged.entry.place)
        found.append(Problem(words, "room_id"))
    if draft.room_id is not None and judged.destination is None:
        found.append(Problem(msg("This household is no longer in the register; search for it again."), "room_id"))
    if draft.pass_id is not None and judged.terms is None:
        found.append(Problem(msg("There is no such pass any more; choose another one."), "pass_id"))
    if draft.gate_id is not None and not facts.gate_in_use(work.session, work.community_id, draft.gate_id):
        found.append(Problem(msg("This gate is not in use any more; choose another one."), "gate_id"))
    if found:
        raise UserError(*found)


def _overridden(judged: Judged, override: Override | None) -> dict[str, Any]:
    """Return what is kept of an override; raise where something speaks against the visit that it does not answer."""
    if not judged.objections:
        told = _to_tell(judged)
        return {"overridden": _codes(told)} if told else {}
    if override is None:
        raise UserError(*(each.lead for each in judged.objections))
    unseen = [each.lead for each in judged.objections if each.key not in override.seen]
    if unseen:
        raise ConflictError(*unseen)
    words, agreed_by = clean_lines(override.words), clean(override.agreed_by)
    if not words:
        raise UserError(Problem(msg("Write why they are let in all the same."), "override_words"))
    if not agreed_by and any(each.grave for each in judged.objections):
        raise UserError(Problem(msg("Write who agreed that they are let in."), "agreed_by"))
    check_length(words, LONGEST_REMARK, "override_words")
    check_length(agreed_by, LONGEST_LINE, "agreed_by")
    return {"overridden": _codes(judged.objections), "override_words": words, "agreed_by": agreed_by}


def _codes(against: Sequence[Objection]) -> str:
    return ",".join(dict.fromkeys(str(each.kind) for each in against))


def _reason(against: Sequence[Objection]) -> CallReason:
    watched = all(each.kind in _ABOUT_WATCHED for each in against)
    return CallReason.WATCHED if watched else CallReason.OVERRIDE


def _tell_desk(work: UnitOfWork, judged: Judged, draft: NewVisit, reason: CallReason, words: str) -> None:
    entry = judged.entry
    call = NewCall(
        reason=reason,
        words=words,
        gate_id=draft.gate_id,
        room_id=None if judged.destination is None else judged.destination.room_id,
        place=judged.place,
        plate=entry.plate,
        who=entry.name,
        visit_id=work.result,
    )
    note_call(work, call)


def _to_tell(judged: Judged) -> list[Objection]:
    """Return what the desk is told of someone whom nothing hinders, and whom anybody else would have been."""
    return [each for each in judged.unhindered if each.grave or each.kind in _ABOUT_WATCHED]


def _said(against: Sequence[Objection]) -> str:
    return "\n".join(each.words for each in against if each.words)


def _found_out(work: UnitOfWork, judged: Judged, row: Visit) -> list[Objection]:
    """Return what speaks against someone who was let in, and nobody knew when they came.

    What was answered then is known of the room they went to and of who they were said to be, and of nobody else. Of
    those who have left it is only who was watched or refused already while they were inside.
    """
    if row.state not in {VisitState.INSIDE, VisitState.LEFT}:
        return []
    known, there = set(row.overridden.split(",")), None if judged.destination is None else judged.destination.room_id
    if there != row.room_id:
        known &= _ABOUT_WATCHED
    answered = _watched_before(work, row) if known & _ABOUT_WATCHED else frozenset()
    new = [
        each
        for each in (*judged.objections, *_to_tell(judged))
        if each.kind not in known or (each.kind in _ABOUT_WATCHED and each.key not in answered)
    ]
    if row.out_at is None:
        return new
    graver = [each for each in new if each.grave or each.kind in _ABOUT_WATCHED]
    return [each for each in graver if each.noted_at is None or each.noted_at <= row.out_at]


def _watched_before(work: UnitOfWork, row: Visit) -> frozenset[str]:
    """Return the keys of who on the watchlist a visit was said to be of before it is written anew."""
    plates = tuple(filter(None, (row.plate, canonical_plate(row.plate_typed))))
    said = Coming(VisitKind(row.kind), plates, tuple(filter(None, (row.name, row.company))), row.id_tail)
    watched = facts.watched(work.session, work.community_id, said, work.now)
    return frozenset(each.key for each in objections(said, None, watched, None, work.now, work.now.date()))


def _let_go_on(work: UnitOfWork, row: Visit, visitor_id: int) -> None:
    """Open the older visit again that this one ended as left unseen, if any."""
    ended = select(Visit).where(
        Visit.visitor_id == visitor_id,
        Visit.state == VisitState.LEFT,
        Visit.out_unseen.is_(True),
        or_(Visit.out_at == row.in_at, and_(Visit.out_at == Visit.in_at, Visit.out_at > row.in_at)),
        Visit.out_by == row.in_by,
    )
    other = select(Visit.id).where(Visit.visitor_id == visitor_id, is_inside())
    if not row.plate or work.session.scalars(other).first() is not None:
        return
    older = work.session.scalars(ended.order_by(Visit.id.desc())).first()
    if older is not None:
        older.state, older.out_at, older.out_by = VisitState.INSIDE, None, None
        older.out_unseen, older.people_left = False, 0
        work.audit("visit", older.id, "came back", {"state": VisitState.LEFT}, {"state": VisitState.INSIDE})


def _take_back_coming(work: UnitOfWork, row: Visit) -> None:
    """Let someone expected not have come, unless by another visit."""
    if row.expected_id is None:
        return
    others = select(func.max(Visit.in_at)).where(
        Visit.expected_id == row.expected_id, Visit.id != row.id, Visit.state.in_((VisitState.INSIDE, VisitState.LEFT))
    )
    work.session.get_one(ExpectedVisit, row.expected_id).came_at = work.session.scalar(others)
    work.touch("expected_visit", row.expected_id)
