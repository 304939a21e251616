"""Photos and files of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.errors import RefusedError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.events.model import Event
from desktop.events.service.looking import FILES
from desktop.events.service.recording import load, no_such_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["EventFiles"]


class EventFiles(Attaching):
    """Keeps the photos and files of events, also after they were held."""

    TOPIC: ClassVar[str] = FILES
    SAVED_BY: ClassVar[Operation] = Operation.EDIT_EVENTS

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        # files of requests are read by whoever reads requests; here it is whoever reads events
        if not allows(self.actor, Operation.READ_EVENTS):
            raise RefusedError(msg("This account may not see events; ask someone whose role allows it."))
        event = load(session, self.actor.community_id, owner_id) if lock else session.get(Event, owner_id)
        if event is None or event.community_id != self.actor.community_id:
            raise no_such_event()
        return "event", event.id
