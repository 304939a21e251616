"""What went on in the community besides requests: outages, events and the goals of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.money import yuan
from desktop.events.rows import KIND_LABELS as EVENT_LABELS
from desktop.months.report.drafting import SIZE, Drafted, Drafting
from desktop.months.rows import LIST_DEFINITIONS
from desktop.outages.rows import KIND_LABELS as OUTAGE_LABELS
from desktop.paper.tables import FIT, Column
from desktop.paper.words import bold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.events.rows import EventMonthLine, GoalLine
    from desktop.outages.rows import OutageMonthLine
    from desktop.paper.cells import Cell

__all__ = ["events", "outages"]

NOT_IN_TIME = "▲"
KIND_MM, PLACE_MM = 26, 26


def outages(draft: Drafting) -> Drafted | None:
    """Return the month's outages with their hours, what they cost households, and whether they were announced in time.

    Nothing for a report frozen before outages were kept.
    """
    lines = draft.report.outages
    if lines is None:
        return None
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Outage or warning"), KIND_MM),
        Column(t("Began"), FIT),
        Column(t("Where and why")),
        Column(language.pgettext("outage", "Households"), FIT, "right"),
        Column(language.pgettext("outage", "Hours"), FIT, "right"),
        Column(t("Household hours"), FIT, "right"),
        Column(t("Callers"), FIT, "right"),
        Column(t("Told in time"), FIT),
    ]
    rows = [_outage(draft, line) for line in lines]
    if len(lines) > 1:
        rows.append(_sum(draft, lines))
    asked = [line for line in lines if line.in_time is not None]
    note = language.ngettext("%(count)s outage", "%(count)s outages", len(lines))
    if asked:
        kept = sum(line.in_time is True for line in asked)
        said = t("%(kept)s of %(all)s announced in time", kept=language.integer(kept), all=language.integer(len(asked)))
        note = t("%(what)s, %(more)s", what=note, more=said)
    return Drafted([draft.noted(draft.table(columns, rows), LIST_DEFINITIONS["outages"])], note)


def events(draft: Drafting) -> Drafted | None:
    """Return the events held in the month, and how the goals of the year stand.

    Nothing for a report frozen before events were kept.
    """
    lines = draft.report.events
    if lines is None:
        return None
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Event")),
        Column(t("Kind"), KIND_MM),
        Column(t("Held on"), FIT),
        Column(t("Venue"), PLACE_MM),
        Column(t("Invited"), FIT, "right"),
        Column(t("Came, people"), FIT, "right"),
        Column(t("Came, households"), FIT, "right"),
        Column(t("Cost, yuan"), FIT, "right"),
    ]
    table = draft.table(columns, [_event(draft, line) for line in lines])
    blocks = [draft.noted(table, LIST_DEFINITIONS["events"])]
    if draft.report.goals:
        heads = [
            Column(t("Goal of the year")),
            Column(t("Aim"), FIT, "right"),
            Column(t("Held"), FIT, "right"),
            Column(t("Planned"), FIT, "right"),
            Column(t("Still missing"), FIT, "right"),
        ]
        goals = draft.table(heads, [_goal(draft, goal) for goal in draft.report.goals])
        blocks.append(draft.noted(goals, LIST_DEFINITIONS["goals"], together=True))
    return Drafted(blocks, language.ngettext("%(count)s held", "%(count)s held", len(lines)))


def _outage(draft: Drafting, line: OutageMonthLine) -> list[Cell]:
    language, t = draft.language, draft.language.gettext
    kind = line.kind_name or language.message(OUTAGE_LABELS[line.kind])
    told: Cell = "–" if line.in_time is None else t("yes")
    if line.in_time is False:
        told = bold(t("%(mark)s no", mark=NOT_IN_TIME), SIZE)
    hours = language.decimal(line.hours)
    if line.ended_at is None:
        hours = f"≥ {hours}"
    return [
        kind if line.planned else t("%(what)s (emergency)", what=kind),
        draft.moment(line.starts_at),
        t(": ").join(part for part in (line.where, line.cause) if part),
        language.integer(line.households),
        hours,
        language.decimal(line.household_hours),
        language.integer(line.callers),
        told,
    ]


def _sum(draft: Drafting, lines: Sequence[OutageMonthLine]) -> list[Cell]:
    language = draft.language
    return [
        bold(language.gettext("Total"), SIZE),
        "",
        "",
        "",
        bold(language.decimal(sum(line.hours for line in lines)), SIZE),
        bold(language.decimal(sum(line.household_hours for line in lines)), SIZE),
        bold(language.integer(sum(line.callers for line in lines)), SIZE),
        "",
    ]


def _event(draft: Drafting, line: EventMonthLine) -> list[Cell]:
    language = draft.language
    return [
        line.title,
        line.kind_name or language.message(EVENT_LABELS[line.kind]),
        draft.moment(line.starts_at),
        line.place,
        language.integer(line.households_invited),
        bold(language.integer(line.people), SIZE),
        language.integer(line.households),
        "–" if line.cost_fen is None else yuan(line.cost_fen),
    ]


def _goal(draft: Drafting, goal: GoalLine) -> list[Cell]:
    language, t = draft.language, draft.language.gettext
    kind = language.message(EVENT_LABELS[goal.kind])
    missing: Cell = language.integer(goal.missing)
    if goal.missing:
        missing = bold(f"{NOT_IN_TIME} {language.integer(goal.missing)}", SIZE)
    return [
        t("%(what)s, %(more)s", what=kind, more=goal.zone) if goal.zone else kind,
        language.integer(goal.goal),
        language.integer(goal.held),
        language.integer(goal.planned),
        missing,
    ]
