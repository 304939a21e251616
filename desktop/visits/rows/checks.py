"""What the gate is told before a visit is saved: what speaks against it, in words and who ordered it. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.visits.rule import Objection, ObjectionKind

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.households.rows import InstructionLine
    from desktop.visits.rows.guarding import ExpectedLine, PassLine
    from desktop.visits.rows.setup import KindFields

__all__ = ["GateCheck", "Objection", "ObjectionKind", "Override"]


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
