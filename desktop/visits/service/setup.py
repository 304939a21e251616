"""How the gates work: gates, own kinds of visit, the guards' shifts, peak hours and retention."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.storage.desk import Service
from desktop.visits.model import Gate, GateRules, GuardShift, VisitKind, VisitKindRow
from desktop.visits.rows import KIND_LABELS
from desktop.visits.service.shared import check_seen, locked
from desktop.visits.store import setup as store
from desktop.visits.store.setup import rules, shift_at, shifts_from, shifts_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork
    from desktop.visits.rows import GateRow, KindRow, RulesRow, ShiftOnDay, ShiftRow

__all__ = [
    "FIRST_GATE",
    "LONGEST_KEPT",
    "LONGEST_NAME",
    "LONGEST_STAY",
    "MOST_PEAKS",
    "SHORTEST_KEPT",
    "Setup",
    "first_gate",
    "rules",
    "shift_at",
    "shifts_from",
    "shifts_on",
]

FIRST_GATE = "大门"
"""What the gate of a new community is called; names are data, never translated."""

LONGEST_NAME = 20
"""Characters of the name of a gate, a kind or a shift."""

SHORTEST_KEPT, LONGEST_KEPT = 7, 3650
"""Days after which visits are reduced to counts."""

LONGEST_STAY = 72
"""Hours after which a visit may be called overdue at the latest."""

MOST_PEAKS = 6


class Setup(Service):
    """Shows and changes how the gates of the community work."""

    @requires(Operation.READ_VISITS)
    def gates(self, *, archived: bool = False) -> tuple[GateRow, ...]:
        """Return the gates in their order; a community older than gates may have none yet."""
        with self.desk.read() as session:
            return store.gates(session, self.actor.community_id, archived=archived)

    @requires(Operation.EDIT_GATE)
    def add_gate(self, name: str, *, operation_id: str = "") -> Changes:
        """Add a gate at the end; one of this name that was archived is offered again. The result is its id.

        Raises UserError naming "name" where there is none, one too long, or another gate's.
        """
        named = _named(name)
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = _gate_of_name(work, named)
            if row is None:
                last = select(func.max(Gate.position)).where(Gate.community_id == work.community_id)
                position = (work.session.scalar(last) or 0) + 1
                row = Gate(community_id=work.community_id, name=named, position=position)
                work.session.add(row)
            row.archived_at = None
            _note(work, row, "gate added")
        return work.changes

    @requires(Operation.EDIT_GATE)
    def rename_gate(self, gate_id: int, name: str, *, version: int, operation_id: str = "") -> Changes:
        """Give a gate another name; errors as `add_gate`, and ConflictError where it was changed meanwhile."""
        named = _named(name)
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = _gate(work, gate_id, version)
            other = _gate_of_name(work, named, but=gate_id)
            if other is not None:
                raise UserError(_taken(named))
            before = {"name": row.name}
            row.name = named
            _note(work, row, "gate renamed", before)
        return work.changes

    @requires(Operation.EDIT_GATE)
    def archive_gate(self, gate_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Offer a gate no more; its visits keep its name. Raises UserError for the last one."""
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = _gate(work, gate_id, version)
            left = [gate for gate in store.gates(work.session, work.community_id) if gate.id != gate_id]
            if not left:
                raise UserError(msg("This is the only gate; add another one first."))
            row.archived_at = row.archived_at or work.now
            _note(work, row, "gate archived")
        return work.changes

    @requires(Operation.READ_VISITS)
    def kinds(self, *, archived: bool = False) -> tuple[KindRow, ...]:
        """Return the built-in kinds in their order, then the community's own."""
        with self.desk.read() as session:
            return store.kinds(session, self.actor.community_id, archived=archived)

    @requires(Operation.EDIT_GATE)
    def add_kind(self, name: str, like: VisitKind, *, operation_id: str = "") -> Changes:
        """Add an own kind, asked for the same as `like`; one of this name that was archived is offered again.

        Raises UserError naming "name" as `add_gate` does, and "like" for a kind that is asked nothing: only a real
        emergency comes in without a question.
        """
        named = _named(name)
        if like is VisitKind.EMERGENCY:
            fault = msg("An own kind is asked its questions; choose another kind it is like.")
            raise UserError(Problem(fault, "like"))
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = _kind_of_name(work, named)
            if row is None:
                last = select(func.max(VisitKindRow.position)).where(VisitKindRow.community_id == work.community_id)
                position = (work.session.scalar(last) or 0) + 1
                row = VisitKindRow(community_id=work.community_id, name=named, like=like, position=position)
                work.session.add(row)
            row.archived_at, row.like = None, like
            _note(work, row, "kind added")
        return work.changes

    @requires(Operation.EDIT_GATE)
    def rename_kind(self, kind_id: int, name: str, *, version: int, operation_id: str = "") -> Changes:
        """Give an own kind another name; errors as `add_kind`."""
        named = _named(name)
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = _kind(work, kind_id, version)
            if _kind_of_name(work, named, but=kind_id) is not None:
                raise UserError(_taken(named))
            before = {"name": row.name}
            row.name = named
            _note(work, row, "kind renamed", before)
        return work.changes

    @requires(Operation.EDIT_GATE)
    def archive_kind(self, kind_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Offer an own kind no more; its visits keep its name."""
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = _kind(work, kind_id, version)
            row.archived_at = row.archived_at or work.now
            _note(work, row, "kind archived")
        return work.changes

    @requires(Operation.READ_VISITS)
    def shifts(self, *, archived: bool = False) -> tuple[ShiftRow, ...]:
        """Return the shifts of the guards by when they start."""
        with self.desk.read() as session:
            return store.shifts(session, self.actor.community_id, archived=archived)

    @requires(Operation.EDIT_GATE)
    def add_shift(self, name: str, starts: time, ends: time, *, operation_id: str = "") -> Changes:
        """Add a shift by the clock of the community; it ends on the next day where it ends before or when it starts.

        Raises UserError naming "name" where there is none, one too long, or that of a shift in use.
        """
        named = _named(name)
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            names = {search_form(shift.name) for shift in store.shifts(work.session, work.community_id)}
            if search_form(named) in names:
                raise UserError(_taken(named))
            row = GuardShift(
                community_id=work.community_id,
                name=named,
                starts=store.minutes_of(starts),
                ends=store.minutes_of(ends),
            )
            work.session.add(row)
            _note(work, row, "shift added")
        return work.changes

    @requires(Operation.EDIT_GATE)
    def archive_shift(self, shift_id: int, *, version: int, operation_id: str = "") -> Changes:
        """End a shift; what was due in it stays due. To change its times, add another one."""
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            row = locked(work, GuardShift, shift_id, _gone())
            check_seen(row.version, version)
            row.archived_at = row.archived_at or work.now
            _note(work, row, "shift archived")
        return work.changes

    @requires(Operation.READ_VISITS)
    def shift_at(self, moment: datetime) -> ShiftOnDay | None:
        """Return the shift on duty at `moment`, None where none is."""
        with self.desk.read() as session:
            return store.shift_at(session, self.actor.community_id, moment, self.desk.zone)

    @requires(Operation.READ_VISITS)
    def shifts_on(self, day: date) -> tuple[ShiftOnDay, ...]:
        """Return the shifts that begin on `day`, in order."""
        with self.desk.read() as session:
            return store.shifts_on(session, self.actor.community_id, day, self.desk.zone)

    @requires(Operation.READ_VISITS)
    def rules(self) -> RulesRow:
        """Return what the community laid down for its gates, the defaults where it did not."""
        with self.desk.read() as session:
            return store.rules(session, self.actor.community_id)

    @requires(Operation.EDIT_GATE)
    def set_rules(self, laid_down: RulesRow, *, version: int, operation_id: str = "") -> Changes:
        """Lay down the rules of the gates; `version` is as `rules` shows it, 0 where none were laid down.

        Raises UserError naming "peaks" (each from before to, none overlapping, at most six), "overstay_hours" (1 to
        72), "keep_days" (7 to 3,650) and "province" (a province and its letter at most).
        """
        problems = _faults(laid_down)
        if problems:
            raise UserError(*problems)
        with self.desk.write(Operation.EDIT_GATE, operation_id) as work:
            query = select(GateRules).where(GateRules.community_id == work.community_id).with_for_update()
            row = work.session.scalars(query).one_or_none()
            check_seen(0 if row is None else row.version, version)
            before = None if row is None else _rules_facts(row)
            if row is None:
                row = GateRules(community_id=work.community_id)
                work.session.add(row)
            row.peaks = store.written_peaks(sorted(laid_down.peaks))
            row.contractors_until = store.minutes_of(laid_down.contractors_until)
            row.overstay_hours, row.keep_days = laid_down.overstay_hours, laid_down.keep_days
            row.night_at, row.photos = store.minutes_of(laid_down.night_at), laid_down.photos
            row.province = clean(laid_down.province).upper()
            work.session.flush()
            work.audit("gate", row.id, "rules laid down", before, _rules_facts(row))
            work.result = row.id
        return work.changes


def first_gate(work: UnitOfWork) -> None:
    """Give a new community its first gate; one that has gates keeps them as they are."""
    if not store.gates(work.session, work.community_id, archived=True):
        row = Gate(community_id=work.community_id, name=FIRST_GATE, position=1)
        work.session.add(row)
        _record(work, row, "gate added")


def _named(name: str) -> str:
    named = clean(name)
    if not named:
        raise UserError(Problem(msg("Give it a name."), "name"))
    if len(named) > LONGEST_NAME:
        raise UserError(Problem(msg("A name has at most %(count)s characters.", count=LONGEST_NAME), "name"))
    return named


def _taken(name: str) -> Problem:
    return Problem(msg("%(name)s is there already; choose another name.", name=name), "name")


def _gone() -> Problem:
    return Problem(msg("This is no longer among the settings of the gate; open the page again."))


def _gate(work: UnitOfWork, gate_id: int, version: int) -> Gate:
    row = locked(work, Gate, gate_id, _gone())
    check_seen(row.version, version)
    return row


def _kind(work: UnitOfWork, kind_id: int, version: int) -> VisitKindRow:
    row = locked(work, VisitKindRow, kind_id, _gone())
    check_seen(row.version, version)
    return row


def _gate_of_name(work: UnitOfWork, name: str, *, but: int = 0) -> Gate | None:
    """Return the archived gate of a name; raise UserError where a gate in use has it."""
    rows = work.session.scalars(select(Gate).where(Gate.community_id == work.community_id, Gate.id != but))
    found = next((row for row in rows if search_form(row.name) == search_form(name)), None)
    if found is not None and found.archived_at is None:
        raise UserError(_taken(name))
    return found


def _kind_of_name(work: UnitOfWork, name: str, *, but: int = 0) -> VisitKindRow | None:
    """Return the archived own kind of a name; raise UserError where a kind in use, own or built in, has it."""
    ours = select(VisitKindRow).where(VisitKindRow.community_id == work.community_id, VisitKindRow.id != but)
    wanted = search_form(name)
    found = next((row for row in work.session.scalars(ours) if search_form(row.name) == wanted), None)
    words = {search_form(language(code).message(label)) for code in LANGUAGES for label in KIND_LABELS.values()}
    if wanted in words or (found is not None and found.archived_at is None):
        raise UserError(_taken(name))
    return found


def _faults(laid_down: RulesRow) -> list[Problem]:
    problems = []
    peaks = sorted(laid_down.peaks)
    overlap = any(earlier[1] > later[0] for earlier, later in pairwise(peaks))
    if len(peaks) > MOST_PEAKS or overlap or any(since >= until for since, until in peaks):
        fault = msg("Peak hours are written like 07:30-10:00, at most %(count)s, none overlapping.", count=MOST_PEAKS)
        problems.append(Problem(fault, "peaks"))
    if not 1 <= laid_down.overstay_hours <= LONGEST_STAY:
        problems.append(Problem(msg("Choose 1 to %(count)s hours.", count=LONGEST_STAY), "overstay_hours"))
    if not SHORTEST_KEPT <= laid_down.keep_days <= LONGEST_KEPT:
        fault = msg("Choose %(least)s to %(most)s days.", least=SHORTEST_KEPT, most=LONGEST_KEPT)
        problems.append(Problem(fault, "keep_days"))
    if len(clean(laid_down.province)) > 2:
        problems.append(Problem(msg("A province and its letter, such as 浙A."), "province"))
    return problems


def _rules_facts(row: GateRules) -> dict[str, object]:
    names = ("peaks", "contractors_until", "overstay_hours", "night_at", "keep_days", "photos", "province")
    return {name: getattr(row, name) for name in names}


def _note(
    work: UnitOfWork, row: Gate | VisitKindRow | GuardShift, action: str, before: Mapping[str, object] | None = None
) -> None:
    _record(work, row, action, before)
    work.result = row.id


def _record(
    work: UnitOfWork, row: Gate | VisitKindRow | GuardShift, action: str, before: Mapping[str, object] | None = None
) -> None:
    work.session.flush()
    facts = {"name": row.name, "archived": row.archived_at is not None}
    work.audit("gate", row.id, action, before, facts)
