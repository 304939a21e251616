"""The forms that choose a paper: labels of many households, or card, file and label of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.errors import Problem
from desktop.core.i18n import msg, nmsg
from desktop.households.dialogs import day_reader
from desktop.register.dialogs.many import IN_FULL
from desktop.register.rows import Period
from desktop.ui.dialogs import FormDialog
from desktop.ui.exporting import add_unmasking
from desktop.ui.forms import Choice, Form, MomentField, SegmentField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

__all__ = ["LabelsDialog", "PrintDialog"]

_SHAPES = (
    Choice("3x8", msg("24 on a sheet, 70 × 37 mm")),
    Choice("2x7", msg("14 on a sheet, 99 × 38 mm")),
)


class LabelsDialog(FormDialog):
    """Asks on which sheets labels are printed. `decided(shape)`."""

    decided = Signal(str)

    def __init__(self, count: int, parent: QWidget) -> None:
        """Ask for the labels of `count` households."""
        form = Form(columns=1, name="labels")
        shape = SegmentField("shape", msg("Sheet"), _SHAPES, required=True)
        shape.choose("3x8")
        form.add(shape)
        title = nmsg("Labels of %(count)s household", "Labels of %(count)s households", count)
        super().__init__(title, form, msg("Look at them"), parent, width=560)
        self.submitted.connect(lambda values: self.decided.emit(values["shape"]))


class PrintDialog(FormDialog):
    """Asks which paper of one household. `decided(paper, unmasked, reason, Period)`: paper is card, file or label."""

    decided = Signal(str, bool, str, object)

    def __init__(self, room: str, today: date, parent: QWidget, *, may_unmask: bool) -> None:
        """Offer the papers of the household of `room`, and to show everything where that is allowed."""
        form = Form(columns=1, name="print-household")
        papers = [
            Choice("card", msg("Card (A5)")),
            Choice("file", msg("Whole file (A4)")),
            Choice("label", msg("Address label")),
        ]
        paper = SegmentField("paper", msg("Paper"), papers, required=True)
        paper.choose("card")
        form.add(paper)
        for name, words, hint in (
            ("since", msg("History from"), msg("from the beginning")),
            ("until", msg("History until"), msg("today")),
        ):
            form.add(MomentField(name, words, day_reader(today), hint=hint))
        paper.changed.connect(lambda: self._offer_period(paper.text() == "file"))
        if may_unmask:
            add_unmasking(form, IN_FULL)
        super().__init__(msg("Print household %(room)s", room=room), form, msg("Look at it"), parent, width=560)
        note = msg("The whole file is also the answer to a resident who asks what is kept about them.")
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self._offer_period(False)
        self.submitted.connect(self._decide)

    def _offer_period(self, shown: bool) -> None:  # noqa: FBT001 - a setter
        """Only the whole file tells a history."""
        for name in ("since", "until"):
            self.form.show_field(name, shown)

    def _decide(self, values: dict[str, Any]) -> None:
        unmasked = bool(values.get("unmasked"))
        period = Period(values.get("since"), values.get("until")) if values["paper"] == "file" else Period()
        if period.since and period.until and period.until < period.since:
            self.show_problems([Problem(msg("The history would end before it begins."), "until")])
            return
        self.decided.emit(values["paper"], unmasked, (values.get("reason") or "") if unmasked else "", period)
