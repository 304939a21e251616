"""Forms of the moves of an open request: whose it is, when it rests, by when, why late, who pressed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.requests.dialogs.assignees import assignee_choices
from desktop.requests.dialogs.helping import HelpersField
from desktop.requests.dialogs.move import MoveDialog
from desktop.requests.model import HoldReason, Move
from desktop.requests.presenter.directory import Assignee
from desktop.requests.rows import HOLD_REASON_LABELS
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.requests.dialogs.move import Arguments, Surroundings
    from desktop.requests.rows import RequestDetail

__all__ = ["assign", "explain", "extend", "hand_back", "hold", "urge"]


def assign(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks to whom the request goes, and with whom."""
    form = Form(columns=1, name="assign")
    names = around.directory
    choices = assignee_choices(names)
    field = ChoiceField("department_id", msg("Assign to"), choices, required=True, hint=msg("department or worker"))
    category = names.category(detail.category_id)
    usual = detail.department_id or (category.department_id if category else None)
    field.choose(Assignee(usual, detail.worker_id).key)
    form.add(field)
    helpers = HelpersField("helper_ids", msg("Helpers"), names)
    helpers.choose(row.worker_id for row in detail.helpers)
    form.add(helpers)
    form.add(LineField("why", msg("Remark"), hint=msg("when passed on: why")))

    def arguments(values: Mapping[str, Any]) -> Arguments:
        to = Assignee.parse(values["department_id"])
        return {
            "department_id": to.department_id,
            "worker_id": to.worker_id,
            "helper_ids": values["helper_ids"],
            "why": values["why"],
        }

    dialog = MoveDialog(move, detail, form, arguments, parent)
    # The usual department stands there already; what is typed now replaces it.
    field.combo.setFocus()
    field.select_text()
    return dialog


def hand_back(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks why the request is given back."""
    form = Form(columns=1, name="hand-back")
    form.add(TextField("why", msg("Why"), required=True, hint=msg("Not ours, a part nobody has, wrong address …")))
    note = msg("It waits for dispatch again; who had it is free of it.")
    return MoveDialog(move, detail, form, dict, parent, note=note)


def hold(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks why work rests."""
    form = Form(columns=1, name="hold")
    reasons = [Choice(str(reason), words) for reason, words in HOLD_REASON_LABELS.items()]
    form.add(SegmentField("reason", msg("Reason"), reasons, required=True))
    form.add(TextField("note", msg("Remark")))

    def arguments(values: Mapping[str, Any]) -> Arguments:
        return {"reason": HoldReason(values["reason"]), "note": values["note"]}

    note = msg("The clock stands still until work goes on.") if detail.line.due_at else ""
    return MoveDialog(move, detail, form, arguments, parent, note=note, width=560)


def extend(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks until when, why, and who agreed."""
    form = Form(columns=1, name="extend")
    hint = msg("tomorrow 18:00")
    parse = around.moments.field(past=False)
    form.add(MomentField("due_at", msg("Due"), parse, required=True, hint=hint))
    form.add(LineField("reason", msg("Reason"), required=True))
    form.add(LineField("approver", msg("Agreed by"), required=True, width=180))
    return MoveDialog(move, detail, form, dict, parent)


def explain(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks why the request is late, with what was said before."""
    form = Form(columns=1, name="explain")
    reason = TextField("reason", msg("Why late"), required=True, hint=msg("What the month's report may say about it"))
    reason.set_text(detail.overdue_reason)
    form.add(reason)
    return MoveDialog(move, detail, form, dict, parent)


def urge(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks what was said."""
    form = Form(columns=1, name="urge")
    form.add(TextField("words", msg("Said"), hint=msg("What the caller added, if anything")))
    return MoveDialog(move, detail, form, dict, parent)
