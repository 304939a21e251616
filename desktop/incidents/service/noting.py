"""What was done by the minute, who was told, and when it was over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.incidents.model import IncidentEntry, IncidentMove
from desktop.incidents.service.checking import checked_entry, refuse_wrong_end
from desktop.incidents.service.recording import Recorder, facts

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.incidents.rows import NewEntry

__all__ = ["Noting"]


class Noting(Recorder):
    """Writes the minutes of an incident. Two who write at once never overwrite one another."""

    @requires(Operation.REPORT_INCIDENT)
    def add_entry(self, incident_id: int, given: NewEntry, *, operation_id: str = "") -> Changes:
        """Note a measure, or who was told, now or at the time given; the result is the entry's id.

        Raises UserError naming `words`, `who` or `at`: nothing said, a time to come, a time before the incident.
        """
        with self._handling(IncidentMove.NOTE, incident_id, None, operation_id) as handling:
            at, who, words = checked_entry(given, handling.incident, handling.work.now)
            entry = IncidentEntry(
                community_id=handling.work.community_id,
                incident_id=incident_id,
                kind=given.kind,
                at=at,
                who=who,
                words=words,
                account_id=self.actor.account_id,
            )
            handling.work.session.add(entry)
            handling.work.session.flush()
            handling.note(entry=entry.id, **_said(entry))
            handling.work.result = entry.id
        return handling.work.changes

    @requires(Operation.REPORT_INCIDENT)
    def remove_entry(self, entry_id: int, *, operation_id: str = "") -> Changes:
        """Take out an entry made by mistake; `restore_entry` puts it back. The result is the entry's id."""
        return self._set_removed(entry_id, operation_id, removed=True)

    @requires(Operation.REPORT_INCIDENT)
    def restore_entry(self, entry_id: int, *, operation_id: str = "") -> Changes:
        """Put an entry back that was taken out; the result is its id."""
        return self._set_removed(entry_id, operation_id, removed=False)

    @requires(Operation.REPORT_INCIDENT)
    def end(self, incident_id: int, at: datetime | None = None, *, version: int, operation_id: str = "") -> Changes:
        """Note that an incident is over, now or since `at`. Raises UserError naming `at` for an impossible time."""
        with self._handling(IncidentMove.END, incident_id, version, operation_id) as handling:
            incident, now = handling.incident, handling.work.now
            refuse_wrong_end(at or max(now, incident.occurred_at), incident, now)
            incident.ended_at = max(at or now, incident.occurred_at)
        return handling.work.changes

    @requires(Operation.REPORT_INCIDENT)
    def go_on(self, incident_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that an incident is not over after all."""
        with self._handling(IncidentMove.GO_ON, incident_id, version, operation_id) as handling:
            handling.incident.ended_at = None
        return handling.work.changes

    def _set_removed(self, entry_id: int, operation_id: str, *, removed: bool) -> Changes:
        community_id = self.actor.community_id
        of_it = select(IncidentEntry.incident_id).where(
            IncidentEntry.id == entry_id, IncidentEntry.community_id == community_id
        )
        with self.desk.read() as session:
            incident_id = session.scalars(of_it).one_or_none()
        if incident_id is None:
            raise UserError(msg("There is no such entry; look at the incident again."))
        with self._handling(IncidentMove.NOTE, incident_id, None, operation_id) as handling:
            entry = handling.work.session.get_one(IncidentEntry, entry_id)
            if (entry.removed_at is not None) is not removed:
                entry.removed_at = handling.work.now if removed else None
                handling.note(entry=entry.id, removed=removed, **_said(entry))
            handling.work.result = entry.id
        return handling.work.changes


def _said(entry: IncidentEntry) -> dict[str, object]:
    kept = facts(entry)
    return {f"entry_{key}": kept[key] for key in ("kind", "at", "who", "words")}
