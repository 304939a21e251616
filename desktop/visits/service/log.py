"""The log of visits: newest first a page at a time, one with everything, those of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.households.service import HouseholdService
from desktop.storage import search
from desktop.storage.desk import Service
from desktop.storage.search import PUBLIC_FIELDS
from desktop.visits.rows import VisitFile
from desktop.visits.store import log as store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.storage.desk import Desk
    from desktop.visits.rows import VisitFilter, VisitLine

__all__ = ["VisitLog"]

MOST_NAMED = 200
"""The words of a filter narrow it to so many visitors at most, the newest."""

MOST_ROOMS = 50
EARLIER = 20
"""So many earlier visits stand with one."""


class VisitLog(Service):
    """Shows the visits that are kept; older ones are counts."""

    @requires(Operation.READ_VISITS)
    def visits(
        self, wanted: VisitFilter, after: VisitLine | None = None, limit: int = 100, *, backward: bool = False
    ) -> tuple[VisitLine, ...]:
        """Return up to `limit` visits that follow `after`, newest first.

        The filter's text is a plate or a part of one, a name or its pinyin, a company, a room, or the badge of someone
        inside. `backward`:
        those that come before `after` instead, without one the last of the list.
        """
        with self.desk.hold() as desk, desk.read() as session:
            named = _named(desk, session, wanted.text)
            community_id, zone = self.actor.community_id, self.desk.zone
            return store.page(session, community_id, wanted, named, zone, after, limit, backward=backward)

    @requires(Operation.READ_VISITS)
    def visits_from(self, wanted: VisitFilter, index: int, total: int, limit: int = 100) -> tuple[VisitLine, ...]:
        """Return up to `limit` visits from place `index` (0 is the newest) of a list of `total`."""
        with self.desk.hold() as desk, desk.read() as session:
            named = _named(desk, session, wanted.text)
            return store.jump(session, self.actor.community_id, wanted, named, self.desk.zone, index, total, limit)

    @requires(Operation.READ_VISITS)
    def place_of(self, visit_id: int, wanted: VisitFilter) -> int | None:
        """Return at which place of a list a visit stands (0 is the newest), None where the filter leaves it out."""
        with self.desk.hold() as desk, desk.read() as session:
            named = _named(desk, session, wanted.text)
            return store.position(session, self.actor.community_id, wanted, named, self.desk.zone, visit_id)

    @requires(Operation.READ_VISITS)
    def count(self, wanted: VisitFilter) -> int:
        """Return how many visits a filter leaves."""
        with self.desk.hold() as desk, desk.read() as session:
            named = _named(desk, session, wanted.text)
            return store.count(session, self.actor.community_id, wanted, named, self.desk.zone)

    @requires(Operation.READ_VISITS)
    def visit(self, visit_id: int) -> VisitFile:
        """Return everything about one visit; raise UserError where it is gone or has become a count."""
        community_id = self.actor.community_id
        with self.desk.read() as session:
            line = store.line(session, community_id, visit_id)
            found = store.details(session, community_id, visit_id)
            if line is None or found is None:
                raise UserError(msg("This visit is no longer kept; look at the list again."))
            earlier: tuple[VisitLine, ...] = ()
            if found.visitor_id is not None:
                earlier = store.of_visitor(session, community_id, found.visitor_id, visit_id, EARLIER)
        return VisitFile(line, *found[1:-1], earlier=earlier, times=found.times)

    @requires(Operation.READ_VISITS)
    def of_room(self, room_id: int, limit: int = 20) -> tuple[VisitLine, ...]:
        """Return the newest visits to a room."""
        with self.desk.read() as session:
            return store.of_room(session, self.actor.community_id, room_id, limit)


def _named(desk: Desk, session: Session, text: str) -> store.Named | None:
    """Return what the words of a filter lead to, None for no words."""
    typed = clean(text)
    if not typed:
        return None
    community_id = desk.actor.community_id
    visitors = search.find(session, community_id, "visitor", typed, columns=PUBLIC_FIELDS, limit=MOST_NAMED)
    hits = HouseholdService(desk).find(typed, MOST_ROOMS)
    rooms = [hit.room_id for hit in hits if hit.kind == "room"]
    return store.Named(visitors, rooms, typed)
