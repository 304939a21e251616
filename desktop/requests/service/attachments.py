"""Photos and files of a request, and of one that is still being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.permissions import Operation
from desktop.requests.model import Request
from desktop.requests.service.recording import load, no_such_request

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["Attachments"]


class Attachments(Attaching):
    """Keeps the files of requests."""

    TOPIC: ClassVar[str] = "request"
    READ_BY: ClassVar[Operation] = Operation.READ_REQUEST
    ATTACHED_BY: ClassVar[Operation] = Operation.ATTACH_FILE
    SAVED_BY: ClassVar[Operation] = Operation.REPORT_REQUEST

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        community_id = self.actor.community_id
        if lock:
            load(session, community_id, owner_id)
        elif getattr(session.get(Request, owner_id), "community_id", None) != community_id:
            raise no_such_request()
        return self.TOPIC, owner_id
