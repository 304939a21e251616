"""Workbooks for people to take away: lists, reports, templates. Whatever a value looks like, text stays text.

A sheet is a stack of blocks; a block is a table with a heading and notes. Numbers, dates and moments are real ones with
a format, so that they sort and add up; everything else is a string and never a formula or a link. The same input gives
the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Literal
from unicodedata import east_asian_width

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.sheets.replace import replace_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook as Book
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Block", "ColumnOut", "Kind", "SheetOut", "Value", "list_sheet", "text_width", "write_xlsx"]

Kind = Literal["text", "whole", "decimal", "percent", "date", "moment"]
"""What a column holds. A percent is a fraction (0.5 is 50 %). Text in another kind of column is written as text."""

Value = str | int | float | date | datetime | None
"""A cell to write; a datetime is aware."""

NUMBER_FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "whole": "#,##0",
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
NARROWEST, WIDEST = 6, 48
"""Column widths in characters of the standard font; longer text wraps."""

MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
MOST_EXACT = 10**15
A4 = 9
HEAD_FILL = "#D9D9D9"
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """A column: its title, what it holds, its width (None: as wide as its texts), and a comment on its title."""

    title: str
    kind: Kind = "text"
    width: float | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A table with a heading above and notes below, each left out where empty. Rows are as long as `columns`."""

    columns: Sequence[ColumnOut]
    rows: Sequence[Sequence[Value]]
    heading: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet: title lines, blocks from top to bottom, notes. A sheet of one block keeps its head in view."""

    name: str
    blocks: Sequence[Block]
    title_rows: Sequence[str] = ()
    notes: Sequence[str] = ()


def list_sheet(
    name: str, columns: Sequence[ColumnOut], rows: Sequence[Sequence[Value]], title_rows: Sequence[str] = ()
) -> SheetOut:
    """Return a sheet that is one list."""
    return SheetOut(name, (Block(columns, rows),), title_rows)


def write_xlsx(path: Path, sheets: Sequence[SheetOut], *, created: datetime, zone: tzinfo = UTC) -> None:
    """Write `sheets` to `path` as .xlsx, whole or not at all; moments are shown as clocks in `zone` show them.

    `created` (aware) is the only date inside that is not in the data. Raises UserError for more rows than a sheet
    holds, WorldError where the file cannot be written.
    """
    # loaded here because it takes 40 ms that a start of the program does not have
    import xlsxwriter  # noqa: PLC0415

    # in memory, so that nothing personal lies in a folder for temporary files
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": created.astimezone(UTC).replace(tzinfo=None)})
        formats = _Formats(book)
        for name, sheet in zip(_sheet_names([sheet.name for sheet in sheets]), sheets, strict=True):
            _Writer(book.add_worksheet(name), formats, zone).write(sheet)
    replace_file(path, content.getvalue())


def text_width(text: str) -> int:
    """Return the width of the longest line of `text` in narrow characters; a Chinese one counts two."""
    lines = text.splitlines() or [""]
    return max(sum(2 if east_asian_width(character) in "WF" else 1 for character in line) for line in lines)


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: Book) -> None:
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.heading: Format = book.add_format({"bold": True, "font_size": 12})
        self.head: Format = book.add_format(
            {
                "bold": True,
                "bg_color": HEAD_FILL,
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.note: Format = book.add_format({"font_color": "#595959", "font_size": 9})
        body = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
        self.body: Mapping[Kind, Format] = {
            kind: book.add_format(
                {**body, "num_format": number_format, "text_wrap": kind == "text"}
                | ({} if kind in {"text", "date", "moment"} else {"align": "right"})
            )
            for kind, number_format in NUMBER_FORMATS.items()
        }


class _Writer:
    """Writes one sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, formats: _Formats, zone: tzinfo) -> None:
        self._sheet = sheet
        self._formats = formats
        self._zone = zone
        self._row = 0
        self._widths: dict[int, float] = {}

    def write(self, sheet: SheetOut) -> None:
        self._lines(sheet.title_rows, self._formats.title)
        for place, block in enumerate(sheet.blocks):
            self._row += 1 if place else 0
            self._block(block, alone=len(sheet.blocks) == 1)
        self._lines(sheet.notes, self._formats.note)
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, width)
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&C&P / &N")

    def _lines(self, lines: Sequence[str], style: Format) -> None:
        for line in lines:
            self._sheet.write_string(self._row, 0, _text(line), style)
            self._row += 1

    def _block(self, block: Block, *, alone: bool) -> None:
        if self._row + len(block.rows) + len(block.notes) + 2 > MOST_ROWS:
            raise UserError(
                msg("A sheet holds %(count)s rows; choose a shorter period or fewer rows.", count=MOST_ROWS)
            )
        self._lines((block.heading,) if block.heading else (), self._formats.heading)
        self._head(block)
        if alone and block.columns:
            self._sheet.freeze_panes(self._row, 0)
            self._sheet.repeat_rows(self._row - 1)
            self._sheet.autofilter(self._row - 1, 0, self._row - 1 + len(block.rows), len(block.columns) - 1)
        for row in block.rows:
            for place, (column, value) in enumerate(zip(block.columns, row, strict=True)):
                self._cell(place, column, value)
            self._row += 1
        self._lines(block.notes, self._formats.note)

    def _head(self, block: Block) -> None:
        for place, column in enumerate(block.columns):
            self._sheet.write_string(self._row, place, _text(column.title), self._formats.head)
            self._widen(place, column, text_width(column.title))
            if column.comment:
                self._sheet.write_comment(self._row, place, _text(column.comment), {"x_scale": 2})
        self._row += 1

    def _cell(self, place: int, column: ColumnOut, value: Value) -> None:
        style = self._formats.body[column.kind]
        match value:
            case None | "":
                self._sheet.write_blank(self._row, place, None, style)
            case datetime() if value.year >= 1900:
                self._sheet.write_datetime(self._row, place, value.astimezone(self._zone).replace(tzinfo=None), style)
                self._widen(place, column, len("2026-03-01 14:05"))
            case date() if value.year >= 1900:
                self._sheet.write_datetime(self._row, place, value, style)
                self._widen(place, column, len("2026-03-01"))
            case int() | float() if isfinite(value) and abs(value) < MOST_EXACT:
                self._sheet.write_number(self._row, place, value, style)
                self._widen(place, column, len(f"{value:,.1f}"))
            case _:
                text = _text(str(value))
                self._sheet.write_string(self._row, place, text, style)
                self._widen(place, column, text_width(text))

    def _widen(self, place: int, column: ColumnOut, width: int) -> None:
        wanted = column.width if column.width is not None else min(max(width + 2, NARROWEST), WIDEST)
        self._widths[place] = max(self._widths.get(place, 0), wanted)


def _text(text: str) -> str:
    """Return `text` as a cell can hold it: lone surrogates replaced, cut with an ellipsis beyond 32,767 characters."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _sheet_names(names: Sequence[str]) -> list[str]:
    """Return the names as a workbook allows them: 31 characters, no brackets or slashes, no two alike."""
    allowed: list[str] = []
    taken: set[str] = set()
    for number, name in enumerate(names, start=1):
        plain = _NO_SHEET_NAME.sub(" ", _text(name)).strip(" '") or str(number)
        candidate, copy = plain[:LONGEST_SHEET_NAME], 2
        while candidate.casefold() in taken:
            ending = f" {copy}"
            candidate, copy = plain[: LONGEST_SHEET_NAME - len(ending)] + ending, copy + 1
        taken.add(candidate.casefold())
        allowed.append(candidate)
    return allowed
