"""What the end of the day and a handover show, and what the desk writes into one: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from desktop.core.i18n import Language, Message
    from desktop.core.permissions import Operation
    from desktop.storage.desk import Desk

__all__ = [
    "LONGEST_REMARK",
    "LONGEST_WORDS",
    "MOST_LINES",
    "Counted",
    "DayCheck",
    "HandoverRow",
    "LeftOver",
    "NewHandover",
    "Paragraph",
    "Shift",
    "Subject",
    "ThingRow",
]

LONGEST_WORDS = 240
MOST_LINES = 8
"""Characters and lines of one paragraph: all of them fit on one page of paper."""

LONGEST_REMARK = 40
"""Characters of a reason or remark."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The time a handover tells of, aware moments: `since` belongs to it, `until` does not.

    A running shift knows the handover it comes `after`, by id; 0 for none.
    """

    since: datetime
    until: datetime
    after: int = 0


@dataclass(frozen=True, slots=True)
class DayCheck:
    """Something that must not be left hanging at the end of a day.

    `count` returns how much there is at a desk; `page` and `where` open it, as `Shell.go` takes them; accounts without
    the right `needs` are not shown it.
    """

    key: str
    words: Message
    icon: str
    needs: Operation
    count: Callable[[Desk], int]
    page: str
    where: Callable[[Desk], Mapping[str, object]] = lambda _desk: MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Subject:
    """Something every handover tells of: its heading, and the words the day's data make of it, "" for none."""

    key: str
    heading: Message
    draft: Callable[[Desk, Shift, Language], str]


@dataclass(frozen=True, slots=True)
class Checked:
    """How much one check found."""

    check: DayCheck
    count: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One headed text of a handover; `key` is its subject's."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What a check found and was left, and why."""

    key: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a thing there ought to be and were; none counted means it was not looked at yet."""

    name: str
    expected: int
    counted: int | None
    remark: str = ""

    @property
    def differs(self) -> bool:
        """Tell whether another number was counted than there ought to be."""
        return self.counted is not None and self.counted != self.expected


@dataclass(frozen=True, slots=True)
class NewHandover:
    """A handover as it is signed."""

    shift: Shift
    paragraphs: tuple[Paragraph, ...]
    left_over: tuple[LeftOver, ...]
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover that was given. `taken_at` is none until the next shift has taken it over."""

    id: int
    version: int
    shift: Shift
    paragraphs: tuple[Paragraph, ...]
    left_over: tuple[LeftOver, ...]
    counted: tuple[Counted, ...]
    given_by: str
    given_at: datetime
    taken_by: str
    taken_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A key or tool that is counted at every handover."""

    id: int
    version: int
    name: str
    expected: int
    active: bool = True
