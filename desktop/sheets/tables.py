"""The rows of data below a header: what of a sheet an importer gets to see.

Left out are empty rows, notes beside the table, totals and signatures below it, heads repeated on every printed page,
banners that are merged across the table, and the example rows of a template.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.i18n import LANGUAGES, language
from desktop.core.texts import search_form
from desktop.sheets.cells import to_text
from desktop.sheets.headers import missing_columns, read_header
from desktop.sheets.records import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language, Message
    from desktop.sheets.headers import Column, Header
    from desktop.sheets.profile import Profile
    from desktop.sheets.records import Refusal
    from desktop.sheets.workbook import Cell, Sheet, Workbook

__all__ = ["Ignored", "Table", "TableRow", "Tables", "example_mark", "find_table", "find_tables"]

BANNER_CELLS = 3
"""A row whose cells, at least as many, are all filled with the same words is a merged banner (二期), no data."""

_NOTHING = {None}
_TOTAL = re.compile(
    r"(?:.{0,8}(?:合计|合計|总计|總計|小计|小計)|共计|共計|累计|累計|总数|總數|(?:sub|grand)?total|sum)(?:[:(\d].*)?"
)
_FOOTNOTE = re.compile(
    r"(?:备注|備註|注|註|说明|說明|填表人?|填报人?|制表人?|製表人?|审核人?|審核人?|审批人?|经办人?|打印时间|导出时间|制表日期|"
    r"note|notes|remarks)\d*[:].*|第\d+页.*"
)


class TableRow(NamedTuple):
    """One row of data: its number as a spreadsheet program shows it, and the cells of the columns found, by field."""

    number: int
    cells: dict[str, Cell]

    def get(self, field: str) -> Cell:
        """Return the cell of `field`, None where it is empty or the table has no such column."""
        return self.cells.get(field)


class Ignored(NamedTuple):
    """A row that is no data: its number and how it begins."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised table of a sheet."""

    header: Header
    rows: list[TableRow]
    ignored: tuple[Ignored, ...] = ()

    @property
    def sheet(self) -> str:
        """Return the name of the sheet."""
        return self.header.sheet

    @property
    def title(self) -> str:
        """Return the text above the header, one line per row."""
        return self.header.title

    def refusal(self, row: TableRow, field: str, reason: Message) -> Refusal:
        """Return the refusal of the cell of `field` in `row`; of the whole row where `field` is "" or not there."""
        return refusal(self.sheet, row.number, self.header.found.get(field), row.get(field), reason)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a file, and the filled sheets that hold none."""

    tables: tuple[Table, ...]
    passed_over: tuple[str, ...] = ()


def find_table(sheet: Sheet, columns: Sequence[Column], profile: Profile | None = None) -> Table:
    """Return the table on `sheet`; raise UserError where no header is recognised or a required column is missing."""
    header = read_header(sheet, columns, profile)
    if header is None or header.missing:
        raise missing_columns((sheet,), header)
    return table_below(sheet, header)


def find_tables(sheets: Workbook, columns: Sequence[Column], profile: Profile | None = None) -> Tables:
    """Return the tables of all visible sheets that have every required column, such as one sheet a month.

    Hidden sheets count only where no visible one holds a table. Raises UserError where no sheet does, about the sheet
    that comes nearest.
    """
    headers = [(sheet, read_header(sheet, columns, profile)) for sheet in sheets if sheet.rows]
    whole = [(sheet, header) for sheet, header in headers if header and not header.missing]
    chosen = [(sheet, header) for sheet, header in whole if not sheet.hidden] or whole
    if not chosen:
        nearest = max((header for _, header in headers if header), key=lambda header: len(header.found), default=None)
        raise missing_columns(sheets, nearest)
    read = {header.sheet for _, header in chosen}
    return Tables(
        tuple(table_below(sheet, header) for sheet, header in chosen),
        tuple(sheet.name for sheet, _ in headers if sheet.name not in read),
    )


def table_below(sheet: Sheet, header: Header) -> Table:
    """Return the rows of data below `header`."""
    rows: list[TableRow] = []
    ignored: list[Ignored] = []
    places = tuple((column.field, column.place) for column in header.found.values())
    heads = {column.field: column.header for column in header.found.values()}
    width = 1 + max((place for _, place in places), default=0)
    for index in range(header.last + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if len(row) < width:
            row = row + [None] * (width - len(row))
        cells = {field: row[place] for field, place in places}
        if set(cells.values()) == _NOTHING:
            continue
        first = next(cell for cell in row if cell is not None)
        if isinstance(first, str) and (_is_beside(first) or _is_banner(first, cells) or _repeats_head(cells, heads)):
            ignored.append(Ignored(index + 1, to_text(first)))
        else:
            rows.append(TableRow(index + 1, cells))
    return Table(header, rows, tuple(ignored))


def example_mark(speech: Language) -> str:
    """Return what a template writes before an example row; such a row is never imported, in whatever language."""
    return speech.gettext("Example, not imported")


@lru_cache(maxsize=4096)
def _is_beside(first: str) -> bool:
    """Tell whether a row that begins with `first` is a total, a footnote or an example."""
    word = search_form(first)
    return word in _example_marks() or bool(_TOTAL.fullmatch(word) or _FOOTNOTE.fullmatch(word))


def _is_banner(first: str, cells: dict[str, Cell]) -> bool:
    return len(cells) >= BANNER_CELLS and not first.isdigit() and all(cell == first for cell in cells.values())


def _repeats_head(cells: dict[str, Cell], heads: dict[str, str]) -> bool:
    """Tell whether every filled cell, at least two, says what stands over its column."""
    filled = 0
    for field, cell in cells.items():
        if cell is not None:
            text = to_text(cell)
            if text != heads[field] and not heads[field].endswith(f" {text}"):
                return False
            filled += 1
    return filled > 1


@lru_cache(maxsize=1)
def _example_marks() -> frozenset[str]:
    return frozenset(search_form(example_mark(language(code))) for code in LANGUAGES)
