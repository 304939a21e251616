"""The papers of a month taken away together: the whole set of its reports, and the ledger of what it received."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.changes import RepeatedWriteError
from desktop.core.clock import FixedClock
from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.core.texts import clean
from desktop.months.report import set_cover
from desktop.months.rows import COVER, Ledger, SetPaper
from desktop.months.service.closed import with_its_edition
from desktop.months.service.spread import Spread
from desktop.months.store import counting, lists
from desktop.months.store.cuts import Cuts
from desktop.staff.service import StaffService
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import MonthReport
    from desktop.months.service.freezing import Telling

__all__ = ["Sets"]


class Sets(Spread):
    """Draws what of a month leaves the desk as a whole, and writes down who took it."""

    @requires(Operation.PRINT_REPORT)
    def papers(
        self,
        month: Month,
        language: Language,
        *,
        unmasked: bool = False,
        reason: str = "",
        watch: Telling | None = None,
        operation_id: str = "",
    ) -> Sequence[SetPaper]:
        """Return all reports of `month` as PDF, on top of them the sheet with contents and distribution list.

        A closed month's are those that were issued, else drawn from the frozen rows as copies. Names and phones are
        masked as the letterhead says, unless `unmasked` is asked for by someone who may, with a `reason`; who took the
        set is written to the audit, once for each `operation_id`. `watch` is told of each report, and may stop it.
        Raises as `report`; RefusedError without the right, UserError naming reason.
        """
        why = self._check_reason(unmasked=unmasked, reason=reason)
        wanted = self.departments(month)
        # all of them are of one moment, also in the running month
        with replace(self.desk, clock=FixedClock(self.desk.clock.now())).hold() as desk, desk.read() as session:
            cuts = Cuts(session, self.actor.community_id) if len(wanted) > 1 else None
            papers = type(self)(desk, cuts)._draw_all(month, list(wanted.items()), language, unmasked, watch)  # noqa: SLF001 - this very service, on one snapshot
        about = {"month": str(month), "reports": len(wanted), "unmasked": unmasked, "reason": why}
        # printed again after the printer failed, it is still the same set
        with suppress(RepeatedWriteError), self.desk.write(Operation.PRINT_REPORT, operation_id) as work:
            work.audit("community", work.community_id, "exported", None, about)
        return papers

    @requires(Operation.PRINT_REPORT)
    def ledger(self, month: Month, department_id: int | None = None) -> Ledger:
        """Return the ledger of `month`, of one department or of all: every request received.

        Of a closed month it is the one that was frozen. Raises as `report`.
        """
        own = self._within_reach(department_id)
        found = self._frozen(month, own)
        if found is not None:
            report = with_its_edition(*found)
            summary, group = report.summary, report.department
            return Ledger(
                month=month,
                community=summary.community,
                zone=summary.zone,
                cut_off=summary.cut_off,
                department=group.name if group else "",
                code=report.code,
                lines=report.lists.received,
                printed_by=self.actor.name,
                printed_at=self.desk.clock.now().astimezone(summary.zone),
                letterhead=report.letterhead,
                edition=report.edition,
            )
        named = next((row for row in StaffService(self.desk).departments() if row.id == own), None)
        if own is not None and named is None:
            raise UserError(Problem(msg("This department does not exist any more; choose another."), "department"))
        seen = self._window(month)
        with self.desk.hold() as desk, desk.read() as session:
            made = counting.read(session, self.actor.community_id, seen, own, kinds=())
            return Ledger(
                month=month,
                community=self.desk.community,
                zone=self.desk.zone,
                cut_off=seen.cut_off,
                department=named.name if named else "",
                code=named.code if named else "all",
                lines=lists.ledger(session, made.having("received"), seen),
                printed_by=self.actor.name,
                printed_at=self.desk.clock.now().astimezone(self.desk.zone),
                letterhead=StationeryService(desk).letterhead(),
                edition=None,
            )

    def _draw_all(
        self,
        month: Month,
        wanted: Sequence[tuple[str, int | None]],
        language: Language,
        unmasked: bool,  # noqa: FBT001 - private
        watch: Telling | None,
    ) -> list[SetPaper]:
        # the paper kit takes a quarter of a second to import, which is due when something is printed
        from desktop.paper.sheets import page_count  # noqa: PLC0415

        reports: list[MonthReport] = []
        papers: list[SetPaper] = []
        as_issued = True
        for code, department_id in wanted:
            if watch is not None:
                watch.check()
                doing = msg("Preparing the report %(name)s …", name=f"{month}-{code}")
                watch.report(len(papers), len(wanted) + 1, doing)
            report, pdf, issued = self._set_paper(month, department_id, language, masked=False if unmasked else None)
            as_issued = as_issued and issued
            reports.append(report)
            papers.append(SetPaper(code, report.department.name if report.department else "", report.file_name, pdf))
        cover = set_cover(reports, language, [page_count(paper.pdf) for paper in papers], copy=not as_issued)
        return [SetPaper(COVER, "", f"{month}-{COVER}", cover), *papers]

    def _set_paper(
        self, month: Month, department_id: int | None, language: Language, *, masked: bool | None
    ) -> tuple[MonthReport, bytes, bool]:
        """Return a report, its PDF, and that it is no copy."""
        found = self._frozen(month, department_id)
        if found is None:
            report = self.report(month, department_id)
            return report, self._drawn(report, language, masked=masked, copy=False), True
        pdf, issued = self._frozen_paper(*found, language, masked=masked)
        return with_its_edition(*found), pdf, issued

    def _check_reason(self, *, unmasked: bool, reason: str) -> str:
        """Return the reason for showing names and phones in full, "" where they are masked."""
        if not unmasked:
            return ""
        if not allows(self.actor, Operation.EXPORT_UNMASKED):
            raise RefusedError(
                msg("This account may not take names and phones away in full; ask a manager, or take them masked.")
            )
        why = clean(reason)
        if not why:
            raise UserError(Problem(msg("Write why names and phones are needed in full."), "reason"))
        return why
