"""The form that makes one entry of two: whose value is kept, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import Language, Message, msg
from desktop.register.dialogs.sides import field_words, stay_words
from desktop.register.rows import BOTH_FIELDS, FIELD_LABELS, MergeDecision, Side
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, Form, SegmentField
from desktop.ui.language import Text, translate
from desktop.ui.panels import Facts, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.register.rows import Comparison

__all__ = ["MergeDialog"]

WIDTH = 640
LONGEST = 22
"""Characters of a value on a choice; the whole of it stands on the page behind."""


class MergeDialog(FormDialog):
    """Asks for a decision about two residents. `decided(MergeDecision)`."""

    decided = Signal(object)

    def __init__(self, compared: Comparison, parent: QWidget) -> None:
        """Ask where both differ, the older entry's value chosen at first; the rest stands below, to be read."""
        self._compared = compared
        form = Form(columns=1, name="merge")
        for key, name in FIELD_LABELS.items():
            # the name is always asked, or the form might be empty
            if key in compared.differing or key == "name":
                form.add(_field(compared, key, name))
        title = msg("Merge the two entries of %(name)s", name=compared.kept.name)
        super().__init__(title, form, msg("Merge entries"), parent, width=WIDTH)
        note = msg("Phones, rooms and their history are kept from both. The merge can be taken back, also later.")
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.united = Facts()
        self.united.show_facts(_united(compared))
        self.body.insertWidget(2, self.united)
        self.submitted.connect(self._decide)

    def _decide(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        compared = self._compared
        choices = {key: Side(values[key]) for key in compared.differing}
        kept, other = compared.kept, compared.other
        self.decided.emit(MergeDecision(kept.id, other.id, kept.version, other.version, choices))


def _field(compared: Comparison, key: str, name: Message) -> SegmentField:
    kept, other = field_words(compared.kept, key), field_words(compared.other, key)
    if key not in compared.differing:
        field = SegmentField(key, name, [Choice(Side.KEPT, _cut(kept))])
        field.choose(Side.KEPT)
        field.segments.setEnabled(False)
        return field
    choices = [Choice(Side.KEPT, _cut(kept)), Choice(Side.OTHER, _cut(other))]
    if compared.kept.fields[key] == compared.other.fields[key]:
        # two numbers that differ in what is masked
        choices = [
            Choice(Side.KEPT, msg("older: %(value)s", value=compared.kept.fields[key])),
            Choice(Side.OTHER, msg("newer: %(value)s", value=compared.other.fields[key])),
        ]
    if key in BOTH_FIELDS:
        choices.append(Choice(Side.BOTH, msg("Both")))
    field = SegmentField(key, name, choices)
    field.choose(Side.BOTH if key in BOTH_FIELDS else Side.KEPT)
    return field


def _cut(value: Text) -> Text:
    def words(spoken: Language) -> str:
        line = " ".join(translate(value, spoken).split())
        return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"

    return words


def _united(compared: Comparison) -> Sequence[tuple[Text, Text]]:
    """Return what needs no choice: fields that are the same or that only one has, and what is kept of both."""
    facts: list[tuple[Text, Text]] = []
    for key, name in FIELD_LABELS.items():
        side = compared.kept if compared.kept.fields[key] else compared.other
        if side.fields[key] and key not in compared.differing and key != "name":
            facts.append((name, field_words(side, key)))
    return [*facts, (msg("Phones"), _phones(compared)), (msg("Rooms"), _rooms(compared))]


def _phones(compared: Comparison) -> str:
    return "\n".join(dict.fromkeys((*compared.kept.phones, *compared.other.phones))) or "—"


def _rooms(compared: Comparison) -> Text:
    def words(spoken: Language) -> str:
        stays = (*compared.kept.stays, *compared.other.stays)
        return "\n".join(dict.fromkeys(stay_words(stay, spoken) for stay in stays)) or "—"

    return words
