"""What all of the service shares: rows still as they were seen, locked in one order, and the words of what is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.gifts.model import GiftEntry, GiftList, GiftListState
from desktop.gifts.store import Seen
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.contacts.service import ConditionKind
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["Giving", "check_open", "entry_as_seen", "list_as_seen", "locked_list", "no_such_list"]


class Giving(Service):
    """A service of gift lists; rules of contact lists may ask for `conditions` of other features."""

    def __init__(self, desk: Desk, conditions: Sequence[ConditionKind] = ()) -> None:
        """Serve `desk`."""
        super().__init__(desk)
        self._conditions = conditions

    def _seen(self) -> Seen:
        return Seen(self.actor.community_id, self.desk.clock.now().astimezone(self.desk.zone).date())


def locked_list(work: UnitOfWork, list_id: int) -> GiftList:
    """Return a gift list, which nobody else writes to until the end; raise UserError where it is gone."""
    row = work.session.get(GiftList, list_id, with_for_update=True)
    if row is None or row.community_id != work.community_id:
        raise UserError(no_such_list())
    return row


def list_as_seen(work: UnitOfWork, list_id: int, version: int) -> GiftList:
    """Return a gift list if it is still the `version` that was shown; raise ConflictError otherwise."""
    row = locked_list(work, list_id)
    if row.version != version:
        raise ConflictError(_changed())
    return row


def entry_as_seen(work: UnitOfWork, entry_id: int, version: int) -> tuple[GiftEntry, GiftList]:
    """Return a household if it is still the `version` that was shown, and its list; ConflictError otherwise.

    The list is locked first, by everybody: two who hand out the last piece at once wait for one another here.
    """
    list_id = work.session.scalar(select(GiftEntry.gift_list_id).where(GiftEntry.id == entry_id))
    if list_id is None:
        raise UserError(no_such_list())
    row = locked_list(work, list_id)
    entry = work.session.get(GiftEntry, entry_id, with_for_update=True, populate_existing=True)
    if entry is None:
        raise UserError(no_such_list())
    if entry.version != version:
        raise ConflictError(_changed())
    return entry, row


def check_open(row: GiftList) -> None:
    """Raise UserError where a list has ended."""
    if row.state != GiftListState.OPEN:
        raise UserError(msg("This gift list has ended; take it up again to change it."))


def no_such_list() -> Message:
    """Return the sentence for a gift list or a household on it that is not there any more."""
    return msg("This gift list is no longer there; open the page again.")


def _changed() -> Message:
    return msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
