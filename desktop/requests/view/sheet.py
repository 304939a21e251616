"""How the page of a new request is laid out: drafts, the form in its panel with its buttons, what stands beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.dialogs import FactsForm
from desktop.requests.presenter import Moments, RoomFinder
from desktop.requests.view.beside import BesidePanels
from desktop.requests.view.drafts import DraftBar
from desktop.requests.view.foot import ButtonRow
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import IconLabel, Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestLine
    from desktop.requests.table import Seen
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["IntakeSheet"]

ONE_COLUMN_BELOW = 1000
BESIDE_WIDTH = 340


class IntakeSheet:
    """The widgets of the page; it fills `page` and decides nothing."""

    def __init__(self, desk: Desk, tasks: Tasks, seen: Seen, page: QWidget) -> None:
        """Fill `page`; rooms are looked up as the account of `desk`, times told as `seen`."""
        self._seen = seen
        self._one_column = False
        self.form = FactsForm(RoomFinder(desk, tasks, page), Moments(seen), taking_in=True)
        self.drafts = DraftBar(seen)
        self.beside = BesidePanels(seen)
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

    def show_kept(self, at: datetime) -> None:
        """Tell when the draft was kept last."""
        say(self.kept_words, text=msg("Drafts are kept by themselves, last %(time)s", time=at.strftime("%H:%M:%S")))

    def show_due(self, due: datetime | None) -> None:
        """Tell by when the request will be due, nothing for never."""
        say(self.due, text="" if due is None else partial(_due_words, self._seen, due))

    def show_merge(self, line: RequestLine | None, take_back: Callable[[], None]) -> None:
        """Tell that the request will be one more caller of `line`; nothing for none."""
        while (item := self._strips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if line is None:
            return
        apart = Button(msg("Do not merge"), small=True, name="do-not-merge")
        apart.clicked.connect(take_back)
        lead = msg("One more caller of %(number)s", number=line.number)
        words = " ".join(line.words.split())
        strip = AlertStrip(lead, words, icon="repeat", buttons=[apart], name="merge-strip")
        self._strips.addWidget(strip)

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
        self.due = label("", tone="ink2", name="due")
        panel.tools.addWidget(self.due)
        panel.tools.addSpacing(8)
        panel.tools.addWidget(label("*", tone="red"))
        panel.tools.addWidget(label(msg("required"), "small", "ink2"))
        inside = QWidget()
        self._content = QVBoxLayout(inside)
        self._content.setContentsMargins(16, 12, 16, 12)
        self._content.setSpacing(12)
        self._strips = QVBoxLayout()
        self._content.addLayout(self._strips)
        self._content.addWidget(self.form)
        self._content.addStretch(1)
        panel.body.addWidget(scrolled(inside))
        self._add_buttons(panel)
        return panel

    def _add_buttons(self, panel: Panel) -> None:
        self.buttons = {
            "dispatch": Button(
                msg("Save and dispatch"), icon="check", key=key("save-and-send"), kind="primary", name="save-and-send"
            ),
            "save": Button(msg("Save"), key=key("save"), bind=False, name="save"),
            "again": Button(msg("Save, same household"), key=key("save-again"), name="save-again"),
            "park": Button(msg("Park"), icon="pause", key=key("park"), name="park"),
            "leave": Button(msg("Leave, keep the draft"), key=key("leave"), kind="link", name="leave"),
        }
        yielding = [self.buttons[name] for name in ("again", "park", "leave", "save", "dispatch")]
        panel.foot.addWidget(ButtonRow(tuple(self.buttons.values()), yielding), 1)


def _due_words(seen: Seen, due: datetime, language: Language) -> str:
    return language.gettext("Due %(time)s", time=seen.when(due, language))
