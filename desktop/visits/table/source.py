"""The log of visits as the list asks for it, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.table import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.visits.rows import VisitFilter, VisitLine
    from desktop.visits.service import VisitService

__all__ = ["VisitSource"]


class VisitSource:
    """The visits of a filter, newest first. Asked on background threads."""

    def __init__(self, service: VisitService, wanted: VisitFilter) -> None:
        """Show what `wanted` leaves."""
        self._service = service
        self._wanted = wanted
        self._count = 0

    def count(self) -> int:
        """Return the number of visits."""
        self._count = self._service.count(self._wanted)
        return self._count

    def page(self, anchor: VisitLine | None, direction: Direction, limit: int) -> Sequence[VisitLine]:
        """Return the `limit` visits next to `anchor`, the first or last of the list without one."""
        return self._service.visits(self._wanted, anchor, limit, backward=direction is Direction.BEFORE)

    def jump(self, position: int, limit: int) -> Sequence[VisitLine]:
        """Return `limit` visits from `position`."""
        return self._service.visits_from(self._wanted, position, self._count, limit)

    def find(self, identity: object) -> int | None:
        """Return the position of the visit with id `identity`, None if the list does not hold it."""
        return self._service.place_of(identity, self._wanted) if isinstance(identity, int) else None
