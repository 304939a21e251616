"""Where the cells of an OpenDocument sheet are merged; the parser of the values does not tell.

Run in the child only.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from desktop.sheets.transport import Fault, FaultError

__all__ = ["Merge", "merged_ranges"]

Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged range, counted from 0, both included."""

TABLE_NS = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def merged_ranges(content: bytes) -> list[list[Merge]]:
    """Return the merged ranges of every sheet of `content` (the part content.xml), in the order of the sheets.

    Raises FaultError where the part is no XML or declares a document type.
    """
    if b"-spanned=" not in content:
        return []
    reader = _MergeReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise FaultError(Fault.DAMAGED) from error
    return reader.sheets


class _MergeReader:
    """Counts rows and columns while the parser passes over them."""

    def __init__(self) -> None:
        self.sheets: list[list[Merge]] = []
        self._depth = 0
        self._row = 0
        self._column = 0
        self._rows_repeated = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{TABLE_NS} table":
            self._depth += 1
            if self._depth == 1:
                self.sheets.append([])
                self._row = 0
        elif self._depth == 1:
            if name == f"{TABLE_NS} table-row":
                self._column = 0
                self._rows_repeated = _count(attributes, "number-rows-repeated")
            elif name in {f"{TABLE_NS} table-cell", f"{TABLE_NS} covered-table-cell"}:
                self._cell(attributes)

    def end(self, name: str) -> None:
        if name == f"{TABLE_NS} table":
            self._depth -= 1
        elif name == f"{TABLE_NS} table-row" and self._depth == 1:
            self._row += self._rows_repeated

    def _cell(self, attributes: dict[str, str]) -> None:
        rows = _count(attributes, "number-rows-spanned")
        columns = _count(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            first = (self._row, self._column)
            self.sheets[-1].append((first, (self._row + rows - 1, self._column + columns - 1)))
        self._column += _count(attributes, "number-columns-repeated")


def _count(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attributes.get(f"{TABLE_NS} {name}", "1")))


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise FaultError(Fault.ENTITIES)
