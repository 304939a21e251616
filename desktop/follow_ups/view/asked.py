"""The requests a household is asked about, one framed; the questions of the community with yes and no."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.follow_ups.table import GRADE_LOOKS, OUTCOME_LOOKS
from desktop.follow_ups.view.words import done_words, title_words
from desktop.requests.model import FollowUpAnswer
from desktop.requests.rows import OUTCOME_LABELS, SATISFACTION_LABELS
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.paint import box
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QPaintEvent

    from desktop.follow_ups.presenter import FollowUpPresenter
    from desktop.follow_ups.rows import AskedRequest
    from desktop.requests.rows import FollowUpTold, QuestionRow

__all__ = ["AskedList", "Questions"]

_ANSWERS = ((FollowUpAnswer.YES, msg("Yes"), "answer-yes"), (FollowUpAnswer.NO, msg("No"), "answer-no"))


class _AskedBox(QAbstractButton):
    """One request: what it was about, what was done; the answer given. Checked: it is the one asked about."""

    def __init__(self, asked: AskedRequest, now: datetime, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName(f"asked-{asked.id}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        say(self, accessibleName=partial(title_words, asked))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 10, 7)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        title = label("", "strong", cut=True)
        say(title, text=partial(title_words, asked))
        column.addWidget(title)
        done = label("", "small", "ink2", cut=True)
        say(done, text=lambda spoken: done_words(asked, now, zone, spoken))
        column.addWidget(done)
        row.addLayout(column, 1)
        self.answer = Chip(name="answer-given")
        self.answer.hide()
        row.addWidget(self.answer)

    def show_told(self, told: FollowUpTold | None) -> None:
        """Show the answer given."""
        self.answer.setVisible(told is not None)
        if told is not None:
            words = OUTCOME_LABELS[told.outcome]
            tone, icon = OUTCOME_LOOKS[told.outcome]
            if told.satisfaction is not None:
                words, (tone, icon) = SATISFACTION_LABELS[told.satisfaction], GRADE_LOOKS[told.satisfaction]
            self.answer.show_state(words, tone, icon)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        on, focus = self.isChecked(), self.hasFocus()
        box(QPainter(self), self.rect(), "panel", "accent" if on or focus else "line", line=2 if on or focus else 1)


class AskedList(QWidget):
    """All requests of the household. `picked(place)`; `opened(request_id)`; `all_alike(bool)`."""

    picked = Signal(int)
    opened = Signal(int)
    all_alike = Signal(bool)

    def __init__(self, presenter: FollowUpPresenter) -> None:
        """Show what `presenter` asks about."""
        super().__init__()
        self._presenter = presenter
        self.boxes: list[_AskedBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._count = label("", "strong")
        row.addWidget(self._count)
        row.addStretch(1)
        self.alike = Button(
            msg("One answer for all of them"), icon="list-plus", key=key("all-alike"), small=True, name="all-alike"
        )
        self.alike.setCheckable(True)
        self.alike.toggled.connect(self.all_alike)
        row.addWidget(self.alike)
        column.addWidget(self._head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column.addLayout(self._rows)

    def show_requests(self, requests: Sequence[AskedRequest]) -> None:
        """Show other requests."""
        desk = self._presenter.desk
        for old in self.boxes:
            old.hide()
            old.deleteLater()
        self.boxes = []
        for place, asked in enumerate(requests):
            made = _AskedBox(asked, desk.clock.now(), desk.zone)
            made.clicked.connect(partial(self._pick, place))
            self._rows.addWidget(made)
            self.boxes.append(made)
        self._head.setVisible(len(requests) > 1)
        words = nmsg("%(count)s request to ask about", "%(count)s requests to ask about", len(requests))
        say(self._count, text=words)

    def show_state(self, current: int, given: Mapping[int, FollowUpTold], requests: Sequence[AskedRequest]) -> None:
        """Frame the request asked about, and show what was answered about the others."""
        self.alike.blockSignals(True)
        self.alike.setChecked(self._presenter.for_all)
        self.alike.blockSignals(False)
        for place, (shown, asked) in enumerate(zip(self.boxes, requests, strict=True)):
            shown.setChecked(place == current or (self._presenter.for_all and asked.id not in given))
            shown.show_told(given.get(asked.id))

    def _pick(self, place: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.picked.emit(place)


class Questions(QWidget):
    """The questions of the community, answered with Y and N in turn. `replied(question_id, answer | None)`."""

    replied = Signal(int, object)

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._chips: dict[tuple[int, FollowUpAnswer], Button] = {}

    def show_questions(self, questions: Sequence[QuestionRow]) -> None:
        """Ask `questions`."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = {}
        for question in questions:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(label(question.words, "section", wrap=True), 1)
            for answer, words, sequence in _ANSWERS:
                chip = Button(words, key=key(sequence), bind=False, small=True, name=f"{answer.value}-{question.id}")
                chip.setCheckable(True)
                chip.clicked.connect(partial(self._reply, question.id, answer))
                row.addWidget(chip)
                self._chips[question.id, answer] = chip
            self._column.addWidget(line)
        self.setVisible(bool(questions))

    def show_replies(self, replies: Mapping[int, FollowUpAnswer]) -> None:
        """Show what was answered."""
        for (question_id, answer), chip in self._chips.items():
            chip.setChecked(replies.get(question_id) is answer)

    def _reply(self, question_id: int, answer: FollowUpAnswer) -> None:
        self.replied.emit(question_id, answer if self._chips[question_id, answer].isChecked() else None)
