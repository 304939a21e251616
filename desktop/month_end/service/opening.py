"""The row of a month that is about to be changed, guarded against two people who go on with it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.month_end import store
from desktop.month_end.service.walking import closed_already
from desktop.months.model import MonthClose

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["month_to_change", "refuse_closed", "refuse_not_begun"]


def month_to_change(work: UnitOfWork, month: Month, version: int | None) -> MonthClose:
    """Return the row of `month` to be changed, a new one where there is none; nobody else changes it until the end.

    Raises ConflictError where its version is not `version` (0: there is none yet; None: whatever it is).
    """
    row = store.month_row(work.session, work.community_id, str(month))
    if version is not None and version != (0 if row is None else row.version):
        raise ConflictError(
            msg(
                "Someone else went on with this month meanwhile; nothing was overwritten. Look at it again, then"
                " repeat."
            )
        )
    if row is None:
        row = MonthClose(community_id=work.community_id, month=str(month), checked=[])
        work.session.add(row)
        work.session.flush()
    return row


def refuse_not_begun(desk: Desk, month: Month) -> None:
    """Raise UserError where nothing of the month has happened yet."""
    if month.start(desk.zone) > desk.clock.now():
        raise UserError(Problem(msg("The month %(month)s has not begun yet.", month=month), "month"))


def refuse_closed(row: MonthClose, month: Month) -> None:
    """Raise UserError where the month is closed."""
    if row.closed_edition_id is not None:
        raise UserError(Problem(closed_already(month), "month"))
