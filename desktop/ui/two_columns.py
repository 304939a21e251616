"""A page with a list and what is looked at: beside each other where there is room, else one in the other's place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter

from desktop.ui.keys import key
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from desktop.ui.buttons import Button

__all__ = ["ONE_COLUMN_BELOW", "Columns", "ReadWhileShown", "TwoColumnPage", "beside"]

GAP = 12
"""Px between the columns, where one takes hold of their border."""

ONE_COLUMN_BELOW = 1000
"""Px of the page's own width (LOOK: break points are never read from the screen)."""


def beside(first: QWidget, second: QWidget, *, shares: tuple[int, int] = (1, 0)) -> QSplitter:
    """Return two widgets beside each other, neither ever pushed out; what room there is more goes by `shares`."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(GAP)
    for place, (widget, share) in enumerate(zip((first, second), shares, strict=True)):
        split.addWidget(widget)
        split.setStretchFactor(place, share)
    return split


class ReadWhileShown(Protocol):
    """What a page reads by: it looks at the clock and the changes only while somebody looks at the page."""

    def start(self) -> None:
        """Read, and go on reading what changes."""
        ...

    def rest(self) -> None:
        """Stop, because nobody looks."""
        ...


class Columns:
    """The two columns: `listed` widgets belong to the list, `detail` to what is looked at, with `back` to the list.

    One of the two has a width of its own in px, the other the rest. `keyed` buttons lose their key on a small page.
    """

    def __init__(
        self,
        split: QSplitter,
        listed: Sequence[QWidget],
        detail: QWidget,
        back: QWidget,
        *,
        list_width: int = 0,
        detail_width: int = 0,
        keyed: Sequence[Button] = (),
    ) -> None:
        """Arrange what lies in `split`; exactly one width is given."""
        self.split = split
        self.listed = tuple(listed)
        self.detail = detail
        self.back = back
        self.keyed = tuple(keyed)
        self._list_width, self._detail_width = list_width, detail_width

    def sizes(self, wide: int) -> list[int]:
        """Return how a page of so many px is divided."""
        if self._list_width:
            return [self._list_width, max(wide - self._list_width, self._list_width)]
        return [max(wide - self._detail_width, self._detail_width), self._detail_width]


class TwoColumnPage(Page):
    """A page that gives `columns` their places, and reads by `reader` while it is seen; it sets both as it is built."""

    columns: Columns
    reader: ReadWhileShown

    def __init__(self) -> None:
        """Begin with room for both."""
        super().__init__()
        self.one_column = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show list and detail beside each other where there is room, else one in the place of the other."""
        super().resizeEvent(event)
        one_column = self.width() < ONE_COLUMN_BELOW
        if one_column != self.one_column or not event.oldSize().isValid():
            self.one_column = one_column
            self.columns.back.setVisible(one_column)
            self.give_place(to_detail=False)
            if not one_column:
                self.columns.split.setSizes(self.columns.sizes(self.width()))
            for button in self.columns.keyed:
                button.show_key = not one_column
                button.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when the page comes up, and look at the clock while it is seen."""
        super().showEvent(event)
        self.reader.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.reader.rest()

    def give_place(self, *, to_detail: bool) -> None:
        """Show the one asked for; the other as well where there is room for both."""
        self.columns.detail.setVisible(to_detail or not self.one_column)
        for widget in self.columns.listed:
            widget.setVisible(not to_detail or not self.one_column)

    def listen(self, name: str, act: Callable[[], object], place: QWidget | None = None) -> None:
        """Let the key called `name` do `act` while the keyboard is anywhere on the page, or in `place` of it."""
        shortcut = QShortcut(QKeySequence(key(name)), place or self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
