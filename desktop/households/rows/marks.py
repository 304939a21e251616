"""What is to be known of a household: its tags and standing instructions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.households.model import InstructionKind

__all__ = ["InstructionLine", "NewInstruction", "TagLine", "TagRow"]


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag on a household; `meaning` is one of the known ones or empty, `cause` why, `since` since when.

    `tone` is the tag's own colour, empty for the one of its meaning. `version` is that of the tag on this household.
    """

    id: int
    name: str
    meaning: str
    cause: str
    since: datetime | None
    tone: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class TagRow:
    """One of the community's tags, with the number of households that wear it."""

    id: int
    name: str
    meaning: str
    tone: str
    rooms: int
    version: int


@dataclass(frozen=True, slots=True)
class InstructionLine:
    """What a household asked for once and for all, in force from `since` up to but not including `until` (none: open).

    `ended_at` is when someone ended it early. Times are aware, in UTC.
    """

    id: int
    room_id: int
    kind: InstructionKind
    words: str
    said_by: str
    since: datetime
    until: datetime | None
    ended_at: datetime | None
    version: int

    def in_force(self, now: datetime) -> bool:
        """Tell whether it holds at `now`."""
        return self.since <= now and not self.over(now)

    def over(self, now: datetime) -> bool:
        """Tell whether it has expired, or was ended, by `now`."""
        return self.ended_at is not None or (self.until is not None and self.until <= now)


@dataclass(frozen=True, slots=True)
class NewInstruction:
    """A standing instruction as it was said: `since` none means from now on, `until` none until it is ended."""

    kind: InstructionKind
    words: str = ""
    said_by: str = ""
    since: datetime | None = None
    until: datetime | None = None
