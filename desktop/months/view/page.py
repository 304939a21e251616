"""The page of the month."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.core.months import Month
from desktop.core.permissions import Operation, allows
from desktop.months.presenter import Figured, Listed, MonthPresenter
from desktop.months.rows import Figure
from desktop.months.table import named_text
from desktop.months.view.header import MonthHeader
from desktop.months.view.tables import FigureTable, RankingPanel, RepeatPanel, TrendPanel, definitions
from desktop.months.view.tiles import FigureTiles
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import EmptyState, label
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language, Message
    from desktop.months.presenter import Drawn
    from desktop.months.rows import MonthSummary, Named
    from desktop.requests.rows import RequestFilter
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["MonthPage"]

NARROW = 1000
CHARTS = 228
"""Height of the charts and of what stands beside them, px."""


class MonthPage(Page):
    """A month at a glance: figures, trend, categories, repeats, departments, buildings; and its reports on paper."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Show the last full month of `desk`'s community."""
        super().__init__()
        self.setObjectName("month-page")
        self._desk = desk
        self._shell = shell
        self._figured: Figured | None = None
        self.presenter = MonthPresenter(desk, shell.tasks, shell.bus, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        # A wide page must not keep the window from becoming narrow; it rearranges itself then.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setSpacing(12)
        self.header = MonthHeader()
        self.header.setContentsMargins(0, 0, 16, 0)
        column.addWidget(self.header)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._content())
        self.stack.addWidget(self._empty())
        column.addWidget(self.stack, 1)
        self._connect()
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

    def minimumSizeHint(self) -> QSize:
        """Return the size of a page in the smallest window."""
        return QSize(904, 384)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three tiles in a row and one panel, where the page is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.tiles.arrange(3 if narrow else 6)
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.header.set_narrow(narrow=narrow)

    def _content(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 16, 12)
        column.setSpacing(12)
        self.tiles = FigureTiles()
        column.addWidget(self.tiles)
        self.trend = TrendPanel(self._shell.tasks)
        self.ranking = RankingPanel(self._shell.tasks)
        self.repeats = RepeatPanel()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        for panel, share in ((self.trend, 560), (self.ranking, 330), (self.repeats, 260)):
            panel.setMinimumHeight(CHARTS)
            self._across.addWidget(panel, share)
        column.addLayout(self._across)
        self.departments = FigureTable(msg("Departments"), "department", msg("Department"))
        self.buildings = FigureTable(msg("Buildings"), "building", msg("Building"))
        column.addWidget(self.departments)
        column.addWidget(self.buildings)
        column.addWidget(label(msg("How the figures are counted"), "small"))
        column.addWidget(definitions())
        column.addStretch(1)
        scroll.setWidget(inside)
        return scroll

    def _empty(self) -> EmptyState:
        back = Button(msg("Month before"), icon="chevron-left", name="go-earlier")
        back.clicked.connect(lambda: self.presenter.step(-1))
        advice = msg("There is nothing to count. Choose another month, or import the ledger of this one.")
        self.empty = EmptyState("", advice, icon="chart-column", button=back)
        return self.empty

    def _connect(self) -> None:
        presenter, header = self.presenter, self.header
        presenter.moved.connect(self._say_month)
        presenter.figured.connect(self._show_figures)
        presenter.listed.connect(self._show_lists)
        presenter.opened.connect(self._go_to_list)
        presenter.refused.connect(self._refuse)
        header.stepped.connect(presenter.step)
        header.this_month.connect(lambda: presenter.show(presenter.current))
        header.chosen.connect(presenter.choose_department)
        header.report.connect(self._preview)
        header.print_all.connect(lambda: presenter.draw_all(ui_language().language))
        header.save_all.connect(self._ask_folder)
        presenter.drawn.connect(self._print)
        presenter.saved.connect(self._tell_saved)
        self.tiles.opened.connect(presenter.open_figure)
        self.ranking.opened.connect(self._open_category)
        self.repeats.opened.connect(presenter.open_repeat)
        for table in (self.departments, self.buildings):
            table.opened.connect(lambda figure, group, kind=table.kind: self._open_group(figure, kind, group))
        may_print = allows(self._desk.actor, Operation.PRINT_REPORT)
        header.print_one.setVisible(may_print)
        header.all_reports.setVisible(may_print)

    def _say_month(self) -> None:
        self.header.show_month(self.presenter.month, self.presenter.current)

    def _show_figures(self, figured: Figured) -> None:
        self._figured = figured
        summary = figured.summary
        text, tone, icon = _state(summary, running=summary.month == self.presenter.current)
        self.header.show_state(text, tone, icon, _cut_off(summary))
        self.header.show_departments(figured.departments, figured.department_id, fixed=self.presenter.tied)
        month = summary.month
        say(
            self.empty.missing,
            text=lambda spoken: spoken.gettext("No requests in %(month)s", month=spoken.month(month)),
        )
        self.stack.setCurrentIndex(1 if figured.empty else 0)
        self.tiles.show_figures(summary.total)
        self.ranking.show_categories(summary.categories)
        self.departments.show_groups(summary.departments)
        self.buildings.show_groups([group for group in summary.buildings if group.id or _counts_any(group)])

    def _show_lists(self, listed: Listed) -> None:
        self.trend.show_trend(listed.trend)
        self.repeats.show_repeats(listed.repeats, listed.carried, listed.done)

    def _go_to_list(self, title: Text, wanted: RequestFilter) -> None:
        self._shell.go("requests", wanted=wanted, title=title)

    def _open_category(self, group: Named) -> None:
        self._open_group(Figure.RECEIVED, "category", group)

    def _open_group(self, figure: Figure, kind: str, group: Named) -> None:
        self.presenter.open_figure(figure, kind, group.id, partial(named_text, group, kind))

    def _preview(self) -> None:
        self._shell.show_paper(self.presenter.paper())

    def _ask_folder(self) -> None:
        title = translate(msg("Folder for the reports"), ui_language().language)
        chosen = QFileDialog.getExistingDirectory(self, title)
        if chosen:
            self.presenter.save_all(Path(chosen), ui_language().language)

    def _tell_saved(self, folder: Path, count: int) -> None:
        words = nmsg("%(count)s report is in %(folder)s", "%(count)s reports are in %(folder)s", count, folder=folder)
        self._shell.tell(words)

    def _print(self, drawn: Sequence[Drawn]) -> None:
        """Print all reports on the printer chosen once; what fails is told and the rest goes on."""
        # Printing brings QtPdf along; a page that prints nothing does without it.
        from desktop.months.view.printing import ReportPrinter  # noqa: PLC0415

        self.printing = ReportPrinter(drawn, self)
        self.printing.finished.connect(self._tell_printed)
        self.printing.failed.connect(self._refuse)
        self.printing.start()

    def _tell_printed(self, count: int) -> None:
        self._shell.tell(nmsg("%(count)s report went to the printer", "%(count)s reports went to the printer", count))

    def _refuse(self, error: TouchpointError) -> None:
        if show_error(self, error):
            self.presenter.read()


def _state(summary: MonthSummary, *, running: bool) -> tuple[Message, str, str]:
    """Return words, tone and icon for how the month stands."""
    if summary.closed:
        return (msg("Closed for good"), "green", "lock")
    if running:
        return (msg("Still running"), "blue", "clock")
    return (msg("Not closed yet"), "amber", "square-pen")


def _cut_off(summary: MonthSummary) -> Text:
    """Say up to when the month is counted; its own end is the last day's 24:00, not the next day's 0:00."""
    end = summary.month.end(summary.zone)
    local = summary.cut_off.astimezone(summary.zone)
    day, time = (summary.month.last_day, "24:00") if summary.cut_off >= end else (local.date(), f"{local:%H:%M}")

    def text(spoken: Language) -> str:
        moment = f"{spoken.short_date(day)} {time}"
        return spoken.gettext("up to %(moment)s; every number opens its list", moment=moment)

    return text


def _counts_any(group: Named) -> bool:
    return any(group.compared.figures.counts)
