"""What is looked at of a month as a paper: a department's report, the ledger, the summary of a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.months.report import month_ledger, week_summary
from desktop.months.service import MonthService, masked_by_letterhead
from desktop.months.sheet import write_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language, Message
    from desktop.core.months import Month
    from desktop.core.weeks import Week
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress

__all__ = ["LedgerPaper", "MonthPaper", "WeekPaper"]


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """The report of one department, of all where `department` is none: as it was issued, or drawn when it is asked."""

    desk: Desk
    month: Month
    department: DepartmentRow | None

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        month, name = self.month, self.department.name if self.department else ""

        def text(spoken: Language) -> str:
            if name:
                return spoken.gettext("%(department)s: report of %(month)s", department=name, month=spoken.month(month))
            return spoken.gettext("Report of %(month)s", month=spoken.month(month))

        return text

    @property
    def file_name(self) -> str:
        """Return the file's name without ending, as the command line writes it: 2026-10-engineering."""
        return f"{self.month}-{self.department.code if self.department else 'all'}"

    def pdf(self, language: Language) -> bytes:
        """Return the report as it was issued, else read and draw it (`MonthService.paper`)."""
        department_id = self.department.id if self.department else None
        return MonthService(self.desk).paper(self.month, department_id, language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Offer the same as a workbook."""
        return (("xlsx", self._write_workbook),)

    def _write_workbook(self, path: Path, language: Language) -> None:
        report = MonthService(self.desk).report(self.month, self.department.id if self.department else None)
        write_report(path, report, language)


@dataclass(frozen=True, slots=True)
class LedgerPaper:
    """The ledger of a month, of one department or of all; masked as the letterhead says."""

    desk: Desk
    month: Month
    department: DepartmentRow | None

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return lambda spoken: spoken.gettext("Ledger of %(month)s", month=spoken.month(self.month))

    @property
    def file_name(self) -> str:
        """Return the file's name without ending: 2026-10-ledger-engineering."""
        return f"{self.month}-ledger-{self.department.code if self.department else 'all'}"

    def pdf(self, language: Language) -> bytes:
        """Read and draw it."""
        return self._draw(language, None)

    def draw(self, language: Language, progress: Progress) -> bytes:
        """Read and draw it, saying how far it is."""

        def watch(done: int, total: int, doing: Message) -> None:
            progress.check()
            progress.report(done, total, doing)

        return self._draw(language, watch)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()

    def _draw(self, language: Language, watch: Callable[[int, int, Message], None] | None) -> bytes:
        ledger = MonthService(self.desk).ledger(self.month, self.department.id if self.department else None)
        return month_ledger(ledger, language, masked=masked_by_letterhead(ledger.letterhead), watch=watch)


@dataclass(frozen=True, slots=True)
class WeekPaper:
    """The summary of a week, of one department or of all; masked as the letterhead says."""

    desk: Desk
    week: Week
    department: DepartmentRow | None

    @property
    def title(self) -> Text:
        """Return what the preview is headed with."""
        return lambda spoken: spoken.gettext("Weekly summary %(week)s", week=self.week)

    @property
    def file_name(self) -> str:
        """Return the file's name without ending: 2026-W47-engineering."""
        return f"{self.week}-{self.department.code if self.department else 'all'}"

    def pdf(self, language: Language) -> bytes:
        """Read and draw it."""
        summary = MonthService(self.desk).week(self.week, self.department.id if self.department else None)
        return week_summary(summary, language, masked=masked_by_letterhead(summary.letterhead))

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Return no further format."""
        return ()
