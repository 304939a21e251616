"""The closed list of sections a monthly report can have: their keys, built-in headings and built-in order.

The cover always comes first and is no section: without title, month and signatures there is no report. Everything
else may be left out, put elsewhere, headed and introduced otherwise (`desktop.stationery.rows.SectionLayout`).
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.stationery.rows import SectionLayout, arranged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["SECTION_HEADINGS", "SECTION_KEYS", "ReportSection", "sections_of"]


class ReportSection(StrEnum):
    """A section, by the key under which a layout knows it. The order is the built-in one."""

    SUMMARY = "summary"
    COMMENT = "comment"
    FIGURES = "figures"
    EDITION = "edition"
    DEPARTMENTS = "departments"
    CHARTS = "charts"
    BREAKDOWN = "breakdown"
    HEAT = "heat"
    HOT_SPOTS = "hot_spots"
    ISSUES = "issues"
    CORRECTIONS = "corrections"
    CARRIED_OVER = "carried_over"
    OVERDUE = "overdue"
    REWORK = "rework"
    REPEAT_HOUSEHOLDS = "repeat_households"
    FOLLOW_UP = "follow_up"
    SATISFACTION = "satisfaction"
    OUTAGES = "outages"
    EVENTS = "events"
    VISITS = "visits"
    PATROLS = "patrols"
    INCIDENTS = "incidents"
    PLAN = "plan"
    DEFINITIONS = "definitions"
    RECEIVED = "received"


SECTION_KEYS: tuple[str, ...] = tuple(section.value for section in ReportSection)
"""Every key in the built-in order, for a page that lets a manager arrange them."""

SECTION_HEADINGS: Mapping[str, Message] = MappingProxyType(
    {
        ReportSection.SUMMARY: msg("The month in brief"),
        ReportSection.COMMENT: msg("Comments"),
        ReportSection.FIGURES: msg("Figures of the month"),
        ReportSection.EDITION: msg("What this edition changes"),
        ReportSection.DEPARTMENTS: msg("Departments"),
        ReportSection.CHARTS: msg("Trend and distribution"),
        ReportSection.BREAKDOWN: msg("Figures by group"),
        ReportSection.HEAT: msg("Buildings by category"),
        ReportSection.HOT_SPOTS: msg("Hot spots"),
        ReportSection.ISSUES: msg("Problem points and rectification"),
        ReportSection.CORRECTIONS: msg("Corrections of earlier months"),
        ReportSection.CARRIED_OVER: msg("Carried over"),
        ReportSection.OVERDUE: msg("Overdue"),
        ReportSection.REWORK: msg("Rework"),
        ReportSection.REPEAT_HOUSEHOLDS: msg("Repeat households"),
        ReportSection.FOLLOW_UP: msg("Not reached in time"),
        ReportSection.SATISFACTION: msg("Satisfaction and residents' words"),
        ReportSection.OUTAGES: msg("Outages"),
        ReportSection.EVENTS: msg("Events and convenience services"),
        ReportSection.VISITS: msg("Visits of the month"),
        ReportSection.PATROLS: msg("Patrols of the month"),
        ReportSection.INCIDENTS: msg("Incidents of the month"),
        ReportSection.PLAN: msg("Plan for next month"),
        ReportSection.DEFINITIONS: msg("How it is counted"),
        ReportSection.RECEIVED: msg("All requests received"),
    }
)
"""What a section is headed with unless its layout says otherwise."""


def sections_of(layout: Sequence[SectionLayout]) -> tuple[SectionLayout, ...]:
    """Return the sections to print, in order; those a layout does not know stand where they do in the built-in one."""
    return tuple(section for section in arranged(layout, SECTION_KEYS) if section.shown)
