"""What a list tells besides its rows: how many there are in each group, and what of a request leaves the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.requests.rows.lines import RequestLine

__all__ = ["GroupCount", "TakenLine"]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many requests of a list belong to one department or building; id 0 and no name for those without."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A request in an exported list; `phone` as it may be shown there, masked unless it was asked for in full."""

    line: RequestLine
    phone: str = field(repr=False)
    result: str
    overdue_reason: str
