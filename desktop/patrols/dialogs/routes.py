"""A route: what it is called, whose guards walk it, whether in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.patrols.dialogs.forms import PatrolDialog
from desktop.patrols.rows import NewRoute
from desktop.staff.rows import department_name
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, LineField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.patrols.dialogs.forms import Command
    from desktop.patrols.rows import DepartmentChoice, FindingChoices, RouteLine
    from desktop.ui.language import Text

__all__ = ["RouteDialog", "department_choice"]


class RouteDialog(PatrolDialog):
    """A route is laid down, or changed."""

    def __init__(self, choices: FindingChoices, route: RouteLine | None = None, parent: QWidget | None = None) -> None:
        """Change `route`, or lay down a new one for one of the departments of `choices`."""
        self._route = route
        form = Form(columns=1, name="patrol-route")
        form.add(LineField("name", msg("Route name"), required=True, hint=msg("Night round, towers")))
        departments = [department_choice(each) for each in choices.departments]
        form.add(ChoiceField("department_id", msg("Department"), departments, required=True))
        form.add(CheckField("fixed_order", msg("Order"), msg("Its points are walked in their order")))
        form.add(TextField("note", msg("Note"), hint=msg("printed on the patrol sheet")))
        for key, text in _texts(route).items():
            form.fields[key].set_text(text)
        title = msg("New route") if route is None else msg("Change the route")
        key = "new-route" if route is None else f"route-{route.id}"
        super().__init__(title, form, msg("Save"), key=key, parent=parent)
        self.saved = msg("The route is saved")

    def renew(self, route: RouteLine) -> None:
        """Go on with the route as it stands now; fields that nobody touched follow it."""
        if self._route is None or route.id != self._route.id:
            return
        before, self._route = _texts(self._route), route
        for key, text in _texts(route).items():
            if self.form.fields[key].text() == before[key]:
                self.form.fields[key].set_text(text)

    def command(self, values: dict[str, Any]) -> Command:
        """Return what saves the route."""
        department = values["department_id"]
        draft = NewRoute(values["name"], int(department) if department else None, values["fixed_order"], values["note"])
        route = self._route
        if route is None:
            return lambda service, operation: service.add_route(draft, operation_id=operation)
        return lambda service, operation: service.amend_route(
            route.id, draft, version=route.version, operation_id=operation
        )


def department_choice(department: DepartmentChoice) -> Choice:
    """Return a department as a form offers it, found by its pinyin as well."""

    def words(spoken: Any) -> str:
        return department_name(department.name, spoken)

    said: Text = words
    return Choice(str(department.id), said, department.finds)


def _texts(route: RouteLine | None) -> Mapping[str, str]:
    if route is None:
        return {}
    fixed = "yes" if route.fixed_order else ""
    return {"name": route.name, "department_id": str(route.department_id), "fixed_order": fixed, "note": route.note}
