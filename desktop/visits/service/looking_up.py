"""What the fields of the gate mean while they are typed: who that is, which room, and what speaks against it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import plate_doubt
from desktop.core.texts import clean
from desktop.households.model import InstructionKind
from desktop.households.service import HouseholdService
from desktop.storage.desk import Service
from desktop.visits.rows import GateCheck, GateRoom
from desktop.visits.service.hits import found_hits, owner_hits
from desktop.visits.service.judging import judge, residents
from desktop.visits.store import facts
from desktop.visits.store.expected import expected_visit
from desktop.visits.store.log import last_at_gate
from desktop.visits.store.passes import contractor_pass

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.visits.rows import NewVisit, VisitLine, VisitorHit
    from desktop.visits.service.judging import Judged

__all__ = ["LookingUp"]

LONGEST_TYPED = 100
JUST_NOW = timedelta(days=1)
"""What was entered before is not repeated with one key."""


class LookingUp(Service):
    """Answers every key typed at the gate."""

    @requires(Operation.READ_VISITS)
    def look_up(self, typed: str, limit: int = 6) -> tuple[VisitorHit, ...]:
        """Return up to `limit` of whom the first field may mean, exact ones first, then expected ones and passes.

        By a plate or a part of one in any style, a name or its pinyin, the code of someone expected, the number,
        company or people of a pass. Nothing typed is an error; what is nothing to look for finds nobody.
        """
        words = clean(typed[:LONGEST_TYPED])
        if not words or limit < 1:
            return ()
        now = self.desk.clock.now()
        today = now.astimezone(self.desk.zone).date()
        with self.desk.read() as session:
            return tuple(found_hits(session, self.actor.community_id, words, now, today))[:limit]

    @requires(Operation.READ_VISITS)
    def rooms(self, typed: str, limit: int = 8) -> tuple[GateRoom, ...]:
        """Return the rooms the second field may mean, by address first, then by who lives there; without phones."""
        with self.desk.hold() as desk:
            households = HouseholdService(desk)
            hits = households.find(typed, limit)
            ordered = dict.fromkeys(hit.room_id for hit in hits if hit.room_id)
            found = households.hits(list(ordered)[:limit])
        return tuple(GateRoom(hit.id, hit.title, hit.matched) for hit in found)

    @requires(Operation.READ_VISITS)
    def owners(self, plate_fragment: str) -> tuple[VisitorHit, ...]:
        """Return whose vehicle it is that has this in its plate: households' own, and visitors', inside ones first."""
        words = clean(plate_fragment[:LONGEST_TYPED])
        if not words:
            return ()
        today = self.desk.clock.now().astimezone(self.desk.zone).date()
        with self.desk.read() as session:
            return tuple(owner_hits(session, self.actor.community_id, words, today))

    @requires(Operation.READ_VISITS)
    def last(self, gate_id: int | None) -> VisitLine | None:
        """Return the visit that was let in last at a gate, which one key repeats; None where that is long ago."""
        since = self.desk.clock.now() - JUST_NOW
        with self.desk.read() as session:
            return last_at_gate(session, self.actor.community_id, gate_id, since)

    @requires(Operation.READ_VISITS)
    def check(self, draft: NewVisit) -> GateCheck:
        """Return what is known of a visit that is being typed, above all what speaks against it; writes nothing.

        What is still missing is no error. `log_in` looks at all of it once more.
        """
        now = self.desk.clock.now()
        today = now.astimezone(self.desk.zone).date()
        community_id = self.actor.community_id
        with self.desk.read() as session:
            judged = judge(session, self.desk, draft, now)
            coming, terms = judged.expected, judged.terms
            expected = None if coming is None else expected_visit(session, community_id, coming.id)
            contractor = None if terms is None else contractor_pass(session, community_id, terms.id)
            doubts = _doubts(session, community_id, judged)
        known, going = judged.visitor, judged.destination
        return GateCheck(
            objections=judged.objections,
            admits=tuple(order for order in going.orders if order.kind is InstructionKind.ADMIT) if going else (),
            times=0 if known is None else known.visits,
            doubts=doubts,
            household=residents(going, today),
            fields=judged.entry.fields,
            expected=expected,
            contractor=contractor,
            inside_since=None if known is None else known.inside_since,
        )


def _doubts(session: Session, community_id: int, judged: Judged) -> tuple[Message, ...]:
    """Return what looks odd of what was typed and is no obstacle."""
    entry = judged.entry
    doubt = plate_doubt(entry.plate) if entry.plate else None
    found = [] if doubt is None else [doubt]
    if entry.badge and facts.badge_taken(session, community_id, entry.badge):
        found.append(msg("Badge %(badge)s is with someone inside already.", badge=entry.badge))
    return tuple(found)
