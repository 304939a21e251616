"""What the month's page shows of figures: `words` for one, `columns` for lists of them, `series` over thirteen months.

`heat` are buildings by categories, `points` the problem points, `targets` how a figure stands, `comparing` two months
beside each other.
"""

from __future__ import annotations

from desktop.months.table.columns import (
    GROUP_HEADS,
    NO_NAME,
    Repeat,
    building_text,
    figure_columns,
    groups_of,
    named_text,
    ranking_columns,
    repeat_columns,
    repeat_text,
    share_text,
)
from desktop.months.table.comparing import (
    CORRECTION_LABELS,
    FIGURES,
    CompareLine,
    MonthComparison,
    SinceLine,
    compare_columns,
    compare_lines,
    correction_columns,
    since_columns,
    since_lines,
)
from desktop.months.table.heat import HeatGrid, heat_grid
from desktop.months.table.points import POINT_FILTERS, PointLine, filtered, point_columns, point_lines
from desktop.months.table.series import FLOW, SeriesLine, axis_text, axis_value, series_columns
from desktop.months.table.standing import AT_LEAST, AT_MOST, Standing, standing, target_line, target_text, year_text
from desktop.months.table.words import (
    LIST_TITLES,
    TILE_LABELS,
    arrow_text,
    change_text,
    change_tone,
    listed,
    listed_words,
    percent_change,
    tile_text,
    verdict,
)

__all__ = [
    "AT_LEAST",
    "AT_MOST",
    "CORRECTION_LABELS",
    "FIGURES",
    "FLOW",
    "GROUP_HEADS",
    "LIST_TITLES",
    "NO_NAME",
    "POINT_FILTERS",
    "TILE_LABELS",
    "CompareLine",
    "HeatGrid",
    "MonthComparison",
    "PointLine",
    "Repeat",
    "SeriesLine",
    "SinceLine",
    "Standing",
    "arrow_text",
    "axis_text",
    "axis_value",
    "building_text",
    "change_text",
    "change_tone",
    "compare_columns",
    "compare_lines",
    "correction_columns",
    "figure_columns",
    "filtered",
    "groups_of",
    "heat_grid",
    "listed",
    "listed_words",
    "named_text",
    "percent_change",
    "point_columns",
    "point_lines",
    "ranking_columns",
    "repeat_columns",
    "repeat_text",
    "series_columns",
    "share_text",
    "since_columns",
    "since_lines",
    "standing",
    "target_line",
    "target_text",
    "tile_text",
    "verdict",
    "year_text",
]
