"""The lists a month's report prints, and the report itself as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from desktop.events.rows import EventMonthLine, GoalLine
    from desktop.incidents.rows import IncidentMonthLine
    from desktop.issues.rows import IssueRow
    from desktop.months.rows.closing import CommentRow, Correction, EditionRow
    from desktop.months.rows.figures import MonthSummary, Named, TrendPoint
    from desktop.outages.rows import OutageMonthLine
    from desktop.patrols.rows import PatrolMonthLine
    from desktop.requests.model import RequestKind, Satisfaction
    from desktop.stationery.rows import LetterheadRow, SectionLayout
    from desktop.visits.model import VisitKind

__all__ = [
    "HOT_FACTOR",
    "HOT_FROM",
    "REPEATS_FROM",
    "REPEAT_COMPLAINTS",
    "TURNAROUND_HOURS",
    "Answer",
    "Heat",
    "HotSpot",
    "MonthReport",
    "RepeatHousehold",
    "ReportLine",
    "ReportLists",
    "TurnaroundBand",
    "VisitsOfKind",
]

REPEATS_FROM = 3
REPEAT_COMPLAINTS = 2
"""A household with so many requests in a month, or so many complaints, is listed as a repeat."""

HOT_FROM = 4
HOT_FACTOR = 2.0
"""A category in a building is a hot spot from so many requests on, if they are so many times what is expected."""

TURNAROUND_HOURS = (2.0, 4.0, 8.0, 24.0, 48.0, 72.0, 168.0)
"""The ends of the bands that show how long completed requests took; what took longer has a band of its own."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One request in a list of a report, as it stood at the month's cut-off.

    `completed_at` is none if it was open then, and `late` by how much it was overdue then (a hold stops the clock).
    `followed_by` is the number of the repair that made this one rework, empty where it was reopened. `reporter` is who
    came with it, `worked` how long it took less holds, `grade` the latest answer about it until then; of the received
    ones only, for the ledger.
    """

    id: int
    number: str
    kind: RequestKind
    room: str
    words: str
    category: str
    worker: str
    department: str
    occurred_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    late: timedelta | None
    reopened_count: int
    followed_by: str
    follow_up_due_at: datetime | None
    reached_at: datetime | None
    reporter: str = ""
    worked: timedelta | None = None
    grade: Satisfaction | None = None


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A category that stands out in a building.

    `expected` is what the building's share of the month's requests would give of the category; `previous` is last
    month's number, none where nothing is known of it.
    """

    building: str
    category: str
    requests: int
    expected: float
    previous: int | None


@dataclass(frozen=True, slots=True)
class RepeatHousehold:
    """A household that came several times in the month: how often, and with what, the most frequent first."""

    room_id: int | None
    room_label: str
    requests: int
    complaints: int
    categories: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer given in a follow-up that was not one of the two best grades."""

    number: str
    room_label: str
    category: str
    worker: str
    grade: Satisfaction
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Heat:
    """How many requests of a category a building had in the month (ids 0 and names empty for those without one)."""

    building_id: int
    building: str
    category_id: int
    category: str
    requests: int


@dataclass(frozen=True, slots=True)
class TurnaroundBand:
    """How many completed requests took at most `hours`, and more than the band before; none: longer than all bands."""

    hours: float | None
    requests: int


@dataclass(frozen=True, slots=True)
class VisitsOfKind:
    """The month's visits of one kind; `name` is that of an own kind, "" for a built-in one.

    The counts are those of `VisitMonthLine`.
    """

    kind: VisitKind
    name: str
    visits: int
    people: int
    vehicles: int
    refused: int
    overridden: int
    overstayed: int


@dataclass(frozen=True, slots=True)
class ReportLists:
    """The lists of a report; each has as many entries as its figure counts.

    `unreached` are the follow-ups that fell due in the month and reached nobody in time. `grades` counts all answers,
    `answers` are those below the two best grades, `voices` all that were given with words, of every grade. `heat` has
    the received requests of each building and category, `turnaround` how many of the completed ones took how long,
    `received` every request received, for the appendix.
    """

    carried_over: Sequence[ReportLine]
    overdue: Sequence[ReportLine]
    rework: Sequence[ReportLine]
    unreached: Sequence[ReportLine]
    hot_spots: Sequence[HotSpot]
    repeat_households: Sequence[RepeatHousehold]
    grades: Mapping[Satisfaction, int]
    answers: Sequence[Answer]
    trend: Sequence[TrendPoint]
    heat: Sequence[Heat] = ()
    turnaround: Sequence[TurnaroundBand] = ()
    voices: Sequence[Answer] = ()
    received: Sequence[ReportLine] = ()


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month's report: of one department, or of all where `department` is none, read from one snapshot.

    `addressees` are the names of the department's heads (of the project managers), `project_managers` those of the
    project managers, who sign every report; `printed_at` is an aware time.
    `edition` is the closing it was frozen with, none while the month is open; `issued_at` when it went to the heads.
    `issues` are the problem points of the month with their actions, `comment` the words about the department,
    `corrections` what earlier closed months would count otherwise today and no report has told yet. `letterhead` and
    `layout` are those in force (empty layout: the built-in one); frozen with the rest. `outages`, `events` and `goals`
    are the whole community's in every report, and so are `visits`; `patrols` and `incidents` are the department's. All
    but the goals are none in one that was frozen before they were kept.
    """

    department: Named | None
    addressees: Sequence[str]
    printed_by: str
    printed_at: datetime
    summary: MonthSummary
    lists: ReportLists
    edition: EditionRow | None = None
    issued_at: datetime | None = None
    issues: Sequence[IssueRow] = ()
    comment: CommentRow | None = None
    corrections: Sequence[Correction] = ()
    project_managers: Sequence[str] = ()
    letterhead: LetterheadRow | None = None
    layout: Sequence[SectionLayout] = ()
    outages: Sequence[OutageMonthLine] | None = None
    events: Sequence[EventMonthLine] | None = None
    goals: Sequence[GoalLine] = ()
    visits: Sequence[VisitsOfKind] | None = None
    patrols: Sequence[PatrolMonthLine] | None = None
    incidents: Sequence[IncidentMonthLine] | None = None

    @property
    def code(self) -> str:
        """Return what the report's file is called by: the department's code, or all."""
        return self.department.code if self.department else "all"

    @property
    def file_name(self) -> str:
        """Return the report's file name without ending: 2026-10-engineering."""
        return f"{self.summary.month}-{self.code}"
