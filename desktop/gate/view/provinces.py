"""The palette of provinces: one press, or one letter and Enter, puts another one in front of the plate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.gate.presenter.entry import PROVINCES
from desktop.ui.fonts import font
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

__all__ = ["ProvincePalette"]

ACROSS = 11
LETTERS = "JJJJMLJHHSZWMGLYEXYGQCGYYZSGQNX"
"""The letter each province's reading begins with, in the order of `PROVINCES`."""


class ProvincePalette(QWidget):
    """All provinces. `chosen(province)`; `left()`: none of them after all.

    Arrows move, a letter goes to the next province read with it, Enter takes the one with the focus.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        """Lay the provinces out in rows."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.about = label("", "gate-label", "ink2", cut=True)
        column.addWidget(self.about)
        grid = QGridLayout()
        grid.setSpacing(8)
        self.buttons = [QPushButton(province) for province in PROVINCES]
        for place, button in enumerate(self.buttons):
            button.setObjectName(f"province-{place}")
            button.setFont(font("gate-strong"))
            button.setProperty("low", True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if not place else Qt.FocusPolicy.ClickFocus)
            say(button, accessibleName=PROVINCES[place])
            button.clicked.connect(partial(self.chosen.emit, PROVINCES[place]))
            grid.addWidget(button, *divmod(place, ACROSS))
        column.addLayout(grid)
        column.addStretch(1)

    def enter(self, province: str, *, lasting: bool) -> None:
        """Take the keyboard, on `province` where it is one; `lasting`: the choice holds for all that follow."""
        words = msg("Province of this plate: arrows or its letter, then Enter")
        say(self.about, text=msg("Province of all plates from now on, then Enter") if lasting else words)
        place = PROVINCES.find(province[:1]) if province else 0
        self.buttons[max(place, 0)].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, jump to a letter, take or leave."""
        here = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), 0)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -ACROSS, Qt.Key.Key_Down: ACROSS}
        step = steps.get(Qt.Key(event.key()))
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.buttons[here].click()
        elif step is not None:
            self.buttons[min(max(here + step, 0), len(self.buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif letter and letter in LETTERS:
            after = [*range(here + 1, len(LETTERS)), *range(here + 1)]
            self.buttons[next(place for place in after if LETTERS[place] == letter)].setFocus(
                Qt.FocusReason.OtherFocusReason
            )
        else:
            super().keyPressEvent(event)
