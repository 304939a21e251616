"""The monthly reports as papers: one to look at, or all departments' one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.months.report import monthly_report
from desktop.months.service import MonthService
from desktop.months.sheet import write_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.tasks import Progress

__all__ = ["Drawn", "MonthPaper", "draw_all"]


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """The report of one department, of all where `department` is none; read and drawn anew each time it is asked."""

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
        """Read and draw the report."""
        report = MonthService(self.desk).report(self.month, self.department.id if self.department else None)
        return monthly_report(report, language)

    def others(self) -> Sequence[tuple[str, Callable[[Path, Language], None]]]:
        """Offer the same as a workbook."""
        return (("xlsx", self._write_workbook),)

    def _write_workbook(self, path: Path, language: Language) -> None:
        report = MonthService(self.desk).report(self.month, self.department.id if self.department else None)
        write_report(path, report, language)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report that was drawn: what its file is called, without ending, and its PDF."""

    file_name: str
    pdf: bytes


def draw_all(papers: Sequence[MonthPaper], language: Language, progress: Progress) -> list[Drawn]:
    """Draw `papers` one after the other; ends where `progress` is told to stop."""
    drawn = []
    for place, paper in enumerate(papers):
        progress.check()
        progress.report(place, len(papers), msg("Preparing the report %(name)s …", name=paper.file_name))
        drawn.append(Drawn(paper.file_name, paper.pdf(language)))
    return drawn
