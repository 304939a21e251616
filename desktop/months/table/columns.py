"""The columns of the month's tables: groups with all figures, the ranking in numbers, what repeats."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.months.rows import COUNTED, FIGURE_HEADS, Figure, difference_text, figure_text
from desktop.months.table.words import change_text, listed, value_of
from desktop.requests.rows import LIABILITY_LABELS, PLACE_LABELS, SOURCE_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import MonthSummary, Named

__all__ = [
    "GROUP_HEADS",
    "NO_NAME",
    "Repeat",
    "building_text",
    "figure_columns",
    "groups_of",
    "named_text",
    "ranking_columns",
    "repeat_columns",
    "repeat_text",
    "share_text",
]

GROUP_HEADS: Mapping[str, Message] = MappingProxyType(
    {
        "department": msg("Department"),
        "category": msg("Category"),
        "zone": msg("Zone"),
        "building": msg("Building"),
        "worker": msg("Worker"),
        "place": msg("Place"),
        "liability": msg("Liability"),
        "source": msg("Source"),
    }
)
"""What requests can be divided by, in the order of the choice; the code is the one of `list_of`."""

NO_NAME: Mapping[str, Message] = MappingProxyType(
    {
        "department": msg("No department"),
        "category": msg("No category"),
        "zone": msg("No zone"),
        "building": msg("No building"),
        "worker": msg("No worker"),
        "place": msg("Not said"),
        "liability": msg("Not said"),
        "source": msg("Not said"),
    }
)
"""What the group of requests without one is called."""

_CODES: Mapping[str, Mapping[str, Message]] = MappingProxyType(
    {
        "place": {place.value: label for place, label in PLACE_LABELS.items()},
        "liability": {liability.value: label for liability, label in LIABILITY_LABELS.items()},
        "source": {source.value: label for source, label in SOURCE_LABELS.items()},
    }
)
"""Groups that have no name of their own, only a code."""

_PLURALS = {
    "department": "departments",
    "category": "categories",
    "zone": "zones",
    "building": "buildings",
    "worker": "workers",
    "place": "places",
    "liability": "liabilities",
    "source": "sources",
}

THIN = "\N{THIN SPACE}"


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


def groups_of(summary: MonthSummary, kind: str) -> Sequence[Named]:
    """Return the groups of one of GROUP_HEADS: a plain place in the table of all for those that counted nothing."""
    groups: Sequence[Named] = getattr(summary, _PLURALS[kind])
    if kind == "department":
        return groups
    return [group for group in groups if _counts_any(group)]


def _counts_any(group: Named) -> bool:
    compared = group.compared
    return any(figures is not None and any(figures.counts) for figures in (compared.figures, compared.previous))


def named_text(group: Named, kind: str, language: Language) -> str:
    """Return the name of a group, or what those without one are called."""
    if kind in _CODES:
        label = _CODES[kind].get(group.code)
        return language.message(label or NO_NAME[kind])
    if kind == "building":
        return building_text(group.name, language)
    return group.name or language.message(NO_NAME[kind])


def building_text(name: str, language: Language) -> str:
    """Return a building as people say it: most are numbers."""
    if name.isdecimal():
        return language.gettext("Building %(number)s", number=name)
    return name or language.message(NO_NAME["building"])


def repeat_text(row: Repeat, language: Language) -> str:
    """Return what repeats: building and category, or room and its categories."""
    return f"{building_text(row.building, language)} · {row.title}" if row.building else row.title


def figure_columns(kind: str, whole: Callable[[], int]) -> Sequence[Column[Named]]:
    """Return name, share of what was received (of `whole()`), and every figure of the groups of `kind`.

    In a figure's second line its change since last month and since last year.
    """

    def name(group: Named, language: Language) -> Cell:
        return Cell(named_text(group, kind, language), strong=True)

    def share(group: Named, language: Language) -> Cell:
        return Cell(share_text(group.compared.figures.received, whole(), language), tone="ink2")

    def column(figure: Figure) -> Column[Named]:
        def show(group: Named, language: Language) -> Cell:
            return _figure_cell(group, figure, language)

        return Column(
            figure.value, FIGURE_HEADS[figure], show, width=64 if figure in COUNTED else 92, right=True, sort=False
        )

    return (
        Column("name", GROUP_HEADS[kind], name, width=96, stretch=True, sort=False),
        Column("share", msg("Share of all"), share, width=64, right=True, sort=False),
        *(column(figure) for figure in Figure),
    )


def share_text(part: int, whole: int, language: Language) -> str:
    """Return a part as a percentage of the whole, "-" of nothing."""
    return language.percent(part / whole if whole else None)


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


def repeat_columns() -> Sequence[Column[Repeat]]:
    """Return what repeats, and how often."""

    def count(row: Repeat, language: Language) -> Cell:
        return Cell(language.integer(row.requests), link=True)

    return (
        Column("title", msg("Where and what"), repeat_text, 96, stretch=True, sort=False),
        Column("requests", msg("Count"), count, 64, right=True, sort=False),
    )
