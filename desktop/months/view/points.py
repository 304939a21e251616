"""The problem points of the month and what is done about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import Message, msg
from desktop.months.table import POINT_FILTERS, PointLine, filtered, point_columns, point_lines
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.panels import EmptyState, ListFrame, Panel
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.core.months import Month
    from desktop.issues.rows import IssueRow

__all__ = ["PointsPanel"]

MOST_ROWS = 12
"""So many lines are shown without scrolling in the table; the page scrolls instead."""
LEAST_ROWS = 3

FILTERS: dict[str, tuple[Message, str, str]] = {
    "no_owner": (msg("Without owner"), "triangle-alert", "amber"),
    "overdue": (msg("Overdue"), "clock-alert", "red"),
    "to_do": (msg("Open actions"), "wrench", "ink"),
}


class PointsPanel(Panel):
    """A line for each action. `opened(issue id)`: Enter or a double click; `wanted()`: a new point is to be raised."""

    opened = Signal(int)
    wanted = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(msg("Problem points and actions"), name="points")
        self._lines: list[PointLine] = []
        self.narrowed = ""
        self.chips: dict[str, FilterChip] = {}
        for key in POINT_FILTERS:
            text, icon, tone = FILTERS[key]
            chip = self.chips[key] = FilterChip(text, icon=icon, tone=tone, name=f"points-{key}")
            chip.clicked.connect(lambda _on=False, key=key: self._narrow(key))
            self.head.addWidget(chip)
        self.add = Button(msg("Problem point"), icon="plus", small=True, name="add-point")
        self.add.clicked.connect(self.wanted)
        self.tools.addWidget(self.add)
        self.model: RowsModel[PointLine] = RowsModel(point_columns())
        self.list = ListView(self.model, label=msg("Problem points and actions"), name="points-list")
        self.list.opened.connect(lambda line: self.opened.emit(line.issue.id))
        self.empty = EmptyState(msg("No problem points yet"), msg("They are found when the month is combed."))
        self.frame = ListFrame(self.list, self.empty)
        self.body.addWidget(self.frame)

    def show_points(self, issues: Sequence[IssueRow], month: Month) -> None:
        """Show the points that matter in `month`."""
        self._lines = point_lines(issues, month)
        for key, chip in self.chips.items():
            count = len(filtered(self._lines, key))
            chip.set_count(count)
            chip.setVisible(count > 0 or key == self.narrowed)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar below where the columns do not fit."""
        super().resizeEvent(event)
        self._fit()

    def _narrow(self, key: str) -> None:
        """Keep to one chip's lines, or to none where it was switched off."""
        self.narrowed = key if self.chips[key].isChecked() else ""
        for other, chip in self.chips.items():
            chip.setChecked(other == self.narrowed)
        self._show()

    def _show(self) -> None:
        self.model.set_rows(filtered(self._lines, self.narrowed))
        self._fit()

    def _fit(self) -> None:
        head = self.list.horizontalHeader()
        rows = min(max(self.model.rowCount(), LEAST_ROWS), MOST_ROWS)
        bar = self.list.horizontalScrollBar().sizeHint().height() if head.length() > self.list.width() else 0
        self.frame.setFixedHeight(head.height() + self.list.verticalHeader().defaultSectionSize() * rows + bar)
