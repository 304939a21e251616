"""The trend: received and completed, or any one figure, over thirteen months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.months.rows import FIGURE_HEADS, FIGURE_LABELS, Figure
from desktop.months.table import FLOW, TILE_LABELS, SeriesLine, axis_text, axis_value, series_columns
from desktop.months.view.charts import TrendView
from desktop.months.view.toggled import ToggledPanel
from desktop.paper.charts import Trend
from desktop.ui.buttons import Button
from desktop.ui.language import say, ui_language
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.ui.tasks import Tasks

__all__ = ["TrendPanel"]

TITLE = msg("Received and completed")


class TrendPanel(ToggledPanel):
    """Thirteen months of what was chosen in the head. `opened(Figure, Month)`: a month of it was clicked."""

    opened = Signal(object, object)

    def __init__(self, tasks: Tasks) -> None:
        """Show received and completed, nothing yet."""
        super().__init__(TITLE, msg("13 months"), "trend")
        self.figures: tuple[Figure, ...] = FLOW
        self._series: Sequence[SeriesLine] = ()
        self.choice = Button(msg("Other figure"), small=True, menu=True, name="trend-figure")
        self.choice.clicked.connect(self._ask)
        self.tools.insertWidget(0, self.choice)
        self.chart = TrendView(tasks, msg("Received and completed, last 13 months"), name="trend-chart")
        self.chart.opened.connect(self._open_place)
        self.model: RowsModel[SeriesLine] = RowsModel(series_columns(FLOW))
        self.list = ListView(self.model, label=TITLE, name="trend-list", row="row-dense")
        self.list.opened.connect(lambda line: self._open(line, self.figures[0]))
        self.list.acted.connect(lambda line, key: self._open(line, Figure(key)))
        self.put(self.chart, self.list)

    def show_series(self, series: Sequence[SeriesLine]) -> None:
        """Show the months, oldest first."""
        self._series = tuple(series)
        self._show()

    def choose(self, *figures: Figure) -> None:
        """Show one figure, or received and completed together."""
        self.figures = figures
        one = figures[0] if len(figures) == 1 else None
        title = FIGURE_LABELS[one] if one else TITLE
        say(self.title, text=title)
        say(self.chart, accessibleName=title)
        say(self.list, accessibleName=title)
        self.model.set_columns(series_columns(figures))
        self._show()

    def menu(self) -> QMenu:
        """Return what can be shown, what is shown ticked."""
        spoken = ui_language().language
        menu = QMenu(self)
        choices = [(spoken.message(TITLE), FLOW), *((spoken.message(TILE_LABELS[each]), (each,)) for each in Figure)]
        for words, figures in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(figures == self.figures)
            action.triggered.connect(partial(self._choose, figures))
        return menu

    def _choose(self, figures: tuple[Figure, ...], _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.choose(*figures)

    def _ask(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.choice.mapToGlobal(self.choice.rect().bottomLeft()))

    def _show(self) -> None:
        series, figures = self._series, self.figures
        self.model.set_rows(tuple(reversed(series)))

        def make(spoken: Language) -> Trend:
            names = spoken.locale.months["stand-alone"]["abbreviated"]
            first, second = figures[0], figures[-1] if len(figures) > 1 else None
            return Trend(
                labels=[str(names[line.id.number]) for line in series],
                bars=[axis_value(first, line.figures) for line in series],
                line=[axis_value(second, line.figures) if second else None for line in series],
                bar_label=spoken.message(FIGURE_HEADS[first]),
                line_label=spoken.message(FIGURE_HEADS[second]) if second else "",
                number=lambda value: axis_text(first, value, spoken),
            )

        self.chart.show_parts(len(series), make)

    def _open_place(self, place: int) -> None:
        self._open(self._series[place], self.figures[0])

    def _open(self, line: SeriesLine, figure: Figure) -> None:
        if line.figures is not None:
            self.opened.emit(figure, line.id)
