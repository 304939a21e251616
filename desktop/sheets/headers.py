"""Which row of a sheet names its columns, and which column is which field.

Tables of real life begin below titles, order their columns freely, carry units and asterisks in their headers, have a
second header row under merged groups and notes beside them. The rows of data below are found by `tables`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.texts import search_form
from desktop.sheets.cells import shown, to_text
from desktop.sheets.headings import Heading, double_headings, single_headings
from desktop.sheets.profile import Profile
from desktop.sheets.workbook import column_letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.sheets.workbook import Sheet, Workbook

__all__ = [
    "Column",
    "FoundColumn",
    "Header",
    "bare_header_key",
    "guess_header",
    "header_key",
    "missing_columns",
    "read_header",
]

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
    """A column of a sheet: place counted from 0, letter, header as it stands there, field ("" for none)."""

    place: int
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
        found = " / ".join(_first_words(sheet) for sheet in sheets if sheet.rows)
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
        # a profile may serve several kinds of sheets; what it says of the others' fields is not for this one
        fields = {"", *(column.field for column in columns)}
        mapped = ((header_key(header), target or "") for header, target in profile.columns.items())
        self._profile = {key: target for key, target in mapped if target in fields}
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


def _header_at(sheet: Sheet, row: int, names: _Names) -> Header:
    """Return what `row`, alone or with the row below it, says as a header."""
    single = _assigned(sheet, row, row, single_headings(sheet, row), names)
    headings = double_headings(sheet, row)
    # two rows only where names are recognised both below a group and beside the groups: a title is no group
    if {heading.grouped for heading in headings if names.field(heading.own) or names.field(heading.whole)} == {
        True,
        False,
    }:
        double = _assigned(sheet, row, row + 1, headings, names)
        if len(double.found) >= len(single.found):
            return double
    return single


def _assigned(sheet: Sheet, first: int, last: int, headings: list[Heading], names: _Names) -> Header:
    found: dict[str, FoundColumn] = {}
    rest: list[FoundColumn] = []
    columns = _columns(headings, names)
    # the leftmost of several wins, but one that is recognised with its group goes before all that are not
    for column, _ in sorted(columns, key=lambda pair: (not pair[1], pair[0].place)):
        if column.field and column.field not in found:
            found[column.field] = column
        else:
            rest.append(column)
    rest.sort()
    return Header(
        sheet=sheet.name,
        first=first,
        last=last,
        found=found,
        unknown=tuple(_beside([column for column in rest if not column.field], found, headings)),
        duplicates=tuple(column for column in rest if column.field),
        missing=tuple(column for column in names.columns if column.required and column.field not in found),
        title=_title(sheet, first),
        texts=tuple(heading.whole for heading in headings if heading.whole),
    )


def _columns(headings: list[Heading], names: _Names) -> list[tuple[FoundColumn, bool]]:
    """Return every column that needs attention, and whether all its words together are recognised."""
    columns = []
    seen: Counter[str] = Counter()
    for place, heading in enumerate(headings):
        seen[heading.whole] += 1
        header = f"{heading.whole} ({seen[heading.whole]})" if seen[heading.whole] > 1 else heading.whole
        by_whole = names.field(header)
        found = by_whole or names.field(heading.own)
        if heading.whole and (found or not names.settled(header)):
            columns.append((FoundColumn(place, column_letter(place), header, found), bool(by_whole)))
    return columns


def _beside(unknown: list[FoundColumn], found: Mapping[str, FoundColumn], headings: list[Heading]) -> list[FoundColumn]:
    """Return the unknown columns of the table itself, without notes that stand apart from it."""
    if not found:
        return unknown
    left = min(column.place for column in found.values())
    right = max(column.place for column in found.values())
    while left > 0 and headings[left - 1].whole:
        left -= 1
    while right + 1 < len(headings) and headings[right + 1].whole:
        right += 1
    return [column for column in unknown if left <= column.place <= right]


def _title(sheet: Sheet, header_row: int) -> str:
    lines = (dict.fromkeys(text for text in map(to_text, row) if text) for row in sheet.rows[:header_row])
    return "\n".join(" ".join(words) for words in lines if words)


def _shown(texts: Sequence[str]) -> str:
    words = list(dict.fromkeys(texts))
    return ", ".join(words[:SHOWN_HEADERS]) + ("…" if len(words) > SHOWN_HEADERS else "")


def _first_words(sheet: Sheet) -> str:
    filled = next((row for row in sheet.rows if row), [])
    return _shown([text for text in map(shown, filled) if text])


@lru_cache(maxsize=16)
def _alias_table(fields: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for name, aliases in fields:
        for alias in aliases:
            if table.setdefault(header_key(alias), name) != name:
                raise ValueError(f"the header {alias} names two fields")
    return table
