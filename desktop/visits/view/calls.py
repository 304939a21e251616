"""The part of calls from the gate: open ones on top, answered with one digit or in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.core.plates import display_plate
from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.language import say
from desktop.ui.panels import label, rule
from desktop.ui.scrolling import into_sight
from desktop.visits.model import CallReason
from desktop.visits.presenter import CallsPresenter
from desktop.visits.rows import CALL_LABELS
from desktop.visits.table import PHRASES, call_cell, joined
from desktop.visits.view.links import room_link
from desktop.visits.view.part import Part
from desktop.visits.view.scopes import ScopeBar
from desktop.visits.view.shown import Act, Shown

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.ui.table import Cell
    from desktop.visits.rows import CallLine
    from desktop.visits.view.acting import VisitActs

__all__ = ["AnswerBar", "CallsPart"]

PLACE = "visits"


class AnswerBar(QWidget):
    """Answers the call looked at: a phrase by its digit, or words and Enter."""

    def __init__(self, acts: VisitActs) -> None:
        """Answer nothing yet."""
        super().__init__()
        self._acts = acts
        self.call: CallLine | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rule())
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 0, 12, 10)
        inside.setSpacing(8)
        column.addLayout(inside)
        inside.addWidget(label(msg("Answer the gate"), "strong"))
        phrases = QWidget()
        phrases.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(phrases, gap=6)
        self.phrases: list[Button] = []
        for place, words in enumerate(PHRASES, 1):
            button = Button(words, key=str(place), bind=False, small=True, name=f"answer-{place}")
            button.clicked.connect(partial(self.answer, words))
            flow.addWidget(button)
            self.phrases.append(button)
        inside.addWidget(phrases)
        row = QHBoxLayout()
        row.setSpacing(8)
        hint = msg("or in words, then Enter")
        self.line = QLineEdit()
        self.line.setObjectName("answer-words")
        self.line.setFixedHeight(max(HEIGHTS["field"], self.line.fontMetrics().height() + 12))
        self.line.setMinimumWidth(120)
        say(self.line, placeholderText=hint, accessibleName=hint)
        self.line.returnPressed.connect(self._say)
        row.addWidget(self.line, 1)
        self.send = Button(msg("Answer"), icon="send", kind="primary", name="answer")
        self.send.clicked.connect(self._say)
        row.addWidget(self.send)
        inside.addLayout(row)
        self.hide()

    def show_call(self, call: CallLine | None) -> None:
        """Answer `call` from now on; what was typed for another one is gone."""
        may = self._acts.may(Operation.ANSWER_GATE)
        if call is None or self.call is None or call.id != self.call.id:
            self.line.clear()
        self.call = call
        self.setVisible(may and call is not None and call.answered_at is None)

    def answer(self, words: Text, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Answer with `words`."""
        call = self.call
        if call is not None and call.answered_at is None and self._acts.may(Operation.ANSWER_GATE):
            self._acts.answer(call, words, lambda _changes: self.line.clear())

    def choose(self, place: int) -> None:
        """Answer with the phrase at `place`, 1 to 5."""
        self.answer(PHRASES[place - 1])

    def _say(self, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        words = self.line.text().strip()
        if words or (self.call is not None and not self.call.waits):
            self.answer(words)
        else:
            self.line.setFocus()


class CallsPart(Part["CallLine"]):
    """Calls from the gate."""

    presenter: CallsPresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show what is open, then what was answered lately."""
        shell = acts.shell
        presenter = CallsPresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(presenter, acts, name="calls", label=msg("Calls from the gate"), icon="phone-call")
        presenter.setParent(self)
        self.answers = AnswerBar(acts)
        self.detail.below.addWidget(self.answers)
        for place in range(1, len(PHRASES) + 1):
            # A digit is the phrase's only while the keyboard is on the list: everywhere else it is typed.
            shortcut = QShortcut(QKeySequence(str(place)), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.answers.choose, place))

    def make_bar(self) -> QWidget:
        """Return the line to look for a call."""
        return ScopeBar(self.presenter, {}, msg("Room, plate or words"), "calls")

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a call that is not chosen."""
        return msg("No call is chosen"), msg("Choose a call to answer it.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty list."""
        if self.presenter.text:
            return msg("No call is like this"), msg("Look for other words.")
        return msg("The gate has not called"), msg("What a guard asks or tells the desk stands here.")

    def look(self, row: CallLine | None) -> None:
        """Look at a call, ready to answer it."""
        super().look(row)
        self.answers.show_call(row)

    def open_row(self, row: CallLine) -> None:
        """Look at a call and let its answer be typed."""
        super().open_row(row)
        if self.answers.isVisible():
            self.answers.line.setFocus()
            into_sight(self.answers.send)

    def shown(self, row: CallLine) -> Shown:
        """Return what the gate says, about whom, and the answer."""
        when = self.presenter.when
        facts: list[tuple[Text, Text | QWidget]] = [
            (msg("At"), lambda spoken: joined(when.words(row.at, spoken), row.gate, row.by)),
        ]
        if row.place:
            facts.append((msg("Room"), room_link(self.acts, row.room_id, row.place)))
        if row.plate:
            facts.append((msg("Plate"), display_plate(row.plate)))
        if row.who:
            facts.append((msg("Who"), row.who))
        if row.answered_at is not None:
            facts.append((msg("Answer"), partial(_answer, self.presenter, row)))
        if row.seen_at is not None:
            seen = row.seen_at
            facts.append((msg("Answer read"), lambda spoken: when.words(seen, spoken)))
        return Shown(
            title=CALL_LABELS[row.reason],
            state=partial(_state, row),
            about=row.words,
            facts=facts,
            acts=self._acts_of(row),
        )

    def _acts_of(self, row: CallLine) -> list[Act]:
        shell, made = self.acts.shell, []
        if row.visit_id is not None:
            visit_id = row.visit_id
            made.append(
                Act(msg("The visit"), "call-visit", lambda: shell.go(PLACE, part="log", visit_id=visit_id), "log-in")
            )
        if row.slip_id is not None:
            slip_id = row.slip_id
            made.append(
                Act(msg("The release slip"), "call-slip", lambda: shell.go("releases", slip_id=slip_id), "truck")
            )
        elif row.reason is CallReason.GOODS and row.answered_at is None:
            known = {"room_id": row.room_id, "room": row.place, "plate": row.plate, "call_id": row.id}
            made.append(
                Act(msg("Issue a release slip"), "call-issue", lambda: shell.go("releases", new=known), "truck")
            )
        return made


def _state(row: CallLine, spoken: Language) -> Cell:
    return call_cell(row, spoken)


def _answer(presenter: CallsPresenter, row: CallLine, spoken: Language) -> str:
    assert row.answered_at is not None
    said = row.answer or spoken.gettext("Read and noted")
    return joined(said, presenter.when.words(row.answered_at, spoken), row.answered_by)
