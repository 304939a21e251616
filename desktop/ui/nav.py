"""The navigation at the left: one item a page, counts at the right, and who is signed in at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import Button
from desktop.ui.chips import Avatar
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, ui_language
from desktop.ui.paint import box, line_of_text, metrics, text_width
from desktop.ui.panels import label, rule
from desktop.ui.scrolling import scrolled
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QShowEvent

__all__ = ["NavBar", "NavItem"]

WIDE, NARROW = 168, 56


class NavItem(QAbstractButton):
    """One page: icon, word, and how much waits there."""

    def __init__(self, text: Text, icon: str, *, name: str = "", parent: QWidget | None = None) -> None:
        """Make an item that says `text`."""
        super().__init__(parent)
        self._icon = icon
        self._count = 0
        self.compact = False
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        say(self, text=text, toolTip=text)

    def set_count(self, count: int) -> None:
        """Show how much waits there; zero shows nothing."""
        self._count = count
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of an item; the bar gives the width."""
        wide = text_width(self.text(), "strong") + 40 + 48
        return QSize(round(wide), max(HEIGHTS["nav-item"], round(metrics("body").height()) + 12))

    def minimumSizeHint(self) -> QSize:
        """Return the least height: in a low window items stand closer before they are scrolled."""
        return QSize(0, round(metrics("body").height()) + 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the page with Enter as with Space; the arrow keys go from item to item."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the item."""
        painter = QPainter(self)
        on = self.isChecked()
        if on:
            box(painter, self.rect(), "panel")
            painter.fillRect(0, 8, 3, self.height() - 16, colour("accent"))
        elif self.underMouse():
            box(painter, self.rect(), "sunk")
        if self.hasFocus():
            box(painter, self.rect(), "", "accent", line=2)
        middle = self.height() / 2
        draw_icon(painter, QRectF(10, round(middle - 10), 20, 20), self._icon, "accent" if on else "ink2")
        if self.compact:
            return
        room = QRectF(40, 0, self.width() - 50, self.height())
        if self._count:
            figure = ui_language().language.integer(self._count)
            wide = line_of_text(painter, room, figure, "small", colour("ink2"), Qt.AlignmentFlag.AlignRight)
            room.adjust(0, 0, -wide - 8, 0)
        shade = colour("accent" if on else "ink")
        line_of_text(painter, room, self.text(), "strong" if on else "body", shade)


class NavBar(QFrame):
    """The pages one below the other, scrolled where the window is too low for all.

    `chosen(key)`: a page was asked for by click or key; `lock()`: the lock was.
    """

    chosen = Signal(str)
    lock = Signal()

    def __init__(self, title: Text, subtitle: Text = "", parent: QWidget | None = None) -> None:
        """Say the community's name and what this place is."""
        super().__init__(parent)
        self.setObjectName("nav")
        self._items: dict[str, NavItem] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(2)
        self._title = label(title, "section", cut=True)
        self._subtitle = label(subtitle, "small", "ink2", cut=True)
        for words in (self._title, self._subtitle):
            words.setContentsMargins(8, 0, 0, 0)
            self._column.addWidget(words)
        self._column.addSpacing(6)
        pages = QWidget()
        self._list = QVBoxLayout(pages)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._list.addStretch(1)
        self._area = scrolled(pages)
        self._column.addWidget(self._area, 1)
        self._column.addWidget(rule())
        self._column.addLayout(self._foot())
        self._compact = False
        self._fit()

    def add_page(self, key: str, text: Text, icon: str) -> NavItem:
        """Add page `key` below those there and return its item."""
        item = NavItem(text, icon, name=f"nav-{key}")
        item.compact = self._compact
        self._items[key] = item
        self._group.addButton(item)
        self._list.insertWidget(self._list.count() - 1, item)
        item.clicked.connect(lambda: self.chosen.emit(key))
        self._fit()
        return item

    def show_page(self, key: str) -> None:
        """Mark page `key` as the current one."""
        self._items[key].setChecked(True)
        self._area.ensureWidgetVisible(self._items[key], 0, 0)

    def set_count(self, key: str, count: int) -> None:
        """Show how much waits on page `key`."""
        self._items[key].set_count(count)

    def set_person(self, name: str, role: Text) -> None:
        """Show who is signed in."""
        self._avatar.set_name(name)
        say(self._name, text=name)
        say(self._role, text=role)

    def set_title(self, title: Text) -> None:
        """Say the community's name."""
        say(self._title, text=title)

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001 - a setter
        """Show icons alone, their words as tooltips, where the window is narrow."""
        self._compact = compact
        for item in self._items.values():
            item.compact = compact
        for widget in (self._title, self._subtitle, self._name, self._role, self._lock):
            widget.setVisible(not compact)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the lock behind the pages in the tab order; it was made before them."""
        super().showEvent(event)
        if self._items:
            QWidget.setTabOrder(list(self._items.values())[-1], self._lock)
            self._area.ensureWidgetVisible(self._group.checkedButton() or next(iter(self._items.values())), 0, 0)

    def changeEvent(self, event: object) -> None:
        """Widen for longer words of another language."""
        super().changeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 4, 0, 0)
        row.setSpacing(8)
        self._avatar = Avatar(size=32)
        self._name = label("", "strong", cut=True)
        self._role = label("", "small", "ink2", cut=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._role)
        self._lock = Button("", icon="lock", kind="link", small=True, name="lock")
        self._lock.setProperty("iconOnly", True)
        say(self._lock, text=msg("Lock"), toolTip=msg("Lock the window; forms are kept"))
        self._lock.clicked.connect(self.lock)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addWidget(self._lock)
        return row

    def _fit(self) -> None:
        if not hasattr(self, "_compact"):
            return
        needed = max((item.sizeHint().width() for item in self._items.values()), default=0) + 16
        self.setFixedWidth(NARROW if self._compact else min(max(WIDE, needed), 240))
