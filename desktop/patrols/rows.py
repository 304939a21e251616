"""Patrols as screens, forms and paper have them. Times are aware, in UTC; days are of the community's zone."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.patrols.model import PointKind, PointOutcome, RoundState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime, time

    from desktop.requests.model import RequestState
    from desktop.visits.rows import ShiftOnDay

__all__ = [
    "OUTCOME_LABELS",
    "POINT_LABELS",
    "ROUND_LABELS",
    "CategoryChoice",
    "DayLine",
    "DepartmentChoice",
    "DueLine",
    "DutyLine",
    "FindingChoices",
    "FindingLine",
    "NewDuty",
    "NewFinding",
    "NewPoint",
    "NewRoute",
    "NewSheet",
    "PatrolCounts",
    "PatrolFilter",
    "PatrolMonthLine",
    "PointLine",
    "RoundFile",
    "RoundLine",
    "RouteLine",
    "SheetStep",
    "StepLine",
]

POINT_LABELS: Mapping[PointKind, Message] = MappingProxyType(
    {
        PointKind.EQUIPMENT_ROOM: msg("Equipment room"),
        PointKind.STREET_SHOP: msg("Street shop"),
        PointKind.PLAZA: msg("Plaza"),
        PointKind.FIRE_DOOR: msg("Fire door"),
        PointKind.VILLA: msg("Around the villas"),
        PointKind.GARAGE: msg("Garage"),
        PointKind.ROOF: msg("Roof"),
        PointKind.OTHER: msg("Other point"),
    }
)

OUTCOME_LABELS: Mapping[PointOutcome, Message] = MappingProxyType(
    {
        PointOutcome.NORMAL: msg("All in order"),
        PointOutcome.FINDING: msg("Something found"),
        PointOutcome.MISSED: msg("Not visited"),
    }
)

ROUND_LABELS: Mapping[RoundState, Message] = MappingProxyType(
    {
        RoundState.RUNNING: msg("Being walked"),
        RoundState.MADE: msg("Round made"),
        RoundState.BROKEN_OFF: msg("Broken off"),
    }
)


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point of a route, in its place. `department_id` none: what is found there is for the route's department."""

    id: int
    position: int
    name: str
    kind: PointKind
    building_id: int | None = None
    building: str = ""
    department_id: int | None = None
    department: str = ""
    code: str = ""
    route_id: int = 0


@dataclass(frozen=True, slots=True)
class DutyLine:
    """How often a shift walks a route, from `since` until before `until`; times are by the community's clock."""

    id: int
    shift_id: int
    shift: str
    starts: time
    ends: time
    times: int
    weekdays: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route with its points in order, and the duties that hold today or later."""

    id: int
    version: int
    name: str
    department_id: int
    department: str
    fixed_order: bool
    note: str
    archived: bool
    points: tuple[PointLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NewRoute:
    """A route as typed."""

    name: str
    department_id: int | None
    fixed_order: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A point as typed, in its place; `point_id` is one that the route has already, 0 for a new one."""

    name: str
    kind: PointKind = PointKind.OTHER
    building_id: int | None = None
    department_id: int | None = None
    code: str = ""
    point_id: int = 0


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty as typed: `times` rounds in a shift on `weekdays`, digits 1 (Monday) to 7."""

    shift_id: int
    times: int
    weekdays: str = "1234567"


@dataclass(frozen=True, slots=True)
class DueLine:
    """A route in one shift of one day: rounds due and made. `missed` once the shift is over, `open` until then.

    `running` are being walked; `running_id` is the one that can be taken up again, 0 for none.
    """

    route_id: int
    route: str
    department: str
    shift: ShiftOnDay
    due: int
    made: int
    missed: int
    open: int
    running: int = 0
    running_id: int = 0

    @property
    def id(self) -> tuple[int, int, date]:
        """Return route, shift and day, which tell lines apart."""
        return self.route_id, self.shift.shift.id, self.shift.day


@dataclass(frozen=True, slots=True)
class DayLine:
    """The rounds of one day, of every route and shift."""

    day: date
    due: int
    made: int
    missed: int
    open: int

    @property
    def id(self) -> date:
        """Return the day, which tells lines apart."""
        return self.day


@dataclass(frozen=True, slots=True)
class PatrolCounts:
    """The rounds of one day: due, made, missed, still open; and the findings of any day that are not mended yet."""

    due: int = 0
    made: int = 0
    missed: int = 0
    open: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class PatrolFilter:
    """Which rounds or findings are wanted; an empty part narrows nothing. Days are both included.

    `states` are of rounds. `unmended`: only findings whose request is not completed.
    """

    first_day: date | None = None
    last_day: date | None = None
    route_id: int | None = None
    states: Collection[RoundState] = ()
    unmended: bool = False


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round; `normal`, `findings` and `missed` count its points, `points` are all it has."""

    id: int
    version: int
    route_id: int
    route: str
    shift: str
    day: date
    state: RoundState
    started_at: datetime
    ended_at: datetime | None
    walker: str
    from_sheet: bool
    account_id: int
    points: int
    normal: int
    findings: int
    missed: int
    end_words: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One point of a round; `outcome` none where it was not reached yet. `words` say why it was missed."""

    point_id: int
    position: int
    name: str
    kind: PointKind
    building: str
    department_id: int
    code: str
    outcome: PointOutcome | None = None
    at: datetime | None = None
    scanned: bool = False
    words: str = ""

    @property
    def id(self) -> int:
        """Return the point's id, which tells lines apart."""
        return self.point_id


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What was found at a point, and how far the request is that it became.

    `words` are the finder's. A guard is shown those of own findings; of others only that there was one: no words,
    number and request.
    """

    id: int
    round_id: int
    point_id: int
    route: str
    point: str
    at: datetime
    department: str
    words: str
    by: str
    request_id: int
    number: str
    state: RequestState | None
    mended: bool


@dataclass(frozen=True, slots=True)
class RoundFile:
    """A round with its points in order, and what was found."""

    line: RoundLine
    fixed_order: bool
    steps: tuple[StepLine, ...]
    findings: tuple[FindingLine, ...]

    @property
    def next_point(self) -> StepLine | None:
        """Return the first point not reached yet, None once all are."""
        return next((step for step in self.steps if step.outcome is None), None)


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What was found, as typed. Without `department_id` it is for the point's department, or else the route's."""

    words: str
    category_id: int | None = None
    department_id: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class SheetStep:
    """What a sheet says of one point; a finding has one in `finding`. `at` none: when the round ended."""

    point_id: int
    outcome: PointOutcome
    words: str = ""
    finding: NewFinding | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A round walked on paper. Points without a step were not visited. `end_words` say why it was broken off."""

    route_id: int
    started_at: datetime
    ended_at: datetime
    walker: str
    steps: tuple[SheetStep, ...] = ()
    end_words: str = ""


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A category of requests, the department that is usual for it, and the pinyin it is found by."""

    id: int
    name: str
    department_id: int | None
    finds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    """A department something found can be for; `name` is without the ending 部. `finds` is its pinyin."""

    id: int
    name: str
    finds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingChoices:
    """What a finding can be: categories and departments in their order."""

    categories: tuple[CategoryChoice, ...]
    departments: tuple[DepartmentChoice, ...]


@dataclass(frozen=True, slots=True)
class PatrolMonthLine:
    """The patrols of one department in a month.

    Rounds and missed points are those of its routes, findings and mended ones those it has to mend.
    """

    department_id: int
    department: str
    due: int
    made: int
    missed: int
    missed_points: int
    findings: int
    mended: int
