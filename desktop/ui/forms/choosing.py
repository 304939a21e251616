"""Fields that choose: from a few side by side, from a list with type-to-find, from what a search suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QSizePolicy

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.choices import SegmentedRow
from desktop.ui.fonts import font
from desktop.ui.forms.fields import Field, LineField
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QPaintEvent, QWheelEvent

__all__ = ["Choice", "ChoiceField", "LookupField", "SegmentField", "SuggestionBox"]


FRAME = 8
PADDING = 36
"""Beside the words of the longest suggestion: frame, the row's own padding, a scroll bar. px."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: the key a command gets, the words shown, and what typing may match besides (pinyin)."""

    key: str
    text: Text
    finds: tuple[str, ...] = ()


def matches(typed: str, choice: Choice) -> bool:
    """Tell whether `typed` occurs in the choice's words, or begins one of its other forms."""
    wanted = typed.casefold().strip()
    shown = translate(choice.text, ui_language().language).casefold()
    return wanted in shown or any(form.casefold().startswith(wanted) for form in choice.finds)


class SuggestionBox(QCompleter):
    """The list that drops below a line while typing. `picked(place)`: the suggestion at that place was taken."""

    picked = Signal(int)

    def __init__(self, line: QLineEdit) -> None:
        """Drop below `line`."""
        super().__init__(line)
        self._rows = QStringListModel(self)
        self._line = line
        self.list = QListView()
        self.list.setObjectName("suggestions")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFont(font("body"))
        self.setModel(self._rows)
        self.setPopup(self.list)
        self.setWidget(line)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        # Down on the last one would let go of it, and Enter would then take none: the first is chosen from the start.
        self.setWrapAround(False)
        self.activated.connect(self._taken)

    def offer(self, texts: Sequence[str]) -> None:
        """Show `texts`; none closes the list."""
        self._rows.setStringList(list(texts))
        if texts and self._line.hasFocus():
            self.setCompletionPrefix(self._line.text())
            self.list.setMinimumWidth(max(self._line.width(), self.list.sizeHintForColumn(0) + PADDING))
            few = len(texts) <= self.maxVisibleItems()
            bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if few else Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.list.setVerticalScrollBarPolicy(bar)
            self.complete()
            # Qt makes room for the rows only, not for the frame and the padding around them.
            self.list.resize(self.list.width(), self.list.height() + FRAME)
            self.list.setCurrentIndex(self.completionModel().index(0, 0))
        else:
            self.list.hide()

    def _taken(self, _text: str) -> None:
        self.list.hide()
        self.picked.emit(max(self.list.currentIndex().row(), 0))


class _ComboBox(QComboBox):
    """A combo box with the house's chevron that the wheel does not change while scrolling past."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFont(font("body"))
        self.view().setFont(font("body"))
        self.setFixedHeight(max(HEIGHTS["field"], self.fontMetrics().height() + 12))
        self.setMaxVisibleItems(14)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # A list that drops below the line is no leaving: told of it, the line would not tell of the leaving after it,
        # and a choice that an input method typed in one go would stay unsettled.
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = QRectF(self.width() - 26, round(self.height() / 2 - 8), 16, 16)
        draw_icon(painter, side, "chevron-down", "ink" if self.isEnabled() else "off")


class ChoiceField(Field):
    """One of many, found by typing any part of it or its pinyin; Down opens the whole list."""

    def __init__(
        self,
        key: str,
        label: Text,
        choices: Sequence[Choice] = (),
        *,
        required: bool = False,
        hint: Text = "",
        width: int = 0,
    ) -> None:
        """Offer `choices`; nothing is chosen at first."""
        self.combo = _ComboBox()
        self._line = QLineEdit()
        self.combo.setLineEdit(self._line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(key, label, self.combo, required=required)
        self._line.setFont(font("body"))
        self._line.setObjectName(f"{key}-line")
        self._choices: tuple[Choice, ...] = ()
        self._offered: list[Choice] = []
        self.combo.setCompleter(None)  # type: ignore[arg-type]
        self._box = SuggestionBox(self._line)
        self._box.picked.connect(lambda place: self.choose(self._offered[place].key))
        self._line.textEdited.connect(self._suggest)
        self._line.editingFinished.connect(self._settle)
        self.combo.currentIndexChanged.connect(self.changed)
        self._line.textEdited.connect(self.changed)
        if hint:
            self._hint = hint
            self._say_hint()
        ui_language().changed.connect(self._retranslate)
        if width:
            self.limit_width(width)
        self.offer(choices)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; what was chosen stays if it is among them, and what was typed in any case."""
        kept = self.text()
        self._choices = tuple(choices)
        spoken = ui_language().language
        self.combo.blockSignals(True)
        self.combo.clear()
        for choice in choices:
            self.combo.addItem(translate(choice.text, spoken), choice.key)
        self.combo.blockSignals(False)
        self.set_text(kept)

    def choose(self, key: str) -> None:
        """Choose `key`; an unknown or empty one chooses nothing."""
        place = next((n for n, choice in enumerate(self._choices) if choice.key == key), -1)
        self.combo.setCurrentIndex(place)
        self._line.setText(self.combo.itemText(place) if place >= 0 else "")
        if not self._line.hasFocus():
            # Of a long name the beginning is seen.
            self._line.setCursorPosition(0)

    def select_text(self) -> None:
        """Select what stands here, so that typing replaces it."""
        self._line.selectAll()

    def value(self) -> Any:
        """Return the key chosen, empty for none; raise UserError where the text typed is none of the choices."""
        place = self.combo.currentIndex()
        typed = self._line.text().strip()
        if place >= 0 and typed == self.combo.itemText(place):
            return self._choices[place].key
        if typed:
            raise self.refuse(msg("“%(text)s” is not in the list.", text=typed))
        return ""

    def text(self) -> str:
        """Return the key chosen, or after a "?" what was typed."""
        place = self.combo.currentIndex()
        typed = self._line.text()
        if place >= 0 and typed == self.combo.itemText(place):
            return self._choices[place].key
        return f"?{typed}" if typed else ""

    def set_text(self, text: str) -> None:
        """Take up what a draft kept."""
        if text.startswith("?"):
            self.combo.setCurrentIndex(-1)
            self._line.setText(text[1:])
        else:
            self.choose(text)

    def _suggest(self, typed: str) -> None:
        self._offered = [choice for choice in self._choices if matches(typed, choice)] if typed.strip() else []
        spoken = ui_language().language
        self._box.offer([translate(choice.text, spoken) for choice in self._offered])

    def _settle(self) -> None:
        """Choose what was typed if only one choice is meant."""
        typed = self._line.text().strip()
        # Left by Tab, the line hears of it before the list of suggestions is gone.
        choosing = self._box.list.isVisible() and self._line.hasFocus()
        if choosing or not typed:
            return
        spoken = ui_language().language
        exact = [choice for choice in self._choices if translate(choice.text, spoken) == typed]
        meant = exact or [choice for choice in self._choices if matches(typed, choice)]
        if len(meant) == 1:
            self.choose(meant[0].key)

    def _say_hint(self) -> None:
        self._line.setPlaceholderText(translate(self._hint, ui_language().language))

    def _retranslate(self) -> None:
        kept = self.text()
        self.blockSignals(True)
        self.offer(self._choices)
        self.set_text(kept)
        self.blockSignals(False)
        if hasattr(self, "_hint"):
            self._say_hint()


class SegmentField(Field):
    """One of two to five fixed choices."""

    def __init__(self, key: str, label: Text, choices: Sequence[Choice], *, required: bool = False) -> None:
        """Offer `choices` side by side; nothing is chosen at first."""
        self.segments = SegmentedRow([(choice.key, choice.text) for choice in choices], name=key)
        super().__init__(key, label, self.segments, required=required)
        self._limited = True
        self.segments.chosen.connect(lambda _key: self.changed.emit())

    def choose(self, key: str) -> None:
        """Choose `key`; an unknown or empty one chooses nothing."""
        self.segments.choose(key)

    def value(self) -> Any:
        """Return the key chosen, empty for none."""
        return self.segments.key

    def text(self) -> str:
        """Return the key chosen."""
        return self.segments.key

    def set_text(self, text: str) -> None:
        """Take up what a draft kept."""
        self.segments.choose(text)


class LookupField(LineField):
    """A line whose text is looked up while typing: a room, a person.

    `asked(text)` follows typing; the presenter answers with `offer`. `picked(key)`: a suggestion was taken.
    """

    asked = Signal(str)
    picked = Signal(str)

    def __init__(self, key: str, label: Text, *, required: bool = False, hint: Text = "", width: int = 0) -> None:
        """Make the field."""
        super().__init__(key, label, required=required, hint=hint, width=width)
        self.chosen = ""
        self._offered: Sequence[Choice] = ()
        self._box = SuggestionBox(self.line)
        self._box.picked.connect(self._take)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        self.line.textEdited.connect(self._typed)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Suggest `choices`; none closes the list."""
        self._offered = tuple(choices)
        spoken = ui_language().language
        self._box.offer([translate(choice.text, spoken) for choice in choices])

    def choose(self, key: str, text: str) -> None:
        """Show `text` as the thing recognised by `key`."""
        self.line.setText(text)
        self.chosen = key

    def _ask(self) -> None:
        self.asked.emit(self.line.text().strip())

    def _typed(self, _text: str) -> None:
        self.chosen = ""
        self._soon.start()

    def _take(self, place: int) -> None:
        if place < len(self._offered):
            choice = self._offered[place]
            self.choose(choice.key, choice.finds[0] if choice.finds else translate(choice.text, ui_language().language))
            self.picked.emit(choice.key)
