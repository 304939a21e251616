"""Everything below the head of the month's page: tiles, charts, problem points, tables; rearranged where narrow."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.months.view.distribution import Band, DistributionPanel
from desktop.months.view.groups import GroupsPanel, definitions
from desktop.months.view.heat import HeatPanel
from desktop.months.view.points import PointsPanel
from desktop.months.view.ranking import RankingPanel, RepeatPanel
from desktop.months.view.tiles import EXPLAINING, MEASURED, FigureTiles
from desktop.months.view.trend import TrendPanel
from desktop.requests.rows import SATISFACTION_LABELS
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.months.presenter import Listed
    from desktop.months.rows import MonthSummary, TurnaroundBand
    from desktop.ui.tasks import Tasks

__all__ = ["MonthContent"]

CHARTS = 228
"""Height of the charts and of what stands beside them, px: with the points below they fill a window of 1366x696."""
BANDS = 228


class MonthContent(QScrollArea):
    """The parts of the page. What the first screen shows is known first, everything else a little later."""

    def __init__(self, tasks: Tasks) -> None:
        """Make the parts, empty."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tiles = FigureTiles(MEASURED)
        self.trend = TrendPanel(tasks)
        self.ranking = RankingPanel(tasks)
        self.repeats = RepeatPanel()
        self.points = PointsPanel()
        self.more_tiles = FigureTiles(EXPLAINING)
        self.heat = HeatPanel()
        self.turnaround = DistributionPanel(
            tasks, msg("How long it took"), msg("requests completed, by hours"), msg("Time taken"), "turnaround"
        )
        self.grades = DistributionPanel(
            tasks, msg("How satisfied"), msg("answers in follow-ups"), msg("Grade"), "grades"
        )
        self.groups = GroupsPanel()
        for tiles in (self.tiles, self.more_tiles):
            tiles.chosen.connect(self._show_trend)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 16, 12)
        column.setSpacing(12)
        self._across: list[QBoxLayout] = []
        column.addWidget(self.tiles)
        column.addLayout(self._row(CHARTS, (self.trend, 560), (self.ranking, 340), (self.repeats, 250)))
        column.addWidget(self.points)
        column.addWidget(self.more_tiles)
        column.addWidget(self.heat)
        column.addLayout(self._row(BANDS, (self.turnaround, 600), (self.grades, 500)))
        column.addWidget(self.groups)
        column.addWidget(label(msg("How the figures are counted"), "small"))
        column.addWidget(definitions())
        column.addStretch(1)
        self.setWidget(inside)

    def arrange(self, *, narrow: bool) -> None:
        """Put everything into one column where it is narrow."""
        self.tiles.arrange(3 if narrow else 6)
        self.more_tiles.arrange(2 if narrow else 4)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in self._across:
            row.setDirection(direction)

    def show_figures(self, summary: MonthSummary) -> None:
        """Show what is known first."""
        self.tiles.show_figures(summary)
        self.more_tiles.show_figures(summary)
        self.ranking.show_categories(summary.categories)

    def show_lists(self, listed: Listed) -> None:
        """Show everything else; the figures again, now with those of the year."""
        report = listed.report
        self.show_figures(report.summary)
        self.trend.show_series(listed.series)
        self.repeats.show_repeats(listed.repeats, len(report.lists.carried_over), listed.done)
        self.points.setVisible(listed.points is not None)
        self.points.show_points(listed.points or (), report.summary.month)
        self.heat.show_grid(listed.grid)
        self.turnaround.show_bands(_bands(report.lists.turnaround))
        grades = report.lists.grades
        self.grades.show_bands(
            [Band(grade, SATISFACTION_LABELS[grade], grades.get(grade, 0)) for grade in SATISFACTION_LABELS]
        )
        self.groups.show_groups(report.summary)

    def _row(self, height: int, *panels: tuple[QWidget, int]) -> QBoxLayout:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(12)
        for panel, share in panels:
            panel.setMinimumHeight(height)
            row.addWidget(panel, share)
        self._across.append(row)
        return row

    def _show_trend(self, figure: object) -> None:
        self.trend.choose(figure)  # type: ignore[arg-type]  # the signal carries a Figure
        self.ensureWidgetVisible(self.trend)


def _bands(turnaround: Sequence[TurnaroundBand]) -> list[Band]:
    """Return the bands in words: up to 4 h, 4 to 8 h, longer."""
    bands, below = [], 0.0
    for each in turnaround:
        bands.append(Band(each.hours, partial(_band_text, below, each.hours), each.requests))
        below = each.hours or below
    return bands


def _band_text(above: float, most: float | None, spoken: Language) -> str:
    if most is None:
        return spoken.gettext("> %(hours)s h", hours=f"{above:g}")
    return spoken.gettext("≤ %(hours)s h", hours=f"{most:g}")
