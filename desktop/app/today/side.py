"""What stands beside the list of the day: the goals of the year, and what the last shift left to say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.care.rows import GOAL_LABELS, YearGoal
from desktop.core.i18n import Language, Message, msg, nmsg
from desktop.events.rows import KIND_LABELS
from desktop.ui.buttons import Button
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import line_of_text
from desktop.ui.panels import Panel, label
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QPaintEvent

    from desktop.calendar.rows import NextFestival
    from desktop.events.rows import GoalLine
    from desktop.handover.rows import HandoverRow

__all__ = ["GoalBar", "GoalsPanel", "ShiftPanel", "SideColumn"]

GAP = 12
MOST_LINES = 3
"""So much of what the last shift said stands here."""

_RIGHT = Qt.AlignmentFlag.AlignRight
SUBJECTS_TOLD = ("other", "urgent")
"""Which paragraph of a handover is shown: the first of these that says something."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A goal as it is drawn: its words, how far it has come of what, a remark, and whether it lags behind."""

    words: Message
    done: int
    of: int
    remark: Message
    late: bool


class GoalBar(QWidget):
    """One goal: its words, how far it has come, and in words where it lags behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._goal: _Shown | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_goal(self, goal: GoalLine | YearGoal) -> None:
        """Show `goal`."""
        shown = _of_care(goal) if isinstance(goal, YearGoal) else _of_events(goal)
        self._goal = shown
        say(self, accessibleName=partial(_spoken, shown))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for words, bar and remark."""
        return QSize(200, 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        goal = self._goal
        if goal is None:
            return
        painter, spoken = QPainter(self), ui_language().language
        right = float(self.width())
        figure = f"{spoken.integer(goal.done)} / {spoken.integer(goal.of)}"
        top = QRectF(0, 0, right, 20)
        wide = line_of_text(painter, top, figure, "strong", colour("ink"), _RIGHT)
        top.adjust(0, 0, -wide - 8, 0)
        line_of_text(painter, top, spoken.message(goal.words), "body", colour("ink"))
        tone = "amber" if goal.late else "accent"
        painter.fillRect(QRectF(0, 22, right, 5), colour("line"))
        painter.fillRect(QRectF(0, 22, right * min(1.0, goal.done / goal.of), 5), colour(tone))
        low = QRectF(0, 27, right, 17)
        if goal.late:
            draw_icon(painter, QRectF(0, 29, 14, 14), "triangle-alert", "amber")
            low.adjust(18, 0, 0, 0)
        line_of_text(painter, low, translate(goal.remark, spoken), "small", colour("ink2"))


class GoalsPanel(Panel):
    """The goals of the running year, below them the next festival; hidden while there is neither."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none yet."""
        super().__init__(msg("Goals of the year"), name="goals", parent=parent)
        self.pad()
        self.bars: list[GoalBar] = []
        self.festival = label("", "small", "ink2", cut=True, name="next-festival")
        self.body.addWidget(self.festival)
        self.hide()

    def show_goals(self, goals: Sequence[GoalLine | YearGoal], today: date, festival: NextFestival | None) -> None:
        """Show `goals`, how many days of the year are left after `today`, and the next festival."""
        left = (today.replace(month=12, day=31) - today).days
        self.set_title(msg("Goals of the year"), nmsg("%(count)s day left", "%(count)s days left", left))
        while len(self.bars) < len(goals):
            self.bars.append(GoalBar())
            self.body.insertWidget(len(self.bars) - 1, self.bars[-1])
        for bar, goal in zip(self.bars, goals, strict=False):
            bar.show_goal(goal)
        for place, bar in enumerate(self.bars):
            bar.setVisible(place < len(goals))
        say(self.festival, text="" if festival is None else _festive(festival))
        self.festival.setVisible(festival is not None)
        self.setVisible(bool(goals) or festival is not None)


class SideColumn(QWidget):
    """Panels one below the other; the last gives up its place where there is not room for all of them."""

    def __init__(self, *panels: Panel) -> None:
        """Show `panels`; the last takes what room is left."""
        super().__init__()
        self._panels = panels
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for panel in panels:
            column.addWidget(panel, panel is panels[-1])
        column.addStretch(0)

    def event(self, event: QEvent) -> bool:
        """Look whether there is room when panels come, go or change."""
        taken = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self.fit()
        return taken

    def fit(self) -> None:
        """Give the last panel its place, or take it, by what the panels hold now."""
        last = self._panels[-1]
        for widget in (*reversed(last.findChildren(QWidget)), last):
            # What was just put into it tells its size in its own time, and so inside out.
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest.value)
        last.setVisible(self.sizeHint().height() <= self.height())

    def sizeHint(self) -> QSize:
        """Return room for all of them, also while there is less."""
        *others, last = self._panels
        hints = [panel.sizeHint() for panel in (*(each for each in others if not each.isHidden()), last)]
        high = sum(hint.height() for hint in hints) + GAP * (len(hints) - 1)
        return QSize(max(hint.width() for hint in hints), high)


class ShiftPanel(Panel):
    """What the last shift left to say. `opened(HandoverRow)`: all of it is wanted. Hidden before the first handover."""

    opened = Signal(object)

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        """Tell times in `zone`."""
        super().__init__(msg("Last shift"), name="last-shift", parent=parent)
        self._zone = zone
        self._row: HandoverRow | None = None
        self.pad()
        self.lines = [label("", cut=True, name="last-shift-line") for _ in range(MOST_LINES)]
        for line in self.lines:
            self.body.addWidget(line)
        self.body.addStretch(1)
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
        told_lines = words.split("\n")
        shown: list[Text] = [*told_lines[:MOST_LINES]]
        if len(told_lines) > MOST_LINES:
            shown[-1] = f"{told_lines[MOST_LINES - 1]} …"
        if not words:
            shown = [msg("Nothing special was left to say.")]
        for place, line in enumerate(self.lines):
            say(line, text=shown[place] if place < len(shown) else "")
            line.setVisible(place < len(shown))
        say(self.open, text=msg("Read") if row.taken_at is not None else msg("Take over"))


def _given(row: HandoverRow, zone: ZoneInfo, language: Language) -> str:
    day = language.short_date(row.given_at.astimezone(zone).date())
    return f"{row.given_by} {day} {language.time(row.given_at, zone)}"


def _of_care(goal: YearGoal) -> _Shown:
    left = goal.of - goal.done
    if goal.behind:
        remark = nmsg("%(count)s household behind the year", "%(count)s households behind the year", goal.behind)
    elif not left:
        remark = msg("Goal reached")
    else:
        remark = nmsg("%(count)s household to go", "%(count)s households to go", left)
    return _Shown(GOAL_LABELS[goal.kind], goal.done, goal.of, remark, late=bool(goal.behind))


def _of_events(goal: GoalLine) -> _Shown:
    words = KIND_LABELS[goal.kind]
    if goal.zone:
        words = msg("%(kind)s, %(zone)s", kind=words, zone=goal.zone)
    if goal.held >= goal.goal:
        remark = msg("Goal reached")
    elif goal.missing:
        remark = msg("%(planned)s planned, %(missing)s missing", planned=goal.planned, missing=goal.missing)
    else:
        remark = nmsg("The %(count)s left is planned", "The %(count)s left are planned", goal.goal - goal.held)
    return _Shown(words, goal.held, goal.goal, remark, late=bool(goal.behind))


def _festive(festival: NextFestival) -> Message:
    days = festival.days_left
    when = nmsg("%(name)s in %(count)s day", "%(name)s in %(count)s days", days, name=festival.name)
    if not days:
        when = msg("%(name)s is today", name=festival.name)
    if not festival.planned:
        return msg("%(when)s: nothing planned", when=when)
    return msg("%(when)s: %(title)s", when=when, title=festival.planned[0].title)


def _spoken(goal: _Shown, language: Language) -> str:
    return f"{language.message(goal.words)} {goal.done} / {goal.of}, {language.message(goal.remark)}"
