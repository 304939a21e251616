"""The page of patrols at the desk: rounds due by day, rounds walked, what was found, the routes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.core.permissions import Operation, allows
from desktop.patrols.dialogs import RouteSheetPaper
from desktop.patrols.presenter import PARTS, Part, PatrolsPresenter
from desktop.patrols.view.acting import PatrolActs
from desktop.patrols.view.details import DaysPanel, RoundPanel, RoutePanel
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.choices import SegmentedRow
from desktop.ui.dialogs import show_error
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.page_tabs import PageTabs
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel, label
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.patrols.rows import RoundFile, RouteLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["PatrolsPage"]

DETAIL_WIDTH = 400
_WORDS: Mapping[Part, Message] = {
    Part.DUE: msg("Rounds of a day"),
    Part.ROUNDS: msg("Rounds walked"),
    Part.FINDINGS: msg("Findings"),
    Part.ROUTES: msg("Routes"),
}
_EMPTY: Mapping[Part, tuple[Message, Message]] = {
    Part.DUE: (msg("No rounds are due on this day"), msg("The manager lays down how often each shift walks a route.")),
    Part.ROUNDS: (msg("No round was walked yet"), msg("The guards walk them at the gate, or you enter their sheets.")),
    Part.FINDINGS: (msg("Nothing waits to be mended"), msg("What is found on a round becomes a request.")),
    Part.ROUTES: (msg("There is no route yet"), msg("Lay down which points are walked, and how often.")),
}


class PatrolsPage(TwoColumnPage):
    """Patrols. `show_at(part="findings")`, `show_at(day=date)`, `show_at(round_id=7)`, `show_at(route_id=2)`."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the patrols of `desk`'s community."""
        super().__init__()
        self.setObjectName("patrols-page")
        self._desk = desk
        self._shell = shell
        self._may_edit = allows(desk.actor, Operation.EDIT_PATROLS)
        self.presenter = PatrolsPresenter(desk, shell.tasks, shell.bus, self)
        self.reader = self.presenter
        self.acts = PatrolActs(desk, shell, self.presenter, self)
        self.acts.writer.outdated.connect(self.presenter.read)
        self.views: dict[Part, ListView] = {}
        self._wanted_route = self._wanted_round = 0
        self._build()
        self._connect()
        self._show_part()

    def show_at(self, **where: object) -> None:
        """Show the part, day, round or route asked for, or what was shown before."""
        part, day = where.get("part"), where.get("day")
        if isinstance(part, str) and part in PARTS:
            self.parts.choose(part)
        if isinstance(day, date):
            self.parts.choose(Part.DUE)
            self.presenter.show_day(day)
        round_id, route_id = where.get("round_id"), where.get("route_id")
        if isinstance(round_id, int) and round_id:
            self.parts.choose(Part.ROUNDS)
            self._wanted_round = round_id
            self.presenter.look_at(round_id)
        if isinstance(route_id, int) and route_id:
            self.parts.choose(Part.ROUTES)
            self._wanted_route = route_id
            self.presenter.read()

    def shown_at(self) -> Mapping[str, object]:
        """Return the part shown."""
        return {"part": str(self.presenter.part)}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.acts.keep()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        self.header = PageHeader(msg("The gate"))
        self.header.tags.addWidget(PageTabs("patrols", self._desk.actor, self._shell))
        self.sheet = Button(msg("Enter a sheet"), icon="square-pen", name="enter-patrol-sheet")
        self.print = Button(msg("Print the sheet"), icon="printer", key=key("print"), name="print-patrol-sheet")
        self.add = Button(msg("New route"), icon="plus", key=key("add"), name="new-patrol-route")
        self.sheet.clicked.connect(lambda: self.acts.enter_sheet(self._route()))
        self.print.clicked.connect(self._print)
        self.add.clicked.connect(lambda: self.acts.new_route(self._begun))
        for button in (self.sheet, self.print, self.add):
            self.header.tools.addWidget(button)
        self.add.setVisible(self._may_edit)
        column.addWidget(self.header)
        self.bar = self._bar()
        column.addWidget(self.bar)
        self.split = beside(self._lists(), self._details())
        column.addWidget(self.split, 1)
        self.columns = Columns(
            self.split,
            [self.list_panel, self.bar],
            self.detail,
            self.back,
            detail_width=DETAIL_WIDTH,
            keyed=[self.print, self.add],
        )

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.parts = SegmentedRow([(part, _WORDS[part]) for part in PARTS], name="patrol-part", on_page=True)
        row.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        flow = FlowLayout(holder)
        self.earlier = Button("", icon="chevron-left", key=key("earlier"), small=True, name="day-before")
        self.later = Button("", icon="chevron-right", key=key("later"), small=True, name="day-after")
        for button, words in ((self.earlier, msg("Day before")), (self.later, msg("Day after"))):
            say(button, accessibleName=words, toolTip=words)
            button.set_icon_only(icon_only=True)
        self.day = label("", "strong", name="patrol-day")
        self.day.setFixedHeight(self.earlier.sizeHint().height())
        self.unmended = FilterChip(msg("Only what waits to be mended"), name="unmended")
        self.archived = FilterChip(msg("Laid aside, too"), name="archived-routes")
        for part in (self.earlier, self.day, self.later, self.unmended, self.archived):
            flow.addWidget(part)
        self._flow = flow
        row.addWidget(holder, 1)
        return bar

    def _lists(self) -> Panel:
        self.list_panel = Panel(name="patrol-list")
        self.list_panel.setMinimumWidth(360)
        self.stack = QStackedWidget()
        models: Mapping[Part, Any] = self.presenter.models
        self.empties: dict[Part, EmptyState] = {}
        for part in PARTS:
            missing, advice = _EMPTY[part]
            view = ListView(models[part], label=_WORDS[part], name=f"patrols-{part}", row="row-two-line")
            self.empties[part] = EmptyState(missing, advice, icon="footprints")
            self.stack.addWidget(ListFrame(view, self.empties[part]))
            self.views[part] = view
        self.list_panel.body.addWidget(self.stack, 1)
        self.more = Button(msg("Show more"), kind="link", small=True, name="more-rounds")
        self.list_panel.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.more.hide()
        return self.list_panel

    def _details(self) -> QWidget:
        self.detail = QWidget()
        self.detail.setMinimumWidth(340)
        column = QVBoxLayout(self.detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.back = Button(
            msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="patrol-back"
        )
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.days = DaysPanel(self.presenter)
        self.round = RoundPanel(self._desk.zone)
        self.route = RoutePanel(may_edit=self._may_edit)
        self.shown = QStackedWidget()
        for panel in (self.days, self.round, self.route):
            self.shown.addWidget(panel)
        column.addWidget(self.shown, 1)
        return self.detail

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.listed.connect(self._listed)
        presenter.detailed.connect(self._show_round)
        presenter.conditions_changed.connect(self._show_part)
        presenter.failed.connect(lambda error: show_error(self, error))
        self.parts.chosen.connect(lambda part: presenter.show(Part(part)))
        self.earlier.clicked.connect(lambda: self._turn_day(-1))
        self.later.clicked.connect(lambda: self._turn_day(1))
        self.unmended.clicked.connect(presenter.toggle_mended)
        self.archived.clicked.connect(presenter.toggle_archived)
        self.more.clicked.connect(presenter.show_more)
        self.back.clicked.connect(self._show_list)
        self.days.chosen.connect(self._choose_day)
        self.round.request_asked.connect(self._open_request)
        self.round.removal_asked.connect(self._remove)
        self.route.asked.connect(self._change)
        for part, view in self.views.items():
            view.row_changed.connect(partial(self._look, part))
            view.opened.connect(partial(self._open, part))
        self.listen("leave", self._show_list)
        self.listen("reload", presenter.read)
        self.listen("part-after", partial(self._turn_part, 1))
        self.listen("part-before", partial(self._turn_part, -1))

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show_part(self) -> None:
        presenter, part = self.presenter, self.presenter.part
        self.parts.choose(part)
        self.stack.setCurrentIndex(PARTS.index(part))
        self.setFocusProxy(self.views[part])
        panels = {Part.DUE: self.days, Part.ROUTES: self.route}
        self.shown.setCurrentWidget(panels.get(part, self.round))
        for widget in (self.earlier, self.day, self.later):
            widget.setVisible(part is Part.DUE)
        self.unmended.setVisible(part is Part.FINDINGS)
        self.archived.setVisible(part is Part.ROUTES)
        self.unmended.setChecked(presenter.unmended)
        self.archived.setChecked(presenter.archived)
        self.later.setEnabled(presenter.shown_day < presenter.today)
        say(self.day, text=partial(_day_words, presenter.shown_day))
        missing = _EMPTY[part][0] if part is not Part.FINDINGS or presenter.unmended else msg("Nothing was found yet")
        say(self.empties[part].missing, text=missing)
        self.more.hide()
        self._flow.invalidate()

    def _listed(self) -> None:
        presenter, part = self.presenter, self.presenter.part
        view = self.views[part]
        self.unmended.set_count(presenter.counts.findings)
        self.more.setVisible(part is Part.ROUNDS and presenter.has_more)
        self.header.set_title(msg("The gate"), partial(_counts_words, presenter.counts.missed, presenter.counts.open))
        if part is Part.ROUTES and self._wanted_route:
            view.select(self._wanted_route)
            self._wanted_route = 0
            self.give_place(to_detail=True)
        if part is Part.DUE:
            self.days.view.select(presenter.shown_day)
        elif part is Part.ROUNDS and presenter.round_id and view.row is None:
            view.select(presenter.round_id)
        if presenter.models[part].rowCount() and not view.currentIndex().isValid() and not presenter.round_id:
            view.selectRow(0)
        if part is Part.ROUTES:
            self._show_route(view.row)
        self._allow()

    def _look(self, part: Part, row: Any) -> None:
        if part is not self.presenter.part:
            return
        if part is Part.ROUTES:
            self._show_route(row)
        elif part is Part.ROUNDS and row is not None:
            self.presenter.look_at(row.id)
        elif part is Part.FINDINGS:
            self.presenter.look_at(0 if row is None else row.round_id)
        self._allow()

    def _open(self, part: Part, row: Any) -> None:
        if part is Part.FINDINGS:
            self._open_request(row.request_id)
        elif part is Part.DUE:
            self.parts.choose(Part.ROUNDS)
        else:
            self.give_place(to_detail=True)
            (self.route.view if part is Part.ROUTES else self.round.points).setFocus()

    def _show_round(self, file: RoundFile | None) -> None:
        own = file is not None and file.line.account_id == self._desk.actor.account_id
        self.round.show_file(file, own=own)
        if file is not None and file.line.id == self._wanted_round:
            self._wanted_round = 0
            self.give_place(to_detail=True)

    def _show_route(self, route: RouteLine | None) -> None:
        self.route.show_route(route)
        self.acts.renew(route)

    def _show_list(self) -> None:
        self.give_place(to_detail=False)
        self.views[self.presenter.part].setFocus()

    def _route(self) -> RouteLine | None:
        """Return the route that what is selected is of; the first one where nothing is."""
        row = self.views[self.presenter.part].row
        route_id = getattr(row, "route_id", 0) or (row.id if self.presenter.part is Part.ROUTES and row else 0)
        if self.presenter.part is Part.FINDINGS and self.round.file is not None:
            route_id = self.round.file.line.route_id
        used = [route for route in self.presenter.routes if not route.archived and route.points]
        return next((route for route in used if route_id in {0, route.id}), None)

    def _allow(self) -> None:
        there = self._route() is not None
        self.sheet.setEnabled(there)
        self.print.setEnabled(there)

    # --- acting ----------------------------------------------------------------------------------------------------

    def _turn_day(self, by: int) -> None:
        self.presenter.show_day(self.presenter.shown_day + timedelta(days=by))

    def _turn_part(self, by: int) -> None:
        self.parts.choose(PARTS[(PARTS.index(self.presenter.part) + by) % len(PARTS)])

    def _choose_day(self, day: date) -> None:
        # While the days are read anew the view finds its row of before, which may be another than the one asked for.
        if day != self.presenter.shown_day and not self.presenter.is_listing:
            self.presenter.show_day(day)

    def _open_request(self, request_id: int) -> None:
        if request_id:
            self._shell.go("requests", request_id=request_id)

    def _change(self, what: str) -> None:
        if self.route.route is not None and self._may_edit:
            self.acts.change(what, self.route.route, self.route.point)

    def _remove(self) -> None:
        if self.round.file is not None and self.acts.question is None:
            self.acts.remove(self.round.file)

    def _begun(self, changes: Any) -> None:
        self.show_at(route_id=changes.result)

    def _print(self) -> None:
        route = self._route()
        if route is not None:
            self._shell.show_paper(RouteSheetPaper(self._desk, route))


def _day_words(day: date, spoken: Language) -> str:
    return spoken.gettext("%(day)s, %(weekday)s", day=spoken.full_date(day), weekday=spoken.weekday(day))


def _counts_words(missed: int, left: int, spoken: Language) -> str:
    parts = []
    if missed:
        parts.append(spoken.ngettext("%(count)s round missed today", "%(count)s rounds missed today", missed))
    if left:
        parts.append(spoken.ngettext("%(count)s round left today", "%(count)s rounds left today", left))
    return " · ".join(parts)
