"""The page of release slips: the list, and the one looked at beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.release_slips.presenter import ReleasesPresenter
from desktop.release_slips.rows import ReleaseFilter, ReleaseStage, ReleaseStart
from desktop.release_slips.view.acting import ReleaseActs
from desktop.release_slips.view.detail import ReleaseDetail
from desktop.release_slips.view.filters import ReleaseFilterBar
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.page_tabs import PageTabs
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.release_slips.rows import ReleaseFile, ReleaseLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["ReleasesPage"]

DETAIL_WIDTH = 420


class ReleasesPage(TwoColumnPage):
    """Release slips at the desk.

    `show_at(slip_id=7)` shows one, `show_at(stage="expired")` a stage. `show_at(new=True)` opens the form of a new
    slip, `new=ReleaseStart(...)` or `new={"room_id": 7, "room": "1-1-101", "plate": ..., "call_id": 3}` filled with
    what is known; the gate's call `call_id` is answered with number and code once the slip is issued.
    """

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show what `desk`'s account may see."""
        super().__init__()
        self.setObjectName("releases-page")
        self._shell = shell
        self._desk = desk
        self._print_of, self._answer_of = 0, 0
        self._may_issue = allows(desk.actor, Operation.ISSUE_RELEASE_SLIP)
        self.presenter = ReleasesPresenter(desk, shell.tasks, shell.bus, self)
        self.reader = self.presenter
        self.acts = ReleaseActs(desk, shell, self)
        self._build()
        self._connect()
        self._conditions_changed()

    # --- the Page --------------------------------------------------------------------------------------------------

    def show_at(self, **where: object) -> None:
        """Show the slips, the slip or the form asked for, or what was shown before."""
        stage, slip_id, new = (where.get(each) for each in ("stage", "slip_id", "new"))
        if isinstance(stage, str) and stage in set(ReleaseStage):
            self.presenter.show(ReleaseFilter(ReleaseStage(stage)))
        self.presenter.start()
        if isinstance(slip_id, int):
            self.presenter.show_slip(slip_id)
        if new:
            self.begin(_start(new))

    def shown_at(self) -> Mapping[str, object]:
        """Return the slip looked at."""
        return {} if self.presenter.file is None else {"slip_id": self.presenter.file.line.id}

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
        column.setSpacing(12)
        self.header = PageHeader(msg("The gate"))
        self.header.tags.addWidget(PageTabs("releases", self._desk.actor, self._shell))
        self.add = Button(msg("New release slip"), icon="plus", key=key("add"), kind="primary", name="new-slip")
        self.add.clicked.connect(lambda: self.begin(None))
        self.header.tools.addWidget(self.add)
        self.add.setVisible(self._may_issue)
        column.addWidget(self.header)
        self.filters = ReleaseFilterBar(self.presenter)
        column.addWidget(self.filters)
        self.detail = ReleaseDetail(self._desk.zone, may_issue=self._may_issue)
        self.detail.setMinimumWidth(340)
        self.split = beside(self._list_panel(), self.detail)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.view)

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="slip-list")
        self.list_panel.setMinimumWidth(360)
        self.view = ListView(self.presenter.model, label=msg("Release slips"), name="release-slips")
        self.empty = EmptyState("", icon="truck")
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty), 1)
        self.more = Button(msg("Show more"), kind="link", small=True, name="more-slips")
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
            keyed=[self.add],
        )
        presenter, detail = self.presenter, self.detail
        presenter.conditions_changed.connect(self._conditions_changed)
        presenter.detailed.connect(self._show_detail)
        presenter.followed.connect(self.begin)
        presenter.failed.connect(self._fail)
        presenter.model.loaded.connect(self._choose_first)
        self.view.row_changed.connect(lambda _row: self._look())
        self.view.opened.connect(self._open)
        detail.left.connect(self._show_list)
        detail.asked.connect(self._act)
        detail.room_asked.connect(self._go_to_room)
        self.listen("leave", self._show_list)
        self.listen("reload", presenter.read)

    # --- the list --------------------------------------------------------------------------------------------------

    def _show_list(self) -> None:
        self.give_place(to_detail=False)
        self.view.setFocus()

    def _look(self) -> None:
        line: ReleaseLine | None = self.view.row
        if self.presenter.is_seeking:
            return
        if line is None:
            self.presenter.look(None)
        elif self.presenter.file is None or self.presenter.file.line.id != line.id:
            self.presenter.look(line.id)

    def _show_detail(self, file: ReleaseFile | None) -> None:
        line: ReleaseLine | None = self.view.row
        self.detail.show_file(file)
        if file is not None and (line is None or line.id != file.line.id):
            self.view.select(file.line.id)
            self.give_place(to_detail=True)
            if self.one_column:
                self.detail.take_keyboard()
        if self.acts.dialog is not None and file is not None:
            self.acts.renew(file)
        if file is not None:
            self._after_issue(file)

    def _open(self, _line: ReleaseLine) -> None:
        """Show a slip in full where it has no place beside the list, and give it the keyboard."""
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def _choose_first(self) -> None:
        count = self.presenter.model.rowCount()
        if count and not self.view.currentIndex().isValid() and not self.presenter.is_seeking:
            self.view.selectRow(0)
        self.header.set_title(
            msg("The gate"), lambda spoken: spoken.ngettext("%(count)s shown", "%(count)s shown", count)
        )
        self.more.setVisible(self.presenter.has_more)
        self._look()

    def _conditions_changed(self) -> None:
        wanted = self.presenter.wanted
        missing, advice = msg("No release slip was issued yet"), msg("Furniture leaves with a slip only: issue one.")
        if wanted.words:
            missing, advice = msg("No release slip says that"), msg("Look for another number, room, plate or item.")
        elif wanted.stage is ReleaseStage.EXPIRED:
            missing, advice = msg("No slip expired unused"), msg("What did not leave in time comes back here.")
        elif wanted.stage is not ReleaseStage.ALL:
            missing, advice = msg("No release slip is like this"), msg("Take the conditions off to see the others.")
        say(self.empty.missing, text=missing)
        say(self.empty.advice, text=advice)

    # --- acting ----------------------------------------------------------------------------------------------------

    def begin(self, start: ReleaseStart | None) -> None:
        """Open the form of a new slip, filled with `start`."""
        if self._may_issue:
            call_id = start.call_id if start is not None else None
            self.acts.issue(start, lambda changes: self._issued(changes, call_id or 0))

    def _issued(self, changes: Changes, call_id: int) -> None:
        """Look at the slip; once it is read, its paper is shown and the gate told."""
        self._print_of, self._answer_of = changes.result, call_id
        self.presenter.show_slip(changes.result)

    def _after_issue(self, file: ReleaseFile) -> None:
        line = file.line
        if line.id != self._print_of:
            return
        self._print_of = 0
        if self._answer_of:
            words = msg("Release slip %(number)s is issued, code %(code)s.", number=line.number, code=line.code)
            self.presenter.answer_call(self._answer_of, translate(words, ui_language().language))
            self._answer_of = 0
        self.acts.print(line.id, line.number)

    def _act(self, what: str) -> None:
        file = self.detail.file
        if file is None:
            return
        if what == "print":
            self.acts.print(file.line.id, file.line.number)
        elif what == "follow-on":
            self.presenter.follow_on(file.line.id)
        elif what == "amend":
            self.acts.amend(file)
        elif what == "withdraw":
            self.acts.withdraw(file)
        elif what == "resume":
            self.acts.resume(file)

    def _go_to_room(self) -> None:
        if self.detail.file is not None and self.detail.file.line.room_id:
            self._shell.go("households", room_id=self.detail.file.line.room_id)

    def _fail(self, error: TouchpointError) -> None:
        show_error(self, error)


def _start(new: object) -> ReleaseStart | None:
    """Return what a form begins with from what `show_at` was given."""
    if isinstance(new, ReleaseStart):
        return new
    if not isinstance(new, Mapping):
        return None
    return ReleaseStart(
        int(new.get("room_id") or 0), str(new.get("room") or ""), str(new.get("plate") or ""), new.get("call_id")
    )
