"""Lines across the page: alerts above the content, the toast below it, and the thin bar of long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import Button
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import box, tint_of
from desktop.ui.panels import label
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QEnterEvent, QPaintEvent

    from desktop.ui.tasks import Report, Task, Tasks

__all__ = ["AlertStrip", "ProgressLine", "Toast"]

TOAST_MS = 8000
TOUCHED = 44
"""Side of what a finger is to hit, px."""


class AlertStrip(QFrame):
    """What must be known before acting: bar and icon in the tone, bold lead, words, buttons at the right."""

    def __init__(
        self,
        lead: Text,
        words: Text = "",
        *,
        tone: str = "amber",
        icon: str = "triangle-alert",
        more: Text = "",
        aside: Text = "",
        wrap: bool = False,
        buttons: Sequence[Button] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Say `lead` in bold and `words` after it; `more` is a small second line, `aside` stands small at the right.

        With `wrap` long words take the lines they need instead of being cut.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._tone = tone
        self._icon = icon
        row = QHBoxLayout(self)
        row.setContentsMargins(47, 6, 10, 6)
        row.setSpacing(10)
        text = QVBoxLayout()
        text.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(12)
        self.lead = label(lead, "strong")
        self.words = label(words, cut=not wrap, wrap=wrap)
        first.addWidget(self.lead, 0, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag(0))
        first.addWidget(self.words, 1)
        text.addStretch(1)
        text.addLayout(first)
        if more:
            text.addWidget(label(more, "small", cut=True))
        text.addStretch(1)
        row.addLayout(text, 1)
        if aside:
            row.addWidget(label(aside, "small", "ink2"))
        for button in buttons:
            row.addWidget(button)
        self.setMinimumHeight(52 if more else HEIGHTS["alert"])
        tall = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        say(self, accessibleName=lead, accessibleDescription=words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw tint, bar and icon."""
        painter = QPainter(self)
        box(painter, self.rect(), tint_of(self._tone))
        painter.fillRect(0, 0, 4, self.height(), colour(self._tone))
        draw_icon(painter, QRectF(14, round(self.height() / 2 - 11), 22, 22), self._icon, self._tone)


class Toast(QFrame):
    """What was just done, docked below the page; never over a row.

    It goes after 8 s, waits while pointer or focus rest on it, and stays when it tells an error. `dismissed()`.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, large: bool = False) -> None:
        """Start hidden; `large` is read from a metre and a half, and no higher than the line of keys it stands in."""
        super().__init__(parent)
        self._large = large
        self.setObjectName("toast")
        self._tone = "green"
        self._icon = "circle-check"
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 0, 10, 0)
        row.setSpacing(8)
        self.words = label("", "gate-body" if large else "body", cut=True)
        row.addWidget(self.words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(4)
        row.addLayout(self._actions)
        self._close = Button("", icon="x", kind="link", small=True, name="toast-close")
        self._close.setProperty("iconOnly", True)
        say(self._close, text=msg("Close"), toolTip=msg("Close"))
        self._close.clicked.connect(self.dismiss)
        if large:
            self._close.setFixedSize(TOUCHED, TOUCHED)
        row.addWidget(self._close)
        high = max(HEIGHTS["toast"], self.fontMetrics().height() + 20)
        self.setFixedHeight(TOUCHED if large else high)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._leave)
        self.hide()

    def tell(
        self,
        words: Text,
        *,
        error: bool = False,
        actions: Sequence[tuple[Text, str, Callable[[], None]]] = (),
    ) -> None:
        """Say `words`; `actions` are (text, key sequence or empty, what to do), which also dismiss it."""
        self._tone, self._icon = ("red", "circle-alert") if error else ("green", "circle-check")
        say(self.words, text=words)
        while (item := self._actions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text, key, act in actions:
            button = Button(text, key=key, kind="link", small=not self._large, low=self._large)
            if self._large:
                button.setFixedHeight(TOUCHED)
            # First: what it does may have something to say itself.
            button.clicked.connect(self.dismiss)
            button.clicked.connect(act)
            self._actions.addWidget(button)
        self.show()
        self.update()
        self._timer.stop()
        if not error:
            self._timer.start()
        spoken = translate(words, ui_language().language)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def dismiss(self) -> None:
        """Go away now."""
        self._timer.stop()
        self.hide()
        self.dismissed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer rests here."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count again from the start."""
        super().leaveEvent(event)
        if self._tone != "red" and self.isVisible():
            self._timer.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, bar and icon."""
        painter = QPainter(self)
        box(painter, self.rect(), "panel", "edge")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(QRect(0, 0, 4, self.height()), colour(self._tone))
        draw_icon(painter, QRectF(15, round(self.height() / 2 - 10), 20, 20), self._icon, self._tone)

    def _leave(self) -> None:
        if any(button.hasFocus() for button in self.findChildren(Button)):
            self._timer.start()
        else:
            self.dismiss()


class ProgressLine(QWidget):
    """Two pixels under the top bar while work takes longer than 300 ms; empty otherwise, and never moving things."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Follow `tasks`."""
        super().__init__(parent)
        self.setFixedHeight(2)
        self._share: float | None = None
        say(self, accessibleName=msg("Progress"))
        tasks.busy_changed.connect(self._busy)
        tasks.progressed.connect(self._progressed)

    @property
    def share(self) -> float | None:
        """Return how much is drawn, 0 to 1; None while nothing is."""
        return self._share

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of the line as is done; all of it, paler, where that is unknown."""
        if self._share is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), colour("accent-tint"))
            painter.fillRect(0, 0, round(self.width() * self._share), 2, colour("accent"))

    def _busy(self, task: Task | None) -> None:
        self._share = None if task is None else _share(task.report)
        self.update()

    def _progressed(self, _task: Task, report: Report) -> None:
        if self._share is not None:
            self._share = _share(report)
            self.update()


def _share(report: Report | None) -> float:
    """Return the part done; a third where the whole is unknown, so that something is seen."""
    return report.done / report.total if report is not None and report.total else 1 / 3
