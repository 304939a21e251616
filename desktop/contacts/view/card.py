"""The household on the phone: who it is, what to know before a word is said, its phones, the words to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.contacts.rows import OUTCOME_LABELS
from desktop.contacts.table import tag_look, when_words
from desktop.contacts.view.phones import dials
from desktop.contacts.view.script import spoken_parts
from desktop.core.i18n import Language, msg, nmsg
from desktop.core.pinyin import surname_sound
from desktop.households.rows import STATE_LABELS, AlertRank, household_alerts
from desktop.ui.chips import Chip
from desktop.ui.dialling import PhonesRow
from desktop.ui.language import Text, say
from desktop.ui.panels import Panel, label, set_role
from desktop.ui.script import ScriptView
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.contacts.presenter import Line
    from desktop.contacts.rows import CallCard
    from desktop.core.i18n import Message
    from desktop.households.rows import Alert, TimelineLine
    from desktop.storage.desk import Desk

__all__ = ["CardPane"]

MOST_ALERTS = 2
_CHIPS_SAY = frozenset({AlertRank.VIP})
"""What the tags beside the name say already needs no strip."""


class CardPane(QWidget):
    """Everything to make one call. `picked(place)`: another phone was chosen."""

    picked = Signal(int)

    def __init__(self, desk: Desk, last_words: Callable[[TimelineLine], Message | None]) -> None:
        """Show nobody yet; times are in `desk`'s zone."""
        super().__init__()
        self.setObjectName("call-card")
        self._desk = desk
        self._last_words = last_words
        self._card: CallCard | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.alerts = QVBoxLayout()
        self.alerts.setSpacing(6)
        column.addLayout(self.alerts)
        column.addWidget(self._person())
        column.addWidget(self._words(), 1)

    def show_card(self, card: CallCard, lines: Sequence[Line], place: int) -> None:
        """Show another household, the phone at `place` chosen."""
        self._card = card
        now = self._desk.clock.now()
        self._show_alerts(household_alerts(card.household, now, self._desk.zone))
        self._show_tags(card)
        today = now.astimezone(self._desk.zone).date()
        self.phones.show_dials(dials(lines, today), place, _facts(card))
        self.choose(lines, place)
        say(self.contact, text=lambda spoken: self._contact_words(card, now, spoken))
        say(self.before, text=lambda spoken: self._before_words(card, now, spoken))

    def choose(self, lines: Sequence[Line], place: int) -> None:
        """Frame the phone at `place`; name and script are of whose it is."""
        card = self._card
        if card is None:
            return
        self.phones.choose(place)
        name = lines[place].person.name if place < len(lines) else ""
        say(self.name, text="  ".join(filter(None, (card.room, name))))
        sound = surname_sound(name)
        say(self.sound, text=sound)
        self.sound.setVisible(bool(sound))
        self.script.show_parts(spoken_parts(card, name))
        self.script.setVisible(bool(card.script.strip()))
        self.no_script.setVisible(not card.script.strip())

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Leave out what is not read aloud where the page is low."""
        self._script_head.setVisible(not low)
        set_role(self.name, "title" if low else "figure")

    # --- building ---------------------------------------------------------------------------------------------------

    def _person(self) -> Panel:
        panel = Panel(name="call-person")
        panel.pad(16, 8, 16, 12)
        column = QVBoxLayout()
        column.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(10)
        self.name = label("", "figure", cut=True, name="call-name")
        self.sound = label("", "section", "ink2", name="call-sound")
        first.addWidget(self.name)
        first.addWidget(self.sound, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tags = QHBoxLayout()
        self._tags.setSpacing(6)
        first.addLayout(self._tags)
        self.contact = label("", tone="ink2", cut=True, name="last-contact")
        self.contact.setAlignment(Qt.AlignmentFlag.AlignRight)
        # has what the name leaves
        self.contact.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first.addWidget(self.contact, 1)
        column.addLayout(first)
        self.phones = PhonesRow()
        self.phones.picked.connect(self.picked)
        column.addWidget(self.phones)
        panel.body.addLayout(column)
        return panel

    def _words(self) -> Panel:
        panel = Panel(name="call-script")
        panel.pad(16, 8, 16, 12)
        self._script_head = QWidget()
        row = QHBoxLayout(self._script_head)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(12)
        row.addWidget(label(msg("What to say"), "section"))
        self.before = label("", tone="ink2", cut=True, name="calls-before")
        self.before.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self.before, 1)
        panel.body.addWidget(self._script_head)
        self.script = ScriptView()
        panel.body.addWidget(self.script)
        self.no_script = label(msg("No script was written: say it in your own words."), tone="ink2", wrap=True)
        panel.body.addWidget(self.no_script)
        panel.body.addStretch(1)
        return panel

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_alerts(self, alerts: Sequence[Alert]) -> None:
        while (item := self.alerts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        told = sorted((alert for alert in alerts if alert.rank not in _CHIPS_SAY), key=lambda alert: alert.rank)
        beyond = len(told) - MOST_ALERTS
        for place, alert in enumerate(told[:MOST_ALERTS]):
            last = place == MOST_ALERTS - 1 and beyond > 0
            aside: Text = nmsg("%(count)s more to know", "%(count)s more to know", beyond) if last else ""
            strip = AlertStrip(
                alert.lead, alert.words, tone=alert.tone, icon=alert.icon, aside=aside, wrap=True, name="call-alert"
            )
            self.alerts.addWidget(strip)

    def _show_tags(self, card: CallCard) -> None:
        while (item := self._tags.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        file = card.household
        chips = [Chip(tag.name, *tag_look(tag.meaning, tag.tone), name="tag") for tag in file.tags[:2]]
        if file.state is not None:
            chips.append(Chip(STATE_LABELS[file.state], "grey", "house", name="state"))
        for chip in chips:
            self._tags.addWidget(chip)

    def _contact_words(self, card: CallCard, now: datetime, spoken: Language) -> str:
        line = card.last_contact
        words = None if line is None else self._last_words(line)
        if line is None or words is None:
            return ""
        day = line.at.astimezone(self._desk.zone).date()
        today = now.astimezone(self._desk.zone).date()
        shown = spoken.short_date(day) if day.year == today.year else spoken.full_date(day)
        return spoken.gettext("last contact %(day)s · %(words)s", day=shown, words=spoken.message(words))

    def _before_words(self, card: CallCard, now: datetime, spoken: Language) -> str:
        said = [" ".join(card.note.split())]
        call = card.last_call
        if call is not None and not call.undone:
            outcome = spoken.message(OUTCOME_LABELS[call.outcome])
            time = when_words(call.at, now, self._desk.zone, spoken)
            said.append(
                spoken.gettext("called %(time)s by %(name)s: %(outcome)s", time=time, name=call.by, outcome=outcome)
            )
        if card.attempts:
            said.append(
                spoken.gettext("call %(number)s of %(most)s", number=card.attempts + 1, most=card.most_attempts)
            )
        return " · ".join(filter(None, said))


def _facts(card: CallCard) -> Text:
    """Return how to speak to the people of a household, in one paragraph."""
    said = []
    for person in card.household.people:
        facts = [" ".join(fact.split()) for fact in (person.language, person.preferences, person.note) if fact]
        if facts:
            said.append(f"{person.name}: {' · '.join(facts)}")
    return "\n".join(said)
