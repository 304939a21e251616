"""Which week is to be summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.core.weeks import Week
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.ui.language import Text

__all__ = ["WeekDialog"]

WIDTH = 300
"""Shows a week with its days whole, px."""


class WeekDialog(FormDialog):
    """Asks for one of `weeks`. `decided(Week)`."""

    decided = Signal(object)

    def __init__(self, weeks: Sequence[Week], chosen: Week, parent: QWidget | None) -> None:
        """Offer `weeks`, `chosen` at first."""
        form = Form(columns=1, name="week")
        choices = [Choice(str(week), _words(week)) for week in weeks]
        field = ChoiceField("week", msg("Week"), choices, required=True, width=WIDTH)
        field.combo.setMinimumWidth(WIDTH)
        field.choose(str(chosen))
        form.add(field)
        super().__init__(msg("Weekly summary"), form, msg("Look at it"), parent)
        self.submitted.connect(lambda values: self.decided.emit(Week.parse(values["week"])))


def _words(week: Week) -> Text:
    def words(spoken: Language) -> str:
        days = f"{spoken.short_date(week.monday)} – {spoken.short_date(week.sunday)}"
        return f"{week}\u2003{days}"

    return words
