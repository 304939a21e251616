"""How everything done to an event is carried out and recorded: loaded, locked, compared, noted, found by search."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.events.model import Event, EventGuest
from desktop.events.store.lists import Seen
from desktop.storage.desk import Service
from desktop.storage.search import SearchFields
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from desktop.contacts.service import ConditionKind
    from desktop.storage.base import Root
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = [
    "Recorder",
    "changed_meanwhile",
    "facts",
    "guest_with_event",
    "load",
    "no_such_event",
    "noted",
    "put_in_search",
    "seen_event",
    "tell",
    "untell",
]

_UNSAID = frozenset({"id", "community_id", "version"})


class Recorder(Service):
    """A service of events, with the conditions that other features offer for rules of contact lists."""

    def __init__(self, desk: Desk, conditions: Sequence[ConditionKind] = ()) -> None:
        """Serve `desk`; the rules of contact lists may ask for `conditions` besides those of their own."""
        super().__init__(desk)
        self.conditions = conditions

    def _seen(self) -> Seen:
        return Seen(self.actor.community_id, self.desk.clock.now(), self.desk.zone)

    def _today(self) -> date:
        return self._seen().today


def facts(row: Root) -> dict[str, Any]:
    """Return what may change of a row as JSON values."""
    columns = type(row).__mapper__.columns  # type: ignore[attr-defined]
    return {column.key: _plain(getattr(row, column.key)) for column in columns if column.key not in _UNSAID}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def no_such_event() -> UserError:
    """Return the error for an id that names no event, or nothing of one, in the community."""
    return UserError(msg("There is no such event any more; look at the list again."))


def changed_meanwhile() -> ConflictError:
    """Return the error for a row that is no longer what was seen."""
    return ConflictError(
        msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
    )


def load(session: Session, community_id: int, event_id: int) -> Event:
    """Return the event, locked until the transaction ends: places are given out one after the other."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or event.community_id != community_id:
        raise no_such_event()
    return event


def seen_event(work: UnitOfWork, event_id: int, version: int) -> Event:
    """Return the event if it is still the `version` that was shown, locked; raise ConflictError otherwise."""
    event = load(work.session, work.community_id, event_id)
    if event.version != version:
        raise changed_meanwhile()
    return event


def guest_with_event(work: UnitOfWork, guest_id: int, version: int) -> tuple[EventGuest, Event]:
    """Return a guest that is still the `version` that was shown, and its event, locked before it."""
    guest = work.session.get(EventGuest, guest_id)
    if guest is None or guest.community_id != work.community_id:
        raise no_such_event()
    event = load(work.session, work.community_id, guest.event_id)
    # someone else may have had the event until now
    work.session.refresh(guest)
    if guest.version != version:
        raise changed_meanwhile()
    return guest, event


def put_in_search(work: UnitOfWork, event: Event) -> None:
    """Let the event be found by number, title, place, partner and the name of its kind."""
    texts = (event.place, event.partner, event.kind_name)
    work.index("event", event.id, SearchFields(public=(event.number, event.title), text=texts))


def tell(work: UnitOfWork, event: Event, room_id: int | None, kind: str, **parameters: object) -> None:
    """Put an event on the timeline of a household."""
    if room_id is not None:
        work.timeline(room_id, work.now, kind, event.id, title=event.title, number=event.number, **parameters)
        work.touch("room", room_id)


def untell(work: UnitOfWork, event: Event, room_id: int | None, kind: str) -> None:
    """Take what was told by mistake from the timeline of a household."""
    if room_id is not None:
        gone = delete(TimelineEntry).where(
            TimelineEntry.room_id == room_id, TimelineEntry.kind == kind, TimelineEntry.source_id == event.id
        )
        work.session.execute(gone, execution_options={"synchronize_session": False})
        work.touch("room", room_id)


def noted(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs between two states of a row, as it was and as it is."""
    changed = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}
