"""The rule editor: conditions one by one, all or any of them, the sentence they make and the count, live."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.contacts.dialogs.conditions import ConditionLine, line_for
from desktop.contacts.presenter import RuleKinds, rows_of, rule_of
from desktop.contacts.rule import (
    CONDITION_LABELS,
    EVERYONE,
    Group,
    InBuilding,
    InEntrance,
    InState,
    InZone,
    LegacyIssue,
    Match,
    MovedIn,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
    rule_words,
)
from desktop.core.i18n import msg, nmsg
from desktop.households.rows import MEANING_LABELS, STATE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.fonts import font
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.contacts.dialogs.conditions import Option
    from desktop.contacts.presenter import Row
    from desktop.contacts.rule import Condition
    from desktop.core.i18n import Message

__all__ = ["RuleEditor"]

LEAST_HEIGHT = 190

_NEW: Mapping[type, Row] = {
    Tagged: (),
    InZone: (),
    InBuilding: (),
    InState: (),
    Person: (Person(),),
    LegacyIssue: (LegacyIssue(),),
    WithPhone: (WithPhone(),),
    SeveralRooms: (SeveralRooms(),),
    MovedIn: (MovedIn(30),),
}
"""What a new line of each kind begins with; kinds that are chosen one by one begin empty."""


class RuleEditor(QWidget):
    """Edits one rule. `changed()`: the rule is another one now; the answer comes by `show_count`."""

    changed = Signal()

    def __init__(self) -> None:
        """Begin with the rule that names every household."""
        super().__init__()
        self.setObjectName("rule-editor")
        self._kinds = RuleKinds()
        self._lines: list[ConditionLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(msg("On the list is who meets"), tone="ink2"))
        matches = [(Match.ALL.value, msg("all of them")), (Match.ANY.value, msg("any of them"))]
        self.match = SegmentedRow(matches, name="match")
        self.match.choose(Match.ALL.value)
        self.match.chosen.connect(lambda _key: self.changed.emit())
        head.addWidget(self.match)
        head.addStretch(1)
        self.add = Button(msg("Condition"), icon="plus", menu=True, name="add-condition")
        self.add.clicked.connect(self._open)
        head.addWidget(self.add)
        column.addLayout(head)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        area = scrolled(inside)
        area.setMinimumHeight(LEAST_HEIGHT)
        column.addWidget(area, 1)
        column.addWidget(self._answer())
        self.changed.connect(self._say_empty)

    @property
    def rule(self) -> Group:
        """Return the rule as it stands; lines that say nothing yet are left out."""
        return rule_of(Match(self.match.key or Match.ALL), [line.row for line in self._lines])

    @property
    def lines(self) -> Sequence[ConditionLine]:
        """Return the lines of the editor."""
        return self._lines

    @property
    def unfinished(self) -> bool:
        """Tell whether a line says nothing yet."""
        return any(not line.row for line in self._lines)

    def offer(self, kinds: RuleKinds) -> None:
        """Offer the community's tags and places, and other features' conditions; what stands here stays."""
        rule = self.rule
        self._kinds = kinds
        self.show_rule(rule)

    def show_rule(self, rule: Group) -> None:
        """Edit `rule`."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        self.match.choose(rule.match.value)
        for row in rows_of(rule):
            self._put(type(row[0]), row)
        self.changed.emit()

    def add_line(self, kind: type | str) -> ConditionLine:
        """Add a line of a kind of ours (its type) or of another feature (its key) and return it."""
        line = self._put(kind, () if isinstance(kind, str) else _NEW[kind])
        self.changed.emit()
        return line

    def show_counting(self) -> None:
        """Say that the figure is not of this rule yet."""
        say(self._count, text="…")

    def show_count(self, count: int, words: Message) -> None:
        """Say what the rule says and how many households it names."""
        say(self._words, text=words)
        say(self._count, text=nmsg("%(count)s household", "%(count)s households", count))

    # --- inside -----------------------------------------------------------------------------------------------------

    def _answer(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("panel-foot")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        self._words = label("", wrap=True, name="rule-words")
        self._count = label("", "section", name="rule-count")
        row.addWidget(self._words, 1)
        row.addWidget(self._count)
        return frame

    def _put(self, kind: type | str, row: Row) -> ConditionLine:
        first = row[0] if row else None
        if isinstance(first, Other):
            kind = first.kind
        line = line_for(self._name(kind, first), row, self._options(kind), self._shown(row))
        line.changed.connect(self.changed)
        line.removed.connect(partial(self._drop, line))
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)
        return line

    def _drop(self, line: ConditionLine) -> None:
        self._lines.remove(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()

    def _name(self, kind: type | str, first: Condition | Group | None) -> Text:
        if isinstance(kind, str):
            return next((other.label for other in self._kinds.others if other.key == kind), msg("Unknown"))
        return msg("Together") if isinstance(first, Group) else CONDITION_LABELS[kind]

    def _shown(self, row: Row) -> Text:
        """Return the words of a part that can only be shown."""
        known = {kind.key: kind for kind in self._kinds.others}
        return rule_words(Group(Match.ANY, row), known) if row else ""

    def _options(self, kind: type | str) -> Sequence[Option]:
        """Return what there is to choose from for a kind; nothing where nothing is chosen."""
        kinds = self._kinds
        if kind is Tagged:
            meanings = [(Tagged(meaning=meaning), words) for meaning, words in MEANING_LABELS.items()]
            own = [(Tagged(tag_id=tag.id, name=tag.name), tag.name) for tag in kinds.tags if not tag.meaning]
            return [*meanings, *own]
        if kind is InZone:
            return [(InZone(place.id, place.name), place.name) for place in kinds.zones]
        if kind is InBuilding:
            return [(InBuilding(place.id, place.name), place.name) for place in kinds.buildings]
        if kind is InState:
            return [(InState(state), words) for state, words in STATE_LABELS.items()]
        return self._options_of_others(kind) if isinstance(kind, str) else ()

    def _options_of_others(self, key: str) -> Sequence[Option]:
        other = next((each for each in self._kinds.others if each.key == key and each.choices is not None), None)
        if other is None:
            return ()
        return [(Other(key, {"id": id_, "name": name}), name) for id_, name in self._kinds.choices_of(other)]

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setFont(font("body"))
        menu.aboutToHide.connect(menu.deleteLater)
        spoken = ui_language().language
        for kind, words in CONDITION_LABELS.items():
            if kind is not InEntrance:
                menu.addAction(spoken.message(words)).triggered.connect(partial(self._add, kind))
        for other in self._kinds.others:
            menu.addAction(translate(other.label, spoken)).triggered.connect(partial(self._add, other.key))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))

    def _add(self, kind: type | str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if isinstance(kind, str) and not self._options_of_others(kind):
            self._put(kind, (Other(kind),))
            self.changed.emit()
        else:
            self.add_line(kind)

    def _say_empty(self) -> None:
        if self.rule == EVERYONE:
            say(self._words, text=msg("All households"))
