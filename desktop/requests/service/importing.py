"""Importing ledgers of requests: plan, apply, take back.

What reads and writes a ledger is brought in when one is imported, a few times a year; no window waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.storage import batches
from desktop.storage.batches import ImportBatch
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.requests.ledger.planning import LedgerPlan
    from desktop.requests.ledger.reading import Corrections
    from desktop.sheets.profile import Profile
    from desktop.sheets.workbook import Workbook
    from desktop.storage.batches import Undone

__all__ = ["IMPORT_KIND", "Importing"]

IMPORT_KIND = "requests"
"""The kind of these batches among all imports."""


class Importing(Service):
    """Brings a community's own ledger into the requests, as often as it is sent."""

    @requires(Operation.IMPORT_REQUESTS)
    def plan_import(
        self, workbook: Workbook, profile: Profile | None = None, corrections: Corrections | None = None
    ) -> LedgerPlan:
        """Return what importing the workbook would do; writes nothing.

        `corrections` replace cells, as typed in the preview. Raises UserError where no sheet lists requests.
        """
        from desktop.requests.ledger.known import load_known  # noqa: PLC0415
        from desktop.requests.ledger.planning import make_plan  # noqa: PLC0415
        from desktop.requests.ledger.reading import read_ledger  # noqa: PLC0415

        now = self.desk.clock.now()
        reading = read_ledger(workbook, profile, corrections or {}, self.desk.zone, now)
        with self.desk.read() as session:
            known = load_known(session, self.actor.community_id, reading.rows, self.desk.zone)
        return make_plan(reading, known, now)

    @requires(Operation.IMPORT_REQUESTS)
    def apply_import(self, plan: LedgerPlan, *, file_name: str, file_hash: str, operation_id: str = "") -> Changes:
        """Write a plan, whole or not at all; the result is the batch's id, 0 where there was nothing to write.

        If anything was written since the plan was made, the rows are compared with what is there now, and
        `plan.report` counts anew.
        """
        from desktop.requests.ledger.known import last_operation, load_known  # noqa: PLC0415
        from desktop.requests.ledger.writing import lock_ledger, write_merged  # noqa: PLC0415

        with self.desk.write(Operation.IMPORT_REQUESTS, operation_id) as work:
            lock_ledger(work)
            if last_operation(work.session, work.community_id) != plan.known.last_operation or plan.written:
                known = load_known(work.session, work.community_id, plan.reading.rows, self.desk.zone)
                plan.renew(known, work.now)
            if not plan.is_empty:
                plan.written = True
                batch_id = batches.start_batch(work, IMPORT_KIND, file_name, file_hash)
                write_merged(work, batch_id, plan.known, plan.merged, self.desk.zone)
                batches.finish_batch(work, batch_id, plan.counts)
                work.result = batch_id
        return work.changes

    @requires(Operation.IMPORT_REQUESTS)
    def undo_preview(self, batch_id: int) -> Undone:
        """Return what taking an import back would delete, restore and leave; writes nothing."""
        with self.desk.read() as session:
            self._check(session, batch_id)
            return batches.plan_undo(session, self.actor.community_id, batch_id)

    @requires(Operation.IMPORT_REQUESTS)
    def undo_import(self, batch_id: int, *, operation_id: str = "") -> Changes:
        """Take an import back in one step; requests worked on since stay. Numbers given out are not given again."""
        from desktop.requests.ledger.undoing import undo_ledger  # noqa: PLC0415
        from desktop.requests.ledger.writing import lock_ledger  # noqa: PLC0415

        with self.desk.write(Operation.IMPORT_REQUESTS, operation_id) as work:
            lock_ledger(work)
            self._check(work.session, batch_id)
            undo_ledger(work, batch_id)
            work.result = batch_id
        return work.changes

    def _check(self, session: Session, batch_id: int) -> None:
        kind = session.scalar(
            select(ImportBatch.kind).where(
                ImportBatch.id == batch_id, ImportBatch.community_id == self.actor.community_id
            )
        )
        if kind != IMPORT_KIND:
            raise UserError(msg("There is no such import of requests; choose it from the list again."))
