"""The nightly reduction: visits older than the rules allow become counts, and those they name are forgotten.

In slices, each a transaction of its own with a pause after it, so that the gate never waits for it; whoever stops it
in between leaves whole visits and whole counts. It trusts no clock: see `_fault`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.core.texts import clean
from desktop.storage.desk import Service
from desktop.visits.model import Visit, VisitReduction, VisitState
from desktop.visits.rows import ReductionRow
from desktop.visits.service.shared import check_length, check_seen, locked
from desktop.visits.store import reducing as store
from desktop.visits.store.counting import Counting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["CLOCK_AHEAD", "CLOCK_BACK", "PAUSE_SECONDS", "TOO_MANY", "Reducing"]

CLOCK_BACK, CLOCK_AHEAD, TOO_MANY = "clock_back", "clock_ahead", "too_many"

PAUSE_SECONDS = 0.15
"""After each slice: a writer that waits for a file asks again at least every 0.1 s, and so is let in between two."""

_BEHIND = timedelta(minutes=5)
_AHEAD = timedelta(days=3)
_PARTS = 5
"""At most one part in so many goes at once."""

_LONGEST_WORDS = 200

_REFUSED: Mapping[str, Message] = MappingProxyType(
    {
        CLOCK_BACK: msg("The clock stands before what was saved last; no visits became counts. Check date and time."),
        CLOCK_AHEAD: msg(
            "The clock is more than three days ahead of what was saved before; no visits became counts. Check date and "
            "time. If they are right, it is done within two nights."
        ),
        TOO_MANY: msg(
            "More than a fifth of all visits would become counts at once; a manager must say that it is right."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What a reduction would find: from when on visits stay, how many are due, and what speaks against it."""

    by: Counting
    before: date
    due: store.Due
    fault: str


class Reducing(Service):
    """Reduces old visits to counts, and keeps those that someone has a right to ask for."""

    @requires(Operation.REDUCE_VISITS)
    def due_reduction(self) -> ReductionRow:
        """Return what the next reduction would do, or why it would refuse."""
        now = self.desk.clock.now()
        with self.desk.read() as session:
            seen = self._outlook(session, now)
        refused, insist = _REFUSED.get(seen.fault), seen.fault == TOO_MANY
        return ReductionRow(now, seen.before, seen.due.due, 0, seen.due.held, refused, insist)

    @requires(Operation.REDUCE_VISITS)
    def reduce(self, progress: Callable[[int, int], None] | None = None, *, even_if_many: bool = False) -> Changes:
        """Reduce the visits older than the rules' `keep_days` to counts; the result is the run's id.

        Refused, and noted as refused in `last_reductions`, where the clock stands more than five minutes before the
        newest moment the data knows or more than three days after it, and where more than a fifth of all visits would
        go at once; `even_if_many` is a manager's word that this is right, RefusedError from anybody else. Visits that
        are held and those still inside stay. Of expected visitors, calls, crews of passes and half-typed forms as old
        nobody's name is left.
        `progress` is told how many are done of how many after each slice, and may raise to stop.
        """
        if even_if_many and not allows(self.actor, Operation.EDIT_GATE):
            raise RefusedError(msg("Only a manager may say that so many visits become counts at once."))
        with self.desk.read() as session:
            seen = self._outlook(session, self.desk.clock.now())
        fault = "" if seen.fault == TOO_MANY and even_if_many else seen.fault
        with self.desk.write(Operation.REDUCE_VISITS) as work:
            row = _begun(work, seen, fault)
        if fault:
            return work.changes
        return self._reduce(row, seen, progress)

    @requires(Operation.REDUCE_VISITS)
    def last_reductions(self, limit: int = 30) -> tuple[ReductionRow, ...]:
        """Return the newest runs of the reduction, newest first."""
        with self.desk.read() as session:
            rows = store.last_reductions(session, self.actor.community_id, limit)
            return tuple(
                ReductionRow(row.at, row.before, row.due, row.reduced, row.held, _REFUSED.get(row.refused))
                for row in rows
            )

    @requires(Operation.HOLD_VISIT)
    def hold(self, visit_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """Keep a visit from being reduced until it is released; `words` say who asked for it and why.

        Raises UserError naming "words" where nothing is said.
        """
        said = clean(words)
        if not said:
            raise UserError(Problem(msg("Write who asked for it, and why."), "words"))
        check_length(said, _LONGEST_WORDS, "words")
        with self.desk.write(Operation.HOLD_VISIT, operation_id) as work:
            _keep(work, visit_id, version, said)
        return work.changes

    @requires(Operation.HOLD_VISIT)
    def release_hold(self, visit_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Let a visit be reduced as others are."""
        with self.desk.write(Operation.HOLD_VISIT, operation_id) as work:
            _keep(work, visit_id, version, "")
        return work.changes

    def _outlook(self, session: Session, now: datetime) -> _Outlook:
        by = Counting.of(session, self.actor.community_id, self.desk.zone)
        before = now.astimezone(self.desk.zone).date() - timedelta(days=by.rules.keep_days)
        due = store.due(session, by, before)
        newest, earlier = store.known_moments(session, by.community_id, now)
        return _Outlook(by, before, due, _fault(now, newest, earlier, due))

    def _reduce(self, row_id: int, seen: _Outlook, progress: Callable[[int, int], None] | None) -> Changes:
        reduced = 0
        while True:
            with self.desk.write(Operation.REDUCE_VISITS) as work:
                done = store.reduce_slice(work.session, seen.by, seen.before)
                _add(work, row_id, done)
            reduced += done
            if not done:
                break
            if progress is not None:
                progress(reduced, max(seen.due.due, reduced))
            time.sleep(PAUSE_SECONDS)
        while self._forget(seen):
            time.sleep(PAUSE_SECONDS)
        with self.desk.write(Operation.REDUCE_VISITS) as work:
            facts = {"before": seen.before.isoformat(), "reduced": reduced, "held": seen.due.held}
            work.audit("gate", row_id, "visits reduced", None, facts)
            for topic in ("visit", "visitor", "expected_visit", "gate_call"):
                work.touch(topic)
            work.result = row_id
        return work.changes

    def _forget(self, seen: _Outlook) -> bool:
        """Forget one slice of expected visitors and calls, crews and old drafts; tell whether there may be more."""
        with self.desk.write(Operation.REDUCE_VISITS) as work:
            expected = store.empty_expected(work.session, work.community_id, seen.before)
            calls = store.forget_calls(work.session, seen.by, seen.before)
            store.empty_passes(work.session, seen.by, seen.before)
            store.forget_drafts(work.session, seen.by, seen.before)
            work.touch("contractor_pass")
            work.touch("expected_visit")
            work.touch("gate_call")
        return max(len(expected), len(calls)) >= store.SLICE


def _fault(now: datetime, newest: datetime | None, earlier: datetime | None, due: store.Due) -> str:
    """Return why nothing may be reduced at `now`, "" where nothing speaks against it.

    `newest` is the newest moment the data knows, `earlier` the newest of those at least a day old.
    """
    if newest is not None and now < newest - _BEHIND:
        return CLOCK_BACK
    if earlier is not None and now > earlier + _AHEAD:
        return CLOCK_AHEAD
    return TOO_MANY if due.due * _PARTS > due.all else ""


def _begun(work: UnitOfWork, seen: _Outlook, fault: str) -> int:
    row = VisitReduction(
        community_id=work.community_id,
        at=work.now,
        before=seen.before,
        due=seen.due.due,
        held=seen.due.held,
        refused=fault,
        account_id=work.actor.account_id,
    )
    work.session.add(row)
    work.session.flush()
    facts = {"before": seen.before.isoformat(), "due": seen.due.due, "refused": fault}
    work.audit("gate", row.id, "reduction refused" if fault else "reduction begun", None, facts)
    work.result = row.id
    return row.id


def _add(work: UnitOfWork, row_id: int, done: int) -> None:
    row = work.session.get_one(VisitReduction, row_id, with_for_update=True)
    row.reduced += done
    work.touch("visit")
    work.touch("visitor")
    work.result = row_id


def _keep(work: UnitOfWork, visit_id: int, version: int, words: str) -> None:
    row = locked(work, Visit, visit_id, Problem(msg("This visit is no longer there; it may have become a count.")))
    check_seen(row.version, version)
    if row.state == VisitState.DROPPED and words:
        raise UserError(msg("This visit was entered by mistake; there is nothing to keep."))
    before = bool(row.held_words)
    row.held_words = words
    work.session.flush()
    work.audit("visit", row.id, "held" if words else "hold released", {"held": before}, {"held": bool(words)})
    work.result = row.id
