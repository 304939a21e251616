"""The phones of the household on the line as they are dialled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.contacts.table import confirmed_words
from desktop.households.rows import ROLE_LABELS
from desktop.ui.dialling import Dial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.contacts.presenter import Line
    from desktop.core.i18n import Language

__all__ = ["dials"]


def dials(lines: Sequence[Line], today: date) -> list[Dial]:
    """Return phones in calling order with whose they are, and when each was last confirmed, seen `today`."""
    return [
        Dial(partial(_whose, line), line.phone.shown, partial(_mark, line, today), line.phone.wrong) for line in lines
    ]


def _whose(line: Line, spoken: Language) -> str:
    person = line.person
    return " · ".join(filter(None, (person.name, spoken.message(ROLE_LABELS[person.role]), line.phone.label)))


def _mark(line: Line, today: date, spoken: Language) -> tuple[str, str, str]:
    if line.phone.wrong:
        return spoken.gettext("wrong number"), "amber", "phone-off"
    return confirmed_words(line.confirmed_on, today, spoken)
