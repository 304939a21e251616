"""The confined process that parses a stranger's file: bytes on standard input, lines of `transport` on standard output.

Started by `read` as `python -m desktop.sheets.child`; a frozen program, whose executable is the program itself, is
started with `transport.CHILD_ARGUMENT` as its first argument and must hand the other arguments to `main` before it
imports anything else.
Imports nothing of the program but its cheap neighbours: a start costs some hundredths of a second.
"""

from __future__ import annotations

import re
import sys
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from desktop.sheets.archive import CONTENT, check_archive, read_part
from desktop.sheets.confine import confine
from desktop.sheets.ods import merged_ranges
from desktop.sheets.plain import decode_text, read_text_rows
from desktop.sheets.transport import END, READY, Fault, FaultError, encode
from desktop.sheets.workbook import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.sheets.ods import Merge
    from desktop.sheets.workbook import Cell

__all__ = ["main", "parse"]

ROWS_A_LINE = 500
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# a BIFF8 stream that begins BOF, perhaps WRITEPROTECT, then FILEPASS
_LOCKED_STREAM = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_OTHER_FORMATS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")


def main(arguments: Sequence[str]) -> int:
    """Read one file from standard input; `arguments` are the limits: cells, seconds, bytes of memory. Returns 0."""
    most_cells, seconds, memory_bytes = (int(argument) for argument in arguments)
    # the plain descriptors, because a program without a console has no sys.stdin and sys.stdout
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as out:
        confine(memory_bytes, seconds)
        out.write(READY)
        out.flush()
        try:
            for sheet in parse(source.read(), most_cells):
                out.write(encode({"sheet": sheet.name, "hidden": sheet.hidden}))
                starts = range(0, len(sheet.rows), ROWS_A_LINE)
                out.writelines(encode(sheet.rows[start : start + ROWS_A_LINE]) for start in starts)
            out.write(END)
        except FaultError as error:
            out.write(encode({"fault": error.fault, "detail": error.detail}))
    return 0


def parse(data: bytes, most_cells: int) -> Iterator[Sheet]:
    """Yield the sheets of a file, whatever its name says it is; raise FaultError for what cannot be read."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FaultError(Fault.EMPTY)
    if data.startswith(_OTHER_FORMATS):
        raise FaultError(Fault.UNKNOWN)
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        open_document = check_archive(data)
        merges = merged_ranges(read_part(data, CONTENT)) if open_document else []
        yield from _workbook_sheets(data, most_cells, merges)
    elif data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise FaultError(Fault.PASSWORD)
        yield from _workbook_sheets(data, most_cells, [])
    else:
        yield Sheet("", _trimmed(read_text_rows(decode_text(data), most_cells), 0, 0))


def _workbook_sheets(data: bytes, most_cells: int, known_merges: list[list[Merge]]) -> Iterator[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        room = most_cells
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(index)
            top, left = sheet.start or (0, 0)
            room -= (top + sheet.height) * (left + sheet.width)
            if room < 0:
                raise FaultError(Fault.TOO_MANY_CELLS)
            rows = _trimmed(sheet.to_python(), top, left)
            merges = sheet.merged_cell_ranges or (known_merges[index] if index < len(known_merges) else [])
            _fill_merged(rows, merges, left + sheet.width, most_cells)
            yield Sheet(about.name, rows, about.visible != SheetVisibleEnum.Visible)
    except (CalamineError, MemoryError, zlib.error) as error:
        # given bytes instead of a path, the parser calls a locked file unrecognisable
        locked = data.startswith(_OLE) and _LOCKED_STREAM.search(data)
        raise FaultError(Fault.PASSWORD if locked else Fault.DAMAGED) from error


def _trimmed(rows: Sequence[Sequence[Cell]], top: int, left: int) -> list[list[Cell]]:
    """Return `rows` with blanks as None, without empty ends, moved down by `top` and right by `left`."""
    trimmed: list[list[Cell]] = [[] for _ in range(top)]
    for row in rows:
        cells: list[Cell] = [None] * left
        cells += [None if isinstance(value, str) and not value.strip() else value for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        trimmed.append(cells)
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def _fill_merged(rows: list[list[Cell]], merges: Sequence[Merge], width: int, most_cells: int) -> None:
    """Write the value of each merged range into all its cells, as far as the sheet has rows and columns."""
    filled = 0
    for (top, left), (bottom, right) in merges:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        if value is None:
            continue
        last_column = min(right, width - 1)
        for row in rows[top : bottom + 1]:
            row.extend([None] * (last_column + 1 - len(row)))
            row[left : last_column + 1] = [value] * (last_column + 1 - left)
        filled += (min(bottom, len(rows)) - top + 1) * (last_column + 1 - left)
        if filled > most_cells:
            raise FaultError(Fault.TOO_MANY_CELLS)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
