"""What is laid down, as forms hand it in and lists show it: frozen values, fields called as the columns they fill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from desktop.requests.model import Priority, Signer
from desktop.requests.rows import DUE_SOON_MINUTES, HOLD_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from desktop.core.i18n import Message

__all__ = [
    "ANY",
    "CategoryFacts",
    "EquipmentFacts",
    "Facts",
    "GradeFacts",
    "LaidDown",
    "Line",
    "Named",
    "PhraseFacts",
    "QuestionFacts",
    "RuleFacts",
    "SetupFacts",
    "Tried",
    "TriedRule",
    "What",
    "called",
]

ANY = ""
"""A rule's kind or priority where it holds for any."""


class What(StrEnum):
    """The tables of lines; each is the topic its changes are announced under."""

    RULE = "request_rule"
    CATEGORY = "category"
    GRADE = "complaint_grade"
    PHRASE = "phrase"
    QUESTION = "follow_up_question"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A time limit: for which requests it holds, and what it says; see `RequestRule`."""

    kind: str = ANY
    category_id: int | None = None
    priority: str = ANY
    response_minutes: int | None = None
    completion_minutes: int | None = None
    in_working_time: bool = False
    follow_up_days: int | None = None
    follow_up_share: int = 100
    follow_up_in_working_days: bool = False

    @property
    def requests(self) -> tuple[str, int | None, str]:
        """Return for which requests it holds."""
        return self.kind, self.category_id, self.priority

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """Return how specific it is, as requests choose: emergencies, then category before priority before kind."""
        emergency = self.priority == Priority.EMERGENCY
        return emergency, self.category_id is not None, self.priority != ANY, self.kind != ANY

    def meets(self, other: RuleFacts) -> bool:
        """Tell whether there are requests that this rule and `other` both fit."""
        pairs = zip(self.requests, other.requests, strict=True)
        return all(mine in {ANY, None} or its in {ANY, None} or mine == its for mine, its in pairs)


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category: its name, the words that speak of it, and what is usual for it ("": nothing is)."""

    name: str
    department_id: int | None = None
    keywords: str = ""
    place: str = ""
    liability: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class GradeFacts:
    """A grade of complaints; `tell` names who must be told, one a line."""

    name: str
    tell: str = ""
    signer: str = Signer.ANYONE


@dataclass(frozen=True, slots=True)
class PhraseFacts:
    """A frequent text for one field, and what is typed for it."""

    use: str
    abbreviation: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question asked in every follow-up."""

    words: str


@dataclass(frozen=True, slots=True)
class EquipmentFacts:
    """A piece of equipment."""

    name: str
    building_id: int | None = None
    category_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """What the desk laid down for itself; see `RequestSetup`. The copies are named one a line."""

    duty_phone: str = ""
    work_order_copies: str = ""
    work_order_terms: str = ""
    work_order_format: str = ""
    hold_days: int = HOLD_DAYS
    due_soon_minutes: int = DUE_SOON_MINUTES


Facts: TypeAlias = RuleFacts | CategoryFacts | GradeFacts | PhraseFacts | QuestionFacts | EquipmentFacts

FactsT_co = TypeVar("FactsT_co", bound=Facts, covariant=True)


@dataclass(frozen=True, slots=True)
class Line(Generic[FactsT_co]):
    """One line of a table; `active` is false once it is offered no more. `position` is its place among the others."""

    id: int
    version: int
    active: bool
    position: int
    facts: FactsT_co


@dataclass(frozen=True, slots=True)
class Named:
    """Something to choose: a department, a building."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class LaidDown:
    """Everything that is laid down, at one moment; lines in use first, each table in its order.

    Rules stand in the order in which they are looked at: the most specific first.
    """

    rules: tuple[Line[RuleFacts], ...] = ()
    categories: tuple[Line[CategoryFacts], ...] = ()
    grades: tuple[Line[GradeFacts], ...] = ()
    phrases: tuple[Line[PhraseFacts], ...] = ()
    questions: tuple[Line[QuestionFacts], ...] = ()
    equipment: tuple[Line[EquipmentFacts], ...] = ()
    setup: SetupFacts = SetupFacts()
    setup_version: int = 0
    departments: tuple[Named, ...] = ()
    buildings: tuple[Named, ...] = ()

    @property
    def category_names(self) -> Mapping[int, str]:
        """Return the name of every category, those offered no more too."""
        return {line.id: line.facts.name for line in self.categories}

    def lines(self, what: What) -> tuple[Line[Facts], ...]:
        """Return the lines of a table."""
        tables: Mapping[What, tuple[Line[Facts], ...]] = {
            What.RULE: self.rules,
            What.CATEGORY: self.categories,
            What.GRADE: self.grades,
            What.PHRASE: self.phrases,
            What.QUESTION: self.questions,
            What.EQUIPMENT: self.equipment,
        }
        return tables[what]

    def around(self, rule: Line[RuleFacts]) -> tuple[tuple[Line[RuleFacts], ...], tuple[Line[RuleFacts], ...]]:
        """Return the rules in use that `rule` gives way to, and those it goes before, where both fit a request."""
        others = [line for line in self.rules if line.active and line.id != rule.id and line.facts.meets(rule.facts)]
        before = tuple(line for line in others if line.facts.rank > rule.facts.rank)
        return before, tuple(line for line in others if line.facts.rank < rule.facts.rank)


@dataclass(frozen=True, slots=True)
class TriedRule:
    """Which rule holds for a request (None: none does), by when it would be due, and what is doubtful about that."""

    rule: Line[RuleFacts] | None
    response: datetime | None
    completion: datetime | None
    doubt: Message | None


@dataclass(frozen=True, slots=True)
class Tried:
    """Which category a sentence suggests ("": none), and the words in it that speak of that category."""

    category: str
    words: tuple[str, ...] = ()


def called(names: Iterable[Named], id_: int | None) -> str:
    """Return the name of the thing with `id_`, "" for none."""
    return next((each.name for each in names if each.id == id_), "")
