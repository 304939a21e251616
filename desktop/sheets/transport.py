"""What the confined child says to the program: lines of JSON, nothing that could run.

The first line is `READY`. Then, per sheet, one object {"sheet": name, "hidden": bool} and any number of lists of rows;
last `END`, or one object {"fault": code, "detail": text}. Dates and times travel as objects with one key.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.sheets.workbook import Cell

__all__ = ["CHILD_ARGUMENT", "END", "READY", "Fault", "FaultError", "decode", "encode"]

CHILD_ARGUMENT = "--read-sheets"
"""First argument of a frozen program that is started as its own reader; what follows goes to `child.main`."""

READY = b'"ready"\n'
END = b'"end"\n'
MICROSECOND = timedelta(microseconds=1)


class Fault(StrEnum):
    """Why a file cannot be read; the sentences are in `read`."""

    EMPTY = "empty"
    PASSWORD = "password"  # noqa: S105 - a code, no password
    DAMAGED = "damaged"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_DENSE = "too_dense"
    ENTITIES = "entities"
    WEB_PAGE = "web_page"
    XML_2003 = "xml_2003"
    UNKNOWN = "unknown"
    ENCODING = "encoding"
    OPEN_QUOTE = "open_quote"


class FaultError(Exception):
    """The file cannot be read for the reason `fault`; `detail` is a row number where one helps."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        """Keep the reason."""
        super().__init__(fault)
        self.fault = fault
        self.detail = detail


def encode(value: object) -> bytes:
    """Return `value` (lists, objects, cells) as one line."""
    return json.dumps(value, default=_tagged, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> object:
    """Return what `encode` was given; raise ValueError for anything it would not write. Not-a-number becomes None."""
    try:
        decoded: object = json.loads(line, object_hook=_untagged, parse_constant=_nothing)
    except (TypeError, OverflowError, RecursionError) as error:
        raise ValueError("no line of the reader") from error
    return decoded


def _tagged(value: object) -> dict[str, str | int]:
    # datetime is a date as well, so it is asked first
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        return {"s": value // MICROSECOND}
    raise TypeError(f"no cell: {type(value).__name__}")


def _untagged(pairs: dict[str, object]) -> object:
    if len(pairs) != 1:
        return pairs
    ((tag, value),) = pairs.items()
    return _moment(tag, str(value)) if tag in {"m", "d", "t", "s"} else pairs


def _moment(tag: str, text: str) -> Cell:
    if tag == "m":
        return datetime.fromisoformat(text)
    if tag == "d":
        return date.fromisoformat(text)
    if tag == "t":
        return time.fromisoformat(text)
    return int(text) * MICROSECOND


def _nothing(_constant: str) -> None:
    return None
