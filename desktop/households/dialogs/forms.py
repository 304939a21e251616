"""What the forms about a household share: the dialog, how days are read, fields that several have."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg
from desktop.households.rows import SEX_LABELS, STATE_LABELS
from desktop.sheets.cells import CellFault
from desktop.sheets.dates import to_date
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, MomentField, SegmentField

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.households.service import HouseholdService
    from desktop.ui.language import Text

__all__ = ["Command", "HouseholdDialog", "day_field", "day_reader", "sex_field", "state_field"]

Command: TypeAlias = "Callable[[HouseholdService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

_TODAY = frozenset({"今天", "今日", "today", "t"})


def day_reader(today: date) -> Callable[[str], tuple[date, Text]]:
    """Return a reader of days as people write them (2026-3-1, 3月1日, 今天); it raises UserError for what is none."""

    def read(text: str) -> tuple[date, Text]:
        found = None
        if text.strip().casefold() in _TODAY:
            return today, lambda spoken: spoken.full_date(today)
        found = to_date(text, today.year)
        if found is None or isinstance(found, CellFault):
            raise UserError(msg("“%(text)s” is not a date; write it like 2026-03-01.", text=text[:40]))
        day = found.day
        return day, lambda spoken: spoken.full_date(day)

    return read


class HouseholdDialog(FormDialog):
    """A form about one household. `key` names its draft; `saved` is what to say once it was taken."""

    def __init__(
        self, title: Text, form: Form, verb: Text, *, key: str, saved: Text, parent: QWidget | None, width: int = 560
    ) -> None:
        """Show `form`."""
        super().__init__(title, form, verb, parent, width=width)
        self.key = key
        self.saved = saved

    @abstractmethod
    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for."""


def sex_field() -> SegmentField:
    """Return the field of a person's sex."""
    return SegmentField("sex", msg("Sex"), [Choice(key, words) for key, words in SEX_LABELS.items()])


def state_field(key: str, words: Message, *, required: bool = False) -> ChoiceField:
    """Return a field of what a room is; not required, it stays what it is."""
    choices = [Choice(state.value, text) for state, text in STATE_LABELS.items()]
    return ChoiceField(key, words, choices, required=required, hint="" if required else msg("unchanged"), width=200)


def day_field(key: str, words: Message, today: date, *, required: bool = False, hint: Text = "") -> MomentField:
    """Return a field of a day, typed as people write days."""
    return MomentField(key, words, day_reader(today), required=required, hint=hint, width=130)
