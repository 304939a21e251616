"""Letting out: who is inside, how long, who should be gone; one leaves, some of several, a whole crew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import LANGUAGES, language, msg, nmsg
from desktop.core.permissions import Operation, requires
from desktop.core.pinyin import readings
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, search_form
from desktop.core.working_days import first_moment
from desktop.storage.audit import Audit
from desktop.storage.desk import Service
from desktop.visits.model import Visit, VisitKind, VisitState
from desktop.visits.rows import InsideCounts, InsideLine
from desktop.visits.service.shared import check_seen, locked
from desktop.visits.store import facts
from desktop.visits.store import inside as store
from desktop.visits.store.log import is_inside, kind_name, title
from desktop.visits.store.setup import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import RulesRow
    from desktop.visits.store.inside import Inside

__all__ = ["LettingOut", "Stay"]

_NOT = 9
"""How far from what is typed a visit is that it does not mean."""

_LEAVING = ("left", "some left")
"""What the audit calls it when people leave."""


@dataclass(frozen=True)
class Stay:
    """How long one may stay at `now`: what the rules of the gates say, by the clock of `zone`."""

    laid_down: RulesRow
    now: datetime
    zone: ZoneInfo

    def overdue(self, like: VisitKind, in_at: datetime) -> Message | None:
        """Return why someone who came at `in_at` should be gone by now, None where nothing says so.

        Contractors are to be gone at the set time of the day they came on, and late ones at once; everybody after
        the set hours.
        """
        if like is VisitKind.CONTRACTOR and self.now >= self._moment(
            self._day(in_at), self.laid_down.contractors_until
        ):
            return msg("Work ends at %(time)s", time=f"{self.laid_down.contractors_until:%H:%M}")
        hours = self.laid_down.overstay_hours
        if self.now - in_at >= timedelta(hours=hours):
            return nmsg("Inside for more than %(count)s hour", "Inside for more than %(count)s hours", hours)
        return None

    @cached_property
    def night(self) -> datetime:
        """Return when the night last began: a vehicle that was inside then stayed the night."""
        today = self._day(self.now)
        begun = self._moment(today, self.laid_down.night_at)
        return begun if begun <= self.now else self._moment(today - timedelta(days=1), self.laid_down.night_at)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _moment(self, day: date, at: time) -> datetime:
        return first_moment(day, at.hour * 60 + at.minute, self.zone)


class LettingOut(Service):
    """Shows who is inside and writes down who leaves."""

    @requires(Operation.READ_VISITS)
    def inside(
        self, typed: str = "", *, crew_of: int = 0, overdue: bool = False, vehicles: bool = False
    ) -> tuple[InsideLine, ...]:
        """Return who is inside, the longest first; with `typed` whom it means, the nearest first.

        `typed` is a badge, a plate or a part of one, a name or its pinyin, a room, a company, or what the list calls
        someone without any ("no plate 3", its number, an emergency service). `crew_of` narrows to the people of a pass,
        `overdue` to who should be gone.
        """
        stay, found = self._stay()
        lines = [_line(row, stay) for row in _meant(found, typed)]
        return tuple(
            line
            for line in lines
            if (not crew_of or line.pass_id == crew_of)
            and (not overdue or line.overdue is not None)
            and (not vehicles or line.vehicle)
        )

    @requires(Operation.READ_VISITS)
    def counts(self) -> InsideCounts:
        """Return how many are inside now."""
        stay, found = self._stay()
        return InsideCounts(
            visits=len(found),
            people=sum(row.people for row in found),
            vehicles=sum(row.vehicle for row in found),
            contractors=sum(row.people for row in found if row.like is VisitKind.CONTRACTOR),
            overdue=sum(stay.overdue(row.like, row.in_at) is not None for row in found),
            incomplete=sum(row.incomplete for row in found),
        )

    @requires(Operation.LOG_VISIT)
    def log_out(
        self,
        visit_id: int,
        *,
        version: int,
        people: int = 0,
        gate_id: int | None = None,
        unseen: bool = False,
        operation_id: str = "",
    ) -> Changes:
        """Let someone out, `people` of them (0: all); `unseen`: they are gone, and nobody saw them leave.

        Raises ConflictError where they are out already or the visit changed meanwhile, UserError naming `people` for
        more than are inside.
        """
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            row = locked(work, Visit, visit_id, _gone())
            _check_inside(row, self.desk.zone)
            check_seen(row.version, version)
            _check_gate(work, gate_id)
            left = row.people - row.people_left
            if not 0 <= people <= left:
                fault = nmsg("Only %(count)s of them is inside.", "Only %(count)s of them are inside.", left)
                raise UserError(Problem(fault, "people"))
            _leave(work, row, people or left, gate_id, unseen=unseen)
            work.result = row.id
        return work.changes

    @requires(Operation.LOG_VISIT)
    def crew_out(self, crew: int | Sequence[int], gate_id: int | None = None, *, operation_id: str = "") -> Changes:
        """Let everybody out who came with a pass, or on the visits that are named; the result is how many visits.

        Who is out already stays so. Raises ConflictError where nobody of them is inside.
        """
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            _check_gate(work, gate_id)
            wanted = Visit.pass_id == crew if isinstance(crew, int) else Visit.id.in_(list(crew))
            there = select(Visit).where(Visit.community_id == work.community_id, is_inside(), wanted)
            rows = work.session.scalars(there.order_by(Visit.id).with_for_update()).all()
            if not rows:
                raise ConflictError(msg("Nobody of this crew is inside any more."))
            for row in rows:
                _leave(work, row, row.people - row.people_left, gate_id)
            work.result = len(rows)
        return work.changes

    @requires(Operation.LOG_VISIT)
    def undo_out(self, visit_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take the last leaving of a visit back: who left then is inside again.

        Raises ConflictError where the visit changed meanwhile or the same vehicle came in again, UserError where
        nobody left.
        """
        with self.desk.write(Operation.LOG_VISIT, operation_id) as work:
            row = locked(work, Visit, visit_id, _gone())
            check_seen(row.version, version)
            if row.state not in {VisitState.INSIDE, VisitState.LEFT} or not row.people_left:
                raise UserError(msg("Nobody of this visit has left."))
            if row.plate and row.state == VisitState.LEFT and row.visitor_id is not None:
                again = select(Visit.id).where(Visit.visitor_id == row.visitor_id, is_inside())
                if work.session.scalars(again).first() is not None:
                    raise ConflictError(msg("This vehicle has come in again meanwhile."))
            before = {"state": row.state, "people_left": row.people_left}
            row.people_left = _left_before(work, row)
            row.state, row.out_at, row.out_by, row.out_gate_id = VisitState.INSIDE, None, None, None
            row.out_unseen = False
            after = {"state": row.state, "people_left": row.people_left}
            work.audit("visit", row.id, "came back", before, after)
            work.result = row.id
        return work.changes

    def _stay(self) -> tuple[Stay, list[Inside]]:
        with self.desk.read() as session:
            laid_down = rules(session, self.actor.community_id)
            found = store.inside(session, self.actor.community_id)
        return Stay(laid_down, self.desk.clock.now(), self.desk.zone), found


def _leave(work: UnitOfWork, row: Visit, people: int, gate_id: int | None, *, unseen: bool = False) -> None:
    before = {"state": row.state, "people_left": row.people_left}
    row.people_left += people
    gone = row.people_left >= row.people
    if gone:
        # a clock that was set back must not let them leave before they came
        row.state, row.out_at = VisitState.LEFT, max(work.now, row.in_at)
        row.out_by, row.out_gate_id, row.out_unseen = work.actor.account_id, gate_id, unseen
    after = {"state": row.state, "people_left": row.people_left, "gate": gate_id, "unseen": unseen}
    work.audit("visit", row.id, _LEAVING[0] if gone else _LEAVING[1], before, after)


def _left_before(work: UnitOfWork, row: Visit) -> int:
    """Return how many had left before the last leaving, as the audit has it."""
    told = select(Audit.before, Audit.after).where(
        Audit.topic == "visit", Audit.subject_id == row.id, Audit.action.in_(_LEAVING)
    )
    for before, after in work.session.execute(told.order_by(Audit.id.desc())):
        if before and after and after.get("people_left") == row.people_left:
            return int(before["people_left"])
    return 0


def _check_inside(row: Visit, zone: ZoneInfo) -> None:
    if row.state == VisitState.LEFT and row.out_at is not None:
        when = row.out_at.astimezone(zone)
        raise ConflictError(msg("They left already, at %(time)s.", time=f"{when:%H:%M}"))
    if row.state != VisitState.INSIDE:
        raise ConflictError(msg("They are not inside: this visit was not let in, or was taken back."))


def _check_gate(work: UnitOfWork, gate_id: int | None) -> None:
    if gate_id is not None and not facts.gate_in_use(work.session, work.community_id, gate_id):
        raise UserError(Problem(msg("This gate is not in use any more; choose another one."), "gate_id"))


def _gone() -> Message:
    return msg("This visit is no longer kept; look at the list again.")


def _meant(found: Iterable[Inside], typed: str) -> list[Inside]:
    wanted = clean(typed)
    if not wanted:
        return list(found)
    form, plate = search_form(wanted), canonical_plate(wanted)
    ranked = [(_distance(row, form, plate), place, row) for place, row in enumerate(found)]
    return [row for distance, _, row in sorted(ranked, key=lambda each: each[:2]) if distance < _NOT]


def _distance(row: Inside, form: str, plate: str) -> int:
    """Return how near a visit is to what was typed: the badge in hand first, then the plate's end, then names."""
    if row.badge and search_form(row.badge) == form:
        return 0
    if row.plate and plate and row.plate.endswith(plate):
        return 1
    if any(name and search_form(name) == form for name in _names(row)):
        return 2
    if row.unplated and str(row.unplated) == form:
        return 3
    if plate and plate in row.plate:
        return 4
    return _distance_of_words(row, form)


def _distance_of_words(row: Inside, form: str) -> int:
    names = _names(row)
    if any(form in search_form(name) for name in names):
        return 5
    if form.isascii() and any(spelt.startswith(form) for name in names for spelt in readings(name)):
        return 6
    return 7 if form in search_form(row.place) or form in search_form(row.company) else _NOT


def _names(row: Inside) -> tuple[str, ...]:
    """Return what someone inside is called: by name, and where no plate tells them apart, as the lists call them."""
    if row.plate or (row.name and not row.unplated):
        return (row.name,)
    return (row.name, *_called(row.unplated, row.kind.kind, row.own_name))


@lru_cache(maxsize=512)
def _called(unplated: int, kind: VisitKind, own_name: str) -> tuple[str, ...]:
    """Return what the lists call someone of whom nothing is known, in every language: the gate types what it reads."""
    words = title("", "", unplated, kind_name(kind, own_name))
    return tuple(words if isinstance(words, str) else language(code).message(words) for code in LANGUAGES)


def _line(row: Inside, stay: Stay) -> InsideLine:
    called = kind_name(row.kind.kind, row.own_name)
    return InsideLine(
        visit_id=row.id,
        title=title(row.plate, row.name, row.unplated, called),
        name=row.name,
        company=row.company,
        kind=row.kind,
        kind_name=called,
        room_id=row.room_id,
        place=row.place,
        building=row.building,
        vehicle=row.vehicle,
        people=row.people,
        badge=row.badge,
        in_at=row.in_at,
        gate=row.gate,
        pass_id=row.pass_id,
        incomplete=row.incomplete,
        checked_at=row.checked_at,
        remark=row.remark,
        stayed_night=row.vehicle and row.in_at < stay.night,
        overdue=stay.overdue(row.like, row.in_at),
        version=row.version,
    )
