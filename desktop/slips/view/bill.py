"""The lines of a bill in a form: what was typed already, each to be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.core.tokens import HEIGHTS
from desktop.slips.presenter.items import item_words, quantity_words, read_item
from desktop.ui.buttons import Button
from desktop.ui.forms.fields import Field
from desktop.ui.panels import label

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.requests.rows import BillLine

__all__ = ["BillField"]

SUM_WIDTH = 84


class BillField(Field):
    """The lines typed so far and what they come to; a draft keeps each as it can be typed again.

    `taken_back(text)`: a line left the bill, as it can be typed again.
    """

    taken_back = Signal(str)

    def __init__(self, key: str) -> None:
        """Hold no lines."""
        self._holder = QWidget()
        super().__init__(key, msg("Bill"), self._holder)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.items: list[BillLine] = []

    def add(self, item: BillLine) -> None:
        """Add a line at the end."""
        self.items.append(item)
        self._show()

    def take_back(self, place: int = -1) -> None:
        """Take the line at `place` out of the bill; without lines nothing happens."""
        if self.items:
            item = self.items.pop(place)
            self._show()
            self.taken_back.emit(item_words(item))

    def value(self) -> Any:
        """Return the lines."""
        return tuple(self.items)

    def text(self) -> str:
        """Return every line as it can be typed again."""
        return "\n".join(item_words(item) for item in self.items)

    def set_text(self, text: str) -> None:
        """Read every line again; what is none any more is left out."""
        self.items = []
        for line in text.split("\n"):
            try:
                self.items += [read_item(line)] if line else []
            except UserError:
                continue
        self._show()

    def _show(self) -> None:
        while (child := self._column.takeAt(0)) is not None:
            if (widget := child.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, item in enumerate(self.items):
            self._column.addWidget(self._row(place, item))
        if self.items:
            total = sum(item.sum_fen for item in self.items)
            self._column.addWidget(label(partial(_total_words, total), tone="ink2", name="bill-total"))
        self.changed.emit()

    def _row(self, place: int, item: BillLine) -> QWidget:
        row = QWidget()
        row.setMinimumHeight(HEIGHTS["small-button"])
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(label(f"{item.name}　{quantity_words(item)} × {yuan(item.price_fen)}", cut=True), 1)
        total = label(yuan(item.sum_fen))
        total.setMinimumWidth(SUM_WIDTH)
        total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(total)
        away = Button(msg("Take this line back"), icon="x", small=True, name="take-line-back")
        away.set_icon_only(True)
        # the keyboard stays where lines are typed: Backspace there does the same
        away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        away.clicked.connect(partial(self.take_back, place))
        across.addWidget(away)
        return row


def _total_words(fen: int, spoken: Language) -> str:
    return spoken.gettext("Together %(sum)s yuan", sum=yuan(fen))
