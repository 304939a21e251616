"""The bar of conditions over a list: chips that flow, menus below buttons, and a line to search in at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import Text, say

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from desktop.ui.buttons import Button

__all__ = ["FilterBar", "SearchLine"]

TYPED_MS = 250
"""Who pauses so long while typing wants to see what it found."""


class SearchLine(QLineEdit):
    """A line that narrows the list below it. `searched(words)` follows typing after a pause, and Enter at once.

    `entered()`: Enter was pressed; what was typed has been told before it.
    """

    searched = Signal(str)
    entered = Signal()

    def __init__(
        self, hint: Text, name: str, width: int, *, label: Text = "", pause_ms: int = TYPED_MS, high: bool = False
    ) -> None:
        """Say `hint` while empty, `label` (or the hint) to a screen reader; `width` in px.

        It is as high as the chips beside it, or, `high`, as fields are.
        """
        super().__init__()
        self.setObjectName(name)
        self.setFont(font("body"))
        least, around = (HEIGHTS["field"], 12) if high else (HEIGHTS["filter-chip"], 8)
        self.setFixedHeight(max(least, self.fontMetrics().height() + around))
        self.setFixedWidth(width)
        say(self, placeholderText=hint, accessibleName=label or hint)
        self._typed = QTimer(self, singleShot=True, interval=pause_ms)
        self._typed.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._typed.start())
        self.returnPressed.connect(self._enter)

    def show_words(self, words: str) -> None:
        """Show what the list is narrowed to, unless somebody is typing here."""
        if not self.hasFocus():
            self.setText(words)

    def empty(self) -> None:
        """Empty the line without telling."""
        self._typed.stop()
        self.clear()

    def _tell(self) -> None:
        self._typed.stop()
        self.searched.emit(self.text().strip())

    def _enter(self) -> None:
        self._tell()
        self.entered.emit()


class FilterBar(QWidget):
    """Shows the conditions of a list and lets them be changed; each list has its own, built from these parts."""

    def __init__(self, line: SearchLine | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        """Begin without conditions; `line` stands at the right."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(*margins)
        row.setSpacing(8)
        holder = QWidget()
        self._flow = FlowLayout(holder)
        row.addWidget(holder, 1)
        if line is not None:
            row.addWidget(line, 0, Qt.AlignmentFlag.AlignTop)

    def add(self, *widgets: QWidget) -> None:
        """Put further conditions behind those there are."""
        for widget in widgets:
            self._flow.addWidget(widget)

    def add_chip(self, words: Text, name: str, icon: str = "", tone: str = "ink") -> FilterChip:
        """Put one more condition behind those there are, and return it."""
        chip = FilterChip(words, icon=icon, tone=tone, name=name)
        self._flow.addWidget(chip)
        return chip

    def refit(self) -> None:
        """Find the places anew: words, counts or what is shown has changed."""
        self._flow.invalidate()

    def open_menu(self, below: Button, menu: QMenu) -> None:
        """Open `menu` below a button; it is gone when it closes."""
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
