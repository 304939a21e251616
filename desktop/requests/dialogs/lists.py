"""Small forms about the list: between which days requests were said, and under which name a list is kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.households.dialogs import day_reader
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Form, LineField, MomentField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.requests.table import Seen

__all__ = ["DaysDialog", "NameDialog"]


class DaysDialog(FormDialog):
    """Asks from which day to which. `decided(from | None, until | None)`: moments, the last day wholly included."""

    decided = Signal(object, object)

    def __init__(self, seen: Seen, parent: QWidget | None = None) -> None:
        """Read days as `seen` from today."""
        form = Form(columns=1, name="days")
        read = day_reader(seen.now().date())
        form.add(MomentField("first", msg("First day"), read, hint=msg("e.g. 11-01"), width=130))
        form.add(MomentField("last", msg("Last day"), read, hint=msg("today"), width=130))
        super().__init__(msg("Came in between"), form, msg("Show"), parent)
        self._seen = seen
        self.submitted.connect(self._decide)

    def _decide(self, values: dict[str, Any]) -> None:
        first, last = values["first"], values["last"]
        if first is None and last is None:
            self.show_problems([Problem(msg("Name at least one of the two days."), "first")])
        elif first is not None and last is not None and last < first:
            self.show_problems([Problem(msg("The last day lies before the first."), "last")])
        else:
            self.decided.emit(self._begin(first), self._begin(None if last is None else last + timedelta(days=1)))
            self.accept()

    def _begin(self, day: date | None) -> datetime | None:
        return None if day is None else datetime.combine(day, time(), self._seen.zone)


class NameDialog(FormDialog):
    """Asks under which name a list is kept; whoever opened it saves, and closes it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Suggest `name`."""
        form = Form(columns=1, name="list-name")
        field = LineField("name", msg("Name of the list"), required=True, hint=msg("e.g. Plumbing, building 3"))
        field.set_text(name)
        form.add(field)
        super().__init__(msg("Keep this list"), form, msg("Save"), parent)
