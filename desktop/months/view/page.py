"""The page of the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout

from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, allows
from desktop.issues.rows import NewIssue
from desktop.months.presenter import Figured, Listed, MonthPresenter
from desktop.months.rows import Figure
from desktop.months.view.asking import MonthDialogs
from desktop.months.view.content import MonthContent
from desktop.months.view.header import MonthHeader
from desktop.months.view.sets import SetTools
from desktop.months.view.standing import changes_words, cut_off_text, history_text, state_words
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.language import say
from desktop.ui.panels import EmptyState
from desktop.ui.shell import Page
from desktop.ui.tab_order import keep_tab_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.months.rows import Named
    from desktop.requests.rows import RequestFilter
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["MonthPage"]

NARROW = 1000


class MonthPage(Page):
    """A month at a glance: figures, trend, problem points, everything that explains them; and its reports on paper."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the last full month of `desk`'s community."""
        super().__init__()
        self.setObjectName("month-page")
        self._desk = desk
        self._shell = shell
        self._figured: Figured | None = None
        self._listed: Listed | None = None
        self.presenter = MonthPresenter(desk, shell.tasks, shell.bus, self)
        self.dialogs = MonthDialogs(desk, shell, self.presenter, self)
        self.sets = SetTools(desk, shell, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        # A wide page must not keep the window from becoming narrow; it rearranges itself then.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setSpacing(12)
        self.header = MonthHeader()
        self.header.setContentsMargins(0, 0, 16, 0)
        column.addWidget(self.header)
        self.content = MonthContent(shell.tasks)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.content)
        self.stack.addWidget(self._empty())
        column.addWidget(self.stack, 1)
        self._allow()
        self._connect_reading()
        self._connect_opening()
        self._say_month()

    def show_at(self, **where: object) -> None:
        """Show the month asked for (`month="2026-10"`), else the one shown last."""
        self.presenter.shown = True
        month = where.get("month")
        if isinstance(month, str):
            self.presenter.show(Month.parse(month))
        else:
            self.presenter.read()

    def shown_at(self) -> Mapping[str, object]:
        """Return the month shown."""
        return {"month": str(self.presenter.month)}

    def leave(self) -> None:
        """Stop reading while nobody looks."""
        self.presenter.shown = False

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a page in the smallest window."""
        return QSize(904, 384)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three tiles in a row and one panel, where the page is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.content.arrange(narrow=narrow)
        self.header.set_narrow(narrow=narrow)

    def _empty(self) -> EmptyState:
        back = Button(msg("Month before"), icon="chevron-left", name="go-earlier")
        back.clicked.connect(lambda: self.presenter.step(-1))
        advice = msg("There is nothing to count. Choose another month, or import the ledger of this one.")
        self.empty = EmptyState("", advice, icon="chart-column", button=back)
        return self.empty

    def _allow(self) -> None:
        actor, header = self._desk.actor, self.header
        header.may_print = allows(actor, Operation.PRINT_REPORT)
        header.may_edit_targets = actor.is_project_manager
        header.print_one.setVisible(header.may_print)
        header.comb_month.setVisible(allows(actor, Operation.COMB_MONTH))
        self.content.points.add.setVisible(allows(actor, Operation.EDIT_ISSUES))

    def _connect_reading(self) -> None:
        presenter, header = self.presenter, self.header
        presenter.moved.connect(self._say_month)
        presenter.figured.connect(self._show_figures)
        presenter.listed.connect(self._show_lists)
        presenter.refused.connect(self._refuse)
        header.stepped.connect(presenter.step)
        header.this_month.connect(lambda: presenter.show(presenter.current))
        header.chosen.connect(presenter.choose_department)
        header.report.connect(self._preview)
        header.print_all.connect(lambda: self.sets.print_set(presenter.month))
        header.save_all.connect(lambda: self.sets.save_set(presenter.month))
        header.ledger.connect(lambda: self._shell.show_paper(presenter.ledger()))
        header.week.connect(self.dialogs.ask_week)
        header.comb.connect(lambda: self._shell.go("combing", month=str(presenter.month)))
        header.compare.connect(self.dialogs.compare)
        header.targets.connect(self.dialogs.ask_targets)
        header.export.connect(lambda: self.dialogs.export(self._listed))
        header.changes.connect(lambda: self.dialogs.show_since(self._listed))

    def _connect_opening(self) -> None:
        presenter, content = self.presenter, self.content
        presenter.opened.connect(self._go_to_list)
        for tiles in (content.tiles, content.more_tiles):
            tiles.opened.connect(presenter.open_figure)
        content.trend.opened.connect(self._open_month)
        content.ranking.opened.connect(self._open_category)
        content.repeats.opened.connect(presenter.open_repeat)
        content.heat.opened.connect(self._open_cell)
        content.turnaround.opened.connect(lambda band: presenter.open_band(band.id, band.words, band.count))
        content.grades.opened.connect(lambda band: presenter.open_grade(band.id, band.words, band.count))
        content.groups.opened.connect(presenter.open_group)
        content.points.opened.connect(lambda issue_id: self._shell.go("issues", issue_id=issue_id))
        content.points.wanted.connect(self._raise_point)

    def _say_month(self) -> None:
        self._listed = None
        self.header.show_month(self.presenter.month, self.presenter.current)

    def _show_figures(self, figured: Figured) -> None:
        self._figured = figured
        summary, state, zone = figured.summary, figured.state, self._desk.zone
        text, tone, icon = state_words(state, running=summary.month == self.presenter.current)
        self.header.show_state(text, tone, icon, cut_off_text(summary))
        self.header.explain_state(history_text(state, zone))
        self.header.show_departments(figured.departments, figured.department_id, fixed=self.presenter.tied)
        month = summary.month
        say(
            self.empty.missing,
            text=lambda spoken: spoken.gettext("No requests in %(month)s", month=spoken.month(month)),
        )
        self.stack.setCurrentIndex(1 if figured.empty else 0)
        if self._listed is None:
            self.header.show_changes(None)
            self.content.show_figures(summary)

    def _show_lists(self, listed: Listed) -> None:
        self._listed = listed
        self.content.show_lists(listed)
        self.header.show_changes(changes_words(listed.after))

    def _go_to_list(self, title: Text, wanted: RequestFilter) -> None:
        self._shell.go("requests", wanted=wanted, title=title)

    def _open_month(self, figure: Figure, month: Month) -> None:
        series = self._listed.series if self._listed else ()
        figures = next((line.figures for line in series if line.id == month), None)
        self.presenter.open_figure(figure, month, figures)

    def _open_category(self, group: Named) -> None:
        self.presenter.open_group(Figure.RECEIVED, "category", group)

    def _open_cell(self, building_id: int | None, category_id: int | None, name: Text) -> None:
        count = 0 if self._listed is None else self._listed.grid.count(building_id, category_id)
        self.presenter.open_cell(building_id, category_id, name, count)

    def _raise_point(self) -> None:
        new = NewIssue(month=self.presenter.month, department_id=self.presenter.department_id, title="")
        self._shell.go("issues", new=new)

    def _preview(self) -> None:
        self._shell.show_paper(self.presenter.paper())

    def _refuse(self, error: TouchpointError) -> None:
        if show_error(self, error):
            self.presenter.read()
