"""Panes, panels, and the alarm that fills the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say
from desktop.ui.paint import box, tint_of
from desktop.ui.panels import IconLabel, label, rule, set_tone
from desktop.ui.shell import Page
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from desktop.core.i18n import Message

__all__ = ["AlarmPanel", "GatePane", "GatePanel"]

BAR = 10
LEAST_PANE = 560
"""Px of height in which a pane can be read."""


class GatePane(Page):
    """A page of the guard's window: `body` is its column. The window shows the keys of `hints` below it.

    In less than `least_height` px, or less than its parts ask for, it is scrolled.
    """

    least_height: ClassVar[int] = LEAST_PANE

    def __init__(self) -> None:
        """Make an empty pane."""
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(14)

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys that matter here by their names in the table of keys, with what they do."""
        return ()

    def take_keyboard(self) -> None:
        """Pass the keyboard on to where it is used; a pane of one field has that as its focus proxy instead."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on; the window gives it to the pane, also to the one that is shown already."""
        super().focusInEvent(event)
        self.take_keyboard()


class GatePanel(QFrame):
    """A framed part with a head: icon, title, a count in the accent, a note at the right; `body` below."""

    def __init__(self, title: Text, *, icon: str = "", name: str = "") -> None:
        """Make a panel headed `title`."""
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("part", name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 14, 18, 14)
        head.setSpacing(10)
        if icon:
            head.addWidget(IconLabel(icon, "ink", 24))
        self.title = label(title, "gate-strong")
        self.count = label("", "gate-strong", "accent")
        self.note = label("", "gate-key", "ink2", cut=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.note)
        outer.addLayout(head)
        outer.addWidget(rule())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)

    def set_title(self, title: Text, count: Text = "", note: Text = "") -> None:
        """Say another title, count and note."""
        say(self.title, text=title)
        say(self.count, text=count)
        say(self.note, text=note)


class AlarmPanel(QFrame):
    """What must not be overlooked: bar, icon and heading in a status colour, sentences, and what to say and do."""

    def __init__(self, name: str) -> None:
        """Start empty."""
        super().__init__()
        self.setObjectName(name)
        self._tone, self._icon = "red", "octagon-x"
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(BAR + 22, 16, 22, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(62, 0, 0, 0)
        self.heading = label("", "gate-heading", "red", wrap=True)
        head.addWidget(self.heading, 1)
        column.addLayout(head)
        self._sentences = QVBoxLayout()
        self._sentences.setSpacing(4)
        column.addLayout(self._sentences)
        column.addStretch(1)
        self._rule = rule()
        column.addWidget(self._rule)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(24)
        self._rows.setVerticalSpacing(8)
        self._rows.setColumnStretch(1, 1)
        column.addLayout(self._rows)

    def show_alarm(
        self,
        heading: Text,
        sentences: Sequence[tuple[Text, bool]],
        rows: Sequence[tuple[Text, Text]] = (),
        *,
        tone: str = "red",
        icon: str = "octagon-x",
    ) -> None:
        """Say `heading`, then `sentences` as (words, whether they are only said by the way), then labelled `rows`."""
        self._tone, self._icon = tone, icon
        say(self.heading, text=heading)
        set_tone(self.heading, tone)
        _empty(self._sentences)
        for words, quiet in sentences:
            role = "gate-body" if quiet else "gate-strong"
            said = label(words, role, "ink2" if quiet else "ink", wrap=True)
            self._sentences.addWidget(said)
            # A part of a layout counts in its height only once it is shown.
            said.show()
        _empty(self._rows)
        for place, (name, words) in enumerate(rows):
            top = Qt.AlignmentFlag.AlignTop
            parts = (label(name, "gate-body", "ink2"), label(words, "gate-body", wrap=True))
            self._rows.addWidget(parts[0], place, 0, top)
            self._rows.addWidget(parts[1], place, 1)
            for part in parts:
                part.show()
        self._rule.setVisible(bool(rows))
        say(self, accessibleName=heading)
        self.update()

    def needs(self, width: int) -> int:
        """Return the height, px, that all that is said needs at `width` px."""
        self._column.activate()
        return self._column.totalHeightForWidth(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw tint, bar and icon."""
        painter = QPainter(self)
        box(painter, self.rect(), tint_of(self._tone), self._tone)
        painter.fillRect(0, 0, BAR, self.height(), colour(self._tone))
        draw_icon(painter, QRectF(BAR + 22, 18, 48, 48), self._icon, self._tone)


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
