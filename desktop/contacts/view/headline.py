"""The head of the call screen: what the calls are about, how far they are, and how to stop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.contacts.presenter import Stage
from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import Text, say
from desktop.ui.panels import PageHeader, label
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desktop.contacts.rows import CallCard, RoundLine

__all__ = ["ProgressBar", "RoundHeader"]

BAR = (160, 8)


class ProgressBar(QWidget):
    """How much of a round is done, as a bar; who was not reached is a part of it in amber."""

    def __init__(self) -> None:
        """Show nothing done."""
        super().__init__()
        self.setObjectName("round-bar")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shares = (0.0, 0.0)

    def show_shares(self, reached: float, unreached: float) -> None:
        """Show shares from 0 to 1."""
        self._shares = (reached, unreached)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the bar."""
        return QSize(*BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        painter, left = QPainter(self), 0.0
        painter.fillRect(self.rect(), colour("line"))
        for share, tone in zip(self._shares, ("accent", "amber"), strict=True):
            wide = share * self.width()
            painter.fillRect(QRectF(left, 0, wide, self.height()), colour(tone))
            left += wide


class RoundHeader(PageHeader):
    """Title, occasion, progress, and the actions of the page. `asked(what)`: new, order, sheet or pause."""

    asked = Signal(str)

    def __init__(self) -> None:
        """Show the head of the list of rounds."""
        super().__init__(msg("Phone calls"))
        self.progress = label("", tone="ink2", name="round-progress")
        self.bar = ProgressBar()
        self.tools.addWidget(self.progress)
        self.tools.addWidget(self.bar)
        self._buttons: dict[str, Button] = {}
        for name, words, icon, sequence in (
            ("new", msg("Start a round"), "plus", key("start-round")),
            ("order", msg("Order"), "users", ""),
            ("sheet", msg("Print the list"), "printer", key("print")),
            ("pause", msg("Pause"), "pause", key("leave")),
        ):
            button = Button(words, icon=icon, key=sequence, bind=name != "pause", name=f"calls-{name}")
            button.clicked.connect(partial(self._ask, name))
            self._buttons[name] = button
            self.tools.addWidget(button)
        self._narrow = False
        self._stage = Stage.ROUNDS

    def show_round(self, stage: Stage, line: RoundLine | None, card: CallCard | None) -> None:
        """Show what the page is about."""
        self._stage = stage
        note: Text = "" if line is None or stage is Stage.ROUNDS else f"{line.list_name} · {line.occasion}"
        self.set_title(msg("Phone calls"), note)
        if line is not None:
            progress = line.progress
            say(self.progress, text=partial(_progress_words, line, card.number if card is not None else 0))
            total = max(progress.total, 1)
            self.bar.show_shares(progress.reached / total, progress.unreached / total)
        self._fold()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a setter
        """Leave keys and the bar out where there is little room."""
        self._narrow = narrow
        for button in self._buttons.values():
            button.show_key = not narrow
            button.updateGeometry()
        self._fold()

    def _fold(self) -> None:
        in_round = self._stage is not Stage.ROUNDS
        self.progress.setVisible(in_round)
        self.bar.setVisible(in_round and not self._narrow)
        self._buttons["new"].setVisible(not in_round)
        self._buttons["order"].setVisible(in_round and self._narrow)
        self._buttons["sheet"].setVisible(in_round)
        self._buttons["pause"].setVisible(in_round)

    def _ask(self, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(name)


def _progress_words(line: RoundLine, number: int, spoken: Language) -> str:
    """Return which household of how many is on the phone, or with none (0) how many are done."""
    total = spoken.integer(line.progress.total)
    if number:
        return spoken.gettext("household %(number)s of %(total)s", number=spoken.integer(number), total=total)
    return spoken.gettext("%(number)s of %(total)s done", number=spoken.integer(line.progress.done), total=total)
