"""A panel that shows a chart, or the same in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from desktop.core.i18n import msg
from desktop.months.view.charts import RankingView
from desktop.ui.buttons import Button
from desktop.ui.language import Text, say
from desktop.ui.panels import Panel

if TYPE_CHECKING:
    from desktop.ui.table import ListView

__all__ = ["ToggledPanel"]


class ToggledPanel(Panel):
    """Turns from the chart to the table and back by the button in its head."""

    def __init__(self, title: Text, note: Text, name: str) -> None:
        """Make the panel, its stack empty."""
        super().__init__(title, note=note, name=name)
        self.toggle = Button(msg("See table"), small=True, name=f"{name}-table")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._turn)
        self.tools.addWidget(self.toggle)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self.stack)

    def put(self, chart: QWidget, table: ListView) -> None:
        """Show `chart` at first, `table` when the numbers are wanted."""
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(chart, 1, Qt.AlignmentFlag.AlignTop if isinstance(chart, RankingView) else Qt.AlignmentFlag(0))
        self.stack.addWidget(frame)
        self.stack.addWidget(table)

    def _turn(self, table: bool) -> None:  # noqa: FBT001 - Qt's signal
        say(self.toggle, text=msg("See chart") if table else msg("See table"))
        self.stack.setCurrentIndex(1 if table else 0)
