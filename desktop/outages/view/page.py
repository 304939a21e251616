"""The page of outages: the list, the one looked at beside it, and the form in their place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.outages.presenter.listing import OutagesPresenter
from desktop.outages.rows import NewOutage, OutageFilter, OutageStage
from desktop.outages.service import OutageService
from desktop.outages.view.acting import PageActs
from desktop.outages.view.detail import OutageDetail
from desktop.outages.view.filters import OutageFilterBar
from desktop.outages.view.plan import PlanSheet
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.outages.model import NoticeEdition
    from desktop.outages.rows import KindRow, OutageCounts, OutageFile, OutageLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["OutagesPage"]

DETAIL_WIDTH = 440
PLACE = "outages"


class OutagesPage(TwoColumnPage):
    """Outages and their notices.

    `show_at(outage_id=7)` shows one, `show_at(stage="running")` a stage; `show_at(new=NewOutage(...))` opens the form
    filled with it, `show_at(new=True)` an empty one, `show_at(urgent=True)` that of an emergency. With `caller=True`
    the keyboard is where one more caller of the outage is entered.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show what `desk`'s account may see."""
        super().__init__()
        self.setObjectName("outages-page")
        self._shell = shell
        self._desk = desk
        self._caller = False
        service = OutageService(desk)
        self.presenter = OutagesPresenter(service, shell.tasks, shell.bus, self)
        self.reader = self.presenter
        self.acts = PageActs(self.presenter, desk, shell, self)
        self._may_edit = allows(desk.actor, Operation.EDIT_OUTAGES)
        self._build(service)
        self._connect()
        self._conditions_changed()
        self._look()

    # --- the Page --------------------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Show the outages, the outage or the form asked for, or what was shown before."""
        stage, outage_id, new = (where.get(each) for each in ("stage", "outage_id", "new"))
        if isinstance(stage, str) and stage in set(OutageStage):
            self.presenter.show(OutageFilter(OutageStage(stage)))
        self.presenter.start()
        if isinstance(outage_id, int):
            self.plan.keep()
            self.urgent.keep()
            self._show_list(keyboard=False)
            self._caller = bool(where.get("caller"))
            self.presenter.show_outage(outage_id)
        if where.get("urgent"):
            self.begin_urgent()
        elif new:
            self.begin_new(new if isinstance(new, NewOutage) else None)

    def shown_at(self) -> Mapping[str, object]:
        """Return the form that is open, else the outage looked at."""
        if self.stack.currentWidget() is self.urgent:
            return {"urgent": True}
        if self.stack.currentWidget() is self.plan and self.plan.file is None:
            return {"new": True}
        return {} if self.presenter.file is None else {"outage_id": self.presenter.file.line.id}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.plan.keep()
        self.urgent.keep()
        self.detail.keep()
        self.acts.keep()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self, service: OutageService) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.stack = QStackedWidget()
        column.addWidget(self.stack)
        self.lists = self._lists()
        self.stack.addWidget(self.lists)
        self.plan = PlanSheet(service, self._shell, urgent=False)
        self.urgent = PlanSheet(service, self._shell, urgent=True)
        for sheet in (self.plan, self.urgent):
            self.stack.addWidget(sheet)
        self.setFocusProxy(self.view)

    def _lists(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.header = PageHeader(msg("Outage notices"))
        self.hurry = Button(
            msg("Emergency notice"), icon="siren", key=key("urgent-outage"), bind=False, name="urgent-outage"
        )
        self.hurry.clicked.connect(self.begin_urgent)
        self.add = Button(msg("New outage"), icon="plus", key=key("add"), name="new-outage")
        self.add.clicked.connect(partial(self.begin_new, None))
        for button in (self.hurry, self.add):
            self.header.tools.addWidget(button)
        column.addWidget(self.header)
        self.filters = OutageFilterBar(self.presenter)
        column.addWidget(self.filters)
        self.detail = OutageDetail(self._desk, self._shell, lambda: self.presenter.today)
        self.detail.setMinimumWidth(340)
        self.split = beside(self._list_panel(), self.detail)
        column.addWidget(self.split, 1)
        self.add.setVisible(self._may_edit)
        self.hurry.setVisible(self._may_edit and allows(self._desk.actor, Operation.ISSUE_NOTICE))
        return whole

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="outage-list")
        self.list_panel.setMinimumWidth(360)
        self.view = ListView(self.presenter.model, label=msg("Outage notices"), name="outages")
        self.empty = EmptyState("", icon="droplet-off")
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty), 1)
        self.more = Button(msg("Show more"), kind="link", small=True, name="more-outages")
        self.more.clicked.connect(self.presenter.show_more)
        self.list_panel.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.more.hide()
        return self.list_panel

    def _connect(self) -> None:
        self.columns = Columns(
            self.split,
            [self.list_panel, self.filters],
            self.detail,
            self.detail.back,
            detail_width=DETAIL_WIDTH,
            keyed=[self.hurry, self.add],
        )
        presenter, detail = self.presenter, self.detail
        presenter.conditions_changed.connect(self._conditions_changed)
        presenter.counted.connect(self._count)
        presenter.detailed.connect(self._show_detail)
        presenter.kinds_known.connect(self._take_kinds)
        presenter.failed.connect(self._fail)
        presenter.model.loaded.connect(self._choose_first)
        self.view.row_changed.connect(lambda _row: self._look())
        self.view.opened.connect(self._open)
        detail.left.connect(self._show_list)
        detail.notice_asked.connect(self._write_notice)
        detail.change_asked.connect(self._amend)
        detail.drop_asked.connect(self._drop)
        for sheet in (self.plan, self.urgent):
            sheet.left.connect(self._show_list)
            sheet.kinds_asked.connect(self.acts.edit_kinds)
        self.plan.saved.connect(self._saved)
        self.urgent.announced.connect(self.acts.announced)
        self.acts.shown.connect(self._show_list)
        self.listen("leave", self._show_list, self.lists)
        self.listen("reload", presenter.read, self.lists)

    def _show_list(self, *, keyboard: bool = True) -> None:
        self.stack.setCurrentIndex(0)
        self.setFocusProxy(self.view)
        self.give_place(to_detail=False)
        if keyboard:
            self.view.setFocus()

    # --- the list --------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        line: OutageLine | None = self.view.row
        if self.presenter.is_seeking:
            return
        if line is None:
            self.presenter.look(None)
        elif self.presenter.file is None or self.presenter.file.line.id != line.id:
            self.presenter.look(line.id)

    def _show_detail(self, file: OutageFile | None) -> None:
        line: OutageLine | None = self.view.row
        if file is not None and (line is None or line.id != file.line.id):
            self.view.select(file.line.id)
            self.give_place(to_detail=True)
            self.detail.show_file(file)
            if self.one_column and self.stack.currentIndex() == 0:
                self.detail.take_keyboard()
        else:
            self.detail.show_file(file)
        self.acts.detailed(file)
        if file is not None and self._caller:
            self._caller = False
            self.detail.panels[1].take_keyboard()

    def _open(self, _line: OutageLine) -> None:
        """Show an outage in full where it has no place beside the list, and give it the keyboard."""
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def _choose_first(self) -> None:
        count = self.presenter.model.rowCount()
        if count and not self.view.currentIndex().isValid() and not self.presenter.is_seeking:
            self.view.selectRow(0)
        self.header.set_title(
            msg("Outage notices"), lambda spoken: spoken.ngettext("%(count)s shown", "%(count)s shown", count)
        )
        self.more.setVisible(self.presenter.has_more)
        self._look()

    def _conditions_changed(self) -> None:
        wanted = self.presenter.wanted
        narrowed = bool(wanted.kinds or wanted.words) or wanted.stage is not OutageStage.ALL
        say(self.empty.missing, text=msg("No outage is like this") if narrowed else msg("No outage is planned"))
        advice = msg("Take the conditions off to see the others.")
        say(self.empty.advice, text=advice if narrowed else msg("Enter one as soon as you hear of it."))

    def _count(self, counts: OutageCounts) -> None:
        self._shell.set_count(PLACE, counts.running)

    def _take_kinds(self, kinds: Sequence[KindRow]) -> None:
        for sheet in (self.plan, self.urgent):
            sheet.show_kinds(kinds)

    # --- acting ----------------------------------------------------------------------------------------------------

    def begin_new(self, new: NewOutage | None = None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Open the form of a new outage, filled with `new`."""
        if self._may_edit:
            self.plan.begin(new)
            self._open_sheet(self.plan)

    def begin_urgent(self) -> None:
        """Open the form in which an emergency is announced at once."""
        if not self.hurry.isHidden():
            self.urgent.begin()
            self._open_sheet(self.urgent)

    def _amend(self) -> None:
        if self.detail.file is not None:
            self.plan.begin_amend(self.detail.file)
            self._open_sheet(self.plan)

    def _open_sheet(self, sheet: PlanSheet) -> None:
        self.presenter.read_kinds()
        self.stack.setCurrentWidget(sheet)
        self.setFocusProxy(sheet.form.kind.choices)
        sheet.take_keyboard()

    def _saved(self, changes: Changes, write: bool) -> None:  # noqa: FBT001 - a signal's
        self.acts.planned(changes, write=write, announced=self.plan.is_announced)

    def _write_notice(self, edition: NoticeEdition) -> None:
        if self.detail.file is not None:
            self.acts.write_notice(self.detail.file, edition)

    def _drop(self) -> None:
        if self.detail.file is not None:
            self.acts.drop(self.detail.file)

    def _fail(self, error: TouchpointError) -> None:
        self._shell.tell(error.problems[0].message)
        self._choose_first()
