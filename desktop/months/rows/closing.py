"""How a month stands: open, issued or closed, in which edition; and what changed after its closing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.core.months import Month
    from desktop.months.rows.figures import Figure

__all__ = [
    "AfterClosing",
    "CommentRow",
    "Correction",
    "CorrectionKind",
    "EditionChange",
    "EditionRow",
    "MonthState",
    "TargetRow",
]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """What a figure ought to be, of one department or of all (`department_id` 0); `version` 0 for the built-in one."""

    figure: Figure
    department_id: int
    value: float
    version: int


@dataclass(frozen=True, slots=True)
class CommentRow:
    """The words about one department (id 0: about all) in a month's report; `version` 0 while not kept yet.

    `is_draft` while they are as the program made them of the figures; `language` is the code of the one they are in.
    """

    department_id: int
    department: str
    words: str
    language: str
    is_draft: bool
    written_at: datetime | None
    written_by: str
    version: int


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One closing of a month; set aside where it was reopened."""

    id: int
    number: int
    closed_at: datetime
    closed_by: str
    cut_off: datetime
    changes: Sequence[EditionChange]
    reopened_at: datetime | None
    reopened_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class EditionChange:
    """What an edition says against the one before: a figure of a department ("" for all) was, and is now.

    `code` is the department's, "all" for all.
    """

    department: str
    figure: Figure
    before: float | None
    now: float | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class MonthState:
    """How a month stands. `version` guards issuing, closing and reopening; 0 while nothing was done with it.

    `edition` is the one in force, none while the month is open; `editions` are all there were, the newest first.
    """

    month: Month
    version: int
    issued_at: datetime | None
    issued_by: str
    edition: EditionRow | None
    editions: Sequence[EditionRow]
    checked: frozenset[str]

    @property
    def is_closed(self) -> bool:
        """Tell whether the month is closed."""
        return self.edition is not None


class CorrectionKind(StrEnum):
    """What became of a request after its month was closed."""

    CAME_LATER = "came_later"
    NO_LONGER_COUNTED = "no_longer_counted"
    COUNTED_DIFFERENTLY = "counted_differently"


@dataclass(frozen=True, slots=True)
class Correction:
    """A request that a closed month would count otherwise today.

    `department` is the one it counts for (today, or as closed where it no longer counts).
    """

    month: Month
    request_id: int
    number: str
    room: str
    words: str
    department: str
    kind: CorrectionKind
    occurred_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class AfterClosing:
    """What happened to a closed month since: its figures as closed and as they would be today, and the requests."""

    figures: Mapping[Figure, tuple[float | None, float | None]]
    corrections: Sequence[Correction]
