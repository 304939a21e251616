"""The monthly report on paper, rows in and PDF out: `overview` is its first page, `details` the lists behind it.

`words` is how both write names, days and changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport

__all__ = ["monthly_report"]


def monthly_report(report: MonthReport, language: Language) -> bytes:
    """Return the A4 report as PDF in `language`; the same rows give the same bytes."""
    from desktop.months.report.pages import draw  # noqa: PLC0415 - ReportLab takes 0.2 s that only paper needs

    return draw(report, language)
