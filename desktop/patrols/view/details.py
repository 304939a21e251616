"""What is looked at beside the lists: the days, one round point by point, one route with its points and duties."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.patrols.rows import ROUND_LABELS
from desktop.patrols.table import (
    ROUND_LOOKS,
    point_columns,
    step_columns,
    weekdays_words,
)
from desktop.staff.rows import department_name
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, Facts, ListFrame, Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.patrols.presenter import PatrolsPresenter
    from desktop.patrols.rows import (
        DutyLine,
        FindingLine,
        PointLine,
        RoundFile,
        RouteLine,
        StepLine,
    )
    from desktop.ui.language import Text

__all__ = ["DaysPanel", "RoundPanel", "RoutePanel"]

LABELS = 64
LEAST_LIST = 132
"""Px of a list within a panel that is scrolled, so that some rows are seen on a low page."""


class DaysPanel(Panel):
    """What was due, made and missed day by day. `chosen(day)`: its rounds are to be shown."""

    chosen = Signal(object)

    def __init__(self, presenter: PatrolsPresenter) -> None:
        """Show what `presenter` counted."""
        super().__init__(msg("By day"), name="patrol-days")
        self.view = ListView(presenter.days, label=msg("Rounds by day"), name="patrol-days", row="row-two-line")
        empty = EmptyState(msg("No rounds were due yet"), msg("A route needs rounds per shift."), icon="footprints")
        self.body.addWidget(ListFrame(self.view, empty), 1)
        self.view.row_changed.connect(lambda line: None if line is None else self.chosen.emit(line.day))


class RoundPanel(Panel):
    """One round. `request_asked(request_id)`: a request is to be opened; `removal_asked()`: it was a mistake."""

    request_asked = Signal(int)
    removal_asked = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        """Show times in `zone`."""
        super().__init__(name="patrol-round")
        self._zone = zone
        self.file: RoundFile | None = None
        self.heading = _heading(self)
        self.state = Chip(name="round-state")
        self.tools.addWidget(self.state)
        self.empty = EmptyState(msg("No round is chosen"), msg("Choose one in the list."), icon="footprints")
        self.body.addWidget(self.empty, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        self.facts = Facts(width=LABELS)
        self.facts.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self.facts)
        self.steps: RowsModel[StepLine] = RowsModel(step_columns(zone, self._found), parent=self)
        self.points = ListView(self.steps, label=msg("Points of the round"), name="patrol-steps", row="row-two-line")
        self.points.setMinimumHeight(LEAST_LIST)
        column.addWidget(self.points, 1)
        self.remove = Button(msg("Remove this sheet"), icon="trash-2", kind="link", small=True, name="remove-sheet")
        self.remove.clicked.connect(self.removal_asked)
        column.addWidget(self.remove)
        self.area = scrolled(inside)
        self.body.addWidget(self.area, 1)
        self.points.opened.connect(self._open)
        self.show_file(None, own=False)

    def show_file(self, file: RoundFile | None, *, own: bool) -> None:
        """Show a round, or that none is chosen; `own`: it was entered by this account, and can be removed."""
        self.file = file
        say(self.heading, text="" if file is None else file.line.route)
        self.empty.setVisible(file is None)
        self.area.setVisible(file is not None)
        self.state.setVisible(file is not None)
        if file is None:
            return
        line = file.line
        self.state.show_state(ROUND_LABELS[line.state], *ROUND_LOOKS[line.state])
        facts: list[tuple[Text, Text]] = [
            (msg("Shift"), partial(_shift, file)),
            (msg("Walked"), partial(_hours, file, self._zone)),
            (msg("Walked by"), line.walker),
        ]
        if line.end_words:
            facts.append((msg("Broken off"), line.end_words))
        self.facts.show_facts(facts)
        self.steps.set_rows(file.steps)
        self.remove.setVisible(own and line.from_sheet and not file.findings)

    def _found(self, step: StepLine) -> FindingLine | None:
        findings = () if self.file is None else self.file.findings
        return next((line for line in findings if line.point_id == step.point_id), None)

    def _open(self, step: StepLine) -> None:
        found = self._found(step)
        if found is not None:
            self.request_asked.emit(found.request_id)


class RoutePanel(Panel):
    """One route. `asked(what)`: amend, duties, archive, resume, add, change, earlier, later, out."""

    asked = Signal(str)

    def __init__(self, *, may_edit: bool) -> None:
        """Offer to change it only where one may."""
        super().__init__(name="patrol-route")
        self.heading = _heading(self)
        self.empty = EmptyState(msg("No route is chosen"), msg("Choose one in the list."), icon="footprints")
        self.body.addWidget(self.empty, 1)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(12, 10, 12, 10)
        self.column.setSpacing(10)
        self.area = scrolled(inside)
        self.body.addWidget(self.area, 1)
        self.route: RouteLine | None = None
        self._may_edit = may_edit
        self.buttons: dict[str, Button] = {}
        self.facts = Facts(width=LABELS)
        self.column.addWidget(self.facts)
        self.column.addWidget(
            self._row(
                ("amend", msg("Change the route"), "square-pen", ""),
                ("duties", msg("Rounds per shift"), "clock", ""),
                ("archive", msg("Lay aside"), "archive", ""),
                ("resume", msg("Use again"), "archive-restore", ""),
            )
        )
        self.points: RowsModel[PointLine] = RowsModel(point_columns(), parent=self)
        self.view = ListView(self.points, label=msg("Points of the route"), name="patrol-points", row="row-two-line")
        self.view.setMinimumHeight(LEAST_LIST)
        self.column.addWidget(ListFrame(self.view, EmptyState(msg("No points yet"), "", icon="map-pin")), 1)
        self.column.addWidget(
            self._row(
                ("add", msg("Add a point"), "plus", ""),
                ("change", msg("Change the point"), "square-pen", ""),
                ("earlier", msg("Move up"), "arrow-up", "call-earlier"),
                ("later", msg("Move down"), "arrow-down", "call-later"),
                ("out", msg("Take out the point"), "x", ""),
            )
        )
        self.view.opened.connect(lambda _point: self.asked.emit("change"))
        self.view.row_changed.connect(lambda _point: self._allow())
        self.show_route(None)

    @property
    def point(self) -> PointLine | None:
        """Return the point selected."""
        row: PointLine | None = self.view.row
        return row

    def show_route(self, route: RouteLine | None) -> None:
        """Show a route, or that none is chosen."""
        self.route = route
        say(self.heading, text="" if route is None else route.name)
        self.empty.setVisible(route is None)
        self.area.setVisible(route is not None)
        if route is None:
            return
        order = msg("fixed") if route.fixed_order else msg("free")
        facts: list[tuple[Text, Text]] = [
            (msg("Department"), lambda spoken: department_name(route.department, spoken)),
            (msg("Order"), order),
            (msg("Rounds due"), partial(_duties, route.duties)),
        ]
        if route.note:
            facts.append((msg("Note"), route.note))
        self.facts.show_facts(facts)
        self.points.set_rows(route.points)
        self._allow()

    def _allow(self) -> None:
        route, chosen = self.route, self.point is not None
        used = route is not None and not route.archived
        for what, button in self.buttons.items():
            wanted = used if what != "resume" else not used
            button.setVisible(self._may_edit and wanted)
            button.setEnabled(chosen or what not in {"change", "earlier", "later", "out"})

    def _row(self, *buttons: tuple[str, Text, str, str]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for what, words, icon, name in buttons:
            button = Button(
                words, icon=icon, key=key(name) if name else "", kind="link", small=True, name=f"route-{what}"
            )
            button.clicked.connect(lambda _on=False, what=what: self.asked.emit(what))
            flow.addWidget(button)
            self.buttons[what] = button
        return holder


def _heading(panel: Panel) -> QLabel:
    """Put a heading that is cut where it is long into the head of `panel`, in place of its title."""
    panel.set_title("")
    panel.title.hide()
    heading = label("", "strong", cut=True)
    panel.head.addWidget(heading)
    return heading


def _shift(file: RoundFile, spoken: Language) -> str:
    return f"{spoken.full_date(file.line.day)} {file.line.shift}"


def _hours(file: RoundFile, zone: ZoneInfo, spoken: Language) -> str:
    line = file.line
    begun = spoken.moment(line.started_at, zone)
    if line.ended_at is None:
        return begun
    said = f"{begun} – {spoken.time(line.ended_at, zone)}"
    return spoken.gettext("%(hours)s, from a sheet", hours=said) if line.from_sheet else said


def _duties(duties: Sequence[DutyLine], spoken: Language) -> str:
    said = []
    for duty in duties:
        words = f"{duty.shift} {duty.starts:%H:%M}–{duty.ends:%H:%M} ×{spoken.integer(duty.times)}"
        days = weekdays_words(duty.weekdays, spoken)
        until = "" if duty.until is None else spoken.gettext("until %(day)s", day=spoken.short_date(duty.until))
        said.append(" ".join(filter(None, (words, days, until))))
    return "\n".join(said) or spoken.gettext("no rounds due")
