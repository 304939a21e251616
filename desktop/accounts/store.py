"""The SQL of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.accounts.rows import AccountRow, Role
from desktop.core.texts import search_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

__all__ = ["account_key", "accounts", "accounts_named"]

_COLUMNS = (
    Account.id,
    Account.community_id,
    Account.name,
    Account.role,
    Account.department_id,
    Account.disabled_at,
    Account.version,
)


def account_key(name: str) -> str:
    """Return what account names are compared by."""
    return search_form(name)


def accounts(session: Session, community_id: int) -> Sequence[AccountRow]:
    """Return the community's accounts by name."""
    statement = select(*_COLUMNS).where(Account.community_id == community_id).order_by(Account.name_key)
    return [_row(row) for row in session.execute(statement)]


def accounts_named(session: Session, name: str) -> Sequence[AccountRow]:
    """Return the accounts called `name`, one for each community it belongs to."""
    statement = select(*_COLUMNS).where(Account.name_key == account_key(name)).order_by(Account.community_id)
    return [_row(row) for row in session.execute(statement)]


def _row(row: Row[int, int, str, str, int | None, object, int]) -> AccountRow:
    id_, community_id, name, role, department_id, disabled_at, version = row
    return AccountRow(id_, community_id, name, Role(role), department_id, disabled_at is not None, version)
