"""What the guards saw to in the month: visits, patrols by department, and incidents."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.money import yuan
from desktop.incidents.rows import KIND_LABELS as INCIDENT_LABELS
from desktop.months.report import words
from desktop.months.report.drafting import SIZE, Drafted, Drafting
from desktop.months.rows import LIST_DEFINITIONS
from desktop.paper.tables import FIT, Column
from desktop.paper.words import bold
from desktop.visits.rows import KIND_LABELS as VISIT_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.incidents.rows import IncidentMonthLine
    from desktop.months.rows import VisitsOfKind
    from desktop.paper.cells import Cell
    from desktop.patrols.rows import PatrolMonthLine

__all__ = ["incidents", "patrols", "visits"]

MISSED = "▲"
KIND_MM = 24
_NONE = "–"


def visits(draft: Drafting) -> Drafted | None:
    """Return the month's visits by kind. Nothing for a report frozen before visits were kept."""
    lines = draft.report.visits
    if lines is None:
        return None
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Reason for the visit")),
        Column(language.pgettext("gate", "Let in"), FIT, "right"),
        Column(language.pgettext("gate", "People"), FIT, "right"),
        Column(language.pgettext("gate", "Vehicles"), FIT, "right"),
        Column(t("Not let in"), FIT, "right"),
        Column(t("Let in all the same"), FIT, "right"),
        Column(t("Stayed too long"), FIT, "right"),
    ]
    rows: list[list[Cell]] = [_visit(draft, line) for line in lines]
    let_in, refused = sum(line.visits for line in lines), sum(line.refused for line in lines)
    if len(lines) > 1:
        sums = [sum(each) for each in zip(*(_numbers(line) for line in lines), strict=True)]
        rows.append([bold(cell, SIZE) for cell in (t("Total"), *(language.integer(each) for each in sums))])
    note = language.ngettext("%(count)s visit", "%(count)s visits", let_in)
    if refused:
        said = language.ngettext("%(count)s not let in", "%(count)s not let in", refused)
        note = t("%(what)s, %(more)s", what=note, more=said)
    return Drafted([draft.noted(draft.table(columns, rows), LIST_DEFINITIONS["visits"])], note)


def patrols(draft: Drafting) -> Drafted | None:
    """Return by department how many rounds were due, made and missed, and what was found and mended.

    Nothing for a report frozen before patrols were kept, or of a department that neither walks nor mends anything.
    """
    lines = draft.report.patrols
    if lines is None or not (lines or draft.whole):
        return None
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Department")),
        Column(language.pgettext("patrol", "Rounds due"), FIT, "right"),
        Column(language.pgettext("patrol", "Made"), FIT, "right"),
        Column(language.pgettext("patrol", "Missed"), FIT, "right"),
        Column(language.pgettext("patrol", "Rate"), FIT, "right"),
        Column(t("Points missed"), FIT, "right"),
        Column(language.pgettext("patrol", "Findings"), FIT, "right"),
        Column(language.pgettext("patrol", "Mended"), FIT, "right"),
    ]
    rows = [_patrol(draft, line) for line in lines]
    if len(lines) > 1:
        rows.append(
            [bold(cell, SIZE) if isinstance(cell, str) else cell for cell in _patrol(draft, _sum(draft, lines))]
        )
    due, missed = sum(line.due for line in lines), sum(line.missed for line in lines)
    note = language.ngettext("%(count)s round due", "%(count)s rounds due", due)
    if missed:
        said = language.ngettext("%(count)s missed", "%(count)s missed", missed)
        note = t("%(what)s, %(more)s", what=note, more=said)
    return Drafted([draft.noted(draft.table(columns, rows), LIST_DEFINITIONS["patrols"])], note)


def incidents(draft: Drafting) -> Drafted | None:
    """Return the month's incidents: what, how long, who was hurt, what it cost, and whether they are signed off.

    Nothing for a report frozen before incidents were kept, or of a department that had none.
    """
    lines = draft.report.incidents
    if lines is None or not (lines or draft.whole):
        return None
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Number"), FIT),
        Column(t("Incident"), KIND_MM),
        Column(t("Happened"), FIT),
        Column(language.pgettext("incident", "Where and what")),
        Column(t("Lasted"), FIT, "right"),
        Column(language.pgettext("incident", "Hurt"), FIT, "right"),
        Column(t("Damage, yuan"), FIT, "right"),
        Column(language.pgettext("incident", "Measures"), FIT, "right"),
        Column(language.pgettext("incident", "Signed off"), FIT),
    ]
    table = draft.table(columns, [_incident(draft, line) for line in lines])
    note = language.ngettext("%(count)s incident", "%(count)s incidents", len(lines))
    unsigned = sum(not line.signed for line in lines)
    if unsigned:
        said = language.ngettext("%(count)s not signed off", "%(count)s not signed off", unsigned)
        note = t("%(what)s, %(more)s", what=note, more=said)
    return Drafted([draft.noted(table, LIST_DEFINITIONS["incidents"])], note)


def _visit(draft: Drafting, line: VisitsOfKind) -> list[Cell]:
    language = draft.language
    return [
        line.name or language.message(VISIT_LABELS[line.kind]),
        *(language.integer(number) for number in _numbers(line)),
    ]


def _numbers(line: VisitsOfKind) -> tuple[int, ...]:
    return line.visits, line.people, line.vehicles, line.refused, line.overridden, line.overstayed


def _patrol(draft: Drafting, line: PatrolMonthLine) -> list[Cell]:
    language = draft.language
    missed: Cell = language.integer(line.missed)
    if line.missed:
        missed = bold(f"{MISSED} {language.integer(line.missed)}", SIZE)
    rate = language.percent((line.due - line.missed) / line.due) if line.due else _NONE
    return [
        line.department,
        language.integer(line.due),
        language.integer(line.made),
        missed,
        rate,
        language.integer(line.missed_points),
        language.integer(line.findings),
        language.integer(line.mended),
    ]


def _sum(draft: Drafting, lines: Sequence[PatrolMonthLine]) -> PatrolMonthLine:
    return type(lines[0])(
        department_id=0,
        department=draft.language.gettext("Total"),
        due=sum(line.due for line in lines),
        made=sum(line.made for line in lines),
        missed=sum(line.missed for line in lines),
        missed_points=sum(line.missed_points for line in lines),
        findings=sum(line.findings for line in lines),
        mended=sum(line.mended for line in lines),
    )


def _incident(draft: Drafting, line: IncidentMonthLine) -> list[Cell]:
    language, t = draft.language, draft.language.gettext
    return [
        line.number,
        language.message(INCIDENT_LABELS[line.kind]),
        draft.moment(line.occurred_at),
        t(": ").join(part for part in (line.place, words.shortened(line.words)) if part),
        _lasted(draft, line),
        language.integer(line.hurt) if line.hurt else _NONE,
        _NONE if line.damage_fen is None else yuan(line.damage_fen),
        language.integer(line.measures),
        t("yes") if line.signed else bold(t("%(mark)s no", mark=MISSED), SIZE),
    ]


def _lasted(draft: Drafting, line: IncidentMonthLine) -> str:
    """Return hours and minutes, up to the cut-off where it still goes on."""
    until = line.ended_at or draft.summary.cut_off
    minutes = max(until - line.occurred_at, timedelta()) // timedelta(minutes=1)
    span = f"{minutes // 60}:{minutes % 60:02d}"
    return span if line.ended_at is not None else f"≥ {span}"
