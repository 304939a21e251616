"""Frozen rows of departments and workers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CommunityRow", "DepartmentRow", "WorkerRow"]


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """The community as shown in heads and on paper; `photos_allowed`: photos of residents may be kept and seen."""

    id: int
    name: str
    time_zone: str
    phone: str
    version: int
    photos_allowed: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department; `name` is without the ending 部."""

    id: int
    code: str
    name: str
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """Someone who carries out work orders."""

    id: int
    name: str
    department_id: int | None
    phone: str
    active: bool
    version: int
