"""Call rounds: started, looked at, left, ended, printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.contacts.model import CallEntry, CallOutcome, CallRound, ContactList
from desktop.contacts.rows import CallSheet, EntryFilter
from desktop.contacts.rule import unknown_conditions
from desktop.contacts.service.ending import end_round
from desktop.contacts.service.leaving import give_up
from desktop.contacts.service.shared import Contacting, gone, owned, seen
from desktop.contacts.service.starting import RoundPlan, make_round
from desktop.contacts.store import members, sheets
from desktop.contacts.store import rounds as store
from desktop.contacts.store.lists import on_list
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.contacts.rows import AttemptLine, EntryLine, RoundForecast, RoundLine
    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["Rounds"]


class Rounds(Contacting):
    """Starts and ends rounds, and shows how far they are."""

    @requires(Operation.READ_CONTACTS)
    def forecast(self, list_id: int) -> RoundForecast:
        """Return what a round over a list would be now."""
        with self.desk.read() as session:
            return members.forecast(session, self._on_list(session, list_id))

    @requires(Operation.CALL_ROUND)
    def start(
        self,
        list_id: int,
        occasion: str,
        script: str,
        most_attempts: int = 3,
        retry_minutes: int = 60,
        *,
        operation_id: str = "",
    ) -> Changes:
        """Start a round over the households that are on a list now, in its calling order; the result is its id.

        Who has a standing instruction not to be called is left out (`EntryFilter(left_out=True)` lists them); who has
        no phone is an entry that was not reached, outcome no phone. Later changes of the list add nobody. Raises
        UserError naming "list" where nobody could be called or the rule holds an unknown condition, "occasion" where
        it is empty, "most_attempts" outside 1 to 20, "retry_minutes" outside 1 to 1440, "script" where it is too long.
        """
        plan = RoundPlan("", occasion, script, most_attempts, retry_minutes).checked()
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            row = owned(work, ContactList, list_id)
            work.result = make_round(work, replace(plan, name=row.name, list_id=row.id), self._to_call(work, row))
        return work.changes

    @requires(Operation.CALL_ROUND)
    def end(self, round_id: int, *, version: int, operation_id: str = "") -> Changes:
        """End a round: who was not called or was to be called again was not reached.

        Who has a household on the phone right now can still record that call. Ending it again changes nothing.
        """
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            row = seen(work, CallRound, round_id, version)
            end_round(work, row)
            work.result = row.id
        return work.changes

    @requires(Operation.READ_CONTACTS)
    def open_rounds(self) -> list[RoundLine]:
        """Return the open rounds, latest first, with their progress."""
        with self.desk.read() as session:
            return store.round_lines(session, self._asking(), self.actor.account_id, only_open=True)

    @requires(Operation.READ_CONTACTS)
    def open_round_count(self) -> int:
        """Return how many rounds are open."""
        with self.desk.read() as session:
            return store.open_round_count(session, self.actor.community_id)

    @requires(Operation.READ_CONTACTS)
    def rounds(self, list_id: int | None = None) -> list[RoundLine]:
        """Return the latest hundred rounds, open ones first, then latest first (of one list, or of all)."""
        with self.desk.read() as session:
            return store.round_lines(session, self._asking(), self.actor.account_id, list_id=list_id)

    @requires(Operation.READ_CONTACTS)
    def round(self, round_id: int) -> RoundLine:
        """Return one round; raise UserError where there is no such round."""
        with self.desk.read() as session:
            return self._round(session, round_id)

    @requires(Operation.READ_CONTACTS)
    def entries(
        self,
        round_id: int,
        wanted: EntryFilter | None = None,
        anchor: EntryLine | None = None,
        *,
        backward: bool = False,
        limit: int = 100,
    ) -> list[EntryLine]:
        """Return the page of a round's households in calling order next to `anchor`; see `members`."""
        with self.desk.read() as session:
            self._round(session, round_id)
            return store.entry_lines(
                session, self._asking(), round_id, wanted or EntryFilter(), anchor, limit, backward=backward
            )

    @requires(Operation.READ_CONTACTS)
    def entries_from(self, round_id: int, wanted: EntryFilter, index: int, limit: int = 100) -> list[EntryLine]:
        """Return the page that begins with the household at `index`, counted from 0; empty beyond the list."""
        with self.desk.read() as session:
            self._round(session, round_id)
            return store.entry_lines_from(session, self._asking(), round_id, wanted, index, limit)

    @requires(Operation.READ_CONTACTS)
    def entry_count(self, round_id: int, wanted: EntryFilter | None = None) -> int:
        """Return how many households of a round a filter leaves."""
        with self.desk.read() as session:
            self._round(session, round_id)
            return store.entry_count(session, round_id, wanted or EntryFilter())

    @requires(Operation.READ_CONTACTS)
    def entry_position(self, round_id: int, wanted: EntryFilter, entry_id: int) -> int | None:
        """Return where an entry stands in the table, counted from 0; None where the filter leaves it out."""
        with self.desk.read() as session:
            self._round(session, round_id)
            return store.entry_position(session, round_id, wanted, entry_id)

    @requires(Operation.READ_CONTACTS)
    def attempts(self, entry_id: int) -> tuple[AttemptLine, ...]:
        """Return the calls made to a household in its round, latest first, undone ones too."""
        with self.desk.read() as session:
            return store.attempts(session, self.actor.community_id, entry_id)

    @requires(Operation.CALL_ROUND)
    def leave(self, entry_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a household out of its round: it is not called any more (outcome: left the round)."""
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            entry = seen(work, CallEntry, entry_id, version)
            self._refuse_held(work, entry)
            if entry.can_be_called():
                give_up(work, entry, CallOutcome.LEFT_ROUND)
            work.result = entry.id
        return work.changes

    @requires(Operation.CALL_ROUND)
    def call_sheet(self, round_id: int, *, unreached_first: bool = False) -> CallSheet:
        """Return a round as it is printed, with masked phones; the printing is audited."""
        with self.desk.write(Operation.CALL_ROUND) as work:
            sheet = self._sheet(work.session, round_id, unreached_first=unreached_first, masked=True)
            work.audit("call_round", round_id, "call sheet printed", None, {"phones": "masked"})
        return sheet

    @requires(Operation.EXPORT_UNMASKED)
    def call_sheet_unmasked(self, round_id: int, reason: str, *, unreached_first: bool = False) -> CallSheet:
        """Return a round as it is printed, phones in full; the reason is audited. UserError on "reason" without one."""
        why = clean(reason)
        if not why:
            raise UserError(Problem(msg("Write what the phones in full are needed for."), "reason"))
        with self.desk.write(Operation.EXPORT_UNMASKED) as work:
            sheet = self._sheet(work.session, round_id, unreached_first=unreached_first, masked=False)
            work.audit("call_round", round_id, "call sheet printed", None, {"phones": "in full", "reason": why})
        return sheet

    def _round(self, session: Session, round_id: int) -> RoundLine:
        found = store.round_lines(session, self._asking(), self.actor.account_id, among=(round_id,))
        if not found:
            raise UserError(gone())
        return found[0]

    def _to_call(self, work: UnitOfWork, row: ContactList) -> Sequence[tuple[int, str, bool, bool]]:
        """Return the households of a list as `make_round` takes them; raise UserError where none can be called."""
        wanted = on_list(row, self._asking(), self._kinds)
        if wanted.rule is not None and unknown_conditions(wanted.rule, self._kinds):
            fault = msg("This list's rule has a condition this version of the program does not know; update it first.")
            raise UserError(Problem(fault, "list"))
        called = members.to_call(work.session, wanted)
        if not any(reachable and not asked_not for _id, _label, reachable, asked_not in called):
            raise UserError(Problem(_nobody(no_one=not called), "list"))
        return called

    def _refuse_held(self, work: UnitOfWork, entry: CallEntry) -> None:
        """Raise UserError where someone else has a household on the phone."""
        held = entry.claimed_until is not None and entry.claimed_until > work.now
        if held and entry.claimed_by != self.actor.account_id:
            raise UserError(msg("Someone else is calling this household right now; wait for what comes of it."))

    def _sheet(self, session: Session, round_id: int, *, unreached_first: bool, masked: bool) -> CallSheet:
        entries, left_out = sheets.entries(
            session, self._asking(), round_id, unreached_first=unreached_first, masked=masked
        )
        return CallSheet(self._round(session, round_id), entries, left_out, masked, unreached_first)


def _nobody(*, no_one: bool) -> Message:
    if no_one:
        return msg("There is no household on this list; add some or change its rule.")
    return msg("Nobody on this list can be called: no phones, or they asked not to be called.")
