"""What speaks against letting someone in, before it is saved; why they are let in all the same, or are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.gate.table import objection_words, terms, what_to_do
from desktop.gate.view.pieces import AlarmPanel, GateField
from desktop.ui.language import translate, ui_language
from desktop.visits.rows import OBJECTION_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QResizeEvent

    from desktop.ui.language import Text
    from desktop.visits.rows import Objection

__all__ = ["RefusalPart"]

MOST_SENTENCES, GAP = 3, 10


class RefusalPart(QWidget):
    """The alarm, and below it the fields of what is done about it, opened by their keys.

    `typed()`: something was typed there; `entered()`: Enter in the last of them. `grown()`: `least` is another.
    """

    typed = Signal()
    entered = Signal()
    grown = Signal()

    def __init__(self) -> None:
        """Start with nothing to say."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.alarm = AlarmPanel("gate-alarm")
        column.addWidget(self.alarm, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.words = GateField(msg("Why let in all the same"), "gate-override-words")
        self.agreed = GateField(msg("Who agreed"), "gate-agreed-by")
        self.refused = GateField(msg("Why not let in"), "gate-refused-words")
        for field in (self.words, self.agreed, self.refused):
            row.addWidget(field, 1)
            field.hide()
            field.typed.connect(self.typed)
        column.addLayout(row)
        # Without an alarm the line stays at its name.
        column.addStretch()
        self.words.entered.connect(lambda: self.agreed.setFocus(Qt.FocusReason.TabFocusReason))
        self.agreed.entered.connect(self.entered)
        self.refused.entered.connect(self.entered)
        self.least = 0
        self._objections: Sequence[Objection] = ()
        self._zone: ZoneInfo | None = None

    @property
    def is_overriding(self) -> bool:
        """Tell whether the fields of letting in all the same are open."""
        return not self.words.isHidden()

    @property
    def is_refusing(self) -> bool:
        """Tell whether the field of not letting in is open."""
        return not self.refused.isHidden()

    @property
    def is_agreed(self) -> bool:
        """Tell whether it says why and who agreed."""
        return self.is_overriding and bool(self.words.text.strip() and self.agreed.text.strip())

    def show_objections(self, objections: Sequence[Objection], zone: ZoneInfo) -> None:
        """Say what speaks against it, gravest first; with none the alarm is not shown."""
        self._objections, self._zone = objections, zone
        self.alarm.setVisible(bool(objections))
        if objections:
            self._show_alarm()

    def open_override(self) -> None:
        """Ask why they are let in all the same and who agreed."""
        self._open(self.words, self.agreed)

    def open_refusal(self) -> None:
        """Ask why they are not let in; what speaks against it is proposed."""
        if not self.refused.text and self._objections:
            self.refused.set_text(translate(objection_words(self._objections[0]), ui_language().language))
        self._open(self.refused)
        self.refused.edit.selectAll()

    def close_fields(self, *, empty: bool = False) -> None:
        """Ask for nothing; with `empty` what was typed goes."""
        for field in (self.words, self.agreed, self.refused):
            field.hide()
            if empty:
                field.set_text("")
        if self._objections:
            self._show_alarm()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        if self._objections:
            self._show_alarm()

    def _open(self, *fields: GateField) -> None:
        for field in (self.words, self.agreed, self.refused):
            field.setVisible(field in fields)
        if self._objections:
            self._show_alarm()
        fields[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_alarm(self) -> None:
        """Say as much as there is room for: what speaks against it goes before what to say and do about it."""
        asks = self.is_overriding or self.is_refusing
        fields = self.words.sizeHint().height() + GAP if asks else 0
        room = self.height() - fields
        most = min(len(self._objections), MOST_SENTENCES)
        self._say(1, advised=False)
        least = self.alarm.needs(self.width()) + fields
        # The fields take the room of what to say, which was said by then.
        ways = [(most, not asks), (most, False), (1, not asks), (1, False)]
        for count, advised in ways:
            self._say(count, advised=advised)
            if self.alarm.needs(self.width()) <= room:
                break
        if least != self.least:
            self.least = least
            self.grown.emit()

    def _say(self, count: int, *, advised: bool) -> None:
        first = self._objections[0]
        sentences: list[tuple[Text, bool]] = []
        for objection in self._objections[:count]:
            sentences.append((objection_words(objection), False))
            if self._zone is not None:
                sentences.append((terms(objection, self._zone), True))
        more = len(self._objections) - count
        if more:
            sentences.append((nmsg("and %(count)s more reason", "and %(count)s more reasons", more), True))
        language = ui_language().language
        self.alarm.show_alarm(
            OBJECTION_LABELS[first.kind],
            [(words, quiet) for words, quiet in sentences if not quiet or translate(words, language)],
            what_to_do(first.kind) if advised else (),
            tone="red" if first.grave else "amber",
            icon="octagon-x" if first.grave else "triangle-alert",
        )
