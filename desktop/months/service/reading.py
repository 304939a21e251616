"""Reading months: their figures, the lists behind them, and the report of a department or of all as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.months.rows import Compared, Figure, MonthReport, MonthSummary, Named, ReportLists, TrendPoint
from desktop.months.store import counting, lists
from desktop.months.store.counting import KINDS, Pass, Tallies
from desktop.months.store.definitions import listed, window
from desktop.requests.model import Request
from desktop.requests.rows import RequestFilter, RequestOrder
from desktop.requests.service import RequestService
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from desktop.months.rows import Window
    from desktop.requests.rows import RequestLine

__all__ = ["Reading"]

_NO_LIMIT = 1_000_000
_COMPARED_WITH = (0, -1, -12)


@dataclass(frozen=True, slots=True)
class _Month:
    """One of the months compared: what was counted, none where nothing is known, and who lived there."""

    tallies: Tallies | None
    occupied: float


class Reading(Service):
    """Reads months. Every answer is read from one snapshot; a department's head is told of the own department only."""

    @requires(Operation.READ_FIGURES)
    def summary(self, month: Month, department_id: int | None = None, *, by: Sequence[str] = KINDS) -> MonthSummary:
        """Return the figures of `month` with the month before and last year, in total and by the kinds of `by`.

        With a department, only its requests are counted. Kinds not asked for ("department", "category", "building")
        are left empty. Raises UserError for a month that has not begun, RefusedError when a department's head asks
        for another department.
        """
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        with self.desk.read() as session:
            made = counting.read(session, self.actor.community_id, seen, department_id)
            return self._summary(session, seen, made, department_id, by)

    @requires(Operation.READ_FIGURES)
    def list_of(
        self,
        month: Month,
        figure: Figure,
        *,
        department_id: int | None = None,
        category_id: int | None = None,
        building_id: int | None = None,
    ) -> RequestFilter:
        """Return the filter that lists the requests a figure is about (`store.definitions.listed`).

        An id of 0 means those without category or building. Raises as `summary`.
        """
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        reworked: Sequence[int] = ()
        if figure is Figure.REWORK_RATE:
            with self.desk.read() as session:
                reworked = counting.read(session, self.actor.community_id, seen, department_id).having("reworked")
        ids = listed(self.actor.community_id, figure, seen, reworked)
        places = ((Request.category_id, category_id), (Request.building_id, building_id))
        if nowhere := [column.is_(None) for column, id_ in places if id_ == 0]:
            ids = select(Request.id).where(Request.id.in_(ids), *nowhere)
        return RequestFilter(
            department_ids=_only(department_id),
            category_ids=_only(category_id),
            building_ids=_only(building_id),
            ids=ids,
        )

    @requires(Operation.READ_FIGURES)
    def lines(
        self,
        month: Month,
        figure: Figure,
        *,
        department_id: int | None = None,
        category_id: int | None = None,
        building_id: int | None = None,
    ) -> Sequence[RequestLine]:
        """Return the requests a figure is about, newest first, as they are now. Raises as `summary`."""
        wanted = self.list_of(
            month, figure, department_id=department_id, category_id=category_id, building_id=building_id
        )
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
            made = counting.read(session, community_id, seen, department_id)
            summary = self._summary(session, seen, made, department_id, KINDS)
            department = next((each for each in summary.departments if each.id == department_id), None)
            if department_id is not None and department is None:
                raise UserError(Problem(msg("This department does not exist any more; choose another."), "department"))
            return MonthReport(
                department=department,
                addressees=lists.heads(session, community_id, department_id),
                printed_by=self.actor.name,
                printed_at=self.desk.clock.now().astimezone(self.desk.zone),
                summary=summary,
                lists=self._lists(session, seen, made, department_id),
            )

    def _within_reach(self, department_id: int | None) -> int | None:
        own = self.actor.heads_department
        if own is None:
            return department_id
        if department_id not in {None, own}:
            raise RefusedError(msg("A department's head sees the own department's report only."))
        return own

    def _window(self, month: Month) -> Window:
        now = self.desk.clock.now()
        if month.start(self.desk.zone) > now:
            raise UserError(Problem(msg("The month %(month)s has not begun yet.", month=month), "month"))
        return window(month, self.desk.zone, now)

    def _windows(self, months: Sequence[Month]) -> list[Window]:
        now = self.desk.clock.now()
        return [window(each, self.desk.zone, now) for each in months]

    def _summary(
        self, session: Session, seen: Window, made: Pass, department_id: int | None, by: Sequence[str]
    ) -> MonthSummary:
        months = self._compared(session, seen, made, department_id, by)
        named = lists.names(session, self.actor.community_id)
        groups = {kind: _groups(kind, months, named[kind]) if kind in by else [] for kind in KINDS}
        departments = [group for group in groups["department"] if group.id and department_id in {None, group.id}]
        return MonthSummary(
            month=seen.month,
            community=self.desk.community,
            zone=self.desk.zone,
            cut_off=seen.cut_off,
            closed=False,
            occupied_households=months[0].occupied,
            total=_compared_figures(months),
            departments=departments,
            categories=groups["category"],
            buildings=groups["building"],
        )

    def _compared(
        self, session: Session, seen: Window, made: Pass, department_id: int | None, by: Sequence[str]
    ) -> list[_Month]:
        """Return the month, the month before and the same month last year."""
        community_id = self.actor.community_id
        first = counting.first_request_at(session, community_id)
        windows = self._windows([seen.month.plus(offset) for offset in _COMPARED_WITH])
        days = [day for each in windows for day in self._first_and_last_day(each)]
        lived_in = counting.occupied_households(session, community_id, days)
        passes: list[Pass | None] = [made]
        for each in windows[1:]:
            known = _is_known(each, first)
            passes.append(counting.read(session, community_id, each, department_id) if known else None)
        return [
            _Month(None if each is None else counting.tally(each, by), (lived_in[place] + lived_in[place + 1]) / 2)
            for place, each in zip(range(0, len(lived_in), 2), passes, strict=True)
        ]

    def _first_and_last_day(self, seen: Window) -> tuple[date, date]:
        """Return the days on which the month's households are counted; a running month ends today."""
        last = min(seen.month.last_day, seen.cut_off.astimezone(self.desk.zone).date())
        return seen.month.first_day, last

    def _lists(self, session: Session, seen: Window, made: Pass, department_id: int | None) -> ReportLists:
        community_id = self.actor.community_id
        first = counting.first_request_at(session, community_id)
        windows = self._windows(seen.month.series())
        before = windows[-2] if _is_known(windows[-2], first) else None
        counts = counting.monthly_counts(session, community_id, windows, department_id)
        return ReportLists(
            carried_over=lists.lines(session, made.having("carried_over"), seen),
            overdue=lists.lines(session, made.having("overdue"), seen),
            rework=lists.lines(session, made.having("reworked"), seen, made.followers),
            unreached=lists.lines(session, made.having("follow_ups_due", "follow_ups_reached"), seen),
            hot_spots=lists.hot_spots(session, community_id, seen, before, department_id),
            repeat_households=lists.repeat_households(session, community_id, seen, department_id),
            grades=lists.grades(session, community_id, seen, department_id),
            answers=lists.answers(session, community_id, seen, department_id),
            trend=[
                TrendPoint(each.month, *(pair if _is_known(each, first) else (None, None)))
                for each, pair in zip(windows, counts, strict=True)
            ],
        )


def _only(id_: int | None) -> frozenset[int]:
    return frozenset({id_}) if id_ else frozenset()


def _is_known(seen: Window, first: datetime | None) -> bool:
    """Tell whether the community had any request before the month's end."""
    return first is not None and first < seen.end


def _compared_figures(months: Sequence[_Month], kind: str = "", key: int = 0) -> Compared:
    present, previous, last_year = (
        None if each.tallies is None else each.tallies.figures(each.occupied, kind, key) for each in months
    )
    assert present is not None
    return Compared(present, previous, last_year)


def _groups(kind: str, months: Sequence[_Month], named: Mapping[int, tuple[str, str]]) -> list[Named]:
    """Return the figures of each group, the named ones first, then (id 0) of what belongs to none."""
    counted = [key for each in months if each.tallies for key in each.tallies.by[kind]]
    return [
        Named(key, *named.get(key, ("", "")), _compared_figures(months, kind, key))
        for key in dict.fromkeys([*named, *sorted(counted)])
    ]
