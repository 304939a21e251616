"""What all of the service shares: the conditions of other features, for whom rules are asked, rows still as seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from desktop.contacts.model import CallEntry, CallRound, ContactList
from desktop.contacts.rule import Asking, kinds_by_key
from desktop.contacts.store.lists import on_list
from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.contacts.rule import ConditionKind
    from desktop.contacts.store.members import OnList
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["Contacting", "check_mine", "entry_in_round", "gone", "owned", "seen"]

Owned = TypeVar("Owned", ContactList, CallRound, CallEntry)


def gone() -> Message:
    """Return the sentence for a list, a round or a household in it that is not there any more."""
    return msg("This list or round is no longer there; open the page again.")


def owned(work: UnitOfWork, kind: type[Owned], id_: int) -> Owned:
    """Return the row of this community, locked; raise UserError where it is gone."""
    row = work.session.get(kind, id_, with_for_update=True)
    if row is None or row.community_id != work.community_id:
        raise UserError(gone())
    return row


def seen(work: UnitOfWork, kind: type[Owned], id_: int, version: int) -> Owned:
    """Return the row if it is still the `version` that was shown; raise ConflictError otherwise."""
    row = owned(work, kind, id_)
    if row.version != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row


def entry_in_round(work: UnitOfWork, entry_id: int) -> tuple[CallEntry, CallRound]:
    """Return a household of a round, locked, and the round, which nobody ends meanwhile; UserError where it is gone.

    The round first, as ending it does, and shared: clerks of one round do not wait for one another.
    """
    round_id = work.session.scalar(select(CallEntry.round_id).where(CallEntry.id == entry_id))
    round_ = None if round_id is None else work.session.get(CallRound, round_id, with_for_update={"read": True})
    if round_ is None:
        raise UserError(gone())
    return owned(work, CallEntry, entry_id), round_


def check_mine(work: UnitOfWork, entry: CallEntry) -> None:
    """Raise ConflictError where a household is not held by whoever acts any more; what needs no call nobody holds.

    But who was on the phone when the round was ended holds it still.
    """
    if entry.claimed_by != work.actor.account_id:
        raise ConflictError(msg("Someone else took this household meanwhile; nothing was recorded. Take the next one."))


class Contacting(Service):
    """A service of contact lists, with the conditions that other features offer for rules."""

    def __init__(self, desk: Desk, conditions: Sequence[ConditionKind] = ()) -> None:
        """Serve `desk`; rules may ask for `conditions` besides those of their own."""
        super().__init__(desk)
        self._kinds = kinds_by_key(conditions)

    def _list(self, session: Session, list_id: int) -> ContactList:
        row = session.get(ContactList, list_id)
        if row is None or row.community_id != self.actor.community_id:
            raise UserError(gone())
        return row

    def _on_list(self, session: Session, list_id: int) -> OnList:
        return on_list(self._list(session, list_id), self._asking(), self._kinds)

    def _asking(self) -> Asking:
        return Asking(self.actor.community_id, self.desk.clock.now(), self._today())

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()
