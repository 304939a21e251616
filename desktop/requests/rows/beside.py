"""What stands beside a request: who helps, what was remarked among colleagues, who was told, what keeps coming back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["REPEATED_FROM", "CommentRow", "HelperRow", "RepeatsRow", "TellingRow"]

REPEATED_FROM = 3
"""So many requests within 90 days make a household, or a fault of a building, one that keeps coming back."""


@dataclass(frozen=True, slots=True)
class HelperRow:
    """A worker who helps the responsible one."""

    worker_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """An internal remark and whose it is. Never shown or printed where a resident reads it."""

    id: int
    made_at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class TellingRow:
    """Someone who has to know of a complaint: `told_at` is none while nobody told them, `by` is who did."""

    whom: str
    told_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class RepeatsRow:
    """How often it came back within 90 days: requests of the household, and of the category in the building.

    Each counts the one looked at as well; cancelled ones and further callers of the same fault are left out.
    """

    household: int = 0
    building: int = 0

    @property
    def household_repeats(self) -> bool:
        """Tell whether this household keeps coming back."""
        return self.household >= REPEATED_FROM

    @property
    def building_repeats(self) -> bool:
        """Tell whether this kind of trouble keeps coming back in the building."""
        return self.building >= REPEATED_FROM
