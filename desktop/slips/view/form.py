"""The form of one slip: Enter goes from field to field, and at the end saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.money import FEN
from desktop.slips.presenter import Values, read_item
from desktop.slips.view.bill import BillField
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, NumberField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.requests.rows import PhraseRow, RequestDetail
    from desktop.slips.presenter import Times

__all__ = ["SlipForm"]


class SlipForm(Form):
    """Worker, times, fee, bill, result. `finished()`: Enter in the last field. `entered(widget)`: gone to by Enter."""

    finished = Signal()
    entered = Signal(object)

    def __init__(self, times: Times) -> None:
        """Read times with `times`."""
        super().__init__(columns=2, name="slip-form")
        self._times = times
        self.worker = ChoiceField("worker_id", msg("Worker"), [], width=180)
        self.arrived = MomentField("arrived_at", msg("Arrived"), times.field(), hint="1030", width=120)
        self.at = MomentField("at", msg("Done at"), times.field(), hint=msg("now"), width=120)
        self.entry = LineField("entry", msg("Materials, labour"), hint=msg("what for, how many, price: hose 1 22"))
        self.bill = BillField("items")
        self.fee = NumberField("fee_fen", msg("Fee"), digits=2, unit=msg("yuan"), width=100)
        self.result = TextField("result", msg("Result"), hint=msg("What was done"), lines=2, most=4)
        for field in (self.worker, self.arrived, self.at, self.fee):
            self.add(field)
        self.add(self.entry, wide=True)
        self.add(self.bill, wide=True)
        self.add(self.result, wide=True)
        self._way = (self.worker, self.arrived, self.at, self.fee, self.entry, self.result)
        self.submitted.connect(self._go_on)
        self.bill.changed.connect(lambda: self.show_field("items", bool(self.bill.items)))
        self.bill.taken_back.connect(self._type_again)
        self.entry.line.installEventFilter(self)
        self.show_field("items", False)

    def offer(self, workers: Sequence[Choice], phrases: Sequence[PhraseRow]) -> None:
        """Offer workers to choose from and frequent texts for the result."""
        self.worker.offer(workers)
        self.result.offer_phrases(phrases)

    def load(self, detail: RequestDetail) -> None:
        """Begin the slip of `detail` with what is known."""
        self.restore({"worker_id": str(detail.worker_id or "")})
        self.settle()
        self.enter(self.worker)

    def enter(self, field: ChoiceField | LineField | TextField) -> None:
        """Go to `field`; what is typed there replaces what stands in it."""
        field.input.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, ChoiceField):
            field.select_text()
        elif isinstance(field, LineField):
            field.line.selectAll()
        self.entered.emit(field.input)

    def slip(self) -> Values | None:
        """Return what was filled in, or mark what is wrong and return None. A line half typed counts as typed."""
        if not self._take_line():
            return None
        values = self.check()
        return None if values is None else _values(values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the last line back with Backspace where a new one would be typed."""
        if (
            watched is self.entry.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and not self.entry.line.text()
        ):
            self.bill.take_back()
            return True
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        """Go to the next field; after a line of the bill to the next line, after the last field the slip is done."""
        here = next((place for place, field in enumerate(self._way) if self._has_focus(field.input)), 0)
        if self._way[here] is self.entry and not self.entry.empty:
            self._take_line()
        elif here + 1 < len(self._way):
            self.enter(self._way[here + 1])
        else:
            self.finished.emit()

    def _has_focus(self, widget: Any) -> bool:
        return widget.hasFocus() or any(
            child.hasFocus() for kind in (QLineEdit, QPlainTextEdit) for child in widget.findChildren(kind)
        )

    def _take_line(self) -> bool:
        """Put the line that stands in its field onto the bill; tell and return False where it is none."""
        if self.entry.empty:
            return True
        try:
            self.bill.add(read_item(self.entry.value()))
        except UserError as error:
            self.show_problems(self.entry.refuse(error.problems[0].message).problems)
            return False
        self.entry.set_text("")
        return True

    def _type_again(self, text: str) -> None:
        if self.entry.empty:
            self.entry.set_text(text)
        self.enter(self.entry)


def _values(values: dict[str, Any]) -> Values:
    worker, fee = values["worker_id"], values["fee_fen"]
    return Values(
        worker_id=int(worker) if worker else None,
        arrived_at=values["arrived_at"],
        at=values["at"],
        items=values["items"],
        fee_fen=None if fee is None else int(fee * FEN),
        result=values["result"],
    )
