"""Two residents side by side, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.core.birthdays import Birthday, birthday_words, stored_birthday
from desktop.core.i18n import Language, Message, msg
from desktop.households.rows import ROLE_LABELS, SEX_LABELS
from desktop.register.report.words import period
from desktop.register.rows import FIELD_LABELS
from desktop.ui.language import Text, translate, ui_language
from desktop.ui.layouts import laid_in
from desktop.ui.panels import label, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.register.rows import Comparison, ResidentSide, Stay

__all__ = ["SidesGrid", "field_words", "stay_words"]


class SidesGrid(QWidget):
    """A row for each field that either has; where both have and they differ, the values stand out."""

    def __init__(self, name: str = "sides") -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)

    def show_sides(self, compared: Comparison) -> None:
        """Show two residents."""
        self.clear()
        heads = (label(), label(msg("Older entry"), "strong"), label(msg("Newer entry"), "strong"))
        for column, head in enumerate(heads):
            self._grid.addWidget(head, 0, column)
        self._grid.addWidget(rule(), 1, 0, 1, 3)
        row = 2
        kept, other = compared.kept, compared.other
        for key, name in FIELD_LABELS.items():
            if kept.fields[key] or other.fields[key]:
                differs = key in compared.differing
                self._row(row, name, (field_words(kept, key), field_words(other, key)), differs=differs)
                row += 1
        self._row(row, msg("Phones"), ("\n".join(kept.phones), "\n".join(other.phones)), differs=False)
        rooms = (_stays(kept.stays), _stays(other.stays))
        self._row(row + 1, msg("Rooms"), rooms, differs=False)
        self._grid.setRowStretch(row + 2, 1)

    def texts(self) -> list[str]:
        """Return the words shown, row by row."""
        return [part.text() for part in laid_in(self._grid) if isinstance(part, QLabel)]

    def _row(self, row: int, name: Message, values: tuple[Text, Text], *, differs: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label(name, tone="ink2"), row, 0, top)
        for column, value in enumerate(values, start=1):
            empty = not translate(value, ui_language().language)
            shown = label("—" if empty else value, "strong" if differs else "body", _tone(empty, differs), wrap=True)
            self._grid.addWidget(shown, row, column, top)


def _tone(empty: bool, differs: bool) -> str:  # noqa: FBT001 - two facts
    return "ink2" if empty else "accent" if differs else "ink"


def field_words(side: ResidentSide, key: str) -> Text:
    """Return a field as people read it."""
    value = side.fields[key]
    if key == "sex" and value in SEX_LABELS:
        return SEX_LABELS[value]
    if key == "birthday" and value:
        birthday = stored_birthday(value, side.birthday_calendar)
        return value if birthday is None else _birthday(birthday)
    return value


def _birthday(birthday: Birthday) -> Text:
    return lambda spoken: birthday_words(birthday, spoken)


def stay_words(stay: Stay, spoken: Language) -> str:
    """Return a room with the role in it, and from when to when."""
    days = period(stay.since, stay.until, spoken)
    return " · ".join(filter(None, (stay.room, spoken.message(ROLE_LABELS[stay.role]), days)))


def _stays(stays: Sequence[Stay]) -> Text:
    return lambda spoken: "\n".join(stay_words(stay, spoken) for stay in stays)
