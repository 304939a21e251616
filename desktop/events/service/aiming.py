"""The year's goals, laid down and looked at."""

from __future__ import annotations

from sqlalchemy import select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.events.model import EventGoal, EventKind
from desktop.events.rows import GoalLine  # noqa: TC001 - part of the public signatures
from desktop.events.service.planning import YEARS
from desktop.events.service.recording import Recorder, changed_meanwhile
from desktop.events.store.goals import goal_lines
from desktop.households.model import Zone
from desktop.staff.model import Community

__all__ = ["Aiming"]

MOST = 366


class Aiming(Recorder):
    """Keeps the goals of the years."""

    @requires(Operation.READ_EVENTS)
    def goals(self, year: int | None = None, *, everything: bool = False) -> tuple[GoalLine, ...]:
        """Return the goals of a year (None: the running one), the community's first; `everything`: those of 0 too."""
        today = self._today()
        with self.desk.read() as session:
            return goal_lines(
                session, self.actor.community_id, year or today.year, today, self.desk.zone, everything=everything
            )

    @requires(Operation.EDIT_EVENT_GOALS)
    def set_goal(
        self, kind: EventKind, zone_id: int | None, year: int, goal: int, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Lay down how many events of a kind are to be held from a year on, in the community or one zone; 0: none.

        `version` is the line's: 0 where the year has no goal of its own yet. The result is its id. Raises UserError
        naming `goal`, `year`, `zone_id`; ConflictError where it was changed meanwhile.
        """
        _check(year, goal)
        with self.desk.write(Operation.EDIT_EVENT_GOALS, operation_id) as work:
            # who lays down the first goal of a year on another PC waits here until this one is through
            here = select(Community.id).where(Community.id == work.community_id)
            work.session.execute(here.with_for_update(key_share=True))
            zone = None if zone_id is None else work.session.get(Zone, zone_id)
            if zone_id is not None and (zone is None or zone.community_id != work.community_id):
                fault = msg("This zone does not exist any more; choose another.")
                raise UserError(Problem(fault, "zone_id"))
            row = work.session.scalars(
                select(EventGoal).where(
                    EventGoal.community_id == work.community_id,
                    EventGoal.year == year,
                    EventGoal.kind == kind,
                    EventGoal.zone_id.is_(None) if zone_id is None else EventGoal.zone_id == zone_id,
                )
            ).one_or_none()
            if (0 if row is None else row.version) != version:
                raise changed_meanwhile()
            before = None if row is None else {"goal": row.goal}
            if row is None:
                row = EventGoal(community_id=work.community_id, year=year, kind=kind, zone_id=zone_id, goal=goal)
                work.session.add(row)
            row.goal = goal
            work.session.flush()
            after = {"kind": kind.value, "zone_id": zone_id, "year": year, "goal": goal}
            work.audit("event_goal", row.id, "laid down", before, after)
            work.result = row.id
        return work.changes


def _check(year: int, goal: int) -> None:
    problems = []
    if year not in YEARS:
        told = msg("Choose a year from %(first)s to %(last)s.", first=YEARS[0], last=YEARS[-1])
        problems.append(Problem(told, "year"))
    if not 0 <= goal <= MOST:
        problems.append(Problem(msg("Give a number from 0 (no goal) to %(most)s.", most=MOST), "goal"))
    if problems:
        raise UserError(*problems)
