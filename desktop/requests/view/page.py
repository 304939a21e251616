"""The page of requests: the list, its conditions, and the one looked at beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout

from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.core.settings import SPLITTERS
from desktop.requests.model import Move
from desktop.requests.presenter import DetailPresenter, ListPresenter
from desktop.requests.presenter.shown import Shown
from desktop.requests.rows import RequestFilter
from desktop.requests.table import DEFAULT_COLUMNS
from desktop.requests.view.comments import CommentMaker
from desktop.requests.view.detail import DetailPanel
from desktop.requests.view.files import request_files
from desktop.requests.view.filters import FilterBar
from desktop.requests.view.groups import GroupsPane
from desktop.requests.view.moving import MoveMaker
from desktop.requests.view.papers import offer_papers
from desktop.requests.view.selected import ManyMaker, SelectedBar, open_below
from desktop.requests.view.tools import PageTools
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.search import SearchField
from desktop.ui.shell import Page
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import Arrangement, ColumnsButton, ListView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail, RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["RequestsPage"]

ONE_COLUMN_BELOW = 1000
WIDE_FROM = 1600
DETAIL_WIDTHS = (384, 520)
PLACE = "requests"
"""Under which the settings keep what a person arranged on this page."""


class RequestsPage(Page):
    """Finds requests and works on one.

    `show_at(request_id=)` shows one, `show_at(wanted=RequestFilter, title=)` the list that a count was taken from.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the open requests of the account of `desk`."""
        super().__init__()
        self.setObjectName("requests-page")
        self._shell = shell
        self._desk = desk
        self._one_column = False
        self._arranged = False
        self._fresh = True
        self.listing = ListPresenter(desk, shell.tasks, shell.bus, self)
        self.presenter = DetailPresenter(desk, shell.tasks, shell.bus, self)
        self._build()
        self.moving = MoveMaker(self.presenter, self.listing, desk, shell, self)
        self.many = ManyMaker(self.listing, desk, shell, self.view, self)
        self.commenting = CommentMaker(self.presenter, shell, self)
        self._connect()

    # --- what the window asks --------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Show the request `request_id`, or the list `wanted` under `title`, or what was shown before."""
        wanted, request_id, shown = where.get("wanted"), where.get("request_id"), where.get("shown")
        if isinstance(shown, Shown):
            self.listing.go_back_to(shown)
        if isinstance(wanted, RequestFilter):
            self.listing.show(wanted, where.get("title", ""))  # type: ignore[arg-type]  # a Text by contract
            self._show_list()
        if isinstance(request_id, int):
            self._fresh = False
            self.presenter.show(request_id)
            self.view.select(request_id)
            self._show_detail()
            self.visited.emit("request", request_id)

    def shown_at(self) -> Mapping[str, object]:
        """Return the list with its conditions, and the request looked at."""
        return {"shown": self.listing.shown, "request_id": self.presenter.request_id or None}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.moving.keep()
        self.commenting.keep()

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Requests"))
        self.find_field = SearchField(msg("Find in this list"), label=msg("Find in this list"), name="list-filter")
        self.find_field.setFixedWidth(200)
        self.print = Button(
            msg("Print work order"), icon="printer", key=key("print"), bind=False, name="print-work-order"
        )
        self.export = Button(msg("Export …"), icon="download", name="export")
        for tool in (self.find_field, self.print, self.export):
            self.header.tools.addWidget(tool)
        self.print.setVisible(allows(self._desk.actor, Operation.PRINT_WORK_ORDER))
        self.print.setEnabled(False)
        column.addWidget(self.header)
        self.filters = FilterBar(self.listing)
        column.addWidget(self.filters)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("requests-split")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self._list_panel())
        self.detail = DetailPanel(self.presenter, self.listing, self)
        self.detail.setMinimumWidth(300)
        self.files = request_files(self._desk, self._shell, self.listing.seen, self)
        self.files.stand_in(self.detail.files, self.detail)
        self.presenter.shown.connect(
            lambda detail: self.files.presenter.show_owner(detail.line.id if detail is not None else 0)
        )
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        column.addWidget(self.split, 1)
        self.columns = ColumnsButton(self.view)
        self.tools = PageTools(self.listing)
        if self.selected.may_export:
            self.tools.add(msg("Export …"), lambda: self.many.export(selected=False), name="export-list")
        offer_papers(self.tools, self.listing, self._desk, self._shell)
        for tool in (self.columns, self.tools):
            self.header.tools.addWidget(tool)
        self.arrangement = Arrangement(self.view, self._shell.settings, PLACE, self.columns)
        self.setFocusProxy(self.view)

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="requests-list")
        self.list_panel.setMinimumWidth(360)
        model = self.listing.model
        self.view = ListView(model, label=msg("Requests"), name="requests", row="row-dense", several=True)
        self.view.show_columns(DEFAULT_COLUMNS)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty_button = Button(msg("New request"), icon="plus", name="empty-action")
        self.empty = EmptyState(msg("There are no requests yet"), button=self._empty_button, icon="clipboard-list")
        self.groups = GroupsPane(self.listing)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.groups)
        row.addWidget(ListFrame(self.view, self.empty), 1)
        self.list_panel.body.addLayout(row)
        self.selected = SelectedBar(self._desk)
        self.list_panel.foot.addWidget(self.selected, 1)
        self._foot = self.selected.parentWidget() or self.selected
        self._foot.hide()
        return self.list_panel

    def _connect(self) -> None:
        self.listing.counts_changed.connect(self._show_counts)
        self.listing.conditions_changed.connect(self._conditions_changed)
        self.listing.model.count_changed.connect(self._show_count)
        self.listing.model.loaded.connect(self._choose_first)
        self.view.row_changed.connect(self._look_at)
        self.view.opened.connect(self._open)
        self.find_field.asked.connect(self.listing.search)
        self.find_field.moved.connect(self._to_list)
        self.find_field.taken.connect(self._to_list)
        self.find_field.left.connect(self._clear_find)
        self.view.selected.connect(self._show_selected)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.selected.chosen.connect(self.many.begin)
        self.selected.export_asked.connect(partial(self.many.export, selected=True))
        self.selected.left.connect(self._select_one)
        self.export.clicked.connect(partial(self.many.export, selected=False))
        self.print.clicked.connect(partial(self.moving.begin, Move.PRINT))
        self._empty_button.clicked.connect(self._act_on_empty)
        self.detail.left.connect(self._show_list)
        self.detail.moves.chosen.connect(self._begin)
        self.detail.alerts.asked.connect(self.moving.begin)
        self.detail.alerts.rework.connect(self.moving.link_rework)
        self.detail.comments.asked.connect(self.commenting.begin)
        self.detail.facts.room_asked.connect(self._go_to_room)
        self.detail.facts.request_asked.connect(self._go_to_request)
        self.presenter.shown.connect(self._detail_shown)
        self.split.splitterMoved.connect(self._note_split)
        back = QShortcut(QKeySequence(key("leave")), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._escape)
        again = QShortcut(QKeySequence(key("reload")), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self._read_again)
        self._total = 0
        self._counts: Mapping[str, int] = {}

    # --- one column or two -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show list and detail beside each other where there is room, else one in the place of the other."""
        super().resizeEvent(event)
        one_column = self.width() < ONE_COLUMN_BELOW
        if one_column != self._one_column or not self._arranged:
            self._one_column = one_column
            self.detail.back.setVisible(one_column)
            self.find_field.setFixedWidth(160 if one_column else 200)
            self.export.setVisible(self.selected.may_export and not one_column)
            self.print.show_key = not one_column
            self.print.updateGeometry()
            self._give_place(to_detail=False)
            self.detail.setVisible(not one_column)
        if not self._arranged:
            self._arranged = True
            self._divide()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies: from the moves of a request to its further ones."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when the page comes up, and look at the clock while it is seen."""
        super().showEvent(event)
        self.listing.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.listing.rest()

    def _divide(self) -> None:
        kept = self._shell.settings.get(SPLITTERS).get(PLACE)
        detail = DETAIL_WIDTHS[self.width() >= WIDE_FROM]
        self.split.setSizes(list(kept or (max(self.width() - detail, detail), detail)))

    def _note_split(self) -> None:
        if not self._one_column:
            others: Mapping[str, tuple[int, ...]] = self._shell.settings.get(SPLITTERS)
            self._shell.settings.set(SPLITTERS, {**others, PLACE: tuple(self.split.sizes())})

    def _show_list(self) -> None:
        if self._one_column:
            self._give_place(to_detail=False)
        self.view.setFocus()

    def _show_detail(self) -> None:
        if self._one_column:
            self._give_place(to_detail=True)

    def _give_place(self, *, to_detail: bool) -> None:
        """Let the detail have all of a narrow page, or the list with its title and conditions."""
        self.detail.setVisible(to_detail)
        for widget in (self.header, self.filters, self.list_panel):
            widget.setVisible(not to_detail)

    # --- the list --------------------------------------------------------------------------------------------------

    def _look_at(self, line: RequestLine | None) -> None:
        # A request that left its list stays in sight: it was most likely just worked on.
        if line is not None:
            self._fresh = False
            self.presenter.show(line.id)
        elif self._fresh:
            self._choose_first()

    def _open(self, line: RequestLine) -> None:
        self.presenter.show(line.id)
        self._show_detail()
        self.detail.moves.enter()

    def _choose_first(self) -> None:
        """Look at the first request of another list, unless the one looked at is in it, too."""
        first = self.listing.model.row_at(0)
        if not self._fresh or self.view.currentIndex().isValid():
            return
        self._fresh = False
        self.view.scrollToTop()
        if first is None:
            self.presenter.clear()
        elif not self._one_column:
            self.view.select(first.id)

    def _conditions_changed(self) -> None:
        self._fresh = True
        if self.find_field.text().strip() != self.listing.shown.text:
            self.find_field.setText(self.listing.shown.text)
        self._say_title()

    def _show_counts(self, counts: Mapping[str, int], total: int) -> None:
        self._counts, self._total = counts, total
        self._say_title()
        if not self.listing.shown.narrow and not self.listing.shown.text:
            self._shell.set_count(PLACE, counts.get("open", 0))

    def _show_count(self, _count: int) -> None:
        self._say_title()

    def _say_title(self) -> None:
        count, total = self.listing.model.rowCount(), self._total
        self.header.set_title(msg("Requests"), partial(_shown_of, count, total))
        narrowed = self.listing.is_narrowed and total > 0
        if narrowed:
            say(self.empty.missing, text=msg("No request meets these conditions"))
            say(
                self.empty.advice,
                text=nmsg("%(count)s request is hidden by them.", "%(count)s requests are hidden by them.", total),
            )
            say(self._empty_button, text=msg("Clear conditions"))
            self._empty_button.set_icon("x")
        else:
            self._empty_button.set_icon("plus")
            say(self._empty_button, text=msg("New request"))
        if total and not narrowed:
            say(self.empty.missing, text=msg("Nothing is open"))
            say(self.empty.advice, text=msg("New requests appear here as they come in."))
        elif not narrowed:
            say(self.empty.missing, text=msg("There are no requests yet"))
            say(self.empty.advice, text=msg("Take in the first one, or import the ledger of the last months."))
        may_report = allows(self._desk.actor, Operation.REPORT_REQUEST)
        self._empty_button.setVisible(narrowed or may_report)

    def _act_on_empty(self) -> None:
        if self.listing.is_narrowed and self._total:
            self.listing.clear()
        else:
            self._shell.go("intake")

    def _to_list(self, _step: int = 0) -> None:
        self.view.setFocus()

    def _escape(self) -> None:
        if self.find_field.hasFocus():
            self._clear_find()
        elif self.view.selected_count > 1:
            self._select_one()
        else:
            self._show_list()

    def _clear_find(self) -> None:
        self.find_field.clear()
        self.listing.search("")
        self.view.setFocus()

    def _read_again(self) -> None:
        self.listing.reload()
        self.presenter.reload()

    def _detail_shown(self, detail: RequestDetail | None) -> None:
        self.print.setEnabled(detail is not None and Move.PRINT in detail.moves)

    def _go_to_room(self, room_id: int) -> None:
        self._shell.go("households", room_id=room_id)

    def _go_to_request(self, request_id: int) -> None:
        self.show_at(request_id=request_id)

    # --- several rows ----------------------------------------------------------------------------------------------

    def _begin(self, move: Move) -> None:
        """Make a move: on all rows selected when its key was pressed in the list, else on the one looked at."""
        if self.view.hasFocus() and self.view.selected_count > 1 and move in self.selected.moves:
            self.many.begin(move)
        else:
            self.moving.begin(move)

    def _show_selected(self, count: int) -> None:
        self._foot.setVisible(count > 1)
        self.selected.show_count(count)

    def _select_one(self) -> None:
        self.view.select_one()
        self.view.setFocus()

    def _open_menu(self, at: QPoint) -> None:
        if self.view.selected_count > 1:
            open_below(self.selected.menu(), self.view, at)
        elif not (menu := self.detail.moves.menu(whole=True)).isEmpty():
            open_below(menu, self.view, at)


def _shown_of(count: int, total: int, language: Language) -> str:
    return language.gettext(
        "%(count)s shown of %(total)s", count=language.integer(count), total=language.integer(total)
    )
