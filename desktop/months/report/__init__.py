"""The monthly report on paper, rows in and PDF out: `pages` puts together what the other modules draft.

`sections` is the closed list of what a report can hold, `cover` its first sheet, `figures`, `groups` and `charts` the
numbers, `issues` the problem points, `lists` and `voices` what lies behind them, `issued_set` the sheet on top of all
reports of a month, `ledger` what it received, `week` the sheet about a week, `words` how names, numbers
and days are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.report.sections import SECTION_HEADINGS, SECTION_KEYS, ReportSection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Ledger, MonthReport, WeekSummary

__all__ = [
    "SECTION_HEADINGS",
    "SECTION_KEYS",
    "ReportSection",
    "month_ledger",
    "monthly_report",
    "set_cover",
    "week_summary",
]


def monthly_report(report: MonthReport, language: Language, *, masked: bool = False, copy: bool = False) -> bytes:
    """Return the A4 report as PDF in `language`; the same rows give the same bytes.

    With `masked` the phones inside words are partly hidden; with `copy` every page is headed as a copy. Raises
    UserError where the heading or the words of a section name a field that no report has.
    """
    from desktop.months.report.pages import draw  # noqa: PLC0415 - ReportLab takes 0.2 s that only paper needs

    return draw(report, language, masked=masked, copy=copy)


def set_cover(reports: Sequence[MonthReport], language: Language, pages: Sequence[int], *, copy: bool = False) -> bytes:
    """Return the sheet on top of a month's `reports` as PDF: contents, and a distribution list to sign.

    `reports` are at least one, of one month, in the order of the set; `pages` says how many pages each has. Letterhead,
    standing and time of printing are those of the first.
    """
    from desktop.months.report.issued_set import draw_set_cover  # noqa: PLC0415 - as above

    return draw_set_cover(reports, language, pages, copy=copy)


def month_ledger(
    ledger: Ledger,
    language: Language,
    *,
    masked: bool = False,
    watch: Callable[[int, int, Message], None] | None = None,
) -> bytes:
    """Return the ledger of a month as PDF, A4 across.

    With `masked` names are hidden where the letterhead says so, and phones inside words. `watch(done, total, doing)` is
    told how far it is, and may raise to stop.
    """
    from desktop.months.report.ledger import draw_ledger  # noqa: PLC0415 - as above

    return draw_ledger(ledger, language, masked=masked, watch=watch)


def week_summary(summary: WeekSummary, language: Language, *, masked: bool = False) -> bytes:
    """Return the summary of a week as PDF, one sheet of A4; lists that are too long for it are cut and counted.

    With `masked` the phones inside words are hidden.
    """
    from desktop.months.report.week import draw_week  # noqa: PLC0415 - as above

    return draw_week(summary, language, masked=masked)
