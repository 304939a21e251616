"""Frozen rows of departments and workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.i18n import Language

__all__ = ["CommunityRow", "DepartmentRow", "WorkerRow", "department_name"]

_ENDINGS = "部处组队心司室科班站）)"
"""A department whose name ends so is not called 部 once more."""


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


def department_name(name: str, language: Language) -> str:
    """Return a department as it is called: 工程部. Names are kept without the ending."""
    return name if name.endswith(tuple(_ENDINGS)) else language.gettext("%(name)s department", name=name)
