"""A list of requests as a file for another program: a workbook, or comma-separated text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.requests.rows import (
    KIND_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SATISFACTION_LABELS,
    STATE_LABELS,
)
from desktop.sheets.comma import write_csv
from desktop.sheets.write import ColumnOut, list_sheet, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from desktop.core.i18n import Language, Message
    from desktop.requests.rows import TakenLine
    from desktop.sheets.write import Kind, Value

__all__ = ["write_list"]

FEN = 100

_COLUMNS: Sequence[tuple[Message, Kind]] = (
    (msg("Number"), "text"),
    (msg("Kind"), "text"),
    (msg("State"), "text"),
    (msg("How urgent"), "text"),
    (msg("Room"), "text"),
    (msg("Building"), "text"),
    (msg("Place"), "text"),
    (msg("About"), "text"),
    (msg("Caller"), "text"),
    (msg("Phone"), "text"),
    (msg("Category"), "text"),
    (msg("Department"), "text"),
    (msg("Handled by"), "text"),
    (msg("Came in"), "moment"),
    (msg("Due"), "moment"),
    (msg("Completed"), "moment"),
    (msg("Result"), "text"),
    (msg("Why late"), "text"),
    (msg("Urged"), "whole"),
    (msg("Reopened"), "whole"),
    (msg("Satisfaction"), "text"),
    (msg("Fee"), "decimal"),
)


def write_list(path: Path, lines: Sequence[TakenLine], language: Language, created: datetime, zone: tzinfo) -> None:
    """Write a row for each request to `path`, as its ending says: .csv, else .xlsx; times as in `zone`.

    `created` is aware. Text stays text, whatever it looks like. Raises WorldError where the file cannot be written.
    """
    columns = [ColumnOut(language.message(title), kind) for title, kind in _COLUMNS]
    rows = [_row(line, language) for line in lines]
    if path.suffix.casefold() == ".csv":
        write_csv(path, columns, rows, zone=zone)
    else:
        sheet = list_sheet(language.gettext("Requests"), columns, rows)
        write_xlsx(path, [sheet], created=created, zone=zone)


def _row(taken: TakenLine, language: Language) -> Sequence[Value]:
    line = taken.line
    return (
        line.number,
        language.message(KIND_LABELS[line.kind]),
        language.message(STATE_LABELS[line.state]),
        language.message(PRIORITY_LABELS[line.priority]),
        line.room,
        line.building,
        language.message(PLACE_LABELS[line.place]),
        line.words,
        line.reporter,
        taken.phone,
        line.category,
        line.department,
        line.worker,
        line.occurred_at,
        line.due_at,
        line.completed_at,
        taken.result,
        taken.overdue_reason,
        line.urged_count,
        line.reopened_count,
        "" if line.satisfaction is None else language.message(SATISFACTION_LABELS[line.satisfaction]),
        None if line.fee_fen is None else line.fee_fen / FEN,
    )
