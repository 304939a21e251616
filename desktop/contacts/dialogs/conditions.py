"""The lines of the rule editor: one kind of condition each, with what there is to say about it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from desktop.contacts.presenter import ANY_OF
from desktop.contacts.rule import LegacyIssue, MovedIn, Person, SeveralRooms, WithPhone
from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.households.model import OccupancyRole
from desktop.households.rows import ROLE_LABELS
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.choices import CheckBox, SegmentedRow
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.contacts.presenter import Row
    from desktop.contacts.rule import Condition, Group

__all__ = ["AgesLine", "ConditionLine", "FixedLine", "Option", "PickLine", "line_for"]

NAME_WIDTH = 128
MOST_AGE = 120

Option: TypeAlias = "tuple[Condition, Text]"
"""A condition that can be chosen, and what it is called there."""


class ConditionLine(QWidget):
    """One line of the editor. `changed()`: it says something else; `removed()`: it is to go."""

    changed = Signal()
    removed = Signal()

    def __init__(self, name: Text) -> None:
        """Show the kind's `name` at the left and the button that takes the line away at the right."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.name = label(name, tone="ink2", wrap=True)
        self.name.setFixedWidth(NAME_WIDTH)
        row.addWidget(self.name)
        self.inside = QHBoxLayout()
        self.inside.setSpacing(8)
        row.addLayout(self.inside, 1)
        self.remove = Button("", icon="x", kind="link", small=True, name="remove-condition")
        self.remove.set_icon_only(True)
        say(self.remove, text=msg("Take the condition away"), toolTip=msg("Take the condition away"))
        self.remove.clicked.connect(self.removed)
        row.addWidget(self.remove)

    @property
    @abstractmethod
    def row(self) -> Row:
        """Return what the line says; empty while it says nothing yet."""


class FixedLine(ConditionLine):
    """A part of a rule that is shown in words and can only be taken away; also one that has nothing to choose."""

    def __init__(self, name: Text, part: Condition | Group, words: Text = "") -> None:
        """Show `words` for `part`."""
        super().__init__(name)
        self._part = part
        self.inside.addWidget(label(words, wrap=True), 1)

    @property
    def row(self) -> Row:
        """Return the part as it came."""
        return (self._part,)


class PickLine(ConditionLine):
    """Conditions of one kind, any one of which is enough: tags, zones, buildings, states, events."""

    def __init__(self, name: Text, options: Sequence[Option], chosen: Sequence[Condition] = ()) -> None:
        """Offer `options`; what is `chosen` and not among them stays, under the name it has."""
        super().__init__(name)
        self._options = list(options)
        self._chosen: list[Condition] = []
        flow = QWidget()
        flow.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(flow, gap=6)
        self.add = Button(msg("Choose"), icon="plus", small=True, menu=True, name="choose")
        self.add.clicked.connect(self._open)
        self._flow.addWidget(self.add)
        self.inside.addWidget(flow, 1)
        for condition in chosen:
            self._put(condition)

    @property
    def row(self) -> Row:
        """Return the conditions chosen."""
        return tuple(self._chosen)

    @property
    def options(self) -> Sequence[Option]:
        """Return what can still be chosen."""
        taken = [_identity(condition) for condition in self._chosen]
        return [option for option in self._options if _identity(option[0]) not in taken]

    def choose(self, condition: Condition) -> None:
        """Take `condition` in."""
        self._put(condition)
        self.changed.emit()

    def _put(self, condition: Condition) -> None:
        self._chosen.append(condition)
        chip = FilterChip(self._words(condition), name="chosen")
        chip.setChecked(True)
        chip.clicked.connect(lambda: self._drop(condition, chip))
        self._flow.insert(self._flow.count() - 1, chip)
        self.updateGeometry()

    def _drop(self, condition: Condition, chip: FilterChip) -> None:
        self._chosen.remove(condition)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.changed.emit()

    def _words(self, condition: Condition) -> Text:
        known = (words for option, words in self._options if _identity(option) == _identity(condition))
        return next(known, str(getattr(condition, "name", "") or "?"))

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setFont(font("body"))
        menu.aboutToHide.connect(menu.deleteLater)
        spoken = ui_language().language
        for condition, words in self.options:
            action = QAction(translate(words, spoken).replace("&", "&&"), menu)
            action.triggered.connect(lambda _on=False, condition=condition: self.choose(condition))
            menu.addAction(action)
        if not self.options:
            menu.addAction(spoken.gettext("There is nothing to choose from")).setEnabled(False)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))


class AgesLine(ConditionLine):
    """About one person of the household: role, age from and to, birthday this month."""

    def __init__(self, name: Text, person: Person) -> None:
        """Begin with `person`."""
        super().__init__(name)
        self.role = Button("", small=True, menu=True, name="role")
        self._role = person.role
        self.role.clicked.connect(self._open)
        self.first, self.last = _years(person.age_from), _years(person.age_to)
        self.birthday = CheckBox(msg("birthday this month"), name="birthday")
        self.birthday.setChecked(person.birthday_this_month)
        self.inside.addWidget(self.role)
        self.inside.addWidget(label(msg("aged"), tone="ink2"))
        self.inside.addWidget(self.first)
        self.inside.addWidget(label(msg("to"), tone="ink2"))
        self.inside.addWidget(self.last)
        self.inside.addWidget(self.birthday)
        self.inside.addStretch(1)
        for line in (self.first, self.last):
            line.textEdited.connect(self.changed)
        self.birthday.toggled.connect(self.changed)
        self._say_role()

    @property
    def row(self) -> Row:
        """Return the person asked for; any person while nothing narrows it."""
        return (Person(self._role, _number(self.first), _number(self.last), self.birthday.isChecked()),)

    def choose_role(self, role: OccupancyRole | None) -> None:
        """Ask for people of `role`, None for anyone."""
        self._role = role
        self._say_role()
        self.changed.emit()

    def _say_role(self) -> None:
        say(self.role, text=msg("Anyone") if self._role is None else ROLE_LABELS[self._role])
        self.role.updateGeometry()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setFont(font("body"))
        menu.aboutToHide.connect(menu.deleteLater)
        spoken = ui_language().language
        for role in (None, *OccupancyRole):
            words = spoken.gettext("Anyone") if role is None else spoken.message(ROLE_LABELS[role])
            menu.addAction(words).triggered.connect(lambda _on=False, role=role: self.choose_role(role))
        menu.popup(self.role.mapToGlobal(QPoint(0, self.role.height() + 2)))


class _TypedLine(ConditionLine):
    """One thing to type, and the condition it makes."""

    def __init__(
        self, name: Text, text: str, hint: Text, make: Callable[[str], Row], *, width: int, unit: Text
    ) -> None:
        super().__init__(name)
        self._make = make
        self.text = QLineEdit(text)
        self.text.setObjectName("typed")
        self.text.setFont(font("body"))
        self.text.setFixedHeight(max(HEIGHTS["field"], self.text.fontMetrics().height() + 12))
        self.text.setMaximumWidth(width)
        say(self.text, placeholderText=hint, accessibleName=name)
        self.text.textEdited.connect(self.changed)
        self.inside.addWidget(self.text, 1)
        self.inside.addWidget(label(unit, tone="ink2"), 1)

    @property
    def row(self) -> Row:
        return self._make(self.text.text().strip())


class _PhoneLine(ConditionLine):
    """Whether anyone of the household has a phone."""

    def __init__(self, name: Text, present: bool) -> None:  # noqa: FBT001 - what a WithPhone holds
        super().__init__(name)
        choices = [("yes", msg("has one")), ("no", msg("has none"))]
        self.segments = SegmentedRow(choices, name="with-phone")
        self.segments.choose("yes" if present else "no")
        self.segments.chosen.connect(lambda _key: self.changed.emit())
        self.inside.addWidget(self.segments)
        self.inside.addStretch(1)

    @property
    def row(self) -> Row:
        return (WithPhone(self.segments.key == "yes"),)


def line_for(name: Text, row: Row, options: Sequence[Option], words: Text) -> ConditionLine:
    """Return the line that edits `row`; `words` stand there for what can only be shown."""
    first = row[0] if row else None
    line: ConditionLine
    match first:
        case Person():
            line = AgesLine(name, first)
        case LegacyIssue(cause):
            hint = msg("any, or words of its cause: school, flood …")
            line = _TypedLine(name, cause, hint, lambda text: (LegacyIssue(text),), width=320, unit="")
        case MovedIn(days):
            line = _TypedLine(name, str(days or ""), "30", _moved_in, width=72, unit=msg("days"))
        case WithPhone(present):
            line = _PhoneLine(name, present)
        case SeveralRooms():
            line = FixedLine(name, first, msg("someone belongs to another room as well"))
        case _ if first is None or options:
            line = PickLine(name, options, [part for part in row if isinstance(part, ANY_OF)])
        case _:
            line = FixedLine(name, first, words)
    return line


def _moved_in(text: str) -> Row:
    return (MovedIn(int(text)),) if text.isdigit() and int(text) > 0 else ()


def _years(age: int | None) -> QLineEdit:
    line = QLineEdit("" if age is None else str(age))
    line.setFont(font("body"))
    line.setFixedHeight(max(HEIGHTS["field"], line.fontMetrics().height() + 12))
    line.setFixedWidth(52)
    line.setMaxLength(3)
    return line


def _number(line: QLineEdit) -> int | None:
    text = line.text().strip()
    return int(text) if text.isdigit() and int(text) <= MOST_AGE else None


def _identity(condition: Condition) -> tuple[object, ...]:
    """Return what tells conditions apart: everything but the name, which is only for the words."""
    fields = {name: getattr(condition, name) for name in condition.__dataclass_fields__ if name != "name"}
    data = fields.pop("data", None)
    which = data.get("id") if data is not None else None
    return (type(condition), *fields.values(), which)
