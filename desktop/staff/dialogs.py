"""The forms of departments and workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.staff.presenter import NewWorker
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, PhoneField
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.staff.rows import DepartmentRow
    from desktop.staff.table import WorkerLine

__all__ = ["MoveDialog", "NewDepartmentDialog", "NewWorkerDialog"]

NONE = "0"
"""Key of the choice "no department"."""


class NewDepartmentDialog(FormDialog):
    """Asks for a department. `asked(name)`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Ask for its name."""
        form = Form(columns=1, name="new-department")
        form.add(LineField("name", msg("Name of the department"), required=True, width=240))
        super().__init__(msg("New department"), form, msg("Add department"), parent)
        note = msg("It is offered for dispatch at once and gets a monthly report of its own.")
        self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(values["name"])


class NewWorkerDialog(FormDialog):
    """Asks for a worker. `asked(NewWorker)`."""

    asked = Signal(object)

    def __init__(self, departments: Sequence[DepartmentRow], department_id: int, parent: QWidget) -> None:
        """Offer `departments`, the one with `department_id` chosen (0: none)."""
        form = Form(columns=1, name="new-worker")
        form.add(LineField("name", msg("Name"), required=True, width=240))
        form.add(_department_field(departments, department_id))
        form.add(PhoneField("phone", msg("Phone"), width=240))
        super().__init__(msg("New worker"), form, msg("Add worker"), parent)
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(NewWorker(values["name"], _department_id(values), values["phone"]))


class MoveDialog(FormDialog):
    """Asks to which department a worker belongs from now on. `asked(department id or None)`."""

    asked = Signal(object)

    def __init__(self, line: WorkerLine, departments: Sequence[DepartmentRow], parent: QWidget) -> None:
        """Begin with where the worker of `line` is now."""
        form = Form(columns=1, name="move-worker")
        form.add(_department_field(departments, line.worker.department_id or 0))
        super().__init__(msg("Department of %(name)s", name=line.worker.name), form, msg("Save"), parent)
        note = msg("Requests already dispatched stay where they are.")
        self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(_department_id(values))


def _department_field(departments: Sequence[DepartmentRow], chosen: int) -> ChoiceField:
    choices = [Choice(NONE, msg("No department")), *(Choice(str(each.id), each.name) for each in departments)]
    field = ChoiceField("department_id", msg("Department"), choices, width=240)
    field.choose(str(chosen))
    return field


def _department_id(values: dict[str, Any]) -> int | None:
    chosen = values["department_id"]
    return None if chosen in {"", NONE} else int(chosen)
