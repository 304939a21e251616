"""What the summary of a week holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.weeks import Week
    from desktop.issues.rows import ActionRow
    from desktop.months.rows.lists import ReportLine
    from desktop.requests.model import Priority
    from desktop.stationery.rows import LetterheadRow

__all__ = ["AgreedAction", "PressingLine", "WeekCounts", "WeekGroup", "WeekSummary"]


class WeekCounts(NamedTuple):
    """What is counted of a week, by the month's definitions; `open` is what of it was not completed at the cut-off."""

    received: int = 0
    completed: int = 0
    open: int = 0
    overdue: int = 0
    complaints: int = 0
    follow_ups_due: int = 0
    follow_ups_reached: int = 0


class WeekGroup(NamedTuple):
    """The counts of one department or category; without a name of those that have none."""

    name: str
    counts: WeekCounts


class PressingLine(NamedTuple):
    """A request that was received as urgent or as an emergency."""

    line: ReportLine
    priority: Priority


class AgreedAction(NamedTuple):
    """A rectification action and the department of its problem point."""

    action: ActionRow
    department: str


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """A week as seen at its `cut_off`, of one department where `department` names one.

    `before` are the counts of the week before. `complaints` are the complaints open at the cut-off, `overdue` what was
    late then, both oldest first. Of the actions agreed, `late` were due by the last day seen and not done then,
    `coming` fall due in the week after. `printed_at` is an aware time in `zone`.
    """

    week: Week
    community: str
    zone: ZoneInfo
    cut_off: datetime
    department: str
    total: WeekCounts
    before: WeekCounts
    departments: Sequence[WeekGroup]
    categories: Sequence[WeekGroup]
    pressing: Sequence[PressingLine]
    complaints: Sequence[ReportLine]
    overdue: Sequence[ReportLine]
    late: Sequence[AgreedAction]
    coming: Sequence[AgreedAction]
    printed_by: str
    printed_at: datetime
    letterhead: LetterheadRow | None
