"""Frozen rows of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.permissions import Role

__all__ = ["AccountRow", "Role"]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the administrator sees it."""

    id: int
    community_id: int
    name: str
    role: Role
    department_id: int | None
    disabled: bool
    version: int
