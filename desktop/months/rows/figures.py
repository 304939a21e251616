"""The figures of a month: what was counted, the rates made of it, and the comparison with earlier months."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month

__all__ = [
    "TOLD_IN_JSON",
    "Compared",
    "Counts",
    "Figure",
    "Figures",
    "MonthSummary",
    "Named",
    "TrendPoint",
    "Window",
    "percentile",
    "share_of",
]

_HOUR = 3_600_000_000


class Figure(StrEnum):
    """The figures of PRODUCT.md, then those that month end added to them."""

    RECEIVED = "received"
    CARRIED_OVER = "carried_over"
    COMPLETED = "completed"
    COMPLETION_RATE = "completion_rate"
    ON_TIME_RATE = "on_time_rate"
    OVERDUE = "overdue"
    TURNAROUND_MEDIAN_HOURS = "turnaround_median_hours"
    TURNAROUND_P90_HOURS = "turnaround_p90_hours"
    REWORK_RATE = "rework_rate"
    FOLLOW_UP_RATE = "follow_up_rate"
    SATISFACTION = "satisfaction"
    COMPLAINT_RATE = "complaint_rate"
    FIRST_CONTACT_RATE = "first_contact_rate"
    RESPONSE_MEDIAN_HOURS = "response_median_hours"


TOLD_IN_JSON = (
    Figure.RECEIVED,
    Figure.CARRIED_OVER,
    Figure.COMPLETED,
    Figure.COMPLETION_RATE,
    Figure.ON_TIME_RATE,
    Figure.OVERDUE,
    Figure.TURNAROUND_MEDIAN_HOURS,
    Figure.TURNAROUND_P90_HOURS,
    Figure.REWORK_RATE,
    Figure.FOLLOW_UP_RATE,
    Figure.SATISFACTION,
    Figure.COMPLAINT_RATE,
)
"""F of the command line's schema: a contract with whoever reads it, so a new figure does not come in by itself."""


@dataclass(frozen=True, slots=True)
class Window:
    """A month as seen at its cut-off. `end` is exclusive; `bound` is the first moment that no longer counts."""

    month: Month
    start: datetime
    end: datetime
    cut_off: datetime
    bound: datetime


class Counts(NamedTuple):
    """What is counted of one group of requests in one month; counts add up, rates do not.

    Closings keep each count by its place here (`store.counting`): new ones go to the end.
    """

    received: int = 0
    received_completed: int = 0
    complaints: int = 0
    carried_over: int = 0
    completed: int = 0
    completed_with_due: int = 0
    completed_on_time: int = 0
    repairs_completed: int = 0
    reworked: int = 0
    overdue: int = 0
    follow_ups_due: int = 0
    follow_ups_reached: int = 0
    answers: int = 0
    good_answers: int = 0
    no_repairs: int = 0
    answered_at_once: int = 0
    responded: int = 0


def percentile(ordered: Sequence[int], share: float) -> float | None:
    """Return the percentile of ascending values, linear between ranks (NumPy's default); none of nothing."""
    if not ordered:
        return None
    rank = (len(ordered) - 1) * share
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (rank - below)


class Figures(NamedTuple):
    """The figures of one group in one month. Rates are fractions, none over nothing; times are in hours.

    `counts` are what the rates were made of.
    """

    received: int
    carried_over: int
    completed: int
    completion_rate: float | None
    on_time_rate: float | None
    overdue: int
    turnaround_median_hours: float | None
    turnaround_p90_hours: float | None
    rework_rate: float | None
    follow_up_rate: float | None
    satisfaction: float | None
    complaint_rate: float | None
    counts: Counts
    first_contact_rate: float | None = None
    response_median_hours: float | None = None

    @classmethod
    def of(
        cls, counts: Counts, worked: Sequence[int], occupied_households: float, waited: Sequence[int] = ()
    ) -> Figures:
        """Turn counts into figures.

        `worked` are the microseconds each completed request took, `waited` those until each was responded to, both
        ascending; `occupied_households` is the mean of the month's start and end.
        """
        median, slowest, response = percentile(worked, 0.5), percentile(worked, 0.9), percentile(waited, 0.5)
        return cls(
            received=counts.received,
            carried_over=counts.carried_over,
            completed=counts.completed,
            completion_rate=_share(counts.received_completed, counts.received),
            on_time_rate=_share(counts.completed_on_time, counts.completed_with_due),
            overdue=counts.overdue,
            turnaround_median_hours=None if median is None else median / _HOUR,
            turnaround_p90_hours=None if slowest is None else slowest / _HOUR,
            rework_rate=_share(counts.reworked, counts.repairs_completed),
            follow_up_rate=_share(counts.follow_ups_reached, counts.follow_ups_due),
            satisfaction=_share(counts.good_answers, counts.answers),
            complaint_rate=_share(counts.complaints, occupied_households),
            counts=counts,
            first_contact_rate=_share(counts.answered_at_once, counts.no_repairs),
            response_median_hours=None if response is None else response / _HOUR,
        )

    def value(self, figure: Figure) -> float | None:
        """Return one figure."""
        value: float | None = getattr(self, figure.value)
        return value

    def as_json(self) -> dict[str, float | None]:
        """Return F of the command line's schema: the figures by name, rates unrounded."""
        return {figure.value: self.value(figure) for figure in TOLD_IN_JSON}


def share_of(part: Figures, whole: Figures, figure: Figure) -> float | None:
    """Return which part of the whole's count a group has; none of nothing, and of figures that do not add up."""
    return _share(getattr(part.counts, figure), getattr(whole.counts, figure)) if figure in Counts._fields else None


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures with the month before and the same month a year ago; none where nothing is known of them."""

    figures: Figures
    previous: Figures | None
    last_year: Figures | None

    def as_json(self) -> dict[str, object]:
        """Return P of the command line's schema."""
        return {
            "figures": self.figures.as_json(),
            "previous": self.previous.as_json() if self.previous else None,
            "last_year": self.last_year.as_json() if self.last_year else None,
        }


@dataclass(frozen=True, slots=True)
class Named:
    """Figures of one group. `id` is 0 and `name` empty for requests without one.

    Places, liabilities and sources have no ids: `code` is theirs, empty for requests without one.
    """

    id: int
    code: str
    name: str
    compared: Compared


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Received and completed of one month in the 13-month series; none before the community's first request.

    `figures` are all of that month, where they were asked for.
    """

    month: Month
    received: int | None
    completed: int | None
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """Everything known of a month in figures; of one department's requests only, where one was asked for.

    `occupied_households` is the mean of the month's start and end, of the whole community. Groups that were not asked
    for are empty; places, liabilities and sources are named by `code` alone. `year_to_date` counts from 1 January to
    the cut-off as if that were one month; `targets` are those of the department, else of all.
    """

    month: Month
    community: str
    zone: ZoneInfo
    cut_off: datetime
    closed: bool
    occupied_households: float
    total: Compared
    departments: Sequence[Named]
    categories: Sequence[Named]
    buildings: Sequence[Named]
    zones: Sequence[Named] = ()
    workers: Sequence[Named] = ()
    places: Sequence[Named] = ()
    liabilities: Sequence[Named] = ()
    sources: Sequence[Named] = ()
    year_to_date: Figures | None = None
    targets: Mapping[Figure, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the schema of `report month --format json`."""
        return {
            "month": str(self.month),
            "community": self.community,
            "cut_off": self.cut_off.astimezone(self.zone).isoformat(),
            "closed": self.closed,
            "total": self.total.as_json(),
            "departments": [
                {"code": group.code, "name": group.name, **group.compared.as_json()} for group in self.departments
            ],
            "categories": _named(self.categories),
            "buildings": _named(self.buildings),
        }


def _named(groups: Iterable[Named]) -> list[Mapping[str, object]]:
    return [{"name": group.name, **group.compared.as_json()} for group in groups]
