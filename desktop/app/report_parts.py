"""What can be laid down of the monthly report: its sections, and how it looks made up otherwise."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from desktop.core.months import Month
from desktop.months.report import SECTION_HEADINGS, SECTION_KEYS, monthly_report
from desktop.months.service import MonthService
from desktop.stationery.presenter import ReportParts
from desktop.stationery.rows import MONTHLY
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport
    from desktop.stationery.rows import SectionLayout
    from desktop.storage.desk import Desk

__all__ = ["report_parts"]


def report_parts(desk: Desk) -> ReportParts:
    """Return the monthly report's parts; it is shown with the figures of last month."""
    return ReportParts(MONTHLY, [(key, SECTION_HEADINGS[key]) for key in SECTION_KEYS], _Sample(desk).draw)


class _Sample:
    """Last month's report, read once: what is tried here is the make-up, not the figures."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._report: MonthReport | None = None
        self._lock = Lock()

    def draw(self, language: Language, sections: Sequence[SectionLayout]) -> bytes:
        """Return the report made up as `sections` say; called in the background."""
        letterhead = StationeryService(self._desk).letterhead()
        report = replace(self._read(), layout=tuple(sections), letterhead=letterhead)
        masked = letterhead.mask_names or letterhead.mask_phones
        return monthly_report(report, language, masked=masked)

    def _read(self) -> MonthReport:
        with self._lock:
            if self._report is None:
                desk = self._desk
                month = Month.containing(desk.clock.now(), desk.zone).plus(-1)
                self._report = MonthService(desk).report(month, desk.actor.heads_department)
            return self._report
