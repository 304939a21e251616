"""What all of the service shares: a slip still as it was seen, its facts for the audit, and the words of what is gone.

Slips are locked before they are read for a write: of two gates with the same paper the second waits here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.release_slips import store
from desktop.release_slips.model import ReleaseSlip
from desktop.release_slips.store import Seen
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.release_slips.rows import ReleaseFile
    from desktop.storage.work import UnitOfWork

__all__ = [
    "TOPIC",
    "SlipWork",
    "changed_meanwhile",
    "check_no_follower",
    "facts_of",
    "locked",
    "no_such_slip",
    "slip_as_seen",
]

TOPIC = "release_slip"


class SlipWork(Service):
    """A service of release slips."""

    def _seen(self) -> Seen:
        return Seen(self.actor.community_id, self.desk.clock.now(), self.desk.zone)

    def _file(self, session: Session, slip_id: int) -> ReleaseFile:
        file = store.slip_file(session, self._seen(), slip_id)
        if file is None:
            raise UserError(no_such_slip())
        return file


def locked(work: UnitOfWork, slip_id: int) -> ReleaseSlip:
    """Return a slip, which nobody else writes to until the end; raise UserError where there is none."""
    slip = work.session.get(ReleaseSlip, slip_id, with_for_update=True, populate_existing=True)
    if slip is None or slip.community_id != work.community_id:
        raise UserError(no_such_slip())
    return slip


def slip_as_seen(work: UnitOfWork, slip_id: int, version: int) -> ReleaseSlip:
    """Return a slip if it is still the `version` that was shown; raise ConflictError otherwise."""
    slip = locked(work, slip_id)
    if slip.version != version:
        raise changed_meanwhile()
    return slip


def changed_meanwhile() -> ConflictError:
    """Return the error of a slip that someone else wrote to."""
    return ConflictError(
        msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
    )


def check_no_follower(work: UnitOfWork, slip: ReleaseSlip) -> None:
    """Raise UserError where the goods of a slip stand on another one by now: they leave once only."""
    number = store.follower(work.session, slip.id)
    if number:
        raise UserError(
            msg("%(follower)s was issued already for what was left of %(number)s.", follower=number, number=slip.number)
        )


def facts_of(slip: ReleaseSlip) -> Mapping[str, Any]:
    """Return a slip as its audit keeps it."""
    return {
        "number": slip.number,
        "state": str(slip.state),
        "place": slip.place,
        "name": slip.name,
        "plate": slip.plate,
        "goods": [f"{each['goods']} {each['out']}/{each['count']}" for each in slip.goods],
        "valid_from": slip.valid_from.isoformat(),
        "valid_until": slip.valid_until.isoformat(),
        "fees_cleared": slip.fees_cleared,
        "fees_words": slip.fees_words,
    }


def no_such_slip() -> Message:
    """Return the sentence for a slip that is not there."""
    return msg("This release slip is no longer there; open the page again.")
