"""What a column shows: the bridge from a feature's frozen row to a painted cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.i18n import Language, Message

__all__ = ["Cell", "Column", "RowT", "Sort"]

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, ready to paint.

    `text` is cut with … where it does not fit, `second` is a small line below it. `tone` is a colour token; with
    `chip` the text stands on that tone's tint, with `icon` in front. A `link` is an action, clicked or pressed on its
    own. `mark` is the part of the text to emphasise (what a search matched). `strong` is weight 500.
    """

    text: str
    second: str = ""
    tone: str = "ink"
    icon: str = ""
    chip: bool = False
    link: bool = False
    strong: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column over rows of one type.

    `key` names it in settings, sorting and tests; `show` turns a row into a cell or plain text; `width` is px at
    100 %, grown where the head needs more; the `stretch` column takes the room that is left. `sort` tells that the
    source (or, in memory, the text shown) can be sorted by it. Columns with `right` hold numbers and actions.
    """

    key: str
    title: Message
    show: Callable[[RowT, Language], Cell | str]
    width: int = 96
    stretch: bool = False
    right: bool = False
    sort: bool = True

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Return where text stands in the column."""
        return Qt.AlignmentFlag.AlignRight if self.right else Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column a list is sorted; the empty key is the list's own order."""

    key: str = ""
    descending: bool = False
