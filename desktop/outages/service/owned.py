"""Rows of outages as a write finds them: of this community, and still as they were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.outages.model import Outage, OutageCaller

if TYPE_CHECKING:
    from desktop.storage.work import UnitOfWork

__all__ = ["owned", "seen"]

Owned = TypeVar("Owned", Outage, OutageCaller)


def owned(work: UnitOfWork, kind: type[Owned], id_: int) -> Owned:
    """Return the row of this community, locked; raise UserError where it is gone."""
    row = work.session.get(kind, id_, with_for_update=True)
    if row is None or row.community_id != work.community_id:
        raise UserError(msg("This outage is no longer there; open the page again."))
    return row


def seen(work: UnitOfWork, kind: type[Owned], id_: int, version: int) -> Owned:
    """Return the row if it is still the `version` that was shown; raise ConflictError otherwise."""
    row = owned(work, kind, id_)
    if row.version != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row
