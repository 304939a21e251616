"""What all of the service shares: rows as they were seen, the shift of a moment, the words of what is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.patrols import store
from desktop.patrols.rule import RoundKey, shift_of
from desktop.storage.base import Root
from desktop.storage.desk import Service
from desktop.visits.service import shifts_from

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import ShiftOnDay

__all__ = ["Patrolling", "as_seen", "checked_text", "locked", "no_such_round", "no_such_route", "shift_for"]

DAY = timedelta(days=1)

RowT = TypeVar("RowT", bound=Root)


class Patrolling(Service):
    """A part of the service of patrols."""

    @property
    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    @property
    def _shown_to(self) -> int | None:
        """Return the account of a guard, who is shown own findings only; None for the desk, which is shown all."""
        return self.actor.account_id if self.actor.role is Role.GUARD else None


def locked(work: UnitOfWork, table: type[RowT], row_id: int, gone: Message) -> RowT:
    """Return a row that nobody else writes to until the end; raise UserError with `gone` where it is not there."""
    row = work.session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.community_id != work.community_id:
        raise UserError(gone)
    return row


def as_seen(row: RowT, version: int) -> RowT:
    """Return `row` if it is still the `version` that was shown; raise ConflictError otherwise."""
    if row.version != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row


def checked_text(said: str, field: str, longest: int, missing: Message | None = None) -> list[Problem]:
    """Return what is wrong with a text of at most `longest` characters; `missing` is said where there is none."""
    if missing is not None and not said:
        return [Problem(missing, field)]
    if len(said) > longest:
        return [Problem(msg("At most %(count)s characters.", count=longest), field)]
    return []


def shift_for(
    session: Session, community_id: int, route_id: int, moment: datetime, zone: ZoneInfo
) -> ShiftOnDay | None:
    """Return the shift to which a round of a route begun at `moment` belongs; None where no shift runs then."""
    day = moment.astimezone(zone).date()
    near = shifts_from(session, community_id, day - DAY, day, zone)
    duties = [duty for duty in store.duties_of(session, community_id, day - DAY, day) if duty.route_id == route_id]
    due = {
        RoundKey(route_id, each.shift.id, each.day)
        for each in near
        for duty in duties
        if duty.shift_id == each.shift.id and duty.holds_on(each.day)
    }
    return shift_of(moment, near, due)


def no_such_route() -> Message:
    """Return the sentence for a route that is not there any more."""
    return msg("This route is no longer there; open the page again.")


def no_such_round() -> Message:
    """Return the sentence for a round that is not there any more."""
    return msg("This round is no longer there; open the page again.")
