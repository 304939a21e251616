"""The page of the register's upkeep: who may be entered twice at the left, both sides of the pair at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import Language, msg, nmsg
from desktop.register.dialogs import MergeDialog, SidesGrid
from desktop.register.presenter import Done, PairsPresenter
from desktop.register.rows import REASON_LABELS
from desktop.register.table import REASON_LOOKS, merge_columns, pair_columns
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.chips import Chip
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, Facts, ListFrame, PageHeader, Panel, label
from desktop.ui.shell import Page
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.register.rows import Comparison, DuplicateLine, MergeDecision, MergeLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Report

__all__ = ["RegisterPage"]

PAIRS, MERGES = range(2)
LIST_WIDTH, NARROW_LIST, NARROW = 520, 400, 1080


class RegisterPage(Page):
    """Pairs that may be one person, or the merges made before; the one chosen is shown beside the list."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the register of `desk`'s community."""
        super().__init__()
        self.setObjectName("register-page")
        self._shell = shell
        self._zone = desk.zone
        self._compared: Comparison | None = None
        self._place = 0
        self.dialog: MergeDialog | None = None
        self.presenter = PairsPresenter(desk, shell.tasks, shell.bus, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._header())
        across = QHBoxLayout()
        across.setSpacing(12)
        self._left = self._lists()
        across.addWidget(self._left)
        across.addWidget(self._sides(), 1)
        column.addLayout(across, 1)
        self.setFocusProxy(self.pairs)
        self._connect()
        self._offer()

    def show_at(self, **_where: object) -> None:
        """Look for people entered twice anew."""
        self.presenter.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the narrow page more room for the two sides."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._left.setFixedWidth(NARROW_LIST if narrow else LIST_WIDTH)
        self.open_room.set_icon_only(narrow)
        self.apart.show_key = not narrow
        self.apart.updateGeometry()

    # --- layout ----------------------------------------------------------------------------------------------------

    def _header(self) -> QWidget:
        self.header = PageHeader(msg("Register upkeep"))
        self.again = Button(msg("Look again"), icon="refresh-cw", key=key("reload"), name="look-again")
        self.again.clicked.connect(self.presenter.read)
        self.stop = Button(msg("Stop"), icon="x", name="stop")
        self.stop.clicked.connect(self.presenter.stop)
        self.stop.hide()
        self.header.tools.addWidget(self.stop)
        self.header.tools.addWidget(self.again)
        return self.header

    def _lists(self) -> QWidget:
        panel = Panel(msg("May be the same person"), name="pairs")
        self._list_panel = panel
        self.earlier = FilterChip(msg("Merged before"), icon="history", name="merged-before")
        self.earlier.toggled.connect(self._switch)
        panel.tools.addWidget(self.earlier)
        self.pair_model = RowsModel(pair_columns())
        self.pairs = ListView(self.pair_model, label=msg("May be the same person"), name="pairs")
        nobody = EmptyState(
            msg("Nobody seems to be entered twice"),
            msg("Phones, ID numbers and names were compared."),
            icon="circle-check",
        )
        self.merge_model = RowsModel(merge_columns(self._zone))
        self.merges = ListView(self.merge_model, label=msg("Merged before"), name="merges")
        none = EmptyState(msg("Nothing was merged yet"), icon="history")
        self.lists = QStackedWidget()
        self.lists.addWidget(ListFrame(self.pairs, nobody))
        self.lists.addWidget(ListFrame(self.merges, none))
        panel.body.addWidget(self.lists)
        return panel

    def _sides(self) -> QWidget:
        self.side_panel = panel = Panel(msg("Both entries"), name="sides")
        self._chips: list[Chip] = []
        self.grid = SidesGrid()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.grid)
        # the area makes what it shows opaque, in the colour of the page
        self.grid.setAutoFillBackground(False)
        self.merge_facts = Facts(width=96)
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.merge_facts)
        column.addStretch(1)
        nothing = label(msg("Choose a row at the left."), tone="ink2")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown = QStackedWidget()
        for widget in (nothing, area, facts):
            self.shown.addWidget(widget)
        panel.body.addWidget(self.shown)
        self.merge = Button(msg("Merge …"), icon="users", kind="primary", name="merge")
        self.apart = Button(msg("These are two people"), icon="user-x", key=key("two-people"), name="two-people")
        self.open_room = Button(msg("Open the household"), icon="house", kind="link", name="open-household")
        say(self.open_room, toolTip=msg("Open the household"))
        self.take_back = Button(msg("Take the merge back"), icon="undo-2", name="take-back")
        for button in (self.merge, self.apart, self.take_back, self.open_room):
            panel.foot.addWidget(button)
        panel.foot.addStretch(1)
        return panel

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.listed.connect(self._list)
        presenter.merges_listed.connect(self._list_merges)
        presenter.searching.connect(self._show_searching)
        presenter.progressed.connect(self._show_progress)
        presenter.compared.connect(self._show_sides)
        presenter.done.connect(self._tell)
        presenter.refused.connect(self._refuse)
        self.pairs.row_changed.connect(self._choose)
        self.pairs.opened.connect(lambda _row: self._ask_merge())
        self.merges.row_changed.connect(self._choose_merge)
        self.merge.clicked.connect(self._ask_merge)
        self.apart.clicked.connect(self._tell_apart)
        self.take_back.clicked.connect(self._take_back)
        self.open_room.clicked.connect(self._open_household)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _switch(self, earlier: bool) -> None:  # noqa: FBT001 - a signal's value
        self.lists.setCurrentIndex(MERGES if earlier else PAIRS)
        self._list_panel.set_title(msg("Merged before") if earlier else msg("May be the same person"))
        self.setFocusProxy(self.merges if earlier else self.pairs)
        if earlier:
            self._choose_merge(self.merges.row)
        else:
            self._choose(self.pairs.row)

    def _list(self, lines: Sequence[DuplicateLine]) -> None:
        """Show the pairs, and go on with the one that stands where the last one stood."""
        chosen: DuplicateLine | None = self.pairs.row
        place = self._place
        self.pair_model.set_rows(lines)
        count = nmsg("%(count)s pair may be one person", "%(count)s pairs may be one person", len(lines))
        say(self.header.note, text=count if lines else msg("Nobody seems to be entered twice"))
        self._shell.set_count("register", len(lines))
        still = chosen is not None and any(line.id == chosen.id for line in lines)
        if lines and not still:
            self.pairs.selectRow(min(place, len(lines) - 1))
        elif not lines:
            self._choose(None)

    def _list_merges(self, lines: Sequence[MergeLine]) -> None:
        self.merge_model.set_rows(lines)
        self.earlier.set_count(sum(line.undone_at is None for line in lines))
        if self.earlier.isChecked():
            self._choose_merge(self.merges.row)

    def _show_searching(self, searching: bool) -> None:  # noqa: FBT001 - a signal's value
        self.again.setEnabled(not searching)
        self.stop.setVisible(searching)
        if not searching:
            say(self._list_panel.note, text="")
            self._list_panel.note.hide()

    def _show_progress(self, report: Report) -> None:
        words = msg("%(done)s of %(total)s compared", done=report.done, total=report.total)
        say(self._list_panel.note, text=words)
        self._list_panel.note.show()

    def _choose(self, line: DuplicateLine | None) -> None:
        if self.earlier.isChecked():
            return
        self._compared = None
        self._show_reasons(line)
        if line is None:
            self.shown.setCurrentIndex(0)
        else:
            self._place = self.pairs.currentIndex().row()
            self.presenter.compare(line)
        self._offer()

    def _choose_merge(self, line: MergeLine | None) -> None:
        if not self.earlier.isChecked():
            return
        self._show_reasons(None)
        self.side_panel.set_title(msg("The merge"))
        self.shown.setCurrentIndex(0 if line is None else 2)
        if line is not None:
            self.merge_facts.show_facts(
                [
                    (msg("Kept"), line.kept),
                    (msg("Merged into it"), line.merged),
                    (msg("Room"), line.room or "—"),
                    (msg("When"), lambda spoken: spoken.moment(line.at, self._zone)),
                    (msg("By"), line.by or "—"),
                    (msg("Taken back"), lambda spoken: self._undone(line, spoken)),
                ]
            )
        self._offer()

    def _undone(self, line: MergeLine, spoken: Language) -> str:
        return "—" if line.undone_at is None else spoken.moment(line.undone_at, self._zone)

    def _show_sides(self, compared: Comparison) -> None:
        if self.earlier.isChecked():
            return
        self._compared = compared
        self.grid.show_sides(compared)
        self.shown.setCurrentIndex(1)
        self._offer()

    def _show_reasons(self, line: DuplicateLine | None) -> None:
        self.side_panel.set_title(msg("Both entries"))
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        reasons = () if line is None else line.reasons
        self._chips = [Chip(REASON_LABELS[each], *REASON_LOOKS[each], name="reason") for each in reasons]
        for chip in self._chips:
            self.side_panel.head.addWidget(chip)

    def _offer(self) -> None:
        """Show what can be done with the row chosen."""
        earlier = self.earlier.isChecked()
        merge: MergeLine | None = self.merges.row if earlier else None
        self.merge.setVisible(not earlier)
        self.apart.setVisible(not earlier)
        self.take_back.setVisible(earlier)
        self.merge.setEnabled(self._compared is not None)
        self.apart.setEnabled(self._compared is not None)
        self.take_back.setEnabled(merge is not None and merge.undone_at is None)
        self.open_room.setVisible(self._room() > 0 and not earlier)

    def _room(self) -> int:
        if self._compared is None:
            return 0
        stays = (*self._compared.kept.stays, *self._compared.other.stays)
        return stays[0].room_id if stays else 0

    # --- acting ----------------------------------------------------------------------------------------------------

    def _ask_merge(self) -> None:
        if self._compared is None:
            return
        dialog = MergeDialog(self._compared, self)
        dialog.decided.connect(partial(self._merge, dialog, self._compared))
        dialog.finished.connect(lambda _result: self._forget(dialog))
        self.dialog = dialog
        dialog.open()

    def _merge(self, dialog: MergeDialog, compared: Comparison, decision: MergeDecision) -> None:
        def refuse(error: TouchpointError) -> None:
            if isinstance(error, UserError):
                dialog.show_problems(error.problems)
                # the page shows what the two are by now; the form keeps what was chosen of what they were
                self._choose(self.pairs.row)
            else:
                dialog.set_busy(False)
                if show_error(dialog, error):
                    dialog.submit()

        self.presenter.merge(decision, compared, refuse)

    def _tell_apart(self) -> None:
        line: DuplicateLine | None = self.pairs.row
        if line is not None:
            self.presenter.tell_apart(line)

    def _take_back(self) -> None:
        line: MergeLine | None = self.merges.row
        if line is not None:
            self.presenter.undo_merge(line.id)

    def _open_household(self) -> None:
        self._shell.go("households", room_id=self._room())

    def _forget(self, dialog: MergeDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _tell(self, done: Done) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._shell.tell(done.words, undo=done.undo)

    def _refuse(self, error: TouchpointError) -> None:
        if show_error(self, error):
            self.presenter.read()
