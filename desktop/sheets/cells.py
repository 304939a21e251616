"""One cell to one typed value, or a sentence why not. Dates and times are in `dates`.

Cells come as people leave them: numbers as text and text as numbers, full-width digits, stray spaces, and values that
a spreadsheet program has spoilt for good. Spoilt ones are refused, never guessed. An empty cell is None (text: "").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.core.i18n import msg
from desktop.core.texts import clean, clean_lines, search_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.i18n import Message
    from desktop.sheets.workbook import Cell

__all__ = [
    "CellFault",
    "shown",
    "to_choice",
    "to_code_text",
    "to_id_text",
    "to_lines",
    "to_number",
    "to_phone_text",
    "to_text",
    "to_whole",
]

Choice = TypeVar("Choice")

MOST_EXACT_DIGITS = 15
"""A spreadsheet program keeps this many digits of a number and makes zeros of the rest."""

LONGEST_SHOWN = 40
_SCIENTIFIC = re.compile(r"([+-]?\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_WHOLE_AS_DECIMAL = re.compile(r"(\d+)\.0+")
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)")
_UNIT = re.compile(r"(?:m2|m\^2|平方米|平方|平米|平|元|层|楼|户|人|%)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken as what its column holds; `message` says why and what to do."""

    message: Message


def shown(cell: Cell) -> str:
    """Return the cell as a person would read it, for previews and refusals; at most some forty characters."""
    text = to_text(cell)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def to_text(cell: Cell) -> str:
    """Return the cell as one clean line; whole numbers without decimals, dates as 2026-03-01; empty for none."""
    return _WRITTEN[type(cell)](cell)


def to_lines(cell: Cell) -> str:
    """Return the cell as clean text that keeps its line breaks: descriptions, remarks."""
    return clean_lines(cell) if isinstance(cell, str) else to_text(cell)


def to_code_text(cell: Cell) -> str | CellFault:
    """Return a house number, plate, request number or other code; refuse one that was turned into a date or number.

    3-1-12 typed into an ordinary cell becomes 12 January 2003, and a long number loses its last digits.
    """
    if isinstance(cell, date | time | timedelta):
        return CellFault(
            msg(
                "“%(value)s” is a date here; the spreadsheet program has probably changed it: format the column as text"
                " and enter it again.",
                value=shown(cell),
            )
        )
    return _exact_digits(cell, to_text(cell))


def to_phone_text(cell: Cell) -> str | CellFault:
    """Return what stands in a phone cell (perhaps several numbers); refuse digits that are lost.

    The number 13900001234.0 is exact and fine; the text 1.39E+10 is only its beginning.
    """
    if isinstance(cell, float) and not cell.is_integer():
        return CellFault(msg("“%(value)s” is not a phone number.", value=shown(cell)))
    return to_code_text(cell)


def to_id_text(cell: Cell) -> str | CellFault:
    """Return an identity number without spaces, letters as capitals; refuse one kept as a number of over 15 digits."""
    text = to_code_text(cell)
    return text if isinstance(text, CellFault) else unicodedata.normalize("NFKC", text).replace(" ", "").upper()


def to_number(cell: Cell) -> float | CellFault | None:
    """Return a number; text such as `1,234.5`, `89.5㎡` or `１２层` counts, units are left out."""
    if cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool)):
        return cell
    fault = CellFault(msg("“%(value)s” is not a number.", value=shown(cell)))
    if not isinstance(cell, str):
        return fault
    text = search_form(cell).removeprefix("'")
    if not text:
        return None
    if _SCIENTIFIC.fullmatch(text):
        return float(text)
    number = _NUMBER.fullmatch(_UNIT.sub("", text).removesuffix("m"))
    return float(number[1].replace(",", "")) if number else fault


def to_whole(cell: Cell) -> int | CellFault | None:
    """Return a whole number, as `to_number` reads it; refuse fractions."""
    number = to_number(cell)
    if number is None or isinstance(number, CellFault):
        return number
    if number != number // 1 or abs(number) >= 10**MOST_EXACT_DIGITS:
        return CellFault(msg("“%(value)s” is not a whole number.", value=shown(cell)))
    return int(number)


def to_choice(cell: Cell, choices: Mapping[str, Choice]) -> Choice | CellFault | None:
    """Return what the cell's word stands for in `choices`, whose keys are in `search_form`; refuse other words."""
    text = search_form(to_text(cell))
    if not text:
        return None
    if text in choices:
        return choices[text]
    words = ", ".join(dict.fromkeys(choices))
    return CellFault(msg("“%(value)s” is unknown here; write one of: %(words)s.", value=shown(cell), words=words))


def _exact_digits(cell: Cell, text: str) -> str | CellFault:
    if isinstance(cell, str):
        text = text.lstrip("'’‘`")  # typed to force text; some exports carry it along
        scientific = _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text))
        if scientific:
            return _expanded(scientific, text)
        whole = _WHOLE_AS_DECIMAL.fullmatch(text)
        return whole[1] if whole else text
    if isinstance(cell, int | float) and abs(cell) >= 10**MOST_EXACT_DIGITS:
        return _lost(text)
    return text


def _expanded(scientific: re.Match[str], text: str) -> str | CellFault:
    """Return the digits of a number written as 1.3900001234E+10 if all of them are there."""
    fraction, exponent = scientific[2] or "", int(scientific[3])
    if len(fraction) < exponent or scientific[1].startswith(("+", "-")):
        return _lost(text)
    return scientific[1] + fraction if len(fraction) == exponent else text


def _lost(text: str) -> CellFault:
    return CellFault(
        msg(
            "“%(value)s” has lost digits in the spreadsheet program; format the column as text and enter it again.",
            value=text,
        )
    )


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _duration(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    str: clean,
    type(None): lambda _: "",
    bool: lambda cell: "TRUE" if cell else "FALSE",
    int: str,
    float: _number_text,
    datetime: lambda cell: cell.isoformat(" ", "minutes"),
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _duration,
}
"""How each kind of cell is written; looked up by the exact type, because an import asks it a million times."""
