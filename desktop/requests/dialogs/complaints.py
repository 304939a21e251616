"""Forms of the moves that only complaints have: how grave it is, and who was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.requests.dialogs.move import MoveDialog
from desktop.requests.model import Move, Signer
from desktop.requests.rows import SIGNER_LABELS, listed
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, SegmentField, TextField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.requests.dialogs.move import Arguments, Surroundings
    from desktop.requests.rows import GradeRow, RequestDetail

__all__ = ["grade", "tell"]

RESIDENT = "resident"
SOMEONE = "someone"
PERSON = "person:"
MOST_SEGMENTS = 5


def grade(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that asks how grave a complaint is, whom it accuses and what was promised."""
    form = Form(columns=1, name="grade")
    grades = {str(row.id): row for row in around.directory.grades}
    finds = around.directory.finds
    choices = [Choice(key, row.name, finds.get(row.name, ())) for key, row in grades.items()]
    few = len(choices) <= MOST_SEGMENTS
    title = msg("Graded as")
    field = (SegmentField if few else ChoiceField)("grade_id", title, choices, required=True)
    field.choose(str(detail.grade_id or ""))
    form.add(field)
    departments = [
        Choice(str(row.id), row.name, around.directory.finds.get(row.name, ()))
        for row in around.directory.departments
        if row.active or row.id == detail.accused_department_id
    ]
    accused = ChoiceField("accused_department_id", msg("Against"), departments, hint=msg("which department"))
    accused.choose(str(detail.accused_department_id or ""))
    form.add(accused)
    promised = MomentField(
        "promised_at", msg("Promised for"), around.moments.field(past=False), hint=msg("tomorrow 18:00")
    )
    if detail.line.promised_at is not None:
        promised.set_text(around.typed(detail.line.promised_at))
    form.add(promised)

    def arguments(values: Mapping[str, Any]) -> Arguments:
        department = values["accused_department_id"]
        return {
            "grade_id": int(values["grade_id"]),
            "accused_department_id": int(department) if department else None,
            "promised_at": values["promised_at"],
        }

    dialog = MoveDialog(move, detail, form, arguments, parent, width=560)
    asks = label("", "small", "ink2", wrap=True, name="grade-asks")
    dialog.body.insertWidget(dialog.body.count() - 1, asks)

    def explain() -> None:
        row = grades.get(field.text())
        say(asks, text="" if row is None else _asks(row))

    field.changed.connect(explain)
    explain()
    return dialog


def _asks(row: GradeRow) -> Message:
    """Return what a grade asks for."""
    told = listed(row.tell)
    if row.signer is Signer.ANYONE:
        return msg("To be told: %(whom)s.", whom=told) if told else msg("Nobody else has to be told or to sign.")
    signer = SIGNER_LABELS[row.signer]
    if not told:
        return msg("Its closing must be signed by: %(signer)s.", signer=signer)
    return msg("To be told: %(whom)s. Its closing must be signed by: %(signer)s.", whom=told, signer=signer)


def tell(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form that notes who was told, those first who still have to be."""
    form = Form(columns=1, name="tell")
    choices = [Choice(f"{PERSON}{row.whom}", row.whom) for row in detail.tellings if row.told_at is None]
    if detail.line.completed_at is not None:
        choices.append(Choice(RESIDENT, msg("The resident: the result")))
    choices.append(Choice(SOMEONE, msg("Someone else")))
    whom = ChoiceField("whom", msg("Told to"), choices, required=True)
    whom.choose(choices[0].key)
    form.add(whom)
    form.add(LineField("person", msg("Who"), hint=msg("name or post")))
    form.add(TextField("words", msg("Remark")))
    form.add(MomentField("told_at", msg("Told at"), around.moments.field(past=True), hint=msg("now")))

    def fit() -> None:
        form.show_field("person", whom.text() == SOMEONE)

    def arguments(values: Mapping[str, Any]) -> Arguments:
        chosen = values["whom"]
        person = values["person"] if chosen == SOMEONE else chosen.removeprefix(PERSON)
        if not person:
            raise form.fields["person"].refuse(msg("Say who was told."))
        named = "" if chosen == RESIDENT else person
        return {"whom": named, "words": values["words"], "told_at": values["told_at"]}

    whom.changed.connect(fit)
    fit()
    return MoveDialog(move, detail, form, arguments, parent, width=560)
