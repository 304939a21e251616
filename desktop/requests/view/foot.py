"""The buttons under a form: where there is no room for them with their keys, some lose theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.ui.buttons import Button

__all__ = ["ButtonRow"]

GAP = 8
LEAST_WIDTH = 320
"""Keeps the page from being held wide by its buttons before they could give up their keys, px."""


class ButtonRow(QWidget):
    """Buttons from the left, the last one at the right. `yielding` lose their printed key first, in that order."""

    def __init__(self, buttons: Sequence[Button], yielding: Sequence[Button]) -> None:
        """Show `buttons`."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons = tuple(buttons)
        self._yielding = tuple(yielding)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for button in buttons[:-1]:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(buttons[-1])

    def sizeHint(self) -> QSize:
        """Return the height of the buttons; the width is what there is."""
        return QSize(LEAST_WIDTH, max(button.sizeHint().height() for button in self._buttons))

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Print the keys on as many buttons as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the words of another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fit()

    def _fit(self) -> None:
        for button in self._buttons:
            button.show_key = True
        for button in self._yielding:
            if sum(each.sizeHint().width() + GAP for each in self._buttons) - GAP <= self.width():
                break
            button.show_key = False
        for button in self._buttons:
            button.updateGeometry()
            button.update()
