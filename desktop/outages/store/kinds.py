"""Kinds of outages as the community laid them down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.outages.model import OutageKind, OutageKindRule
from desktop.outages.rows import BUILT_IN_LEAD, KindRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["kind_row", "kinds"]

_NONE = timedelta()


def kinds(session: Session, community_id: int, *, archived: bool = False) -> tuple[KindRow, ...]:
    """Return the built-in kinds in their order, then the community's own by name; archived ones where asked for."""
    rows = session.scalars(select(OutageKindRule).where(OutageKindRule.community_id == community_id)).all()
    known = {row.kind: row for row in rows if not row.name}
    built_in = tuple(_row(kind, known.get(kind)) for kind in OutageKind)
    own = [row for row in rows if row.name and (archived or row.archived_at is None)]
    return built_in + tuple(_row(OutageKind.OTHER, row) for row in sorted(own, key=lambda row: row.name))


def kind_row(session: Session, community_id: int, kind: OutageKind, own_kind_id: int | None) -> KindRow | None:
    """Return a built-in kind, or an own one by its id; None where the community has no such own kind."""
    query = select(OutageKindRule).where(OutageKindRule.community_id == community_id)
    if own_kind_id is None:
        named = query.where(OutageKindRule.kind == kind, OutageKindRule.name == "")
        return _row(kind, session.scalars(named).one_or_none())
    row = session.scalars(query.where(OutageKindRule.id == own_kind_id, OutageKindRule.name != "")).one_or_none()
    return None if row is None or kind is not OutageKind.OTHER else _row(kind, row)


def _row(kind: OutageKind, row: OutageKindRule | None) -> KindRow:
    if row is None:
        return KindRow(kind, 0, "", BUILT_IN_LEAD.get(kind, _NONE), "", 0)
    lead = timedelta(hours=row.lead_hours)
    return KindRow(kind, row.id, row.name, lead, row.supplier_phone, row.version, archived=row.archived_at is not None)
