"""Tables kept as plain text: which encoding, which separator, which rows. Also tells what is no table at all.

Run in the child only.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import islice

from desktop.sheets.transport import Fault, FaultError

__all__ = ["decode_text", "read_text_rows"]

SEPARATORS = ("\t", ",", ";", "|")
LONGEST_FIELD = 32_767
"""As much as a cell of a workbook holds; a longer one is a quotation mark that never closes."""

SAMPLE_ROWS = 200
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1b]")
_WEB_PAGE = re.compile(
    r"\s*(<!doctype html|<html|<head|<meta|<body|<table|<style|<script|<div)|.{0,2000}<html", re.IGNORECASE | re.DOTALL
)
_XML_2003 = re.compile(r"\s*<\?xml.{0,2000}(office:spreadsheet|<workbook)", re.IGNORECASE | re.DOTALL)
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORCED_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def decode_text(data: bytes) -> str:
    """Return the text of UTF-8 (with or without byte order mark), UTF-16, GBK or GB18030 bytes.

    Raises FaultError for bytes that are none of these, and for web pages and XML workbooks under another name.
    """
    text = _decode(data).rstrip("\x1a")  # the end mark of old systems
    if _BINARY.search(text):
        raise FaultError(Fault.UNKNOWN)
    if _XML_2003.match(text):
        raise FaultError(Fault.XML_2003)
    if _WEB_PAGE.match(text):
        raise FaultError(Fault.WEB_PAGE)
    return text


def read_text_rows(text: str, most_cells: int) -> list[list[str]]:
    """Return the rows of a separated text; the separator is found by trying, or named by a first line `sep=;`.

    Raises FaultError for more than `most_cells` cells and for a quotation mark that is never closed.
    """
    csv.field_size_limit(LONGEST_FIELD)
    named = _SEPARATOR_LINE.match(text)
    # the line stays an empty row: rows keep the numbers a spreadsheet program gives them
    table = text[named.end() - 1 :] if named else text
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(StringIO(table, newline=""), delimiter=named[1] if named else _separator(table)):
            rows.append([_unforced(field) for field in row])
            cells += len(row) + 1
            if cells > most_cells:
                raise FaultError(Fault.TOO_MANY_CELLS)
    except csv.Error as error:
        raise FaultError(Fault.OPEN_QUOTE, str(len(rows) + 1)) from error
    # the reader closes an open quotation mark at the end of the file without a word
    if rows and rows[-1] and "\n" in rows[-1][-1] and table.count('"') % 2:
        raise FaultError(Fault.OPEN_QUOTE, str(len(rows)))
    return rows


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif b"\0" in data:
        candidates = _utf_16_without_mark(data[:4096])
    else:
        # GB18030 contains GBK and GB2312 whole; almost no Chinese text in them is also valid UTF-8
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FaultError(Fault.ENCODING if candidates else Fault.UNKNOWN)


def _utf_16_without_mark(head: bytes) -> list[str]:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # separators, digits and line ends have a zero byte on one side; noise has few, and on both sides
    if min(even, odd) * 10 > max(even, odd) or max(even, odd) * 50 < len(head) // 2:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _separator(table: str) -> str:
    def columns(separator: str) -> int:
        try:
            sample = list(islice(csv.reader(StringIO(table, newline=""), delimiter=separator), SAMPLE_ROWS))
        except csv.Error:
            return 0
        # the middle row speaks for most: titles and notes have fewer fields, remarks full of commas more
        widths = sorted(len(row) for row in sample if any(row))
        return widths[len(widths) // 2] if widths else 0

    return max(SEPARATORS, key=columns)


def _unforced(field: str) -> str:
    # ="0139..." is how careful exports keep a spreadsheet program from eating zeros
    forced = _FORCED_TEXT.fullmatch(field) if field.startswith('="') else None
    return forced[1].replace('""', '"') if forced else field
