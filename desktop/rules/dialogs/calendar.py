"""The forms of the working hours and of a year of holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import Message, msg
from desktop.rules.rule import written_days, written_holidays
from desktop.rules.table import DAY_LABELS
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Form, LineField, NumberField, TextField
from desktop.ui.panels import label
from desktop.working_days.rows import DAY_FIELDS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.working_days.rows import HoursRow, YearRow

__all__ = ["HoursDialog", "YearDialog"]

WIDE = 640
LIKE = msg("New Year 01-01 – 01-03\nSpring Festival 02-15 – 02-23")
"""How holidays are written."""


class HoursDialog(FormDialog):
    """Asks for the hours of each day. `asked(days, version)`."""

    asked = Signal(object, int)

    def __init__(self, hours: HoursRow, parent: QWidget) -> None:
        """Begin with `hours`."""
        form = Form(columns=2, name="hours")
        for key, words, written in zip(DAY_FIELDS, DAY_LABELS, hours.days, strict=True):
            field = LineField(key, words, hint=msg("Day off"))
            field.set_text(written)
            form.add(field)
        super().__init__(msg("Working hours"), form, msg("Save"), parent, width=WIDE)
        self._version = hours.version
        note = msg("Write them like 08:30-12:00, 13:30-18:00; an empty day is a day off. Due times already given stay.")
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit([values[key] for key in DAY_FIELDS], self._version)


class YearDialog(FormDialog):
    """Asks for the holidays of a year. `asked(year, holidays, make-up days, version)`."""

    asked = Signal(int, str, str, int)

    def __init__(self, row: YearRow | None, year: int, parent: QWidget) -> None:
        """Begin with what is known in `row`; without it, ask for `year` or any other that is not known."""
        form = Form(columns=1, name="year")
        self._year = row.year if row is not None else 0
        self._version = row.version if row is not None else 0
        if row is None:
            wanted = NumberField("year", msg("Year"), required=True, least=1900, most=2999, width=96)
            wanted.set_value(year)
            form.add(wanted)
        holidays = TextField("holidays", msg("Holidays"), required=True, hint=LIKE, lines=7, most=7)
        made_up = TextField("make_up_days", msg("Make-up days"), hint="02-14, 02-28", lines=1, most=3)
        if row is not None:
            holidays.set_text(written_holidays(row.holidays))
            made_up.set_text(written_days(row.make_up_days))
        form.add(holidays)
        form.add(made_up)
        title: Message = msg("Holidays of a new year")
        if row is not None:
            title = msg("Holidays of %(year)s", year=str(row.year))
        super().__init__(title, form, msg("Save"), parent, width=WIDE)
        note = msg(
            "One holiday a line: its name, first and last day (Shift+Enter breaks the line). Make-up days: the"
            " Saturdays and Sundays that are worked."
        )
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        year = self._year or int(values["year"])
        self.asked.emit(year, values["holidays"], values["make_up_days"], self._version)
