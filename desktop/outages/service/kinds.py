"""Keeps the kinds of outages: how long before they must be announced, whom to ring."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, search_form
from desktop.outages.model import OutageKind, OutageKindRule
from desktop.outages.rows import KIND_LABELS
from desktop.outages.store import kinds as store
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.outages.rows import KindRow
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_KIND", "LONGEST_LEAD", "LONGEST_PHONE", "Kinds"]

LONGEST_LEAD = timedelta(days=31)
LONGEST_KIND = 20
LONGEST_PHONE = 40

_HOUR = timedelta(hours=1)


class Kinds(Service):
    """Shows and changes the kinds to choose from."""

    @requires(Operation.READ_OUTAGES)
    def kinds(self, *, archived: bool = False) -> tuple[KindRow, ...]:
        """Return the built-in kinds, then the community's own by name; archived ones only where asked for."""
        with self.desk.read() as session:
            return store.kinds(session, self.actor.community_id, archived=archived)

    @requires(Operation.EDIT_OUTAGE_KINDS)
    def set_kind(
        self,
        kind: OutageKind,
        lead: timedelta,
        supplier_phone: str,
        *,
        version: int,
        id: int = 0,  # noqa: A002 - what the rows call it
        operation_id: str = "",
    ) -> Changes:
        """Lay down the time ahead (whole hours, none: asks for none) and the supplier's phone of a kind.

        `id` and `version` are as `kinds` shows them: an own kind is named by its id, a built-in one of which nothing
        was changed yet has neither. Raises UserError naming "lead" or "supplier_phone", ConflictError where it was
        changed meanwhile.
        """
        phone = _checked(lead, supplier_phone)
        with self.desk.write(Operation.EDIT_OUTAGE_KINDS, operation_id) as work:
            row = _seen(work, kind, id, version)
            before = None if row is None else _facts(row)
            if row is None:
                row = OutageKindRule(community_id=work.community_id, kind=kind, name="")
                work.session.add(row)
            row.lead_hours, row.supplier_phone = lead // _HOUR, phone
            _note(work, row, "changed", before)
        return work.changes

    @requires(Operation.EDIT_OUTAGE_KINDS)
    def add_kind(self, name: str, lead: timedelta, supplier_phone: str = "", *, operation_id: str = "") -> Changes:
        """Add an own kind; one of this name that was archived is offered again.

        Raises UserError naming "name" where there is none, one too long or one that another kind has, "lead" and
        "supplier_phone" as `set_kind` does.
        """
        named = clean(name)
        if not named:
            raise UserError(Problem(msg("Give the kind a name."), "name"))
        if len(named) > LONGEST_KIND:
            raise UserError(Problem(msg("A name has at most %(count)s characters.", count=LONGEST_KIND), "name"))
        phone = _checked(lead, supplier_phone)
        with self.desk.write(Operation.EDIT_OUTAGE_KINDS, operation_id) as work:
            row = _of_name(work, named)
            before = None if row is None else _facts(row)
            if row is None:
                row = OutageKindRule(community_id=work.community_id, kind=OutageKind.OTHER, name=named)
                work.session.add(row)
            row.archived_at = None
            row.lead_hours, row.supplier_phone = lead // _HOUR, phone
            _note(work, row, "added" if before is None else "offered again", before)
        return work.changes

    @requires(Operation.EDIT_OUTAGE_KINDS)
    def archive_kind(self, kind_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Offer an own kind no more; outages of it keep its name."""
        with self.desk.write(Operation.EDIT_OUTAGE_KINDS, operation_id) as work:
            row = _seen(work, OutageKind.OTHER, kind_id, version)
            if row is None or not row.name:
                raise _no_such_kind()
            before = _facts(row)
            row.archived_at = row.archived_at or work.now
            _note(work, row, "archived", before)
        return work.changes


def _checked(lead: timedelta, supplier_phone: str) -> str:
    """Return the phone cleaned; raise UserError for what cannot be laid down."""
    problems = []
    if not timedelta() <= lead <= LONGEST_LEAD or lead % _HOUR:
        days = LONGEST_LEAD.days
        problems.append(Problem(msg("A time ahead is whole hours, at most %(days)s days.", days=days), "lead"))
    phone = clean(supplier_phone)
    if len(phone) > LONGEST_PHONE:
        too_long = msg(
            "This text has %(count)s characters; shorten it to %(most)s.", count=len(phone), most=LONGEST_PHONE
        )
        problems.append(Problem(too_long, "supplier_phone"))
    if problems:
        raise UserError(*problems)
    return phone


def _seen(work: UnitOfWork, kind: OutageKind, id_: int, version: int) -> OutageKindRule | None:
    """Return the row as it was seen, none where nothing was laid down yet of a built-in kind."""
    ours = select(OutageKindRule).where(OutageKindRule.community_id == work.community_id, OutageKindRule.kind == kind)
    chosen = ours.where(OutageKindRule.id == id_) if id_ else ours.where(OutageKindRule.name == "")
    row = work.session.scalars(chosen.with_for_update()).one_or_none()
    if row is None and id_:
        raise _no_such_kind()
    if (0 if row is None else row.version) != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row


def _of_name(work: UnitOfWork, name: str) -> OutageKindRule | None:
    """Return the archived own kind of a name; raise UserError where a kind that is offered has it."""
    ours = select(OutageKindRule).where(OutageKindRule.community_id == work.community_id, OutageKindRule.name != "")
    wanted = search_form(name)
    found = next((row for row in work.session.scalars(ours.with_for_update()) if search_form(row.name) == wanted), None)
    words = {search_form(language(code).message(label)) for code in LANGUAGES for label in KIND_LABELS.values()}
    if wanted in words or (found is not None and found.archived_at is None):
        raise UserError(Problem(msg("There is a kind %(name)s already.", name=name), "name"))
    return found


def _no_such_kind() -> UserError:
    return UserError(Problem(msg("There is no such kind any more; choose another."), "own_kind_id"))


def _facts(row: OutageKindRule) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "lead_hours": row.lead_hours,
        "supplier_phone": row.supplier_phone,
        "archived_at": None if row.archived_at is None else row.archived_at.isoformat(),
    }


def _note(work: UnitOfWork, row: OutageKindRule, action: str, before: dict[str, Any] | None) -> None:
    work.session.flush()
    work.audit("outage_kind", row.id, action, before, _facts(row))
    work.result = row.id
