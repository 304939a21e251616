"""What the forms of patrols share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.patrols.service import PatrolService
from desktop.ui.acting import CommandDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes

__all__ = ["Command", "PatrolDialog"]

Command: TypeAlias = "Callable[[PatrolService, str], Changes]"
"""One write: given the service and the operation id, it does it."""


class PatrolDialog(CommandDialog[PatrolService]):
    """A form of patrols."""
