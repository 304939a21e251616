"""Which touchpoints are looked at: one of a row of filters, those without room in a menu at its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QSizePolicy, QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.language import say, translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.households.presenter import TimelineGroup

__all__ = ["ALL", "TimelineFilters"]

ALL = ""
GAP = 8
MOST_FITS = 3
"""So often a row that changes its width while it is filled is filled anew."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


class TimelineFilters(QWidget):
    """Filters side by side; Tab passes over them as one stop, Left and Right choose. `chosen(group)`."""

    chosen = Signal(str)

    def __init__(self, groups: Sequence[TimelineGroup]) -> None:
        """Offer all touchpoints, and each of `groups`."""
        super().__init__()
        self._labels: dict[str, Message] = {ALL: msg("All"), **{group.key: group.label for group in groups}}
        self._counts: Mapping[str, int] = {}
        self._offered: list[str] = []
        self._group = ALL
        self._fitting = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addStretch(1)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.buttons: dict[str, Button] = {}
        for key, words in self._labels.items():
            button = Button(words, small=True, name=f"timeline-{key or 'all'}", parent=self)
            button.setCheckable(True)
            button.clicked.connect(partial(self._choose, key))
            button.installEventFilter(self)
            button.hide()
            row.addWidget(button)
            self.buttons[key] = button
        self.more = Button(msg("More"), small=True, menu=True, name="timeline-more", parent=self)
        self.more.clicked.connect(self.open_menu)
        self.more.hide()
        row.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[str, int], group: str) -> None:
        """Show how many touchpoints each filter leaves and which one is on; `counts` has that of all under `ALL`."""
        self._counts, self._group = counts, group
        # a filter that would leave nothing, or everything, is no help
        self._offered = [key for key in self._labels if key in {ALL, group} or 0 < counts[key] < counts[ALL]]
        for key, button in self.buttons.items():
            on = key == group
            button.setChecked(on)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
            say(button, text=partial(self._words, key))
        self.updateGeometry()
        self._fit()

    def hidden_filters(self) -> list[str]:
        """Return the keys of the filters there is no room for."""
        return [key for key in self._offered if self.buttons[key].isHidden()]

    def open_menu(self) -> None:
        """Offer the filters there is no room for."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font("body"))
        spoken = ui_language().language
        for key in self.hidden_filters():
            action = QAction(f"{translate(self._labels[key], spoken)}\t{spoken.integer(self._counts[key])}", menu)
            action.triggered.connect(partial(self._choose, key))
            menu.addAction(action)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def sizeHint(self) -> QSize:
        """Return room for every filter."""
        wide = sum(self.buttons[key].sizeHint().width() + GAP for key in self._offered)
        return QSize(max(wide - GAP, 0), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the one that is on and the menu."""
        wide = self.buttons[self._group].sizeHint().width() + GAP + self.more.sizeHint().width()
        return QSize(wide, self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the words of another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.updateGeometry()
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose the neighbour with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
        if step is None or event.type() != QEvent.Type.KeyPress or not self._offered:
            return super().eventFilter(watched, event)
        place = min(max(self._offered.index(self._group) + step, 0), len(self._offered) - 1)
        self._choose(self._offered[place])
        return True

    def _choose(self, key: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        focused = any(button.hasFocus() for button in self.buttons.values())
        self._group = key
        self.show_counts(self._counts, key)
        if focused:
            self.buttons[key].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(key)

    def _fit(self) -> None:
        """Show the filters in their order while they fit, and always the one that is on."""
        if self._fitting:
            return
        self._fitting = True
        # Showing one may give the row another width at once; what were hidden amid that would be half shown.
        for _ in range(MOST_FITS):
            wide = self.width()
            self._show_fitting(wide)
            if self.width() == wide:
                break
        self._fitting = False

    def _show_fitting(self, wide: int) -> None:
        widths = {key: self.buttons[key].sizeHint().width() + GAP for key in self._offered}
        room, shown = wide + GAP, {self._group}
        crowded = sum(widths.values()) > room
        if crowded:
            room -= self.more.sizeHint().width() + GAP + widths[self._group]
        for key in self._offered:
            if crowded and key != self._group:
                room -= widths[key]
            if room >= 0 or not crowded:
                shown.add(key)
        for key, button in self.buttons.items():
            button.setVisible(key in shown)
        self.more.setVisible(len(shown) < len(self._offered))

    def _words(self, key: str, spoken: Language) -> str:
        return f"{spoken.message(self._labels[key])} {spoken.integer(self._counts[key])}"
