"""One outage with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, requires
from desktop.outages.rows import OutageFile
from desktop.outages.service.planning import Planning
from desktop.outages.service.recording import plan_of
from desktop.outages.service.telling import Telling
from desktop.outages.service.warning import rounds_of
from desktop.outages.store import callers, counting, lists, notices

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["Filing"]


class Filing(Planning, Telling):
    """Shows one outage: its plan, what it comes to, its notices, rounds and callers."""

    @requires(Operation.READ_OUTAGES)
    def outage(self, outage_id: int) -> OutageFile:
        """Return an outage with all that belongs to it, on one snapshot; raise UserError where there is none.

        What it comes to, and what is to be known of it, is of today. `say` is its own words, else the text laid down.
        """
        with self.desk.hold() as held, held.read() as session:
            return type(self)(held)._file(session, outage_id)  # noqa: SLF001 - this very service

    def _file(self, session: Session, outage_id: int) -> OutageFile:
        outage = self._known(session, outage_id)
        community_id, now, today = self.actor.community_id, self.desk.clock.now(), self._day()
        plan = plan_of(session, outage)
        spoken = self._language_code(self.desk, session, outage_id)
        rounds = rounds_of(session, self.actor, now, today, (outage_id,))
        return OutageFile(
            line=lists.lines(session, community_id, (outage_id,), now)[0],
            plan=plan,
            count=counting.count(session, community_id, plan.places, exclude_vacant=plan.exclude_vacant, today=today),
            check=self._checking(session).check(plan, outage),
            say=self._say(self.desk, session, outage, spoken),
            notices=notices.notices(session, community_id, (outage_id,)),
            postings=notices.postings(session, community_id, outage_id),
            rounds=rounds.get(outage_id, ()),
            tally=callers.tally(session, community_id, outage_id, today),
            callers=callers.caller_lines(session, community_id, outage_id),
            end_words=outage.end_words,
        )
