"""The rounds there are: go on with an open one, look at one that ended, start a new one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from desktop.contacts.model import RoundState
from desktop.contacts.table import round_columns
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.contacts.rows import RoundLine

__all__ = ["RoundsPane"]


class RoundsPane(Panel):
    """Rounds, open ones first. `opened(round)`; `asked(what, round)`: sheet, unmasked or end; `start()`; `lists()`."""

    opened = Signal(object)
    asked = Signal(str, object)
    start = Signal()
    lists = Signal()

    def __init__(self, zone: ZoneInfo, *, may_unmask: bool) -> None:
        """Show none yet; times are in `zone`."""
        super().__init__(name="rounds")
        self.model: RowsModel[RoundLine] = RowsModel(round_columns(zone), parent=self)
        self.view = ListView(self.model, label=msg("Call rounds"), name="rounds")
        self.view.opened.connect(self.opened)
        self.view.row_changed.connect(lambda _line: self._offer())
        lists = Button(msg("To the contact lists"), icon="book-user", kind="primary", name="to-lists")
        lists.clicked.connect(self.lists)
        empty = EmptyState(
            msg("No round has been called yet"),
            msg("Choose or make a contact list, then start a round: who is called, about what, what is said."),
            icon="phone-call",
            button=lists,
        )
        self.body.addWidget(ListFrame(self.view, empty), 1)
        self.go_on = Button(msg("Go on calling"), icon="phone-call", kind="primary", name="go-on")
        self.go_on.clicked.connect(self._open)
        self.foot.addWidget(self.go_on)
        self._tools: dict[str, Button] = {}
        tools = [("sheet", msg("Call sheet"), "printer"), ("end", msg("End the round"), "circle-check")]
        if may_unmask:
            tools.insert(1, ("unmasked", msg("With phones in full"), "eye"))
        for name, words, icon in tools:
            button = Button(words, icon=icon, key=key("print") if name == "sheet" else "", name=f"round-{name}")
            button.clicked.connect(partial(self._ask, name))
            self._tools[name] = button
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self._offer()

    def show_rounds(self, rounds: Sequence[RoundLine]) -> None:
        """Show `rounds`; the first one is chosen at first."""
        self.model.set_rows(rounds)
        if rounds and self.view.row is None:
            self.view.select(rounds[0].id)
        self._offer()

    def enter(self) -> None:
        """Take the keyboard to the rounds."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        line: RoundLine | None = self.view.row
        is_open = line is not None and line.state is RoundState.OPEN
        self.go_on.setEnabled(line is not None)
        say(self.go_on, text=msg("Go on calling") if is_open or line is None else msg("Look at it"))
        self.go_on.set_icon("phone-call" if is_open or line is None else "eye")
        for name, button in self._tools.items():
            button.setEnabled(is_open if name == "end" else line is not None)

    def _open(self) -> None:
        if self.view.row is not None:
            self.opened.emit(self.view.row)

    def _ask(self, name: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if self.view.row is not None:
            self.asked.emit(name, self.view.row)
