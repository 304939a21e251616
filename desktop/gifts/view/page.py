"""The page of gift lists: the lists, the households of the one looked at, and what is noted from door to door."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows
from desktop.core.settings import SPLITTERS
from desktop.gifts.dialogs import NewListDialog
from desktop.gifts.presenter import GiftPlanner, GiftSheetPaper, GiftsPresenter, Show
from desktop.gifts.view.acting import GiftActs
from desktop.gifts.view.entries import EntriesPanel
from desktop.gifts.view.keeping import GiftKeeper
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from desktop.contacts.service import ConditionKind
    from desktop.core.changes import Changes
    from desktop.gifts.rows import GiftEntryLine, GiftListLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["GiftsPage"]

ONE_COLUMN_BELOW = 1000
LEAST_WIDE = 640
LOW_BELOW = 500
LISTS_WIDTH = 284
PLACE = "gifts"
"""Under which the settings keep what a person arranged on this page."""


class GiftsPage(Page):
    """Gift lists. `show_at(gift_list_id=7)` shows one of them; its households to go to next."""

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind] = ()) -> None:
        """Show the lists of `desk`'s community; rules of contact lists may ask for `conditions` of other features."""
        super().__init__()
        self.setObjectName("gifts-page")
        self._desk = desk
        self._shell = shell
        self._conditions = conditions
        self._one_column = False
        self._arranged = False
        self._may_edit = allows(desk.actor, Operation.EDIT_GIFTS)
        self.presenter = GiftsPresenter(desk, shell.tasks, shell.bus, self)
        self.acts = GiftActs(desk, shell, conditions, self)
        self.acts.writer.outdated.connect(self.presenter.read)
        self._build()
        self.keeper = GiftKeeper(desk, shell, conditions, self.acts, self.presenter, self.entries)
        self._connect()

    def show_at(self, **where: object) -> None:
        """Show the list `gift_list_id`, or what was shown before."""
        list_id = where.get("gift_list_id")
        if isinstance(list_id, int) and list_id:
            self.presenter.look_at(list_id)
            self._give_place(to_entries=True)
        self.presenter.start()

    def about(self) -> Mapping[str, object]:
        """Return the household selected: a new request is most likely its own."""
        entry = self.entries.entry
        return {"room_id": entry.room_id} if entry is not None and entry.room_id else {}

    def shown_at(self) -> Mapping[str, object]:
        """Return the list looked at."""
        return {"gift_list_id": self.presenter.list_id} if self.presenter.list_id else {}

    def leave(self) -> None:
        """Keep what was typed into a form that is open."""
        self.acts.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show lists and households beside each other where there is room, else one in the place of the other."""
        super().resizeEvent(event)
        one_column, low = self.width() < ONE_COLUMN_BELOW, self.height() < LOW_BELOW
        self.entries.set_low(low)
        if one_column != self._one_column or not self._arranged:
            self._one_column = one_column
            for button in (self.print, self.new, self.back):
                button.show_key = not one_column
                button.updateGeometry()
            self._give_place(to_entries=bool(self.presenter.list_id))
        if not self._arranged:
            self._arranged = True
            kept = self._shell.settings.get(SPLITTERS).get(PLACE)
            self.split.setSizes(list(kept or (LISTS_WIDTH, max(self.width() - LISTS_WIDTH, LISTS_WIDTH))))

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.presenter.rest()

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Gift lists"))
        self.back = Button(msg("All gift lists"), icon="chevron-left", key=key("leave"), bind=False, name="all-gifts")
        self.back.clicked.connect(partial(self._give_place, to_entries=False))
        self.print = Button(msg("Sheet to sign"), icon="printer", key=key("print"), name="print-gifts")
        self.print.clicked.connect(self._print)
        self.new = Button(msg("New gift list"), icon="list-plus", key=key("add"), name="new-gift-list")
        self.new.clicked.connect(self._start)
        for button in (self.back, self.print, self.new):
            self.header.tools.addWidget(button)
        self.new.setVisible(self._may_edit)
        column.addWidget(self.header)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        # less than both columns need: a narrow page shows one of them
        self.split.setMinimumWidth(LEAST_WIDE)
        self.split.addWidget(self._lists_panel())
        self.entries = EntriesPanel(self.presenter, may_edit=self._may_edit)
        self.split.addWidget(self.entries)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.lists)

    def _lists_panel(self) -> Panel:
        self.lists_panel = Panel(name="gift-lists")
        self.lists_panel.setMinimumWidth(240)
        self.lists = ListView(self.presenter.lists, label=msg("Gift lists"), name="gift-lists", row="row-two-line")
        self.lists.horizontalHeader().hide()
        first = Button(msg("New gift list"), icon="list-plus", name="first-gift-list")
        first.clicked.connect(self._start)
        if not self._may_edit:
            first.hide()
        empty = EmptyState(
            msg("There is no gift list yet"), msg("Who is given what at the next festival?"), icon="gift", button=first
        )
        self.lists_panel.body.addWidget(ListFrame(self.lists, empty), 1)
        self.fold = Button("", icon="archive", kind="link", small=True, name="ended-gift-lists")
        self.fold.clicked.connect(self.presenter.toggle_ended)
        self.fold.hide()
        self.lists_panel.body.addWidget(self.fold)
        return self.lists_panel

    def _connect(self) -> None:
        self.presenter.listed.connect(self._show_lists)
        self.presenter.chosen.connect(lambda line: self.print.setEnabled(line is not None))
        self.presenter.failed.connect(lambda error: show_error(self, error))
        self.lists.row_changed.connect(self._choose)
        self.lists.opened.connect(lambda _line: self._enter())
        self.entries.opened.connect(self._open)
        self.split.splitterMoved.connect(self._note_split)
        for name, act in (("leave", self._escape), ("reload", self.presenter.read)):
            shortcut = QShortcut(QKeySequence(key(name)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.print.setEnabled(False)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show_lists(self) -> None:
        presenter = self.presenter
        count = len(presenter.open)
        note = nmsg("%(count)s open list", "%(count)s open lists", count)
        self.header.set_title(msg("Gift lists"), note if count else "")
        ended = len(presenter.ended)
        folded = nmsg("%(count)s list that has ended", "%(count)s lists that have ended", ended)
        say(self.fold, text=msg("Hide those that have ended") if presenter.shows_ended else folded)
        self.fold.updateGeometry()
        self.fold.setVisible(bool(ended))
        shown: Sequence[GiftListLine] = presenter.lists.rows
        if presenter.list_id:
            if any(line.id == presenter.list_id for line in presenter.ended) and not presenter.shows_ended:
                presenter.toggle_ended()
            self.lists.select(presenter.list_id)
        elif shown and not self._one_column:
            self.lists.select(shown[0].id)

    def _choose(self, line: GiftListLine | None) -> None:
        # While the lists are read anew the view finds its row of before, which may be no longer the one looked at.
        if line is not None and not self.presenter.is_listing:
            self.presenter.look_at(line.id)

    def _open(self, entry: GiftEntryLine) -> None:
        if entry.room_id:
            self._shell.go("households", room_id=entry.room_id)

    def _enter(self) -> None:
        self._give_place(to_entries=True)
        self.entries.view.setFocus()

    def _escape(self) -> None:
        """Give up what was sought, else go back to the lists."""
        if self.entries.filters.text.text():
            self.entries.filters.clear_words()
            self.entries.view.setFocus()
            return
        if self._one_column:
            self._give_place(to_entries=False)
        self.lists.setFocus()

    def _give_place(self, _checked: bool = False, *, to_entries: bool) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Let the households have all of a narrow page, or the lists."""
        narrow = self._one_column
        self.lists_panel.setVisible(not narrow or not to_entries)
        self.entries.setVisible(not narrow or to_entries)
        self.back.setVisible(narrow and to_entries)
        self.new.setVisible(self._may_edit and not (narrow and to_entries))
        self.print.setVisible(not narrow or to_entries)
        if narrow and self.isVisible():
            (self.entries.view if to_entries else self.lists).setFocus()

    def _note_split(self) -> None:
        if not self._one_column:
            others: Mapping[str, tuple[int, ...]] = self._shell.settings.get(SPLITTERS)
            self._shell.settings.set(SPLITTERS, {**others, PLACE: tuple(self.split.sizes())})

    # --- acting -----------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """Start a list and look at it."""
        if self.acts.dialog is not None:
            return
        planner = GiftPlanner(self._desk, self._shell.tasks, self._conditions, self)
        dialog = NewListDialog(planner, self)
        dialog.finished.connect(planner.deleteLater)
        planner.failed.connect(lambda error: show_error(dialog, error))
        self.acts.open(dialog, self._begun)

    def _begun(self, changes: Changes) -> None:
        self.show_at(gift_list_id=changes.result)

    def _print(self) -> None:
        """Print who is still to be given the gift where a round has begun and those are looked at, else the list."""
        line = self.presenter.line
        if line is not None:
            begun = line.households - line.waiting - line.left_out > 0
            to_give = self.presenter.shown in {Show.WAITING, Show.NOT_HOME}
            self._shell.show_paper(GiftSheetPaper(self._desk, line, only_waiting=begun and to_give))
