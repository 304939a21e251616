"""What the forms of this page have in common: choices with "any" or "none" among them, and one line to save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.ui.dialogs import WIDTH, FormDialog
from desktop.ui.forms import Choice, ChoiceField, SegmentField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.rules.rows import Facts, LaidDown, Line
    from desktop.ui.forms import Form
    from desktop.ui.language import Text

__all__ = ["OPEN", "LineDialog", "categories_of", "chosen", "code_field", "labels", "named_field", "number_of"]

OPEN = "open"
"""Key of the choice that leaves it open: any, none, as it is."""


class LineDialog(FormDialog):
    """Asks for what one line says. `asked(facts)`."""

    asked = Signal(object)

    def __init__(self, title: Text, form: Form, parent: QWidget, *, note: Text = "", width: int = WIDTH) -> None:
        """Show `form`, with `note` under the title."""
        super().__init__(title, form, msg("Save"), parent, width=width)
        if note:
            self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._ask)

    def facts(self, values: Mapping[str, Any]) -> Facts:
        """Return what the values of the form say."""
        raise NotImplementedError

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(self.facts(values))


def labels(words: Mapping[Any, Message]) -> list[Choice]:
    """Return a choice for each code."""
    return [Choice(str(code), text) for code, text in words.items()]


def code_field(key: str, label_: Text, words: Mapping[Any, Message], left_open: Message, code: str) -> SegmentField:
    """Return a field for one of a few codes or none of them, with `code` chosen ("": left open)."""
    field = SegmentField(key, label_, [Choice(OPEN, left_open), *labels(words)])
    field.choose(code or OPEN)
    return field


def named_field(
    key: str, label_: Text, choices: Iterable[tuple[int, str]], left_open: Message, id_: int | None, width: int = 0
) -> ChoiceField:
    """Return a field for one of the things named, or none, with that of `id_` chosen."""
    field = ChoiceField(
        key, label_, [Choice(OPEN, left_open), *(Choice(str(number), name) for number, name in choices)], width=width
    )
    field.choose(OPEN if id_ is None else str(id_))
    return field


def categories_of(laid: LaidDown, kept: int | None) -> list[tuple[int, str]]:
    """Return the categories to choose from: those in use, and the one with the id `kept`."""
    lines: Iterable[Line[Any]] = laid.categories
    return [(line.id, line.facts.name) for line in lines if line.active or line.id == kept]


def chosen(value: str) -> str:
    """Return the code of a choice, "" where it was left open."""
    return "" if value == OPEN else value


def number_of(value: str) -> int | None:
    """Return the id of a choice, None where it was left open."""
    return int(value) if value not in {"", OPEN} else None
