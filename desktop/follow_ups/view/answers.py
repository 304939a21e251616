"""What the household answered: one key a grade, nobody answered, cannot be called; reopening what is not good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.follow_ups.table import GRADE_LOOKS, OUTCOME_LOOKS
from desktop.requests.model import FollowUpOutcome, Satisfaction
from desktop.requests.rows import OUTCOME_LABELS, SATISFACTION_LABELS
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.outcomes import OutcomeButton
from desktop.ui.panels import label
from desktop.ui.theme import repolish

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.language import Text

__all__ = ["AnswerBar", "answer_key"]

GAP = 8
_PLACES = tuple(enumerate(Satisfaction))
_NOT_REACHED = (FollowUpOutcome.NO_ANSWER, FollowUpOutcome.CANNOT_CALL)
_HINTS = {
    FollowUpOutcome.NO_ANSWER: msg("again in an hour"),
    FollowUpOutcome.CANNOT_CALL: msg("say why"),
}


def answer_key(place: int) -> str:
    """Return the digit of the answer at `place`, counted from 0: five grades, nobody answered, cannot be called."""
    return str(place + 1)


class AnswerBar(QWidget):
    """The answers below the call. `graded(grade, words)`, `missed(outcome, words)`.

    After a poor grade it asks whether to reopen: `decided(reopen, words)`, `taken_back()`.
    """

    graded = Signal(object, str)
    missed = Signal(object, str)
    decided = Signal(bool, str)
    taken_back = Signal()

    def __init__(self) -> None:
        """Offer all answers."""
        super().__init__()
        self.setObjectName("answers")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.buttons = [_button(SATISFACTION_LABELS[grade], GRADE_LOOKS[grade], place) for place, grade in _PLACES]
        for place, outcome in enumerate(_NOT_REACHED, len(_PLACES)):
            button = _button(OUTCOME_LABELS[outcome], OUTCOME_LOOKS[outcome], place)
            button.say_hint(_HINTS[outcome])
            button.clicked.connect(partial(self._miss, outcome))
            self.buttons.append(button)
        for place, grade in _PLACES:
            self.buttons[place].clicked.connect(partial(self._grade, grade))
        column.addLayout(self._head())
        self.fault = label("", "small", "red", name="answer-fault")
        self.fault.hide()
        column.addWidget(self.fault)
        self._choices = QWidget()
        grades = QHBoxLayout(self._choices)
        grades.setContentsMargins(0, 0, 0, 0)
        grades.setSpacing(GAP)
        column.addWidget(self._choices)
        for button in self.buttons[: len(Satisfaction)]:
            grades.addWidget(button)
        column.addWidget(self._decision())
        self.words.returnPressed.connect(self._through)
        self.words.textEdited.connect(lambda _text: self.show_fault(""))
        # No answer has the keyboard from the start: Enter pressed twice would make it the resident's.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, accessibleName=msg("Answer"))

    def begin(self, words: str) -> None:
        """Begin with another request, with the words that were half typed before."""
        self.words.setText(words)
        self.show_fault("")
        self.show_pending(None)
        self.setFocus()

    def show_pending(self, grade: Satisfaction | None) -> None:
        """Ask whether what got a poor `grade` is reopened; None offers the answers again."""
        asks = grade is not None
        before = self.decision.isVisibleTo(self)
        self.decision.setVisible(asks)
        self._choices.setVisible(not asks)
        for button in self._beside:
            button.setVisible(not asks)
        if grade is not None:
            say(self._asked, text=msg("%(grade)s: reopen it?", grade=SATISFACTION_LABELS[grade]))
            if not before:
                (self.keep if self.words.text().strip() else self.words).setFocus()
        elif before:
            self.setFocus()

    def show_fault(self, fault: Text) -> None:
        """Say below the words what is wrong with them; "" for nothing."""
        say(self.fault, text=fault)
        wrong = bool(translate(fault, ui_language().language))
        self.fault.setVisible(wrong)
        if bool(self.words.property("invalid")) != wrong:
            repolish(self.words, invalid=wrong)
        if wrong:
            self.words.setFocus()

    def set_ready(self, ready: bool) -> None:  # noqa: FBT001 - a setter
        """Take answers, or none while one is being written."""
        for button in (*self.buttons, self.reopen, self.keep, self.back):
            button.setEnabled(ready)

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Leave hints out where the page is low."""
        for button in self.buttons:
            button.set_low(low)
        for button in self._beside:
            button.setFixedHeight(max(HEIGHTS["field"] + 6, button.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons out where the words would be cut."""
        super().resizeEvent(event)
        grades = self.buttons[: len(Satisfaction)]
        bare = sum(button.sizeHint().width() + GAP for button in grades) - GAP > self.width()
        for button in grades:
            button.set_bare(bare)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(msg("Answer"), "section"))
        self.words = QLineEdit()
        self.words.setObjectName("follow-up-words")
        self.words.setFont(font("body"))
        self.words.setFixedHeight(max(HEIGHTS["field"], self.words.fontMetrics().height() + 12))
        self.words.setMaxLength(500)
        hint = msg("What was said (F11); why it is not good, or why they cannot be called")
        say(self.words, placeholderText=hint, toolTip=hint, accessibleName=msg("What was said"))
        shortcut = QShortcut(QKeySequence(key("call-note")), self.words)
        shortcut.activated.connect(partial(self.words.setFocus, Qt.FocusReason.ShortcutFocusReason))
        row.addWidget(self.words, 1)
        self._beside = self.buttons[len(Satisfaction) :]
        for button in self._beside:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        return row

    def _decision(self) -> QWidget:
        self.decision = QWidget()
        row = QHBoxLayout(self.decision)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._asked = label("", "strong", "red", cut=True, name="poor-grade")
        row.addWidget(self._asked, 1)
        self.reopen = Button(
            msg("Reopen"),
            icon="rotate-ccw",
            kind="primary",
            key=key("reopen"),
            bind=False,
            name="reopen-it",
        )
        self.reopen.clicked.connect(lambda: self.decided.emit(True, self.words.text()))
        self.keep = Button(msg("Leave it done"), icon="check", key=key("save"), bind=False, name="leave-done")
        self.keep.clicked.connect(lambda: self.decided.emit(False, self.words.text()))
        self.back = Button(msg("Another grade"), icon="undo-2", key=key("leave"), bind=False, name="other-grade")
        self.back.clicked.connect(self.taken_back)
        for button in (self.reopen, self.keep, self.back):
            row.addWidget(button)
        self.decision.hide()
        return self.decision

    def _through(self) -> None:
        """Let the digits mean answers again; while it asks whether to reopen, Enter then leaves the request done."""
        (self.keep if self.decision.isVisibleTo(self) else self).setFocus()

    def _grade(self, grade: Satisfaction, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.graded.emit(grade, self.words.text())

    def _miss(self, outcome: FollowUpOutcome, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.missed.emit(outcome, self.words.text())


def _button(words: Text, look: tuple[str, str], place: int) -> OutcomeButton:
    return OutcomeButton(words, *look, answer_key(place))
