"""Looking at incidents: the list, one with all of it, what Today counts, what the month's report tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.house_numbers import try_house_number
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.households.service import HouseholdService
from desktop.incidents import store
from desktop.incidents.model import Incident
from desktop.incidents.rows import IncidentFile, PlaceRoom, Signature
from desktop.incidents.rule import moves_of
from desktop.incidents.service.recording import Recorder, no_such_incident, signed_facts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desktop.incidents.rows import IncidentCounts, IncidentFilter, IncidentLine, IncidentMonthLine

__all__ = ["Looking", "month_lines"]

_HITS = 20
"""So many of the first hits are looked at for the one room that a place means."""


class Looking(Recorder):
    """Shows incidents as they are now."""

    @requires(Operation.READ_INCIDENTS)
    def incidents(
        self, wanted: IncidentFilter, after: IncidentLine | None = None, limit: int = 100
    ) -> tuple[IncidentLine, ...]:
        """Return up to `limit` incidents after one of them, the latest first."""
        with self.desk.read() as session:
            return store.lines(session, self.actor.community_id, wanted, after, limit)

    @requires(Operation.READ_INCIDENTS)
    def count(self, wanted: IncidentFilter) -> int:
        """Return how many incidents `wanted` leaves."""
        with self.desk.read() as session:
            return store.count(session, self.actor.community_id, wanted)

    @requires(Operation.READ_INCIDENTS)
    def incident(self, incident_id: int) -> IncidentFile:
        """Return all of one incident; raise UserError where there is none."""
        with self.desk.read() as session:
            return self._file(session, incident_id)

    @requires(Operation.READ_INCIDENTS)
    def counts(self) -> IncidentCounts:
        """Return how many go on, and how many wait for a manager's signature."""
        with self.desk.read() as session:
            return store.counts(session, self.actor.community_id)

    @requires(Operation.READ_INCIDENTS)
    def room_at(self, place: str) -> PlaceRoom | None:
        """Return the one room that a typed place means in any notation, None for words or more than one room."""
        typed = clean(place)
        number = try_house_number(typed)
        if not typed or number is None:
            return None
        hits = [hit for hit in HouseholdService(self.desk).find(typed, _HITS) if hit.kind == "room"]
        rooms = [PlaceRoom(hit.id, hit.title) for hit in hits if _is_named(hit.title, typed)]
        return rooms[0] if len(rooms) == 1 else None

    def _file(self, session: Session, incident_id: int) -> IncidentFile:
        found = store.details(session, self.actor.community_id, incident_id)
        if found is None:
            raise no_such_incident()
        line, row = found
        signature = None
        if row.signed_at is not None:
            now = signed_facts(session, session.get_one(Incident, incident_id))
            signature = Signature(row.signed_at, row.signed_name, row.signed_words, row.signed_digest == now)
        return IncidentFile(
            line=line,
            people=row.people,
            damage=row.damage,
            damage_fen=row.damage_fen,
            department_id=row.department_id,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_name,
            reported_at=row.reported_at,
            entries=store.entries(session, incident_id),
            signature=signature,
            moves=moves_of(self.actor, line.state, row.department_id, ended=line.ended_at is not None),
        )


def month_lines(session: Session, community_id: int, since: datetime, until: datetime) -> tuple[IncidentMonthLine, ...]:
    """Return the incidents from `since` up to but not including `until`, in that order; those dropped are none."""
    return store.month_lines(session, community_id, since, until)


def _is_named(label: str, typed: str) -> bool:
    """Tell whether `typed` is the house number of a room, its entrance left out or not: 2#102 is 2-1-102."""
    if search_form(label) == search_form(typed):
        return True
    wanted, own = try_house_number(typed), try_house_number(label)
    if wanted is None or own is None or not wanted.building:
        return False
    return (wanted.building, wanted.room) == (own.building, own.room) and wanted.entrance in {"", own.entrance}
