"""The columns of the month's tables: groups with all figures, the trend in numbers, what repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.months.rows import COUNTED, FIGURE_HEADS, UNKNOWN, Figure, difference_text, figure_text
from desktop.months.table.words import change_text, listed, value_of
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language, Message
    from desktop.core.months import Month
    from desktop.months.rows import Named, TrendPoint

__all__ = [
    "NO_NAME",
    "Repeat",
    "TrendLine",
    "figure_columns",
    "named_text",
    "ranking_columns",
    "repeat_columns",
    "repeat_text",
    "trend_columns",
]

NO_NAME = {
    "department": msg("No department"),
    "category": msg("No category"),
    "building": msg("No building"),
}
"""What the group of requests without one is called."""


THIN = "\N{THIN SPACE}"


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A month of the trend; recognised by the month, which orders them."""

    point: TrendPoint

    @property
    def id(self) -> Month:
        """Return the month."""
        return self.point.month


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something that came again and again in the month, and how to find its requests.

    A category in a building (ids of both), or a household (the id of its room).
    """

    id: str
    title: str
    requests: int
    complaints: int = 0
    building: str = ""
    building_id: int | None = None
    category_id: int | None = None
    room_id: int | None = None


def named_text(group: Named, kind: str, language: Language) -> str:
    """Return the name of a department, category or building, or what those without one are called."""
    if kind == "building":
        return _building_text(group.name, language)
    return group.name or language.message(NO_NAME[kind])


def _building_text(name: str, language: Language) -> str:
    """Return a building as people say it: most are numbers."""
    if name.isdecimal():
        return language.gettext("Building %(number)s", number=name)
    return name or language.message(NO_NAME["building"])


def repeat_text(row: Repeat, language: Language) -> str:
    """Return what repeats: building and category, or room and its categories."""
    return f"{_building_text(row.building, language)} · {row.title}" if row.building else row.title


def figure_columns(kind: str, title: Message) -> Sequence[Column[Named]]:
    """Return the name and every figure, in the second line its change since last month and since last year."""

    def name(group: Named, language: Language) -> Cell:
        return Cell(named_text(group, kind, language), strong=True)

    def column(figure: Figure) -> Column[Named]:
        def show(group: Named, language: Language) -> Cell:
            return _figure_cell(group, figure, language)

        return Column(
            figure.value, FIGURE_HEADS[figure], show, width=72 if figure in COUNTED else 88, right=True, sort=False
        )

    return (Column("name", title, name, width=88, stretch=True, sort=False), *(column(figure) for figure in Figure))


def _figure_cell(group: Named, figure: Figure, language: Language) -> Cell:
    compared = group.compared
    now = compared.figures
    changes = [
        difference_text(figure, now.value(figure), value_of(figure, before), language, unit=False)
        for before in (compared.previous, compared.last_year)
    ]
    opens = listed(figure, now) > 0
    text = figure_text(figure, now.value(figure), language)
    return Cell(text, f"{THIN}/{THIN}".join(changes), tone="ink" if opens else "ink2", link=opens)


def ranking_columns(kind: str, title: Message) -> Sequence[Column[Named]]:
    """Return name, received, and its changes: the ranking in numbers."""

    def name(group: Named, language: Language) -> str:
        return named_text(group, kind, language)

    def received(group: Named, language: Language) -> Cell:
        count = group.compared.figures.received
        return Cell(language.integer(count), link=count > 0, tone="ink2")

    def change(since: str) -> Column[Named]:
        def show(group: Named, language: Language) -> Cell:
            before = group.compared.previous if since == "previous" else group.compared.last_year
            return Cell(change_text(Figure.RECEIVED, group.compared.figures, before, language), tone="ink2")

        head = msg("On month") if since == "previous" else msg("On year")
        return Column(since, head, show, width=72, right=True, sort=False)

    return (
        Column("name", title, name, width=96, stretch=True, sort=False),
        Column(Figure.RECEIVED.value, FIGURE_HEADS[Figure.RECEIVED], received, width=72, right=True, sort=False),
        change("previous"),
        change("last_year"),
    )


def trend_columns() -> Sequence[Column[TrendLine]]:
    """Return month, received and completed: the chart in numbers."""

    def number(value: int | None, language: Language) -> Cell:
        return Cell(UNKNOWN if value is None else language.integer(value), tone="ink" if value else "ink2")

    return (
        Column("month", msg("Month"), lambda line, spoken: spoken.month(line.id), 120, stretch=True, sort=False),
        Column(
            "received",
            FIGURE_HEADS[Figure.RECEIVED],
            lambda line, spoken: number(line.point.received, spoken),
            96,
            right=True,
            sort=False,
        ),
        Column(
            "completed",
            FIGURE_HEADS[Figure.COMPLETED],
            lambda line, spoken: number(line.point.completed, spoken),
            96,
            right=True,
            sort=False,
        ),
    )


def repeat_columns() -> Sequence[Column[Repeat]]:
    """Return what repeats, and how often."""

    def count(row: Repeat, language: Language) -> Cell:
        return Cell(language.integer(row.requests), link=True)

    return (
        Column("title", msg("Where and what"), repeat_text, 96, stretch=True, sort=False),
        Column("requests", msg("Count"), count, 64, right=True, sort=False),
    )
