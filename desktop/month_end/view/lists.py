"""The steps that are lists: what is incomplete, what stands out, the problem points, their actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.issues.model import ActionState
from desktop.month_end.rule import RULE
from desktop.month_end.table import (
    ActionLine,
    CheckLine,
    SpotLine,
    action_columns,
    check_columns,
    point_columns,
    spot_columns,
)
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel, label
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.months import Month
    from desktop.issues.rows import IssueRow
    from desktop.month_end.rows import Completeness, Proposal

__all__ = ["ActionsPart", "ChecksPart", "PointsPart", "SpotsPart"]


class ChecksPart(Panel):
    """Step 1: what is incomplete. `opened(Completeness)`: its list is to be shown and mended."""

    opened = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(
            msg("Complete the month"),
            note=msg("each opens its list; what you mend there leaves it"),
            name="combing-checks",
        )
        self.model: RowsModel[CheckLine] = RowsModel(check_columns(), parent=self)
        self.view = ListView(self.model, label=msg("Complete the month"), name="checks")
        self.body.addWidget(self.view)
        self.view.opened.connect(self._open)
        self.view.acted.connect(lambda line, _column: self._open(line))

    def show_checks(self, checks: Sequence[Completeness]) -> None:
        """Show what was counted."""
        self.model.set_rows([CheckLine(check) for check in checks])

    def _open(self, line: CheckLine) -> None:
        if line.check.count:
            self.opened.emit(line.check)


class SpotsPart(Panel):
    """Step 2: what stands out, why, and the problem point it could become.

    `raised(Proposal)`: a point is to be made of it; `point_opened(id)`: the one that was made; `listed(Proposal)`: the
    requests behind it are to be shown.
    """

    raised = Signal(object)
    point_opened = Signal(int)
    listed = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(
            msg("See what stands out"), note=msg("against the own last twelve months"), name="combing-spots"
        )
        self.model: RowsModel[SpotLine] = RowsModel(spot_columns(), parent=self)
        self.view = ListView(self.model, label=msg("See what stands out"), name="spots")
        empty = EmptyState(
            msg("Nothing out of the ordinary"),
            msg("Everything stays near its usual number. A problem point can still be made by hand."),
            icon="circle-check",
        )
        self.body.addWidget(ListFrame(self.view, empty), 1)
        self.why = label("", wrap=True, name="why-it-stands-out")
        self.why.setContentsMargins(12, 8, 12, 0)
        self.body.addWidget(self.why)
        self.rule = label(RULE, "small", "ink2", wrap=True, name="rule-of-standing-out")
        self.rule.setContentsMargins(12, 8, 12, 8)
        self.body.addWidget(self.rule)
        self.take = Button(msg("Make it a problem point"), icon="plus", key=key("add"), name="take-spot")
        self.requests = Button(msg("Show the requests"), icon="clipboard-list", name="spot-requests")
        for button in (self.take, self.requests):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.take.clicked.connect(self._take)
        self.requests.clicked.connect(self._list)
        self.view.opened.connect(lambda _line: self._take())
        self.view.row_changed.connect(self._explain)
        self._explain(None)

    def show_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Show what stands out, the weightiest first."""
        self.model.set_rows([SpotLine(each) for each in proposals])
        if self.view.row is None and proposals:
            self.view.select(proposals[0].key)
        self._explain(self.view.row)

    def _explain(self, line: SpotLine | None) -> None:
        found = None if line is None else line.proposal
        self.why.setVisible(found is not None)
        self.take.setEnabled(found is not None)
        self.requests.setEnabled(found is not None)
        if found is None:
            return
        say(self.why, text=found.why)
        taken = found.taken_as is not None
        say(self.take, text=msg("Open the problem point") if taken else msg("Make it a problem point"))
        self.take.set_icon("arrow-right" if taken else "plus")

    def _take(self) -> None:
        line: SpotLine | None = self.view.row
        if line is None:
            return
        if line.proposal.taken_as is not None:
            self.point_opened.emit(line.proposal.taken_as)
        else:
            self.raised.emit(line.proposal)

    def _list(self) -> None:
        line: SpotLine | None = self.view.row
        if line is not None:
            self.listed.emit(line.proposal)


class PointsPart(Panel):
    """Step 3: the problem points of the month. `opened(id)`: one is to be shown; `asked()`: one made by hand."""

    opened = Signal(int)
    asked = Signal()

    def __init__(self, month: Month) -> None:
        """Show nothing yet."""
        super().__init__(
            msg("Problem points"),
            note=msg("new ones, and those carried over with their history"),
            name="combing-points",
        )
        self._month = month
        self.model: RowsModel[IssueRow] = RowsModel(point_columns(lambda: self._month), parent=self)
        self.view = ListView(self.model, label=msg("Problem points"), name="points")
        empty = EmptyState(
            msg("No problem points yet"),
            msg("Take one from what stands out, or make one by hand."),
            icon="list-checks",
        )
        self.body.addWidget(ListFrame(self.view, empty), 1)
        self.add = Button(msg("New problem point"), icon="plus", key=key("add"), name="new-point")
        self.foot.addWidget(self.add)
        self.foot.addStretch(1)
        self.add.clicked.connect(self.asked)
        self.view.opened.connect(lambda row: self.opened.emit(row.id))

    def show_points(self, points: Sequence[IssueRow], month: Month) -> None:
        """Show the points that matter in `month`."""
        self._month = month
        self.model.set_rows(points)


class ActionsPart(Panel):
    """Step 4: what is done about the points, by whom and by when. `opened(point id)`: one is to be shown."""

    opened = Signal(int)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(
            msg("Rectification actions"),
            note=msg("every open point needs one with someone responsible and a day"),
            name="combing-actions",
        )
        self.model: RowsModel[ActionLine] = RowsModel(action_columns(), parent=self)
        self.view = ListView(self.model, label=msg("Rectification actions"), name="actions", row="row-two-line")
        empty = EmptyState(
            msg("No actions"), msg("They belong to problem points; make those first."), icon="list-checks"
        )
        self.body.addWidget(ListFrame(self.view, empty), 1)
        self.view.opened.connect(lambda line: self.opened.emit(line.point.id))

    def show_points(self, points: Sequence[IssueRow]) -> None:
        """Show the actions of `points`, what lacks someone or a day first."""
        lines = []
        for point in points:
            living = [each for each in point.actions if each.state is not ActionState.DROPPED]
            lines += [ActionLine(point, each) for each in living] if living else [ActionLine(point, None)]
        self.model.set_rows(sorted(lines, key=_settled))


def _settled(line: ActionLine) -> bool:
    return line.action is not None and bool(line.action.owner) and line.action.due_on is not None
