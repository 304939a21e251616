"""One visit of the log in large print, and what a guard may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.gate.table import at_clock, people_words
from desktop.gate.view.inside import SLIM, WIDE
from desktop.gate.view.pieces import GateField, GatePanel
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.scrolling import scrolled
from desktop.visits.model import VisitState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message
    from desktop.ui.language import Text
    from desktop.visits.rows import VisitFile

__all__ = ["VisitCard"]


class VisitCard(GatePanel):
    """Shows a visit. `amended()`, `printed()` and `gone()` are what the guard wants done with it.

    `checked(remark)`: they looked at the vehicle.
    """

    amended = Signal()
    printed = Signal()
    gone = Signal()
    checked = Signal(str)

    def __init__(self) -> None:
        """Show none."""
        super().__init__(msg("One visit"), icon="id-card", name="visit")
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(8)
        self.body.addLayout(column, 1)
        self.title = label("", "gate-field", wrap=True)
        column.addWidget(self.title)
        inside = QWidget()
        self._facts = QGridLayout(inside)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(14)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        column.addWidget(scrolled(inside), 1)
        self.remark = GateField(msg("Remark on the vehicle"), "gate-remark")
        column.addWidget(self.remark)
        self.check = Button("", icon="car", large=True, name="gate-checked")
        self.amend = Button("", icon="square-pen", key=key("gate-override"), large=True, name="gate-amend")
        self.out = Button(msg("Gone"), icon="log-out", large=True, name="gate-gone")
        self.badge = Button(msg("Badge"), icon="printer", key=key("gate-print"), large=True, name="gate-badge")
        buttons = QGridLayout()
        buttons.setSpacing(8)
        self._icons = {self.amend: "square-pen", self.check: "car", self.out: "log-out", self.badge: "printer"}
        for place, button in enumerate(self._icons):
            button.setMinimumWidth(1)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFixedHeight(HEIGHTS["gate-choice"])
            button.show_key = False
            buttons.addWidget(button, *divmod(place, 2))
        column.addLayout(buttons)
        self.check.clicked.connect(self._check_or_ask)
        self.remark.entered.connect(self._check)
        self.amend.clicked.connect(self.amended)
        self.out.clicked.connect(self.gone)
        self.badge.clicked.connect(self.printed)
        self._visit = 0
        self.show_file(None, None, None)

    def set_slim(self, slim: bool) -> None:  # noqa: FBT001 - a setter
        """Take less room."""
        self.setFixedWidth(SLIM if slim else WIDE)
        for button, icon in self._icons.items():
            button.set_icon("" if slim else icon)

    def show_file(self, file: VisitFile | None, now: datetime | None, zone: ZoneInfo | None) -> None:
        """Show everything about one visit, or that none is chosen."""
        line = None if file is None else file.line
        self.check.setVisible(line is not None and line.vehicle)
        if line is None or line.id != self._visit:
            self._ask_remark(asked=False)
        inside = line is not None and line.state is VisitState.INSIDE
        self.out.setVisible(inside)
        self.badge.setVisible(inside)
        self.amend.setVisible(line is not None and line.state is not VisitState.DROPPED)
        if line is None or file is None or now is None or zone is None:
            say(self.title, text=msg("No visit is chosen"))
            self._show_facts(())
            return
        say(self.title, text=people_words(line.title, line.people))
        say(self.amend, text=msg("Fill in the rest") if line.incomplete else msg("Amend"))
        if line.id != self._visit:
            self.remark.set_text(line.remark)
        self._visit = line.id
        self._show_facts(_facts(file, now, zone))

    def _check_or_ask(self) -> None:
        if self.remark.isHidden():
            self._ask_remark(asked=True)
            self.remark.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._check()

    def _ask_remark(self, *, asked: bool) -> None:
        self.remark.setVisible(asked)
        say(self.check, text=msg("Save") if asked else msg("Check car"))

    def _check(self) -> None:
        self._ask_remark(asked=False)
        self.checked.emit(self.remark.text.strip())

    def _show_facts(self, facts: Sequence[tuple[Message, Text]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place in range(self._facts.rowCount()):
            self._facts.setRowStretch(place, 0)
        for place, (name, words) in enumerate(facts):
            self._facts.addWidget(label(name, "gate-label", "ink2"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(words, "gate-label", wrap=True), place, 1)
        self._facts.setRowStretch(len(facts), 1)


def _facts(file: VisitFile, now: datetime, zone: ZoneInfo) -> Sequence[tuple[Message, Text]]:
    line = file.line
    came = msg("%(time)s, %(gate)s", time=at_clock(line.in_at, now, zone), gate=line.gate) if line.gate else None
    facts: list[tuple[Message, Text]] = [
        (msg("Where to"), line.place),
        (msg("What for"), line.kind_name),
        (msg("Name"), line.name if line.vehicle else ""),
        (msg("Company"), line.company),
        (msg("Reason"), line.reason),
        (msg("Entered at"), came or at_clock(line.in_at, now, zone)),
        (msg("Let in by"), file.in_by),
        (msg("Left"), "" if line.out_at is None else at_clock(line.out_at, now, zone)),
        (msg("Badge"), line.badge),
        (msg("Pass"), file.pass_number),
        (msg("ID"), msg("seen") if file.id_seen and not file.id_tail else file.id_tail),
        (msg("Not let in"), line.refused_words),
        (msg("Let in all the same"), line.override_words),
        (msg("Who agreed"), line.agreed_by),
        (msg("Checked"), "" if line.checked_at is None else at_clock(line.checked_at, now, zone)),
        (msg("Earlier"), msg("%(times)s times", times=file.times) if file.times > 1 else ""),
    ]
    return [(name, words) for name, words in facts if words]
