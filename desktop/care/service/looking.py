"""Looking at care: its lists page by page, how many rows they hold, what there is about one room."""

from __future__ import annotations

from calendar import isleap
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.care import store
from desktop.care.model import CareKind
from desktop.care.rows import CareCounts, CareFilter, CareLine, CareList, GoalKind, YearGoal
from desktop.care.service.keeping import no_such_task
from desktop.care.store import Seen
from desktop.core.permissions import Operation, requires
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["Looking"]


_GOALS: Mapping[GoalKind, tuple[str, tuple[CareKind, ...]]] = MappingProxyType(
    {
        GoalKind.VIP_VISITED: ("vip", (CareKind.VISIT,)),
        GoalKind.LEGACY_CARED_FOR: ("legacy_issue", ()),
    }
)
"""The tag whose households a goal is about, and the kinds of care that count."""


class Looking(Service):
    """Shows care as it is now."""

    @requires(Operation.READ_CARE)
    def counts(self) -> CareCounts:
        """Return how many rows each list of the day holds."""
        with self.desk.read() as session:
            seen = self._seen()
            due, planned, forgotten = store.counts(session, seen)
            return CareCounts(due, planned, welcome=len(store.welcome_lines(session, seen)), forgotten=forgotten)

    @requires(Operation.READ_CARE)
    def year_goals(self) -> tuple[YearGoal, ...]:
        """Return how far the running year's goals have come; one of no households at all is left out.

        Every VIP household is visited once a year, and for every household with a legacy issue something is done
        once a year. What should be done by now grows evenly with the days of the year.
        """
        today = self._today()
        gone = today.timetuple().tm_yday / (366 if isleap(today.year) else 365)
        with self.desk.read() as session:
            reached = store.households_reached(session, self._seen(), tuple(_GOALS.values()))
        return tuple(
            YearGoal(kind, done, of, planned=int(of * gone))
            for kind, (done, of) in zip(_GOALS, reached, strict=True)
            if of
        )

    @requires(Operation.READ_CARE)
    def count(self, wanted: CareFilter) -> int:
        """Return how many rows a list has."""
        with self.desk.read() as session:
            if wanted.list is CareList.WELCOME:
                return len(store.welcome_lines(session, self._seen()))
            return store.count(session, self._seen(), wanted)

    @requires(Operation.READ_CARE)
    def lines(
        self, wanted: CareFilter, anchor: CareLine | None = None, *, backward: bool = False, limit: int = 100
    ) -> list[CareLine]:
        """Return the page of a list that follows `anchor`, or precedes it when `backward`; in list order."""
        with self.desk.read() as session:
            seen = self._seen()
            if wanted.list is CareList.WELCOME:
                return _beside(store.welcome_lines(session, seen), anchor, limit, backward=backward)
            keys = None if anchor is None else store.anchor_of(anchor, wanted.list)
            return store.page(session, seen, wanted, keys, limit, backward=backward)

    @requires(Operation.READ_CARE)
    def lines_from(self, wanted: CareFilter, index: int, limit: int = 100) -> list[CareLine]:
        """Return the page that begins with the row at `index`, counted from 0; empty beyond the list."""
        with self.desk.read() as session:
            if wanted.list is CareList.WELCOME:
                return store.welcome_lines(session, self._seen())[index : index + limit]
            return store.from_index(session, self._seen(), wanted, index, limit)

    @requires(Operation.READ_CARE)
    def position(self, wanted: CareFilter, line_id: int) -> int | None:
        """Return where a row stands in its list, counted from 0; None where the list does not hold it."""
        with self.desk.read() as session:
            if wanted.list is CareList.WELCOME:
                lines = store.welcome_lines(session, self._seen())
                return next((place for place, line in enumerate(lines) if line.id == line_id), None)
            return store.position(session, self._seen(), wanted, line_id)

    @requires(Operation.READ_CARE)
    def all_lines(self, wanted: CareFilter) -> list[CareLine]:
        """Return every row of a list in its order: for paper, and for what is done with all of them."""
        with self.desk.read() as session:
            if wanted.list is CareList.WELCOME:
                return store.welcome_lines(session, self._seen())
            return store.all_lines(session, self._seen(), wanted)

    @requires(Operation.READ_CARE)
    def task(self, task_id: int) -> CareLine:
        """Return one task; raise UserError where there is none."""
        with self.desk.read() as session:
            found = store.task_line(session, self._seen(), task_id)
        if found is None:
            raise no_such_task()
        return found

    @requires(Operation.READ_CARE)
    def of_room(self, room_id: int) -> tuple[list[CareLine], CareLine | None, bool]:
        """Return what is planned for a room, the call of welcome due there if one is, and whether it is forgotten."""
        with self.desk.read() as session:
            seen = self._seen()
            planned = store.planned_of_room(session, seen, room_id)
            welcome = next(iter(store.welcome_lines(session, seen, room_id)), None)
            return planned, welcome, store.is_forgotten(session, seen, room_id)

    @requires(Operation.READ_CARE)
    def rooms_of(
        self, *, tag_id: int | None = None, zone_id: int | None = None, building_id: int | None = None
    ) -> list[int]:
        """Return the ids of the rooms of a tag, zone or building, in natural order."""
        with self.desk.read() as session:
            return store.rooms_of(session, self.actor.community_id, tag_id, zone_id, building_id)

    def _seen(self) -> Seen:
        return Seen(self.actor.community_id, self._today(), self.desk.zone)

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()


def _beside(lines: list[CareLine], anchor: CareLine | None, limit: int, *, backward: bool) -> list[CareLine]:
    """Return the page of a list in memory next to `anchor`; where that is gone, what stands in its place."""
    if anchor is None:
        return lines[-limit:] if backward else lines[:limit]
    key = (anchor.since, anchor.order_key, anchor.room_id)
    before = [line for line in lines if (line.since, line.order_key, line.room_id) < key]
    if backward:
        return before[-limit:]
    after = [line for line in lines if (line.since, line.order_key, line.room_id) > key]
    return after[:limit]
