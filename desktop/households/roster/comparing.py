"""The rule of three values: what a file says, what the register holds, and what the last import of that row said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from desktop.core.id_cards import mask_id_card
from desktop.core.phones import mask_phone
from desktop.households.rows import ROLE_LABELS, SEX_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.sheets.records import Refusal

__all__ = [
    "OF_PERSON",
    "Conflict",
    "ConflictKey",
    "Decisions",
    "Said",
    "Verdict",
    "plain",
    "shown",
    "three_way",
]

OF_PERSON = ("name", "sex", "id_number", "owner_number", "phones")
"""The fields of a person that are the same in every room; role, since and note are about one room."""

Said = dict[str, Any]
"""What an import said of a room or a person, by field, as JSON values; what it left empty is not in it."""

ConflictKey = tuple[str, int, str, str]
"""The sheet, the row as shown, the field, and of whom: the name of the person, empty for the room."""

Decisions = dict[ConflictKey, bool]
"""What was decided of conflicts: True takes the file's value, False keeps the register's."""


_LABELS: Mapping[str, Mapping[Any, Message]] = {"state": STATE_LABELS, "role": ROLE_LABELS, "sex": SEX_LABELS}


class Verdict(Enum):
    """What becomes of a value of the register."""

    SAME = "same"
    KEEP = "keep"
    TAKE = "take"
    CONFLICT = "conflict"


def three_way(file: Any, register: Any, last: Any) -> Verdict:
    """Return whose value counts; None stands for nothing, of `last` for never said.

    The file still saying what it said last leaves a newer value of the register alone; the register still holding
    what the file said last takes the file's newer one; where all three differ, a person has to decide.
    """
    if file == register:
        return Verdict.SAME
    if file == last:
        return Verdict.KEEP
    return Verdict.TAKE if register == last else Verdict.CONFLICT


def plain(value: Any) -> Any:
    """Return a value as it is remembered and compared: dates in ISO 8601, nothing for what is empty."""
    if value is None or value == "":
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def shown(value: Any, field: str) -> Message | str:
    """Return a remembered value of a field as it stands in a preview: numbers of people are masked."""
    if value is None:
        return ""
    words = _LABELS.get(field, {}).get(value) if isinstance(value, str) else None
    if words is not None:
        return words
    if field == "phones":
        return "、".join(mask_phone(digits) for digits in value)
    return mask_id_card(value) if field == "id_number" else str(value).removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that says something else than the register and than the last import did.

    `cell` is where it stands and what it says; `room` and `person` whom it is about ("" for the room itself). `file`,
    `register` and `last` are the three values in words. `take` is what was decided, None for nothing yet: the
    register's value is then kept and the question stays open.
    """

    field: str
    cell: Refusal
    room: str
    person: str
    file: Message | str
    register: Message | str
    last: Message | str
    take: bool | None = None

    @property
    def id(self) -> ConflictKey:
        """Return what a decision names it by."""
        return self.cell.sheet, self.cell.row, self.field, self.person
