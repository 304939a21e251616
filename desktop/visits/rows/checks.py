"""What the gate is told before a visit is saved: what speaks against it, in words and who ordered it. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.households.rows import InstructionLine
    from desktop.visits.rows.guarding import ExpectedLine, PassLine
    from desktop.visits.rows.setup import KindFields

__all__ = ["GateCheck", "Objection", "ObjectionKind", "Override"]


class ObjectionKind(StrEnum):
    """What can speak against letting someone in, gravest first; the values are kept with a visit."""

    DO_NOT_ADMIT = "do_not_admit"
    WATCH_REFUSE = "watch_refuse"
    WATCH = "watch"
    PASS_EXPIRED = "pass_expired"  # noqa: S105 - a pass on paper, no password
    PASS_MISSING = "pass_missing"  # noqa: S105 - a pass on paper, no password
    TENANT_MOVED_OUT = "tenant_moved_out"
    VACANT = "vacant"
    OUT_OF_TOWN = "out_of_town"


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that speaks against it: `lead` names it, `words` are what was said, `ordered_by` who wants it.

    It holds until `until` (none: until ended); `noted` is who wrote it down and when. `key` tells it from others of
    its kind, so that what was seen can be compared with what holds when the visit is saved.
    """

    kind: ObjectionKind
    key: str
    lead: Message
    words: str = ""
    ordered_by: str = ""
    until: datetime | None = None
    noted_by: str = ""
    noted_at: datetime | None = None

    @property
    def grave(self) -> bool:
        """Tell whether nobody may be let in before the household or the desk was asked."""
        return self.kind in {ObjectionKind.DO_NOT_ADMIT, ObjectionKind.WATCH_REFUSE}


@dataclass(frozen=True, slots=True)
class GateCheck:
    """What is known of a visit before it is saved, at one moment.

    `objections` come gravest first; none of them hinders an emergency service. `admits` are standing instructions to
    let someone in. `times` is how often this visitor was let in before, `doubts` what looks odd of what was typed and
    is no obstacle. `household` names who lives there, `fields` what is asked of this kind. `inside_since` is set where
    the same vehicle is inside already.
    """

    objections: tuple[Objection, ...] = ()
    admits: tuple[InstructionLine, ...] = ()
    times: int = 0
    doubts: tuple[Message, ...] = ()
    household: str = ""
    fields: KindFields | None = None
    expected: ExpectedLine | None = None
    contractor: PassLine | None = None
    inside_since: datetime | None = None

    @property
    def seen(self) -> frozenset[str]:
        """Return the keys of what speaks against it, for `Override.seen`."""
        return frozenset(objection.key for objection in self.objections)


@dataclass(frozen=True, slots=True)
class Override:
    """Let in all the same: why, who agreed, and the keys of the objections that the guard saw."""

    words: str
    agreed_by: str
    seen: frozenset[str]
