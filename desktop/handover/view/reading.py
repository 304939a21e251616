"""One handover that was given: what it says, what was left, what was counted, who took it over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.keys import key
from desktop.ui.panels import Facts, Panel, label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Message
    from desktop.handover.rows import Counted, HandoverRow, LeftOver
    from desktop.ui.language import Text

__all__ = ["ReadingPanel"]


class ReadingPanel(Panel):
    """Shows a handover. `take_asked()`: the next shift wants to sign. `print_asked()`."""

    take_asked = Signal()
    print_asked = Signal()

    def __init__(self, headings: Mapping[str, Message], zone: ZoneInfo, parent: QWidget | None = None) -> None:
        """Show nothing yet; times are told in `zone`."""
        super().__init__(msg("Shift handover"), name="handover-reading", parent=parent)
        self._headings = headings
        self._zone = zone
        self.row: HandoverRow | None = None
        self.back = Button(msg("Back"), icon="chevron-left", small=True, name="reading-back")
        self.tools.addWidget(self.back)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(10)
        self.chip = Chip("", name="handover-state")
        column.addWidget(self.chip)
        self.facts = Facts(width=132)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.take = Button(
            msg("Take over"), icon="check", kind="primary", key=key("save-and-send"), name="take-handover"
        )
        self.take.clicked.connect(self.take_asked)
        self.foot.addWidget(self.take)
        self.print = Button(msg("Print"), icon="printer", key=key("print"), name="print-handover")
        self.print.clicked.connect(self.print_asked)
        self.foot.addWidget(self.print)
        self.foot.addStretch(1)

    def show_row(self, row: HandoverRow) -> None:
        """Show a handover."""
        self.row = row
        self.set_title(msg("Handed over by %(name)s", name=row.given_by), partial(_moment, row.given_at, self._zone))
        waits = row.taken_at is None
        if waits:
            self.chip.show_state(msg("Not taken over"), "amber", "clock")
        else:
            self.chip.show_state(msg("Taken over by %(name)s", name=row.taken_by), "green", "circle-check")
        self.take.setVisible(waits)
        facts: list[tuple[Text, Text | QWidget]] = [(msg("Shift"), partial(_shift, row, self._zone))]
        facts += [(self._heading(each.key), _wrapped(each.words)) for each in row.paragraphs if each.words]
        facts += [(self._heading(left.key), _wrapped(partial(_left, left))) for left in row.left_over]
        facts += [(thing.name, _wrapped(partial(_counted, thing))) for thing in row.counted]
        if row.taken_at is not None:
            facts.append((msg("Taken over"), partial(_taken, row, self._zone)))
        if row.remark:
            facts.append((msg("Remark"), _wrapped(row.remark)))
        self.facts.show_facts(facts)

    def _heading(self, name: str) -> Text:
        return self._headings.get(name, name)


def _wrapped(words: Text) -> QWidget:
    return label(words, wrap=True)


def _moment(at: datetime, zone: ZoneInfo, language: Language) -> str:
    return language.moment(at, zone)


def _shift(row: HandoverRow, zone: ZoneInfo, language: Language) -> str:
    since, until = (language.moment(at, zone) for at in (row.shift.since, row.shift.until))
    return language.gettext("%(since)s to %(until)s", since=since, until=until)


def _left(left: LeftOver, language: Language) -> str:
    return language.gettext("%(count)s left: %(why)s", count=language.integer(left.count), why=left.reason)


def _counted(thing: Counted, language: Language) -> str:
    counted = "–" if thing.counted is None else language.integer(thing.counted)
    words = language.gettext("%(counted)s of %(expected)s", counted=counted, expected=language.integer(thing.expected))
    return f"{words}  {thing.remark}".rstrip()


def _taken(row: HandoverRow, zone: ZoneInfo, language: Language) -> str:
    return "" if row.taken_at is None else f"{row.taken_by}  {language.moment(row.taken_at, zone)}"
