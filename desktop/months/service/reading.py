"""Reading months: their figures, the lists behind them, and the report of a department or of all as rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict, TypeVar

from sqlalchemy import or_, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.events import service as events
from desktop.households.model import Building
from desktop.incidents import service as incidents
from desktop.incidents.rows import IncidentMonthLine
from desktop.months.rows import Figure, MonthReport, MonthSummary, ReportLists, TrendPoint, VisitsOfKind
from desktop.months.service.counted import EVERYTHING, USUAL, Counting, is_known
from desktop.months.store import counting, editions, kept, lists, living, tallying
from desktop.months.store.bits import COLUMNS, KINDS
from desktop.months.store.definitions import listed
from desktop.outages import service as outages
from desktop.patrols import service as patrols
from desktop.patrols.rows import PatrolMonthLine
from desktop.requests.model import Place, Request
from desktop.requests.rows import RequestFilter, RequestOrder
from desktop.requests.service import RequestService
from desktop.visits import service as visits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Unpack

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from desktop.months.rows import Figures, HotSpot, Named, ReportLine, Window
    from desktop.months.store.counting import Pass
    from desktop.requests.rows import RequestLine

__all__ = ["Reading", "Within"]

_NO_LIMIT = 1_000_000
_Line = TypeVar("_Line", PatrolMonthLine, IncidentMonthLine)


class Within(TypedDict, total=False):
    """Of which group a list is asked for; what is not named narrows nothing."""

    department_id: int | None
    category_id: int | None
    building_id: int | None
    zone_id: int | None
    worker_id: int | None
    place: str | None
    liability: str | None
    source: str | None


class Reading(Counting):
    """Reads months. Every answer is read from one snapshot; a department's head is told of the own department only."""

    @requires(Operation.READ_FIGURES)
    def summary(self, month: Month, department_id: int | None = None, *, by: Sequence[str] = USUAL) -> MonthSummary:
        """Return the figures of `month` with the month before and last year, in total and by the kinds of `by`.

        With a department, only its requests are counted. Kinds not asked for ("department", "category", "building",
        "zone", "worker", "place", "liability", "source") are left empty; "year" asks for the year to date. Raises
        UserError for a month that has not begun, RefusedError when a department's head asks for another department.
        """
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        with self.desk.read() as session:
            return self._summary(session, seen, department_id, by)

    @requires(Operation.READ_FIGURES)
    def series(self, month: Month, department_id: int | None = None) -> Sequence[tuple[Month, Figures | None]]:
        """Return all figures of the thirteen months that end with `month`; none before anything is known.

        Raises as `summary`.
        """
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        with self.desk.read() as session:
            return self._series(session, seen, department_id, {})

    @requires(Operation.READ_FIGURES)
    def list_of(self, month: Month, figure: Figure, **within: Unpack[Within]) -> RequestFilter:
        """Return the filter that lists the requests a figure is about (`store.definitions.listed`).

        An id of 0, or an empty code, means those without one. Raises as `summary`.
        """
        department_id = self._within_reach(within.get("department_id"))
        seen = self._window(month)
        community_id = self.actor.community_id
        reworked: Sequence[int] = ()
        if figure is Figure.REWORK_RATE:
            with self.desk.read() as session:
                reworked = counting.read(session, community_id, seen, kinds=()).having("reworked")
        ids = listed(community_id, figure, seen, reworked)
        category_id, building_id = within.get("category_id"), within.get("building_id")
        worker_id, place = within.get("worker_id"), within.get("place")
        # What the list has a filter of its own for, it shows as one.
        narrowed = narrowing(
            category=None if category_id else category_id,
            zone=within.get("zone_id"),
            worker=None if worker_id else worker_id,
            place=None if place else place,
            liability=within.get("liability"),
            source=within.get("source"),
        )
        if narrowed:
            ids = select(Request.id).where(Request.id.in_(ids), *narrowed)
        return RequestFilter(
            department_ids=_only(department_id),
            category_ids=_only(category_id or None),
            building_ids=_only(building_id),
            worker_ids=_only(worker_id or None),
            places=frozenset({Place(place)}) if place else frozenset(),
            ids=ids,
        )

    @requires(Operation.READ_FIGURES)
    def lines(self, month: Month, figure: Figure, **within: Unpack[Within]) -> Sequence[RequestLine]:
        """Return the requests a figure is about, newest first, as they are now; arguments and errors as `list_of`."""
        wanted = self.list_of(month, figure, **within)
        return RequestService(self.desk).lines(wanted, RequestOrder.NEWEST, limit=_NO_LIMIT)

    @requires(Operation.PRINT_REPORT)
    def report(self, month: Month, department_id: int | None = None) -> MonthReport:
        """Return the report of one department, or of all (of the own, for a department's head), ready to be drawn.

        Raises as `summary`, and UserError for a department that does not exist.
        """
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        community_id = self.actor.community_id
        with self.desk.read() as session:
            made = self._pass(session, seen, department_id)
            summary = self._summary(session, seen, department_id, EVERYTHING, tallying.tally(made, KINDS))
            return MonthReport(
                department=_own(summary, department_id),
                addressees=lists.heads(session, community_id, department_id),
                project_managers=lists.heads(session, community_id, None),
                printed_by=self.actor.name,
                printed_at=self.desk.clock.now().astimezone(self.desk.zone),
                summary=summary,
                lists=self._lists(session, seen, made, department_id, summary),
                issued_at=editions.state(session, community_id, month).issued_at,
                comment=kept.comment(session, community_id, month, department_id),
                outages=outages.month_lines(session, community_id, seen.start, seen.end, seen.bound),
                events=events.month_lines(session, community_id, seen.start, min(seen.end, seen.bound)),
                goals=events.goal_lines(session, community_id, month.year, self._last_day(seen)),
                visits=self._visits(session, seen),
                patrols=_of_department(
                    patrols.month_lines(session, community_id, seen.start, seen.end, self.desk.zone, seen.bound),
                    department_id,
                ),
                incidents=_of_department(
                    incidents.month_lines(session, community_id, seen.start, min(seen.end, seen.bound)), department_id
                ),
            )

    @requires(Operation.PRINT_REPORT)
    def gist(self, month: Month, department_id: int | None = None) -> MonthReport:
        """Return of `report` what its few sentences are made of: total figures, hot spots and answers.

        Everything else of it is empty; it takes a fraction of the time. Raises as `report`.
        """
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        community_id = self.actor.community_id
        with self.desk.read() as session:
            summary = self._summary(session, seen, department_id, ("department",))
            told = ReportLists(
                carried_over=(),
                overdue=(),
                rework=(),
                unreached=(),
                hot_spots=self._hot_spots(session, seen, department_id),
                repeat_households=(),
                grades={},
                answers=lists.answers(session, community_id, seen, department_id),
                trend=(),
                voices=lists.answers(session, community_id, seen, department_id, voices=True),
            )
            return MonthReport(
                department=_own(summary, department_id),
                addressees=(),
                printed_by=self.actor.name,
                printed_at=self.desk.clock.now().astimezone(self.desk.zone),
                summary=summary,
                lists=told,
            )

    def _visits(self, session: Session, seen: Window) -> tuple[VisitsOfKind, ...]:
        until = min(seen.end, seen.bound)
        return tuple(
            VisitsOfKind(
                line.kind.kind,
                # what a built-in kind is called is said by whoever prints it
                line.name if isinstance(line.name, str) else "",
                line.visits,
                line.people,
                line.vehicles,
                line.refused,
                line.overridden,
                line.overstayed,
            )
            for line in visits.month_lines(session, self.actor.community_id, seen.start, until, self.desk.zone)
        )

    def _last_day(self, seen: Window) -> date:
        """Return the last day that counts, in the community's zone."""
        return (seen.bound - timedelta(microseconds=1)).astimezone(self.desk.zone).date()

    def _hot_spots(self, session: Session, seen: Window, department_id: int | None) -> Sequence[HotSpot]:
        community_id = self.actor.community_id
        first = living.first_request_at(session, community_id)
        before = self._windows([seen.month.plus(-1)])[0]
        return lists.hot_spots(session, community_id, seen, before if is_known(before, first) else None, department_id)

    def _pass(self, session: Session, seen: Window, department_id: int | None) -> Pass:
        if self._cuts is not None:
            return self._cuts.read(seen, department_id)
        return counting.read(session, self.actor.community_id, seen, department_id)

    def _ledger(self, session: Session, ids: Sequence[int], seen: Window) -> Sequence[ReportLine]:
        return lists.ledger(session, ids, seen) if self._cuts is None else self._cuts.ledger(ids, seen)

    def _series(
        self, session: Session, seen: Window, department_id: int | None, told: dict[Month, Figures | None]
    ) -> list[tuple[Month, Figures | None]]:
        """Return the figures of thirteen months; `told` are those reckoned already."""
        months = seen.month.series()
        first = living.first_request_at(session, self.actor.community_id)
        wanted = [each for each in self._windows(months) if each.month not in told and is_known(each, first)]
        counted = self._count(session, wanted, department_id) if wanted else []
        found = told | {
            each.month: None if one is None else one.figures() for each, one in zip(wanted, counted, strict=True)
        }
        return [(month, found.get(month)) for month in months]

    def _lists(
        self, session: Session, seen: Window, made: Pass, department_id: int | None, summary: MonthSummary
    ) -> ReportLists:
        community_id = self.actor.community_id
        first = living.first_request_at(session, community_id)
        known = is_known(seen, first)
        total = summary.total
        told = {
            seen.month: total.figures if known else None,
            seen.month.plus(-1): total.previous,
            seen.month.plus(-12): total.last_year,
        }
        series = self._series(session, seen, department_id, told)
        return ReportLists(
            carried_over=lists.lines(session, made.having("carried_over"), seen),
            overdue=lists.lines(session, made.having("overdue"), seen),
            rework=lists.lines(session, made.having("reworked"), seen, made.followers),
            unreached=lists.lines(session, made.having("follow_ups_due", "follow_ups_reached"), seen),
            hot_spots=self._hot_spots(session, seen, department_id),
            repeat_households=lists.repeat_households(session, community_id, seen, department_id),
            grades=lists.grades(session, community_id, seen, department_id),
            answers=lists.answers(session, community_id, seen, department_id),
            trend=[
                TrendPoint(
                    each, None if one is None else one.received, None if one is None else one.completed, figures=one
                )
                for each, one in series
            ],
            heat=lists.heat(session, community_id, made),
            turnaround=lists.turnaround(made),
            voices=lists.answers(session, community_id, seen, department_id, voices=True),
            received=self._ledger(session, made.having("received"), seen),
        )


def _own(summary: MonthSummary, department_id: int | None) -> Named | None:
    """Return the figures of the department a report is of, none of all. Raises UserError where it is gone."""
    department = next((each for each in summary.departments if each.id == department_id), None)
    if department_id is not None and department is None:
        raise UserError(Problem(msg("This department does not exist any more; choose another."), "department"))
    return department


def _of_department(lines: Sequence[_Line], department_id: int | None) -> tuple[_Line, ...]:
    return tuple(line for line in lines if department_id in {None, line.department_id})


def _only(id_: int | None) -> frozenset[int]:
    return frozenset() if id_ is None else frozenset({id_})


def narrowing(**within: int | str | None) -> list[ColumnElement[bool]]:
    """Return the conditions that keep requests of one category, zone, worker, place, liability or source.

    None asks nothing; 0 or an empty code keeps those without one.
    """
    return [condition for kind, key in within.items() if key is not None for condition in _within(kind, key)]


def _within(kind: str, key: int | str) -> Iterator[ColumnElement[bool]]:
    if kind == "zone":
        in_a_zone = select(Building.id).where(Building.zone_id == key if key else Building.zone_id.is_(None))
        inside = Request.building_id.in_(in_a_zone)
        yield inside if key else or_(Request.building_id.is_(None), inside)
        return
    column = COLUMNS[kind]
    yield column == key if key or isinstance(key, str) else column.is_(None)
