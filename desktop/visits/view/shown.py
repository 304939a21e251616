"""What the detail of any part shows of one row, as plain data: title, state, facts, lines, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.ui.language import Text
    from desktop.ui.table import Cell

__all__ = ["Act", "Line", "Lines", "Shown", "Strip"]


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do, as a button; `name` is its object name, `key` its key sequence."""

    words: Text
    name: str
    do: Callable[[], object]
    icon: str = ""
    key: str = ""
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Strip:
    """What must be known before acting."""

    lead: Text
    words: Text = ""
    tone: str = "amber"
    icon: str = "triangle-alert"


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the facts, with a small one under it, and what can be done about it."""

    words: Text
    second: Text = ""
    acts: Sequence[Act] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines under a heading; `missing` is said where there are none. `acts` stand in the heading."""

    title: Text
    lines: Sequence[Line]
    missing: Text = ""
    acts: Sequence[Act] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One row looked at. `large` is what is read out or shown around (a code), `about` the words below it."""

    title: Text
    state: Callable[[Language], Cell] | None = None
    large: Text = ""
    about: Text = ""
    strips: Sequence[Strip] = ()
    facts: Sequence[tuple[Text, Text | QWidget]] = ()
    parts: Sequence[Lines] = ()
    acts: Sequence[Act] = ()
