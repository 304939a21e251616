"""Forms about several requests at once, and what came of it where not everything could be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.requests.dialogs.assignees import assignee_choices
from desktop.requests.model import HoldReason, Move
from desktop.requests.presenter.directory import Assignee
from desktop.requests.rows import HOLD_REASON_LABELS, MOVE_LABELS
from desktop.ui.dialogs import Dialog, FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, SegmentField, TextField
from desktop.ui.panels import label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.requests.presenter import Directory
    from desktop.requests.rows import RequestLine

__all__ = ["ManyDialog", "OutcomeDialog", "many_dialog"]

HIGHEST_LIST = 260
Arguments = dict[str, Any]


class ManyDialog(FormDialog):
    """The form of one move on several requests. `arguments(values)` returns what the service gets for each."""

    def __init__(
        self,
        move: Move,
        count: int,
        form: Form,
        arguments: Callable[[Mapping[str, Any]], Arguments],
        parent: QWidget | None,
    ) -> None:
        """Ask for `form`, once for all `count`."""
        title = nmsg("%(move)s · %(count)s request", "%(move)s · %(count)s requests", count, move=MOVE_LABELS[move])
        super().__init__(title, form, MOVE_LABELS[move], parent, width=560)
        self.arguments = arguments
        note = msg("What cannot be done is told afterwards, each by its number; all the others are done.")
        self.body.insertWidget(0, label(note, tone="ink2", wrap=True))


def many_dialog(
    move: Move, lines: Sequence[RequestLine], names: Directory, parent: QWidget | None = None
) -> ManyDialog:
    """Return the form of `move` on the requests `lines`."""
    count = len(lines)
    form = Form(columns=1, name=f"many-{move}")
    if move is Move.ASSIGN:
        choices, hint = assignee_choices(names), msg("department or worker")
        to = ChoiceField("department_id", msg("Assign to"), choices, required=True, hint=hint)
        to.choose(Assignee(names.usual_department(lines)).key)
        form.add(to)
        form.add(LineField("why", msg("Remark"), hint=msg("when passed on: why")))
        return ManyDialog(move, count, form, _assigned, parent)
    if move is Move.HOLD:
        reasons = [Choice(str(reason), words) for reason, words in HOLD_REASON_LABELS.items()]
        form.add(SegmentField("reason", msg("Reason"), reasons, required=True))
        form.add(TextField("note", msg("Remark")))
        return ManyDialog(move, count, form, _held, parent)
    if move is Move.URGE:
        form.add(TextField("words", msg("Said"), hint=msg("What the caller added, if anything")))
    return ManyDialog(move, count, form, dict, parent)


def _assigned(values: Mapping[str, Any]) -> Arguments:
    to = Assignee.parse(values["department_id"])
    return {"department_id": to.department_id, "worker_id": to.worker_id, "why": values["why"]}


def _held(values: Mapping[str, Any]) -> Arguments:
    return {"reason": HoldReason(values["reason"]), "note": values["note"]}


class OutcomeDialog(Dialog):
    """How many were done, and each that was not with its reason."""

    def __init__(self, done: int, refused: Sequence[Message], parent: QWidget | None = None) -> None:
        """Tell that `done` were done, and why those `refused` were not."""
        super().__init__(msg("%(done)s done, %(refused)s not", done=done, refused=len(refused)), parent, width=560)
        self.setObjectName("outcome")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for why in refused:
            column.addWidget(label(why, wrap=True))
        column.addStretch(1)
        area = scrolled(inside)
        area.setMinimumHeight(min(inside.sizeHint().height(), HIGHEST_LIST))
        self.body.addWidget(area)
        self.close_button = self.add_button(msg("Close"), kind="primary", name="close")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setAutoDefault(True)
