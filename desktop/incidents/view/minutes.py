"""The minutes of an incident at the desk: what was done and who was told, and the line to note more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.tokens import HEIGHTS
from desktop.incidents.model import EntryKind, IncidentMove
from desktop.incidents.rows import NewEntry
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.language import say
from desktop.ui.panels import IconLabel, label
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.incidents.rows import EntryLine, IncidentFile
    from desktop.ui.language import Text

__all__ = ["Minutes"]

TIME_WIDTH = 44


class Minutes(QWidget):
    """Shows the entries of one incident. `noted(NewEntry)`: Enter in a line; `removed(entry_id)`: its cross."""

    noted = Signal(object)
    removed = Signal(int)

    def __init__(self, zone: ZoneInfo) -> None:
        """Show times in `zone`."""
        super().__init__()
        self._zone = zone
        self._shown: tuple[EntryLine, ...] | None = None
        self._may_note = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._typing = QWidget()
        lines = QVBoxLayout(self._typing)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        self.measure = _line("incident-measure", msg("What was done: Enter notes it with its minute"))
        self.told = _line("incident-told", msg("Who was told: 119, the manager, …"))
        self.problem = _Problem()
        for line, kind in ((self.measure, EntryKind.MEASURE), (self.told, EntryKind.TOLD)):
            line.returnPressed.connect(partial(self._note, kind))
            line.textEdited.connect(lambda _text: self.refuse(""))
            lines.addWidget(line)
        lines.addWidget(self.problem)
        self.problem.hide()
        column.addWidget(self._typing)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column.addLayout(self._rows)
        self.none = label(msg("Nothing is noted yet."), tone="ink2", wrap=True)
        column.addWidget(self.none)

    def show_file(self, file: IncidentFile) -> None:
        """Show an incident; widgets are made anew only where its entries are others."""
        may_note = IncidentMove.NOTE in file.moves
        self._typing.setVisible(may_note)
        if (file.entries, may_note) == (self._shown, self._may_note):
            return
        self._shown, self._may_note = file.entries, may_note
        began = file.line.occurred_at.astimezone(self._zone).date()
        with focus_kept(self):
            while (item := self._rows.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            for entry in file.entries:
                self._rows.addWidget(self._row(entry, began))
        self.none.setVisible(not file.entries)

    def take_typed(self, entry: NewEntry) -> None:
        """Empty the line whose words were noted."""
        line = self.measure if entry.kind is EntryKind.MEASURE else self.told
        if line.text().strip() in {entry.words, entry.who}:
            line.clear()

    def clear(self) -> None:
        """Empty both lines: another incident is looked at."""
        for line in (self.measure, self.told):
            line.clear()
        self.refuse("")

    def refuse(self, words: Text) -> None:
        """Say why nothing was noted, or with nothing that all is well."""
        self.problem.show_words(words)

    def texts(self) -> Sequence[str]:
        """Return what is half typed."""
        return [line.text() for line in (self.measure, self.told)]

    def _note(self, kind: EntryKind) -> None:
        typed = (self.measure if kind is EntryKind.MEASURE else self.told).text().strip()
        if typed:
            self.noted.emit(NewEntry(typed, kind) if kind is EntryKind.MEASURE else NewEntry("", kind, typed))

    def _row(self, entry: EntryLine, began: date) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        at = label(lambda spoken: spoken.time(entry.at, self._zone), "strong")
        at.setFixedWidth(max(TIME_WIDTH, at.sizeHint().width()))
        row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
        told = entry.kind is EntryKind.TOLD
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(msg("Told: %(who)s", who=entry.who) if told else entry.words, wrap=True))
        below = partial(self._below, entry, began)
        words.addWidget(label(below, "small", "ink2", wrap=told and bool(entry.words), cut=not (told and entry.words)))
        row.addLayout(words, 1)
        if self._may_note:
            cross = Button("", icon="x", kind="link", small=True, name=f"remove-entry-{entry.id}")
            cross.setProperty("iconOnly", True)
            say(cross, text=msg("Take the line out"), toolTip=msg("Take the line out"))
            cross.clicked.connect(partial(self._remove, entry.id))
            row.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        return whole

    def _below(self, entry: EntryLine, began: date, spoken: Language) -> str:
        """Return the small line: the day where it is another one, who did it or what was said, who noted it."""
        day = entry.at.astimezone(self._zone).date()
        said = entry.words if entry.kind is EntryKind.TOLD else entry.who
        return " · ".join(filter(None, ("" if day == began else spoken.short_date(day), said, entry.by)))

    def _remove(self, entry_id: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.removed.emit(entry_id)


class _Problem(QWidget):
    """A small red line."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("circle-alert", "red", 14), 0, Qt.AlignmentFlag.AlignTop)
        self.words = label("", "small", "red", wrap=True, name="entry-problem")
        row.addWidget(self.words, 1)

    def show_words(self, words: Text) -> None:
        """Say something, or hide."""
        say(self.words, text=words)
        self.setVisible(bool(words))


def _line(name: str, words: Message) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setFont(font("body"))
    line.setFixedHeight(max(HEIGHTS["field"], line.fontMetrics().height() + 12))
    say(line, placeholderText=words, accessibleName=words)
    return line
