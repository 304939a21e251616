"""The three ways something goes wrong, and how each is told to the person at the screen.

`UserError`: what was asked cannot be done as asked; the person can mend it. `WorldError`: the surroundings fail
(disk full, file locked, server away); trying again may help. Anything else that is raised is a bug.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Message

__all__ = ["ConflictError", "Problem", "RefusedError", "TouchpointError", "UpgradeError", "UserError", "WorldError"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `field` names the form field or spreadsheet column, or is empty for the whole."""

    message: Message
    field: str = ""


class TouchpointError(Exception):
    """Base of every error that carries a sentence for people.

    `problems` holds at least one `Problem`; its messages are translated where they are shown. The exception's own
    text stays in English message ids with their parameters left out, so that logs hold no personal data.
    """

    def __init__(self, *problems: Problem | Message) -> None:
        """Keep `problems`; a bare message becomes a problem of no particular field."""
        self.problems: Sequence[Problem] = tuple(
            problem if isinstance(problem, Problem) else Problem(problem) for problem in problems
        )
        if not self.problems:
            raise ValueError("an error without a sentence helps nobody")
        super().__init__("; ".join(problem.message.msgid for problem in self.problems))


class UserError(TouchpointError):
    """What was asked cannot be done; each problem names the field that must change."""


class ConflictError(UserError):
    """Someone else changed the record meanwhile; nothing was overwritten."""


class RefusedError(UserError):
    """The account's role does not hold the right for the operation."""


class WorldError(TouchpointError):
    """Disk, file, server or printer failed; nothing typed is lost and the action can be repeated."""


class UpgradeError(WorldError):
    """The data could not be brought to this version's schema; it is as the version before left it."""
