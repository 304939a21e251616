"""What the community laid down about its requests, as forms, queues and paper read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.requests.model import PhraseUse, Signer

__all__ = ["DUE_SOON_MINUTES", "HOLD_DAYS", "EquipmentRow", "GradeRow", "PhraseRow", "QuestionRow", "SetupRow"]

HOLD_DAYS = 3
DUE_SOON_MINUTES = 60


@dataclass(frozen=True, slots=True)
class SetupRow:
    """What the desk laid down, with the defaults where it laid down nothing; `copies` are the named copies."""

    duty_phone: str = ""
    copies: tuple[str, ...] = ()
    terms: str = ""
    format: str = ""
    hold_days: int = HOLD_DAYS
    due_soon_minutes: int = DUE_SOON_MINUTES
    version: int = 0


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A frequent text, and what is typed for it."""

    id: int
    version: int
    use: PhraseUse
    abbreviation: str
    words: str


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """A piece of equipment; `building` is the name of the building it stands in, "" for none."""

    id: int
    version: int
    name: str
    building_id: int | None
    building: str
    category_id: int | None
    note: str
    active: bool


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A grade of complaints: who must be told, in order, and who signs the closing."""

    id: int
    version: int
    name: str
    tell: tuple[str, ...]
    signer: Signer
    active: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of a follow-up."""

    id: int
    version: int
    words: str
    active: bool
