"""The fields that depend on what someone comes for: company, how many, badge, identity, the driver's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.gate.view.pieces import GateField
from desktop.ui.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.gate.presenter.entry import Entry
    from desktop.visits.rows import KindFields

__all__ = ["DetailFields"]

TAIL = 4
ACROSS, ACROSS_SLIM = 3, 2
"""So many fields stand side by side, and where there is little room."""


class DetailFields(QWidget):
    """The fields of one visit. `put(name, value)`: something was typed; `entered()`: Enter."""

    put = Signal(str, object)
    entered = Signal()

    def __init__(self) -> None:
        """Start with the fields of a guest."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self.fields = {
            "people": GateField(msg("How many people"), "gate-people"),
            "name": GateField(msg("Driver or foreman"), "gate-driver"),
            "company": GateField(msg("Company"), "gate-company"),
            "badge": GateField(msg("Badge number"), "gate-badge"),
            "id_tail": GateField(msg("Last four of the ID"), "gate-id-tail"),
            "reason": GateField(msg("Reason"), "gate-reason"),
        }
        self.fields["id_tail"].edit.setMaxLength(TAIL)
        self.seen = Button(msg("ID seen"), icon="id-card", large=True, name="gate-id-seen")
        self.seen.setCheckable(True)
        self.seen.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.seen.clicked.connect(lambda on: self.put.emit("id_seen", on))
        for name, field in self.fields.items():
            field.typed.connect(lambda text, name=name: self.put.emit(name, text))
            field.entered.connect(self.entered)
        self._shown: tuple[str, ...] = ()
        self._across = 0

    @property
    def shown(self) -> Sequence[str]:
        """Return the names of the fields asked for now, in order."""
        return self._shown

    def ask_for(self, fields: KindFields, *, vehicle: bool, wide: bool) -> None:
        """Show what is asked of a kind of visit; nothing where nothing is asked."""
        wanted: list[str] = []
        if fields.questions:
            wanted += ["people"] if fields.people else []
            wanted += ["name"] if vehicle else []
            wanted += ["company"] if fields.company else []
            wanted += ["badge"] if fields.badge else []
            wanted += ["id_tail", "id_seen"] if fields.identity else []
            wanted += ["reason"]
        self._lay(tuple(wanted), ACROSS if wide else ACROSS_SLIM)

    def show_entry(self, entry: Entry) -> None:
        """Write what is known of a visit into the fields."""
        for name, field in self.fields.items():
            text = getattr(entry, name)
            if field.text != text:
                field.set_text(text)
        self.seen.setChecked(entry.id_seen)

    def show_problem(self, name: str, words: object) -> bool:
        """Say what is wrong with a field, and go there; tell whether it is one of these."""
        name = {"id_seen": "id_tail"}.get(name, name)
        if name not in self._shown or name not in self.fields:
            return False
        self.fields[name].problem(words)  # type: ignore[arg-type]  # a sentence
        self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _lay(self, wanted: tuple[str, ...], across: int) -> None:
        if (wanted, across) == (self._shown, self._across):
            return
        self._shown, self._across = wanted, across
        parts: dict[str, QWidget] = {**self.fields, "id_seen": self.seen}
        while self._grid.takeAt(0) is not None:
            pass
        for name, part in parts.items():
            if name not in wanted:
                part.hide()
        for place, name in enumerate(wanted):
            self._grid.addWidget(parts[name], *divmod(place, across), Qt.AlignmentFlag.AlignBottom)
            parts[name].show()
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        before: QWidget | None = None
        for name in wanted:
            part = parts[name]
            stop = part.edit if isinstance(part, GateField) else part
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop
