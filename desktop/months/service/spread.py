"""The lists behind the two distributions of a month: how long requests took, and which grades were given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.permissions import Operation, requires
from desktop.months.model import ClosedRequest
from desktop.months.rows import TURNAROUND_HOURS, Figure
from desktop.months.service.freezing import Freezing
from desktop.months.store import editions
from desktop.months.store.bits import WORKED
from desktop.months.store.definitions import ANSWERED, ANSWERING, moments
from desktop.requests.model import FollowUp, Request
from desktop.requests.rows import RequestFilter

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.months.store.editions import Edition
    from desktop.requests.model import Satisfaction

__all__ = ["Spread"]

_HOUR = 3_600_000_000


class Spread(Freezing):
    """Lists what a band, or a grade, counts; of a closed month what it counted then."""

    @requires(Operation.READ_FIGURES)
    def list_of_band(self, month: Month, hours: float | None, *, department_id: int | None = None) -> RequestFilter:
        """Return the filter that lists the completed requests of one band of TURNAROUND_HOURS.

        `hours` is the band's end, none the band of what took longer than all. Raises as `list_of`.
        """
        wanted = self.list_of(month, Figure.COMPLETED, department_id=department_id)
        completed = wanted.ids
        assert completed is not None
        edition = self._in_force(month)
        worked = WORKED if edition is None else ClosedRequest.worked
        below = max((each for each in TURNAROUND_HOURS if hours is None or each < hours), default=None)
        bounds = [] if below is None else [worked > int(below * _HOUR)]
        if hours is not None:
            bounds.append(worked <= int(hours * _HOUR))
        if edition is None:
            return replace(wanted, ids=select(Request.id).where(Request.id.in_(completed), *bounds))
        kept = select(ClosedRequest.request_id).where(ClosedRequest.edition_id == edition.id)
        return replace(wanted, ids=kept.where(ClosedRequest.request_id.in_(completed), *bounds))

    @requires(Operation.READ_FIGURES)
    def list_of_grade(self, month: Month, grade: Satisfaction, *, department_id: int | None = None) -> RequestFilter:
        """Return the filter that lists the requests about which `grade` was given in the month's follow-ups.

        Who gave it twice stands in the list once. Raises as `list_of`.
        """
        department_id = self._within_reach(department_id)
        edition = self._in_force(month)
        seen = self._window(month) if edition is None else edition.seen
        given = select(FollowUp.request_id).where(ANSWERED, FollowUp.satisfaction == grade)
        ids = select(Request.id).where(ANSWERING, Request.id.in_(given))
        own = frozenset() if department_id is None else frozenset({department_id})
        if edition is None:
            return RequestFilter(department_ids=own, ids=ids.params(moments(self.actor.community_id, seen)))
        counted = select(ClosedRequest.request_id).where(
            ClosedRequest.edition_id == edition.id, ClosedRequest.answers > 0
        )
        if department_id is not None:
            counted = counted.where(ClosedRequest.department_id == department_id)
        ids = select(Request.id).where(Request.id.in_(given), Request.id.in_(counted))
        return RequestFilter(ids=ids.params(moments(self.actor.community_id, seen)))

    def _in_force(self, month: Month) -> Edition | None:
        with self.desk.read() as session:
            return editions.in_force(session, self.actor.community_id, month)
