"""Which row of a sheet names its columns, which column is which field, and which rows are data.

Tables of real life begin below titles, order their columns freely, carry units and asterisks in their headers, have a
second header row under merged groups, notes beside them and totals below them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.texts import clean, search_form
from desktop.sheets.cells import to_text
from desktop.sheets.profile import Profile
from desktop.sheets.workbook import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.sheets.workbook import Cell, Sheet, Workbook

__all__ = ["Column", "FoundColumn", "Header", "header_key", "missing_columns", "read_header"]

HEADER_ROWS = 30
"""The header row is looked for in this many rows from the top."""

SHOWN_HEADERS = 12
DEEPEST_BRACKETS = 3
NUMBERING = frozenset({"", "序号", "序", "序號", "行号", "no", "no."})
"""Headers of columns that only count rows: never data, never asked about."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|「[^「」]*」|<[^<>]*>")
_ORNAMENTS = re.compile(r"[*★☆:：_\"'“”‘’、,，。.·/\\-]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column an import understands: its field, the headers it goes by, and how people call it.

    The label in every language is an alias too. `required` columns must be in the table.
    """

    field: str
    aliases: tuple[str, ...]
    label: Message
    required: bool = False


class FoundColumn(NamedTuple):
    """A column of a sheet: position counted from 0, letter, header as it stands there, field ("" for none)."""

    index: int
    letter: str
    header: str
    field: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a sheet says. Rows are counted from 0; `last` is the second row of a two-row header.

    `found` holds the column of each field; `unknown` the named columns nobody understands yet; `duplicates` further
    columns for a field that has one already, which are not read; `missing` the required columns that are not there.
    `title` is the text above the header, one line per row.
    """

    sheet: str
    first: int
    last: int
    found: Mapping[str, FoundColumn]
    unknown: tuple[FoundColumn, ...] = ()
    duplicates: tuple[FoundColumn, ...] = ()
    missing: tuple[Column, ...] = ()
    title: str = ""
    texts: tuple[str, ...] = field(default=(), repr=False)


def header_key(text: str) -> str:
    """Return the form in which headers are compared: without case, width, spaces, asterisks and punctuation."""
    return search_form(_ORNAMENTS.sub("", unicodedata.normalize("NFKC", text)))


def bare_header_key(text: str) -> str:
    """Return `header_key` without anything in brackets: `建筑面积（㎡）` and `* 建筑面积` are the same header."""
    bare = text
    for _ in range(DEEPEST_BRACKETS):
        bare = _BRACKETS.sub("", unicodedata.normalize("NFKC", bare))
    return header_key(bare)


def read_header(sheet: Sheet, columns: Sequence[Column], profile: Profile | None = None) -> Header | None:
    """Return the header of `sheet`, the row that names most of `columns`; None where no row names one.

    A row counts from two recognised names on, or one where the import has a single column or `profile` is given.
    A profile's mapping goes before the aliases.
    """
    names = _Names(columns, profile or Profile())
    fewest = 1 if profile or len(columns) == 1 else 2
    best: Header | None = None
    for index in range(min(HEADER_ROWS, len(sheet.rows))):
        header = _header_at(sheet, index, names)
        if len(header.found) >= fewest and (best is None or len(header.found) > len(best.found)):
            best = header
    return best


def guess_header(sheet: Sheet, columns: Sequence[Column]) -> Header | None:
    """Return the row likeliest to be the header where none is recognised, so that it can be mapped by hand."""
    def filled(index: int) -> int:
        return len({cell for cell in sheet.rows[index] if isinstance(cell, str)})

    near_top = range(min(HEADER_ROWS, len(sheet.rows)))
    best = max(near_top, key=filled, default=None)
    return None if best is None or filled(best) < 2 else _header_at(sheet, best, _Names(columns, Profile()))


def missing_columns(sheets: Workbook, header: Header | None) -> UserError:
    """Return the error for a file without a usable table: where was looked, what was found, what to do."""
    if header is None:
        found = " / ".join(_first_texts(sheet) for sheet in sheets if sheet.rows)
        return UserError(
            msg(
                "No table was recognised on %(sheets)s; its first words are: %(found)s. Name the columns as in the"
                " template, or map them by hand.",
                sheets=", ".join(f"“{sheet.name}”" for sheet in sheets),
                found=found,
            )
        )
    return UserError(
        *(
            msg(
                "The sheet “%(sheet)s” has no column “%(label)s”; row %(row)s names: %(found)s. Add the column, or map"
                " one of these to it by hand.",
                sheet=header.sheet,
                label=column.label,
                row=header.last + 1,
                found=_shown(header.texts),
            )
            for column in header.missing
        )
    )


class _Names:
    """Headers to fields: the profile's first, then aliases, then labels in every language."""

    def __init__(self, columns: Sequence[Column], profile: Profile) -> None:
        self.columns = columns
        self._profile = {header_key(header): target or "" for header, target in profile.columns.items()}
        self._aliases = _alias_table(tuple((column.field, column.aliases) for column in columns))
        self._labels = {
            header_key(language(code).message(column.label)): column.field
            for code in LANGUAGES
            for column in reversed(columns)
        }

    def settled(self, header: str) -> bool:
        """Tell whether `header` needs no question: it counts rows, or the profile says what becomes of it."""
        return header_key(header) in self._profile or bare_header_key(header) in NUMBERING

    def field(self, header: str) -> str:
        """Return the field `header` stands for, "" for none."""
        for key in (header_key(header), bare_header_key(header)):
            for names in (self._profile, self._aliases, self._labels):
                if key and key in names:
                    return names[key]
        return ""


class _Heading(NamedTuple):
    """The words over one column: the whole, and below a group the column's own part."""

    whole: str
    own: str


def _header_at(sheet: Sheet, index: int, names: _Names) -> Header:
    """Return what row `index`, alone or with the row below it, says as a header."""
    top = _texts(sheet, index)
    single = _assigned(sheet, (index, index), [_Heading(text, text) for text in top], names)
    pair = _below_groups(top, sheet, index + 1, names)
    double = _assigned(sheet, (index, index + 1), pair, names) if pair else single
    return double if len(double.found) > len(single.found) else single


def _below_groups(top: list[str], sheet: Sheet, index: int, names: _Names) -> list[_Heading]:
    """Return the headings of two header rows, empty where the row `index` is not the second one.

    It is if each of its cells repeats the cell above (merged downwards) or stands below a group of two columns or more,
    and at least one of the latter is recognised.
    """
    below = sheet.rows[index] if index < len(sheet.rows) else []
    if not all(cell is None or isinstance(cell, str) for cell in below):
        return []
    headings: list[_Heading] = []
    group = ""
    for above, own in zip_longest(top, _texts(sheet, index), fillvalue=""):
        group = above or (group if own else "")
        headings.append(_Heading(group if own in {"", group} else f"{group} {own}".strip(), own or group))
    grouped = [
        position
        for position, heading in enumerate(headings)
        if heading.whole != heading.own and _has_sibling(headings, position)
    ]
    lonely = any(heading.whole != heading.own for heading in headings) and len(grouped) != sum(
        heading.whole != heading.own for heading in headings
    )
    recognised = any(names.field(headings[position].own) for position in grouped)
    return headings if recognised and not lonely else []


