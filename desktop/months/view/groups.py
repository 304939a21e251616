"""Every figure of every group: departments, categories, zones, buildings, workers, places, liabilities, sources."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from desktop.core.i18n import msg
from desktop.months.rows import DEFINITIONS, FIGURE_LABELS, Figure, figure_text
from desktop.months.table import GROUP_HEADS, figure_columns, groups_of, listed
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.language import say, ui_language
from desktop.ui.panels import Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.core.i18n import Language
    from desktop.months.rows import MonthSummary, Named

__all__ = ["GroupsPanel", "definitions"]


class GroupsPanel(Panel):
    """Groups of one kind with every figure and their share of what was received.

    `opened(Figure, kind, Named)`: a number was clicked, or chosen from a row's menu (Enter).
    """

    opened = Signal(object, str, object)

    def __init__(self) -> None:
        """Show departments at first."""
        super().__init__(
            msg("All figures by"), note=msg("below: change since last month / since last year; rates in points")
        )
        self.kind = "department"
        self._summary: MonthSummary | None = None
        self.kinds: dict[str, Button] = {}
        self._choice = QButtonGroup(self)
        choices = QWidget()
        row = FlowLayout(choices, gap=4)
        row.setContentsMargins(12, 8, 12, 8)
        for kind, head in GROUP_HEADS.items():
            button = self.kinds[kind] = Button(head, small=True, name=f"by-{kind}")
            button.setCheckable(True)
            button.clicked.connect(partial(self._choose_kind, kind))
            self._choice.addButton(button)
            row.addWidget(button)
        self.kinds[self.kind].setChecked(True)
        self.body.addWidget(choices)
        self.model: RowsModel[Named] = RowsModel(figure_columns(self.kind, self._received))
        self.list = ListView(self.model, label=GROUP_HEADS[self.kind], name="group-figures", row="row-two-line")
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.acted.connect(lambda group, key: self.opened.emit(Figure(key), self.kind, group))
        self.list.opened.connect(self._ask)
        self.body.addWidget(self.list)

    def show_groups(self, summary: MonthSummary) -> None:
        """Show the groups of `summary`, all of them: the page scrolls, not the table."""
        self._summary = summary
        self.model.set_rows(groups_of(summary, self.kind))
        self._fit()

    def choose(self, kind: str) -> None:
        """Divide by another of GROUP_HEADS."""
        self.kind = kind
        self.kinds[kind].setChecked(True)
        say(self.list, accessibleName=GROUP_HEADS[kind])
        self.model.set_columns(figure_columns(kind, self._received))
        if self._summary is not None:
            self.show_groups(self._summary)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar below where the columns do not fit."""
        super().resizeEvent(event)
        self._fit()

    def menu(self, group: Named) -> QMenu:
        """Return the figures of `group` that have a list, for the keyboard."""
        spoken = ui_language().language
        menu = QMenu(self)
        for figure in Figure:
            if listed(figure, group.compared.figures):
                value = figure_text(figure, group.compared.figures.value(figure), spoken)
                action = menu.addAction(f"{spoken.message(FIGURE_LABELS[figure])}  {value}")
                action.triggered.connect(partial(self._open, figure, group))
        return menu

    def _received(self) -> int:
        return 0 if self._summary is None else self._summary.total.figures.received

    def _choose_kind(self, kind: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.choose(kind)

    def _fit(self) -> None:
        head = self.list.horizontalHeader()
        rows = self.list.verticalHeader().defaultSectionSize() * self.model.rowCount()
        bar = self.list.horizontalScrollBar().sizeHint().height() if head.length() > self.list.width() else 0
        self.list.setFixedHeight(head.height() + rows + bar)

    def _ask(self, group: Named) -> None:
        menu = self.menu(group)
        menu.aboutToHide.connect(menu.deleteLater)
        below = self.list.visualRect(self.list.currentIndex()).bottomLeft()
        menu.popup(self.list.viewport().mapToGlobal(below))

    def _open(self, figure: Figure, group: Named, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.opened.emit(figure, self.kind, group)


def definitions() -> QWidget:
    """Return how each figure is counted, for the foot of the page."""

    def text(spoken: Language) -> str:
        return "\n".join(spoken.message(each) for each in DEFINITIONS.values())

    return label(text, "small", "ink2", wrap=True, name="definitions")
