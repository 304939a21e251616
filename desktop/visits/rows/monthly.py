"""What a month's report says of visits. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.core.i18n import Message
    from desktop.visits.rows.visits import KindKey

__all__ = ["VisitMonthLine", "VisitTotals", "totals_of"]


@dataclass(frozen=True, slots=True)
class VisitMonthLine:
    """The visits of one kind in a month; what was entered by mistake counts nowhere.

    `visits` were let in, with so many `people` and so many of them in a vehicle; `refused` were not let in. Of those
    let in, `overridden` came in although something spoke against it, and `overstayed` had left by the time of asking,
    later than they should have. `name` is a message for a built-in kind.
    """

    kind: KindKey
    name: Message | str
    visits: int = 0
    people: int = 0
    vehicles: int = 0
    refused: int = 0
    overridden: int = 0
    overstayed: int = 0


@dataclass(frozen=True, slots=True)
class VisitTotals:
    """The visits of a month in all; the fields are those of `VisitMonthLine`."""

    visits: int = 0
    people: int = 0
    vehicles: int = 0
    refused: int = 0
    overridden: int = 0
    overstayed: int = 0


def totals_of(lines: Iterable[VisitMonthLine]) -> VisitTotals:
    """Return what the lines of a month make together."""
    every = tuple(lines)
    return VisitTotals(
        visits=sum(line.visits for line in every),
        people=sum(line.people for line in every),
        vehicles=sum(line.vehicles for line in every),
        refused=sum(line.refused for line in every),
        overridden=sum(line.overridden for line in every),
        overstayed=sum(line.overstayed for line in every),
    )
