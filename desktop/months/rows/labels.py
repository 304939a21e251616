"""Figures in words, the same on screen and paper: what they are called, how they are written, how they are defined."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import MINUS, Message, msg
from desktop.months.rows.figures import Figure
from desktop.months.rows.lists import HOT_FACTOR, HOT_FROM, REPEAT_COMPLAINTS, REPEATS_FROM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language

__all__ = [
    "COUNTED",
    "DEFINITIONS",
    "FIGURE_HEADS",
    "FIGURE_LABELS",
    "HOURS",
    "LIST_DEFINITIONS",
    "UNKNOWN",
    "as_shown",
    "difference_text",
    "figure_text",
    "percent_text",
]

UNKNOWN = "-"
"""What stands where a figure, or what it is compared with, is unknown (PRODUCT.md)."""

COUNTED = frozenset({Figure.RECEIVED, Figure.CARRIED_OVER, Figure.COMPLETED, Figure.OVERDUE})
HOURS = frozenset({Figure.TURNAROUND_MEDIAN_HOURS, Figure.TURNAROUND_P90_HOURS, Figure.RESPONSE_MEDIAN_HOURS})
"""Figures that are counts, and those in hours; all others are rates."""

FIGURE_LABELS: Mapping[Figure, Message] = MappingProxyType(
    {
        Figure.RECEIVED: msg("Received (requests)"),
        Figure.CARRIED_OVER: msg("Carried over (requests)"),
        Figure.COMPLETED: msg("Completed (requests)"),
        Figure.COMPLETION_RATE: msg("Completion rate"),
        Figure.ON_TIME_RATE: msg("On-time rate"),
        Figure.OVERDUE: msg("Overdue (requests)"),
        Figure.TURNAROUND_MEDIAN_HOURS: msg("Turnaround, median (hours)"),
        Figure.TURNAROUND_P90_HOURS: msg("Turnaround, 90 % within (hours)"),
        Figure.REWORK_RATE: msg("Rework rate"),
        Figure.FOLLOW_UP_RATE: msg("Follow-up rate"),
        Figure.SATISFACTION: msg("Satisfaction rate"),
        Figure.COMPLAINT_RATE: msg("Complaint rate"),
        Figure.FIRST_CONTACT_RATE: msg("Resolved at first contact"),
        Figure.RESPONSE_MEDIAN_HOURS: msg("Response time, median (hours)"),
    }
)
"""What a figure is called in full, with its unit."""

FIGURE_HEADS: Mapping[Figure, Message] = MappingProxyType(
    {
        Figure.RECEIVED: msg("Received"),
        Figure.CARRIED_OVER: msg("Carried over"),
        Figure.COMPLETED: msg("Done"),
        Figure.COMPLETION_RATE: msg("Completion rate"),
        Figure.ON_TIME_RATE: msg("On-time rate"),
        Figure.OVERDUE: msg("Overdue"),
        Figure.TURNAROUND_MEDIAN_HOURS: msg("Median, h"),
        Figure.TURNAROUND_P90_HOURS: msg("90 % within, h"),
        Figure.REWORK_RATE: msg("Rework rate"),
        Figure.FOLLOW_UP_RATE: msg("Follow-up rate"),
        Figure.SATISFACTION: msg("Satisfaction rate"),
        Figure.COMPLAINT_RATE: msg("Complaint rate"),
        Figure.FIRST_CONTACT_RATE: msg("First contact"),
        Figure.RESPONSE_MEDIAN_HOURS: msg("Response, h"),
    }
)
"""What a figure is called at the head of a column."""

DEFINITIONS: Mapping[Figure, Message] = MappingProxyType(
    {
        Figure.RECEIVED: msg(
            "Received: said by residents (or found by inspection) in the month, not cancelled; duplicates count once."
        ),
        Figure.COMPLETED: msg(
            "Completed: finished in the month, whenever received; reopened requests only once they are finished again."
        ),
        Figure.CARRIED_OVER: msg("Carried over: from before the month and not completed when it began."),
        Figure.COMPLETION_RATE: msg("Completion rate: of those received, completed by the cut-off."),
        Figure.ON_TIME_RATE: msg(
            "On-time rate: of those completed that had a due time, completed by then; extensions move the due time and"
            " holds push it by their length."
        ),
        Figure.OVERDUE: msg("Overdue: open at the cut-off and due before it."),
        Figure.TURNAROUND_MEDIAN_HOURS: msg(
            "Turnaround: hours from report to completion less holds, of those completed; half took no longer than the"
            " median, nine of ten no longer than the second number."
        ),
        Figure.REWORK_RATE: msg(
            "Rework rate: of the repairs completed, those reopened, or followed within 30 days and before the cut-off"
            " by another repair of the same room and category; in public areas only those reopened."
        ),
        Figure.FOLLOW_UP_RATE: msg(
            "Follow-up rate: of the follow-ups that fell due in the month (by the rules, of every complaint), those"
            " that reached someone in time; who cannot be called is left out."
        ),
        Figure.SATISFACTION: msg(
            "Satisfaction: of the answers given in the month's follow-ups, those of the two best grades."
        ),
        Figure.COMPLAINT_RATE: msg(
            "Complaint rate: complaints received per occupied household of the whole community (mean of the month's"
            " start and end)."
        ),
        Figure.FIRST_CONTACT_RATE: msg(
            "Resolved at first contact: of those received that are no repairs, those answered while the resident was"
            " still there."
        ),
        Figure.RESPONSE_MEDIAN_HOURS: msg(
            "Response time: hours from report until first sent out, begun or answered, of those received that were by"
            " the cut-off; half waited no longer."
        ),
    }
)
"""The footnote that a printed figure carries; both turnaround figures share one."""

LIST_DEFINITIONS: Mapping[str, Message] = MappingProxyType(
    {
        "departments": msg(
            "Each figure is defined on the first page; “%(none)s” is a rate with nothing to divide by.", none=UNKNOWN
        ),
        "trend": msg("Months before the community's first request are left out."),
        "categories": msg("Received requests by category, with the change since last month."),
        "hot_spots": msg(
            "Hot spot: at least %(least)s requests of one category in one building, and at least %(factor)s times as"
            " many as the building's share of the month's requests would give of the category.",
            least=HOT_FROM,
            factor=f"{HOT_FACTOR:g}",
        ),
        "repeat_households": msg(
            "Repeat household: at least %(requests)s requests received in the month, or %(complaints)s complaints.",
            requests=REPEATS_FROM,
            complaints=REPEAT_COMPLAINTS,
        ),
        "carried_over": msg(
            "From before the month and not completed when it began. Completed or late: as of the cut-off."
        ),
        "overdue": msg("Open at the cut-off and due before it; during a hold nothing becomes later."),
        "rework": msg(
            "Completed repairs that were reopened, or followed within 30 days and before the cut-off by another repair"
            " of the same room and category; in public areas only those reopened."
        ),
        "unreached": msg(
            "Requests whose follow-up fell due in the month (by the rules, of every complaint) and reached nobody in"
            " time; who cannot be called is left out."
        ),
        "answers": msg("Answers in the month's follow-ups that were not of the two best grades."),
        "outages": msg(
            "Outages and warnings that began in the month and were not called off, of the whole community. Hours: to"
            " the end, or to the cut-off (≥) where one still runs; household hours: times the households affected. Told"
            " in time: the first notice kept the time ahead its kind asks for; emergencies and warnings of the weather"
            " have none."
        ),
        "events": msg("Events held in the month, of the whole community, by the day they began."),
        "goals": msg(
            "Held: from the beginning of the year to the cut-off. Planned: still to come in the year. Missing: neither."
        ),
        "visits": msg(
            "Visits let in, with their people and vehicles, and those not let in, of the whole community; what was"
            " entered by mistake counts nowhere. Let in all the same: although something spoke against it. Stayed too"
            " long: left later than the rules of the gate allow."
        ),
        "patrols": msg(
            "Due: rounds that the shifts had to walk that ended in the month, up to the cut-off; made: walked to their"
            " end; rate: due and not missed, of those due; points missed: not visited in rounds walked. Findings: what"
            " the guards found at their points and the department has to mend; mended: their requests completed by the"
            " cut-off."
        ),
        "incidents": msg(
            "Incidents that happened in the month, but those reported by mistake. Lasted: to the end, or to the cut-off"
            " (≥) where one still goes on; damage in yuan where it is known."
        ),
    }
)
"""The footnote of each further table of a report."""


def figure_text(figure: Figure, value: float | None, language: Language) -> str:
    """Return a figure as it is written: a count, a percentage or hours with one decimal, "-" for none."""
    if value is None:
        return UNKNOWN
    if figure in COUNTED:
        return language.integer(int(value))
    return language.decimal(value) if figure in HOURS else language.percent(value)


def difference_text(
    figure: Figure, now: float | None, earlier: float | None, language: Language, *, unit: bool = True
) -> str:
    """Return the difference of two values as they are written, with its sign: a number, hours, or points.

    Without `unit` points are a bare number, for a column that says so elsewhere.
    """
    if now is None or earlier is None:
        return UNKNOWN
    step = as_shown(figure, now) - as_shown(figure, earlier)
    sign = "+" if step > 0 else MINUS if step < 0 else ""
    if figure in COUNTED:
        return f"{sign}{language.integer(int(abs(step)))}"
    size = f"{sign}{language.decimal(float(abs(step)))}"
    return language.gettext("%(points)s pts", points=size) if unit and figure not in HOURS else size


def percent_text(now: float | None, earlier: float | None, language: Language) -> str:
    """Return by which part of the earlier count a count changed, with its sign; "-" over nothing."""
    if now is None or not earlier:
        return UNKNOWN
    change = now / earlier - 1
    return f"{'+' if change > 0 else ''}{language.percent(change)}"


def as_shown(figure: Figure, value: float) -> Decimal:
    """Return the number a figure is written with: a count, else one decimal of per cent or hours."""
    scale, digits = (1, "1") if figure in COUNTED else (1, "0.1") if figure in HOURS else (100, "0.1")
    return (Decimal(str(value)) * scale).quantize(Decimal(digits), ROUND_HALF_UP)
