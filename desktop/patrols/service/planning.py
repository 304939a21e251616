"""Laying down routes: their points, and how often each shift walks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines, search_form
from desktop.households.model import Building
from desktop.patrols.model import PatrolDuty, PatrolPoint, PatrolRoute
from desktop.patrols.rule import first_day
from desktop.patrols.service.shared import Patrolling, as_seen, checked_text, locked, no_such_route
from desktop.staff.model import Department
from desktop.visits.model import GuardShift
from desktop.visits.service import shifts_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.patrols.rows import NewDuty, NewPoint, NewRoute
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_CODE", "LONGEST_NAME", "LONGEST_NOTE", "MOST_POINTS", "MOST_TIMES", "Planning"]

LONGEST_NAME, LONGEST_CODE, LONGEST_NOTE = 40, 60, 300
"""Characters of a route's or point's name, of what a tag says, and of the note of a route."""

MOST_POINTS = 60
"""Points of one route."""

MOST_TIMES = 12
"""Rounds of one route in one shift."""

_ALL_DAYS = frozenset("1234567")


class Planning(Patrolling):
    """Writes routes, with audit."""

    @requires(Operation.EDIT_PATROLS)
    def add_route(self, draft: NewRoute, *, operation_id: str = "") -> Changes:
        """Add a route without points and duties; the result is its id.

        Raises UserError naming each field that is wrong: name (none, too long, another route's), department_id, note.
        """
        with self.desk.write(Operation.EDIT_PATROLS, operation_id) as work:
            values = _checked_route(work, draft)
            row = PatrolRoute(community_id=work.community_id, **values)
            work.session.add(row)
            work.session.flush()
            work.audit("patrol_route", row.id, "added", None, values)
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_PATROLS)
    def amend_route(self, route_id: int, draft: NewRoute, *, version: int, operation_id: str = "") -> Changes:
        """Change what is said of a route; errors as `add_route`, and ConflictError where it was changed meanwhile."""
        with self.desk.write(Operation.EDIT_PATROLS, operation_id) as work:
            row = as_seen(locked(work, PatrolRoute, route_id, no_such_route()), version)
            values = _checked_route(work, draft, but=route_id)
            before = {name: getattr(row, name) for name in values}
            for name, value in values.items():
                setattr(row, name, value)
            work.audit("patrol_route", row.id, "amended", before, values)
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_PATROLS)
    def archive_route(self, route_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Lay a route aside: its duties end, its rounds stay. What was due stays due."""
        with self.desk.write(Operation.EDIT_PATROLS, operation_id) as work:
            row = as_seen(locked(work, PatrolRoute, route_id, no_such_route()), version)
            self._end_duties(work, row.id, keep=())
            row.archived_at = row.archived_at or work.now
            work.audit("patrol_route", row.id, "laid aside", None, {"name": row.name})
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_PATROLS)
    def resume_route(self, route_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a route up again that was laid aside; its duties are laid down anew."""
        with self.desk.write(Operation.EDIT_PATROLS, operation_id) as work:
            row = as_seen(locked(work, PatrolRoute, route_id, no_such_route()), version)
            row.archived_at = None
            work.audit("patrol_route", row.id, "taken up again", None, {"name": row.name})
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_PATROLS)
    def set_points(self, route_id: int, points: Sequence[NewPoint], *, version: int, operation_id: str = "") -> Changes:
        """Give a route `points` in their order; one that is left out stays with the rounds that came there.

        Raises UserError naming "points" for none, more than 60, a name twice or missing or too long, a tag twice or
        too long, and for a building or department that is not there any more.
        """
        with self.desk.write(Operation.EDIT_PATROLS, operation_id) as work:
            row = as_seen(locked(work, PatrolRoute, route_id, no_such_route()), version)
            known = {point.id: point for point in _points(work, route_id)}
            before = [point.name for point in known.values()]
            problems = _point_problems(work, points, known)
            if problems:
                raise UserError(*problems)
            for place, point in enumerate(points, start=1):
                kept = known.pop(point.point_id, None)
                if kept is None:
                    kept = PatrolPoint(community_id=work.community_id, route_id=route_id)
                    work.session.add(kept)
                kept.position, kept.name, kept.kind = place, clean(point.name), point.kind
                kept.building_id, kept.department_id = point.building_id, point.department_id
                kept.code = clean(point.code)
            for left_out in known.values():
                left_out.archived_at = work.now
            row.version += 1
            after = [clean(point.name) for point in points]
            work.audit("patrol_route", row.id, "points set", {"points": before}, {"points": after})
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_PATROLS)
    def set_duties(self, route_id: int, duties: Sequence[NewDuty], *, version: int, operation_id: str = "") -> Changes:
        """Lay down how often each shift walks a route from now on; a shift not named does not any more.

        What was due stays due: a duty that is replaced ends with a shift that has begun, and a new one begins with the
        next that has not ended. Raises UserError naming "duties" for a shift twice or gone, for no or more than 12
        rounds and for no or unknown days.
        """
        with self.desk.write(Operation.EDIT_PATROLS, operation_id) as work:
            row = as_seen(locked(work, PatrolRoute, route_id, no_such_route()), version)
            problem = _duty_problem(work, duties)
            if problem is not None:
                raise UserError(Problem(problem, "duties"))
            kept, ended = self._end_duties(work, route_id, keep=duties)
            for duty in duties:
                if duty.shift_id not in kept:
                    since = self._first_day(work, duty.shift_id, replaces=duty.shift_id in ended)
                    work.session.add(
                        PatrolDuty(
                            community_id=work.community_id,
                            route_id=route_id,
                            shift_id=duty.shift_id,
                            times=duty.times,
                            weekdays="".join(sorted(duty.weekdays)),
                            since=since,
                        )
                    )
            row.version += 1
            said = [{"shift": each.shift_id, "times": each.times, "weekdays": each.weekdays} for each in duties]
            work.audit("patrol_route", row.id, "duties set", None, {"duties": said})
            work.result = row.id
        return work.changes

    def _end_duties(
        self, work: UnitOfWork, route_id: int, keep: Collection[NewDuty]
    ) -> tuple[Collection[int], Collection[int]]:
        """End the duties of a route but those in `keep`; return the shifts whose duty stays, and those that had one."""
        wanted = {duty.shift_id: (duty.times, "".join(sorted(duty.weekdays))) for duty in keep}
        today = work.now.astimezone(self.desk.zone).date()
        query = select(PatrolDuty).where(
            PatrolDuty.route_id == route_id, or_(PatrolDuty.until.is_(None), PatrolDuty.until > today)
        )
        stays, ended = set[int](), set[int]()
        for duty in work.session.scalars(query.order_by(PatrolDuty.id)):
            if duty.until is None and wanted.get(duty.shift_id) == (duty.times, duty.weekdays):
                stays.add(duty.shift_id)
                continue
            ended.add(duty.shift_id)
            until = max(duty.since, self._first_day(work, duty.shift_id, replaces=True))
            duty.until = until if duty.until is None else min(duty.until, until)
        return stays, ended

    def _first_day(self, work: UnitOfWork, shift_id: int, *, replaces: bool) -> date:
        today = work.now.astimezone(self.desk.zone).date()
        shifts = shifts_on(work.session, work.community_id, today, self.desk.zone)
        on_day = next((each for each in shifts if each.shift.id == shift_id), None)
        since, until = (None, None) if on_day is None else (on_day.since, on_day.until)
        return first_day(today, since, until, work.now, replaces=replaces)


def _checked_route(work: UnitOfWork, draft: NewRoute, *, but: int = 0) -> dict[str, Any]:
    name, note = clean(draft.name), clean_lines(draft.note)
    problems = checked_text(name, "name", LONGEST_NAME, msg("Give the route a name."))
    problems += checked_text(note, "note", LONGEST_NOTE)
    others = select(PatrolRoute.name).where(PatrolRoute.community_id == work.community_id, PatrolRoute.id != but)
    if search_form(name) in {search_form(other) for other in work.session.scalars(others)}:
        problems.append(Problem(msg("There is a route of this name already; choose another one."), "name"))
    if not _has(work, Department, draft.department_id):
        problems.append(Problem(msg("Choose the department whose guards walk it."), "department_id"))
    if problems:
        raise UserError(*problems)
    return {"name": name, "department_id": draft.department_id, "fixed_order": draft.fixed_order, "note": note}


def _has(work: UnitOfWork, table: type[Department | Building], row_id: int | None) -> bool:
    query = select(table.id).where(table.id == row_id, table.community_id == work.community_id)
    return work.session.scalar(query) is not None


def _points(work: UnitOfWork, route_id: int) -> Sequence[PatrolPoint]:
    query = select(PatrolPoint).where(PatrolPoint.route_id == route_id, PatrolPoint.archived_at.is_(None))
    return work.session.scalars(query.order_by(PatrolPoint.position, PatrolPoint.id)).all()


def _point_problems(work: UnitOfWork, points: Sequence[NewPoint], known: Mapping[int, PatrolPoint]) -> list[Problem]:
    if not 1 <= len(points) <= MOST_POINTS:
        return [Problem(msg("A route has 1 to %(most)s points.", most=MOST_POINTS), "points")]
    problems: list[Problem] = []
    names, codes = set[str](), set[str]()
    for place, point in enumerate(points, start=1):
        name, code = clean(point.name), clean(point.code)
        if not name or len(name) > LONGEST_NAME or len(code) > LONGEST_CODE:
            said = msg(
                "Point %(number)s: give it a name of at most %(most)s characters and a tag of at most %(code)s.",
                number=place,
                most=LONGEST_NAME,
                code=LONGEST_CODE,
            )
            problems.append(Problem(said, "points"))
        elif search_form(name) in names:
            problems.append(Problem(msg("%(name)s stands on the route twice.", name=name), "points"))
        elif code and search_form(code) in codes:
            problems.append(Problem(msg("Two points have the tag “%(code)s”.", code=code), "points"))
        gone = point.building_id is not None and not _has(work, Building, point.building_id)
        gone = gone or (point.department_id is not None and not _has(work, Department, point.department_id))
        if gone or (point.point_id and point.point_id not in known):
            said = msg("Point %(number)s names something that is not there any more; choose again.", number=place)
            problems.append(Problem(said, "points"))
        names.add(search_form(name))
        codes.add(search_form(code))
    return problems


def _duty_problem(work: UnitOfWork, duties: Sequence[NewDuty]) -> Any:
    """Return the sentence that says what is wrong with duties, None where nothing is."""
    if len({duty.shift_id for duty in duties}) < len(duties):
        return msg("A shift is named twice.")
    for duty in duties:
        shift = work.session.get(GuardShift, duty.shift_id)
        if shift is None or shift.community_id != work.community_id or shift.archived_at is not None:
            return msg("A shift is not there any more; open the form again.")
        if not 1 <= duty.times <= MOST_TIMES:
            return msg("%(shift)s: choose 1 to %(most)s rounds.", shift=shift.name, most=MOST_TIMES)
        days = set(duty.weekdays)
        if not days or not days <= _ALL_DAYS or len(days) < len(duty.weekdays):
            return msg("%(shift)s: choose the days on which it is walked.", shift=shift.name)
    return None
