"""The moves at the foot of a request: what is likely next as buttons, as many as there is room for, the rest in a menu.

Keys work whether the move is a button or in the menu.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.requests.model import Move, RequestState
from desktop.requests.presenter.moves import foot_moves
from desktop.requests.rows import MOVE_LABELS
from desktop.ui.buttons import Button, key_text
from desktop.ui.keys import key
from desktop.ui.language import translate, ui_language
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.requests.rows import RequestDetail

__all__ = ["ActionBar"]

_KEYS: Mapping[Move, str] = {
    Move.ASSIGN: key("dispatch"),
    Move.COMPLETE: key("complete"),
    Move.FOLLOW_UP: key("follow-up"),
    Move.PRINT: key("print"),
}
_ICONS: Mapping[Move, str] = {
    Move.ASSIGN: "send",
    Move.COMPLETE: "check",
    Move.FOLLOW_UP: "phone-outgoing",
    Move.RESUME: "wrench",
    Move.REOPEN: "rotate-ccw",
    Move.UNMERGE: "undo-2",
}
_AT_REST = frozenset({RequestState.CLOSED, RequestState.CANCELLED, RequestState.DUPLICATE})
"""States in which nothing waits to be done: no move stands out then."""

GAP = 6


class ActionBar(QWidget):
    """Offers the moves a request can make now. `chosen(Move)`: one was asked for by click or key."""

    chosen = Signal(object)

    def __init__(self, keys_of: QWidget, parent: QWidget | None = None) -> None:
        """Offer nothing yet; keys work within the widget `keys_of`."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons: dict[Move, Button] = {}
        self._order: Sequence[Move] = ()
        self._rest: Sequence[Move] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addStretch(1)
        self.more = Button(msg("More"), menu=True, name="more-moves")
        self.more.clicked.connect(self._open_menu)
        self._row.insertWidget(0, self.more)
        self._shortcuts = {move: self._shortcut(move, sequence, keys_of) for move, sequence in _KEYS.items()}
        self.offer(None)
        ui_language().changed.connect(self._fit)

    def offer(self, detail: RequestDetail | None) -> None:
        """Offer what can be done with the request of `detail`; nothing for none. The keyboard stays at the foot."""
        with focus_kept(self):
            self._make(detail)

    def _make(self, detail: RequestDetail | None) -> None:
        likely, others = foot_moves(detail) if detail is not None else ((), ())
        self._order, self._rest = likely, others
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        waits = detail is not None and detail.line.state not in _AT_REST
        self._buttons = {
            move: self._button(move, place, first=waits and place == 0) for place, move in enumerate(likely)
        }
        moves = () if detail is None else detail.moves
        for move, action in self._shortcuts.items():
            action.setEnabled(move in moves)
        self._fit()

    def button(self, move: Move) -> Button | None:
        """Return the button of `move`, None where it has none."""
        return self._buttons.get(move)

    def enter(self) -> None:
        """Take the focus to the likeliest move."""
        first = next(iter(self._buttons.values()), self.more)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def menu(self, *, whole: bool = False) -> QMenu:
        """Return the menu of the moves that have no button just now, or of all of them."""
        menu = QMenu(self)
        hidden = [move for move, button in self._buttons.items() if whole or not button.isVisibleTo(self)]
        for move in [*hidden, *self._rest]:
            words = translate(MOVE_LABELS[move], ui_language().language)
            action = menu.addAction(f"{words}\t{key_text(_KEYS[move])}" if move in _KEYS else words)
            action.setObjectName(f"move-{move}")
            action.triggered.connect(partial(self._choose, move))
        return menu

    def sizeHint(self) -> QSize:
        """Return the height of a button; the width is what there is."""
        return QSize(0, self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _shortcut(self, move: Move, sequence: str, keys_of: QWidget) -> QAction:
        action = QAction(keys_of)
        action.setShortcut(QKeySequence(sequence))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(partial(self._choose, move))
        keys_of.addAction(action)
        return action

    def _button(self, move: Move, place: int, *, first: bool) -> Button:
        button = Button(
            MOVE_LABELS[move],
            icon=_ICONS.get(move, "") if place == 0 else "",
            key=_KEYS.get(move, "") if place == 0 else "",
            kind="primary" if first else "plain",
            bind=False,
            name=f"move-{move}",
        )
        button.clicked.connect(partial(self._choose, move))
        self._row.insertWidget(place, button)
        return button

    def _choose(self, move: Move, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.chosen.emit(move)

    def _fit(self) -> None:
        widths = [button.sizeHint().width() + GAP for button in self._buttons.values()]
        room = self.width()
        needs_menu = bool(self._rest) or sum(widths) - GAP > room
        if needs_menu:
            room -= self.more.sizeHint().width()
        used = 0
        for place, (button, wide) in enumerate(zip(self._buttons.values(), widths, strict=True)):
            used += wide
            button.setVisible(place == 0 or used <= room)
        self.more.setVisible(needs_menu)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
