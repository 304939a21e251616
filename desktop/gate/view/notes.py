"""What is good to know of a visit before it is saved, one line each, and hinders nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.table import at_clock, how_long
from desktop.ui.panels import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.ui.language import Text
    from desktop.visits.rows import ExpectedLine, GateCheck, PassLine

__all__ = ["NotesPart", "notes_of"]

Note = tuple[str, str, "Text"]


def notes_of(check: GateCheck, now: datetime, zone: ZoneInfo) -> Sequence[Note]:
    """Return what a check found besides what speaks against it, as (icon, tone, words), most important first."""
    notes: list[Note] = []
    if check.inside_since is not None:
        since = at_clock(check.inside_since, now, zone)
        words = msg("Is inside already since %(time)s (%(long)s)", time=since, long=how_long(check.inside_since, now))
        notes.append(("triangle-alert", "amber", words))
    if check.expected is not None:
        notes.append(("calendar-clock", "green", _expected(check.expected)))
    notes += [("user-check", "green", _admit(line.words, line.said_by)) for line in check.admits]
    if check.contractor is not None:
        notes.append(("id-card", "ink2", _pass(check.contractor)))
    notes += [("circle-alert", "amber", doubt) for doubt in check.doubts]
    return notes


def _expected(line: ExpectedLine) -> Message:
    who = line.asked_by or line.place
    if line.note:
        return msg("Expected by %(who)s: %(note)s", who=who, note=line.note)
    return msg("Expected by %(who)s", who=who)


def _admit(words: str, said_by: str) -> Message:
    said = " ".join(words.split())
    if said_by:
        return msg("May come in, says %(who)s: %(words)s", who=said_by, words=said)
    return msg("May come in: %(words)s", words=said)


def _pass(line: PassLine) -> Message:
    inside = nmsg("%(count)s inside", "%(count)s inside", line.inside)
    return msg(
        "Pass %(number)s, %(company)s, until %(day)s, for %(people)s people, %(inside)s",
        number=line.number,
        company=line.company,
        day=line.last_day.isoformat(),
        people=line.people,
        inside=inside,
    )


class NotesPart(QWidget):
    """The lines, one below the other."""

    def __init__(self) -> None:
        """Start without any."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.words: Sequence[Text] = ()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show `notes` as (icon, tone, words) instead of those before."""
        self.words = [words for _icon, _tone, words in notes]
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for icon, tone, words in notes:
            self._column.addWidget(_Line(icon, tone, words))


class _Line(QWidget):
    def __init__(self, icon: str, tone: str, words: Text) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, tone, 22), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, "gate-body", "ink" if tone == "ink2" else tone, wrap=True), 1)
