"""The lists of patrols: columns and chips of rounds due, rounds walked, what was found, routes and points."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.patrols.model import PointOutcome, RoundState
from desktop.patrols.rows import (
    OUTCOME_LABELS,
    POINT_LABELS,
    ROUND_LABELS,
    DayLine,
    DueLine,
    FindingLine,
    PointLine,
    RoundLine,
    RouteLine,
    StepLine,
)
from desktop.requests.model import RequestState
from desktop.requests.rows import STATE_LABELS
from desktop.staff.rows import department_name
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language

__all__ = [
    "OUTCOME_LOOKS",
    "ROUND_LOOKS",
    "day_columns",
    "due_columns",
    "finding_columns",
    "point_columns",
    "round_columns",
    "route_columns",
    "step_columns",
    "weekdays_words",
]

OUTCOME_LOOKS: Mapping[PointOutcome, tuple[str, str]] = MappingProxyType(
    {
        PointOutcome.NORMAL: ("green", "circle-check"),
        PointOutcome.FINDING: ("amber", "triangle-alert"),
        PointOutcome.MISSED: ("red", "circle-x"),
    }
)
"""Tone and icon of what a point was like."""

ROUND_LOOKS: Mapping[RoundState, tuple[str, str]] = MappingProxyType(
    {
        RoundState.RUNNING: ("blue", "footprints"),
        RoundState.MADE: ("green", "circle-check"),
        RoundState.BROKEN_OFF: ("amber", "circle-x"),
    }
)

EVERY_DAY = "1234567"
MONDAY = 4
"""2026-01-05 was a Monday: the names of the days of the week are those of the days after it."""


def due_columns(zone: ZoneInfo) -> Sequence[Column[DueLine]]:
    """Return the columns of rounds due in a day, times in `zone`."""

    def shift(line: DueLine, spoken: Language) -> Cell:
        hours = f"{spoken.time(line.shift.since, zone)}–{spoken.time(line.shift.until, zone)}"
        return Cell(line.shift.shift.name, second=hours)

    return (
        Column("state", msg("State"), _due_state, 132),
        Column("route", msg("Route"), _due_route, 160, stretch=True),
        Column("shift", msg("Shift"), shift, 116),
        Column("due", msg("Rounds due"), lambda line, spoken: spoken.integer(line.due), 64, right=True),
        Column("made", msg("Rounds made"), lambda line, spoken: spoken.integer(line.made), 64, right=True),
    )


def day_columns() -> Sequence[Column[DayLine]]:
    """Return the columns of what was due and made in each day."""

    def day(line: DayLine, spoken: Language) -> Cell:
        return Cell(spoken.short_date(line.day), second=spoken.weekday(line.day))

    def missed(line: DayLine, spoken: Language) -> Cell:
        return Cell(spoken.integer(line.missed), tone="red" if line.missed else "ink2", strong=bool(line.missed))

    return (
        Column("day", msg("Day"), day, 92, stretch=True),
        Column("due", msg("Rounds due"), lambda line, spoken: spoken.integer(line.due), 56, right=True),
        Column("made", msg("Rounds made"), lambda line, spoken: spoken.integer(line.made), 56, right=True),
        Column("missed", msg("Rounds missed"), missed, 56, right=True),
    )


def point_columns() -> Sequence[Column[PointLine]]:
    """Return the columns of a route's points, as they are laid down."""

    def point(line: PointLine, spoken: Language) -> Cell:
        about = [spoken.message(POINT_LABELS[line.kind]), line.building]
        if line.department:
            about.append(department_name(line.department, spoken))
        return Cell(f"{line.position}. {line.name}", second=" · ".join(filter(None, about)))

    return (
        Column("point", msg("Point"), point, 160, stretch=True, sort=False),
        Column("code", msg("Point tag"), lambda line, _: Cell(line.code, tone="ink2"), 88, sort=False),
    )


def round_columns(zone: ZoneInfo) -> Sequence[Column[RoundLine]]:
    """Return the columns of rounds, times in `zone`."""

    def when(line: RoundLine, spoken: Language) -> Cell:
        ended = "" if line.ended_at is None else spoken.time(line.ended_at, zone)
        hours = f"{spoken.time(line.started_at, zone)}–{ended}"
        return Cell(spoken.short_date(line.started_at.astimezone(zone).date()), second=hours)

    return (
        Column("state", msg("State"), _round_state, 128),
        Column("when", msg("Walked"), when, 92),
        Column("route", msg("Route"), lambda line, _: Cell(line.route, second=line.shift), 150, stretch=True),
        Column("walker", msg("Walked by"), _walker, 96),
        Column("points", msg("Points"), _points, 140, right=True),
    )


def finding_columns(zone: ZoneInfo) -> Sequence[Column[FindingLine]]:
    """Return the columns of what was found, times in `zone`."""

    def when(line: FindingLine, spoken: Language) -> Cell:
        at = line.at.astimezone(zone)
        return Cell(spoken.short_date(at.date()), second=spoken.time(line.at, zone))

    return (
        Column("state", msg("State"), _request_state, 132),
        Column("at", msg("Found at"), when, 76),
        Column("point", msg("Point"), lambda line, _: Cell(line.point, second=line.route), 130),
        Column("words", msg("Finding"), _words, 160, stretch=True),
        Column("number", msg("Request"), lambda line, _: Cell(line.number, tone="ink2"), 108),
    )


def route_columns() -> Sequence[Column[RouteLine]]:
    """Return the columns of routes."""
    return (
        Column("route", msg("Route"), _route, 180, stretch=True),
        Column("points", msg("Points"), lambda line, spoken: spoken.integer(len(line.points)), 64, right=True),
        Column("duties", msg("Rounds per shift"), _duties, 190),
    )


def step_columns(zone: ZoneInfo, found: Callable[[StepLine], FindingLine | None]) -> Sequence[Column[StepLine]]:
    """Return the columns of a round's points, times in `zone`; `found` tells what was found at one."""

    def point(line: StepLine, spoken: Language) -> Cell:
        return _point(line, found(line), spoken)

    def at(line: StepLine, spoken: Language) -> Cell:
        return Cell("" if line.at is None else spoken.time(line.at, zone), tone="ink2")

    return (
        Column("outcome", msg("State"), _outcome, 132),
        Column("point", msg("Point"), point, 120, stretch=True),
        Column("at", msg("Time"), at, 56, right=True),
    )


def weekdays_words(weekdays: str, spoken: Language) -> str:
    """Return the days on which a duty holds: nothing for every day, else their short names."""
    if weekdays == EVERY_DAY:
        return ""
    between = "、" if spoken.code != "en" else ", "
    return between.join(spoken.short_weekday(date(2026, 1, MONDAY + int(digit))) for digit in weekdays)


def _due_state(line: DueLine, spoken: Language) -> Cell:
    if line.missed:
        words = spoken.ngettext("%(count)s round missed", "%(count)s rounds missed", line.missed)
        return Cell(words, tone="red", icon="circle-x", chip=True)
    if line.running:
        return Cell(spoken.message(ROUND_LABELS[RoundState.RUNNING]), tone="blue", icon="footprints", chip=True)
    if line.open:
        words = spoken.ngettext("%(count)s round left", "%(count)s rounds left", line.open)
        return Cell(words, tone="amber", icon="clock", chip=True)
    return Cell(spoken.gettext("All made"), tone="green", icon="circle-check", chip=True)


def _due_route(line: DueLine, spoken: Language) -> Cell:
    return Cell(line.route, second=department_name(line.department, spoken))


def _round_state(line: RoundLine, spoken: Language) -> Cell:
    tone, icon = ROUND_LOOKS[line.state]
    return Cell(spoken.message(ROUND_LABELS[line.state]), tone=tone, icon=icon, chip=True)


def _walker(line: RoundLine, spoken: Language) -> Cell:
    return Cell(line.walker, second=spoken.gettext("from a sheet") if line.from_sheet else "")


def _points(line: RoundLine, spoken: Language) -> Cell:
    reached = line.normal + line.findings
    words = spoken.gettext(
        "%(reached)s of %(points)s", reached=spoken.integer(reached), points=spoken.integer(line.points)
    )
    parts = []
    if line.findings:
        parts.append(spoken.ngettext("%(count)s finding", "%(count)s findings", line.findings))
    if line.missed:
        parts.append(spoken.ngettext("%(count)s not visited", "%(count)s not visited", line.missed))
    return Cell(words, second=" · ".join(parts), tone="red" if line.missed else "ink")


def _request_state(line: FindingLine, spoken: Language) -> Cell:
    if line.state is None:
        return Cell("")
    words = spoken.message(STATE_LABELS[line.state])
    if line.mended:
        return Cell(words, tone="green", icon="circle-check", chip=True)
    if line.state is RequestState.CANCELLED:
        return Cell(words, tone="grey", icon="circle-x", chip=True)
    return Cell(words, tone="blue", icon="wrench", chip=True)


def _words(line: FindingLine, spoken: Language) -> Cell:
    return Cell(line.words.replace("\n", " "), second=department_name(line.department, spoken))


def _route(line: RouteLine, spoken: Language) -> Cell:
    second = spoken.gettext("laid aside") if line.archived else department_name(line.department, spoken)
    return Cell(line.name, second=second, tone="ink2" if line.archived else "ink")


def _duties(line: RouteLine, spoken: Language) -> Cell:
    between = "、" if spoken.code != "en" else ", "
    said = dict.fromkeys(f"{duty.shift} ×{spoken.integer(duty.times)}" for duty in line.duties)
    if not said:
        return Cell(spoken.gettext("no rounds due"), tone="ink2")
    return Cell(between.join(said))


def _outcome(line: StepLine, spoken: Language) -> Cell:
    if line.outcome is None:
        return Cell(spoken.gettext("not reached yet"), tone="ink2")
    tone, icon = OUTCOME_LOOKS[line.outcome]
    return Cell(spoken.message(OUTCOME_LABELS[line.outcome]), tone=tone, icon=icon, chip=True)


def _point(line: StepLine, found: FindingLine | None, spoken: Language) -> Cell:
    scanned = spoken.gettext("tag scanned") if line.scanned else ""
    if found is not None:
        state = "" if found.state is None else spoken.message(STATE_LABELS[found.state])
        said = " · ".join(filter(None, (found.words.replace("\n", " "), state)))
        return Cell(f"{line.position}. {line.name}", second=said)
    return Cell(f"{line.position}. {line.name}", second=line.words or scanned or line.building)
