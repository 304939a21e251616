"""Whoever is about to leave: everything about them in large print, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.gate.table import at_clock, how_long, people_words
from desktop.gate.view.pieces import GateChoices, GatePanel
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.scrolling import follow_finger, scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.visits.rows import InsideLine

__all__ = ["DepartureCard"]

MOST_PARTS = 9


class DepartureCard(GatePanel):
    """Shows one of those inside. `out()`, `crew()` and `hold()` are what the guard wants done."""

    out = Signal()
    crew = Signal()
    hold = Signal()

    def __init__(self) -> None:
        """Show nobody."""
        super().__init__(msg("Goes out"), icon="log-out", name="departure")
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(8)
        self.body.addLayout(column, 1)
        self.title = label("", "gate-field", wrap=True)
        self.lines = [label("", "gate-body", tone, wrap=True) for tone in ("ink", "ink2", "ink2", "amber")]
        about = QWidget()
        above = QVBoxLayout(about)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(6)
        above.addWidget(self.title)
        for line in self.lines:
            above.addWidget(line)
        above.addStretch(1)
        above_buttons = scrolled(about)
        follow_finger(above_buttons)
        column.addWidget(above_buttons, 1)
        self._how_many = label(msg("How many leave"), "gate-label", "ink2")
        self.parts = GateChoices("gate-parts", msg("How many leave"))
        self.parts.entered.connect(self.out)
        column.addWidget(self._how_many)
        column.addWidget(self.parts)
        self.leave = Button(
            msg("Let out"),
            icon="log-out",
            key=key("gate-save"),
            kind="primary",
            large=True,
            bind=False,
            name="gate-leave",
        )
        self.whole = Button("", icon="users", key=key("gate-crew"), large=True, name="gate-crew")
        self.goods = Button(msg("Hold goods"), icon="truck", key=key("gate-hold"), large=True, name="gate-hold")
        for button, told in ((self.leave, self.out), (self.whole, self.crew), (self.goods, self.hold)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(told)
            column.addWidget(button)
        self._shown = 0

    @property
    def people(self) -> int:
        """Return how many leave."""
        chosen = self.parts.key
        return chosen if isinstance(chosen, int) else 0

    def show_line(self, line: InsideLine | None, crew: Sequence[InsideLine], now: datetime, zone: ZoneInfo) -> None:
        """Show one visit, and how many belong to its crew."""
        self.leave.setEnabled(line is not None)
        if line is None:
            say(self.title, text=msg("Nobody is chosen"))
            for words in self.lines:
                say(words, text="")
            self._offer_parts(0, 0)
            self.whole.hide()
            return
        say(self.title, text=people_words(line.title, line.people))
        whom = " · ".join(part for part in (line.name if line.vehicle else "", line.company) if part)
        where = msg("%(place)s · %(kind)s", place=line.place, kind=line.kind_name) if line.place else line.kind_name
        came = msg("in %(time)s, %(long)s ago", time=at_clock(line.in_at, now, zone), long=how_long(line.in_at, now))
        badge = msg("badge %(badge)s is to be handed back", badge=line.badge) if line.badge else ""
        for words, text in zip(self.lines, (where, whom, came, line.overdue or badge), strict=True):
            say(words, text=text)
            words.setVisible(bool(text))
        self._offer_parts(line.visit_id, line.people)
        people = sum(each.people for each in crew)
        self.whole.setVisible(len(crew) > 1)
        say(self.whole, text=nmsg("Whole crew, %(count)s person", "Whole crew, %(count)s people", people))

    def _offer_parts(self, visit_id: int, people: int) -> None:
        several = 1 < people <= MOST_PARTS
        if visit_id != self._shown or people != len(self.parts.keys):
            self.parts.offer([(count, str(count)) for count in range(1, people + 1)] if several else [])
            self.parts.choose(people)
        self._shown = visit_id
        self._how_many.setVisible(several)
        self.parts.setVisible(several)
