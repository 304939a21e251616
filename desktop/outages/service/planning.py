"""Lists outages, checks what is typed, plans, amends and drops them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.outages.model import Outage, OutageState
from desktop.outages.rows import OutageFilter
from desktop.outages.service.checking import AMENDED, Checking
from desktop.outages.service.owned import seen
from desktop.outages.service.recording import facts, fill, plan_of, record
from desktop.outages.service.warning import end_warnings
from desktop.outages.store import lists
from desktop.storage import search
from desktop.storage.desk import Service
from desktop.storage.search import ALL_FIELDS

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.outages.rows import NewOutage, OutageCheck, OutageLine
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_REASON", "Planning"]

LONGEST_REASON = 200
_MOST_FOUND = 2000
"""Outages that words are found in at most: what is older is found with more words."""


class Planning(Service):
    """Outages from the plan to the first notice, and what may be changed after it."""

    @requires(Operation.READ_OUTAGES)
    def outages(
        self, wanted: OutageFilter | None = None, after: OutageLine | None = None, limit: int = 100
    ) -> tuple[OutageLine, ...]:
        """Return a page of outages, latest start first (coming ones: next first), from the one that follows `after`.

        Words of the filter are looked for as the search box does: in numbers, kinds, places and causes.
        """
        wanted = wanted or OutageFilter()
        words = clean(wanted.words)
        with self.desk.read() as session:
            named = (
                search.find(session, self.actor.community_id, "notice", words, columns=ALL_FIELDS, limit=_MOST_FOUND)
                if words
                else None
            )
            now = self.desk.clock.now()
            return lists.page(session, self.actor.community_id, wanted, named, now, after, limit)

    @requires(Operation.READ_OUTAGES)
    def check(self, new: NewOutage, *, outage_id: int | None = None) -> OutageCheck:
        """Return what is to be known of a plan before it is saved; `outage_id` is the one it changes, if any."""
        with self.desk.read() as session:
            outage = None if outage_id is None else self._known(session, outage_id)
            return self._checking(session).check(new, outage)

    @requires(Operation.EDIT_OUTAGES)
    def plan(self, new: NewOutage, *, operation_id: str = "") -> Changes:
        """Keep a new outage, of which no notice is out yet; the result is its id.

        Raises UserError naming every field that is wrong: own_kind_id, ends_at, places, cause, say, advice, phone,
        supplier_phone, note.
        """
        with self.desk.write(Operation.EDIT_OUTAGES, operation_id) as work:
            work.result = self._plan(work, new).id
        return work.changes

    @requires(Operation.EDIT_OUTAGES)
    def amend(self, outage_id: int, new: NewOutage, *, version: int, operation_id: str = "") -> Changes:
        """Change what was planned. Once a notice is out, only what `check` then asks a notice of amendment for.

        Raises UserError as `plan` does, naming kind, planned, starts_at or ends_at where a notice says otherwise and
        for one that is over; ConflictError where it was changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_OUTAGES, operation_id) as work:
            outage = seen(work, Outage, outage_id, version)
            if not outage.can_change():
                raise UserError(msg("It is over or called off and stays as it was; plan another."))
            plan = self._checking(work.session, work).cleaned(new, outage)
            _refuse_what_is_out(outage, plan)
            work.result = outage.id
            was = _said(plan_of(work.session, outage))
            if (will_be := _said(plan)) != was:
                before = facts(work.session, outage)
                fill(work, outage, plan, self._day())
                noticed = replace(will_be, say="", note="") != replace(was, say="", note="")
                record(work, outage, AMENDED if noticed else "noted", before)
        return work.changes

    @requires(Operation.EDIT_OUTAGES)
    def drop(self, outage_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Call off an outage that nobody was told of. Raises UserError naming "reason", and where a notice is out."""
        words = clean(reason)
        if not words:
            raise UserError(Problem(msg("Say why it does not take place."), "reason"))
        if len(words) > LONGEST_REASON:
            raise UserError(
                Problem(
                    msg(
                        "This text has %(count)s characters; shorten it to %(most)s.",
                        count=len(words),
                        most=LONGEST_REASON,
                    ),
                    "reason",
                )
            )
        with self.desk.write(Operation.EDIT_OUTAGES, operation_id) as work:
            outage = seen(work, Outage, outage_id, version)
            if outage.state == OutageState.ANNOUNCED:
                raise UserError(msg("A notice of it is out; issue a notice of cancellation."))
            if outage.state != OutageState.PLANNED:
                raise UserError(msg("It is over or called off and stays as it was; plan another."))
            before = facts(work.session, outage)
            outage.state, outage.end_words = OutageState.CANCELLED, words
            record(work, outage, "dropped", before)
            end_warnings(work, outage)
            work.result = outage.id
        return work.changes

    # --- for the other parts of the service -------------------------------------------------------------------------

    def _plan(self, work: UnitOfWork, new: NewOutage) -> Outage:
        """Keep a new outage within a write; raises as `plan` does."""
        plan = self._checking(work.session, work).cleaned(new)
        outage = Outage(
            community_id=work.community_id,
            kind=plan.kind,
            state=OutageState.PLANNED,
            recorded_at=work.now,
            recorded_by=work.actor.account_id,
        )
        fill(work, outage, plan, self._day())
        record(work, outage, "planned")
        return outage

    def _checking(self, session: Session, work: UnitOfWork | None = None) -> Checking:
        now = self.desk.clock.now() if work is None else work.now
        return Checking(session, self.actor.community_id, self.desk.zone, now)

    def _known(self, session: Session, outage_id: int) -> Outage:
        """Return an outage to read; raise UserError where there is none."""
        outage = session.get(Outage, outage_id)
        if outage is None or outage.community_id != self.actor.community_id:
            raise UserError(msg("This outage is no longer there; open the page again."))
        return outage

    def _day(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()


def _said(plan: NewOutage) -> NewOutage:
    """Return a plan to be compared with another: places as they are kept."""
    return replace(plan, places=tuple(replace(pick, label=pick.named, now="", gone=False) for pick in plan.places))


def _refuse_what_is_out(outage: Outage, plan: NewOutage) -> None:
    """Raise UserError naming the times that a notice has told people otherwise."""
    if outage.state != OutageState.ANNOUNCED:
        return
    fields = [field for field in ("starts_at", "ends_at") if getattr(plan, field) != getattr(outage, field)]
    words = msg("A notice with this time is out; issue a notice of extension or of a new time.")
    problems = [Problem(words, field) for field in fields]
    if plan.planned != outage.planned:
        problems.append(Problem(msg("A notice is out; whether it was planned stays as it was."), "planned"))
    if problems:
        raise UserError(*problems)
