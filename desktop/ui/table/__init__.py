"""The one kind of list: columns, models over rows in memory or over a million in the database, and the view."""

from __future__ import annotations

from desktop.ui.table.arrangement import Arrangement, arrange_all
from desktop.ui.table.chooser import ColumnsButton
from desktop.ui.table.columns import Cell, Column, Sort
from desktop.ui.table.keyset import Direction, KeysetModel, Source
from desktop.ui.table.model import RowsModel, TableModel
from desktop.ui.table.view import ListView

__all__ = [
    "Arrangement",
    "Cell",
    "Column",
    "ColumnsButton",
    "Direction",
    "KeysetModel",
    "ListView",
    "RowsModel",
    "Sort",
    "Source",
    "TableModel",
    "arrange_all",
]
