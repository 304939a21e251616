"""Small pieces beside the form of a new request: one request in two lines, one alert, what to say aloud."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.table import status_of
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import translate, ui_language
from desktop.ui.panels import IconLabel, Panel, label
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from desktop.core.i18n import Language
    from desktop.households.rows import Alert
    from desktop.requests.rows import RequestLine, Saying
    from desktop.requests.table import Seen

__all__ = ["AlertLine", "RequestBrief", "SayingPanel"]

BAR = 3


class RequestBrief(QWidget):
    """One request in two lines, with what can be done about it from here. `picked(line)`: it was clicked.

    The picked one carries a bar: it is what the keys mean.
    """

    picked = Signal(object)

    def __init__(self, line: RequestLine, seen: Seen, buttons: Sequence[Button], told_by: str = "") -> None:
        """Show `line`, told as `seen`, with `buttons` about it; `told_by` a household takes the place of its number."""
        super().__init__()
        self._told_by = told_by
        self.line = line
        self._seen = seen
        self._is_picked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 7)
        column.setSpacing(3)
        first = QHBoxLayout()
        first.setSpacing(8)
        status = status_of(line, ui_language().language)
        first.addWidget(Chip(lambda language: status_of(line, language).text, status.tone, status.icon))
        first.addWidget(label(" ".join(line.words.split()), cut=True), 1)
        column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(2)
        second.addWidget(label(self._about, "small", "ink2", cut=True), 1)
        for button in buttons:
            second.addWidget(button)
        column.addLayout(second)

    @property
    def is_picked(self) -> bool:
        """Tell whether the keys mean this one."""
        return self._is_picked

    def pick(self, picked: bool) -> None:  # noqa: FBT001 - a setter
        """Let the keys mean this one, or another."""
        self._is_picked = picked
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick it."""
        super().mousePressEvent(event)
        self.picked.emit(self.line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar of the picked one."""
        if self._is_picked:
            painter = QPainter(self)
            painter.fillRect(self.rect(), colour("accent-tint"))
            painter.fillRect(0, 0, BAR, self.height(), colour("accent"))

    def _about(self, language: Language) -> str:
        line = self.line
        parts = (
            self._told_by or line.number,
            line.worker or line.department,
            self._seen.when(line.occurred_at, language),
        )
        return " · ".join(part for part in parts if part)


class AlertLine(QWidget):
    """One thing to know before one promises anything: icon in its tone, lead and words."""

    def __init__(self, alert: Alert) -> None:
        """Show `alert`."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(8)
        beside_first_line = QVBoxLayout()
        beside_first_line.setContentsMargins(0, 3, 0, 0)
        beside_first_line.addWidget(IconLabel(alert.icon, alert.tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside_first_line)
        row.addWidget(label(partial(_alert_words, alert), wrap=True), 1)


class SayingPanel(Panel):
    """What to say to the household, to be read aloud; `open_it` is called by its link, if there is somewhere to go.

    `acted(Saying, name)`: a button of it was pressed.
    """

    acted = Signal(object, str)

    def __init__(self, saying: Saying, open_it: Callable[[], None] | None, *, keys: bool = True) -> None:
        """Show `saying`; without `keys` its buttons have none, because another one has them."""
        super().__init__(saying.lead, name="saying")
        self._tone = saying.tone
        self.head.addWidget(IconLabel(saying.icon, saying.tone, 20))
        if open_it is not None:
            link = Button(msg("Open"), kind="link", small=True, name="open-saying")
            link.clicked.connect(lambda _checked=False: open_it())
            self.tools.addWidget(link)
        self.pad(16, 8, 12, 10)
        self.body.setSpacing(6)
        self.body.addWidget(label(saying.script, "script", wrap=True))
        if saying.aside:
            self.body.addWidget(label(saying.aside, "small", "ink2", wrap=True))
        if saying.acts:
            buttons = QWidget()
            flow = FlowLayout(buttons, gap=6)
            for act in saying.acts:
                sequence = key(act.key) if act.key and keys else ""
                button = Button(act.words, icon=act.icon, key=sequence, small=True, name=f"saying-{act.name}")
                button.clicked.connect(partial(self._act, saying, act.name))
                flow.addWidget(button)
            self.body.addWidget(buttons)

    def _act(self, saying: Saying, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.acted.emit(saying, name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar of its tone over the frame."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, 4, self.height(), colour(self._tone))


def _alert_words(alert: Alert, language: Language) -> str:
    lead, words = language.message(alert.lead), translate(alert.words, language)
    return language.gettext("%(lead)s %(words)s", lead=lead, words=words) if words else lead
