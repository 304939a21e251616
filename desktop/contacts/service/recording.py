"""What a call came to: recorded with all that follows from it, and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from desktop.care.model import CareKind, CareState, CareTask
from desktop.care.service import add_task, withdraw_task
from desktop.contacts.model import CallAttempt, CallEntry, CallOutcome, CallState, RoundState
from desktop.contacts.rows import TIMELINE_KIND
from desktop.contacts.service.calling import CLAIM_MINUTES, found_wrong
from desktop.contacts.service.leaving import let_go
from desktop.contacts.service.shared import Contacting, check_mine, entry_in_round, seen
from desktop.contacts.store.people import people_to_call
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.phones import mask_phone
from desktop.core.texts import clean_lines
from desktop.households.model import InstructionKind, StandingInstruction
from desktop.households.rows import NewInstruction
from desktop.households.service.marks import add_instruction, end_now
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.contacts.model import CallRound
    from desktop.contacts.rows import CallPerson
    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["RECORDED", "Recording"]

LONGEST_NOTE = 1000

_AGAIN = frozenset({CallOutcome.NO_ANSWER, CallOutcome.BUSY})

RECORDED = frozenset(CallOutcome) - {CallOutcome.NO_PHONE, CallOutcome.LEFT_ROUND}
"""What a call can come to; the others are no calls."""


class Recording(Contacting):
    """Records outcomes: into the round, the household's timeline, the audit, and what has to be done about them."""

    @requires(Operation.CALL_ROUND)
    def record(
        self,
        entry_id: int,
        outcome: CallOutcome,
        *,
        version: int,
        phone_id: int | None = None,
        note: str = "",
        operation_id: str = "",
    ) -> Changes:
        """Record what the call to a household this account took came to; the result is the attempt's id.

        `version` is the card's. `phone_id` is the phone called (None: the first that was not found wrong). No answer
        and busy come again after the round's minutes, the same day, up to its number of attempts. A wrong number makes
        a care task to check it and comes again at once where the household has another phone. `note` tells with whom a
        message was left, or anything else. Do not call again is a standing instruction from now on. Raises
        ConflictError where someone else took the household meanwhile, UserError for an outcome no call can have.
        """
        if outcome not in RECORDED:
            raise UserError(Problem(msg("Choose what the call came to."), "outcome"))
        if len(note) > LONGEST_NOTE:
            raise UserError(Problem(msg("A note has at most %(count)s characters.", count=LONGEST_NOTE), "note"))
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            entry, round_ = entry_in_round(work, entry_id)
            check_mine(work, entry)
            seen(work, CallEntry, entry_id, version)
            attempt = self._attempt(work, entry, outcome, phone_id, clean_lines(note))
            before = {"state": str(entry.state), "outcome": entry.outcome}
            entry.attempts += 1
            entry.outcome = outcome
            entry.state, entry.next_at = self._then(work, round_, entry, outcome)
            let_go(entry)
            work.session.flush()
            self._follow(work, entry, attempt)
            self._tell(work, round_, entry, attempt, before)
            work.result = attempt.id
        return work.changes

    @requires(Operation.CALL_ROUND)
    def undo(
        self, entry_id: int, *, version: int | None = None, attempt_id: int | None = None, operation_id: str = ""
    ) -> Changes:
        """Take back the last outcome of a household, with the task or the instruction made of it.

        It is this account's again, and `next_call` returns it first. The attempt stays, marked as undone; an
        instruction that was changed since stays in force. `attempt_id` is the call meant; without it and `version` it
        is whatever was recorded last. Raises UserError where there is nothing to take back, the round has ended or
        someone else holds the household, ConflictError if it changed meanwhile or another call is the last by now.
        """
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            entry, round_ = entry_in_round(work, entry_id)
            if version is not None:
                seen(work, CallEntry, entry_id, version)
            self._check_undo(work, round_, entry)
            if attempt_id is not None and (last := _last(work, entry)) is not None and last.id != attempt_id:
                raise ConflictError(
                    msg("Someone else called this household since; that call stays as it was recorded.")
                )
            before = {"state": str(entry.state), "outcome": entry.outcome}
            if entry.outcome == CallOutcome.LEFT_ROUND:
                last = _last(work, entry)
            else:
                self._withdraw(work, entry)
                last = _last(work, entry)
                entry.attempts -= 1
            entry.outcome = "" if last is None else last.outcome
            entry.state = CallState.LATER if entry.attempts else CallState.WAITING
            entry.next_at = work.now if entry.attempts else None
            entry.claimed_by = self.actor.account_id
            entry.claimed_until = work.now + timedelta(minutes=CLAIM_MINUTES)
            after = {"entry": entry.id, "room": entry.room_label, "state": str(entry.state), "outcome": entry.outcome}
            work.audit("call_round", round_.id, "call taken back", before, after)
            work.result = entry.id
        return work.changes

    # --- recording -------------------------------------------------------------------------------------------------

    def _attempt(
        self, work: UnitOfWork, entry: CallEntry, outcome: CallOutcome, phone_id: int | None, note: str
    ) -> CallAttempt:
        person, digits = self._called(work, entry, phone_id)
        attempt = CallAttempt(
            community_id=work.community_id,
            entry_id=entry.id,
            at=work.now,
            account_id=self.actor.account_id,
            outcome=outcome,
            resident_id=None if person is None else person.resident_id,
            phone_digits=digits,
            note=note,
        )
        work.session.add(attempt)
        work.session.flush()
        return attempt

    def _called(self, work: UnitOfWork, entry: CallEntry, phone_id: int | None) -> tuple[CallPerson | None, str]:
        """Return who was called at which number: the phone of that id, else the first not found wrong."""
        phones = [(person, phone) for person in self._people(work, entry) for phone in person.phones]
        if phone_id is not None:
            phones = [pair for pair in phones if pair[1].id == phone_id]
        chosen = next((pair for pair in phones if not pair[1].wrong), phones[0] if phones else None)
        return (None, "") if chosen is None else (chosen[0], chosen[1].digits)

    def _people(self, work: UnitOfWork, entry: CallEntry) -> tuple[CallPerson, ...]:
        if entry.room_id is None:
            return ()
        wrong = found_wrong(work, entry)
        return people_to_call(work.session, self._asking(), [entry.room_id], wrong).get(entry.room_id, ())

    def _then(
        self, work: UnitOfWork, round_: CallRound, entry: CallEntry, outcome: CallOutcome
    ) -> tuple[CallState, datetime | None]:
        """Return where an outcome leaves a household, and when it is called again."""
        if outcome not in _AGAIN and outcome is not CallOutcome.WRONG_NUMBER:
            return CallState.REACHED, None
        if entry.attempts >= round_.most_attempts or round_.state != RoundState.OPEN:
            return CallState.UNREACHED, None
        if outcome is CallOutcome.WRONG_NUMBER:
            other = any(not phone.wrong for person in self._people(work, entry) for phone in person.phones)
            return (CallState.LATER, work.now) if other else (CallState.UNREACHED, None)
        again = work.now + timedelta(minutes=round_.retry_minutes)
        same_day = again.astimezone(self.desk.zone).date() == self._today()
        return (CallState.LATER, again) if same_day else (CallState.UNREACHED, None)

    def _follow(self, work: UnitOfWork, entry: CallEntry, attempt: CallAttempt) -> None:
        """Do what an outcome asks for: a task to check a wrong number, an instruction not to call again."""
        if entry.room_id is None:
            return
        name = next((one.name for one in self._people(work, entry) if one.resident_id == attempt.resident_id), "")
        if attempt.outcome == CallOutcome.WRONG_NUMBER:
            # Stored words are never translated: a name and a masked number say it in every language.
            words = " ".join(filter(None, (name, mask_phone(attempt.phone_digits))))
            if not _is_planned(work, entry.room_id, words):
                attempt.care_task_id = add_task(work, entry.room_id, CareKind.CHECK_PHONE, words, self._today())
        elif attempt.outcome == CallOutcome.DO_NOT_CALL:
            asked = NewInstruction(InstructionKind.DO_NOT_CALL, attempt.note, name)
            attempt.instruction_id = add_instruction(work, entry.room_id, asked)

    def _tell(
        self,
        work: UnitOfWork,
        round_: CallRound,
        entry: CallEntry,
        attempt: CallAttempt,
        before: Mapping[str, Any],
    ) -> None:
        said = {"entry": entry.id, "room": entry.room_label, "state": str(entry.state), "outcome": str(attempt.outcome)}
        work.audit("call_round", round_.id, "call recorded", before, {**said, "note": attempt.note})
        if entry.room_id is not None:
            names = (one.name for one in self._people(work, entry) if one.resident_id == attempt.resident_id)
            told = {"occasion": round_.occasion, "outcome": str(attempt.outcome), "note": attempt.note}
            work.timeline(
                entry.room_id, work.now, TIMELINE_KIND, attempt.id, **told, name=next(names, ""), round=round_.id
            )
            work.touch("room", entry.room_id)

    # --- taking back -----------------------------------------------------------------------------------------------

    def _check_undo(self, work: UnitOfWork, round_: CallRound, entry: CallEntry) -> None:
        held = entry.claimed_until is not None and entry.claimed_until > work.now
        if held and entry.claimed_by != self.actor.account_id:
            raise UserError(msg("Someone else is calling this household right now; wait for what comes of it."))
        if round_.state != RoundState.OPEN:
            raise UserError(msg("This round has ended; its calls stay as they are."))
        last = _last(work, entry)
        recorded = last is not None and last.outcome == entry.outcome
        if not recorded and (entry.outcome != CallOutcome.LEFT_ROUND or entry.room_id is None):
            raise UserError(msg("Nothing was recorded for this household; there is nothing to take back."))

    def _withdraw(self, work: UnitOfWork, entry: CallEntry) -> None:
        """Take back the last call to a household and all that was made of it."""
        attempt = _last(work, entry)
        if attempt is None:
            return
        attempt.undone_at = work.now
        if attempt.care_task_id is not None:
            withdraw_task(work, attempt.care_task_id, "")
        if attempt.instruction_id is not None:
            instruction = work.session.get(StandingInstruction, attempt.instruction_id, with_for_update=True)
            # one that someone has changed since is their word about this household
            if instruction is not None and instruction.ended_at is None and instruction.version == 1:
                end_now(work, instruction)
        if entry.room_id is not None:
            work.session.execute(
                delete(TimelineEntry).where(
                    TimelineEntry.room_id == entry.room_id,
                    TimelineEntry.kind == TIMELINE_KIND,
                    TimelineEntry.source_id == attempt.id,
                )
            )
            work.touch("room", entry.room_id)
        work.session.flush()


def _last(work: UnitOfWork, entry: CallEntry) -> CallAttempt | None:
    """Return the last call to a household in this round that counts."""
    query = select(CallAttempt).where(CallAttempt.entry_id == entry.id, CallAttempt.undone_at.is_(None))
    return work.session.scalars(query.order_by(CallAttempt.id.desc()).limit(1)).first()


def _is_planned(work: UnitOfWork, room_id: int, words: str) -> bool:
    """Tell whether a task to check the same number waits already."""
    query = select(CareTask.id).where(
        CareTask.room_id == room_id,
        CareTask.kind == CareKind.CHECK_PHONE,
        CareTask.state == CareState.PLANNED,
        CareTask.words == words,
    )
    return work.session.scalar(query) is not None
