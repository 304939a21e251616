"""The sheet on top of a month's whole set: what it contains, and who got which report, with space to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.report import words
from desktop.months.report.cover import standing
from desktop.months.report.drafting import label
from desktop.months.report.heading import letterhead_of
from desktop.paper.blocks import Paragraph, Section, Signatures, Title
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import bold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport
    from desktop.paper.flow import Block

__all__ = ["draw_set_cover"]

SIGNING_HEIGHT = 34.0


def draw_set_cover(reports: Sequence[MonthReport], language: Language, pages: Sequence[int], *, copy: bool) -> bytes:
    """Return the sheet as PDF; see `set_cover`."""
    t, first = language.gettext, reports[0]
    month = language.month(first.summary.month)
    head = letterhead_of(first, language)
    document = Document(
        REPORT,
        language,
        first.printed_at,
        title=t("Monthly reports: contents and distribution, %(month)s", month=month),
        author=first.printed_by,
        company=head.running,
        number=str(first.summary.month),
        mark=language.pgettext("paper", "Copy") if copy else "",
        letterhead=head.letterhead,
    )
    count = language.ngettext("%(count)s report", "%(count)s reports", len(reports))
    sheets = language.ngettext("%(count)s page", "%(count)s pages", sum(pages))
    printed = f"{language.short_date(first.printed_at.date())} {first.printed_at:%H:%M}"
    facts = [
        count,
        sheets,
        *standing(first, language),
        t("Printed: %(name)s, %(moment)s", name=words.short_name(first.printed_by), moment=printed),
    ]
    blocks: list[Block] = [
        Title(t("Monthly reports: contents and distribution"), month, facts),
        Section("", t("Contents and distribution")),
        _table(reports, pages, language),
        Paragraph(label(t("Whoever receives a report signs for it and puts the day."))),
        Signatures((t("Handed out by:"), t("Date:\u2003\u2003\u2003\u2003"))),
    ]
    return document.pdf(blocks)


def _table(reports: Sequence[MonthReport], pages: Sequence[int], language: Language) -> Table:
    t = language.gettext
    columns = [
        Column("", 8, "right"),
        Column(t("Report number"), FIT),
        Column(t("Report")),
        Column(t("Pages"), FIT, "right"),
        Column(t("Addressee"), 36),
        Column(t("Signature"), 34),
        Column(t("Date"), 20),
    ]
    rows = [
        Row(
            [
                str(place),
                words.report_number(report),
                words.title(report, language),
                language.integer(count),
                t(", ").join(report.addressees) or _post(report, language),
                "",
                "",
            ],
            height=SIGNING_HEIGHT,
        )
        for place, (report, count) in enumerate(zip(reports, pages, strict=True), start=1)
    ]
    total = Row(["", "", bold(t("Total")), bold(language.integer(sum(pages))), "", "", ""])
    return Table(columns, [*rows, total])


def _post(report: MonthReport, language: Language) -> str:
    return language.gettext("Project manager") if report.department is None else language.gettext("Head of department")
