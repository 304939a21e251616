"""Lists as comma-separated text for other programs. Whatever a value looks like, text stays text.

A file of this kind has no types: a spreadsheet makes a formula of what begins with "=", and a date or a rounded number
of a room (1-12) or a document. Such texts get an apostrophe before them, as people type it in a spreadsheet.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from io import StringIO
from typing import TYPE_CHECKING

from desktop.sheets.replace import replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    from desktop.sheets.write import ColumnOut, Value

__all__ = ["write_csv"]

BYTE_ORDER_MARK = "\ufeff"
"""By it a spreadsheet knows that the text is UTF-8."""

_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]")
_NUMBER_OR_DATE = re.compile(r"[\d.,:/+\-\s]*\d[\d.,:/+\-\s]*(?:[eE]\+?\d+)?")


def write_csv(path: Path, columns: Sequence[ColumnOut], rows: Sequence[Sequence[Value]], *, zone: tzinfo = UTC) -> None:
    """Write a list to `path` as UTF-8 with byte order mark, whole or not at all; moments are clock times in `zone`.

    Raises WorldError where the file cannot be written.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_text(column.title) for column in columns])
    for row in rows:
        writer.writerow([_cell(value, zone) for value in row])
    replace_file(path, (BYTE_ORDER_MARK + out.getvalue()).encode("utf-8", "replace"))


def _cell(value: Value, zone: tzinfo) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case int() | float():
            return f"{value:.15g}" if isinstance(value, float) else str(value)
        case _:
            return _text(value)


def _text(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for anything else."""
    guarded = _FORMULA.match(text) or _NUMBER_OR_DATE.fullmatch(text)
    return f"'{text}" if guarded else text
