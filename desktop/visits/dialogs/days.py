"""From which day to which day the log is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.households.dialogs import day_reader
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Form, MomentField

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

__all__ = ["DaysDialog"]


class DaysDialog(FormDialog):
    """Asks for two days; `submitted` hands over `first_day` and `last_day`, the latter None for one day only."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        """Read days as seen from `today`."""
        form = Form(columns=1, name="log-days")
        reader = day_reader(today)
        form.add(MomentField("first_day", msg("From"), reader, required=True, hint=msg("e.g. 11-20"), width=150))
        form.add(MomentField("last_day", msg("To"), reader, hint=msg("same day"), width=150))
        super().__init__(msg("Visits of which days?"), form, msg("Show"), parent)
