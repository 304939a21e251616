"""One cell of a ledger to one value: the words for kinds, places, outcomes and grades, numbers and phones."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.phones import read_phones
from desktop.core.texts import clean, search_form
from desktop.requests.model import (
    SERIES,
    Channel,
    FollowUpOutcome,
    Liability,
    Place,
    RequestKind,
    Satisfaction,
    Source,
)
from desktop.requests.rows import (
    CHANNEL_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    MOST_WORDS,
    OUTCOME_LABELS,
    PLACE_LABELS,
    SATISFACTION_LABELS,
    SOURCE_LABELS,
)
from desktop.sheets.cells import CellFault, shown, to_code_text, to_lines, to_phone_text, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.sheets.workbook import Cell

__all__ = [
    "LONGEST",
    "OURS",
    "department_name",
    "read_channel",
    "read_kind",
    "read_liability",
    "read_line",
    "read_number",
    "read_outcome",
    "read_phone",
    "read_place",
    "read_satisfaction",
    "read_source",
    "read_words",
]

LONGEST = 100
"""Characters of a name, a number, a category."""

OURS = re.compile(r"({})-(\d{{4}})-(\d{{4,8}})".format("|".join(SERIES.values())))
"""A number in the program's own form: letters, year and month, count."""

Code = TypeVar("Code")


class _Choices:
    """The words that stand for each code, our own labels in every language among them."""

    def __init__(self, words: Mapping[Code, str], labels: Mapping[Code, Message]) -> None:
        self.listed = ", ".join(part.split()[0] for part in words.values())
        self.codes: dict[str, object] = {}
        for code, label in labels.items():
            for speech in LANGUAGES:
                self.codes[search_form(language(speech).message(label))] = code
            for word in words[code].split():
                self.codes[search_form(word)] = code


def _read(cell: Cell, choices: _Choices) -> object | CellFault | None:
    text = search_form(to_text(cell))
    if not text:
        return None
    if text in choices.codes:
        return choices.codes[text]
    return CellFault(
        msg("“%(value)s” is unknown here; write one of: %(words)s.", value=shown(cell), words=choices.listed)
    )
