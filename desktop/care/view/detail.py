"""One row of care looked at: for whom, what, until when, what came of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.care.rows import KIND_LABELS, CareLine, Stage
from desktop.care.table import STAGE_LABELS, names_words, stage_cell
from desktop.care.view.acting import said_of
from desktop.core.i18n import Language, msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.keys import key
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import EmptyState, Facts, Panel, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

__all__ = ["CareDetail"]


class CareDetail(Panel):
    """Shows one row, or how many are chosen.

    `left()`: back to the list. `room_asked(room id)`: the household is wanted. `series_asked(series)`: what was
    planned together with it.
    """

    left = Signal()
    room_asked = Signal(int)
    series_asked = Signal(str)

    def __init__(self, zone: ZoneInfo, today: Callable[[], date], parent: QWidget | None = None) -> None:
        """Show nothing yet; times are told in `zone`."""
        super().__init__(name="care-detail", parent=parent)
        self._zone = zone
        self._today = today
        self.line: CareLine | None = None
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self.body.addWidget(whole, 1)
        self.empty = EmptyState(msg("Nothing is chosen"), msg("Choose a row to see all of it."), icon="heart-handshake")
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._shown())
        ui_language().changed.connect(self._say)

    def show_lines(self, lines: Sequence[CareLine], count: int) -> None:
        """Show the one row chosen; of several only how many there are, `count` in all."""
        self.line = lines[0] if len(lines) == 1 and count == 1 else None
        if self.line is None:
            several = nmsg("%(count)s chosen", "%(count)s chosen", count)
            say(self.empty.missing, text=several if count > 1 else msg("Nothing is chosen"))
            advice = msg("What you do now is done for all of them.")
            say(self.empty.advice, text=advice if count > 1 else msg("Choose a row to see all of it."))
            self._stack.setCurrentIndex(0)
            return
        self._stack.setCurrentIndex(1)
        self._say()

    def _shown(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.back = Button(msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="care-back")
        self.back.clicked.connect(self.left)
        self.chip = Chip("", name="care-stage")
        head.addWidget(self.back)
        head.addWidget(self.chip)
        head.addStretch(1)
        column.addLayout(head)
        self.title = label("", "section", wrap=True)
        column.addWidget(self.title)
        self.words = label("", wrap=True)
        column.addWidget(self.words)
        self.facts = Facts(width=64)
        column.addWidget(self.facts)
        links = QHBoxLayout()
        links.setSpacing(12)
        self.room = Button(msg("Open the household"), icon="house", kind="link", small=True, name="open-household")
        self.room.clicked.connect(self._ask_room)
        self.series = Button("", icon="users", kind="link", small=True, name="open-series")
        self.series.clicked.connect(self._ask_series)
        links.addWidget(self.room)
        links.addWidget(self.series)
        links.addStretch(1)
        column.addLayout(links)
        column.addStretch(1)
        return inside

    def _ask_room(self) -> None:
        if self.line is not None:
            self.room_asked.emit(self.line.room_id)

    def _ask_series(self) -> None:
        if self.line is not None:
            self.series_asked.emit(self.line.series)

    def _say(self) -> None:
        line = self.line
        if line is None:
            return
        cell = stage_cell(line, self._today(), ui_language().language)
        self.chip.show_state(cell.text, cell.tone, cell.icon)
        say(self.title, text=said_of(line))
        say(self.words, text=line.words)
        self.words.setVisible(bool(line.words) and line.stage is not Stage.FORGOTTEN)
        self.facts.show_facts(self._facts(line))
        together = nmsg("Planned together for %(count)s", "Planned together for %(count)s", line.series_size)
        say(self.series, text=together)
        self.series.setVisible(line.series_size > 1)

    def _facts(self, line: CareLine) -> list[tuple[Text, Text]]:
        facts: list[tuple[Text, Text]] = []
        if line.kind is not None:
            facts.append((msg("Kind"), KIND_LABELS[line.kind]))
        if len(line.people) > 1:
            facts.append((msg("People"), partial(names_words, line)))
        if line.stage is Stage.FORGOTTEN:
            facts.append((msg("Cause"), line.words))
            facts.append((msg("Planned"), msg("Nothing for the coming 90 days")))
        if line.since is not None:
            title = msg("Moved in") if line.stage is Stage.WELCOME_DUE else msg("Since")
            facts.append((title, partial(_day, line.since)))
        if line.due_on is not None:
            facts.append((msg("Due"), partial(_day, line.due_on)))
        if line.ended_at is not None:
            facts.append((msg("Result"), line.result or STAGE_LABELS[line.stage]))
            facts.append((msg("Noted"), partial(_noted, line, self._zone)))
        return facts


def _day(day: date, spoken: Language) -> str:
    return spoken.full_date(day)


def _noted(line: CareLine, zone: ZoneInfo, spoken: Language) -> str:
    moment = "" if line.ended_at is None else spoken.moment(line.ended_at, zone)
    return " · ".join(filter(None, (line.ended_by, moment)))
