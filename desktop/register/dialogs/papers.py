"""The forms that choose a paper: labels of many households, or card, file and label of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import msg, nmsg
from desktop.register.dialogs.many import IN_FULL
from desktop.ui.dialogs import FormDialog
from desktop.ui.exporting import add_unmasking
from desktop.ui.forms import Choice, Form, SegmentField
from desktop.ui.panels import label

if TYPE_CHECKING:
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
    """Asks which paper of one household. `decided(paper, unmasked, reason)`: paper is card, file or label."""

    decided = Signal(str, bool, str)

    def __init__(self, room: str, parent: QWidget, *, may_unmask: bool) -> None:
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
        if may_unmask:
            add_unmasking(form, IN_FULL)
        super().__init__(msg("Print household %(room)s", room=room), form, msg("Look at it"), parent, width=560)
        note = msg("The whole file is also the answer to a resident who asks what is kept about them.")
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._decide)

    def _decide(self, values: dict[str, Any]) -> None:
        unmasked = bool(values.get("unmasked"))
        self.decided.emit(values["paper"], unmasked, (values.get("reason") or "") if unmasked else "")
