"""What stands beside the list of the day: the goals of the year, and what the last shift left to say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.care.rows import GOAL_LABELS
from desktop.core.i18n import Language, msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.icons import draw_icon
from desktop.ui.language import say, translate, ui_language
from desktop.ui.paint import line_of_text
from desktop.ui.panels import Panel, label
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QPaintEvent

    from desktop.care.rows import YearGoal
    from desktop.core.i18n import Message
    from desktop.handover.rows import HandoverRow

__all__ = ["GoalBar", "GoalsPanel", "ShiftPanel"]

_RIGHT = Qt.AlignmentFlag.AlignRight
SUBJECTS_TOLD = ("other", "urgent")
"""Which paragraph of a handover is shown: the first of these that says something."""


class GoalBar(QWidget):
    """One goal: its words, how far it has come, and in words where it lags behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._goal: YearGoal | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_goal(self, goal: YearGoal) -> None:
        """Show `goal`."""
        self._goal = goal
        say(self, accessibleName=partial(_spoken, goal))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for words, bar and remark."""
        return QSize(200, 50)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        goal = self._goal
        if goal is None:
            return
        painter, spoken = QPainter(self), ui_language().language
        right = float(self.width())
        figure = f"{spoken.integer(goal.done)} / {spoken.integer(goal.of)}"
        top = QRectF(0, 0, right, 22)
        wide = line_of_text(painter, top, figure, "strong", colour("ink"), _RIGHT)
        top.adjust(0, 0, -wide - 8, 0)
        line_of_text(painter, top, spoken.message(GOAL_LABELS[goal.kind]), "body", colour("ink"))
        tone = "amber" if goal.behind else "accent"
        painter.fillRect(QRectF(0, 25, right, 5), colour("line"))
        painter.fillRect(QRectF(0, 25, right * min(1.0, goal.done / goal.of), 5), colour(tone))
        low = QRectF(0, 31, right, 18)
        if goal.behind:
            draw_icon(painter, QRectF(0, 33, 14, 14), "triangle-alert", "amber")
            low.adjust(18, 0, 0, 0)
        line_of_text(painter, low, translate(_remark(goal), spoken), "small", colour("ink2"))


class GoalsPanel(Panel):
    """The goals of the running year; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none yet."""
        super().__init__(msg("Goals of the year"), name="goals", parent=parent)
        self.pad()
        self.bars: list[GoalBar] = []
        self.hide()

    def show_goals(self, goals: Sequence[YearGoal], today: date) -> None:
        """Show `goals`, and how many days of the year are left after `today`."""
        left = (today.replace(month=12, day=31) - today).days
        self.set_title(msg("Goals of the year"), nmsg("%(count)s day left", "%(count)s days left", left))
        while len(self.bars) < len(goals):
            self.bars.append(GoalBar())
            self.body.addWidget(self.bars[-1])
        for bar, goal in zip(self.bars, goals, strict=False):
            bar.show_goal(goal)
        for place, bar in enumerate(self.bars):
            bar.setVisible(place < len(goals))
        self.setVisible(bool(goals))


class ShiftPanel(Panel):
    """What the last shift left to say. `opened(HandoverRow)`: all of it is wanted. Hidden before the first handover."""

    opened = Signal(object)

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        """Tell times in `zone`."""
        super().__init__(msg("Last shift"), name="last-shift", parent=parent)
        self._zone = zone
        self._row: HandoverRow | None = None
        self.pad()
        self.words = label("", wrap=True)
        self.body.addWidget(self.words)
        self.open = Button(msg("Read"), kind="link", small=True, name="open-handover")
        self.open.clicked.connect(lambda: self.opened.emit(self._row))
        self.tools.addWidget(self.open)
        self.hide()

    def show_row(self, row: HandoverRow | None) -> None:
        """Show the last handover."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.set_title(msg("Last shift"), partial(_given, row, self._zone))
        told = {each.key: each.words for each in row.paragraphs}
        words = next((told[key] for key in SUBJECTS_TOLD if told.get(key)), "")
        lines = words.split("\n")
        shown = "\n".join(lines[:3]) + ("…" if len(lines) > 3 else "")
        say(self.words, text=shown or msg("Nothing special was left to say."))
        say(self.open, text=msg("Read") if row.taken_at is not None else msg("Take over"))


def _given(row: HandoverRow, zone: ZoneInfo, language: Language) -> str:
    day = language.short_date(row.given_at.astimezone(zone).date())
    return f"{row.given_by} {day} {language.time(row.given_at, zone)}"


def _remark(goal: YearGoal) -> Message:
    if goal.behind:
        return nmsg("%(count)s household behind the year", "%(count)s households behind the year", goal.behind)
    left = goal.of - goal.done
    if not left:
        return msg("Goal reached")
    return nmsg("%(count)s household to go", "%(count)s households to go", left)


def _spoken(goal: YearGoal, language: Language) -> str:
    words = language.message(GOAL_LABELS[goal.kind])
    return f"{words} {goal.done} / {goal.of}, {language.message(_remark(goal))}"
