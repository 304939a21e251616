"""Which building had how much of what: the received requests of every building and category, as a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.months.rows import Heat

__all__ = ["HeatGrid", "heat_grid"]


@dataclass(frozen=True, slots=True)
class HeatGrid:
    """Counts by building (rows) and category (columns, the most frequent first).

    Ids are 0 and names empty for requests without one; these come last.
    """

    buildings: Sequence[tuple[int, str]]
    categories: Sequence[tuple[int, str]]
    counts: Mapping[tuple[int, int], int]

    def count(self, building_id: int | None, category_id: int | None) -> int:
        """Return the requests of a building and a category, of all where none is given."""
        return sum(
            number
            for (building, category), number in self.counts.items()
            if building_id in {None, building} and category_id in {None, category}
        )


def heat_grid(heat: Sequence[Heat]) -> HeatGrid:
    """Put the counts into a grid: buildings in the order given, categories by how much there was of them."""
    buildings = {each.building_id: each.building for each in heat if each.requests}
    categories = {each.category_id: each.category for each in heat if each.requests}
    counts = {(each.building_id, each.category_id): each.requests for each in heat if each.requests}
    sums = dict.fromkeys(categories, 0)
    for (_, category), number in counts.items():
        sums[category] += number
    return HeatGrid(
        [(building, buildings[building]) for building in sorted(buildings, key=lambda each: each == 0)],
        [(each, categories[each]) for each in sorted(categories, key=lambda each: (each == 0, -sums[each]))],
        counts,
    )
