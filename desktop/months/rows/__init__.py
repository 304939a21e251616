"""Frozen results of a month: `figures` with the counts behind them, `lists` a report prints, `labels` in words."""

from __future__ import annotations

from desktop.months.rows.figures import (
    Compared,
    Counts,
    Figure,
    Figures,
    MonthSummary,
    Named,
    TrendPoint,
    Window,
    percentile,
)
from desktop.months.rows.lists import (
    HOT_FACTOR,
    HOT_FROM,
    REPEAT_COMPLAINTS,
    REPEATS_FROM,
    Answer,
    HotSpot,
    MonthReport,
    RepeatHousehold,
    ReportLine,
    ReportLists,
)

__all__ = [
    "HOT_FACTOR",
    "HOT_FROM",
    "REPEATS_FROM",
    "REPEAT_COMPLAINTS",
    "Answer",
    "Compared",
    "Counts",
    "Figure",
    "Figures",
    "HotSpot",
    "MonthReport",
    "MonthSummary",
    "Named",
    "RepeatHousehold",
    "ReportLine",
    "ReportLists",
    "TrendPoint",
    "Window",
    "percentile",
]
