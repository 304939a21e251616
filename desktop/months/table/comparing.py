"""Two months beside each other, and a closed month as it was and as it would be today."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.months.rows import FIGURE_LABELS, UNKNOWN, CorrectionKind, Figure, Figures, difference_text, figure_text
from desktop.months.table.columns import GROUP_HEADS, groups_of, named_text
from desktop.months.table.words import change_text, change_tone, listed, percent_change, value_of
from desktop.ui.language import Text, translate
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import AfterClosing, Correction, MonthSummary, Named

__all__ = [
    "CORRECTION_LABELS",
    "FIGURES",
    "CompareLine",
    "MonthComparison",
    "SinceLine",
    "compare_columns",
    "compare_lines",
    "correction_columns",
    "since_columns",
    "since_lines",
]

FIGURES = "figures"
"""What is compared at first; else one of GROUP_HEADS, by what was received."""

CORRECTION_LABELS: Mapping[CorrectionKind, Message] = {
    CorrectionKind.CAME_LATER: msg("Entered after closing"),
    CorrectionKind.NO_LONGER_COUNTED: msg("No longer counted"),
    CorrectionKind.COUNTED_DIFFERENTLY: msg("Counts differently"),
}


@dataclass(frozen=True, slots=True)
class MonthComparison:
    """A month, and the one it is compared with; of one department, where one is chosen."""

    first: MonthSummary
    second: MonthSummary


@dataclass(frozen=True, slots=True)
class CompareLine:
    """A figure of both months: of all, or of one group where there is one. Figures are none where nothing is known."""

    id: str
    words: Text
    figure: Figure
    first: Figures | None
    second: Figures | None
    group: Named | None = None


def compare_lines(compared: MonthComparison, by: str) -> list[CompareLine]:
    """Return every figure of both months, or (by one of GROUP_HEADS) what every group received, most first."""
    first, second = compared.first, compared.second
    if by == FIGURES:
        now, before = _known(first), _known(second)
        return [CompareLine(figure.value, FIGURE_LABELS[figure], figure, now, before) for figure in Figure]
    keys = [_key(group) for group in groups_of(first, by)]
    firsts = {_key(group): group for group in groups_of(first, by)}
    seconds = {_key(group): group for group in groups_of(second, by)}
    keys += [key for key in seconds if key not in firsts]
    lines = []
    for key in keys:
        group = firsts.get(key) or seconds[key]
        figures = [named[key].compared.figures if key in named else None for named in (firsts, seconds)]
        name = partial(named_text, group, by)
        lines.append(CompareLine(f"{by} {key}", name, Figure.RECEIVED, figures[0], figures[1], group))
    return sorted(lines, key=lambda line: -(line.first.received if line.first else 0))


def compare_columns(first: Month, second: Month, by: str) -> Sequence[Column[CompareLine]]:
    """Return the name, the value in both months, and the change from `second` to `first`."""

    def value(which: str, line: CompareLine, language: Language) -> Cell:
        figures = line.first if which == "first" else line.second
        opens = figures is not None and listed(line.figure, figures) > 0
        text = figure_text(line.figure, value_of(line.figure, figures), language)
        return Cell(text, tone="ink" if opens else "ink2", link=opens)

    head = msg("Figure") if by == FIGURES else GROUP_HEADS[by]
    return (
        Column("name", head, lambda line, spoken: translate(line.words, spoken), 180, stretch=True, sort=False),
        Column("first", msg("%(month)s", month=first), partial(value, "first"), 128, right=True, sort=False),
        Column("second", msg("%(month)s", month=second), partial(value, "second"), 128, right=True, sort=False),
        Column("change", msg("Difference"), _change, 96, right=True, sort=False),
        Column("percent", msg("Difference in %"), _percent, 80, right=True, sort=False),
    )


def _change(line: CompareLine, language: Language) -> Cell:
    if line.first is None:
        return Cell(UNKNOWN, tone="ink2")
    text = change_text(line.figure, line.first, line.second, language)
    return Cell(text, tone=change_tone(line.figure, line.first, line.second, language))


def _percent(line: CompareLine, language: Language) -> Cell:
    if line.first is None:
        return Cell("", tone="ink2")
    return Cell(percent_change(line.figure, line.first, line.second, language), tone="ink2")


def _known(summary: MonthSummary) -> Figures | None:
    """Return the figures of a month; one in which nothing at all was counted is unknown."""
    figures = summary.total.figures
    return figures if any(figures.counts) else None


def _key(group: Named) -> tuple[int, str]:
    return group.id, "" if group.id else group.code


@dataclass(frozen=True, slots=True)
class SinceLine:
    """A figure of a closed month: as it was closed, and as it would be today."""

    id: Figure
    then: float | None
    now: float | None


def since_lines(after: AfterClosing) -> list[SinceLine]:
    """Return the figures that would be others today."""
    pairs = ((figure, *after.figures[figure]) for figure in Figure if figure in after.figures)
    return [SinceLine(figure, then, now) for figure, then, now in pairs if then != now]


def since_columns() -> Sequence[Column[SinceLine]]:
    """Return the figure, then and now, and the difference."""
    return (
        Column(
            "figure",
            msg("Figure"),
            lambda line, spoken: spoken.message(FIGURE_LABELS[line.id]),
            180,
            True,
            False,
            False,
        ),
        Column(
            "then",
            msg("As closed"),
            lambda line, spoken: figure_text(line.id, line.then, spoken),
            96,
            False,
            True,
            False,
        ),
        Column(
            "now", msg("Today"), lambda line, spoken: figure_text(line.id, line.now, spoken), 96, False, True, False
        ),
        Column(
            "change",
            msg("Difference"),
            lambda line, spoken: difference_text(line.id, line.now, line.then, spoken),
            96,
            right=True,
            sort=False,
        ),
    )


def correction_columns(zone: ZoneInfo) -> Sequence[Column[Correction]]:
    """Return the requests that a closed month would count otherwise, days as clocks in `zone` show them."""

    def day(row: Correction, language: Language) -> Cell:
        return Cell(language.short_date(row.occurred_at.astimezone(zone).date()), tone="ink2")

    def entered(row: Correction, language: Language) -> Cell:
        return Cell(language.short_date(row.recorded_at.astimezone(zone).date()), tone="ink2")

    return (
        Column("number", msg("Number"), lambda row, _: Cell(row.number, link=True), 112, sort=False),
        Column("room", msg("Room"), lambda row, _: row.room, 76, sort=False),
        Column("words", msg("About"), lambda row, _: " ".join(row.words.split()), 96, stretch=True, sort=False),
        Column(
            "kind",
            msg("What changed"),
            lambda row, spoken: spoken.message(CORRECTION_LABELS[row.kind]),
            132,
            sort=False,
        ),
        Column("said", msg("Reported"), day, 72, right=True, sort=False),
        Column("entered", msg("Entered"), entered, 72, right=True, sort=False),
    )
