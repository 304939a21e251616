"""The summary of a week, counted as months are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.issues.model import ActionState
from desktop.issues.rows import IssueFilter
from desktop.issues.service import IssueService
from desktop.months.rows import AgreedAction, PressingLine, WeekSummary
from desktop.months.service.sets import Sets
from desktop.months.store import counting, lists
from desktop.months.store.week import added_up, grouped, open_ids, priorities, week_window
from desktop.requests.model import Priority, RequestKind
from desktop.staff.service import StaffService
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.weeks import Week
    from desktop.months.rows import Window
    from desktop.storage.desk import Desk

__all__ = ["Weeks"]

_KINDS = ("department", "category")


class Weeks(Sets):
    """Reads weeks; a department's head is told of the own department only."""

    @requires(Operation.PRINT_REPORT)
    def week(self, week: Week, department_id: int | None = None) -> WeekSummary:
        """Return the summary of `week`, counted from the requests as they are now, whether a month is closed or not.

        Raises UserError for a week that has not begun or a department that does not exist, RefusedError when a
        department's head asks for another one.
        """
        own = self._within_reach(department_id)
        now = self.desk.clock.now()
        if week.start(self.desk.zone) > now:
            raise UserError(Problem(msg("The week %(week)s has not begun yet.", week=week), "week"))
        named = next((row for row in StaffService(self.desk).departments() if row.id == own), None)
        if own is not None and named is None:
            raise UserError(Problem(msg("This department does not exist any more; choose another."), "department"))
        seen = week_window(week, self.desk.zone, now)
        community_id = self.actor.community_id
        with self.desk.hold() as desk, desk.read() as session:
            made = counting.read(session, community_id, seen, own, _KINDS)
            before = counting.read(session, community_id, week_window(week.plus(-1), desk.zone, now), own, ())
            names = lists.names(session, community_id, _KINDS)
            standing = lists.lines(session, open_ids(made), seen)
            received = lists.lines(session, made.having("received"), seen)
            pressing = priorities(session, [line.id for line in received])
            late, coming = _actions(desk, week, seen, own)
            return WeekSummary(
                week=week,
                community=desk.community,
                zone=desk.zone,
                cut_off=seen.cut_off,
                department=named.name if named else "",
                total=added_up(made.bits),
                before=added_up(before.bits),
                departments=grouped(made, "department", names["department"]),
                categories=grouped(made, "category", names["category"]),
                pressing=sorted(
                    (PressingLine(line, pressing[line.id]) for line in received if line.id in pressing),
                    key=lambda each: (each.priority is not Priority.EMERGENCY, each.line.occurred_at),
                ),
                complaints=[line for line in standing if line.kind is RequestKind.COMPLAINT],
                overdue=[line for line in standing if line.late is not None],
                late=late,
                coming=coming,
                printed_by=self.actor.name,
                printed_at=now.astimezone(desk.zone),
                letterhead=StationeryService(desk).letterhead(),
            )


def _actions(
    desk: Desk, week: Week, seen: Window, department_id: int | None
) -> tuple[list[AgreedAction], list[AgreedAction]]:
    """Return the actions that were due by the last day seen and not done then, and those due in the week after."""
    if not allows(desk.actor, Operation.READ_ISSUES):
        return [], []
    today = desk.clock.now().astimezone(desk.zone).date()
    # On its own day an action is not late yet; after the week, Sunday is over.
    last = min(week.sunday, _day_before(today)) if today <= week.sunday else week.sunday
    wanted = frozenset() if department_id is None else frozenset({department_id})
    late: list[AgreedAction] = []
    coming: list[AgreedAction] = []
    following = week.plus(1)
    for issue in IssueService(desk).issues(IssueFilter(month=seen.month, department_ids=wanted)):
        for action in issue.actions:
            if action.due_on is None or action.state is ActionState.DROPPED:
                continue
            is_done = action.done_at is not None and action.done_at < seen.bound
            if not is_done and action.due_on <= last:
                late.append(AgreedAction(action, issue.department))
            elif not is_done and following.monday <= action.due_on <= following.sunday:
                coming.append(AgreedAction(action, issue.department))
    return sorted(late, key=_due), sorted(coming, key=_due)


def _day_before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)


def _due(agreed: AgreedAction) -> tuple[date, int]:
    assert agreed.action.due_on is not None
    return agreed.action.due_on, agreed.action.id
