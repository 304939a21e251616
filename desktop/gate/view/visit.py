"""One visit of the log in large print, and what a guard may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.gate.table import at_clock, people_words
from desktop.gate.view.inside import SLIM, WIDE
from desktop.gate.view.photos import VisitPhotos
from desktop.gate.view.pieces import GateField, GatePanel
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.scrolling import follow_finger, scrolled
from desktop.visits.model import VisitState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell
    from desktop.visits.rows import VisitFile

__all__ = ["VisitCard"]


class VisitCard(GatePanel):
    """Shows a visit. `amended()`, `printed()` and `gone()` are what the guard wants done with it.

    `checked(remark)`: they looked at the vehicle. `mistaken()`: it was entered by mistake, and they said so twice.
    """

    amended = Signal()
    printed = Signal()
    gone = Signal()
    checked = Signal(str)
    mistaken = Signal()

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show none; photos are kept as `desk`'s account."""
        super().__init__(msg("One visit"), icon="id-card", name="visit")
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 18)
        column.setSpacing(8)
        self.body.addLayout(column, 1)
        self.title = label("", "gate-field", wrap=True)
        self.photos = VisitPhotos(desk, shell)
        self.drop = Button("", icon="trash-2", low=True, name="gate-drop")
        about = scrolled(self._about())
        follow_finger(about)
        column.addWidget(about, 1)
        self.remark = GateField(msg("Remark on the vehicle"), "gate-remark")
        column.addWidget(self.remark)
        self.check = Button("", icon="car", low=True, name="gate-checked")
        self.amend = Button("", icon="square-pen", key=key("gate-override"), low=True, name="gate-amend")
        self.out = Button(msg("Gone"), icon="log-out", low=True, name="gate-gone")
        self.badge = Button(msg("Badge"), icon="printer", key=key("gate-print"), low=True, name="gate-badge")
        buttons = QGridLayout()
        buttons.setSpacing(8)
        self._icons = {self.amend: "square-pen", self.check: "car", self.out: "log-out", self.badge: "printer"}
        for place, button in enumerate(self._icons):
            button.setMinimumWidth(1)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.show_key = False
            buttons.addWidget(button, *divmod(place, 2))
        column.addLayout(buttons)
        self.check.clicked.connect(self._check_or_ask)
        self.remark.entered.connect(self._check)
        self.amend.clicked.connect(self.amended)
        self.out.clicked.connect(self.gone)
        self.badge.clicked.connect(self.printed)
        self.drop.clicked.connect(self._drop)
        self._visit = 0
        self._asked = False
        self.show_file(None, None, None)

    def _about(self) -> QWidget:
        """Return what is scrolled: who it is, what is known, photos, and that it was no visit at all."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(14)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        column.addLayout(self._facts)
        column.addWidget(self.photos)
        column.addWidget(self.drop)
        column.addStretch(1)
        return inside

    def set_slim(self, slim: bool) -> None:  # noqa: FBT001 - a setter
        """Take less room."""
        self.setFixedWidth(SLIM if slim else WIDE)
        for button, icon in self._icons.items():
            button.set_icon("" if slim else icon)

    def show_file(
        self, file: VisitFile | None, now: datetime | None, zone: ZoneInfo | None, *, photos: bool = False
    ) -> None:
        """Show everything about one visit, or that none is chosen; `photos`: the rules of the gates allow them."""
        line = None if file is None else file.line
        stands = line is not None and line.state is not VisitState.DROPPED
        self.photos.show_visit(line.id if line is not None and stands else 0, taken=photos)
        self._ask_twice(asked=self._asked and line is not None and line.id == self._visit)
        self.drop.setVisible(stands)
        self.check.setVisible(line is not None and line.vehicle)
        if line is None or line.id != self._visit:
            self._ask_remark(asked=False)
        inside = line is not None and line.state is VisitState.INSIDE
        self.out.setVisible(inside)
        self.badge.setVisible(inside)
        self.amend.setVisible(stands)
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

    def _drop(self) -> None:
        """Ask once more before an entry goes: it does not come back."""
        if self._asked:
            self._ask_twice(asked=False)
            self.mistaken.emit()
        else:
            self._ask_twice(asked=True)

    def _ask_twice(self, *, asked: bool) -> None:
        self._asked = asked
        say(self.drop, text=msg("Press again: it goes for good") if asked else msg("This was a mistake"))

    def _check(self) -> None:
        self._ask_remark(asked=False)
        self.checked.emit(self.remark.text.strip())

    def _show_facts(self, facts: Sequence[tuple[Message, Text]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (name, words) in enumerate(facts):
            self._facts.addWidget(label(name, "gate-label", "ink2"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(words, "gate-label", wrap=True), place, 1)


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
