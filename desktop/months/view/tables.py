"""The lower part of the month's page: trend, ranking, what repeats, and the tables of departments and buildings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from desktop.core.i18n import msg
from desktop.months.rows import FIGURE_DEFINITIONS, FIGURE_HEADS, FIGURE_LABELS, Figure
from desktop.months.table import (
    TrendLine,
    difference,
    figure_columns,
    listed,
    named_text,
    ranking_columns,
    repeat_columns,
    trend_columns,
    value_text,
)
from desktop.months.view.charts import ChartView, RankingView
from desktop.paper.charts import Rank, Ranking, Trend
from desktop.ui.buttons import Button
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Named, TrendPoint
    from desktop.months.table import Repeat
    from desktop.ui.tasks import Tasks

__all__ = ["FigureTable", "RankingPanel", "RepeatPanel", "TrendPanel", "definitions"]

RANKS = 6
"""Rows of the ranking; what comes after them is one row of its own."""


class _Toggled(Panel):
    """A panel that shows a chart, or the same in numbers."""

    def __init__(self, title: Message, note: Message, name: str) -> None:
        super().__init__(title, note=note, name=name)
        self.toggle = Button(msg("See table"), small=True, name=f"{name}-table")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._turn)
        self.tools.addWidget(self.toggle)
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack)

    def _turn(self, table: bool) -> None:  # noqa: FBT001 - Qt's signal
        say(self.toggle, text=msg("See chart") if table else msg("See table"))
        self.stack.setCurrentIndex(1 if table else 0)

    def _add_chart(self, chart: QWidget) -> None:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(chart, 1, Qt.AlignmentFlag.AlignTop if isinstance(chart, RankingView) else Qt.AlignmentFlag(0))
        self.stack.addWidget(frame)


class TrendPanel(_Toggled):
    """Received and completed over thirteen months."""

    def __init__(self, tasks: Tasks) -> None:
        """Show nothing yet."""
        super().__init__(msg("Received and completed"), msg("last 13 months, requests"), "trend")
        self.chart = ChartView(tasks, msg("Received and completed, last 13 months"), name="trend-chart")
        self._add_chart(self.chart)
        self.model: RowsModel[TrendLine] = RowsModel(trend_columns())
        self.list = ListView(self.model, label=msg("Received and completed"), name="trend-list", row="row-dense")
        self.stack.addWidget(self.list)

    def show_trend(self, trend: Sequence[TrendPoint]) -> None:
        """Show the series, oldest first."""
        points = tuple(trend)
        self.model.set_rows([TrendLine(point) for point in reversed(points)])

        def make(spoken: Language) -> Trend:
            names = spoken.locale.months["stand-alone"]["abbreviated"]
            return Trend(
                labels=[str(names[point.month.number]) for point in points],
                bars=[point.received for point in points],
                line=[point.completed for point in points],
                bar_label=spoken.message(FIGURE_HEADS[Figure.RECEIVED]),
                line_label=spoken.message(FIGURE_HEADS[Figure.COMPLETED]),
                number=lambda value: spoken.integer(round(value)),
            )

        self.chart.show_chart(make)


class RankingPanel(_Toggled):
    """Categories by what was received. `opened(Named)`."""

    opened = Signal(object)

    def __init__(self, tasks: Tasks) -> None:
        """Show nothing yet."""
        super().__init__(msg("Categories"), msg("requests, against last month"), "ranking")
        self._groups: Sequence[Named] = ()
        self.chart = RankingView(tasks, msg("Categories by requests received"), name="ranking-chart")
        self.chart.opened.connect(lambda place: self.opened.emit(self._groups[place]))
        self._add_chart(self.chart)
        self.model: RowsModel[Named] = RowsModel(ranking_columns("category", msg("Category")))
        self.list = ListView(self.model, label=msg("Categories"), name="ranking-list", row="row-dense")
        self.list.acted.connect(lambda group, _key: self.opened.emit(group))
        self.list.opened.connect(self.opened)
        self.stack.addWidget(self.list)

    def show_categories(self, categories: Sequence[Named]) -> None:
        """Show the categories that had requests this month or the month before, most first."""
        ordered = sorted(categories, key=lambda group: -group.compared.figures.received)
        self.model.set_rows([group for group in ordered if _had_requests(group)])
        self._groups = tuple(group for group in ordered if group.compared.figures.received)[:RANKS]
        groups = self._groups

        def make(spoken: Language) -> Ranking:
            return Ranking([_rank(group, spoken) for group in groups], number=lambda value: spoken.integer(round(value)))

        self.chart.show_ranking(len(groups), make)


def _had_requests(group: Named) -> bool:
    before = group.compared.previous
    return bool(group.compared.figures.received or (before is not None and before.received))


def _rank(group: Named, spoken: Language) -> Rank:
    received = group.compared.figures.received
    change = difference(Figure.RECEIVED, received, group.compared.previous, spoken).words
    return Rank(named_text(group, "category", spoken), received, change)


class RepeatPanel(Panel):
    """Households and places that came again and again. `opened(Repeat)`."""

    opened = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(msg("Repeated and clustered"), name="repeats")
        self.model: RowsModel[Repeat] = RowsModel(repeat_columns())
        self.list = ListView(self.model, label=msg("Repeated and clustered"), name="repeat-list", row="row-dense")
        self.list.acted.connect(lambda repeat, _key: self.opened.emit(repeat))
        self.list.opened.connect(self.opened)
        self.list.horizontalHeader().hide()
        empty = EmptyState(msg("Nothing stands out"), msg("No household and no place came again and again."))
        self.body.addWidget(ListFrame(self.list, empty))

    def show_repeats(self, repeats: Sequence[Repeat]) -> None:
        """Show what repeats, most first."""
        self.model.set_rows(repeats)


class FigureTable(Panel):
    """Groups with every figure. `opened(Figure, Named)`: a number was clicked, or chosen from a row's menu (Enter)."""

    opened = Signal(object, object)

    def __init__(self, title: Message, kind: str, head: Message) -> None:
        """Show groups of `kind` (department, building), named below `head`."""
        super().__init__(title, note=msg("below: since last month / since last year"), name=kind)
        self.kind = kind
        self.model: RowsModel[Named] = RowsModel(figure_columns(kind, head))
        self.list = ListView(self.model, label=title, name=f"{kind}-figures", row="row-two-line")
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.acted.connect(lambda group, key: self.opened.emit(Figure(key), group))
        self.list.opened.connect(self._choose)
        self.body.addWidget(self.list)

    def show_groups(self, groups: Sequence[Named]) -> None:
        """Show `groups`, all of them: the page scrolls, not the table."""
        self.model.set_rows(groups)
        head = self.list.horizontalHeader()
        rows = self.list.verticalHeader().defaultSectionSize() * len(groups)
        bar = self.list.horizontalScrollBar().sizeHint().height()
        self.list.setFixedHeight(head.height() + rows + (bar if head.length() > self.list.width() else 0) + 2)

    def sizeHint(self) -> QSize:
        """Return the width the columns want."""
        return QSize(1166, super().sizeHint().height())

    def menu(self, group: Named) -> QMenu:
        """Return the figures of `group` that have a list, for the keyboard."""
        spoken = ui_language().language
        menu = QMenu(self)
        for figure in Figure:
            if listed(figure, group.compared.figures):
                value = value_text(figure, group.compared.figures.value(figure), spoken)
                action = menu.addAction(f"{spoken.message(FIGURE_LABELS[figure])}  {value}")
                action.triggered.connect(partial(self._open, figure, group))
        return menu

    def _choose(self, group: Named) -> None:
        menu = self.menu(group)
        menu.aboutToHide.connect(menu.deleteLater)
        below = self.list.visualRect(self.list.currentIndex()).bottomLeft()
        menu.popup(self.list.viewport().mapToGlobal(below))

    def _open(self, figure: Figure, group: Named, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.opened.emit(figure, group)


def definitions() -> QWidget:
    """Return how each figure is counted, for the foot of the page."""

    def text(spoken: Language) -> str:
        return "  ".join(
            spoken.gettext("%(figure)s: %(definition)s", figure=spoken.message(words), definition=definition)
            for figure, words in FIGURE_LABELS.items()
            if (definition := spoken.message(FIGURE_DEFINITIONS[figure]))
        )

    return label(text, "small", "ink2", wrap=True, name="definitions")
