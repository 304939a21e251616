"""Frames and words: panels, page heads, labelled facts, and what stands where a list is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.tokens import HEIGHTS
from desktop.ui.fonts import font
from desktop.ui.icons import icon_pixmap
from desktop.ui.language import Text, plain_tip, say
from desktop.ui.paint import line_of_text, text_width
from desktop.ui.theme import colour, repolish, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from desktop.ui.buttons import Button
    from desktop.ui.table.view import ListView

__all__ = [
    "EmptyState",
    "Facts",
    "IconLabel",
    "ListFrame",
    "OutcomeLine",
    "PageHeader",
    "Panel",
    "label",
    "rule",
    "set_role",
    "set_tone",
]


INSET = 4
"""Room that a link keeps around its words, px."""


STUMP = 72
"""Px below which what is left of a cut line tells nobody anything."""


class _CutLabel(QLabel):
    """One line that ends with … where it does not fit, the whole of it in the tooltip; a mere stump is not painted."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def minimumSizeHint(self) -> QSize:
        # Other words change no size; a layout asks them how much room they need, whether they are painted or not.
        self._tell_whole()
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._tell_whole()
        if self.toolTip() and self.contentsRect().width() < STUMP:
            return
        shade = colour(str(self.property("tone")))
        line_of_text(QPainter(self), QRectF(self.contentsRect()), self.text(), self.role, shade)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        cut = text_width(self.text(), self.role) > self.contentsRect().width()
        whole = plain_tip(self.text()) if cut else ""
        if self.toolTip() != whole:
            self.setToolTip(whole)


def label(
    text: Text = "", role: str = "body", tone: str = "ink", *, wrap: bool = False, cut: bool = False, name: str = ""
) -> QLabel:
    """Return words on screen in the font of `role` and the colour of token `tone`.

    Long words take the lines they need with `wrap`, and are cut with … with `cut`; otherwise they are never cut.
    """
    made = _CutLabel(role) if cut else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(name)
    made.setFont(font(role))
    made.setWordWrap(wrap)
    set_tone(made, tone)
    say(made, text=text)
    return made


def set_role(words: QLabel, role: str) -> None:
    """Give `words` the font of `role`."""
    if isinstance(words, _CutLabel):
        words.role = role
    words.setFont(font(role))


def set_tone(words: QLabel, tone: str) -> None:
    """Give `words` the colour of token `tone`."""
    if words.property("tone") != tone:
        repolish(words, tone=tone)


def rule() -> QFrame:
    """Return a line that separates."""
    line = QFrame()
    line.setObjectName("rule")
    return line


class IconLabel(QLabel):
    """One icon, live with the theme."""

    def __init__(self, name: str, tone: str = "ink2", size: int = 16, parent: QWidget | None = None) -> None:
        """Show icon `name` in token `tone`, `size` px."""
        super().__init__(parent)
        self._shown = (name, tone, size)
        self._ratio = 0.0
        self.setFixedSize(size, size)
        theme().changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._shown = (name, tone, self._shown[2])
        self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw anew on a screen of another scale."""
        if self._ratio != self.devicePixelRatio():
            self._draw()
        super().paintEvent(event)

    def _draw(self) -> None:
        name, tone, size = self._shown
        self._ratio = self.devicePixelRatio()
        if name:
            self.setPixmap(icon_pixmap(name, tone, size, self._ratio))


class OutcomeLine(QWidget):
    """How something asked for went: icon and words, as many lines as they need."""

    def __init__(self, words: Text = "", name: str = "") -> None:
        """Say `words` quietly; `name` becomes the object name of the words."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self._icon = IconLabel("info", "ink2", 16)
        self._icon.setFixedHeight(24)  # that of the first line beside it
        self.words = label(words, tone="ink2", wrap=True, name=name)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def tell(self, words: Text, tone: str, icon: str) -> None:
        """Say `words` with `icon`, in the colour of token `tone`; green words stay ink."""
        self._icon.show_icon(icon, tone)
        set_tone(self.words, "ink" if tone == "green" else tone)
        say(self.words, text=words)


class Panel(QFrame):
    """A framed part of a page: head with title, note and actions; body; optional foot bar for the form's actions."""

    def __init__(self, title: Text = "", *, note: Text = "", name: str = "", parent: QWidget | None = None) -> None:
        """Make a panel; without a title it has no head until something is put there."""
        super().__init__(parent)
        self.setObjectName("panel")
        self.setProperty("part", name)
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self._head = QFrame()
        self._head.setObjectName("panel-head")
        self._head.setMinimumHeight(HEIGHTS["panel-head"])
        row = QHBoxLayout(self._head)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self.title = label(title, "strong")
        self.note = label(note, "body", "ink2", cut=True)
        row.addWidget(self.title)
        row.addWidget(self.note)
        self.note.setVisible(bool(note))
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        row.addLayout(self.head)
        row.addStretch(1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        row.addLayout(self.tools)
        outer.addWidget(self._head)
        self._head.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)
        self._foot: QHBoxLayout | None = None

    def set_title(self, title: Text, note: Text = "") -> None:
        """Say another title and note."""
        say(self.title, text=title)
        say(self.note, text=note)
        self.note.setVisible(bool(note))
        self._head.setVisible(True)

    def pad(self, left: int = 12, top: int = 8, right: int = 12, bottom: int = 8) -> None:
        """Keep the body away from the frame, px."""
        self.body.setContentsMargins(left, top, right, bottom)

    @property
    def foot(self) -> QHBoxLayout:
        """Return the layout of the foot bar, made on first use."""
        if self._foot is None:
            frame = QFrame()
            frame.setObjectName("panel-foot")
            self._foot = QHBoxLayout(frame)
            self._foot.setContentsMargins(12, 10, 12, 10)
            self._foot.setSpacing(8)
            self._outer.addWidget(frame)
        return self._foot


class PageHeader(QWidget):
    """The one title of a page, a note beside it, and the page's actions at the right."""

    def __init__(self, title: Text, *, note: Text = "", parent: QWidget | None = None) -> None:
        """Say `title` and `note`."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.title = label(title, "title")
        self.note = label(note, "body", "ink2", cut=True)
        self.tags = QHBoxLayout()
        self.tags.setSpacing(8)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        row.addWidget(self.title)
        row.addLayout(self.tags)
        row.addWidget(self.note, 1)
        row.addLayout(self.tools)
        # Not a minimum height, which would let a higher tool be squeezed.
        row.addStrut(HEIGHTS["button"])

    def set_title(self, title: Text, note: Text = "") -> None:
        """Say another title and note."""
        say(self.title, text=title)
        say(self.note, text=note)


class Facts(QWidget):
    """Labelled facts one below the other: the label in ink2, the fact as words or as any widget."""

    def __init__(self, *, width: int = 52, parent: QWidget | None = None) -> None:
        """Keep `width` px for the labels; longer ones widen it."""
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8 - INSET)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, width)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[Text, Text | QWidget]]) -> None:
        """Show `facts` as (label, words or widget) instead of those before."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, fact) in enumerate(facts):
            shown = fact if isinstance(fact, QWidget) else label(fact, wrap=True)
            if not _begins_with_link(shown):
                shown.setContentsMargins(INSET, 0, 0, 0)
            self._grid.addWidget(label(name, tone="ink2"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)


def _begins_with_link(fact: QWidget) -> bool:
    """Tell whether the words of `fact` begin with those of a link, which keeps room for its focus around them."""
    first = next((part for part in fact.children() if isinstance(part, QWidget)), fact)
    return bool(first.property("kind") == "link")


class EmptyState(QWidget):
    """What is missing, what to do about it, and the button that does it."""

    def __init__(self, missing: Text, advice: Text = "", *, icon: str = "inbox", button: Button | None = None) -> None:
        """Say `missing` and `advice`; `button` is the one action."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(icon, "ink2", 24), 0, centre)
        self.missing = label(missing, "strong")
        self.advice = label(advice, "body", "ink2")
        column.addWidget(self.missing, 0, centre)
        column.addWidget(self.advice, 0, centre)
        if button is not None:
            column.addSpacing(4)
            column.addWidget(button, 0, centre)
        column.addStretch(2)


class ListFrame(QStackedWidget):
    """A list, or in its place an empty state while the list holds nothing."""

    def __init__(self, view: ListView, empty: EmptyState, parent: QWidget | None = None) -> None:
        """Show `view`, or `empty` once the list was loaded and is empty."""
        super().__init__(parent)
        self._view = view
        self.addWidget(view)
        self.addWidget(empty)
        view.list_model.loaded.connect(self._choose)

    def _choose(self) -> None:
        self.setCurrentIndex(0 if self._view.list_model.rowCount() else 1)
