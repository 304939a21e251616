"""How everything done to an incident is carried out and recorded: loaded, locked, compared, noted, told."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import allows
from desktop.incidents.model import Incident, IncidentEntry, IncidentMove, IncidentState
from desktop.incidents.rows import STATE_LABELS, TIMELINE_KIND
from desktop.incidents.rule import OPERATIONS, digest_of, may
from desktop.storage.desk import Service
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from desktop.core.permissions import Actor
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["Handling", "Recorder", "facts", "is_signed", "load", "no_such_incident", "signed_facts", "tell"]

_UNSAID = frozenset({"id", "community_id", "version"})
_SIGNED = (
    *("number", "kind", "occurred_at", "ended_at", "room_id", "place", "words", "people", "hurt", "damage"),
    *("damage_fen", "department_id"),
)


class Recorder(Service):
    """Base of the parts of the service."""

    def __init__(self, desk: Desk, prove: Callable[[str, str], None] | None = None) -> None:
        """Serve `desk`; without `prove` nothing can be signed off."""
        super().__init__(desk)
        self._prove = prove

    @contextmanager
    def _handling(
        self, move: IncidentMove, incident_id: int, version: int | None, operation_id: str
    ) -> Iterator[Handling]:
        """Open a unit of work in which an incident, seen at `version` (None: whatever it is now), makes `move`.

        Raises UserError for an unknown incident and for a move it cannot make where it stands, RefusedError where
        this account may not make it, ConflictError where it was changed since. At the end a signature that holds no
        more sends it back to wait for one, its version rises, and the audit gets its row.
        """
        with self.desk.write(OPERATIONS[move], operation_id) as work:
            incident = load(work.session, work.community_id, incident_id)
            if version is not None and incident.version != version:
                raise ConflictError(
                    msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
                )
            _admit(self.actor, move, incident)
            handling = Handling(work, incident)
            work.result = incident.id
            yield handling
            handling.record(move.value)


class Handling:
    """One incident inside one unit of work. Change `incident`; `note` says what was done to its entries."""

    def __init__(self, work: UnitOfWork, incident: Incident) -> None:
        """Begin."""
        self.work = work
        self.incident = incident
        self._before = facts(incident)
        self._noted: dict[str, Any] = {}

    def note(self, **noted: Any) -> None:
        """Say more for the audit."""
        self._noted |= noted

    def record(self, action: str) -> None:
        """Write what was done: the version rises whatever of it was changed."""
        work, incident = self.work, self.incident
        work.session.flush()
        if incident.state == IncidentState.SIGNED_OFF and not is_signed(work.session, incident):
            incident.state = IncidentState.REPORTED
        elif incident.state == IncidentState.REPORTED and action in _CHANGING and is_signed(work.session, incident):
            # what was changed after the signature is as it was again
            incident.state = IncidentState.SIGNED_OFF
        after = facts(incident)
        changed = [key for key in after if self._before[key] != after[key]]
        if not work.session.is_modified(incident) and self._noted:
            flag_modified(incident, "state")
        work.session.flush()
        before = {key: self._before[key] for key in changed}
        if not changed and not self._noted:
            return
        work.audit("incident", incident.id, action, before, {**{key: after[key] for key in changed}, **self._noted})


_CHANGING = frozenset({IncidentMove.AMEND, IncidentMove.NOTE})


def facts(row: Incident | IncidentEntry) -> dict[str, Any]:
    """Return what may change of a row as JSON values."""
    columns = type(row).__mapper__.columns
    return {column.key: _plain(getattr(row, column.key)) for column in columns if column.key not in _UNSAID}


def _plain(value: Any) -> Any:
    # one moment is one text, in whatever zone it was typed
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def signed_facts(session: Session, incident: Any) -> str:
    """Return the digest of an incident as it is now."""
    written: Mapping[str, object] = {name: _plain(getattr(incident, name)) for name in _SIGNED}
    kept = select(IncidentEntry.kind, IncidentEntry.at, IncidentEntry.who, IncidentEntry.words).where(
        IncidentEntry.incident_id == incident.id, IncidentEntry.removed_at.is_(None)
    )
    entries = [(row.kind, str(_plain(row.at)), row.who, row.words) for row in session.execute(kept)]
    return digest_of(written, entries)


def is_signed(session: Session, incident: Incident) -> bool:
    """Tell whether a signature is under the incident as it is now."""
    return bool(incident.signed_digest) and incident.signed_digest == signed_facts(session, incident)


def load(session: Session, community_id: int, incident_id: int) -> Incident:
    """Return the incident, locked against other PCs until the transaction ends; raise UserError if there is none."""
    incident = session.get(Incident, incident_id, with_for_update=True, populate_existing=True)
    if incident is None or incident.community_id != community_id:
        raise no_such_incident()
    return incident


def no_such_incident() -> UserError:
    """Return the error for an id that names no incident of the community."""
    return UserError(msg("There is no such incident; look at the list again."))


def tell(work: UnitOfWork, incident: Incident) -> None:
    """Put an incident on the timeline of the household at its room, in place of what was told of it before."""
    before = select(TimelineEntry.room_id).where(
        TimelineEntry.community_id == work.community_id,
        TimelineEntry.kind == TIMELINE_KIND,
        TimelineEntry.source_id == incident.id,
    )
    rooms = set(work.session.scalars(before))
    for room_id in rooms:
        gone = delete(TimelineEntry).where(
            TimelineEntry.room_id == room_id,
            TimelineEntry.kind == TIMELINE_KIND,
            TimelineEntry.source_id == incident.id,
        )
        work.session.execute(gone, execution_options={"synchronize_session": False})
    if incident.room_id is not None and incident.state != IncidentState.DROPPED:
        work.timeline(
            incident.room_id,
            incident.occurred_at,
            TIMELINE_KIND,
            incident.id,
            number=incident.number,
            incident=str(incident.kind),
        )
        rooms.add(incident.room_id)
    if rooms:
        work.touch("room", *rooms)


def _admit(actor: Actor, move: IncidentMove, incident: Incident) -> None:
    state = IncidentState(incident.state)
    if may(actor, move, state, incident.department_id):
        return
    if move is IncidentMove.SIGN_OFF and state is IncidentState.REPORTED and allows(actor, OPERATIONS[move]):
        raise RefusedError(
            msg("This incident belongs to another department; its head or the project manager signs it.")
        )
    raise UserError(
        msg(
            "This is not possible: incident %(number)s is “%(state)s”.",
            number=incident.number,
            state=STATE_LABELS[state],
        )
    )
