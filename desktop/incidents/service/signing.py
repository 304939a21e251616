"""An incident handed in, signed off by a manager with the password, and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.incidents.model import IncidentEntry, IncidentMove, IncidentState
from desktop.incidents.service.checking import said
from desktop.incidents.service.recording import Recorder, signed_facts, tell

if TYPE_CHECKING:
    from desktop.incidents.service.recording import Handling

__all__ = ["Signing"]


class Signing(Recorder):
    """Brings an incident to its end on paper."""

    @requires(Operation.REPORT_INCIDENT)
    def hand_in(self, incident_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Hand an incident to the manager. Raises UserError while it goes on, and where nothing is written of it."""
        with self._handling(IncidentMove.HAND_IN, incident_id, version, operation_id) as handling:
            incident = handling.incident
            if incident.ended_at is None:
                raise UserError(msg("It still goes on: note when it was over, then hand it in."))
            if not incident.words and not _has_entries(handling):
                raise UserError(msg("Write what happened, or what was done, before handing it in."))
            incident.state, incident.reported_at = IncidentState.REPORTED, handling.work.now
        return handling.work.changes

    @requires(Operation.SIGN_OFF_INCIDENT)
    def sign_off(self, incident_id: int, words: str, password: str, *, version: int, operation_id: str = "") -> Changes:
        """Sign an incident as it is written, with this account's password; `words` say what the manager thinks of it.

        Raises UserError on `password` for a wrong one, RefusedError for the head of another department.
        """
        if not password:
            raise UserError(Problem(msg("Enter your password: it is your signature."), "password"))
        if self._prove is None:
            raise ValueError("nobody to prove a password")
        self._prove(self.actor.name, password)
        with self._handling(IncidentMove.SIGN_OFF, incident_id, version, operation_id) as handling:
            incident, work = handling.incident, handling.work
            incident.signed_at, incident.signed_by = work.now, self.actor.account_id
            incident.signed_words = said("words", words)
            incident.signed_digest = signed_facts(work.session, incident)
            incident.state = IncidentState.SIGNED_OFF
        return handling.work.changes

    @requires(Operation.REPORT_INCIDENT)
    def reopen(self, incident_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take an incident back to go on writing: handed in too early, signed off too early, or dropped by mistake.

        What was signed off only a manager takes back; the signature is gone then.
        """
        with self._handling(IncidentMove.REOPEN, incident_id, version, operation_id) as handling:
            incident = handling.incident
            incident.state, incident.reported_at = IncidentState.OPEN, None
            incident.signed_at, incident.signed_by, incident.signed_words, incident.signed_digest = None, None, "", ""
            tell(handling.work, incident)
        return handling.work.changes


def _has_entries(handling: Handling) -> bool:
    counted = select(func.count()).where(
        IncidentEntry.incident_id == handling.incident.id, IncidentEntry.removed_at.is_(None)
    )
    return bool(handling.work.session.scalar(counted))
