"""Forms of the moves at a request's end: completed, followed up, reopened, cancelled, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.core.i18n import msg
from desktop.requests.dialogs.move import MoveDialog
from desktop.requests.model import FollowUpOutcome, Move, RequestKind, Satisfaction
from desktop.requests.rows import OUTCOME_LABELS, SATISFACTION_LABELS
from desktop.ui.forms import CheckField, Choice, Form, LookupField, MomentField, SegmentField, TextField
from desktop.ui.keys import KeyBox, key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.requests.dialogs.move import Arguments, Surroundings
    from desktop.requests.rows import RequestDetail, RequestLine

__all__ = ["cancel", "complete", "follow_up", "merge", "offer_candidates", "reopen"]


_NOT_GOOD = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})
"""Grades that offer to take the request up again."""


def complete(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks what was done, and when."""
    form = Form(columns=1, name="complete")
    repair = detail.line.kind is RequestKind.REPAIR
    title = msg("Result") if repair else msg("Answer")
    form.add(TextField("result", title, hint=msg("What was done"), lines=3))
    form.add(MomentField("at", msg("Done at"), around.moments.field(past=True), hint=msg("now")))
    return MoveDialog(move, detail, form, dict, parent)


def follow_up(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks what came of the call, and what follows from it."""
    form = _FollowUpForm(detail, around)
    dialog = MoveDialog(move, detail, form, form.told, parent, note=detail.closing_refusal or "", width=600)
    again = QShortcut(QKeySequence(key("reopen")), dialog)
    again.activated.connect(form.turn)
    return dialog


class _FollowUpForm(Form):
    """Asks what follows only where it can: closing by who may close, taking up again after a low grade."""

    def __init__(self, detail: RequestDetail, around: Surroundings) -> None:
        super().__init__(columns=1, name="follow-up")
        self._may_close = Move.CLOSE in detail.moves and detail.closing_refusal is None
        self._may_reopen = Move.REOPEN in detail.moves
        outcomes = [Choice(str(outcome), words) for outcome, words in OUTCOME_LABELS.items()]
        grades = [Choice(str(grade), words) for grade, words in SATISFACTION_LABELS.items()]
        self.outcome = SegmentField("outcome", msg("Call"), outcomes, required=True)
        self.grade = SegmentField("satisfaction", msg("Grade"), grades)
        self.said = TextField("words", msg("Said"), hint=msg("In the resident's words"))
        self.close_it = CheckField("close", msg("Then"), msg("Close the request"), on=True)
        self.reopen = CheckField("reopen", msg("Then"), msg("Reopen it: what was said becomes the reason"))
        made_at = MomentField("made_at", msg("Called at"), around.moments.field(past=True), hint=msg("now"))
        self.reopen.add_beside(KeyBox(key("reopen")))
        for field in (self.outcome, self.grade, self.said, made_at, self.close_it, self.reopen):
            self.add(field)
        self.outcome.choose(FollowUpOutcome.REACHED)
        for deciding in (self.outcome, self.grade, self.reopen):
            deciding.changed.connect(self._fit)
        self._fit()

    @property
    def _reached(self) -> bool:
        return self.outcome.text() == FollowUpOutcome.REACHED

    @property
    def _offers_again(self) -> bool:
        return self._may_reopen and self._reached and self.grade.text() in _NOT_GOOD

    @property
    def _closes(self) -> bool:
        again = self._offers_again and bool(self.reopen.value())
        return self._may_close and self.outcome.text() != FollowUpOutcome.NO_ANSWER and not again

    def _fit(self) -> None:
        self.show_field("satisfaction", self._reached)
        self.show_field("reopen", self._offers_again)
        self.show_field("close", self._closes)

    def turn(self) -> None:
        """Take up again what is not good, or leave it; nothing where that is not asked."""
        if self.reopen.shown:
            self.reopen.box.toggle()

    def told(self, values: Mapping[str, Any]) -> Arguments:
        """Return the arguments of the service; raise UserError where it is to be taken up again without a reason."""
        grade = values["satisfaction"] if self._reached else ""
        again = self._offers_again and values["reopen"]
        if again and not values["words"]:
            raise self.said.refuse(msg("Say what is not good yet; a few words are enough."))
        return {
            "outcome": FollowUpOutcome(values["outcome"]),
            "satisfaction": Satisfaction(grade) if grade else None,
            "words": values["words"],
            "made_at": values["made_at"],
            "close": values["close"] and self._closes,
            "reopen_because": values["words"] if again else "",
        }


def reopen(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks what is not good yet."""
    form = Form(columns=1, name="reopen")
    form.add(TextField("why", msg("Why"), required=True, hint=msg("What is not good yet")))
    note = msg("The first completion is kept; the request is open again.")
    return MoveDialog(move, detail, form, dict, parent, note=note)


def cancel(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks why the request is withdrawn."""
    form = Form(columns=1, name="cancel-request")
    form.add(TextField("reason", msg("Why"), required=True))
    note = msg("It leaves every figure of the open months and cannot be taken up again; its history is kept.")
    return MoveDialog(move, detail, form, dict, parent, note=note)


def merge(move: Move, detail: RequestDetail, _around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks which request has the same fault."""
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
