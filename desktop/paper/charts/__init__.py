"""Charts: defined once, drawn for paper with the pen of PDF, for the screen (light or dark) with that of SVG.

`Trend` is thirteen months, `Ranking` the largest first, `Distribution` the bands of a scale, `Heat` a table of counts.
Each has `draw(pen, width, height, ink)` and `svg(width, height, ink)`. On paper bars are hatched and nothing needs
colour; on the screen past months are paler than the month itself. Series and colours are those of the tokens. Sizes
are points on paper and px on the screen.
"""

from __future__ import annotations

from desktop.paper.charts.distribution import Distribution
from desktop.paper.charts.heat import HEAT_STEPS, Heat, HeatPlace
from desktop.paper.charts.ink import Ink, nice_ticks
from desktop.paper.charts.ranking import Rank, Ranking
from desktop.paper.charts.trend import Trend

__all__ = [
    "HEAT_STEPS",
    "Distribution",
    "Heat",
    "HeatPlace",
    "Ink",
    "Rank",
    "Ranking",
    "Trend",
    "nice_ticks",
]
