"""The whole report: the cover, then its sections as laid out, on A4 under letterhead and running heads."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core import merge_fields
from desktop.months.report import charts, community, cover, figures, gate, groups, issues, lists, voices, words
from desktop.months.report.blocks import Lead
from desktop.months.report.drafting import Drafted, Drafting
from desktop.months.report.heading import letterhead_of
from desktop.months.report.masking import masked_report
from desktop.months.report.sections import SECTION_HEADINGS, ReportSection, sections_of
from desktop.paper.blocks import Section
from desktop.paper.frames import REPORT, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport
    from desktop.paper.flow import Block

__all__ = ["draw"]

_DRAFTERS: Mapping[str, Callable[[Drafting], Drafted | None]] = MappingProxyType(
    {
        ReportSection.SUMMARY: cover.summary,
        ReportSection.COMMENT: cover.comment,
        ReportSection.FIGURES: figures.figures,
        ReportSection.EDITION: cover.edition,
        ReportSection.DEPARTMENTS: figures.departments,
        ReportSection.CHARTS: charts.charts,
        ReportSection.BREAKDOWN: groups.breakdown,
        ReportSection.HEAT: groups.heat,
        ReportSection.HOT_SPOTS: groups.hot_spots,
        ReportSection.ISSUES: issues.issues,
        ReportSection.CORRECTIONS: issues.corrections,
        ReportSection.CARRIED_OVER: lists.carried_over,
        ReportSection.OVERDUE: lists.overdue,
        ReportSection.REWORK: lists.rework,
        ReportSection.REPEAT_HOUSEHOLDS: lists.repeat_households,
        ReportSection.FOLLOW_UP: lists.follow_up,
        ReportSection.SATISFACTION: voices.satisfaction,
        ReportSection.OUTAGES: community.outages,
        ReportSection.EVENTS: community.events,
        ReportSection.VISITS: gate.visits,
        ReportSection.PATROLS: gate.patrols,
        ReportSection.INCIDENTS: gate.incidents,
        ReportSection.PLAN: issues.plan,
        ReportSection.DEFINITIONS: figures.definitions,
        ReportSection.RECEIVED: lists.received,
    }
)


def draw(report: MonthReport, language: Language, *, masked: bool, copy: bool) -> bytes:
    """Return the report as PDF."""
    summary, head = report.summary, letterhead_of(report, language)
    document = Document(
        REPORT,
        language,
        report.printed_at,
        title=f"{words.title(report, language)} {language.month(summary.month)}",
        author=report.printed_by,
        company=head.running,
        number=words.report_number(report),
        mark=language.pgettext("paper", "Copy") if copy else "",
        letterhead=head.letterhead,
        outline=True,
    )
    return document.pdf(_blocks(masked_report(report) if masked else report, language, masked=masked))


def _blocks(report: MonthReport, language: Language, *, masked: bool) -> list[Block]:
    sections = sections_of(report.layout)
    defines = any(section.key == ReportSection.DEFINITIONS for section in sections)
    draft = Drafting(report, language, defines)
    values = words.field_values(report, language)
    blocks = cover.cover(draft, masked=masked)
    number = 0
    for section in sections:
        drafter = _DRAFTERS.get(section.key)
        drafted = drafter(draft) if drafter else None
        if drafted is None:
            continue
        number += 1
        own = merge_fields.fill(section.heading, values)
        heading = own or language.message(SECTION_HEADINGS[section.key])
        blocks.append(Section(words.numeral(number, language), heading, drafted.note, fresh=drafted.fresh))
        if section.words:
            blocks += [Lead(line) for line in merge_fields.fill(section.words, values).splitlines() if line.strip()]
        blocks += drafted.blocks
    return blocks
