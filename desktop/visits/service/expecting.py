"""Whom households expect: noted at the desk, found at the gate by name, plate or code."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean
from desktop.households.model import Room
from desktop.storage.desk import Service
from desktop.storage.numbers import next_number
from desktop.visits.model import ExpectedVisit, VisitKind
from desktop.visits.service.shared import check_seen, day_of, length_problem, locked
from desktop.visits.store import expected as store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import ExpectedLine, NewExpected

__all__ = ["LONGEST_EXPECTED", "LONGEST_STAY_EXPECTED", "MOST_PEOPLE", "Expecting"]

LONGEST_EXPECTED = 60
"""Characters of a name, a plate, a note and of who asked."""

LONGEST_STAY_EXPECTED = timedelta(days=31)
FURTHEST = timedelta(days=366)
"""So far ahead a visitor may be expected; a year further on is a slip of the hand."""

MOST_PEOPLE = 99

_CODES = tuple(f"{number:04}" for number in range(10_000))


class Expecting(Service):
    """Notes whom households expect. Audit holds no names and plates: they go with the visits."""

    @requires(Operation.READ_VISITS)
    def expected(
        self,
        first_day: date | None = None,
        last_day: date | None = None,
        room_id: int | None = None,
        text: str = "",
    ) -> tuple[ExpectedLine, ...]:
        """Return who is expected on one of these days, the soonest first; without days from today on.

        Withdrawn ones are among them. `text` narrows to those whose place, name, plate, note or code holds its words.
        """
        today = day_of(self.desk)
        since = first_day or (today if last_day is None else min(last_day, today))
        with self.desk.read() as session:
            return store.expected(session, self.actor.community_id, since, last_day, room_id, text)

    @requires(Operation.READ_VISITS)
    def expected_visit(self, expected_id: int) -> ExpectedLine:
        """Return one expected visitor; raise UserError where it is gone."""
        with self.desk.read() as session:
            found = store.expected_visit(session, self.actor.community_id, expected_id)
        if found is None:
            raise UserError(_gone())
        return found

    @requires(Operation.EXPECT_VISITOR)
    def expect(self, draft: NewExpected, *, operation_id: str = "") -> Changes:
        """Note whom a household expects, without days for today; the result is its id, its code four digits.

        Raises UserError naming each field that is wrong: `name` where there is neither name, plate nor note,
        `last_day` for one before the first, in the past, or more than 31 days after it, `first_day` more than a year
        ahead, `people`, `room_id`, and texts that are too long.
        """
        typed = _checked(draft, day_of(self.desk))
        with self.desk.write(Operation.EXPECT_VISITOR, operation_id) as work:
            _room(work, typed.room_id)
            row = ExpectedVisit(
                community_id=work.community_id, recorded_at=work.now, recorded_by=work.actor.account_id, code=""
            )
            _take(row, typed)
            row.code = _free_code(work, row)
            work.session.add(row)
            _note(work, row, "expected", None)
        return work.changes

    @requires(Operation.EXPECT_VISITOR)
    def amend_expected(self, expected_id: int, draft: NewExpected, *, version: int, operation_id: str = "") -> Changes:
        """Change what was noted; the code stays unless another on the new days has it. Errors as `expect`."""
        typed = _checked(draft, day_of(self.desk))
        with self.desk.write(Operation.EXPECT_VISITOR, operation_id) as work:
            row = _expected(work, expected_id, version)
            _room(work, typed.room_id)
            before = _facts(row)
            _take(row, typed)
            row.code = _free_code(work, row)
            _note(work, row, "amended", before)
        return work.changes

    @requires(Operation.EXPECT_VISITOR)
    def withdraw_expected(self, expected_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that they do not come after all; the code is good no more."""
        with self.desk.write(Operation.EXPECT_VISITOR, operation_id) as work:
            row = _expected(work, expected_id, version)
            before = _facts(row)
            row.withdrawn_at = row.withdrawn_at or work.now
            _note(work, row, "withdrawn", before)
        return work.changes

    @requires(Operation.EXPECT_VISITOR)
    def resume_expected(self, expected_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a withdrawal back; the code is a new one where another has it by now."""
        with self.desk.write(Operation.EXPECT_VISITOR, operation_id) as work:
            row = _expected(work, expected_id, version)
            before = _facts(row)
            row.withdrawn_at = None
            row.code = _free_code(work, row)
            _note(work, row, "expected again", before)
        return work.changes


def _checked(draft: NewExpected, today: date) -> NewExpected:
    """Return the draft cleaned, its days filled in; raise UserError for what cannot be noted."""
    first = draft.first_day or today
    typed = replace(
        draft,
        name=clean(draft.name),
        plate=canonical_plate(draft.plate),
        note=clean(draft.note),
        asked_by=clean(draft.asked_by),
        first_day=first,
        last_day=draft.last_day or first,
    )
    problems = _faults(typed, today)
    if problems:
        raise UserError(*problems)
    return typed


def _faults(typed: NewExpected, today: date) -> list[Problem]:
    problems: list[Problem | None] = [
        length_problem(getattr(typed, field), LONGEST_EXPECTED, field)
        for field in ("name", "plate", "note", "asked_by")
    ]
    if not (typed.name or typed.plate or typed.note):
        problems.append(Problem(msg("Write who comes: a name, a plate, or a word about them."), "name"))
    if typed.kind is VisitKind.EMERGENCY:
        problems.append(Problem(msg("An emergency service is let in without being expected; choose another."), "kind"))
    if not 1 <= typed.people <= MOST_PEOPLE:
        problems.append(Problem(msg("Choose 1 to %(count)s people.", count=MOST_PEOPLE), "people"))
    if typed.first_day is not None and typed.last_day is not None:
        problems.append(_days_fault(typed.first_day, typed.last_day, today))
    return [problem for problem in problems if problem is not None]


def _days_fault(first: date, last: date, today: date) -> Problem | None:
    if last < first:
        return Problem(msg("The last day is before the first."), "last_day")
    if last < today:
        return Problem(msg("This day has passed; choose today or a later day."), "last_day")
    if first - today > FURTHEST:
        return Problem(msg("This day is more than a year away; look at the year again."), "first_day")
    if last - first >= LONGEST_STAY_EXPECTED:
        fault = msg("A visitor is expected for at most %(count)s days.", count=LONGEST_STAY_EXPECTED.days)
        return Problem(fault, "last_day")
    return None


def _room(work: UnitOfWork, room_id: int) -> None:
    room = work.session.get(Room, room_id)
    if room is None or room.community_id != work.community_id:
        raise UserError(Problem(msg("This household is no longer in the register; choose another."), "room_id"))


def _expected(work: UnitOfWork, expected_id: int, version: int) -> ExpectedVisit:
    row = locked(work, ExpectedVisit, expected_id, _gone())
    if not row.code:
        raise UserError(_gone())
    check_seen(row.version, version)
    return row


def _gone() -> Problem:
    return Problem(msg("This expected visitor is no longer there."))


def _take(row: ExpectedVisit, typed: NewExpected) -> None:
    if typed.first_day is None or typed.last_day is None:
        raise ValueError("checked drafts have days")
    row.room_id, row.kind, row.people = typed.room_id, typed.kind, typed.people
    row.name, row.plate, row.note, row.asked_by = typed.name, typed.plate, typed.note, typed.asked_by
    row.first_day, row.last_day = typed.first_day, typed.last_day


def _free_code(work: UnitOfWork, row: ExpectedVisit) -> str:
    """Return the row's code where nobody else on its days has it, otherwise one that cannot be guessed.

    Raising a counter first makes two desks take turns: on a server neither sees the other's uncommitted code.
    """
    next_number(work.session, work.community_id, "expected", "codes")
    with work.session.no_autoflush:
        taken = store.codes_in_use(work.session, work.community_id, row.first_day, row.last_day, but=row.id or 0)
    if row.code and row.code not in taken:
        return row.code
    free = [code for code in _CODES if code not in taken]
    if not free:
        raise UserError(Problem(msg("Too many visitors are expected on these days; choose fewer days."), "last_day"))
    return secrets.choice(free)


def _facts(row: ExpectedVisit) -> Mapping[str, Any]:
    return {
        "room": row.room_id,
        "kind": str(row.kind),
        "people": row.people,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "withdrawn": row.withdrawn_at is not None,
    }


def _note(work: UnitOfWork, row: ExpectedVisit, action: str, before: Mapping[str, Any] | None) -> None:
    work.session.flush()
    work.audit("expected_visit", row.id, action, before, _facts(row))
    work.touch("room", row.room_id)
    work.result = row.id
