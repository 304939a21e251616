"""What came back: earlier repairs that this one may be the rework of, households and faults that keep coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.permissions import Operation, requires
from desktop.requests.store import beside
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.requests.rows import RepeatsRow, RequestLine

__all__ = ["Recurring"]


class Recurring(Service):
    """Looks back."""

    @requires(Operation.READ_REQUEST)
    def earlier_repairs(
        self, room_id: int, category_id: int, occurred_at: datetime | None = None
    ) -> tuple[RequestLine, ...]:
        """Return the repairs that one said at `occurred_at` (now if none) may be the rework of, at most five.

        They are of the same home and category and were completed within 30 x 24 hours before; the latest comes first.
        """
        now = self.desk.clock.now()
        with self.desk.read() as session:
            return beside.earlier_repairs(
                session, self.actor.community_id, room_id, category_id, occurred_at or now, now
            )

    @requires(Operation.READ_REQUEST)
    def repeats(self, room_id: int | None, building_id: int | None, category_id: int | None) -> RepeatsRow:
        """Return how often the household, and the category in the building, came back in the last 90 days."""
        with self.desk.read() as session:
            now = self.desk.clock.now()
            return beside.repeats(session, self.actor.community_id, room_id, building_id, category_id, now)
