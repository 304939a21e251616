"""What there is to see of patrols: routes, rounds due and made, rounds walked, what was found."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.patrols import store
from desktop.patrols.rows import (
    DayLine,
    DueLine,
    FindingChoices,
    FindingLine,
    PatrolCounts,
    PatrolFilter,
    PointLine,
    RoundFile,
    RoundLine,
    RouteLine,
)
from desktop.patrols.rule import tallies
from desktop.patrols.service.shared import Patrolling, no_such_round, no_such_route
from desktop.visits.service import shifts_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.patrols.rule import Tally

__all__ = ["Looking"]


class Looking(Patrolling):
    """Reads patrols."""

    @requires(Operation.READ_PATROLS)
    def routes(self, *, archived: bool = False) -> tuple[RouteLine, ...]:
        """Return the routes by name with their points and duties, those laid aside only where `archived`."""
        with self.desk.read() as session:
            return store.route_lines(session, self.actor.community_id, self._today, archived=archived)

    @requires(Operation.READ_PATROLS)
    def route(self, route_id: int) -> RouteLine:
        """Return one route; raise UserError where there is none."""
        with self.desk.read() as session:
            found = store.route_lines(session, self.actor.community_id, self._today, route_id=route_id)
        if not found:
            raise UserError(no_such_route())
        return found[0]

    @requires(Operation.READ_PATROLS)
    def due(self, day: date | None = None, shift_id: int = 0) -> tuple[DueLine, ...]:
        """Return the rounds of a day (none: today), or of one shift of it, by shift and route.

        What is due is told by the duties that held on that day. A round belongs to the shift in which it began. While
        a shift lasts its rounds are still open; those not made when it has ended are missed.
        """
        wanted = day or self._today
        with self.desk.read() as session:
            found = self._tallies(session, wanted, wanted)
            routes = store.route_lines(session, self.actor.community_id, self._today, archived=True)
            running = store.running_rounds(session, self.actor.community_id)
        by_id = {route.id: route for route in routes}
        chosen = [tally for tally in found if shift_id in {0, tally.key.shift_id}]
        return tuple(_due_line(tally, by_id, running.get(tally.key, ())) for tally in chosen)

    @requires(Operation.READ_PATROLS)
    def days(self, first_day: date, last_day: date) -> tuple[DayLine, ...]:
        """Return what was due, made and missed on each day, the newest first; days with nothing are left out."""
        with self.desk.read() as session:
            found = self._tallies(session, first_day, last_day)
        lines = [_day_line(day, list(each)) for day, each in groupby(sorted(found, key=_day), _day)]
        return tuple(reversed(lines))

    @requires(Operation.READ_PATROLS)
    def counts(self, day: date | None = None) -> PatrolCounts:
        """Return the rounds of a day (none: today) in figures, and how many findings wait to be mended.

        A guard is told of the rounds only.
        """
        wanted = day or self._today
        with self.desk.read() as session:
            line = _day_line(wanted, self._tallies(session, wanted, wanted))
            waiting = store.unmended(session, self.actor.community_id) if self._shown_to is None else 0
        return PatrolCounts(line.due, line.made, line.missed, line.open, waiting)

    @requires(Operation.READ_PATROLS)
    def rounds(
        self, wanted: PatrolFilter | None = None, after: RoundLine | None = None, limit: int = 100
    ) -> tuple[RoundLine, ...]:
        """Return rounds, the newest first, beginning after `after`; also those broken off or being walked."""
        with self.desk.read() as session:
            return store.round_lines(session, self.actor.community_id, wanted or PatrolFilter(), after, limit)

    @requires(Operation.READ_PATROLS)
    def round(self, round_id: int) -> RoundFile:
        """Return one round with its points in order; raise UserError where there is none."""
        with self.desk.read() as session:
            found = store.round_lines(session, self.actor.community_id, PatrolFilter(), round_id=round_id)
            if not found:
                raise UserError(no_such_round())
            line = found[0]
            routes = store.route_lines(session, self.actor.community_id, self._today, route_id=line.route_id)
            steps = store.steps_of(session, line)
            findings = self._findings(session, PatrolFilter(), round_id=round_id)
        return RoundFile(line, routes[0].fixed_order, steps, findings)

    @requires(Operation.READ_PATROLS)
    def findings(self, wanted: PatrolFilter | None = None) -> tuple[FindingLine, ...]:
        """Return what was found, the newest first, with the state of each request.

        A guard is told words and request of own findings only, and nothing else that a request says.
        """
        with self.desk.read() as session:
            return self._findings(session, wanted or PatrolFilter())

    @requires(Operation.READ_PATROLS)
    def choices(self) -> FindingChoices:
        """Return what a finding can be: categories and departments."""
        with self.desk.read() as session:
            return store.choices(session, self.actor.community_id)

    @requires(Operation.READ_PATROLS)
    def point_for(self, code: str, route_id: int = 0) -> PointLine:
        """Return the point whose tag says `code`, one of the route `route_id` first.

        Raises UserError naming `code` where no route in use has such a point.
        """
        with self.desk.read() as session:
            found = store.points_with_code(session, self.actor.community_id, code)
        if not found:
            raise UserError(msg("No point of any route has the tag “%(code)s”.", code=code.strip()))
        return min(found, key=lambda point: (point.route_id != route_id, point.route_id, point.id))

    def _tallies(self, session: Session, first: date, last: date) -> tuple[Tally, ...]:
        community_id, zone, now = self.actor.community_id, self.desk.zone, self.desk.clock.now()
        shifts = shifts_from(session, community_id, first, last, zone)
        duties = store.duties_of(session, community_id, first, last)
        return tallies(duties, shifts, store.made_counts(session, community_id, first, last, now), now)

    def _findings(
        self, session: Session, wanted: PatrolFilter, *, round_id: int | None = None
    ) -> tuple[FindingLine, ...]:
        community_id, zone = self.actor.community_id, self.desk.zone
        return store.finding_lines(session, community_id, wanted, zone, shown_to=self._shown_to, round_id=round_id)


def _day(tally: Tally) -> date:
    return tally.key.day


def _day_line(day: date, found: Sequence[Tally]) -> DayLine:
    return DayLine(
        day,
        sum(tally.due for tally in found),
        sum(tally.made for tally in found),
        sum(tally.missed for tally in found),
        sum(tally.open for tally in found),
    )


def _due_line(tally: Tally, routes: Mapping[int, RouteLine], running: Sequence[int]) -> DueLine:
    route = routes[tally.key.route_id]
    return DueLine(
        route_id=route.id,
        route=route.name,
        department=route.department,
        shift=tally.shift,
        due=tally.due,
        made=tally.made,
        missed=tally.missed,
        open=tally.open,
        running=len(running),
        running_id=running[0] if running else 0,
    )
