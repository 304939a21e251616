"""The page of incidents: the list, the one looked at beside it, and what is done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop.core.changes import Draft
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.incidents.model import IncidentMove
from desktop.incidents.presenter import IncidentPaper, IncidentsPresenter, Show
from desktop.incidents.service import IncidentService
from desktop.incidents.view.acting import DRAFTS, IncidentActs
from desktop.incidents.view.detail import IncidentDetail
from desktop.incidents.view.filters import IncidentFilterBar
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.page_tabs import PageTabs
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.incidents.rows import IncidentFile, IncidentLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["IncidentsPage"]

DETAIL_WIDTH = 440
LINES = "lines-"
"""Before the id of an incident: the draft of what is half typed into its lines."""


class IncidentsPage(TwoColumnPage):
    """Incidents. `show_at(incident_id=7)` shows one, `show_at(to_sign=True)` those that wait for the manager.

    `show_at(place="3-1-502", new=True)` opens the form of a new one.
    """

    def __init__(self, desk: Desk, shell: Shell, prove: Callable[[str, str], None] | None = None) -> None:
        """Show what `desk`'s account may see; without `prove` nothing can be signed off."""
        super().__init__()
        self.setObjectName("incidents-page")
        self._desk = desk
        self._shell = shell
        service = IncidentService(desk, prove)
        self.presenter = IncidentsPresenter(service, shell.tasks, shell.bus, self)
        self.reader = self.presenter
        self.acts = IncidentActs(self.presenter, shell, self)
        self._build()
        self._connect()

    def show_at(self, **where: object) -> None:
        """Show the incident or the list asked for, or what was shown before."""
        if where.get("to_sign"):
            self.presenter.shown = Show.TO_SIGN
        incident_id, place = where.get("incident_id"), where.get("place")
        self.presenter.start()
        if isinstance(incident_id, int) and incident_id:
            self._look_at(incident_id)
            self.give_place(to_detail=True)
        if where.get("new"):
            self.acts.report(place if isinstance(place, str) else "", self._begun)

    def about(self) -> Mapping[str, object]:
        """Return the household at whose room it happened: a new request is most likely its own."""
        file = self.presenter.file
        return {"room_id": file.line.room_id} if file is not None and file.line.room_id else {}

    def shown_at(self) -> Mapping[str, object]:
        """Return the incident looked at."""
        return {"incident_id": self.presenter.incident_id} if self.presenter.incident_id else {}

    def leave(self) -> None:
        """Keep what was typed, into a form that is open or into the lines of the minutes."""
        self.acts.keep()
        self._keep_lines()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("The gate"))
        self.header.tags.addWidget(PageTabs("incidents", self._desk.actor, self._shell))
        self.print = Button(msg("Incident report"), icon="printer", key=key("print"), name="print-incident")
        self.print.setEnabled(False)
        self.add = Button(msg("Report an incident"), icon="plus", key=key("add"), name="new-incident")
        for button, act in ((self.print, self._print), (self.add, self._report)):
            button.clicked.connect(act)
            self.header.tools.addWidget(button)
        self.add.setVisible(allows(self._desk.actor, Operation.REPORT_INCIDENT))
        column.addWidget(self.header)
        self.filters = IncidentFilterBar(self.presenter)
        column.addWidget(self.filters)
        self.detail = IncidentDetail(self._desk, self._shell)
        self.detail.setMinimumWidth(340)
        self.split = beside(self._list_panel(), self.detail)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.view)

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="incident-list")
        self.list_panel.setMinimumWidth(360)
        self.view = ListView(self.presenter.lines, label=msg("Incidents"), name="incidents")
        self.empty = EmptyState("", icon="siren")
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty), 1)
        self.older = Button(msg("Older ones, too"), icon="history", kind="link", small=True, name="older-incidents")
        self.older.clicked.connect(self.presenter.read_older)
        self.list_panel.body.addWidget(self.older)
        self.older.hide()
        return self.list_panel

    def _connect(self) -> None:
        self.columns = Columns(
            self.split,
            [self.list_panel, self.filters],
            self.detail,
            self.detail.back,
            detail_width=DETAIL_WIDTH,
            keyed=[self.print, self.add],
        )
        presenter, detail = self.presenter, self.detail
        presenter.listed.connect(self._listed)
        presenter.chosen.connect(self._chosen)
        presenter.failed.connect(self._fail)
        self.view.row_changed.connect(self._choose)
        self.view.opened.connect(self._open)
        detail.left.connect(self._show_list)
        detail.asked.connect(self._begin)
        detail.room_asked.connect(lambda room_id: self._shell.go("households", room_id=room_id))
        detail.minutes.noted.connect(lambda entry: self.acts.note(entry, detail.minutes))
        detail.minutes.removed.connect(self.acts.remove)
        self.listen("leave", self._escape)
        self.listen("reload", presenter.read)
        keyed = {"complete": IncidentMove.END, "sign": IncidentMove.SIGN_OFF, "reopen": IncidentMove.REOPEN}
        for name, move in keyed.items():
            self.listen(name, partial(self._begin_by_key, move))

    # --- showing ---------------------------------------------------------------------------------------------------

    def _listed(self) -> None:
        presenter = self.presenter
        count = len(presenter.lines.rows)
        self.header.set_title(
            msg("The gate"), lambda spoken: spoken.ngettext("%(count)s incident", "%(count)s incidents", count)
        )
        self.older.setVisible(presenter.more)
        narrowed = presenter.shown is not Show.ALL or bool(presenter.words)
        say(self.empty.missing, text=msg("No incident is like this") if narrowed else msg("No incident was reported"))
        advice = msg("Take the conditions off to see the others.")
        first = msg("Guards report them at the gate; what is told by telephone is reported here.")
        say(self.empty.advice, text=advice if narrowed else first)
        shown = {line.id for line in presenter.lines.rows}
        if presenter.incident_id in shown:
            self.view.select(presenter.incident_id)
        elif not presenter.incident_id and presenter.lines.rows and not self.one_column:
            self.view.select(presenter.lines.rows[0].id)
        self._shell.set_count("incidents", presenter.counts.get(Show.TO_SIGN, 0))

    def _chosen(self, file: IncidentFile | None) -> None:
        another = file is not None and (self.detail.file is None or self.detail.file.line.id != file.line.id)
        self.detail.show_file(file)
        self.print.setEnabled(file is not None)
        self.acts.renew(file)
        if another and file is not None:
            self._take_up_lines(file.line.id)

    def _choose(self, line: IncidentLine | None) -> None:
        # While the list is read anew the view finds its row of before, which may be no longer the one looked at.
        if line is not None and not self.presenter.is_listing:
            self._look_at(line.id)

    def _look_at(self, incident_id: int) -> None:
        if incident_id != self.presenter.incident_id:
            self._keep_lines()
            self.presenter.look_at(incident_id)

    def _open(self, _line: IncidentLine) -> None:
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def _show_list(self) -> None:
        self.give_place(to_detail=False)
        self.view.setFocus()

    def _escape(self) -> None:
        """Give up what was sought, else go back to the list."""
        if self.filters.text.hasFocus() and self.filters.text.text():
            self.filters.text.empty()
            self.presenter.find("")
            return
        self._show_list()

    # --- half typed ------------------------------------------------------------------------------------------------

    def _keep_lines(self) -> None:
        file = self.detail.file
        if file is None:
            return
        measure, told = self.detail.minutes.texts()
        draft_key = f"{LINES}{file.line.id}"
        if measure.strip() or told.strip():
            kept = {"measure": measure, "told": told}
            self._shell.drafts.keep(Draft(DRAFTS, draft_key, file.line.number, kept))
        else:
            self._shell.drafts.forget(DRAFTS, draft_key)

    def _take_up_lines(self, incident_id: int) -> None:
        draft_key = f"{LINES}{incident_id}"
        kept = next((draft.fields for draft in self._shell.drafts.all(DRAFTS) if draft.key == draft_key), None)
        if kept is not None:
            self.detail.minutes.measure.setText(kept.get("measure", ""))
            self.detail.minutes.told.setText(kept.get("told", ""))

    # --- acting ----------------------------------------------------------------------------------------------------

    def _report(self) -> None:
        self.acts.report("", self._begun)

    def _begun(self, changes: Changes) -> None:
        self._look_at(changes.result)
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def _begin(self, move: IncidentMove) -> None:
        if self.detail.file is not None:
            self.acts.begin(move, self.detail.file)

    def _begin_by_key(self, move: IncidentMove) -> None:
        if self.detail.file is not None and move in self.detail.file.moves:
            self._begin(move)

    def _print(self) -> None:
        if self.detail.file is not None:
            self._shell.show_paper(IncidentPaper(self._desk, self.detail.file.line))

    def _fail(self, error: TouchpointError) -> None:
        self._shell.tell(error.problems[0].message)
