"""What each move needs to be told, as a form that returns the arguments of the service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.requests.dialogs import complaints, endings, letters, working
from desktop.requests.dialogs.endings import offer_candidates
from desktop.requests.dialogs.facts import FactsForm
from desktop.requests.dialogs.move import MoveDialog, Surroundings
from desktop.requests.model import OPEN_STATES, Move
from desktop.requests.presenter import RoomFinder
from desktop.requests.presenter.amending import DueAsker, due_offer
from desktop.requests.rows import RequestFacts
from desktop.ui.forms import CheckField
from desktop.ui.language import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.requests.dialogs.move import Arguments
    from desktop.requests.rows import RequestDetail
    from desktop.requests.rule import DueTimes

__all__ = ["MoveDialog", "Surroundings", "move_dialog", "offer_candidates"]

WIDE = 880


def move_dialog(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None = None) -> MoveDialog:
    """Return the form of `move`; raise KeyError for a move that needs none."""
    return _BUILDERS[move](move, detail, around, parent)


def _amend(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    form = FactsForm(RoomFinder(around.desk, around.tasks), around.moments, taking_in=False, name="amend")
    form.offer_names(around.directory)
    form.load(detail)
    if detail.appointment_at is not None:
        form.appointment.set_text(around.typed(detail.appointment_at))
    anew = CheckField("recalculate_due", msg("Due"), msg("Reckon it anew by the rules for what is chosen now"))
    form.add(anew, wide=True)
    rules_by = (form.category, form.priority)
    before = [field.text() for field in rules_by]
    asker = DueAsker(around.desk, around.tasks, form)

    def fit() -> None:
        is_other = detail.line.state in OPEN_STATES and before != [field.text() for field in rules_by]
        form.show_field("recalculate_due", is_other)
        if is_other:
            asker.ask(detail.line.id, form.category_id or None, form.priority.text())

    def offer(times: DueTimes | None) -> None:
        if times is None:
            form.show_field("recalculate_due", False)
        else:
            say(anew.box, text=partial(due_offer, times, around.moments.seen))

    def arguments(values: Mapping[str, Any]) -> Arguments:
        corrected = RequestFacts(**form.arguments(values))
        return {"corrected": corrected, "recalculate_due": anew.shown and values["recalculate_due"]}

    for field in rules_by:
        field.changed.connect(fit)
    asker.told.connect(offer)
    fit()
    return MoveDialog(move, detail, form, arguments, parent, width=WIDE)


_BUILDERS: Mapping[Move, Callable[[Move, RequestDetail, Surroundings, QWidget | None], MoveDialog]] = {
    Move.AMEND: _amend,
    Move.ASSIGN: working.assign,
    Move.HAND_BACK: working.hand_back,
    Move.HOLD: working.hold,
    Move.EXTEND: working.extend,
    Move.EXPLAIN: working.explain,
    Move.URGE: working.urge,
    Move.GRADE: complaints.grade,
    Move.TELL: complaints.tell,
    Move.COMPLETE: endings.complete,
    Move.FOLLOW_UP: endings.follow_up,
    Move.REOPEN: endings.reopen,
    Move.CANCEL: endings.cancel,
    Move.MERGE: endings.merge,
    Move.LETTER: letters.letter,
}
