"""The watchlist: whom the gate refuses or looks out for, noted by anyone there, in force once a manager approves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, clean_lines
from desktop.storage.desk import Service
from desktop.visits.model import WatchEntry
from desktop.visits.rule import name_key
from desktop.visits.service.shared import check_length, check_seen, length_problem, locked
from desktop.visits.store import watch as store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import NewWatch, WatchLine

__all__ = ["NOTE_HOLDS", "Watchlist"]

NOTE_HOLDS = timedelta(days=30)
"""How long a note holds that a guard or clerk wrote without saying how long."""

_LENGTHS = {"plate": 20, "name": 60, "looks": 200, "reason": 200, "ordered_by": 60}
_LONGEST_TAIL = 4
_LONGEST_WORDS = 200


class Watchlist(Service):
    """Whom to watch for. Audit holds no names, plates and looks."""

    @requires(Operation.READ_WATCHLIST)
    def watchlist(self, *, waiting: bool = False, over: bool = False) -> tuple[WatchLine, ...]:
        """Return what is not over, what waits to be approved first; only that with `waiting`, what is past with `over`.

        Past is what was ended, or whose time is up.
        """
        with self.desk.read() as session:
            now = self.desk.clock.now()
            return store.watchlist(session, self.actor.community_id, now, waiting=waiting, over=over)

    @requires(Operation.READ_WATCHLIST)
    def watch_entry(self, entry_id: int) -> WatchLine:
        """Return one entry; raise UserError where it is gone."""
        with self.desk.read() as session:
            found = store.watch_entry(session, self.actor.community_id, entry_id)
        if found is None:
            raise UserError(_gone())
        return found

    @requires(Operation.NOTE_WATCHED)
    def note_watched(self, draft: NewWatch, *, operation_id: str = "") -> Changes:
        """Put someone on the watchlist; the result is the entry's id.

        A manager's is in force at once. Anyone else's waits for a manager, and holds for 30 days where nothing else was
        said; without who ordered it, it was whoever writes. Raises UserError naming each field that is wrong: `name`
        where there is neither plate, name, looks nor number, `reason`, `until` in the past, `id_tail` of five or more.
        """
        with self.desk.write(Operation.NOTE_WATCHED, operation_id) as work:
            typed = _checked(draft, work.now)
            approves = allows(work.actor, Operation.APPROVE_WATCHED)
            row = WatchEntry(community_id=work.community_id, noted_at=work.now, noted_by=work.actor.account_id)
            _take(row, typed)
            row.ordered_by = row.ordered_by or work.actor.name
            if approves:
                row.approved_at, row.approved_by = work.now, work.actor.account_id
            elif row.until is None:
                row.until = work.now + NOTE_HOLDS
            work.session.add(row)
            _note(work, row, "noted", None)
        return work.changes

    @requires(Operation.APPROVE_WATCHED)
    def approve_watched(self, entry_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Put an entry in force from now on."""
        with self.desk.write(Operation.APPROVE_WATCHED, operation_id) as work:
            row = _entry(work, entry_id, version)
            if row.approved_at is not None:
                raise UserError(msg("This entry is approved already."))
            before = _facts(row)
            row.approved_at, row.approved_by = work.now, work.actor.account_id
            _note(work, row, "approved", before)
        return work.changes

    @requires(Operation.NOTE_WATCHED)
    def amend_watched(self, entry_id: int, draft: NewWatch, *, version: int, operation_id: str = "") -> Changes:
        """Change an entry; one in force only a manager changes. Errors as `note_watched`."""
        with self.desk.write(Operation.NOTE_WATCHED, operation_id) as work:
            typed = _checked(draft, work.now)
            row = _entry(work, entry_id, version)
            _check_right(work, row)
            before = _facts(row)
            _take(row, typed)
            row.ordered_by = row.ordered_by or work.actor.name
            if row.until is None and not allows(work.actor, Operation.APPROVE_WATCHED):
                row.until = row.noted_at + NOTE_HOLDS
            _note(work, row, "amended", before)
        return work.changes

    @requires(Operation.NOTE_WATCHED)
    def end_watched(self, entry_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """End an entry; of one in force a manager does, and says why. What waits anyone may take back."""
        said = clean(words)
        check_length(said, _LONGEST_WORDS, "words")
        with self.desk.write(Operation.NOTE_WATCHED, operation_id) as work:
            row = _entry(work, entry_id, version)
            _check_right(work, row)
            if row.approved_at is not None and not said:
                raise UserError(Problem(msg("Write why the gate need not watch any more."), "words"))
            before = _facts(row)
            row.ended_at, row.ended_words = row.ended_at or work.now, said
            _note(work, row, "ended", before)
        return work.changes

    @requires(Operation.NOTE_WATCHED)
    def resume_watched(self, entry_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take the end of an entry back; where its time is up meanwhile, amend it as well."""
        with self.desk.write(Operation.NOTE_WATCHED, operation_id) as work:
            row = _entry(work, entry_id, version)
            _check_right(work, row)
            before = _facts(row)
            row.ended_at, row.ended_words = None, ""
            _note(work, row, "watched again", before)
        return work.changes


def _checked(draft: NewWatch, now: datetime) -> NewWatch:
    typed = replace(
        draft,
        plate=canonical_plate(draft.plate),
        name=clean(draft.name),
        id_tail=clean(draft.id_tail).upper(),
        looks=clean(draft.looks),
        reason=clean_lines(draft.reason),
        ordered_by=clean(draft.ordered_by),
        until=None if draft.until is None else draft.until.astimezone(UTC),
    )
    found = [length_problem(getattr(typed, field), longest, field) for field, longest in _LENGTHS.items()]
    problems = [problem for problem in found if problem is not None]
    if not (typed.plate or typed.name or typed.looks or typed.id_tail):
        problems.append(Problem(msg("Write whom to watch for: a plate, a name, or what they look like."), "name"))
    if not typed.reason:
        problems.append(Problem(msg("Write why the gate is to watch for them."), "reason"))
    if len(typed.id_tail) > _LONGEST_TAIL or (typed.id_tail and not typed.id_tail.isalnum()):
        problems.append(Problem(msg("At most the last four characters of the identity number."), "id_tail"))
    if typed.until is not None and typed.until <= now:
        problems.append(Problem(msg("This moment has passed; choose a later one."), "until"))
    if problems:
        raise UserError(*problems)
    return typed


def _gone() -> Problem:
    return Problem(msg("This entry of the watchlist is no longer there."))


def _entry(work: UnitOfWork, entry_id: int, version: int) -> WatchEntry:
    row = locked(work, WatchEntry, entry_id, _gone())
    check_seen(row.version, version)
    return row


def _check_right(work: UnitOfWork, row: WatchEntry) -> None:
    """Raise UserError where someone who is no manager touches what a manager put in force."""
    if row.approved_at is not None and not allows(work.actor, Operation.APPROVE_WATCHED):
        raise UserError(msg("This entry is in force; ask a manager to change it."))


def _take(row: WatchEntry, typed: NewWatch) -> None:
    row.plate, row.name, row.name_key, row.id_tail = typed.plate, typed.name, name_key(typed.name), typed.id_tail
    row.looks, row.reason, row.action = typed.looks, typed.reason, typed.action
    row.ordered_by, row.until = typed.ordered_by, typed.until


def _facts(row: WatchEntry) -> Mapping[str, Any]:
    return {
        "action": str(row.action),
        "approved": row.approved_at is not None,
        "until": None if row.until is None else row.until.isoformat(),
        "ended": row.ended_at is not None,
    }


def _note(work: UnitOfWork, row: WatchEntry, action: str, before: Mapping[str, Any] | None) -> None:
    work.session.flush()
    work.audit("watch_entry", row.id, action, before, _facts(row))
    work.result = row.id
