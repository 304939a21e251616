"""The page of contact lists: the lists at the left, the one looked at beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from desktop.contacts.model import CallingOrder, RoundState
from desktop.contacts.presenter import ListsPresenter
from desktop.contacts.table import list_columns
from desktop.contacts.view.keeping import ListKeeper
from desktop.contacts.view.members import MembersPanel
from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.core.settings import SPLITTERS
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.contacts.presenter import Listed
    from desktop.contacts.rows import ContactListLine, MemberLine
    from desktop.contacts.rule import ConditionKind
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["ContactsPage"]

ONE_COLUMN_BELOW = 1000
LISTS_WIDTH = 280
PLACE = "contacts"
"""Under which the settings keep what a person arranged on this page."""


class ContactsPage(Page):
    """Contact lists. `show_at(list_id=7)` shows one of them."""

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind] = ()) -> None:
        """Show the lists of `desk`'s community; rules may ask for `conditions` of other features."""
        super().__init__()
        self.setObjectName("contacts-page")
        self._desk = desk
        self._shell = shell
        self._one_column = False
        self._arranged = False
        self._shows_archived = False
        self._listed: Listed | None = None
        self.presenter = ListsPresenter(desk, shell.tasks, shell.bus, conditions, self)
        self.keeper = ListKeeper(desk, shell, conditions, self.presenter, self)
        self._build()
        self._connect()

    def show_at(self, **where: object) -> None:
        """Show the list `list_id`, or what was shown before."""
        list_id = where.get("list_id")
        if isinstance(list_id, int) and list_id:
            self._look_at(list_id)
            self._give_place(to_members=True)
        self.presenter.read()

    def about(self) -> Mapping[str, object]:
        """Return the household selected: a new request is most likely its own."""
        rows = self.members.rows
        return {"room_id": rows[0].room_id} if len(rows) == 1 else {}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.keeper.acts.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show lists and households beside each other where there is room, else one in the place of the other."""
        super().resizeEvent(event)
        one_column = self.width() < ONE_COLUMN_BELOW
        if one_column != self._one_column or not self._arranged:
            self._one_column = one_column
            self._give_place(to_members=bool(self.presenter.list_id))
        if not self._arranged:
            self._arranged = True
            kept = self._shell.settings.get(SPLITTERS).get(PLACE)
            self.split.setSizes(list(kept or (LISTS_WIDTH, max(self.width() - LISTS_WIDTH, LISTS_WIDTH))))

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Contact lists"))
        self.back = Button(msg("All lists"), icon="chevron-left", key=key("leave"), bind=False, name="all-lists")
        self.back.clicked.connect(partial(self._give_place, to_members=False))
        self.header.tools.addWidget(self.back)
        may_edit = allows(self._desk.actor, Operation.EDIT_CONTACTS)
        self.new = Button(msg("New list"), icon="list-plus", key=key("add"), name="new-list")
        self.new.clicked.connect(self.keeper.new)
        self.header.tools.addWidget(self.new)
        self.new.setVisible(may_edit)
        column.addWidget(self.header)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self._lists_panel(may_edit=may_edit))
        self.members = MembersPanel(
            self.presenter,
            may_edit=may_edit,
            may_call=allows(self._desk.actor, Operation.CALL_ROUND),
            may_plan=allows(self._desk.actor, Operation.EDIT_CARE),
        )
        self.split.addWidget(self.members)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.lists)

    def _lists_panel(self, *, may_edit: bool) -> Panel:
        self.lists_panel = Panel(name="lists")
        self.lists_panel.setMinimumWidth(220)
        self.lists_model: RowsModel[ContactListLine] = RowsModel(list_columns(), parent=self)
        self.lists = ListView(self.lists_model, label=msg("Contact lists"), name="lists", row="row-two-line")
        new = Button(msg("New list"), icon="list-plus", name="first-list")
        new.clicked.connect(self.keeper.new)
        if not may_edit:
            new.hide()
        empty = EmptyState(
            msg("There are no lists yet"), msg("Whom do you call together?"), icon="book-user", button=new
        )
        self.lists_panel.body.addWidget(ListFrame(self.lists, empty), 1)
        self.fold = Button("", icon="archive", kind="link", small=True, name="archived")
        self.fold.clicked.connect(self._toggle_archived)
        self.fold.hide()
        self.lists_panel.body.addWidget(self.fold)
        return self.lists_panel

    def _connect(self) -> None:
        self.presenter.listed.connect(self._show_lists)
        self.presenter.failed.connect(lambda error: show_error(self, error))
        self.lists.row_changed.connect(self._choose)
        self.lists.opened.connect(lambda _row: self._enter())
        self.members.asked.connect(self._act)
        self.members.ordered.connect(lambda order: self.keeper.order(CallingOrder(order)))
        self.members.moved.connect(self.keeper.move)
        self.members.shifted.connect(self.keeper.shift)
        self.split.splitterMoved.connect(self._note_split)
        leave = QShortcut(QKeySequence(key("leave")), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._escape)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_lists(self, listed: Listed) -> None:
        self._listed = listed
        shown = [*listed.lists, *(listed.archived if self._shows_archived else ())]
        self.header.set_title(
            msg("Contact lists"), nmsg("%(count)s list", "%(count)s lists", len(listed.lists)) if listed.lists else ""
        )
        self.lists_model.set_rows(shown)
        count = len(listed.archived)
        folded = nmsg("%(count)s archived list", "%(count)s archived lists", count)
        say(self.fold, text=msg("Hide the archived ones") if self._shows_archived else folded)
        self.fold.updateGeometry()
        self.fold.setVisible(bool(count))
        if self.presenter.list_id:
            self.lists.select(self.presenter.list_id)
        elif shown and not self._one_column:
            self.lists.select(shown[0].id)

    def _choose(self, line: ContactListLine | None) -> None:
        if line is not None:
            self.presenter.look_at(line.id)

    def _look_at(self, list_id: int) -> None:
        self.presenter.look_at(list_id)
        self.lists.select(list_id)

    def _enter(self) -> None:
        self._give_place(to_members=True)
        self.members.view.setFocus()
        if not self.members.view.currentIndex().isValid() and self.presenter.model.rowCount():
            self.members.view.selectRow(0)

    def _escape(self) -> None:
        if self._one_column:
            self._give_place(to_members=False)
        self.lists.setFocus()

    def _give_place(self, *, to_members: bool) -> None:
        """Let the households have all of a narrow page, or the lists."""
        narrow = self._one_column
        self.lists_panel.setVisible(not narrow or not to_members)
        self.members.setVisible(not narrow or to_members)
        self.back.setVisible(narrow and to_members)
        self.new.setVisible(allows(self._desk.actor, Operation.EDIT_CONTACTS) and not self.back.isVisibleTo(self))
        if narrow and to_members:
            self.members.view.setFocus()

    def _toggle_archived(self) -> None:
        self._shows_archived = not self._shows_archived
        if self._listed is not None:
            self._show_lists(self._listed)

    def _note_split(self) -> None:
        if not self._one_column:
            others: Mapping[str, tuple[int, ...]] = self._shell.settings.get(SPLITTERS)
            self._shell.settings.set(SPLITTERS, {**others, PLACE: tuple(self.split.sizes())})

    # --- acting -----------------------------------------------------------------------------------------------------

    def _act(self, what: str, rows: Sequence[MemberLine]) -> None:
        chosen = self.presenter.now
        if chosen is None:
            return
        if what == "room":
            self._shell.go("households", room_id=rows[0].room_id)
        elif what == "start" and (line := next(iter(chosen.rounds), None)) and line.state is RoundState.OPEN:
            self._shell.go("calls", round_id=line.id)
        else:
            self.keeper.act(what, rows)
