"""Where a list of requests gets its rows: pages by key, in either direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.requests.model import OPEN_STATES
from desktop.requests.rows import RequestOrder, StateGroup
from desktop.ui.table import Direction, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.requests.rows import RequestFilter, RequestLine
    from desktop.requests.service import RequestService

__all__ = ["RequestSource", "order_of", "own_sort"]


def own_sort(wanted: RequestFilter) -> Sort:
    """Return how a list is sorted until a person chooses: what remains to be done by due time, else newest first."""
    if wanted.awaits_follow_up:
        return Sort("follow-up")
    of_the_day = (wanted.overdue, wanted.due_today, wanted.to_dispatch, wanted.unexplained, wanted.held_too_long)
    to_do = any(of_the_day) or (bool(wanted.states) and wanted.states <= set(OPEN_STATES))
    by_due = wanted.group is StateGroup.OPEN or to_do
    return Sort("due") if by_due else Sort("received", descending=True)


def order_of(sort: Sort) -> tuple[RequestOrder, bool]:
    """Return the order of the service that serves `sort`, and whether its rows come the other way round."""
    if sort.key == "due":
        return RequestOrder.DUE, sort.descending
    if sort.key == "follow-up":
        return RequestOrder.FOLLOW_UP, sort.descending
    return RequestOrder.NEWEST, not sort.descending


class RequestSource:
    """The requests of a filter in one order. Asked on background threads."""

    def __init__(self, service: RequestService, wanted: RequestFilter, sort: Sort) -> None:
        """Show what `wanted` leaves, sorted by `sort`."""
        self._service = service
        self._wanted = wanted
        self._order, self._reversed = order_of(sort)
        self._count = 0

    def count(self) -> int:
        """Return the number of requests."""
        self._count = self._service.count(self._wanted)
        return self._count

    def page(self, anchor: RequestLine | None, direction: Direction, limit: int) -> Sequence[RequestLine]:
        """Return the `limit` requests next to `anchor`, the first or last of the list without one."""
        forward = (direction is Direction.AFTER) is not self._reversed
        rows = self._service.lines(
            self._wanted,
            self._order,
            after=anchor if forward else None,
            before=None if forward else anchor,
            last=anchor is None and not forward,
            limit=limit,
        )
        return rows[::-1] if self._reversed else rows

    def jump(self, position: int, limit: int) -> Sequence[RequestLine]:
        """Return `limit` requests from `position`."""
        if not self._reversed:
            return self._service.jump(self._wanted, self._order, index=position, total=self._count, limit=limit)
        first = max(self._count - position - limit, 0)
        wanted = self._count - position - first
        rows = self._service.jump(self._wanted, self._order, index=first, total=self._count, limit=wanted)
        return rows[::-1]

    def find(self, identity: object) -> int | None:
        """Return the position of the request with id `identity`, None if the list does not hold it."""
        if not isinstance(identity, int):
            return None
        found = self._service.position(identity, self._wanted, self._order)
        if found is None or not self._reversed:
            return found
        return self._count - 1 - found
