"""What is done about patrols at the desk, from a button to the line that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.patrols.dialogs import DutiesDialog, PointDialog, RouteDialog, SheetDialog, as_new
from desktop.patrols.service import PatrolService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.patrols.presenter import PatrolsPresenter
    from desktop.patrols.rows import NewPoint, PointLine, RoundFile, RouteLine
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "PatrolActs"]

DRAFTS = "patrols"
"""The name under which half-typed forms of patrols are kept."""


class PatrolActs(Acts[PatrolService]):
    """Opens the forms of patrols over `page`, and makes their writes. `question` is the one that is open."""

    def __init__(self, desk: Desk, shell: Shell, presenter: PatrolsPresenter, page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(Writer(PatrolService(desk), shell.tasks, page), shell, page, DRAFTS)
        self.question: Question | None = None
        self._desk = desk
        self._presenter = presenter

    def new_route(self, then: Callable[[Changes], None]) -> None:
        """Lay down a route; `then` it is looked at."""
        if self.dialog is None:
            self.open(RouteDialog(self._presenter.choices, None, self.page), then)

    def enter_sheet(self, route: RouteLine | None) -> None:
        """Enter a round of `route` that was walked on paper."""
        if self.dialog is None and route is not None:
            self.open(SheetDialog(self._desk, route, self._presenter.choices, self.page), undo=_removed)

    def remove(self, file: RoundFile) -> None:
        """Remove a sheet that was entered by mistake, once that is confirmed."""
        self.question = Question(
            msg("Remove this sheet?"),
            msg("The round of %(route)s is removed as if it had never been entered.", route=file.line.route),
            msg("Remove"),
            self.page,
        )
        self.question.accepted.connect(lambda: self._remove(file))
        self.question.finished.connect(self._forget_question)
        self.question.open()

    def change(self, what: str, route: RouteLine, point: PointLine | None) -> None:
        """Do `what` with a route, or with its point that is selected."""
        if self.dialog is not None:
            return
        if what == "amend":
            self.open(RouteDialog(self._presenter.choices, route, self.page))
        elif what == "duties":
            self.open(DutiesDialog(route, self._presenter.shifts, self.page))
        elif what in {"archive", "resume"}:
            self._set_aside(route, aside=what == "archive")
        elif what == "add":
            self.open(PointDialog(route, self._presenter.choices, None, self.page))
        elif point is not None and what == "change":
            self.open(PointDialog(route, self._presenter.choices, point, self.page))
        elif point is not None:
            self._arrange(what, route, point)

    def _set_aside(self, route: RouteLine, *, aside: bool) -> None:
        name = route.name
        said = msg("%(route)s is laid aside", route=name) if aside else msg("%(route)s is in use again", route=name)

        def write(service: PatrolService, operation: str) -> Changes:
            act = service.archive_route if aside else service.resume_route
            return act(route.id, version=route.version, operation_id=operation)

        self.make(write, said)

    def _arrange(self, what: str, route: RouteLine, point: PointLine) -> None:
        """Move a point in the order of its route, or take it out."""
        points = [as_new(each) for each in route.points]
        place = next(index for index, each in enumerate(points) if each.point_id == point.id)
        moved = points.pop(place)
        if what == "out":
            self._write_points(route, points, msg("%(point)s is taken out", point=point.name))
            return
        target = place - 1 if what == "earlier" else place + 1
        if 0 <= target <= len(points):
            points.insert(target, moved)
            self._write_points(route, points)

    def _write_points(self, route: RouteLine, points: list[NewPoint], said: Text = "") -> None:
        self.make(
            lambda service, operation: service.set_points(
                route.id, points, version=route.version, operation_id=operation
            ),
            said,
        )

    def _remove(self, file: RoundFile) -> None:
        line = file.line
        self.make(
            lambda service, operation: service.withdraw_round(line.id, version=line.version, operation_id=operation),
            msg("The sheet is removed"),
        )

    def _forget_question(self, _result: int) -> None:
        if self.question is not None:
            self.question.deleteLater()
        self.question = None


def _removed(changes: Changes) -> Callable[[PatrolService, str], Changes] | None:
    """Return what removes a sheet again that was just entered, None where something was found: that is a request."""
    if changes.touches("request"):
        return None

    def remove(service: PatrolService, operation: str) -> Changes:
        version = service.round(changes.result).line.version
        return service.withdraw_round(changes.result, version=version, operation_id=operation)

    return remove
