"""A rectification action as a card: what, who, until when, where it stands, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.issues.table import action_cell, confirmed_cell, day_words
from desktop.issues.view.moves import ACTION_LOOKS
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import ui_language
from desktop.ui.paint import box
from desktop.ui.panels import Facts, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QPaintEvent

    from desktop.issues.rows import ActionRow, ConfirmationRow
    from desktop.issues.rule import IssueMove
    from desktop.ui.language import Text
    from desktop.ui.table import Cell

__all__ = ["ActionCard", "chip_of", "signed_words"]


class ActionCard(QWidget):
    """One action. `asked(move, action id)`: a button was pressed. `files_asked(action id)`: its files are wanted."""

    asked = Signal(object, int)
    files_asked = Signal(int)

    def __init__(
        self, action: ActionRow, moves: Sequence[IssueMove], today: date, zone: ZoneInfo, *, files: bool
    ) -> None:
        """Show `action` as it stands on `today`, with buttons for `moves`; moments are told in `zone`.

        With `files` a button leads to its photos and files, because those of another action may be shown.
        """
        super().__init__()
        self.action = action
        self.setObjectName(f"action-card-{action.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(chip_of(partial(action_cell, action), f"action-state-{action.id}"))
        if action.confirmed is not None:
            head.addWidget(chip_of(partial(confirmed_cell, action.confirmed), f"action-signed-{action.id}"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(label(action.words, "strong", wrap=True))
        facts = Facts(width=64)
        facts.show_facts(_facts(action, today, zone))
        column.addWidget(facts)
        self.buttons: dict[IssueMove, Button] = {}
        if moves or files:
            column.addWidget(self._foot(moves, files=files))

    def print_keys(self, moves: Sequence[IssueMove]) -> None:
        """Print the keys on the buttons of `moves`: it is this card that they act on now."""
        for move, button in self.buttons.items():
            if button.show_key != (move in moves):
                button.show_key = move in moves
                button.updateGeometry()
                button.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        box(QPainter(self), self.rect(), "panel", "line")

    def _foot(self, moves: Sequence[IssueMove], *, files: bool) -> QWidget:
        foot = QWidget()
        flow = FlowLayout(foot, gap=6)
        for move in moves:
            words, icon, name = ACTION_LOOKS[move]
            keys = key(name) if name else ""
            button = Button(words, icon=icon, key=keys, bind=False, small=True, name=f"{move}-{self.action.id}")
            button.show_key = False
            button.clicked.connect(partial(self._ask, move))
            flow.addWidget(button)
            self.buttons[move] = button
        if files:
            count = self.action.files
            words = nmsg("%(count)s file", "%(count)s files", count) if count else msg("Photos")
            lead = Button(words, icon="paperclip", small=True, name=f"files-{self.action.id}")
            lead.clicked.connect(lambda: self.files_asked.emit(self.action.id))
            flow.addWidget(lead)
        return foot

    def _ask(self, move: IssueMove, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(move, self.action.id)


def chip_of(cell_in: Callable[[Language], Cell], name: str) -> Chip:
    """Return a chip that shows a cell in whatever language is spoken."""
    cell = cell_in(ui_language().language)
    return Chip(lambda spoken: cell_in(spoken).text, cell.tone, cell.icon, name=name)


def signed_words(confirmed: ConfirmationRow, zone: ZoneInfo, spoken: Language) -> str:
    """Return who signed when."""
    return f"{confirmed.name}  {spoken.moment(confirmed.at, zone)}"


def _facts(action: ActionRow, today: date, zone: ZoneInfo) -> list[tuple[Text, Text | QWidget]]:
    owner: Text = action.owner or msg("nobody named yet")
    facts: list[tuple[Text, Text | QWidget]] = [
        (msg("Responsible"), _toned(owner, "ink" if action.owner else "amber")),
        (msg("Due day"), _toned(partial(_due_words, action, today), "ink" if action.due_on else "amber")),
    ]
    facts += [(msg("Postponed"), action.postpone_reason)] if action.postpone_reason else []
    facts += [(msg("How it is checked"), action.criterion)] if action.criterion else []
    if action.done_at is not None:
        facts.append((msg("Result"), partial(_said_at, action.result, action.done_at, zone)))
    if action.judged_at is not None:
        facts.append((msg("Check"), partial(_said_at, action.judgement, action.judged_at, zone)))
    if action.confirmed is not None:
        facts.append((msg("Signed"), partial(signed_words, action.confirmed, zone)))
    return facts


def _toned(words: Text, tone: str) -> QWidget:
    shown = label(words, tone=tone, wrap=True)
    shown.setAlignment(Qt.AlignmentFlag.AlignTop)
    return shown


def _due_words(action: ActionRow, today: date, spoken: Language) -> str:
    if action.due_on is None:
        return spoken.gettext("no day set yet")
    day = day_words(action.due_on, today, spoken)
    if action.postponed_from is None:
        return day
    first = day_words(action.postponed_from, today, spoken)
    times = spoken.ngettext("postponed once", "postponed %(count)s times", action.postponed_count)
    return spoken.gettext("%(day)s (%(times)s, first %(first)s)", day=day, times=times, first=first)


def _said_at(words: str, at: datetime, zone: ZoneInfo, spoken: Language) -> str:
    return f"{words}  {spoken.moment(at, zone)}".strip()
