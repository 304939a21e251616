"""The whole report: the first page, then the lists, on A4 with its number and page x of y above the hairline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.report import words
from desktop.months.report.details import details
from desktop.months.report.overview import overview
from desktop.paper.flow import next_sheet
from desktop.paper.frames import REPORT, Document

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport

__all__ = ["draw"]


def draw(report: MonthReport, language: Language) -> bytes:
    """Return the report as PDF."""
    summary = report.summary
    document = Document(
        REPORT,
        language,
        report.printed_at,
        title=f"{words.title(report, language)} {language.month(summary.month)}",
        author=report.printed_by,
        company=words.company(summary, language),
        number=words.report_number(report),
    )
    return document.pdf([*overview(report, language), next_sheet(), *details(report, language)])
