"""What the gate offers to Today and to the end of the day: what it asks of the desk, what hangs. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, func, or_, select, text
from sqlalchemy.orm import aliased

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.core.working_days import first_moment
from desktop.handover.rows import DayCheck, Subject
from desktop.incidents.model import Incident, IncidentState
from desktop.incidents.service import IncidentService
from desktop.patrols.service import PatrolService
from desktop.release_slips.model import ReleaseSlip, ReleaseState
from desktop.release_slips.rows import ReleaseStage
from desktop.release_slips.service import ReleaseSlipService
from desktop.visits.model import ExpectedVisit, GateCall, Visit, VisitReduction, VisitState, WatchEntry
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.sql.elements import Label

    from desktop.core.i18n import Language, Message
    from desktop.handover.rows import Shift
    from desktop.patrols.rows import DayLine
    from desktop.storage.desk import Desk
    from desktop.visits.rows import ReductionRow

__all__ = ["GATE_CHECKS", "GATE_SUBJECT", "GateDay", "read_gate"]


@dataclass(frozen=True, slots=True)
class GateDay:
    """What Today tells of the gate.

    `calls` from it are open; `overridden` were let in today although something spoke against it; `expected` are still
    to come today. `run_out` are release slips past their time with goods still here, `missed` the patrol rounds of
    yesterday and today that were not made, the first of them on `missed_on`. What only a manager decides is 0 for
    others: `to_sign` are incidents, `to_approve` notes for the watchlist; `not_reduced` is the newest reduction of old
    visits if it was refused.
    """

    calls: int = 0
    overridden: int = 0
    expected: int = 0
    run_out: int = 0
    missed: int = 0
    missed_on: date | None = None
    to_sign: int = 0
    to_approve: int = 0
    not_reduced: ReductionRow | None = None

    @property
    def asks(self) -> bool:
        """Tell whether there is anything."""
        return self != GateDay()


def _counted(what: Any, *where: ColumnElement[bool], name: str) -> Label[int]:
    ours = what.community_id == bindparam("community")
    return select(func.count()).select_from(what).where(ours, *where).scalar_subquery().label(name)


_FOLLOWER = aliased(ReleaseSlip)
_COUNTS = select(
    _counted(GateCall, GateCall.answered_at.is_(None), name="calls"),
    _counted(
        Visit,
        # as the partial index has it
        text("visit.override_words <> ''"),  # type: ignore[arg-type]  # stands for a condition
        Visit.in_at >= bindparam("since"),
        Visit.state != VisitState.DROPPED,
        name="overridden",
    ),
    _counted(
        ExpectedVisit,
        ExpectedVisit.first_day <= bindparam("today"),
        ExpectedVisit.last_day >= bindparam("today"),
        ExpectedVisit.withdrawn_at.is_(None),
        or_(ExpectedVisit.came_at.is_(None), ExpectedVisit.came_at < bindparam("since")),
        name="expected",
    ),
    _counted(
        ReleaseSlip,
        ReleaseSlip.state.in_((ReleaseState.OPEN, ReleaseState.PARTLY)),
        ReleaseSlip.valid_until <= bindparam("now"),
        ~select(_FOLLOWER.id)
        .where(_FOLLOWER.follows_id == ReleaseSlip.id, _FOLLOWER.state != ReleaseState.WITHDRAWN)
        .exists(),
        name="run_out",
    ),
    _counted(
        Incident,
        Incident.state == IncidentState.REPORTED,
        or_(bindparam("head", type_=Integer) == 0, Incident.department_id == bindparam("head", type_=Integer)),
        name="to_sign",
    ),
    _counted(
        WatchEntry,
        WatchEntry.approved_at.is_(None),
        WatchEntry.ended_at.is_(None),
        or_(WatchEntry.until.is_(None), WatchEntry.until > bindparam("now")),
        name="to_approve",
    ),
    select(VisitReduction.refused)
    .where(VisitReduction.community_id == bindparam("community"))
    .order_by(VisitReduction.at.desc(), VisitReduction.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("refused"),
)
"""All that one look at the gate needs, made once: Today asks it each minute, and whenever a guard saves."""


def read_gate(desk: Desk) -> GateDay:
    """Return what Today tells of the gate, from one snapshot; nothing for an account that does not see the gate."""
    actor, now, today = desk.actor, desk.clock.now(), _today(desk)
    if not allows(actor, Operation.READ_VISITS):
        return GateDay()
    values = {
        "community": actor.community_id,
        "now": now,
        "today": today,
        "since": first_moment(today, 0, desk.zone),
        "head": actor.heads_department or 0,
    }
    with desk.hold() as held:
        with held.read() as session:
            found = session.execute(_COUNTS, values).one()
        rounds = _rounds(held)
        refused = bool(found.refused) and allows(actor, Operation.EDIT_GATE)
        return GateDay(
            calls=found.calls,
            overridden=found.overridden,
            expected=found.expected,
            run_out=found.run_out,
            missed=sum(line.missed for line in rounds),
            missed_on=next((line.day for line in reversed(rounds) if line.missed), None),
            to_sign=found.to_sign if allows(actor, Operation.SIGN_OFF_INCIDENT) else 0,
            to_approve=found.to_approve if allows(actor, Operation.APPROVE_WATCHED) else 0,
            not_reduced=VisitService(held).last_reductions(1)[0] if refused else None,
        )


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(desk.zone).date()


def _rounds(desk: Desk) -> Sequence[DayLine]:
    """Return the rounds of today and of yesterday, whose night ended this morning, the newer day first."""
    today = _today(desk)
    return PatrolService(desk).days(today - timedelta(days=1), today)


def _check(
    key: str,
    words: Message,
    icon: str,
    operation: Operation,
    count: Callable[[Desk], int],
    page: str,
    where: Mapping[str, Any],
) -> DayCheck:
    fixed = MappingProxyType(dict(where))
    return DayCheck(key, words, icon, operation, count, page, lambda _desk: fixed)


GATE_CHECKS: Sequence[DayCheck] = (
    _check(
        "gate_calls",
        msg("Calls from the gate not answered"),
        "siren",
        Operation.ANSWER_GATE,
        lambda desk: len(VisitService(desk).calls()),
        "visits",
        {"part": "calls"},
    ),
    _check(
        "visitors_overdue",
        msg("Visitors inside who should be gone"),
        "log-out",
        Operation.READ_VISITS,
        lambda desk: VisitService(desk).counts().overdue,
        "visits",
        {"part": "inside"},
    ),
    _check(
        "release_slips",
        msg("Release slips expired unused"),
        "truck",
        Operation.READ_RELEASE_SLIPS,
        lambda desk: ReleaseSlipService(desk).expired_unused().expired,
        "releases",
        {"stage": ReleaseStage.EXPIRED},
    ),
)
"""What of the gate must not be left hanging; rounds missed and incidents are told in the words."""


def _told_of_gate(desk: Desk, _shift: Shift, language: Language) -> str:
    """Tell who is inside, and what the gate still waits for."""
    if not allows(desk.actor, Operation.READ_VISITS):
        return ""
    visits = VisitService(desk)
    inside, calls = visits.counts(), len(visits.calls())
    slips, incidents = ReleaseSlipService(desk).expired_unused(), IncidentService(desk).counts()
    missed = sum(line.missed for line in _rounds(desk))
    parts = [
        *([language.ngettext("%(count)s visitor inside", "%(count)s visitors inside", inside.people)]),
        *(
            [language.ngettext("%(count)s longer than allowed", "%(count)s longer than allowed", inside.overdue)]
            if inside.overdue
            else ()
        ),
        *(
            [language.ngettext("%(count)s call from the gate open", "%(count)s calls from the gate open", calls)]
            if calls
            else ()
        ),
        *(
            [language.ngettext("%(count)s release slip to be used", "%(count)s release slips to be used", slips.open)]
            if slips.open
            else ()
        ),
        *(
            [language.ngettext("%(count)s patrol round missed", "%(count)s patrol rounds missed", missed)]
            if missed
            else ()
        ),
        *(
            [language.ngettext("%(count)s incident going on", "%(count)s incidents going on", incidents.going_on)]
            if incidents.going_on
            else ()
        ),
    ]
    return language.gettext("; ").join(parts)


GATE_SUBJECT = Subject("gate", msg("The gate"), _told_of_gate)
"""What a handover tells of the gate."""
