"""Empty tables to fill in: every column an import understands, what else it may be called, and example rows.

Importing an untouched template creates nothing: its example rows are marked, and marked rows are never imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.sheets.tables import example_mark
from desktop.sheets.write import Block, ColumnOut, SheetOut, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.sheets.headers import Column

__all__ = ["write_template"]

EMPTY_ROWS = 200
"""Rows prepared as text, so that the spreadsheet program changes no house number into a date and cuts no digits."""


def write_template(
    path: Path,
    name: str,
    columns: Sequence[Column],
    examples: Sequence[Mapping[str, str]],
    speech: Language,
    *,
    created: datetime,
) -> None:
    """Write a template called `name` (the sheet's name, in the language) to `path` as .xlsx.

    `examples` are rows by field, as a person would type them; required columns carry an asterisk. Raises WorldError
    where the file cannot be written.
    """
    heads = [_head(column, speech) for column in columns]
    mark = example_mark(speech)
    rows = [[mark, *(example.get(column.field, "") for column in columns)] for example in examples]
    empty = [[""] * (len(columns) + 1)] * EMPTY_ROWS
    table = SheetOut(name, (Block((ColumnOut(""), *heads), [*rows, *empty]),))
    guide = SheetOut(
        speech.gettext("Notes"),
        (
            Block(
                (ColumnOut(speech.gettext("Title")), ColumnOut(speech.gettext("Also understood"), width=80)),
                [(head.title, ", ".join(column.aliases)) for head, column in zip(heads, columns, strict=True)],
            ),
        ),
        notes=(
            speech.gettext("Columns with * must be there; the order is free and the others may be left out."),
            speech.gettext("Rows with “%(mark)s” before them are not imported.", mark=mark),
        ),
    )
    write_xlsx(path, (table, guide), created=created)


def _head(column: Column, speech: Language) -> ColumnOut:
    title = speech.message(column.label) + ("*" if column.required else "")
    aliases = ", ".join(column.aliases)
    return ColumnOut(title, comment=speech.gettext("Also understood: %(names)s", names=aliases) if aliases else "")
