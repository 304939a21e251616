"""Photos of a visit: kept only where the rules of the gates allow photos, and gone with the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.visits.model import Visit
from desktop.visits.store import setup
from desktop.visits.store.reducing import TOPIC

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["VisitFiles"]


class VisitFiles(Attaching):
    """Keeps photos beside visits. The guard takes them, the desk looks at them; see `Attaching`."""

    TOPIC: ClassVar[str] = TOPIC
    READ_BY: ClassVar[Operation] = Operation.READ_VISITS
    ATTACHED_BY: ClassVar[Operation] = Operation.LOG_VISIT
    SAVED_BY: ClassVar[Operation] = Operation.LOG_VISIT

    @requires(Operation.LOG_VISIT)
    def attach(
        self,
        name: str,
        content: bytes,
        *,
        owner_id: int | None = None,
        draft_key: str = "",
        thumbnail: bytes | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Keep a photo for a visit that was saved; raise UserError where the rules of the gates allow no photos.

        What is there already can be looked at and taken away all the same. Other errors as `Attaching.attach`.
        """
        with self.desk.read() as session:
            allowed = setup.rules(session, self.actor.community_id).photos
        if not allowed:
            raise UserError(msg("Photos are switched off for the gates; a manager can allow them."))
        return super().attach(
            name, content, owner_id=owner_id, draft_key=draft_key, thumbnail=thumbnail, operation_id=operation_id
        )

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        """Return the audit of the visit; raise UserError where it is gone."""
        row = session.get(Visit, owner_id, with_for_update=lock)
        if row is None or row.community_id != self.actor.community_id:
            raise UserError(msg("This visit is no longer there; it may have become a count."))
        return "visit", row.id
