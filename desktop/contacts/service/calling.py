"""Taking the next household of a round: nobody is called by two clerks, and nobody is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from desktop.contacts.model import (
    CallAttempt,
    CallEntry,
    CallOutcome,
    CallRound,
    CallState,
    ContactMember,
    RoundState,
)
from desktop.contacts.rows import CallCard, CallPerson
from desktop.contacts.service.leaving import give_up, let_go
from desktop.contacts.service.people import reveal_people
from desktop.contacts.service.shared import Contacting, check_mine, entry_in_round, gone, owned, seen
from desktop.contacts.store import rounds as store
from desktop.contacts.store.people import people_to_call
from desktop.contacts.store.rounds import CALLABLE
from desktop.contacts.store.rules import do_not_call
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Building, Room, StandingInstruction
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from desktop.contacts.rows import AttemptLine
    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["CLAIM_MINUTES", "Calling", "found_wrong"]

CLAIM_MINUTES = 10
"""So long a household is kept for who took it, unless it is renewed."""

LONGEST_WAIT = 24 * 60
"""Minutes."""

_CANNOT_CALL: Mapping[CallOutcome, Message] = MappingProxyType(
    {
        CallOutcome.NO_PHONE: msg("Nobody of this household has a phone; add one to its page first."),
        CallOutcome.DO_NOT_CALL: msg("This household asked not to be called; end that instruction first."),
        CallOutcome.LEFT_ROUND: msg("This household is no longer in the register; search for it again."),
    }
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a card is made of, read in the transaction that took the household."""

    entry_id: int
    version: int
    number: int
    attempts: int
    round_id: int
    occasion: str
    script: str
    most_attempts: int
    room_id: int
    building: str
    room: str
    people: tuple[CallPerson, ...]
    last_call: AttemptLine | None
    note: str
    total: int
    until: datetime


class Calling(Contacting):
    """Hands out households to call. Each card's phones are revealed, and audited so, in the same transaction."""

    @requires(Operation.CALL_ROUND)
    def next_call(self, round_id: int) -> CallCard | None:
        """Take the next household to call, for ten minutes; None where there is none to call now.

        What this account took before and has not recorded comes first (after a lock, a restart or a crash), then those
        to be called again whose time has come, longest due first, then new ones in calling order; never one that
        someone else holds. Who meanwhile lost the last phone, asked not to be called or is gone, is passed over and
        noted so. None: see `round(round_id).progress`: `calling` others hold, `later` with `next_at` come again, or
        the round is done or ended.
        """
        taken: _Taken | None = None
        with self.desk.write(Operation.CALL_ROUND) as work:
            round_ = self._open_or_ended(work, round_id)
            entry = self._next(work, round_)
            if entry is not None:
                taken = self._hold(work, round_, entry)
        return None if taken is None else self._card(taken)

    @requires(Operation.CALL_ROUND)
    def take(self, entry_id: int) -> CallCard:
        """Take one household out of turn (it calls back); what this account held before is put back.

        Raises UserError where someone else holds it, it needs no call any more, or its round has ended.
        """
        with self.desk.write(Operation.CALL_ROUND) as work:
            entry = owned(work, CallEntry, entry_id)
            round_ = self._open_or_ended(work, entry.round_id)
            held = entry.claimed_until is not None and entry.claimed_until > work.now
            if held and entry.claimed_by != self.actor.account_id:
                raise UserError(msg("Someone else is calling this household right now; wait for what comes of it."))
            if not entry.can_be_called() or round_.state != RoundState.OPEN:
                raise UserError(msg("This household needs no call any more; look at the round again."))
            reason = self._out_of_reach(work, entry)
            if reason is not None:
                raise UserError(_CANNOT_CALL[reason])
            self._put_back(work, entry.round_id, but=entry.id)
            taken = self._hold(work, round_, entry)
        return self._card(taken)

    @requires(Operation.CALL_ROUND)
    def renew(self, entry_id: int) -> datetime:
        """Keep a household for another ten minutes from now; return until when. Ask every few minutes of a call.

        Raises ConflictError where someone else has taken it meanwhile or it needs no call any more.
        """
        with self.desk.write(Operation.CALL_ROUND) as work:
            entry = owned(work, CallEntry, entry_id)
            check_mine(work, entry)
            until = work.now + timedelta(minutes=CLAIM_MINUTES)
            _extend(work, entry, until)
        return until

    @requires(Operation.CALL_ROUND)
    def put_back(self, round_id: int, *, operation_id: str = "") -> Changes:
        """Put back what this account holds of a round, for others to take: the clerk stops calling."""
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            self._put_back(work, round_id)
            work.result = round_id
        return work.changes

    @requires(Operation.CALL_ROUND)
    def call_later(self, entry_id: int, *, version: int, minutes: int | None = None, operation_id: str = "") -> Changes:
        """Let a household wait for `minutes` (None: as long as the round waits after no answer); it counts as no call.

        In a round that ended meanwhile nobody calls again: the household was not reached.

        Raises UserError naming "minutes" outside 1 to 1440.
        """
        if minutes is not None and not 1 <= minutes <= LONGEST_WAIT:
            raise UserError(Problem(msg("Call again after 1 to %(most)s minutes.", most=LONGEST_WAIT), "minutes"))
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            entry, round_ = entry_in_round(work, entry_id)
            seen(work, CallEntry, entry_id, version)
            check_mine(work, entry)
            wait = round_.retry_minutes if minutes is None else minutes
            if round_.state == RoundState.OPEN:
                entry.state, entry.next_at = CallState.LATER, work.now + timedelta(minutes=wait)
            let_go(entry)
            again = None if entry.next_at is None else entry.next_at.isoformat()
            after = {"entry": entry.id, "room": entry.room_label, "next": again}
            work.audit("call_round", entry.round_id, "household put off", None, after)
            work.result = entry.id
        return work.changes

    # --- choosing --------------------------------------------------------------------------------------------------

    def _open_or_ended(self, work: UnitOfWork, round_id: int) -> CallRound:
        # Not locked: clerks of one round must not wait for one another.
        row = work.session.get(CallRound, round_id)
        if row is None or row.community_id != work.community_id:
            raise UserError(gone())
        return row

    def _next(self, work: UnitOfWork, round_: CallRound) -> CallEntry | None:
        """Return the household to call next, locked; who cannot be called any more leaves the round on the way."""
        while True:
            entry = next((found for query in self._in_turn(work, round_) if (found := _locked(work, query))), None)
            if entry is None:
                return None
            reason = self._out_of_reach(work, entry)
            if reason is None:
                return entry
            give_up(work, entry, reason)
            work.session.flush()

    def _in_turn(self, work: UnitOfWork, round_: CallRound) -> list[Select[CallEntry]]:
        """Return what is looked for, in turn: one's own, those due again, new ones."""
        ours = select(CallEntry).where(CallEntry.round_id == round_.id)
        mine = ours.where(CallEntry.claimed_by == self.actor.account_id)
        mine = mine.order_by(CallEntry.claimed_until.desc(), CallEntry.position)
        if round_.state != RoundState.OPEN:
            return [mine]
        free = ours.where(CALLABLE, or_(CallEntry.claimed_until.is_(None), CallEntry.claimed_until <= work.now))
        due = free.where(CallEntry.state == CallState.LATER, CallEntry.next_at <= work.now)
        new = free.where(CallEntry.state == CallState.WAITING)
        return [mine, due.order_by(CallEntry.next_at, CallEntry.position), new.order_by(CallEntry.position)]

    def _out_of_reach(self, work: UnitOfWork, entry: CallEntry) -> CallOutcome | None:
        """Return why a household cannot be called any more, None where it can."""
        if entry.room_id is None:
            return CallOutcome.LEFT_ROUND
        asked_not = do_not_call(self._asking()).where(StandingInstruction.room_id == entry.room_id)
        if work.session.scalars(asked_not).first() is not None:
            return CallOutcome.DO_NOT_CALL
        people = people_to_call(work.session, self._asking(), [entry.room_id]).get(entry.room_id, ())
        return None if any(person.phones for person in people) else CallOutcome.NO_PHONE

    # --- holding ---------------------------------------------------------------------------------------------------

    def _put_back(self, work: UnitOfWork, round_id: int, but: int = 0) -> None:
        held = select(CallEntry).where(
            CallEntry.round_id == round_id,
            CallEntry.community_id == work.community_id,
            CallEntry.claimed_by == self.actor.account_id,
            CallEntry.id != but,
        )
        for entry in work.session.scalars(held.order_by(CallEntry.id).with_for_update()):
            let_go(entry)
            work.touch("call_round", round_id)

    def _hold(self, work: UnitOfWork, round_: CallRound, entry: CallEntry) -> _Taken:
        """Keep a household for this account, and reveal its phones to it."""
        until = work.now + timedelta(minutes=CLAIM_MINUTES)
        if entry.claimed_by == self.actor.account_id:
            _extend(work, entry, until)
        else:
            entry.claimed_by, entry.claimed_until = self.actor.account_id, until
            work.session.flush()
        room_id = entry.room_id or 0
        people = reveal_people(work, room_id, self._today(), found_wrong(work, entry))
        work.touch("call_round", round_.id)
        place = select(Room.label, Building.name).join(Building, Building.id == Room.building_id)
        room, building = work.session.execute(place.where(Room.id == room_id)).one()
        said = select(ContactMember.note).where(
            ContactMember.list_id == round_.list_id, ContactMember.room_id == room_id
        )
        called = select(func.count()).where(CallEntry.round_id == round_.id, store.TO_CALL)
        return _Taken(
            entry.id,
            entry.version,
            entry.position,
            entry.attempts,
            round_.id,
            round_.occasion,
            round_.script,
            round_.most_attempts,
            room_id,
            building,
            room,
            people,
            store.last_call(work.session, work.community_id, room_id),
            work.session.scalar(said) or "",
            max(int(work.session.scalar(called) or 0), entry.position),
            until,
        )

    def _card(self, taken: _Taken) -> CallCard:
        household = HouseholdService(self.desk).household(taken.room_id)
        return CallCard(
            entry_id=taken.entry_id,
            version=taken.version,
            round_id=taken.round_id,
            number=taken.number,
            total=taken.total,
            room_id=taken.room_id,
            room=taken.room,
            building=taken.building,
            occasion=taken.occasion,
            script=taken.script,
            community=self.desk.community,
            people=taken.people,
            household=household,
            last_contact=household.timeline[0] if household.timeline else None,
            last_call=taken.last_call,
            attempts=taken.attempts,
            most_attempts=taken.most_attempts,
            note=taken.note,
            claimed_until=taken.until,
        )


def _locked(work: UnitOfWork, query: Select[CallEntry]) -> CallEntry | None:
    """Return the first row that no other transaction is taking just now, locked."""
    found: CallEntry | None = work.session.scalars(query.limit(1).with_for_update(skip_locked=True)).first()
    return found


def _extend(work: UnitOfWork, entry: CallEntry, until: datetime) -> None:
    # Not through the row itself: its version must stay what the card on the screen says.
    work.session.execute(
        update(CallEntry).where(CallEntry.id == entry.id).values(claimed_until=until),
        execution_options={"synchronize_session": False},
    )
    work.touch("call_round", entry.round_id)


def found_wrong(work: UnitOfWork, entry: CallEntry) -> set[str]:
    """Return the phones that calls of this round found to be wrong."""
    query = select(CallAttempt.phone_digits).where(
        CallAttempt.entry_id == entry.id,
        CallAttempt.outcome == CallOutcome.WRONG_NUMBER,
        CallAttempt.undone_at.is_(None),
    )
    return set(work.session.scalars(query))
