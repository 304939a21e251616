"""A rule while it is edited: what it may ask for, what it says, how many households it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.contacts.rule import Group, InBuilding, InEntrance, InState, InZone, Match, Other, Tagged
from desktop.contacts.service import ContactService
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.contacts.rule import Condition, ConditionKind
    from desktop.core.i18n import Message
    from desktop.households.rows import PlaceLine, TagRow
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["ANY_OF", "Row", "RuleCounter", "RuleKinds", "kinds_to_offer", "rows_of", "rule_of"]

PAUSE_MS = 120
"""A pause in editing after which a rule is counted."""

ANY_OF = (Tagged, InZone, InBuilding, InEntrance, InState, Other)
"""Conditions of which one line of the editor may hold several, any one of which is enough."""

Row: TypeAlias = "tuple[Condition | Group, ...]"
"""One line of the editor: a condition, several of a kind, or a group that is only shown."""


def rows_of(rule: Group) -> list[Row]:
    """Return a rule as lines of the editor; `rule_of` makes the same rule of them again."""
    return [part.parts if _is_choice(part) and isinstance(part, Group) else (part,) for part in rule.parts]


def rule_of(match: Match, rows: Sequence[Row]) -> Group:
    """Return the rule that lines of the editor make: all or any of them, of each line any of its conditions."""
    return Group(match, tuple(row[0] if len(row) == 1 else Group(Match.ANY, row) for row in rows if row))


def _is_choice(part: Condition | Group) -> bool:
    if not isinstance(part, Group) or part.match is not Match.ANY or len(part.parts) < 2:
        return False
    kinds = {(type(inner), inner.kind if isinstance(inner, Other) else "") for inner in part.parts}
    return len(kinds) == 1 and isinstance(part.parts[0], ANY_OF)


@dataclass(frozen=True, slots=True)
class RuleKinds:
    """What conditions can be made of: the community's tags and places, other features' conditions and their choices.

    `choices` has an entry for each of `others` that must say which one, by its key.
    """

    tags: Sequence[TagRow] = ()
    zones: Sequence[PlaceLine] = ()
    buildings: Sequence[PlaceLine] = ()
    others: Sequence[ConditionKind] = ()
    choices: Mapping[str, Sequence[tuple[int, str]]] | None = None

    def choices_of(self, kind: ConditionKind) -> Sequence[tuple[int, str]]:
        """Return the ids and names that a condition of another feature can be about."""
        return (self.choices or {}).get(kind.key, ())


def kinds_to_offer(desk: Desk, service: ContactService) -> RuleKinds:
    """Return what conditions can be made of now; called in the background."""
    households = HouseholdService(desk)
    others = service.condition_kinds()
    choices = {kind.key: tuple(kind.choices(desk)) for kind in others if kind.choices is not None}
    return RuleKinds(households.community_tags(), households.zones(), households.buildings(), others, choices)


class RuleCounter(QObject):
    """Counts what a rule names while it is edited; only the latest rule asked for is answered.

    `offered(RuleKinds)` answers `read_kinds`; `counting()`: the figure shown is of an older rule;
    `counted(count, words)`.
    """

    offered = Signal(object)
    counting = Signal()
    counted = Signal(int, object)

    def __init__(
        self, desk: Desk, tasks: Tasks, conditions: Sequence[ConditionKind], parent: QObject | None = None
    ) -> None:
        """Count as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = ContactService(desk, conditions)
        self._rule: Group | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._count)

    def read_kinds(self) -> None:
        """Ask for what conditions can be made of."""
        desk, service = self._desk, self._service
        self._tasks.run(lambda _progress: kinds_to_offer(desk, service), self.offered.emit, owner=self, key="kinds")

    def count(self, rule: Group) -> None:
        """Ask how many households `rule` names; an earlier question is not answered any more."""
        self._rule = rule
        self._tasks.cancel(self, "count")
        self._soon.start()
        self.counting.emit()

    def stop(self) -> None:
        """Ask no more: nobody looks."""
        self._soon.stop()
        self._tasks.cancel(self, "count")

    def _count(self) -> None:
        rule, service = self._rule, self._service
        if rule is None:
            return

        def work(_progress: Progress) -> tuple[int, Message]:
            return service.count(rule), service.rule_words(rule)

        self._tasks.run(work, lambda found: self.counted.emit(*found), owner=self, key="count")
