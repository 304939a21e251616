"""The page of problem points: the list, the one looked at beside it, and what can be done with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, allows
from desktop.issues.model import IssueState
from desktop.issues.presenter import Flag, IssuesPresenter, Wanted
from desktop.issues.rows import NewIssue
from desktop.issues.rule import IssueMove, may
from desktop.issues.service import ActionFiles
from desktop.issues.view.acting import IssueActs
from desktop.issues.view.detail import IssueDetail
from desktop.issues.view.filters import IssueFilterBar
from desktop.ui.buttons import Button
from desktop.ui.file_panel import FilePanel
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.tab_order import keep_tab_order
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.errors import TouchpointError
    from desktop.issues.rows import IssueCounts, IssueRow
    from desktop.issues.service import IssueService
    from desktop.ui.shell import Shell

__all__ = ["IssuesPage"]

DETAIL_WIDTH = 400
PLACE = "issues"

_KEYED = (
    (IssueMove.FINISH_ACTION, "complete"),
    (IssueMove.POSTPONE_ACTION, "postpone"),
    (IssueMove.JUDGE_ACTION, "check-action"),
)
"""The moves of an action that have a key, and the key's name."""

_ASKED_FOR = (Flag.OVERDUE, Flag.TO_CONFIRM)
"""What other pages may ask the list to be narrowed to, by its name."""


class IssuesPage(TwoColumnPage):
    """Problem points and rectification actions.

    `show_at(issue_id=7)` shows one; `show_at(month="2026-10", department_id=2, overdue=True)` narrows the list, each
    of them as wanted (as does `to_confirm=True`); `show_at(new=NewIssue(...))` opens the form of a new point, filled
    with it.
    """

    def __init__(self, service: IssueService, shell: Shell) -> None:
        """Show the open points that `service`'s account may see."""
        super().__init__()
        self.setObjectName("issues-page")
        self._shell = shell
        self._service = service
        self._new: NewIssue | None = None
        self.presenter = IssuesPresenter(service, shell.tasks, shell.bus, self)
        self.reader = self.presenter
        self.acts = IssueActs(self.presenter, shell, self)
        self._build()
        self._connect()
        self._conditions_changed()
        self._look()

    def show_at(self, **where: object) -> None:
        """Show the points or the point asked for, or what was shown before."""
        month, department, issue_id, new = (where.get(each) for each in ("month", "department_id", "issue_id", "new"))
        flags = frozenset(flag for flag in _ASKED_FOR if where.get(str(flag)))
        if month is not None or department is not None or flags:
            chosen = month if isinstance(month, Month) else Month.parse(month) if isinstance(month, str) else None
            whose = department if isinstance(department, int) else None
            self.presenter.show(Wanted(chosen, whose, open_only=chosen is None or bool(flags), flags=flags))
        self.presenter.start()
        if isinstance(issue_id, int):
            self.presenter.show_issue(issue_id)
        if isinstance(new, NewIssue):
            self._new = new
            self._raise_wanted()

    def shown_at(self) -> Mapping[str, object]:
        """Return the point looked at, else what the list is narrowed to."""
        if self.presenter.row is not None:
            return {"issue_id": self.presenter.row.id}
        wanted = self.presenter.wanted
        where: dict[str, object] = {}
        if wanted.month is not None:
            where["month"] = str(wanted.month)
        if wanted.department_id is not None:
            where["department_id"] = wanted.department_id
        return where | {str(flag): True for flag in _ASKED_FOR if flag in wanted.flags}

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
        self.header = PageHeader(msg("Problem points and rectification"))
        self.print = Button(msg("Action sheet"), icon="printer", key=key("print"), name="print-actions")
        self.print.clicked.connect(self._print)
        self.header.tools.addWidget(self.print)
        self.merge = Button(msg("Merge points"), icon="merge", key=key("merge"), name="merge-issues")
        self.merge.clicked.connect(self._merge)
        self.header.tools.addWidget(self.merge)
        self.add = Button(msg("Problem point"), icon="plus", key=key("add"), name="new-issue")
        self.add.clicked.connect(self._raise)
        self.header.tools.addWidget(self.add)
        column.addWidget(self.header)
        self.filters = IssueFilterBar(self.presenter)
        column.addWidget(self.filters)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(self._list_panel())
        desk = self._service.desk
        self.detail = IssueDetail(desk.actor, desk.zone, lambda: self.presenter.today)
        self.detail.setMinimumWidth(340)
        self.files = FilePanel(
            ActionFiles(desk),
            "issue",
            self._shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=allows(desk.actor, Operation.ATTACH_FILE),
            parent=self,
        )
        self.files.stand_in(self.detail.files, self.detail)
        self.detail.files.setContentsMargins(0, 0, 0, 0)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        column.addWidget(self.split, 1)
        self.setFocusProxy(self.view)
        actor = self._service.actor
        own = actor.heads_department or 0
        self.add.setVisible(may(actor, IssueMove.RAISE, own))
        self.merge.setVisible(may(actor, IssueMove.MERGE, own))

    def _list_panel(self) -> Panel:
        self.list_panel = Panel(name="issue-list")
        self.list_panel.setMinimumWidth(360)
        self.view = ListView(
            self.presenter.model, label=msg("Problem points and rectification"), name="issues", several=True
        )
        self.empty = EmptyState("", icon="list-checks")
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty))
        return self.list_panel

    def _connect(self) -> None:
        self.columns = Columns(
            self.split,
            [self.list_panel, self.filters],
            self.detail,
            self.detail.back,
            detail_width=DETAIL_WIDTH,
            keyed=[self.print, self.merge, self.add],
        )
        presenter, detail = self.presenter, self.detail
        presenter.conditions_changed.connect(self._conditions_changed)
        presenter.waiting.connect(self._count)
        presenter.detailed.connect(self._show_detail)
        presenter.named.connect(lambda _names: self._raise_wanted())
        presenter.failed.connect(self._fail)
        presenter.model.loaded.connect(self._choose_first)
        self.view.selected.connect(lambda _count: self._look())
        self.view.row_changed.connect(lambda _row: self._look())
        self.view.opened.connect(self._open)
        detail.left.connect(self._show_list)
        detail.asked.connect(self._begin)
        detail.action_asked.connect(self._begin_action)
        detail.request_asked.connect(lambda request_id: self._shell.go("requests", request_id=request_id))
        detail.issue_asked.connect(presenter.show_issue)
        detail.files_asked.connect(self.files.presenter.show_owner)
        detail.evidence_removed.connect(self._remove_evidence)
        self.listen("leave", self._show_list)
        self.listen("reload", presenter.read)
        for move, name in _KEYED:
            self.listen(name, partial(self._begin_by_key, move))

    def _show_list(self) -> None:
        self.give_place(to_detail=False)
        self.view.setFocus()

    # --- the list --------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        rows: Sequence[IssueRow] = self.view.rows
        self.merge.setEnabled(len(rows) > 1 and all(row.state is IssueState.OPEN for row in rows))
        if len(rows) > 1:
            self.presenter.look(None)
            self.detail.show_several(len(rows))
        elif self.presenter.is_seeking:
            return
        elif not rows:
            self.presenter.look(None)
        elif self.presenter.row is None or self.presenter.row.id != rows[0].id:
            self.presenter.look(rows[0].id)

    def _show_detail(self, row: IssueRow | None) -> None:
        if row is not None and row.id not in {each.id for each in self.view.rows}:
            self.view.select(row.id)
            self.give_place(to_detail=True)
            self.detail.show_row(row)
            if self.one_column:
                self.detail.take_keyboard()
            return
        self.detail.show_row(row)

    def _open(self, _row: IssueRow) -> None:
        """Show a point in full where it has no place beside the list, and give it the keyboard."""
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def _choose_first(self) -> None:
        seeking = self.presenter.is_seeking
        if self.presenter.model.rowCount() and not self.view.currentIndex().isValid() and not seeking:
            self.view.selectRow(0)
        count = self.presenter.model.rowCount()
        self.header.set_title(
            msg("Problem points and rectification"),
            lambda spoken: spoken.ngettext("%(count)s shown", "%(count)s shown", count),
        )
        self.print.setEnabled(bool(count))
        self._look()

    def _conditions_changed(self) -> None:
        wanted = self.presenter.wanted
        narrowed = bool(wanted.flags or wanted.text or wanted.month or not wanted.open_only)
        missing = msg("No problem point is like this") if narrowed else msg("No problem point is open")
        advice = (
            msg("Take the conditions off to see the others.")
            if narrowed
            else msg("Raise one by hand, or comb the month: what stands out is proposed there.")
        )
        say(self.empty.missing, text=missing)
        say(self.empty.advice, text=advice)

    def _count(self, counts: IssueCounts) -> None:
        self._shell.set_count(PLACE, counts.overdue_actions)

    # --- acting ----------------------------------------------------------------------------------------------------

    def _raise(self) -> None:
        self.acts.raise_issue()

    def _raise_wanted(self) -> None:
        """Open the form that another page asked for, once there are names to choose from."""
        if self._new is not None and self.presenter.names.departments:
            new, self._new = self._new, None
            self.acts.raise_issue(new)

    def _merge(self) -> None:
        self.acts.merge(self.view.rows)

    def _begin(self, move: IssueMove) -> None:
        if self.detail.row is not None:
            self.acts.begin(move, self.detail.row)

    def _begin_action(self, move: IssueMove, action_id: int) -> None:
        row = self.detail.row
        action = next((each for each in row.actions if each.id == action_id), None) if row is not None else None
        if row is not None and action is not None:
            self.acts.begin_action(move, row, action)

    def _begin_by_key(self, move: IssueMove) -> None:
        action_id = self.detail.action_of(move)
        if action_id is not None:
            self._begin_action(move, action_id)

    def _remove_evidence(self, request_ids: list[int]) -> None:
        if self.detail.row is not None:
            self.acts.remove_evidence(self.detail.row, request_ids)

    def _print(self) -> None:
        """Print the points listed, as they are narrowed."""
        self._shell.show_paper(self.presenter.paper())

    def _fail(self, error: TouchpointError) -> None:
        self._shell.tell(error.problems[0].message)
        self._choose_first()
