"""The section of the working calendar: the hours of the week left, the years right, what is not known on top."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.rules.presenter import Known
from desktop.rules.table import hours_facts, year_columns
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import EmptyState, Facts, ListFrame, Panel
from desktop.ui.scrolling import scrolled
from desktop.ui.strips import AlertStrip
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.working_days.rows import YearRow

__all__ = ["CalendarSection"]

HOURS_WIDTH, HOURS_WIDTH_WIDE = 284, 340
WIDE = 800


class CalendarSection(QWidget):
    """Shows the calendar. `hours_asked()`, `year_asked(row | None, year)`, `reset_asked(row)`, `file_chosen(path)`."""

    hours_asked = Signal()
    year_asked = Signal(object, int)
    reset_asked = Signal(object)
    file_chosen = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.known = Known()
        self._strip: AlertStrip | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        across = QHBoxLayout()
        across.setSpacing(12)
        self._hours_panel = self._hours()
        across.addWidget(self._hours_panel)
        across.addWidget(self._years(), 1)
        self._column.addLayout(across, 1)
        self._offer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the hours a line each where there is room."""
        super().resizeEvent(event)
        self._hours_panel.setFixedWidth(HOURS_WIDTH_WIDE if self.width() >= WIDE else HOURS_WIDTH)

    def show_known(self, known: Known) -> None:
        """Show hours and years, and say which of this year and the next is missing."""
        self.known = known
        self.hours.show_facts(hours_facts(known.hours.days))
        self.model.set_rows(known.years)
        self._warn()
        self._offer()

    def _hours(self) -> Panel:
        panel = Panel(msg("Working hours"), name="hours")
        panel.pad(12, 8, 12, 8)
        self.hours = Facts(width=80)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hours)
        column.addStretch(1)
        panel.body.addWidget(scrolled(inside), 1)
        self.change_hours = Button(msg("Change hours"), icon="square-pen", name="change-hours")
        self.change_hours.clicked.connect(self.hours_asked.emit)
        panel.foot.addWidget(self.change_hours)
        panel.foot.addStretch(1)
        return panel

    def _years(self) -> Panel:
        panel = Panel(msg("Holidays"), name="years")
        self.take = Button(msg("From a file …"), icon="file-text", small=True, name="take-holidays")
        self.take.clicked.connect(self._choose_file)
        self.add = Button(msg("New year"), icon="plus", key=key("add"), kind="primary", small=True, name="add-year")
        self.add.clicked.connect(lambda: self.year_asked.emit(None, self._missing()))
        panel.tools.addWidget(self.take)
        panel.tools.addWidget(self.add)
        self.model: RowsModel[YearRow] = RowsModel(year_columns(), identify=lambda row: row.year)
        self.view = ListView(self.model, label=msg("Holidays"), name="years-list")
        self.view.row_changed.connect(lambda _row: self._offer())
        self.view.opened.connect(lambda row: self.year_asked.emit(row, row.year))
        empty = EmptyState(msg("No year is known"), msg("Add the holidays of this year."), icon="calendar-clock")
        panel.body.addWidget(ListFrame(self.view, empty), 1)
        self.edit = Button(msg("Edit"), icon="square-pen", name="edit-year")
        self.edit.clicked.connect(lambda: self.year_asked.emit(self.view.row, 0))
        self.reset = Button(msg("As shipped"), icon="undo-2", name="reset-year")
        self.reset.clicked.connect(lambda: self.reset_asked.emit(self.view.row))
        panel.foot.addWidget(self.edit)
        panel.foot.addWidget(self.reset)
        panel.foot.addStretch(1)
        return panel

    def _missing(self) -> int:
        """Return the first year that is wanted and not known."""
        latest = max((row.year for row in self.known.years), default=self.known.now - 1)
        return next(iter(self.known.unknown), latest + 1)

    def _warn(self) -> None:
        """Say aloud which year is not known, with the button that mends it."""
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        if not self.known.unknown:
            return
        year = self.known.unknown[0]
        enter = Button(msg("Enter %(year)s", year=str(year)), small=True, name="enter-year")
        enter.clicked.connect(lambda: self.year_asked.emit(None, year))
        self._strip = AlertStrip(
            msg("The holidays of %(year)s are not known yet", year=str(year)),
            msg("Due times that reach into it are counted as if it had none."),
            icon="calendar-clock",
            wrap=True,
            buttons=(enter,),
            name="unknown-year",
        )
        self._column.insertWidget(0, self._strip)

    def _offer(self) -> None:
        row: YearRow | None = self.view.row
        self.edit.setEnabled(row is not None)
        self.reset.setEnabled(row is not None and row.is_own)
        lost = row is not None and not row.shipped
        say(self.reset, text=msg("Take away") if lost else msg("As shipped"))

    def _choose_file(self) -> None:
        title = translate(msg("Table of holidays"), ui_language().language)
        chosen, _filter = QFileDialog.getOpenFileName(self, title, "", "JSON (*.json)")
        if chosen:
            self.file_chosen.emit(Path(chosen))
