"""What the sheets of a month have in common: columns of figures, and what groups are called."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.months.rows import COUNTED, DEFINITIONS, FIGURE_LABELS, HOURS, Figure
from desktop.requests.rows import LIABILITY_LABELS, PLACE_LABELS, SOURCE_LABELS
from desktop.sheets.write import ColumnOut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Figures, Named
    from desktop.sheets.write import Kind, Value

__all__ = ["GROUP_NAMES", "PLURALS", "differences", "figure_columns", "group_name", "kind_of", "values"]

GROUP_NAMES: Mapping[str, tuple[Message, Message]] = MappingProxyType(
    {
        "department": (msg("Departments"), msg("Department")),
        "category": (msg("Categories"), msg("Category")),
        "zone": (msg("Zones"), msg("Zone")),
        "building": (msg("Buildings"), msg("Building")),
        "worker": (msg("Workers"), msg("Worker")),
        "place": (msg("In homes and public areas"), msg("Place")),
        "liability": (msg("Liabilities"), msg("Liability")),
        "source": (msg("Sources"), msg("Source")),
    }
)
"""What the sheet of a kind of groups is called, and the head of its first column."""

PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "department": "departments",
        "category": "categories",
        "zone": "zones",
        "building": "buildings",
        "worker": "workers",
        "place": "places",
        "liability": "liabilities",
        "source": "sources",
    }
)
"""Where a summary keeps the groups of each kind."""

_NAMELESS: Mapping[str, Message] = MappingProxyType(
    {
        "department": msg("No department"),
        "category": msg("No category"),
        "zone": msg("No zone"),
        "building": msg("No building"),
        "worker": msg("No worker"),
    }
)

_CODES: Mapping[str, Message] = MappingProxyType(
    {code.value: label for labels in (PLACE_LABELS, LIABILITY_LABELS, SOURCE_LABELS) for code, label in labels.items()}
)


def group_name(group: Named, kind: str, language: Language) -> str:
    """Return the name of a group, or what those without one are called."""
    named = _NAMELESS.get(kind)
    if named is None:
        return language.message(_CODES.get(group.code, msg("Not said")))
    return group.name or language.message(named)


def figure_columns(language: Language) -> list[ColumnOut]:
    """Return a column for each figure, its definition as the comment on its title."""
    message = language.message
    shared = DEFINITIONS[Figure.TURNAROUND_MEDIAN_HOURS]
    return [
        ColumnOut(message(FIGURE_LABELS[figure]), kind_of(figure), comment=message(DEFINITIONS.get(figure, shared)))
        for figure in Figure
    ]


def kind_of(figure: Figure) -> Kind:
    """Return how a figure is formatted: a whole number, hours with a decimal, or a percentage."""
    return "whole" if figure in COUNTED else "decimal" if figure in HOURS else "percent"


def values(figures: Figures | None) -> list[Value]:
    """Return every figure as a number, none where it is unknown."""
    return [None if figures is None else figures.value(figure) for figure in Figure]


def differences(now: Figures, earlier: Figures | None) -> list[Value]:
    """Return the difference of each figure, none where one of the two is unknown; rates in points, as fractions."""
    found: list[Value] = []
    for figure in Figure:
        value, before = now.value(figure), None if earlier is None else earlier.value(figure)
        found.append(None if value is None or before is None else value - before)
    return found
