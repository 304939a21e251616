"""A point of a route: what it is called, what it is, for whom what is found there is, what its tag says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.patrols.dialogs.forms import PatrolDialog
from desktop.patrols.dialogs.routes import department_choice
from desktop.patrols.model import PointKind
from desktop.patrols.rows import POINT_LABELS, NewPoint
from desktop.ui.forms import Choice, ChoiceField, Form, LineField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.patrols.dialogs.forms import Command
    from desktop.patrols.rows import FindingChoices, PointLine, RouteLine

__all__ = ["PointDialog", "as_new"]


def as_new(point: PointLine) -> NewPoint:
    """Return a point as it is, to be written again with the others of its route."""
    return NewPoint(point.name, point.kind, point.building_id, point.department_id, point.code, point.id)


class PointDialog(PatrolDialog):
    """A point is added at the end of a route, or changed."""

    def __init__(
        self, route: RouteLine, choices: FindingChoices, point: PointLine | None = None, parent: QWidget | None = None
    ) -> None:
        """Change `point` of `route`, or add one."""
        self._route = route
        self._point = point
        form = Form(columns=1, name="patrol-point")
        form.add(LineField("name", msg("Point name"), required=True, hint=msg("Pump room, garage B1")))
        kinds = [Choice(kind.value, words) for kind, words in POINT_LABELS.items()]
        form.add(ChoiceField("kind", msg("Kind"), kinds, required=True))
        departments = [department_choice(each) for each in choices.departments]
        form.add(ChoiceField("department_id", msg("Findings for"), departments, hint=msg("the route's department")))
        form.add(LineField("code", msg("Point tag"), hint=msg("scan it, or leave it empty")))
        kept = {"kind": PointKind.OTHER.value}
        if point is not None:
            department = "" if point.department_id is None else str(point.department_id)
            kept = {"name": point.name, "kind": point.kind.value, "department_id": department, "code": point.code}
        for key, text in kept.items():
            form.fields[key].set_text(text)
        title = msg("New point on %(route)s", route=route.name) if point is None else msg("Change the point")
        key = f"point-{route.id}-{0 if point is None else point.id}"
        super().__init__(title, form, msg("Save"), key=key, parent=parent)
        self.saved = msg("The point is saved")

    def renew(self, route: RouteLine) -> None:
        """Go on with the route as it stands now."""
        if route.id == self._route.id:
            self._route = route

    def command(self, values: dict[str, Any]) -> Command:
        """Return what writes the points of the route with this one among them."""
        route, changed = self._route, self._point
        typed = NewPoint(
            values["name"],
            PointKind(values["kind"] or PointKind.OTHER),
            None if changed is None else changed.building_id,
            int(values["department_id"]) if values["department_id"] else None,
            values["code"] or "",
        )
        points = [as_new(point) for point in route.points]
        if changed is None:
            points.append(typed)
        else:
            points = [
                replace(typed, point_id=each.point_id) if each.point_id == changed.id else each for each in points
            ]
        return lambda service, operation: service.set_points(
            route.id, points, version=route.version, operation_id=operation
        )
