"""What is asked before a month is closed or opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import LANGUAGES, msg
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import CheckField, Form, TextField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.core.months import Month

__all__ = ["CloseDialog", "ReopenDialog"]


class CloseDialog(FormDialog):
    """Closing a month: in which languages its reports are issued; all of it stays as it is afterwards."""

    def __init__(self, month: Month, chosen: Sequence[str], parent: QWidget | None = None) -> None:
        """Offer to close `month`; `chosen` are the codes ticked at first."""
        form = Form(columns=1, name="close-month")
        for place, (code, name) in enumerate(LANGUAGES.items()):
            form.add(CheckField(code, "" if place else msg("Reports in"), name, on=code in chosen))
        form.settle()
        super().__init__(
            lambda spoken: spoken.gettext("Close %(month)s?", month=spoken.month(month)),
            form,
            msg("Close the month"),
            parent,
        )
        words: Message = msg(
            "Figures, lists, comments and reports are frozen as they are now. What is entered for this month later is"
            " shown as “after closing” and listed in the next report. Only the project manager can open it again."
        )
        self.body.insertWidget(0, label(words, wrap=True))

    @staticmethod
    def languages(values: dict[str, Any]) -> tuple[str, ...]:
        """Return the codes that are ticked."""
        return tuple(code for code in LANGUAGES if values[code])


class ReopenDialog(FormDialog):
    """Opening a closed month again needs a reason."""

    def __init__(self, month: Month, parent: QWidget | None = None) -> None:
        """Ask why `month` is opened again."""
        form = Form(columns=1, name="reopen-month")
        form.add(TextField("reason", msg("Reason"), required=True, hint=msg("stands in the history and in the report")))
        super().__init__(
            lambda spoken: spoken.gettext("Open %(month)s again?", month=spoken.month(month)),
            form,
            msg("Open it again"),
            parent,
        )
        words = msg(
            "The reports issued stay retrievable. Closing the month again makes a new edition that says what changed."
        )
        self.body.insertWidget(0, label(words, wrap=True))
