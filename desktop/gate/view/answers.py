"""What the desk answers to the gate, large, until it was read; and what the gate still waits for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from desktop.core.i18n import msg, nmsg
from desktop.core.plates import display_plate
from desktop.gate.table import at_clock
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.icons import draw_icon
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.paint import box, tint_of
from desktop.ui.panels import label
from desktop.ui.theme import colour
from desktop.visits.rows import CALL_LABELS

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desktop.core.i18n import Message
    from desktop.gate.presenter.calling import AnswersPresenter
    from desktop.visits.rows import CallLine

__all__ = ["AnswerBanner"]

BAR, ICON, ICON_SLIM = 10, 36, 26


class AnswerBanner(QFrame):
    """One answer at a time, oldest first, until it was read; without one, what is waited for; else nothing."""

    def __init__(self, presenter: AnswersPresenter) -> None:
        """Start with nothing to say."""
        super().__init__()
        self.setObjectName("gate-answer")
        self.presenter = presenter
        self._tone, self._icon = "amber", "phone-outgoing"
        row = QHBoxLayout(self)
        row.setContentsMargins(BAR + 62, 10, 12, 10)
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.about = label("", "gate-label", "ink2", cut=True)
        self.words = label("", "gate-strong", wrap=True)
        column.addWidget(self.about)
        column.addWidget(self.words)
        row.addLayout(column, 1)
        self.waits = label("", "gate-label", "amber")
        row.addWidget(self.waits)
        self.read = Button(
            msg("I have read it"), icon="check", key=key("gate-read"), large=True, name="gate-answer-read"
        )
        self.read.clicked.connect(self._mark)
        row.addWidget(self.read)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        presenter.changed.connect(self._show)
        presenter.failed.connect(partial(show_error, self))
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """Return no width of its own: long answers take lines."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw tint, bar and icon."""
        painter = QPainter(self)
        box(painter, self.rect(), tint_of(self._tone), self._tone)
        painter.fillRect(0, 0, BAR, self.height(), colour(self._tone))
        size = ICON if self.words.isVisible() else ICON_SLIM
        top = round((self.height() - size) / 2)
        draw_icon(painter, QRectF(BAR + 36 - size / 2, top, size, size), self._icon, self._tone)

    def _show(self) -> None:
        answered, waiting = self.presenter.answered, self.presenter.waiting
        if answered is not None:
            self._tone, self._icon = "green", "message-square"
            say(self.about, text=self._about(answered))
            noted = msg("%(name)s has noted it.", name=answered.answered_by)
            said = msg("%(name)s: %(answer)s", name=answered.answered_by, answer=answered.answer)
            say(self.words, text=said if answered.answer else noted)
        elif waiting:
            self._tone, self._icon = "amber", "phone-outgoing"
            say(self.about, text=self._about(waiting[-1]))
            say(self.words, text="")
            several = nmsg(
                "%(count)s call waits for the desk's answer", "%(count)s calls wait for the desk's answer", len(waiting)
            )
            one = msg("The desk was called; wait for its answer here.")
            say(self.waits, text=several if len(waiting) > 1 else one)
        self.waits.setVisible(answered is None)
        self.words.setVisible(answered is not None)
        self.read.setVisible(answered is not None)
        self.setVisible(answered is not None or bool(waiting))
        self.update()

    def _about(self, call: CallLine) -> Message:
        station = self.presenter.station
        whom = " · ".join(part for part in (display_plate(call.plate), call.who, call.place) if part)
        at = at_clock(call.at, station.now(), station.desk.zone)
        if whom:
            return msg("%(time)s %(reason)s: %(whom)s", time=at, reason=CALL_LABELS[call.reason], whom=whom)
        return msg("%(time)s %(reason)s", time=at, reason=CALL_LABELS[call.reason])

    def _mark(self) -> None:
        answered = self.presenter.answered
        if answered is not None:
            self.presenter.mark_read(answered)
