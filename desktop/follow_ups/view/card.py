"""The household on the phone: who it is, its phones, what to say, what was done, how to cope, what came before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg, nmsg
from desktop.core.pinyin import surname_sound
from desktop.follow_ups.rows import COPING, COPING_LABELS, Mood
from desktop.follow_ups.view.asked import AskedList, Questions
from desktop.follow_ups.view.words import dials, script_parts
from desktop.households.rows import AlertRank, household_alerts
from desktop.ui.buttons import FilterChip
from desktop.ui.dialling import PhonesRow
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import Panel, label, set_role
from desktop.ui.script import ScriptView
from desktop.ui.strips import AlertStrip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.follow_ups.presenter import FollowUpPresenter
    from desktop.follow_ups.rows import FollowUpCard
    from desktop.households.rows import Alert, TimelineLine

__all__ = ["CardPane"]

MOST_ALERTS = 2
MOST_CONTACTS = 3


class CardPane(QWidget):
    """Everything to make one call. `picked(place)`: another phone was chosen."""

    picked = Signal(int)

    def __init__(self, presenter: FollowUpPresenter, last_words: Callable[[TimelineLine], Message | None]) -> None:
        """Show nobody yet; `last_words` tells touchpoints of any feature."""
        super().__init__()
        self.setObjectName("follow-up-card")
        self._presenter = presenter
        self._last_words = last_words
        self._low = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.alerts = QVBoxLayout()
        self.alerts.setSpacing(6)
        column.addLayout(self.alerts)
        column.addWidget(self._person())
        column.addWidget(self._words(), 1)

    def show_card(self) -> None:
        """Show another household."""
        card = self._presenter.card
        if card is None:
            return
        desk = self._presenter.desk
        now = desk.clock.now()
        today = now.astimezone(desk.zone).date()
        self._show_alerts([] if card.file is None else household_alerts(card.file, now, desk.zone))
        self.phones.show_dials(dials(self._presenter.lines, today), self._presenter.place, _facts(card))
        self.phones.setVisible(bool(self._presenter.lines))
        self.no_phone.setVisible(not self._presenter.lines)
        self.asked.show_requests(card.requests)
        self.questions.show_questions(card.questions)
        self._choose_mood(None)
        say(self.contacts, text=partial(self._contact_words, card))
        self.contacts.setVisible(bool(self._contact_words(card, ui_language().language)))
        self.show_state()

    def show_state(self) -> None:
        """Frame the phone and the request chosen; name and script are of these."""
        presenter, card = self._presenter, self._presenter.card
        if card is None:
            return
        self.phones.choose(presenter.place)
        name = presenter.lines[presenter.place].name if presenter.lines else card.requests[0].reporter
        say(self.name, text="  ".join(filter(None, (card.room, name))))
        sound = surname_sound(name)
        say(self.sound, text=sound)
        self.sound.setVisible(bool(sound))
        self.asked.show_state(presenter.current, presenter.given, card.requests)
        self.questions.show_replies(presenter.replies)
        self._show_script()

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Let what is read aloud stand first where the page is low."""
        set_role(self.name, "title" if low else "figure")
        if low != self._low:
            self._low = low
            self._order()

    def changeEvent(self, event: QEvent) -> None:
        """Say the script in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_script()

    # --- building ---------------------------------------------------------------------------------------------------

    def _person(self) -> Panel:
        panel = Panel(name="follow-up-person")
        panel.pad(16, 6, 16, 10)
        column = QVBoxLayout()
        column.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(10)
        self.name = label("", "figure", cut=True, name="follow-up-name")
        self.sound = label("", "section", "ink2")
        first.addWidget(self.name)
        first.addWidget(self.sound, 0, Qt.AlignmentFlag.AlignVCenter)
        self.contacts = label("", "small", "ink2", cut=True, name="last-contacts")
        self.contacts.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.contacts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first.addWidget(self.contacts, 1)
        column.addLayout(first)
        self.phones = PhonesRow()
        self.phones.picked.connect(self.picked)
        column.addWidget(self.phones)
        self.no_phone = label(
            msg("No phone is known: look at the household, or write why they cannot be called."),
            tone="amber",
            wrap=True,
        )
        column.addWidget(self.no_phone)
        panel.body.addLayout(column)
        return panel

    def _words(self) -> Panel:
        panel = Panel(name="follow-up-script")
        panel.pad(16, 6, 16, 10)
        panel.body.setSpacing(8)
        self.asked = AskedList(self._presenter)
        self._script_head = self._moods()
        self.script = ScriptView()
        self.coping = label("", tone="ink", wrap=True, name="coping")
        self.coping.hide()
        self.questions = Questions()
        self._body = panel.body
        self._order()
        panel.body.addStretch(1)
        return panel

    def _moods(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(msg("What to say"), "section"))
        row.addStretch(1)
        self.moods: dict[Mood, FilterChip] = {}
        for mood in Mood:
            chip = FilterChip(COPING_LABELS[mood], name=f"mood-{mood.value}")
            chip.clicked.connect(partial(self._toggle_mood, mood))
            row.addWidget(chip)
            self.moods[mood] = chip
        return head

    def _order(self) -> None:
        """Put what is read aloud first where the page is low, else what it is about."""
        first: tuple[QWidget, ...] = (self.asked, self._script_head, self.script, self.coping)
        if self._low:
            first = (self.script, self.asked, self._script_head, self.coping)
        for place, widget in enumerate((*first, self.questions)):
            self._body.insertWidget(place, widget)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_script(self) -> None:
        presenter, card, request = self._presenter, self._presenter.card, self._presenter.request
        if card is None or request is None:
            return
        name = presenter.lines[presenter.place].name if presenter.lines else request.reporter
        desk = presenter.desk
        spoken = ui_language().language
        parts = script_parts(request, name, card.community, desk.actor.name, desk.zone, spoken)
        self.script.show_parts(parts)

    def _toggle_mood(self, mood: Mood) -> None:
        self._choose_mood(mood if self.moods[mood].isChecked() else None)

    def _choose_mood(self, mood: Mood | None) -> None:
        for each, chip in self.moods.items():
            chip.setChecked(each is mood)
        self.coping.setVisible(mood is not None)
        say(self.coping, text="" if mood is None else COPING[mood])

    def _show_alerts(self, alerts: Sequence[Alert]) -> None:
        while (item := self.alerts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        told = sorted((alert for alert in alerts if alert.rank is not AlertRank.VIP), key=lambda alert: alert.rank)
        beyond = len(told) - MOST_ALERTS
        for place, alert in enumerate(told[:MOST_ALERTS]):
            last = place == MOST_ALERTS - 1 and beyond > 0
            aside: Text = nmsg("%(count)s more to know", "%(count)s more to know", beyond) if last else ""
            strip = AlertStrip(
                alert.lead, alert.words, tone=alert.tone, icon=alert.icon, aside=aside, wrap=True, name="call-alert"
            )
            self.alerts.addWidget(strip)

    def _contact_words(self, card: FollowUpCard, spoken: Language) -> str:
        """Return the last touchpoints with the household in one line, the latest first."""
        if card.file is None:
            return ""
        zone = self._presenter.desk.zone
        said = []
        for line in card.file.timeline:
            words = self._last_words(line)
            if words is not None:
                day = spoken.short_date(line.at.astimezone(zone).date())
                said.append(f"{day} {spoken.message(words)}")
            if len(said) == MOST_CONTACTS:
                break
        return spoken.gettext("last contacts: %(contacts)s", contacts=" · ".join(said)) if said else ""


def _facts(card: FollowUpCard) -> Text:
    """Return how to speak to the people of a household, in one paragraph."""
    said = []
    for person in () if card.file is None else card.file.people:
        facts = [" ".join(fact.split()) for fact in (person.language, person.preferences, person.note) if fact]
        if facts:
            said.append(f"{person.name}: {' · '.join(facts)}")
    return "\n".join(said)
