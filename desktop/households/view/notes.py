"""What is good to know of a household: the room and its states, why it is tagged, its vehicles, the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.households.rows import STATE_LABELS
from desktop.households.table import STATE_ICONS, area_words, tag_look
from desktop.households.view.people import icon_button
from desktop.ui.buttons import Button
from desktop.ui.panels import IconLabel, Panel, label

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.households.rows import HouseholdFile, StateLine, TagLine
    from desktop.ui.language import Text

__all__ = ["NotesPanel"]

STATES_SHOWN = 4


class NotesPanel(Panel):
    """Facts one below the other.

    `asked(key, subject)`: edit-room, set-state, add-tag, edit-tag, remove-tag, add-vehicle or remove-vehicle was
    chosen; the subject is a tag or vehicle line, else None.
    """

    asked = Signal(str, object)

    def __init__(self, zone: ZoneInfo, *, may_edit: bool) -> None:
        """Offer what the account may do; times are shown in `zone`."""
        super().__init__(msg("Good to know"), name="notes")
        self._zone = zone
        self._may_edit = may_edit
        if may_edit:
            for words, key in ((msg("Tag"), "add-tag"), (msg("Vehicle"), "add-vehicle")):
                button = Button(words, icon="plus", kind="link", small=True, name=key)
                button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key, None))
                self.tools.addWidget(button)
        self.pad(12, 8, 6, 8)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_file(self, file: HouseholdFile) -> None:
        """Show what is known of the household."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._add("building-2", _room_words(file), "square-pen", msg("Correct the room's facts"), "edit-room")
        for place, state in enumerate(file.states[:STATES_SHOWN]):
            now = place == 0
            icon = STATE_ICONS[state.state] if now else ""
            pen = "square-pen" if now else ""
            self._add(icon, _state_words(state), pen, msg("Set the state"), "set-state", tone="ink" if now else "ink2")
        if not file.states:
            self._add(
                "house", msg("No state is entered."), "square-pen", msg("Set the state"), "set-state", tone="ink2"
            )
        for tag in file.tags:
            tone, icon = tag_look(tag.name, tag.meaning)
            shade = "ink2" if tone == "grey" else tone
            words = self._tag_words(tag)
            row = self._add(icon or "info", words, "square-pen", msg("Edit the tag"), "edit-tag", tag, shade=shade)
            self._close(row, msg("Remove the tag %(tag)s", tag=tag.name), "remove-tag", tag)
        for vehicle in file.vehicles:
            row = self._add("car", f"{vehicle.plate}　{vehicle.note}".rstrip(), "", "", "")
            self._close(row, msg("Remove %(plate)s", plate=vehicle.plate), "remove-vehicle", vehicle)
        if file.note:
            self._add("package", file.note, "square-pen", msg("Correct the room's facts"), "edit-room")

    def _add(
        self,
        icon: str,
        words: Text,
        act: str,
        tip: Text,
        key: str,
        subject: object = None,
        *,
        tone: str = "ink",
        shade: str = "ink2",
    ) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        sign = IconLabel(icon, shade, 18)
        sign.setContentsMargins(0, 0, 0, 0)
        held = QVBoxLayout()
        held.setContentsMargins(0, 5, 0, 0)
        held.addWidget(sign, 0, top)
        row.addLayout(held)
        text = label(words, tone=tone, wrap=True)
        text.setContentsMargins(0, 3, 0, 3)
        row.addWidget(text, 1)
        if act and self._may_edit:
            button = icon_button(act, tip, key)
            button.clicked.connect(lambda: self.asked.emit(key, subject))
            row.addWidget(button, 0, top)
        self._list.addWidget(line)
        return line

    def _close(self, line: QWidget, tip: Text, key: str, subject: object) -> None:
        if self._may_edit:
            button = icon_button("x", tip, key)
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
