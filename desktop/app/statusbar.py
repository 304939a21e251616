"""The line at the foot of the window: whether all is saved, what takes long, what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.language import say
from desktop.ui.panels import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from desktop.core.clock import Clock
    from desktop.core.errors import TouchpointError
    from desktop.ui.language import Text
    from desktop.ui.tasks import Report, Task

__all__ = ["StatusBar"]


class StatusBar(QFrame):
    """One quiet line; work over 300 ms shows its words here and can be stopped."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        """Tell the time of `clock` in `zone`."""
        super().__init__()
        self.setObjectName("status-bar")
        self._clock = clock
        self._zone = zone
        self._task: Task | None = None
        self._act: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        self._icon = IconLabel("circle-check", "ink2", 14)
        self._words = label(msg("Data is saved"), "small", "ink2")
        self._stop = Button(msg("Cancel"), kind="link", small=True, name="stop-task")
        self._stop.clicked.connect(self._cancel)
        self._stop.hide()
        self._time = label("", "small", "ink2")
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addWidget(self._stop)
        row.addStretch(1)
        self.notice = Button("", icon="bell", kind="link", small=True, name="reminder")
        self.notice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notice.clicked.connect(self._take_notice)
        self.notice.hide()
        row.addWidget(self.notice)
        row.addWidget(self._time)
        self.setFixedHeight(28)
        say(self._time, text=self._now)
        self._ticks = QTimer(self, interval=20_000)
        self._ticks.timeout.connect(lambda: say(self._time, text=self._now))
        self._ticks.start()

    def remind(self, words: Text, act: Callable[[], None]) -> None:
        """Show a reminder until it is clicked, which does `act`, or another one comes."""
        self._act = act
        say(self.notice, text=words, toolTip=words)
        self.notice.show()

    def saved(self) -> None:
        """Say that everything is saved."""
        self._icon.show_icon("circle-check", "ink2")
        say(self._words, text=msg("Data is saved"))

    def show_task(self, task: Task | None) -> None:
        """Say what takes long, or that nothing does any more."""
        self._task = task
        self._stop.setVisible(task is not None and not task.write)
        if task is None:
            self.saved()
        else:
            self._icon.show_icon("refresh-cw", "ink2")
            say(self._words, text=task.title or msg("Working …"))

    def show_report(self, task: Task, report: Report) -> None:
        """Say how far it is."""
        if task is self._task and report.doing is not None:
            say(self._words, text=report.doing)

    def show_trouble(self, error: TouchpointError) -> None:
        """Say that the data cannot be reached just now."""
        self._icon.show_icon("circle-alert", "red")
        say(self._words, text=error.problems[0].message)

    def _take_notice(self) -> None:
        self.notice.hide()
        act, self._act = self._act, None
        if act is not None:
            act()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _now(self, spoken: Language) -> str:
        now = self._clock.now().astimezone(self._zone)
        return f"{spoken.short_date(now.date())} {spoken.weekday(now.date())} {now:%H:%M}"
