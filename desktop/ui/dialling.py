"""Phones to dial, in calling order, the one to dial framed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.ui.buttons import key_text
from desktop.ui.keys import key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import box, chip, chip_height, chip_width, key_box, key_width, line_of_text, metrics
from desktop.ui.panels import label
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

__all__ = ["MOST_KEYS", "Dial", "PhoneBox", "PhonesRow", "phone_key"]

PAD = 12
MOST_KEYS = 9
LEAST_BOX = 216
"""Width of a box beside others, px: number, key and the chip that says when it was confirmed."""


def phone_key(place: int) -> str:
    """Return the key sequence that chooses the phone at `place`, empty beyond the ninth."""
    return key("kind").replace("1", str(place + 1)) if place < MOST_KEYS else ""


@dataclass(frozen=True, slots=True)
class Dial:
    """A phone in full as it is `shown`: `whose` it is, and how good it is in words with tone and icon."""

    whose: Text
    shown: str
    mark: Callable[[Language], tuple[str, str, str]]
    wrong: bool = False


class PhoneBox(QAbstractButton):
    """One phone: whose it is over the number, large. Checked: it is the one to dial."""

    def __init__(self, dial: Dial, place: int) -> None:
        """Show `dial`, the phone at `place` in calling order."""
        super().__init__()
        self.setObjectName("phone")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dial = dial
        self._key = key_text(phone_key(place)) if phone_key(place) else ""
        say(self, text=dial.whose, accessibleName=lambda spoken: f"{translate(dial.whose, spoken)} {dial.shown}")

    def sizeHint(self) -> QSize:
        """Return room for two lines."""
        high = metrics("small").height() + metrics("title").height() + 20
        return QSize(LEAST_BOX, max(60, round(high)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame, owner, chip, number and key."""
        painter, spoken = QPainter(self), ui_language().language
        on, focus = self.isChecked(), self.hasFocus()
        fill = "sunk" if self.underMouse() and not on else "panel"
        box(painter, self.rect(), fill, "accent" if on or focus else "line", line=2 if on or focus else 1)
        right = float(self.width() - PAD)
        words, tone, icon = self._dial.mark(spoken)
        wide = min(chip_width(words, icon), right - PAD - 40)
        chip(painter, QPointF(right - wide, 7), words, tone, icon, most=wide)
        whose = QRectF(PAD, 7, right - wide - PAD - 8, chip_height())
        line_of_text(painter, whose, self.text(), "small", colour("ink2"))
        high = metrics("title").height()
        number = QRectF(PAD, self.height() - high - 9, right - PAD, high)
        shade = "off" if self._dial.wrong else "ink"
        line_of_text(painter, number, self._dial.shown, "title", colour(shade))
        if self._key:
            key_box(painter, right - key_width(self._key), number.center().y(), self._key)


class PhonesRow(QWidget):
    """Phones side by side, as many in a row as fit, and beside them what is good to know. `picked(place)`."""

    picked = Signal(int)

    def __init__(self) -> None:
        """Show none."""
        super().__init__()
        self.boxes: list[PhoneBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        self._facts = QFrame(self)
        self._facts.setObjectName("facts-box")
        column = QVBoxLayout(self._facts)
        column.setContentsMargins(12, 7, 12, 8)
        column.setSpacing(2)
        self._facts_head = label(msg("Good to know"), "small", "ink2")
        self._facts_words = label("", wrap=True)
        column.addWidget(self._facts_head)
        column.addWidget(self._facts_words, 1, Qt.AlignmentFlag.AlignTop)

    def show_dials(self, dials: Sequence[Dial], place: int, facts: Text) -> None:
        """Show the phones `dials`, the one at `place` chosen, and `facts` beside them ("" for none)."""
        for old in self.boxes:
            old.hide()
            old.deleteLater()
        self.boxes = [PhoneBox(dial, number) for number, dial in enumerate(dials)]
        for number, new in enumerate(self.boxes):
            new.clicked.connect(lambda _on=False, number=number: self.picked.emit(number))
        say(self._facts_words, text=facts)
        self._facts.setVisible(bool(facts))
        self.choose(place)
        self._columns = 0
        self._place()

    def choose(self, place: int) -> None:
        """Frame the phone at `place`."""
        for number, each in enumerate(self.boxes):
            each.setChecked(number == place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many in a row as there is room for."""
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        """Return room for one box across."""
        return QSize(LEAST_BOX, self._grid.minimumSize().height())

    def _place(self) -> None:
        shown: list[QWidget] = [*self.boxes, *([self._facts] if self._facts.isVisibleTo(self) else [])]
        fit = max(self.width() // (LEAST_BOX + 12), 1)
        # One phone alone does not take the whole width: the number would stand far from its key.
        columns = min(max(len(shown), 2), fit)
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        while self._grid.takeAt(0) is not None:
            continue
        self._columns = columns
        for number, widget in enumerate(shown):
            row, column = divmod(number, columns)
            # what is good to know takes the rest of its row
            across = columns - column if number == len(shown) - 1 and widget is self._facts else 1
            self._grid.addWidget(widget, row, column, 1, across)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
