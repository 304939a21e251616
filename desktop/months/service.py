"""What can be asked of a month: its figures, its lists, and what a department's report needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_

from desktop.core.errors import RefusedError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.months import store
from desktop.months.rows import Compared, Figure, Figures, MonthSummary, Named, ReportLists, Tally, TrendPoint
from desktop.requests.model import Request
from desktop.requests.service import RequestService
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from desktop.months.rows import Window
    from desktop.requests.rows import RequestLine

__all__ = ["MonthService"]

_BY = {"department": 0, "category": 1, "building": 2}


class MonthService(Service):
    """Reads months; a department's head is told of the own department only."""

    @requires(Operation.READ_FIGURES)
    def summary(self, month: Month, department_id: int | None = None) -> MonthSummary:
        """Return the figures of `month` with the month before and last year, in total and per group.

        With a department, only its requests are counted. Raises RefusedError when a department's head asks for
        more than the own department.
        """
        department_id = self._within_reach(department_id)
        with self.desk.read() as session:
            return self._summary(session, month, department_id)

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
        """Return the requests a figure is about, oldest first; see `store.condition`."""
        department_id = self._within_reach(department_id)
        seen = self._window(month)
        wanted = [store.condition(figure, seen)]
        for column, value in (
            (Request.department_id, department_id),
            (Request.category_id, category_id),
            (Request.building_id, building_id),
        ):
            if value is not None:
                wanted.append(column == value if value else column.is_(None))
        return self._lines(and_(*wanted))

    @requires(Operation.PRINT_REPORT)
    def report_lists(self, month: Month, department_id: int | None = None) -> ReportLists:
        """Return the lists of a report, of one department or of all."""
        department_id = self._within_reach(department_id)
        seen = self._window(month)

        def lines(figure: Figure) -> Sequence[RequestLine]:
            return self.lines(month, figure, department_id=department_id)

        community = self.actor.community_id
        with self.desk.read() as session:
            windows = [self._window(each) for each in month.series()]
            known = [store.any_request_before(session, community, each.end) for each in windows]
            counts = store.monthly_counts(session, community, windows, department_id)
            repeats = store.repeat_households(session, community, seen, department_id)
            answers = store.answers(session, community, seen, department_id)
        return ReportLists(
            carried_over=lines(Figure.CARRIED_OVER),
            overdue=lines(Figure.OVERDUE),
            rework=lines(Figure.REWORK_RATE),
            repeat_households=repeats,
            answers=answers,
            trend=[
                TrendPoint(each.month, *(pair if is_known else (None, None)))
                for each, pair, is_known in zip(windows, counts, known, strict=True)
            ],
        )

    def _within_reach(self, department_id: int | None) -> int | None:
        own = self.actor.heads_department
        if own is None:
            return department_id
        if department_id not in {None, own}:
            raise RefusedError(msg("A department's head sees the own department's report only."))
        return own

    def _window(self, month: Month) -> Window:
        return store.window(month, self.desk.zone, self.desk.clock.now())

    def _lines(self, where: ColumnElement[bool]) -> Sequence[RequestLine]:
        return RequestService(self.desk).lines_where(where)

    def _summary(self, session: Session, month: Month, department_id: int | None) -> MonthSummary:
        community = self.actor.community_id
        seen = self._window(month)
        told: list[Mapping[store.GroupKey, Tally] | None] = [self._tallies(session, month, department_id)]
        for earlier in (month.plus(-1), month.plus(-12)):
            known = store.any_request_before(session, community, earlier.end(self.desk.zone))
            told.append(self._tallies(session, earlier, department_id) if known else None)
        occupied = [self._occupied(session, each) for each in (month, month.plus(-1), month.plus(-12))]
        named = store.names(session, community)

        def groups(kind: str) -> list[Named]:
            by = [None if each is None else _folded(each, _BY[kind]) for each in told]
            wanted = dict.fromkeys([*named[kind], *(key for each in by if each for key in each)])
            if kind == "department":
                wanted = dict.fromkeys(key for key in wanted if key and department_id in {None, key})
            listed = []
            for key in wanted:
                figures = [
                    None if each is None else Figures.of(each.get(key, Tally()), households)
                    for each, households in zip(by, occupied, strict=True)
                ]
                code, name = named[kind].get(key, ("", ""))
                assert figures[0] is not None
                listed.append(Named(key, code, name, Compared(figures[0], figures[1], figures[2])))
            return listed

        totals = [
            None if each is None else Figures.of(_total(each), households)
            for each, households in zip(told, occupied, strict=True)
        ]
        assert totals[0] is not None
        return MonthSummary(
            month=month,
            community=self.desk.community,
            zone=self.desk.zone,
            cut_off=seen.cut_off,
            closed=False,
            occupied_households=occupied[0],
            total=Compared(totals[0], totals[1], totals[2]),
            departments=groups("department"),
            categories=groups("category"),
            buildings=groups("building"),
        )

    def _tallies(self, session: Session, month: Month, department_id: int | None) -> Mapping[store.GroupKey, Tally]:
        found = store.tallies(session, self.actor.community_id, self._window(month))
        if department_id is None:
            return found
        return {key: tally for key, tally in found.items() if key[0] == department_id}

    def _occupied(self, session: Session, month: Month) -> float:
        """Return the mean of the households occupied on the month's first and last day, or up to the cut-off."""
        community = self.actor.community_id
        last = min(month.last_day, self._window(month).cut_off.astimezone(self.desk.zone).date())
        days = (month.first_day, max(last, month.first_day))
        return sum(store.occupied_households(session, community, day) for day in days) / 2


def _total(tallies: Mapping[store.GroupKey, Tally]) -> Tally:
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return total


def _folded(tallies: Mapping[store.GroupKey, Tally], position: int) -> dict[int, Tally]:
    folded: dict[int, Tally] = {}
    for key, tally in tallies.items():
        folded.setdefault(key[position], Tally()).add(tally)
    return folded
