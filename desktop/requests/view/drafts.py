"""Half-typed requests as cards above the form; the current one carries an accent edge."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.requests.model import RequestKind
from desktop.requests.rows import KIND_LABELS
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.language import say, translate, ui_language
from desktop.ui.paint import box, line_of_text
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from desktop.core.i18n import Language
    from desktop.requests.presenter.drafting import Card
    from desktop.requests.table import Seen

__all__ = ["DraftBar", "DraftCard"]

WIDTH, HEIGHT = 184, 48
EDGE = 3


class DraftCard(QAbstractButton):
    """One draft: whose it is, and when it was kept. `discarded()`: its cross was pressed."""

    discarded = Signal()

    def __init__(self, card: Card, seen: Seen, *, current: bool) -> None:
        """Show `card`; the `current` one is in the form."""
        super().__init__()
        self._card = card
        self._seen = seen
        self._current = current
        self.setObjectName(f"draft-{card.key}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, text=card.title or msg("New request"), accessibleDescription=self._second)
        self.cross = Button("", icon="x", kind="link", small=True, name="discard-draft", parent=self)
        self.cross.setProperty("iconOnly", True)
        say(self.cross, text=msg("Throw this draft away"), toolTip=msg("Throw this draft away"))
        self.cross.setVisible(card.saved_at is not None)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.clicked.connect(self.discarded)

    def sizeHint(self) -> QSize:
        """Return the size of every card."""
        return QSize(WIDTH, max(HEIGHT, self.fontMetrics().height() * 2 + 12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross in its corner."""
        super().resizeEvent(event)
        self.cross.setGeometry(self.width() - 28, 6, 22, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        focus = self.hasFocus()
        border = "accent" if self._current or focus else "line"
        fill = "panel" if self._current or self.underMouse() else "sunk"
        box(painter, self.rect(), fill, border, line=2 if focus else 1)
        if self._current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.fillRect(0, 0, self.width(), EDGE, colour("accent"))
        room = QRectF(12, 5, self.width() - 44, 20)
        line_of_text(painter, room, self.text(), "strong", colour("ink"))
        low = QRectF(12, 25, self.width() - 24, 18)
        line_of_text(painter, low, self._second(ui_language().language), "small", colour("ink2"))

    def _second(self, language: Language) -> str:
        known = self._card.kind in set(RequestKind)
        kind = translate(KIND_LABELS[RequestKind(self._card.kind)], language) if known else ""
        if self._card.saved_at is None:
            when = language.gettext("nothing typed yet")
        elif self._current:
            when = language.gettext("in the form")
        else:
            when = language.gettext("kept %(time)s", time=self._seen.stamp(self._card.saved_at))
        return " · ".join(part for part in (kind, when) if part)


class DraftBar(QWidget):
    """All drafts. `chosen(key)`: one is wanted in the form; `discarded(key)`: one is not wanted any more."""

    chosen = Signal(str)
    discarded = Signal(str)

    def __init__(self, seen: Seen, parent: QWidget | None = None) -> None:
        """Show none yet."""
        super().__init__(parent)
        self._seen = seen
        self._flow = FlowLayout(self)
        self.cards: dict[str, DraftCard] = {}

    def show_cards(self, cards: Sequence[Card], current: str) -> None:
        """Show `cards`; the one with key `current` is in the form."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = {card.key: DraftCard(card, self._seen, current=card.key == current) for card in cards}
        for key, card in self.cards.items():
            card.clicked.connect(partial(self._choose, key))
            card.discarded.connect(partial(self.discarded.emit, key))
            self._flow.addWidget(card)

    def _choose(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.chosen.emit(key)
