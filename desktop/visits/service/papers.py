"""What is printed at the gate and at the desk: badges, passes, the log, who is inside, the count of a shift."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.working_days import first_moment
from desktop.storage.desk import Service
from desktop.visits import report
from desktop.visits.rows import BadgeSize, LogSheet, NightSheet, ShiftKind, ShiftSheet, VisitFilter
from desktop.visits.service.letting_out import LettingOut
from desktop.visits.service.log import VisitLog
from desktop.visits.service.passes import Passes
from desktop.visits.store import log, papers, setup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Language
    from desktop.storage.desk import Desk
    from desktop.visits.rows import InsideLine, KindRow

__all__ = ["MOST_PRINTED", "VisitPapers"]

MOST_PRINTED = 5000
"""Visits on one log; more make a book, which nobody prints by mistake."""

_JUST_BEGUN = timedelta(hours=1)
"""So long after a shift began its count is still of the one before: whoever hands over is a little late."""


class VisitPapers(Service):
    """Papers of the gate as PDF, in a language of their own; each is of one moment."""

    @requires(Operation.PRINT_VISITS)
    def visitor_log(self, first_day: date, last_day: date, gate_id: int | None, language: Language) -> bytes:
        """Return the log of these days, both included, of one gate or of all, on A4 across.

        Raises UserError naming "last_day" for days in the wrong order, or with more than 5,000 visits.
        """
        if last_day < first_day:
            raise UserError(Problem(msg("The last day is before the first."), "last_day"))
        wanted = VisitFilter(first_day=first_day, last_day=last_day, gate_id=gate_id)
        community_id = self.actor.community_id
        with self.desk.read() as session:
            lines = log.page(session, community_id, wanted, None, self.desk.zone, None, MOST_PRINTED + 1)
            gates = {gate.id: gate.name for gate in setup.gates(session, community_id, archived=True)}
            keep_days = setup.rules(session, community_id).keep_days
        if len(lines) > MOST_PRINTED:
            fault = msg("More than %(count)s visits; choose fewer days or one gate.", count=MOST_PRINTED)
            raise UserError(Problem(fault, "last_day"))
        gate = "" if gate_id is None else gates.get(gate_id, "")
        sheet = LogSheet(first_day, last_day, gate, lines[::-1], keep_days)
        return report.visitor_log(sheet, self._printing(language))

    @requires(Operation.PRINT_VISITS)
    def badge(self, visit_id: int, language: Language, variant: BadgeSize = BadgeSize.LABEL) -> bytes:
        """Return a visitor's badge: a label 80 mm wide, or a day pass on A6; raise UserError where it is gone."""
        return report.badge(VisitLog(self.desk).visit(visit_id), variant, self._printing(language))

    @requires(Operation.PRINT_VISITS)
    def pass_paper(self, pass_id: int, language: Language) -> bytes:
        """Return a contractor's pass on A6 with its number as QR code; raise UserError where it is gone."""
        return report.contractor_pass(Passes(self.desk).pass_(pass_id), self._printing(language))

    @requires(Operation.PRINT_VISITS)
    def evacuation_list(self, language: Language) -> bytes:
        """Return who is inside by building, with a box to tick for each, on A4."""
        return report.evacuation_list(LettingOut(self.desk).inside(), self._printing(language))

    @requires(Operation.PRINT_VISITS)
    def night_list(self, language: Language) -> bytes:
        """Return who should have left, and every outside vehicle inside, on A4 for the round at night."""
        inside = LettingOut(self.desk).inside()
        overdue = tuple(line for line in inside if line.overdue is not None)
        vehicles = tuple(line for line in inside if line.vehicle)
        return report.night_list(NightSheet(overdue, vehicles), self._printing(language))

    @requires(Operation.PRINT_VISITS)
    def shift_count(self, language: Language, since: datetime | None = None) -> bytes:
        """Return the count at the end of a shift on A4: since it began, or since `since`.

        Within an hour of a change of shift it is of the one that ended. Without shifts it is of the day.
        """
        return report.shift_count(self.shift_sheet(since), self._printing(language))

    @requires(Operation.PRINT_VISITS)
    def shift_sheet(self, since: datetime | None = None) -> ShiftSheet:
        """Return what `shift_count` prints."""
        with self.desk.hold() as desk, desk.read() as session:
            return _sheet(desk, session, since)

    def _printing(self, language: Language) -> report.Printing:
        return report.Printing(self.desk.community, self.desk.zone, self.desk.clock.now(), language)


def _sheet(desk: Desk, session: Session, since: datetime | None) -> ShiftSheet:
    community_id, now = desk.actor.community_id, desk.clock.now()
    name = ""
    if since is None:
        name, since = _shift(session, community_id, now, desk)
    came = papers.came_since(session, community_id, since)
    left = papers.left_since(session, community_id, since)
    inside = LettingOut(desk).inside()
    kinds = setup.kinds(session, community_id, archived=True)
    lines = (_kind(kind, came.get(kind.key, (0, 0, 0))[0], left.get(kind.key, 0), inside) for kind in kinds)
    return ShiftSheet(
        shift=name,
        since=since,
        until=now,
        kinds=tuple(line for line in lines if line.came or line.left or line.visits),
        refused=sum(refused for _, refused, _ in came.values()),
        overridden=sum(told for _, _, told in came.values()),
        overdue=sum(line.overdue is not None for line in inside),
        incomplete=sum(line.incomplete for line in inside),
        badges=tuple(line for line in inside if line.badge),
    )


def _shift(session: Session, community_id: int, now: datetime, desk: Desk) -> tuple[str, datetime]:
    """Return the name of the shift that is counted, and since when it was."""
    for moment in (now - _JUST_BEGUN, now):
        shift = setup.shift_at(session, community_id, moment, desk.zone)
        if shift is not None:
            return shift.shift.name, shift.since
    return "", first_moment(now.astimezone(desk.zone).date(), 0, desk.zone)


def _kind(kind: KindRow, came: int, left: int, inside: Sequence[InsideLine]) -> ShiftKind:
    there = [line for line in inside if line.kind == kind.key]
    return ShiftKind(
        kind.name,
        came,
        left,
        visits=len(there),
        people=sum(line.people for line in there),
        vehicles=sum(line.vehicle for line in there),
    )
