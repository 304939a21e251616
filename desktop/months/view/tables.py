"""The lower part of the month's page: trend, ranking, what repeats, and the tables of departments and buildings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.months.rows import DEFINITIONS, FIGURE_HEADS, FIGURE_LABELS, Figure, difference_text, figure_text
from desktop.months.table import (
    TrendLine,
    change_text,
    figure_columns,
    listed,
    named_text,
    ranking_columns,
    repeat_columns,
    trend_columns,
)
from desktop.months.view.charts import ChartView, RankingView
from desktop.paper.charts import Rank, Ranking, Trend
from desktop.ui.buttons import Button
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Named, TrendPoint
    from desktop.months.table import Repeat
    from desktop.ui.tasks import Tasks

__all__ = ["FigureTable", "RankingPanel", "RepeatPanel", "TrendPanel", "definitions"]

RANKS = 6
"""Rows of the ranking; where there are more categories, the last row is all the others."""


class _Toggled(Panel):
    """A panel that shows a chart, or the same in numbers."""

    def __init__(self, title: Message, note: Message, name: str) -> None:
        super().__init__(title, note=note, name=name)
        self.toggle = Button(msg("See table"), small=True, name=f"{name}-table")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._turn)
        self.tools.addWidget(self.toggle)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
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
        super().__init__(msg("Received and completed"), msg("13 months"), "trend")
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
        super().__init__(msg("Category ranking"), msg("since last month"), "ranking")
        self._groups: Sequence[Named] = ()
        self.chart = RankingView(tasks, msg("Categories by requests received"), name="ranking-chart")
        self.chart.opened.connect(self._open)
        self._add_chart(self.chart)
        self.model: RowsModel[Named] = RowsModel(ranking_columns("category", msg("Category")))
        self.list = ListView(self.model, label=msg("Category ranking"), name="ranking-list", row="row-dense")
        self.list.acted.connect(lambda group, _key: self.opened.emit(group))
        self.list.opened.connect(self.opened)
        self.stack.addWidget(self.list)

    def show_categories(self, categories: Sequence[Named]) -> None:
        """Show the categories that had requests this month or the month before, most first."""
        ordered = sorted(categories, key=lambda group: -group.compared.figures.received)
        self.model.set_rows([group for group in ordered if _had_requests(group)])
        received = [group for group in ordered if group.compared.figures.received]
        shown = len(received) if len(received) <= RANKS else RANKS - 1
        self._groups = groups = tuple(received[:shown])
        others = [group for group in ordered if group not in groups]

        def make(spoken: Language) -> Ranking:
            ranks = [_rank(group, spoken) for group in groups]
            if len(received) > shown:
                ranks.append(_others(others, spoken))
            return Ranking(ranks, number=lambda value: spoken.integer(round(value)))

        self.chart.show_ranking(min(len(received), RANKS), make)

    def _open(self, place: int) -> None:
        """Open the list of a category; the others stand in the table."""
        if place < len(self._groups):
            self.opened.emit(self._groups[place])
        else:
            self.toggle.setChecked(True)


def _had_requests(group: Named) -> bool:
    before = group.compared.previous
    return bool(group.compared.figures.received or (before is not None and before.received))


def _rank(group: Named, spoken: Language) -> Rank:
    now = group.compared.figures
    change = change_text(Figure.RECEIVED, now, group.compared.previous, spoken)
    return Rank(named_text(group, "category", spoken), now.received, change)


def _others(groups: Sequence[Named], spoken: Language) -> Rank:
    """Return the one row of all categories that have none of their own."""
    now = sum(group.compared.figures.received for group in groups)
    earlier = [group.compared.previous.received for group in groups if group.compared.previous is not None]
    change = difference_text(Figure.RECEIVED, now, sum(earlier) if earlier else None, spoken)
    return Rank(spoken.gettext("Others"), now, change)


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
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.body.addWidget(ListFrame(self.list, EmptyState(msg("Nothing stands out"))), 1)
        self.carried = label("", "small", "ink2", wrap=True, name="carried-over")
        self.carried.setContentsMargins(12, 6, 12, 8)
        self.body.addWidget(self.carried)

    def show_repeats(self, repeats: Sequence[Repeat], carried: int, done: int) -> None:
        """Show what repeats, most first, and what became of the `carried` requests: how many are `done`."""
        self.model.set_rows(repeats)
        text = nmsg(
            "Carried over: %(count)s request, %(done)s done, %(left)s left",
            "Carried over: %(count)s requests, %(done)s done, %(left)s left",
            carried,
            done=done,
            left=carried - done,
        )
        say(self.carried, text=text if carried else msg("Nothing was carried over."))


class FigureTable(Panel):
    """Groups with every figure. `opened(Figure, Named)`: a number was clicked, or chosen from a row's menu (Enter)."""

    opened = Signal(object, object)

    def __init__(self, title: Message, kind: str, head: Message) -> None:
        """Show groups of `kind` (department, building), named below `head`."""
        super().__init__(
            title, note=msg("below: change since last month / since last year; rates in points"), name=kind
        )
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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the bar below where the columns do not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        head = self.list.horizontalHeader()
        rows = self.list.verticalHeader().defaultSectionSize() * self.model.rowCount()
        bar = self.list.horizontalScrollBar().sizeHint().height() if head.length() > self.list.width() else 0
        self.list.setFixedHeight(head.height() + rows + bar)

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
        return "\n".join(spoken.message(each) for each in DEFINITIONS.values())

    return label(text, "small", "ink2", wrap=True, name="definitions")
