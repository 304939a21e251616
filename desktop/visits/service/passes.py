"""Contractors' passes: issued for a room or a place and some days, with a deposit; revoked, and taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Room
from desktop.storage.desk import Service
from desktop.storage.numbers import next_number
from desktop.visits.model import ContractorPass, DepositState
from desktop.visits.service.shared import check_length, check_seen, day_of, length_problem, locked
from desktop.visits.store import passes as store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import NewPass, PassLine

__all__ = ["LARGEST_DEPOSIT", "LONGEST_PASS", "MOST_CREW", "Passes"]

LARGEST_DEPOSIT = 100_000_000
"""In fen."""

LONGEST_PASS = timedelta(days=366)
MOST_CREW = 200

_LENGTHS = {"company": 60, "foreman": 60, "work": 200, "place": 60, "crew": 4000}
_LONGEST_WORDS = 200
_SERIES = "ZX"


class Passes(Service):
    """Passes of contractors. Audit holds no names of people."""

    @requires(Operation.READ_VISITS)
    def passes(self, text: str = "", *, over: bool = False) -> tuple[PassLine, ...]:
        """Return the passes good today or later, the next to end first; or those that are `over`, the newest first.

        Over are those past their last day and those revoked. `text` narrows to those whose number, company, people,
        work or place holds its words.
        """
        with self.desk.read() as session:
            return store.passes(session, self.actor.community_id, day_of(self.desk), text, over=over)

    @requires(Operation.READ_VISITS)
    def pass_(self, pass_id: int) -> PassLine:
        """Return one pass; raise UserError where it is gone."""
        with self.desk.read() as session:
            found = store.contractor_pass(session, self.actor.community_id, pass_id)
        if found is None:
            raise UserError(_gone())
        return found

    @requires(Operation.ISSUE_PASS)
    def issue_pass(self, draft: NewPass, *, operation_id: str = "") -> Changes:
        """Issue a pass, numbered ZX-2026-012 within the year; the result is its id. A deposit counts as taken.

        Raises UserError naming each field that is wrong: `company`, `room_id` where there is neither room nor place,
        `last_day` (before the first, in the past, more than a year after it), `people`, `deposit_fen`, and texts that
        are too long.
        """
        typed = _checked(draft, day_of(self.desk))
        if typed.last_day < day_of(self.desk):
            raise UserError(Problem(msg("This day has passed; choose today or a later day."), "last_day"))
        with self.desk.write(Operation.ISSUE_PASS, operation_id) as work:
            year = str(day_of(self.desk).year)
            number = next_number(work.session, work.community_id, _SERIES, year)
            row = ContractorPass(
                community_id=work.community_id,
                number=f"{_SERIES}-{year}-{number:03}",
                recorded_at=work.now,
                recorded_by=work.actor.account_id,
                deposit_state=DepositState.TAKEN if typed.deposit_fen else DepositState.NONE,
            )
            _take(work, row, typed)
            work.session.add(row)
            _note(work, row, "issued", None)
        return work.changes

    @requires(Operation.ISSUE_PASS)
    def amend_pass(self, pass_id: int, draft: NewPass, *, version: int, operation_id: str = "") -> Changes:
        """Change what a pass says; its number stays. Errors as `issue_pass`, and `deposit_fen` of one given back."""
        typed = _checked(draft, day_of(self.desk))
        with self.desk.write(Operation.ISSUE_PASS, operation_id) as work:
            row = _pass(work, pass_id, version)
            before = _facts(row)
            settled = row.deposit_state in {DepositState.RETURNED, DepositState.KEPT}
            if settled and typed.deposit_fen != row.deposit_fen:
                fault = msg("The deposit is settled already; its amount stays.")
                raise UserError(Problem(fault, "deposit_fen"))
            _take(work, row, typed)
            if not settled:
                row.deposit_state = DepositState.TAKEN if typed.deposit_fen else DepositState.NONE
            _note(work, row, "amended", before)
        return work.changes

    @requires(Operation.ISSUE_PASS)
    def revoke_pass(self, pass_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """End a pass early; raise UserError naming "words" where no reason is said."""
        said = _words(words, msg("Write why the pass is good no more."))
        with self.desk.write(Operation.ISSUE_PASS, operation_id) as work:
            row = _pass(work, pass_id, version)
            before = _facts(row)
            row.revoked_at, row.revoked_words = row.revoked_at or work.now, said
            _note(work, row, "revoked", before)
        return work.changes

    @requires(Operation.ISSUE_PASS)
    def resume_pass(self, pass_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Let a revoked pass be good again until its last day."""
        with self.desk.write(Operation.ISSUE_PASS, operation_id) as work:
            row = _pass(work, pass_id, version)
            before = _facts(row)
            row.revoked_at, row.revoked_words = None, ""
            _note(work, row, "good again", before)
        return work.changes

    @requires(Operation.ISSUE_PASS)
    def set_deposit(
        self, pass_id: int, state: DepositState, words: str, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Note what became of the deposit; kept, it needs words. Raises UserError where no deposit was agreed on."""
        said = _words(words, msg("Write why the deposit is kept."), needed=state is DepositState.KEPT)
        with self.desk.write(Operation.ISSUE_PASS, operation_id) as work:
            row = _pass(work, pass_id, version)
            if not row.deposit_fen or state is DepositState.NONE:
                raise UserError(msg("This pass has no deposit; write the amount into the pass first."))
            before = _facts(row)
            row.deposit_state, row.deposit_words = state, said
            _note(work, row, "deposit", before)
        return work.changes


def _checked(draft: NewPass, today: date) -> NewPass:
    typed = replace(
        draft,
        company=clean(draft.company),
        foreman=clean(draft.foreman),
        crew="\n".join(filter(None, clean_lines(draft.crew).splitlines())),
        work=clean(draft.work),
        place=clean(draft.place),
    )
    problems = _faults(typed, today)
    if problems:
        raise UserError(*problems)
    return typed


def _faults(typed: NewPass, today: date) -> list[Problem]:
    found = [length_problem(getattr(typed, field), longest, field) for field, longest in _LENGTHS.items()]
    problems = [problem for problem in found if problem is not None]
    if not typed.company:
        problems.append(Problem(msg("Write the company, or who does the work."), "company"))
    if typed.room_id is None and not typed.place:
        problems.append(Problem(msg("Choose the room, or write where the work is done."), "room_id"))
    if typed.first_day - today > LONGEST_PASS:
        problems.append(Problem(msg("This day is more than a year away; look at the year again."), "first_day"))
    if typed.last_day < typed.first_day:
        problems.append(Problem(msg("The last day is before the first."), "last_day"))
    elif typed.last_day - typed.first_day >= LONGEST_PASS:
        problems.append(Problem(msg("A pass is good for a year at most."), "last_day"))
    if not 1 <= typed.people <= MOST_CREW:
        problems.append(Problem(msg("Choose 1 to %(count)s people.", count=MOST_CREW), "people"))
    if not 0 <= typed.deposit_fen <= LARGEST_DEPOSIT:
        problems.append(Problem(msg("This is no amount for a deposit."), "deposit_fen"))
    return problems


def _words(words: str, missing: Message, *, needed: bool = True) -> str:
    said = clean(words)
    if needed and not said:
        raise UserError(Problem(missing, "words"))
    check_length(said, _LONGEST_WORDS, "words")
    return said


def _gone() -> Problem:
    return Problem(msg("This pass is no longer there."))


def _pass(work: UnitOfWork, pass_id: int, version: int) -> ContractorPass:
    row = locked(work, ContractorPass, pass_id, _gone())
    check_seen(row.version, version)
    return row


def _take(work: UnitOfWork, row: ContractorPass, typed: NewPass) -> None:
    room = None if typed.room_id is None else work.session.get(Room, typed.room_id)
    if typed.room_id is not None and (room is None or room.community_id != work.community_id):
        raise UserError(Problem(msg("This household is no longer in the register; choose another."), "room_id"))
    row.room_id, row.place = (None, typed.place) if room is None else (room.id, room.label)
    row.company, row.foreman, row.crew, row.people = typed.company, typed.foreman, typed.crew, typed.people
    row.work, row.first_day, row.last_day = typed.work, typed.first_day, typed.last_day
    row.deposit_fen = typed.deposit_fen


def _facts(row: ContractorPass) -> Mapping[str, Any]:
    return {
        "number": row.number,
        "room": row.room_id,
        "company": row.company,
        "people": row.people,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "deposit_fen": row.deposit_fen,
        "deposit_state": str(row.deposit_state),
        "deposit_words": row.deposit_words,
        "revoked": row.revoked_at is not None,
        "revoked_words": row.revoked_words,
    }


def _note(work: UnitOfWork, row: ContractorPass, action: str, before: Mapping[str, Any] | None) -> None:
    work.session.flush()
    work.audit("contractor_pass", row.id, action, before, _facts(row))
    if row.room_id is not None:
        work.touch("room", row.room_id)
    work.result = row.id
