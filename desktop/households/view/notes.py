"""What is good to know of a household: the room and its states, what it asked for, its tags, vehicles and pets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg, nmsg
from desktop.households.rows import INSTRUCTION_LABELS, STATE_LABELS, instruction_terms
from desktop.households.table import INSTRUCTION_ICONS, STATE_ICONS, area_words, tag_look
from desktop.households.view.people import icon_button
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.icons import icon
from desktop.ui.language import translate, ui_language
from desktop.ui.panels import IconLabel, Panel, label
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.households.rows import HouseholdFile, InstructionLine, PetLine, StateLine, TagLine
    from desktop.ui.language import Text

__all__ = ["NotesPanel"]

STATES_SHOWN = 2
"""What the room is, and what it was before; older states unfold."""

_ADDED: tuple[tuple[str, str, Message], ...] = (
    ("add-instruction", "megaphone", msg("Standing instruction …")),
    ("add-tag", "tag", msg("Tag …")),
    ("add-vehicle", "car", msg("Vehicle …")),
    ("add-pet", "paw-print", msg("Pet …")),
)
"""What can be added: its key, icon and words in the menu."""


class NotesPanel(Panel):
    """Facts one below the other.

    `asked(key, subject)`: something was to be added, edited or removed (add-tag, edit-pet, end-instruction ...); the
    subject is the line it is about, else None.
    """

    asked = Signal(str, object)

    def __init__(self, zone: ZoneInfo, *, may_edit: bool) -> None:
        """Offer what the account may do; days are days in `zone`."""
        super().__init__(msg("Good to know"), name="notes")
        self._zone = zone
        self._may_edit = may_edit
        self._unfolded: set[str] = set()
        self._folds: dict[str, Button] = {}
        self._shown: tuple[HouseholdFile, datetime] | None = None
        if may_edit:
            self._more = Button(msg("Add"), icon="plus", kind="link", small=True, name="add-note")
            self._more.clicked.connect(self.open_menu)
            self.tools.addWidget(self._more)
        self.pad(12, 6, 6, 8)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_file(self, file: HouseholdFile, now: datetime) -> None:
        """Show what is known of the household at `now`; what was unfolded folds with another household."""
        if self._shown is None or self._shown[0].room_id != file.room_id:
            self._unfolded.clear()
        self._shown = (file, now)
        self._fill(file, now)

    def open_menu(self) -> None:
        """Offer what can be added."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font("body"))
        spoken = ui_language().language
        for key, icon_name, words in _ADDED:
            action = QAction(icon(icon_name, "ink2"), translate(words, spoken), menu)
            action.setObjectName(key)
            action.triggered.connect(lambda _on=False, key=key: self.asked.emit(key, None))
            menu.addAction(action)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    # --- rows ------------------------------------------------------------------------------------------------------

    def _fill(self, file: HouseholdFile, now: datetime) -> None:
        with focus_kept(self):
            self._make_rows(file, now)

    def _make_rows(self, file: HouseholdFile, now: datetime) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._add_instructions(file.instructions, now)
        for tag in file.tags:
            self._add_tag(tag)
        for vehicle in file.vehicles:
            row = self._add("car", f"{vehicle.plate}　{vehicle.note}".rstrip())
            self._act(row, "square-pen", msg("Edit %(plate)s", plate=vehicle.plate), "edit-vehicle", vehicle)
            self._act(row, "x", msg("Remove %(plate)s", plate=vehicle.plate), "remove-vehicle", vehicle)
        for pet in file.pets:
            name = pet.name or pet.kind
            row = self._add("paw-print", _pet_words(pet))
            self._act(row, "square-pen", msg("Edit %(pet)s", pet=name), "edit-pet", pet)
            self._act(row, "x", msg("Remove %(pet)s", pet=name), "remove-pet", pet)
        if file.note:
            row = self._add("info", file.note)
            self._act(row, "square-pen", msg("Correct the room's facts"), "edit-room")
        row = self._add("building-2", _room_words(file), tone="ink2")
        self._act(row, "square-pen", msg("Correct the room's facts"), "edit-room")
        self._add_states(file.states)

    def _add_instructions(self, lines: Sequence[InstructionLine], now: datetime) -> None:
        """Show what is in force or to come; what is over stays folded away."""
        for line in lines:
            if line.over(now):
                continue
            tone, icon_name = INSTRUCTION_ICONS[line.kind]
            ink = "ink" if line.in_force(now) else "ink2"
            row = self._add(icon_name, _instruction_words(line), self._terms(line, now), tone=ink, shade=tone)
            self._act(row, "square-pen", msg("Correct the instruction"), "edit-instruction", line)
            self._act(row, "x", msg("Let it expire now"), "end-instruction", line)
        over = [line for line in lines if line.over(now)]
        if self._fold(
            "instructions", nmsg("%(count)s expired instruction", "%(count)s expired instructions", len(over))
        ):
            for line in over:
                row = self._add("history", _instruction_words(line), self._terms(line, now), tone="ink2")
                self._act(row, "square-pen", msg("Correct the instruction"), "edit-instruction", line)

    def _add_tag(self, tag: TagLine) -> None:
        tone, icon_name = tag_look("", tag.meaning, tag.tone)
        row = self._add(icon_name or "tag", self._tag_words(tag), shade="ink2" if tone == "grey" else tone)
        self._act(row, "square-pen", msg("Edit the tag"), "edit-tag", tag)
        self._act(row, "x", msg("Remove the tag %(tag)s", tag=tag.name), "remove-tag", tag)

    def _add_states(self, states: Sequence[StateLine]) -> None:
        """Show what the room is and was; the oldest stay folded away."""
        if not states:
            row = self._add("house", msg("No state is entered."), tone="ink2")
            self._act(row, "square-pen", msg("Set the state"), "set-state")
        for place, state in enumerate(states[:STATES_SHOWN]):
            now = place == 0
            row = self._add(STATE_ICONS[state.state] if now else "", _state_words(state), tone="ink" if now else "ink2")
            if now:
                self._act(row, "square-pen", msg("Set the state"), "set-state")
                if len(states) > 1:
                    self._act(row, "undo-2", msg("Take this state back"), "take-back-state", state)
        older = states[STATES_SHOWN:]
        if self._fold("states", nmsg("%(count)s older state", "%(count)s older states", len(older))):
            for state in older:
                self._add("", _state_words(state), tone="ink2")

    def _fold(self, key: str, words: Message) -> bool:
        """Offer to unfold what `words` count, where there is any; return whether it is unfolded."""
        if not words.count:
            return False
        unfolded = key in self._unfolded
        button = Button(
            words, icon="chevron-up" if unfolded else "chevron-down", kind="link", small=True, name=f"fold-{key}"
        )
        button.clicked.connect(lambda: self._toggle(key))
        self._list.addWidget(button)
        self._folds[key] = button
        return unfolded

    def _toggle(self, key: str) -> None:
        self._unfolded ^= {key}
        if self._shown is not None:
            self._fill(*self._shown)
            self._folds[key].setFocus()

    def _add(self, icon_name: str, words: Text, below: Text = "", *, tone: str = "ink", shade: str = "ink2") -> QWidget:
        """Add a row: icon in `shade`, words in `tone`, a small line `below` them."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        held = QVBoxLayout()
        held.setContentsMargins(0, 5, 0, 0)
        held.addWidget(IconLabel(icon_name, shade, 18), 0, top)
        row.addLayout(held)
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 3, 0, 3)
        texts.setSpacing(0)
        texts.addWidget(label(words, tone=tone, wrap=True))
        if below:
            texts.addWidget(label(below, "small", "ink2", wrap=True))
        row.addLayout(texts, 1)
        self._list.addWidget(line)
        return line

    def _act(self, line: QWidget, icon_name: str, tip: Text, key: str, subject: object = None) -> None:
        """Put a button that asks for `key` at the right of a row."""
        if self._may_edit:
            button = icon_button(icon_name, tip, key)
            button.clicked.connect(lambda: self.asked.emit(key, subject))
            layout = line.layout()
            assert isinstance(layout, QHBoxLayout)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _tag_words(self, tag: TagLine) -> Text:
        since = None if tag.since is None else tag.since.astimezone(self._zone).date()

        def words(spoken: Language) -> str:
            facts = [tag.cause] if tag.cause else []
            if since is not None:
                facts.append(spoken.gettext("since %(day)s", day=spoken.full_date(since)))
            return f"{tag.name}　{' · '.join(facts)}".rstrip()

        return words

    def _terms(self, line: InstructionLine, now: datetime) -> Text:
        """Return since when and until when an instruction holds, and who said it."""
        coming = line.since > now
        since = line.since.astimezone(self._zone).date()
        ended = None if line.ended_at is None else line.ended_at.astimezone(self._zone).date()

        def words(spoken: Language) -> str:
            day = spoken.full_date(since)
            facts = [spoken.gettext("from %(day)s on", day=day) if coming else spoken.gettext("since %(day)s", day=day)]
            terms = instruction_terms(line, self._zone)
            if terms is not None:
                facts.append(spoken.message(terms))
            if ended is not None:
                facts.append(spoken.gettext("ended %(day)s", day=spoken.full_date(ended)))
            return " · ".join(facts)

        return words


def _instruction_words(line: InstructionLine) -> Text:
    words = " ".join(line.words.split())
    kind = INSTRUCTION_LABELS[line.kind]
    return msg("%(kind)s: %(words)s", kind=kind, words=words) if words else kind


def _pet_words(pet: PetLine) -> str:
    return "　".join(filter(None, (" ".join(filter(None, (pet.kind, pet.name))), pet.note)))


def _room_words(file: HouseholdFile) -> Text:
    def words(spoken: Language) -> str:
        floor = spoken.gettext("floor %(floor)s", floor=file.floor) if file.floor else ""
        facts = [file.zone, file.kind, floor, area_words(file.area_m2, spoken)]
        return " · ".join(filter(None, facts)) or spoken.gettext("Nothing is entered about the room.")

    return words


def _state_words(line: StateLine) -> Text:
    def words(spoken: Language) -> str:
        state = spoken.message(STATE_LABELS[line.state])
        if line.since is None:
            return state
        return spoken.gettext("%(state)s since %(day)s", state=state, day=spoken.full_date(line.since))

    return words
