"""What is printed of a month beside its reports: the papers of the whole set, and the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month
    from desktop.months.rows.closing import EditionRow
    from desktop.months.rows.lists import ReportLine
    from desktop.stationery.rows import LetterheadRow

__all__ = ["COVER", "Ledger", "SetPaper"]

COVER = "cover"
"""The code of the sheet on top of a month's set."""


@dataclass(frozen=True, slots=True)
class SetPaper:
    """One paper of a month's set, drawn.

    `code` is the department's, "all", or `COVER`; `name` that of the department, "" for the other two. `file_name` has
    no ending.
    """

    code: str
    name: str
    file_name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every request a month received, of one department where `department` names one, oldest first.

    As they stood at the `cut_off`; of a closed month as `edition` froze them. `printed_at` is an aware time in `zone`.
    """

    month: Month
    community: str
    zone: ZoneInfo
    cut_off: datetime
    department: str
    code: str
    lines: Sequence[ReportLine]
    printed_by: str
    printed_at: datetime
    letterhead: LetterheadRow | None
    edition: EditionRow | None

    @property
    def file_name(self) -> str:
        """Return the ledger's file name without ending: 2026-10-ledger-engineering."""
        return f"{self.month}-ledger-{self.code}"
