"""The year's goals, always in view above the events."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.events.rows import KIND_LABELS
from desktop.events.table import goal_tone, goal_words
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.core.permissions import Actor
    from desktop.events.rows import GoalLine

__all__ = ["GoalStrip"]

_ICONS = {"green": "circle-check", "amber": "clock", "red": "circle-alert", "blue": "circle-dot"}


class GoalStrip(QWidget):
    """Shows what is held, planned and missing of each goal. `asked()`: goals are to be laid down."""

    asked = Signal()

    def __init__(self, actor: Actor) -> None:
        """Show none yet; who may lay goals down has a button for it."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self)
        self.year = label("", "strong", name="goal-year")
        self._flow.addWidget(self.year)
        self.chips: list[Chip] = []
        self.edit = Button(msg("Change the goals"), icon="square-pen", kind="link", small=True, name="edit-goals")
        self.edit.clicked.connect(self.asked)
        self._flow.addWidget(self.edit)
        self.edit.setVisible(allows(actor, Operation.EDIT_EVENT_GOALS))

    def show_goals(self, goals: Sequence[GoalLine], year: int) -> None:
        """Show the goals of `year`."""
        say(self.year, text=str(year))
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for place, goal in enumerate(each for each in goals if each.goal):
            tone = goal_tone(goal)
            chip = Chip(partial(_words, goal), tone, _ICONS[tone], name="goal")
            self._flow.insert(place + 1, chip)
            self.chips.append(chip)
        self.updateGeometry()


def _words(goal: GoalLine, spoken: Language) -> str:
    what = spoken.message(KIND_LABELS[goal.kind])
    where = f"{goal.zone} · " if goal.zone else ""
    return spoken.gettext("%(what)s: %(said)s", what=f"{where}{what}", said=goal_words(goal, spoken))
