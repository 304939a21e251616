"""The columns of the list of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.accounts.rows import AccountRow, Role
from desktop.core.i18n import Message, msg
from desktop.core.permissions import ROLE_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Language

__all__ = ["DUTIES", "WHOLE_PROJECT", "AccountLine", "columns"]

WHOLE_PROJECT = msg("The whole project")
"""What a manager without a department answers for."""

DUTIES: Mapping[Role, Message] = MappingProxyType(
    {
        Role.CLERK: msg("Registers, dispatches and follows up requests; keeps the household files"),
        Role.MANAGER: msg("All a clerk does, and closes months, exports lists, edits departments and workers"),
        Role.GUARD: msg("Finds rooms and names; sees phones only one by one, each look recorded"),
        Role.ADMINISTRATOR: msg("Accounts, import, backup and settings; reads, but enters no requests"),
    }
)
"""What each role is for, in one line (the rights themselves stand in the matrix)."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with the name of the department it heads, and whether it is the one signed in."""

    account: AccountRow
    department: str
    own: bool

    @property
    def id(self) -> int:
        """Return the account's id, by which the list recognises it."""
        return self.account.id


def columns() -> Sequence[Column[AccountLine]]:
    """Return the columns: state first, then who, what as, and what that means."""
    return (
        Column("state", msg("State"), _state, width=112),
        Column("name", msg("Name"), _name, width=168),
        Column("role", msg("Role"), _role, width=144),
        Column("department", msg("Answers for"), _department, width=144),
        Column("duties", msg("Duties"), _duties, width=160, stretch=True, sort=False),
    )


def _state(line: AccountLine, language: Language) -> Cell:
    if line.account.disabled:
        return Cell(language.gettext("Disabled"), tone="grey", icon="ban", chip=True)
    return Cell(language.gettext("May sign in"), tone="green", icon="circle-check", chip=True)


def _name(line: AccountLine, language: Language) -> Cell:
    name = line.account.name
    return Cell(language.gettext("%(name)s (you)", name=name) if line.own else name, strong=True)


def _role(line: AccountLine, language: Language) -> Cell:
    return Cell(language.message(ROLE_LABELS[line.account.role]))


def _department(line: AccountLine, language: Language) -> Cell:
    if line.account.role is not Role.MANAGER:
        return Cell("—", tone="ink2")
    return Cell(line.department or language.message(WHOLE_PROJECT))


def _duties(line: AccountLine, language: Language) -> Cell:
    return Cell(language.message(DUTIES[line.account.role]), tone="ink2")
