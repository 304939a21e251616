"""Who signed a problem point or an action, whether it still holds, and who heads a department."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.core.permissions import Role
from desktop.issues.model import (
    Confirmation,
)
from desktop.issues.rows import ConfirmationRow
from desktop.issues.store.behind import in_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["Signed", "Signer", "confirmed_row", "head_of", "heads", "last", "signatures"]

Signed = dict[tuple[int, int | None], tuple[str, "datetime", str]]
"""The last signature by point and action (none: under the point): name, when, digest."""


def signatures(session: Session, ids: Sequence[int]) -> Signed:
    """Return the last signature under each point and action of the points: name, when, digest."""
    found: Signed = {}
    for some in in_parts(ids):
        statement = (
            select(Confirmation.issue_id, Confirmation.action_id, Confirmation.name, Confirmation.at)
            .add_columns(Confirmation.digest)
            .where(Confirmation.issue_id.in_(some))
            .order_by(Confirmation.id)
        )
        found.update(
            {(row.issue_id, row.action_id): (row.name, row.at, row.digest) for row in session.execute(statement)}
        )
    return found


def confirmed_row(
    signed: tuple[str, datetime, str] | None, digest: str, action_id: int | None = None
) -> ConfirmationRow | None:
    """Return the signature as a row; it holds where `digest`, of how it is now, is the one that was signed."""
    if signed is None:
        return None
    name, at, then = signed
    return ConfirmationRow(action_id, name, at, then == digest)


class Signer(NamedTuple):
    """Whose a signature is, and the digest of what it is under."""

    account_id: int
    digest: str


def last(session: Session, issue_id: int, action_id: int | None) -> Signer | None:
    """Return the last signature under a point or one of its actions, none where nobody signed."""
    of_it = Confirmation.action_id.is_(None) if action_id is None else Confirmation.action_id == action_id
    given = select(Confirmation.account_id, Confirmation.digest).where(Confirmation.issue_id == issue_id, of_it)
    row = session.execute(given.order_by(Confirmation.id.desc()).limit(1)).one_or_none()
    return None if row is None else Signer(row.account_id, row.digest)


def heads(session: Session, community_id: int) -> Mapping[int, str]:
    """Return who heads each department that has a head: the first of the accounts that may sign in."""
    statement = (
        select(Account.department_id, Account.name)
        .where(
            Account.community_id == community_id,
            Account.role == Role.MANAGER,
            Account.department_id.is_not(None),
            Account.disabled_at.is_(None),
        )
        .order_by(Account.id.desc())
    )
    return {row.department_id: row.name for row in session.execute(statement)}


def head_of(session: Session, community_id: int, department_id: int) -> str:
    """Return the name of the account that heads the department, "" where none does."""
    return heads(session, community_id).get(department_id, "")
