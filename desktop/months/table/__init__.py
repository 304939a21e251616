"""What the month's page shows of figures: `words` for one, `columns` for lists of them."""

from __future__ import annotations

from desktop.months.table.columns import (
    Repeat,
    TrendLine,
    figure_columns,
    named_text,
    ranking_columns,
    repeat_columns,
    repeat_text,
    trend_columns,
)
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
    "LIST_TITLES",
    "TILE_LABELS",
    "Repeat",
    "TrendLine",
    "arrow_text",
    "change_text",
    "change_tone",
    "figure_columns",
    "listed",
    "listed_words",
    "named_text",
    "percent_change",
    "ranking_columns",
    "repeat_columns",
    "repeat_text",
    "tile_text",
    "trend_columns",
    "verdict",
]
