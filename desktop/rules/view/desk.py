"""The section of what the desk lays down for itself: the duty phone, the work order, how long is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.requests.rows.slips import FORMAT_LABELS, WorkOrderFormat
from desktop.rules.rows import LaidDown, SetupFacts
from desktop.rules.view.sections import DESK
from desktop.ui.buttons import Button
from desktop.ui.forms import Choice, Form, LineField, NumberField, SegmentField, TextField
from desktop.ui.panels import Panel
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import Problem

__all__ = ["DeskSection"]

WIDEST = 720


class DeskSection(Panel):
    """A form that is always open. `asked(SetupFacts, version)`."""

    asked = Signal(object, int)

    def __init__(self) -> None:
        """Show what holds where nothing was laid down."""
        super().__init__(DESK.title, name=DESK.id)
        self._version = 0
        self._held: dict[str, str] = {}
        self.form = Form(columns=1, name="desk-setup")
        self.form.setMaximumWidth(WIDEST)
        self.form.add(LineField("duty_phone", msg("Duty phone"), hint=msg("shown in an emergency"), width=240))
        days = NumberField("hold_days", msg("On hold too long"), required=True, width=72, unit=msg("days and more"))
        self.form.add(days)
        self.form.add(
            NumberField(
                "due_soon_minutes", msg("Due soon"), required=True, width=72, unit=msg("minutes before it is due")
            )
        )
        paper = [Choice(str(code), words) for code, words in FORMAT_LABELS.items()]
        self.form.add(SegmentField("work_order_format", msg("Work order"), paper))
        copies = TextField(
            "work_order_copies", msg("Copies"), hint=msg("one to three names, one a line; empty: the usual"), lines=3
        )
        self.form.add(copies)
        terms = TextField("work_order_terms", msg("Terms"), hint=msg("stand at the foot of every work order"), lines=3)
        self.form.add(terms)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.pad(12, 12, 12, 8)
        self.save = Button(msg("Save"), icon="save", kind="primary", name="save-desk")
        self.save.clicked.connect(self._ask)
        self.form.submitted.connect(self._ask)
        self.foot.addWidget(self.save)
        self.foot.addStretch(1)
        self._take(SetupFacts())

    def show_laid(self, laid: LaidDown) -> None:
        """Show what holds; a field in which something else was typed keeps that."""
        if laid.setup_version == self._version:
            return
        typed = {key: text for key, text in self.form.texts().items() if text != self._held.get(key)}
        self._version = laid.setup_version
        self._take(laid.setup)
        for key, text in typed.items():
            self.form.fields[key].set_text(text)

    def saved(self) -> None:
        """Take what stands here as what holds, until it is read again."""
        self.set_busy(False)
        self._held = self.form.texts()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep the form from being sent twice while it is saved."""
        self.form.setEnabled(not busy)
        self.save.setEnabled(not busy)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark what the service refused."""
        self.set_busy(False)
        self.form.show_problems(problems)

    def _take(self, facts: SetupFacts) -> None:
        self._held = {
            "duty_phone": facts.duty_phone,
            "hold_days": str(facts.hold_days),
            "due_soon_minutes": str(facts.due_soon_minutes),
            "work_order_format": str(WorkOrderFormat.named(facts.work_order_format)),
            "work_order_copies": facts.work_order_copies,
            "work_order_terms": facts.work_order_terms,
        }
        self.form.restore(self._held)

    def _ask(self) -> None:
        values = self.form.check()
        if values is None or not self.save.isEnabled():
            return
        self.set_busy(True)
        facts = SetupFacts(
            duty_phone=values["duty_phone"],
            work_order_copies=values["work_order_copies"],
            work_order_terms=values["work_order_terms"],
            work_order_format=values["work_order_format"],
            hold_days=int(values["hold_days"]),
            due_soon_minutes=int(values["due_soon_minutes"]),
        )
        self.asked.emit(facts, self._version)
