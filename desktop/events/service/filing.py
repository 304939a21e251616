"""Photos and files of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.permissions import Operation
from desktop.events.model import Event
from desktop.events.service.looking import FILES
from desktop.events.service.recording import load, no_such_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["EventFiles"]


class EventFiles(Attaching):
    """Keeps the photos and files of events, also after they were held."""

    TOPIC: ClassVar[str] = FILES
    READ_BY: ClassVar[Operation] = Operation.READ_EVENTS
    ATTACHED_BY: ClassVar[Operation] = Operation.ATTACH_FILE
    SAVED_BY: ClassVar[Operation] = Operation.EDIT_EVENTS

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        event = load(session, self.actor.community_id, owner_id) if lock else session.get(Event, owner_id)
        if event is None or event.community_id != self.actor.community_id:
            raise no_such_event()
        return "event", event.id
