"""Incidents reported, amended, and taken back where they were none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.attachments.service import claim_draft
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.months import Month
from desktop.core.permissions import Operation, requires
from desktop.households.model import Room
from desktop.incidents import store
from desktop.incidents.model import Incident, IncidentMove, IncidentState
from desktop.incidents.service.checking import checked_incident
from desktop.incidents.service.looking import Looking
from desktop.incidents.service.recording import facts, tell
from desktop.storage.numbers import next_number

if TYPE_CHECKING:
    from desktop.incidents.rows import NewIncident
    from desktop.storage.work import UnitOfWork

__all__ = ["SERIES", "Reporting"]

SERIES = "SJ"
"""Of the numbers: SJ-2611-001."""

_TYPED = (
    *("kind", "room_id", "place", "words", "people", "hurt", "damage", "damage_fen", "department_id"),
    *("occurred_at",),
)


class Reporting(Looking):
    """Begins incidents and says anew what they were."""

    @requires(Operation.REPORT_INCIDENT)
    def report(self, given: NewIncident, *, operation_id: str = "") -> Changes:
        """Note an incident with its time and give it its number, counted by month; the result is its id.

        Raises UserError naming every field that is wrong: `place`, `words`, `occurred_at`, `hurt`, ...
        """
        given = self._placed(given)
        with self.desk.write(Operation.REPORT_INCIDENT, operation_id) as work:
            checked = _labelled(work, checked_incident(work, given))
            order = store.department_of_order(work.session, work.community_id)
            month = Month.containing(work.now, self.desk.zone)
            period = f"{month.year % 100:02d}{month.number:02d}"
            incident = Incident(
                community_id=work.community_id,
                number=f"{SERIES}-{period}-{next_number(work.session, work.community_id, SERIES, period):03d}",
                state=IncidentState.OPEN,
                recorded_at=work.now,
                recorded_by=self.actor.account_id,
                **{name: getattr(checked, name) for name in _TYPED},
            )
            incident.occurred_at = checked.occurred_at or work.now
            incident.department_id = checked.department_id or order
            work.session.add(incident)
            work.session.flush()
            work.audit("incident", incident.id, "reported", None, facts(incident))
            claim_draft(work, store.FILES, work.operation_id, incident.id, ("incident", incident.id))
            tell(work, incident)
            work.result = incident.id
        return work.changes

    @requires(Operation.REPORT_INCIDENT)
    def amend(self, incident_id: int, given: NewIncident, *, version: int, operation_id: str = "") -> Changes:
        """Say anew what an incident was; without `occurred_at` its time stays.

        A signature under it no longer holds, and it waits for another. Raises UserError as `report` does, and where
        something was done before the time it is to have happened.
        """
        given = self._placed(given, incident_id)
        with self._handling(IncidentMove.AMEND, incident_id, version, operation_id) as handling:
            incident, work = handling.incident, handling.work
            checked = _labelled(work, checked_incident(work, given, incident))
            with work.session.no_autoflush:
                for name in _TYPED:
                    value = getattr(checked, name)
                    setattr(incident, name, incident.occurred_at if name == "occurred_at" and value is None else value)
                tell(work, incident)
        return handling.work.changes

    @requires(Operation.REPORT_INCIDENT)
    def drop(self, incident_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take an incident back that was reported by mistake; `reopen` brings it back. Its number stays its own."""
        with self._handling(IncidentMove.DROP, incident_id, version, operation_id) as handling:
            handling.incident.state = IncidentState.DROPPED
            tell(handling.work, handling.incident)
        return handling.work.changes

    def _placed(self, given: NewIncident, incident_id: int = 0) -> NewIncident:
        """Return `given` with the room that its place means; a place that is as it was keeps its room."""
        if given.room_id is not None:
            return given
        if incident_id:
            with self.desk.read() as session:
                incident = session.get(Incident, incident_id)
                if incident is not None and incident.place == given.place:
                    return replace(given, room_id=incident.room_id)
        room = self.room_at(given.place)
        return given if room is None else replace(given, room_id=room.id, place=room.label)


def _labelled(work: UnitOfWork, given: NewIncident) -> NewIncident:
    """Return `given` with the room's label as its place where nothing else was said."""
    if given.place or given.room_id is None:
        return given
    return replace(given, place=work.session.get_one(Room, given.room_id).label)
