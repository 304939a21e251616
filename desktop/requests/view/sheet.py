"""How the page of a new request is laid out: drafts, the form in its panel with its buttons, what stands beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.dialogs import FactsForm
from desktop.requests.presenter import Moments, RoomFinder
from desktop.requests.view.beside import BesidePanels
from desktop.requests.view.drafts import DraftBar
from desktop.requests.view.foot import ButtonRow
from desktop.requests.view.prompts import PromptStrips
from desktop.ui.buttons import Button, key_text
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import IconLabel, Panel, label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Language, Message
    from desktop.requests.presenter.drafting import Card
    from desktop.requests.table import Seen
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["IntakeSheet"]

ONE_COLUMN_BELOW = 1000
BESIDE_WIDTH = 340
IN_SIGHT = 8
"""Left free above and below the field with the keyboard, px."""
SAID_WIDTH = 400
"""Of the field of when it was said in the head, with its label and how it was understood, px."""


class IntakeSheet:
    """The widgets of the page; it fills `page` and decides nothing."""

    def __init__(self, desk: Desk, tasks: Tasks, seen: Seen, page: QWidget) -> None:
        """Fill `page`; rooms are looked up as the account of `desk`, times told as `seen`."""
        self._seen = seen
        self._one_column = False
        self.form = FactsForm(RoomFinder(desk, tasks, page), Moments(seen), taking_in=True)
        self.drafts = DraftBar(seen)
        self.beside = BesidePanels(seen)
        self.prompts = PromptStrips(seen)
        self.buttons: dict[str, Button] = {}
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(self._top())
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._form_panel(), 1)
        self._beside_area = scrolled(self.beside)
        self._beside_area.setFixedWidth(BESIDE_WIDTH)
        across.addWidget(self._beside_area)
        column.addLayout(across, 1)

    def fit(self, width: int) -> None:
        """Arrange everything for a page `width` px wide."""
        one_column = width < ONE_COLUMN_BELOW
        if one_column != self._one_column:
            self._one_column = one_column
            if one_column:
                self._beside_area.takeWidget()
                self._content.insertWidget(self._content.count() - 1, self.beside)
                self.beside.show()
            else:
                self._content.removeWidget(self.beside)
                self._beside_area.setWidget(self.beside)
            self._beside_area.setVisible(not one_column)
        self.kept.setVisible(not one_column)
        self._show_drafts_in_room()

    def show_drafts(self, cards: Sequence[Card], current: str) -> None:
        """Show the drafts; where the page is low and narrow, only if there are several."""
        self.drafts.show_cards(cards, current)
        self._show_drafts_in_room()

    def _show_drafts_in_room(self) -> None:
        self.drafts.setVisible(not self._one_column or len(self.drafts.cards) > 1)

    def show_files(self, strip: QWidget) -> None:
        """Put the files of the request below its form."""
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._content.insertWidget(self._content.indexOf(self.form) + 1, strip)

    def show_kept(self, at: datetime) -> None:
        """Tell when the draft was kept last."""
        say(self.kept_words, text=msg("Drafts are kept by themselves, last %(time)s", time=at.strftime("%H:%M:%S")))

    def _keep_in_sight(self) -> None:
        """Keep the field one types in where it can be seen, also when strips above it come and go."""
        QTimer.singleShot(0, self.form, self._scroll_to_focus)

    def _scroll_to_focus(self) -> None:
        focused, inside = self.form.focusWidget(), self._inside
        if focused is None or not focused.hasFocus() or not inside.isAncestorOf(focused):
            return
        # Of what has the keyboard Qt's own `ensureWidgetVisible` shows the caret only.
        corner = focused.mapTo(inside, focused.rect().topLeft())
        for edge in (corner.y() + focused.height(), corner.y()):
            self.form_area.ensureVisible(corner.x(), edge, 0, IN_SIGHT)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.drafts, 1)
        self.kept = QWidget()
        said = QHBoxLayout(self.kept)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(6)
        said.addWidget(IconLabel("save", "ink2", 16))
        self.kept_words = label(msg("Drafts are kept by themselves"), "small", "ink2")
        said.addWidget(self.kept_words)
        row.addWidget(self.kept, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _form_panel(self) -> Panel:
        self.panel = panel = Panel(msg("New request"), name="intake")
        self.form.said.setMinimumWidth(SAID_WIDTH)
        panel.head.addSpacing(12)
        panel.head.addWidget(self.form.said)
        panel.tools.addWidget(label("*", tone="red"))
        panel.tools.addWidget(label(msg("required"), "small", "ink2"))
        self._inside = inside = QWidget()
        self._content = QVBoxLayout(inside)
        self._content.setContentsMargins(16, 8, 16, 0)
        self._content.setSpacing(6)
        self._content.addWidget(self.prompts)
        self._content.addWidget(self.form)
        self._content.addStretch(1)
        self.form_area = scrolled(inside)
        self.form.entered.connect(self._keep_in_sight)
        self.form_area.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        panel.body.addWidget(self.form_area)
        self._add_buttons(panel)
        return panel

    def _add_buttons(self, panel: Panel) -> None:
        self.buttons = {
            "dispatch": Button(
                msg("Save, dispatch"), icon="check", key=key("save-and-send"), kind="primary", name="save-and-send"
            ),
            "save": Button(msg("Save"), key=key("save"), bind=False, name="save"),
            "print": Button(msg("and print"), key=key("print"), name="save-and-print"),
            "again": Button(msg("same home"), key=key("save-again"), name="save-again"),
            "park": Button(msg("Park"), key=key("park"), name="park"),
            "leave": Button(msg("Leave"), key=key("leave"), kind="link", name="leave"),
        }
        for name, words in _TOLD.items():
            button = self.buttons[name]
            sequence = key_text(_KEYS[name])
            say(button, accessibleName=words, toolTip=partial(_with_key, words, sequence))
        yielding = [self.buttons[name] for name in ("leave", "park", "again", "print", "save", "dispatch")]
        panel.foot.addWidget(ButtonRow(tuple(self.buttons.values()), yielding), 1)


_KEYS = {"print": key("print"), "again": key("save-again"), "leave": key("leave")}
_TOLD = {
    "print": msg("Save and print the work order"),
    "again": msg("Save, then one more for the same household"),
    "leave": msg("Leave, keep the draft"),
}
"""What the buttons whose words are short say in full."""


def _with_key(words: Message, sequence: str, language: Language) -> str:
    return f"{language.message(words)} ({sequence})"
