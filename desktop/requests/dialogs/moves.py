"""What each move needs to be told, as a form that returns the arguments of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.requests.dialogs.facts import FactsForm
from desktop.requests.model import FollowUpOutcome, HoldReason, Move, RequestKind, Satisfaction
from desktop.requests.presenter import RoomFinder
from desktop.requests.presenter.directory import Assignee
from desktop.requests.rows import (
    HOLD_REASON_LABELS,
    MOVE_LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    RequestFacts,
)
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import (
    CheckField,
    Choice,
    ChoiceField,
    Form,
    LineField,
    LookupField,
    MomentField,
    SegmentField,
    TextField,
)
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.requests.presenter import Directory, Moments
    from desktop.requests.rows import RequestDetail, RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["MoveDialog", "Surroundings", "move_dialog"]

WIDE = 880

Arguments = dict[str, Any]


class Surroundings:
    """What forms know besides the request: the names, how times are read, and where rooms are looked up."""

    def __init__(self, desk: Desk, tasks: Tasks, moments: Moments, directory: Directory) -> None:
        """Serve the account of `desk`."""
        self.desk = desk
        self.tasks = tasks
        self.moments = moments
        self.directory = directory


class MoveDialog(FormDialog):
    """The form of one move of one request. `arguments(values)` returns what the service gets."""

    def __init__(
        self,
        move: Move,
        detail: RequestDetail,
        form: Form,
        arguments: Callable[[Mapping[str, Any]], Arguments],
        parent: QWidget | None,
        *,
        note: Message | str = "",
        width: int = 480,
    ) -> None:
        """Ask for `form`; `note` says what will happen."""
        title = msg("%(move)s · %(number)s", move=MOVE_LABELS[move], number=detail.line.number)
        super().__init__(title, form, MOVE_LABELS[move], parent, width=width)
        self.arguments = arguments
        about = " ".join(detail.line.words.split())
        where = f"{detail.line.room}　" if detail.line.room else ""
        self.body.insertWidget(0, label(f"{where}{about}", tone="ink2", cut=True))
        if note:
            self.body.insertWidget(1, label(note, wrap=True))


def move_dialog(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None = None) -> MoveDialog:
    """Return the form of `move`; raise KeyError for a move that needs none."""
    return _BUILDERS[move](move, detail, around, parent)


def _amend(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = FactsForm(RoomFinder(around.desk, around.tasks), around.moments, taking_in=False, name="amend")
    form.offer_names(around.directory)
    form.load(detail)
    if detail.appointment_at is not None:
        local = detail.appointment_at.astimezone(around.moments.seen.zone)
        form.appointment.set_text(local.strftime("%Y-%m-%d %H:%M"))

    def arguments(values: Mapping[str, Any]) -> Arguments:
        return {"corrected": RequestFacts(**form.arguments(values))}

    return MoveDialog(move, detail, form, arguments, parent, width=WIDE)


def _assign(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="assign")
    names = around.directory
    choices = []
    for who, words in names.assignees():
        own = words.rpartition(" · ")[2]
        choices.append(Choice(who.key, words, names.finds.get(own, ())))
    field = ChoiceField("department_id", msg("Assign to"), choices, required=True, hint=msg("department or worker"))
    category = names.category(detail.category_id)
    usual = detail.department_id or (category.department_id if category else None)
    field.choose(Assignee(usual, detail.worker_id).key)
    form.add(field)
    form.add(LineField("why", msg("Remark"), hint=msg("for a handover: why")))

    def arguments(values: Mapping[str, Any]) -> Arguments:
        to = Assignee.parse(values["department_id"])
        return {"department_id": to.department_id, "worker_id": to.worker_id, "why": values["why"]}

    dialog = MoveDialog(move, detail, form, arguments, parent)
    # The usual department stands there already; what is typed now replaces it.
    field.combo.setFocus()
    field.select_text()
    return dialog


def _hold(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="hold")
    reasons = [Choice(str(reason), words) for reason, words in HOLD_REASON_LABELS.items()]
    form.add(SegmentField("reason", msg("Reason"), reasons, required=True))
    form.add(TextField("note", msg("Remark")))

    def arguments(values: Mapping[str, Any]) -> Arguments:
        return {"reason": HoldReason(values["reason"]), "note": values["note"]}

    note = msg("The clock stands still until work goes on.") if detail.line.due_at else ""
    return MoveDialog(move, detail, form, arguments, parent, note=note, width=560)


def _extend(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="extend")
    hint = msg("tomorrow 18:00")
    parse = around.moments.field(past=False)
    form.add(MomentField("due_at", msg("Due"), parse, required=True, hint=hint))
    form.add(LineField("reason", msg("Reason"), required=True))
    form.add(LineField("approver", msg("Agreed by"), required=True, width=180))
    return MoveDialog(move, detail, form, dict, parent)


def _urge(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="urge")
    form.add(TextField("words", msg("Said"), hint=msg("What the caller added, if anything")))
    return MoveDialog(move, detail, form, dict, parent)


def _complete(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="complete")
    repair = detail.line.kind is RequestKind.REPAIR
    title = msg("Result") if repair else msg("Answer")
    form.add(TextField("result", title, hint=msg("What was done"), lines=3))
    form.add(MomentField("at", msg("Done at"), around.moments.field(past=True), hint=msg("now")))
    return MoveDialog(move, detail, form, dict, parent)


def _follow_up(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="follow-up")
    outcomes = [Choice(str(outcome), words) for outcome, words in OUTCOME_LABELS.items()]
    outcome = SegmentField("outcome", msg("Call"), outcomes, required=True)
    grades = [Choice(str(grade), words) for grade, words in SATISFACTION_LABELS.items()]
    close = CheckField("close", msg("Then"), msg("Close the request"), on=True)
    form.add(outcome)
    form.add(SegmentField("satisfaction", msg("Grade"), grades))
    form.add(TextField("words", msg("Said"), hint=msg("In the resident's words")))
    form.add(MomentField("made_at", msg("Called at"), around.moments.field(past=True), hint=msg("now")))
    form.add(close)
    outcome.choose(FollowUpOutcome.REACHED)

    def fit() -> None:
        form.show_field("satisfaction", outcome.text() == FollowUpOutcome.REACHED)
        form.show_field("close", outcome.text() != FollowUpOutcome.NO_ANSWER)

    def arguments(values: Mapping[str, Any]) -> Arguments:
        reached = values["outcome"] == FollowUpOutcome.REACHED
        return {
            "outcome": FollowUpOutcome(values["outcome"]),
            "satisfaction": Satisfaction(values["satisfaction"]) if values["satisfaction"] and reached else None,
            "words": values["words"],
            "made_at": values["made_at"],
            "close": values["close"] and values["outcome"] != FollowUpOutcome.NO_ANSWER,
        }

    outcome.changed.connect(fit)
    return MoveDialog(move, detail, form, arguments, parent, width=600)


def _reopen(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="reopen")
    form.add(TextField("why", msg("Why"), required=True, hint=msg("What is not good yet")))
    note = msg("The first completion is kept; the request is open again.")
    return MoveDialog(move, detail, form, dict, parent, note=note)


def _cancel(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="cancel-request")
    form.add(TextField("reason", msg("Why"), required=True))
    note = msg("It leaves every figure of the open months and cannot be taken up again; its history is kept.")
    return MoveDialog(move, detail, form, dict, parent, note=note)


def _merge(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = Form(columns=1, name="merge")
    hint = msg("number or words of the other request")
    field = LookupField("main_id", msg("Into"), required=True, hint=hint)
    form.add(field)

    def arguments(_values: Mapping[str, Any]) -> Arguments:
        if not field.chosen:
            raise field.refuse(msg("Choose a request from the list."))
        return {"main_id": int(field.chosen)}

    note = msg("It becomes one more caller of the other request and counts once with it. It can be taken apart again.")
    return MoveDialog(move, detail, form, arguments, parent, note=note, width=600)


def offer_candidates(dialog: MoveDialog, lines: Sequence[RequestLine]) -> None:
    """Suggest `lines` in the form of a merge."""
    field = dialog.form.fields["main_id"]
    if isinstance(field, LookupField):
        field.offer(
            [
                Choice(str(line.id), f"{line.number}　{line.room}　{' '.join(line.words.split())}", (line.number,))
                for line in lines
            ]
        )


_BUILDERS: Mapping[Move, Callable[[Move, RequestDetail, Surroundings, QWidget | None], MoveDialog]] = {
    Move.AMEND: _amend,
    Move.ASSIGN: _assign,
    Move.HOLD: _hold,
    Move.EXTEND: _extend,
    Move.URGE: _urge,
    Move.COMPLETE: _complete,
    Move.FOLLOW_UP: _follow_up,
    Move.REOPEN: _reopen,
    Move.CANCEL: _cancel,
    Move.MERGE: _merge,
}
