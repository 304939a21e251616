"""What the month's page shows of figures: `words` for one, `columns` for lists of them."""

from __future__ import annotations

from desktop.months.table.columns import (
    Repeat,
    TrendLine,
    figure_columns,
    named_text,
    ranking_columns,
    repeat_columns,
    trend_columns,
)
from desktop.months.table.words import (
    LIST_TITLES,
    change_tone,
    difference,
    listed,
    listed_words,
    percent_change,
    value_text,
    verdict,
)

__all__ = [
    "LIST_TITLES",
    "Repeat",
    "TrendLine",
    "change_tone",
    "difference",
    "figure_columns",
    "listed",
    "listed_words",
    "named_text",
    "percent_change",
    "ranking_columns",
    "repeat_columns",
    "trend_columns",
    "value_text",
    "verdict",
]
