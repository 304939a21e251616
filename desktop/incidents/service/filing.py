"""Photos and files of an incident; guards take them on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.errors import RefusedError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.incidents import store
from desktop.incidents.model import Incident, IncidentMove, IncidentState
from desktop.incidents.rule import may
from desktop.incidents.service.recording import load, no_such_incident

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["IncidentFiles"]


class IncidentFiles(Attaching):
    """Keeps the photos and files of incidents, also after they were signed off: they are no part of what is signed."""

    TOPIC: ClassVar[str] = store.FILES
    READ_BY: ClassVar[Operation] = Operation.READ_INCIDENTS
    ATTACHED_BY: ClassVar[Operation] = Operation.REPORT_INCIDENT
    SAVED_BY: ClassVar[Operation] = Operation.REPORT_INCIDENT

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        community_id = self.actor.community_id
        incident = load(session, community_id, owner_id) if lock else session.get(Incident, owner_id)
        if incident is None or incident.community_id != community_id:
            raise no_such_incident()
        state = IncidentState(incident.state)
        if lock and not may(self.actor, IncidentMove.NOTE, state, incident.department_id):
            raise RefusedError(msg("This incident was handed in; ask the desk to add or take away photos."))
        return "incident", incident.id
