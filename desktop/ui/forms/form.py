"""A form: fields in two columns, one command's worth of values, and words under everything that is wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.forms.choosing import SuggestionBox
from desktop.ui.forms.fields import IS_LETTER, LineField, MomentField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.layouts import part_at
from desktop.ui.panels import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.ui.forms.fields import Field

__all__ = ["Form"]

LABEL_WIDTH = 52
GAP = 20


class _ProblemLine(QWidget):
    """A small red line: icon and words."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(4)
        row.addWidget(IconLabel("circle-alert", "red", 14), 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("", "small", "red", wrap=True)
        row.addWidget(self.words, 1)
        self.hide()

    def tell(self, message: Message | None) -> None:
        say(self.words, text=message or "")
        self.setVisible(message is not None)


class Form(QWidget):
    """Fields with labels. The order in which they are added is the tab order and the order of the paper.

    `submitted()`: Enter in any field (Shift+Enter breaks a line in longer text). `changed(key)`: a field changed;
    its mark goes. `dirty` tells whether anything differs from what was last loaded.
    """

    submitted = Signal()
    changed = Signal(str)

    def __init__(
        self, *, columns: int = 2, labels: int = LABEL_WIDTH, name: str = "form", parent: QWidget | None = None
    ) -> None:
        """Make an empty form of `columns` columns; keep `labels` px for the labels, longer ones widen it."""
        super().__init__(parent)
        self.setObjectName(name)
        self.fields: dict[str, Field] = {}
        self._lines: dict[str, _ProblemLine] = {}
        self._labels: dict[str, QWidget] = {}
        self._cells: dict[str, QVBoxLayout] = {}
        self._columns = columns
        self._place = 0
        self._clean: dict[str, str] = {}
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        self._general = _ProblemLine()
        outer.addWidget(self._general)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(10)
        self._grid.setHorizontalSpacing(8)
        for column in range(columns):
            self._grid.setColumnMinimumWidth(3 * column, labels)
            self._grid.setColumnStretch(3 * column + 1, 1)
            if column:
                self._grid.setColumnMinimumWidth(3 * column - 1, GAP - 16)
        outer.addLayout(self._grid)

    def add(self, field: Field, *, wide: bool = False) -> None:
        """Add `field` in the next free place, or over all columns if it is `wide`."""
        if wide and self._place % self._columns:
            self._place += 1
        row, column = divmod(self._place, self._columns)
        self._place += self._columns if wide else 1
        words = self._label(field)
        cell = QVBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(field.row)
        field.close_row()
        line = _ProblemLine()
        cell.addWidget(line)
        cell.addStretch(1)
        self._grid.addWidget(words, row, 3 * column, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(cell, row, 3 * column + 1, 1, 3 * self._columns - 2 - 3 * column if wide else 1)
        self._cells[field.key] = cell
        self._take_in(field, line)

    def join(self, field: Field, beside: Field) -> None:
        """Add `field` without a label of its own, in the same row to the right of `beside`, which was added before."""
        row = beside.beside
        ends_empty = row.count() > 0 and part_at(row, row.count() - 1) is None
        row.insertWidget(row.count() - ends_empty, field.row)
        cell, line = self._cells[beside.key], _ProblemLine()
        cell.insertWidget(cell.count() - 1, line)
        self._labels[field.key] = QWidget(self)
        self._labels[field.key].setFixedSize(0, 0)
        self._take_in(field, line)

    def add_apart(self, field: Field) -> QWidget:
        """Add `field` and return it with its label, to be put somewhere else on the page; until then it stands on top.

        What is wrong with it is told on top of the form.
        """
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label(field))
        row.addWidget(field.row, 1)
        field.close_row()
        line = _ProblemLine()
        self._outer.insertWidget(1, whole)
        self._outer.insertWidget(2, line)
        self._take_in(field, line)
        return whole

    def _take_in(self, field: Field, line: _ProblemLine) -> None:
        self.fields[field.key] = field
        self._lines[field.key] = line
        field.changed.connect(lambda: self._field_changed(field))
        if isinstance(field, MomentField):
            field.doubted.connect(partial(self._tell_one, field))
        for widget in (field.input, *field.input.findChildren(QWidget)):
            widget.installEventFilter(self)
        self._clean[field.key] = field.text()

    def skip(self) -> None:
        """Leave the next place free."""
        self._place += 1

    @property
    def dirty(self) -> bool:
        """Tell whether a field differs from what was last restored or cleared."""
        return self.texts() != self._clean

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps: the text of every field by key."""
        return {key: field.text() for key, field in self.fields.items()}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Take up a draft: fields it does not name are emptied, unknown ones ignored."""
        for key, field in self.fields.items():
            field.set_text(texts.get(key, ""))
        self.show_problems(())

    def settle(self) -> None:
        """Take what stands here now as unchanged (after loading or saving)."""
        self._clean = self.texts()

    def values(self) -> dict[str, Any]:
        """Return the value of every field by key; raise UserError with everything that is missing or no value."""
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        for key, field in self.fields.items():
            try:
                values[key] = field.value()
            except UserError as error:
                # What a hidden field holds is wanted by nobody now.
                problems += error.problems if field.shown else ()
                values[key] = None
                continue
            if field.required and field.empty and field.shown:
                problems.append(
                    Problem(
                        msg("Please fill in “%(label)s”.", label=translate(field.label, ui_language().language)), key
                    )
                )
        if problems:
            raise UserError(*problems)
        return values

    def check(self) -> dict[str, Any] | None:
        """Return the values, or mark what is wrong and return None."""
        self.show_problems(())
        try:
            return self.values()
        except UserError as error:
            self.show_problems(error.problems)
            return None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark every field named in `problems` and go to the first; problems of no field of ours stand on top."""
        found: dict[str, Message] = {}
        general: list[Message] = []
        for problem in problems:
            if problem.field in self.fields:
                found.setdefault(problem.field, problem.message)
            else:
                general.append(problem.message)
        for key, field in self.fields.items():
            message = found.get(key)
            if message is not None or field.problem is not None:
                self._tell_one(field, message)
        self._general.tell(general[0] if general else None)
        first = next((field for key, field in self.fields.items() if key in found), None)
        if first is not None:
            first.input.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(first, LineField) and first.is_secret:
                first.line.selectAll()
            # Once the lines have found their place; the focus brings the field alone into sight.
            QTimer.singleShot(0, self, partial(self._bring_into_sight, self._lines[first.key]))

    def _bring_into_sight(self, line: QWidget) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and line.isVisible():
            around.ensureWidgetVisible(line, 0, 8)

    def show_field(self, key: str, shown: bool) -> None:  # noqa: FBT001 - a setter
        """Show or hide field `key` with its label; a hidden field is never missing."""
        field = self.fields[key]
        field.shown = shown
        field.row.setVisible(shown)
        self._labels[key].setVisible(shown)
        self._lines[key].setVisible(shown and field.problem is not None)

    def focus_first(self) -> None:
        """Go to the first field that is empty, else to the first."""
        fields = [field for field in self.fields.values() if field.shown]
        target = next((field for field in fields if field.empty), fields[0])
        target.input.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Submit on Enter, also from longer text; from a letter, where Enter breaks a line, on Ctrl+Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            letter = bool(watched.property(IS_LETTER))
            meant = event.modifiers() == Qt.KeyboardModifier.ControlModifier if letter else plain
            if enter and meant and not _is_choosing(watched):
                self.submitted.emit()
                return True
            if isinstance(watched, QPlainTextEdit) and event.key() == Qt.Key.Key_Return and _only_shift(event):
                watched.insertPlainText("\n")
                return True
        return super().eventFilter(watched, event)

    def _label(self, field: Field) -> QWidget:
        """Return the field's label, its red star beside it where the field is required."""
        words = label(field.label, tone="ink2")
        words.setBuddy(field.input)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(words)
        if field.required:
            row.addWidget(label("*", tone="red"))
        row.addStretch(1)
        # beside a long text its label stands at the first line
        high = 0 if field.input.property(IS_LETTER) else field.input.minimumHeight()
        whole.setFixedHeight(max(high, HEIGHTS["field"]))
        self._labels[field.key] = whole
        return whole

    def _field_changed(self, field: Field) -> None:
        if field.problem is not None:
            self._tell_one(field, None)
        self.changed.emit(field.key)

    def _tell_one(self, field: Field, message: Message | None) -> None:
        field.mark(message)
        self._lines[field.key].tell(message)


def _only_shift(event: QKeyEvent) -> bool:
    return event.modifiers() == Qt.KeyboardModifier.ShiftModifier


def _is_choosing(watched: QObject) -> bool:
    """Tell whether Enter belongs to an open list of suggestions."""
    boxes = watched.findChildren(SuggestionBox)
    return any(box.list.isVisible() for box in boxes)
