"""The forms of rectification actions: agreed, amended, done, postponed, checked, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.texts import search_form
from desktop.households.dialogs import day_reader
from desktop.issues.dialogs.forms import ActionDialog, PointDialog
from desktop.issues.rows import NewAction
from desktop.ui.forms import Choice, Form, LookupField, MomentField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Message
    from desktop.issues.dialogs.forms import Command
    from desktop.issues.offer import IssueNames
    from desktop.issues.rows import ActionRow, IssueRow

__all__ = ["ActionForm", "AmendAction", "DropAction", "FinishAction", "JudgeAction", "OwnerField", "PostponeAction"]

MOST_OFFERED = 12


class OwnerField(LookupField):
    """Who does it: a worker, found by name or pinyin, or anybody by name."""

    def __init__(self, names: IssueNames, department_id: int | None) -> None:
        """Offer the workers, those of the department first."""
        super().__init__("owner", msg("Responsible"), hint=msg("a worker or anybody's name"))
        self._names = names
        self._workers = names.workers_of(department_id)
        self.asked.connect(self._suggest)
        self.line.editingFinished.connect(self._settle)

    @property
    def worker_id(self) -> int | None:
        """Return the worker that is meant: chosen, or the only one so called; None for anybody else."""
        if self.chosen:
            return int(self.chosen)
        called = [worker.id for worker in self._workers if worker.name == self.value()]
        return called[0] if len(called) == 1 else None

    def _suggest(self, text: str) -> None:
        form = search_form(text)
        found = [
            Choice(str(worker.id), worker.name, (worker.name,))
            for worker in self._workers
            if form and (form in search_form(worker.name) or self._sounds_like(worker.name, form))
        ]
        self.offer(found[:MOST_OFFERED])

    def _settle(self) -> None:
        """Take the only worker meant by pinyin that was left standing: it is nobody's name."""
        form = search_form(self.line.text())
        if self.chosen or not form or any(form in search_form(worker.name) for worker in self._workers):
            return
        meant = [worker for worker in self._workers if self._sounds_like(worker.name, form)]
        if len(meant) == 1:
            self.choose(str(meant[0].id), meant[0].name)

    def _sounds_like(self, name: str, form: str) -> bool:
        return any(each.startswith(form) for each in self._names.finds.get(name, ()))


class ActionForm(PointDialog):
    """An action is agreed: what, who, until when, by what it will be checked.

    A picker for any page: it needs the point and names. `submitted(values)` asks for `command(values)`.
    """

    def __init__(self, names: IssueNames, row: IssueRow, today: date, parent: QWidget | None = None) -> None:
        """Agree an action of `row`."""
        form, self._owner = _form(names, row.department_id, today)
        super().__init__(
            row,
            msg("New action"),
            form,
            msg("Agree"),
            key=f"action-{row.id}",
            saved=msg("The action is agreed."),
            about=row.title,
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the agreeing."""
        row, new = self.row, _new(values, self._owner)
        return lambda service, operation_id: service.add_action(
            row.id, new, version=row.version, operation_id=operation_id
        )


class AmendAction(ActionDialog):
    """An action is put otherwise."""

    def __init__(
        self, names: IssueNames, row: IssueRow, action: ActionRow, today: date, parent: QWidget | None = None
    ) -> None:
        """Amend `action` of `row`."""
        form, self._owner = _form(names, row.department_id, today)
        super().__init__(
            row,
            action,
            msg("Amend the action"),
            form,
            msg("Save"),
            key=f"amend-action-{action.id}",
            saved=msg("The action was amended."),
            parent=parent,
        )

    def texts(self) -> Mapping[str, str]:
        """Return what stands in the fields at first."""
        action = self.action
        due = "" if action.due_on is None else action.due_on.isoformat()
        return {"words": action.words, "owner": action.owner, "due_on": due, "criterion": action.criterion}

    def command(self, values: dict[str, Any]) -> Command:
        """Return the amending."""
        action, new = self.action, _new(values, self._owner)
        return lambda service, operation_id: service.amend_action(
            action.id, new, version=action.version, operation_id=operation_id
        )


class FinishAction(ActionDialog):
    """An action was done: what came of it. Photos are attached to the action itself."""

    def __init__(self, row: IssueRow, action: ActionRow, parent: QWidget | None = None) -> None:
        """Ask for the result of `action`."""
        form = Form(columns=1, name="finish-action")
        form.add(TextField("result", msg("Result"), required=True, hint=msg("what was done, where, how many")))
        super().__init__(
            row,
            action,
            msg("The action was done"),
            form,
            msg("Done"),
            key=f"finish-{action.id}",
            saved=msg("Action done; now it is to be checked."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the result."""
        action = self.action
        return lambda service, operation_id: service.finish_action(
            action.id, values["result"], version=action.version, operation_id=operation_id
        )


class PostponeAction(ActionDialog):
    """An action gets a later day, for a reason."""

    def __init__(self, row: IssueRow, action: ActionRow, today: date, parent: QWidget | None = None) -> None:
        """Ask for the new day of `action`."""
        form = Form(columns=1, name="postpone-action")
        form.add(_due("due_on", msg("New day"), today, required=True))
        form.add(TextField("reason", msg("Reason"), required=True, hint=msg("waits for parts, for the contractor")))
        super().__init__(
            row,
            action,
            msg("Postpone the action"),
            form,
            msg("Postpone"),
            key=f"postpone-{action.id}",
            saved=msg("The action was postponed."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the move."""
        action = self.action
        return lambda service, operation_id: service.postpone_action(
            action.id, values["due_on"], values["reason"], version=action.version, operation_id=operation_id
        )


class JudgeAction(ActionDialog):
    """An action that was done is checked: effective, or not."""

    def __init__(self, row: IssueRow, action: ActionRow, parent: QWidget | None = None) -> None:
        """Ask what the check of `action` came to."""
        form = Form(columns=1, name="judge-action")
        choices = (Choice("yes", msg("Effective")), Choice("no", msg("Not effective")))
        form.add(SegmentField("effective", msg("Check"), choices, required=True))
        form.add(
            TextField(
                "words", msg("What was found"), hint=msg("what the check showed; needed where it was not effective")
            )
        )
        super().__init__(
            row,
            action,
            msg("Was the action effective?"),
            form,
            msg("Save"),
            key=f"judge-{action.id}",
            saved=msg("The action was checked."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the judgement."""
        action, effective = self.action, values["effective"] == "yes"
        return lambda service, operation_id: service.judge_action(
            action.id, effective, values["words"], version=action.version, operation_id=operation_id
        )


class DropAction(ActionDialog):
    """An action is given up, for a reason."""

    def __init__(self, row: IssueRow, action: ActionRow, parent: QWidget | None = None) -> None:
        """Ask why."""
        form = Form(columns=1, name="drop-action")
        form.add(TextField("reason", msg("Reason"), required=True))
        super().__init__(
            row,
            action,
            msg("Call the action off"),
            form,
            msg("Call off"),
            key=f"drop-action-{action.id}",
            saved=msg("The action was called off."),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the giving up."""
        action = self.action
        return lambda service, operation_id: service.drop_action(
            action.id, values["reason"], version=action.version, operation_id=operation_id
        )


def _due(key: str, label: Message, today: date, *, required: bool = False) -> MomentField:
    read = day_reader(today, coming=True)
    return MomentField(key, label, read, required=required, hint=msg("e.g. 11-01"), width=130)


def _form(names: IssueNames, department_id: int | None, today: date) -> tuple[Form, OwnerField]:
    form = Form(columns=1, name="issue-action")
    owner = OwnerField(names, department_id)
    form.add(TextField("words", msg("What is done"), required=True, hint=msg("what is done about it, where, how many")))
    form.add(owner)
    form.add(_due("due_on", msg("Due day"), today))
    form.add(TextField("criterion", msg("How it is checked"), hint=msg("what will show that it helped")))
    return form, owner


def _new(values: Mapping[str, Any], owner: OwnerField) -> NewAction:
    return NewAction(values["words"], values["owner"], owner.worker_id, values["due_on"], values["criterion"])
