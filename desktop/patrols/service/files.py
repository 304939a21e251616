"""Photos of something found, while it is being typed; once it is reported they are its request's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["FILES", "FindingFiles"]

FILES = "patrol_finding"
"""The topic under which the photos of a finding wait for it to be reported."""


class FindingFiles(Attaching):
    """Keeps the photos of findings that are being typed; the draft's key is the operation id of the finding."""

    TOPIC: ClassVar[str] = FILES
    READ_BY: ClassVar[Operation] = Operation.WALK_PATROL
    ATTACHED_BY: ClassVar[Operation] = Operation.WALK_PATROL
    SAVED_BY: ClassVar[Operation] = Operation.WALK_PATROL

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        """Refuse: what was reported is a request, and its photos are the desk's."""
        del session, owner_id, lock
        raise UserError(msg("This was reported already; ask the desk to add the photo to the request."))
