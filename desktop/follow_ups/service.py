"""What can be done about follow-ups: who is to be called, one household at a time, and what they said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.contacts.service import reveal_people
from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.phones import display_phone
from desktop.follow_ups import store
from desktop.follow_ups.rows import Caller, FollowUpCard
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.rows import CallPerson
    from desktop.core.changes import Changes
    from desktop.follow_ups.rows import AskedRequest, QueueCounts, QueueLine, ToldToday
    from desktop.requests.rows import FollowUpTold
    from desktop.storage.work import UnitOfWork

__all__ = ["CLAIM_MINUTES", "RETRY_MINUTES", "FollowUpService"]

CLAIM_MINUTES = 10
"""So long a household is kept for who took it, unless it is renewed; as in call rounds."""

RETRY_MINUTES = 60
"""Who did not answer is not called again within this, unless asked for."""


class FollowUpService(Service):
    """Follow-ups as one signed-in account makes them. "follow_up" is the topic of who has whom on the phone."""

    # --- reading ----------------------------------------------------------------------------------------------------

    @requires(Operation.FOLLOW_UP_REQUEST)
    def queue(
        self,
        *,
        after: QueueLine | None = None,
        before: QueueLine | None = None,
        last: bool = False,
        limit: int = 100,
    ) -> list[QueueLine]:
        """Return a page of the households to be called: next to a line, the first, or the `last`.

        Who was tried today comes last, the longest ago first; before them the first due, complaints before the rest.
        """
        with self.desk.read() as session:
            return store.page(
                session,
                self.actor.community_id,
                self.desk.clock.now(),
                self._day_start(),
                after=after,
                before=before,
                last=last,
                limit=limit,
            )

    @requires(Operation.FOLLOW_UP_REQUEST)
    def jump(self, *, index: int, total: int, limit: int = 100) -> list[QueueLine]:
        """Return households from the one at `index` (from 0) of the queue, which has `total` of them."""
        with self.desk.read() as session:
            now, day = self.desk.clock.now(), self._day_start()
            return store.jump(session, self.actor.community_id, now, day, index=index, total=total, limit=limit)

    @requires(Operation.FOLLOW_UP_REQUEST)
    def position(self, household: int) -> int | None:
        """Return at which place, from 0, a household stands in the queue, None where it is not in it."""
        with self.desk.read() as session:
            return store.position(session, self.actor.community_id, self._day_start(), household)

    @requires(Operation.FOLLOW_UP_REQUEST)
    def counts(self) -> QueueCounts:
        """Return how many households wait, are due by the end of today, are overdue, and were tried a moment ago."""
        now, day = self.desk.clock.now(), self._day_start()
        with self.desk.read() as session:
            return store.counts(session, self.actor.community_id, now, day, self._day_end(), self._rested(now))

    @requires(Operation.FOLLOW_UP_REQUEST)
    def told_today(self) -> list[ToldToday]:
        """Return the calls made today: first who is dissatisfied with what was not taken up again, then the latest."""
        with self.desk.read() as session:
            return store.told_since(session, self.actor.community_id, self._day_start())

    @requires(Operation.FOLLOW_UP_REQUEST)
    def held(self) -> int | None:
        """Return the household this account has on the phone (still, after a lock or a crash), None for none."""
        with self.desk.read() as session:
            return store.held(session, self.actor.community_id, self.actor.account_id, self.desk.clock.now())

    # --- one household at a time ------------------------------------------------------------------------------------

    @requires(Operation.FOLLOW_UP_REQUEST)
    def next_card(self) -> FollowUpCard | None:
        """Take the next household to call, for ten minutes; None where there is none to call now.

        What this account has on the phone already comes first (after a lock or a crash); never one that someone else
        has, nor one tried within the last hour.
        """
        with self.desk.write(Operation.FOLLOW_UP_REQUEST) as work:
            household = self._free(work)
            taken = None if household is None else self._hold(work, household)
        return None if taken is None else self._with_file(taken)

    @requires(Operation.FOLLOW_UP_REQUEST)
    def take(self, household: int) -> FollowUpCard:
        """Take one household out of turn (it calls back); what this account held before is put back.

        Raises UserError where someone else has it on the phone or there is nothing to ask it any more.
        """
        with self.desk.write(Operation.FOLLOW_UP_REQUEST) as work:
            if not self._claim(work, household):
                raise UserError(msg("Someone else is calling this household right now; wait for what comes of it."))
            taken = self._hold(work, household)
            if taken is None:
                raise UserError(msg("There is nothing to ask this household any more; take the next one."))
        return self._with_file(taken)

    @requires(Operation.FOLLOW_UP_REQUEST)
    def renew(self, household: int) -> datetime:
        """Keep a household for another ten minutes; return until when. Raises ConflictError where it was taken."""
        with self.desk.write(Operation.FOLLOW_UP_REQUEST) as work:
            if not self._claim(work, household):
                raise ConflictError(
                    msg("Someone else took this household meanwhile; nothing was recorded. Take the next one.")
                )
            return work.now + timedelta(minutes=CLAIM_MINUTES)

    @requires(Operation.FOLLOW_UP_REQUEST)
    def put_back(self, *, operation_id: str = "") -> Changes:
        """Put back what this account has on the phone, for others to take: the clerk stops calling."""
        with self.desk.write(Operation.FOLLOW_UP_REQUEST, operation_id) as work:
            self._release(work)
        return work.changes

    @requires(Operation.FOLLOW_UP_REQUEST)
    def record(self, told: Sequence[FollowUpTold], *, operation_id: str = "") -> Changes:
        """Note what one call said of a household's requests, all of it or nothing, and let the household go.

        See `RequestService.follow_up_together` for what is refused.
        """
        changes = RequestService(self.desk).follow_up_together(told, operation_id=operation_id)
        # in a write of its own: should it fail, the household is only kept a little longer
        self.put_back()
        return changes

    @requires(Operation.REOPEN_REQUEST)
    def reopen(self, told: ToldToday, *, operation_id: str = "") -> Changes:
        """Take up again what someone was dissatisfied with today, with the words said then as the reason."""
        requests = RequestService(self.desk)
        return requests.reopen(told.reopens, told.words, version=told.version, operation_id=operation_id)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _free(self, work: UnitOfWork) -> int | None:
        """Return the household to call next, claimed."""
        session, community_id, mine = work.session, work.community_id, self.actor.account_id
        household = store.held(session, community_id, mine, work.now)
        if household is not None and store.asked_requests(session, community_id, household):
            self._claim(work, household)
            return household
        day, rested = self._day_start(), self._rested(work.now)
        free = store.free_households(session, community_id, mine, work.now, day, rested)
        found = next((each for each in free if self._claim(work, each)), None)
        if found is None:
            self._release(work)
        return found

    def _claim(self, work: UnitOfWork, household: int) -> bool:
        until = work.now + timedelta(minutes=CLAIM_MINUTES)
        work.touch("follow_up", household)
        return store.claim(work.session, work.community_id, household, self.actor.account_id, work.now, until)

    def _release(self, work: UnitOfWork, but: int | None = None) -> None:
        gone = store.release(work.session, work.community_id, self.actor.account_id, but)
        if gone:
            work.touch("follow_up", *gone)

    def _hold(self, work: UnitOfWork, household: int) -> FollowUpCard | None:
        """Keep a household, which is claimed, reveal its phones, and put back all else; None: nothing to ask it."""
        found = store.asked_requests(work.session, work.community_id, household)
        if not found:
            self._release(work)
            return None
        self._release(work, but=household)
        room_id = household if household > 0 else None
        today = work.now.astimezone(self.desk.zone).date()
        people = () if room_id is None else reveal_people(work, room_id, today)
        callers = _callers(work, found, people)
        until = work.now + timedelta(minutes=CLAIM_MINUTES)
        requests = tuple(asked for asked, _ in found)
        return FollowUpCard(
            household, room_id, found[0][0].room, self.desk.community, callers, people, requests, (), None, until
        )

    def _with_file(self, card: FollowUpCard) -> FollowUpCard:
        """Add what is known of the household, and the calls made before, to a card just taken."""
        requests = RequestService(self.desk)
        asked = tuple(replace(each, follow_ups=requests.detail(each.id).follow_ups) for each in card.requests)
        file = None if card.room_id is None else HouseholdService(self.desk).household(card.room_id)
        return replace(card, requests=asked, questions=requests.questions(), file=file)

    def _day_start(self) -> datetime:
        return datetime.combine(self.desk.clock.now().astimezone(self.desk.zone).date(), time(), self.desk.zone)

    def _day_end(self) -> datetime:
        tomorrow = self.desk.clock.now().astimezone(self.desk.zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, time(), self.desk.zone)

    def _rested(self, now: datetime) -> datetime:
        return now - timedelta(minutes=RETRY_MINUTES)


def _callers(
    work: UnitOfWork, found: Sequence[tuple[AskedRequest, str]], people: Sequence[CallPerson]
) -> tuple[Caller, ...]:
    """Return who reported and left a phone that none of `people` has; each look is audited."""
    known = {phone.digits for person in people for phone in person.phones}
    callers = {}
    for asked, digits in found:
        if digits and digits not in known and digits not in callers:
            work.audit("request", asked.id, "phone revealed")
            callers[digits] = Caller(asked.reporter, digits, display_phone(digits))
    return tuple(callers.values())
