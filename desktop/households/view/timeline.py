"""Every touchpoint of a household, newest first; older ones are read when the list is scrolled to its end."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import Language, msg
from desktop.households.presenter.telling import day_words
from desktop.households.view.filters import ALL, TimelineFilters
from desktop.ui.language import translate
from desktop.ui.panels import EmptyState, ListFrame, Panel
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QResizeEvent

    from desktop.households.presenter import HouseholdShown, TimelineGroup, Touchpoint

__all__ = ["TimelinePanel"]


class TimelinePanel(Panel):
    """The timeline with its filters. `chosen(group)`, `older()`, `opened(Touchpoint)`."""

    chosen = Signal(str)
    older = Signal()
    opened = Signal(object)

    def __init__(self, zone: ZoneInfo, groups: Sequence[TimelineGroup]) -> None:
        """Offer `groups` as filters; times are shown in `zone`."""
        super().__init__(msg("Touchpoints"), name="timeline")
        self._zone = zone
        self._today: date | None = None
        self._groups = tuple(groups)
        self._anew = False
        self.filters = TimelineFilters(groups)
        self.filters.chosen.connect(self._choose)
        self.tools.addWidget(self.filters)
        self.model: RowsModel[Touchpoint] = RowsModel(self._columns(), parent=self)
        self.view = ListView(self.model, label=msg("Touchpoints"), name="touchpoints")
        self.view.horizontalHeader().hide()
        self.view.acted.connect(lambda row, _key: self.opened.emit(row))
        self.view.opened.connect(self._open)
        bar = self.view.verticalScrollBar()
        bar.valueChanged.connect(self._read_ahead)
        bar.rangeChanged.connect(self._read_ahead)
        empty = EmptyState(
            msg("No touchpoints yet"), msg("Requests, moves and everything else will appear here."), icon="history"
        )
        self.body.addWidget(ListFrame(self.view, empty))
        self.setMinimumHeight(200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill what became free."""
        super().resizeEvent(event)
        self._read_ahead()

    def show_counts(self, shown: HouseholdShown, group: str) -> None:
        """Show how much each filter holds and which one is on."""
        self._today = shown.today
        counts = {each.key: shown.count_of(each) for each in self._groups}
        self.filters.show_counts({ALL: shown.touched, **counts}, group)

    def show_rows(self, rows: Sequence[Touchpoint]) -> None:
        """Show `rows`; what was on screen keeps its place."""
        bar = self.view.verticalScrollBar()
        place = bar.value()
        kept = bool(self.model.rows) and bool(rows) and self.model.rows[0].id == rows[0].id and not self._anew
        self._anew = False
        self.model.set_rows(rows)
        bar.setValue(place if kept else 0)
        self._read_ahead()

    def _choose(self, group: str) -> None:
        self._anew = True
        self.chosen.emit(group)

    def _read_ahead(self) -> None:
        """Ask for older ones a screenful before the end comes into sight, and where all there is fits on screen."""
        rows, bar = self.model.rowCount(), self.view.verticalScrollBar()
        fits = rows * self.view.verticalHeader().defaultSectionSize() <= self.height()
        if self.isVisible() and rows and (fits or 0 < bar.maximum() <= bar.value() + bar.pageStep()):
            self.older.emit()

    def _open(self, row: Touchpoint) -> None:
        if row.told.page:
            self.opened.emit(row)

    def _columns(self) -> tuple[Column[Touchpoint], ...]:
        return (
            Column("day", msg("Day"), self._day, 100, sort=False),
            Column("time", msg("Time"), self._time, 56, sort=False),
            Column("kind", msg("Kind"), _kind, 124, sort=False),
            Column("words", msg("What happened"), _words, 160, stretch=True, sort=False),
            Column("reference", msg("Number"), _reference, 128, right=True, sort=False),
        )

    def _day(self, row: Touchpoint, spoken: Language) -> Cell:
        day = row.at.astimezone(self._zone).date()
        return Cell(day_words(day, self._today or day, spoken) if row.first else "")

    def _time(self, row: Touchpoint, spoken: Language) -> Cell:
        # a move is known by its day alone, and stands at the day's first moment
        if row.at.astimezone(self._zone).time() == time():
            return Cell("")
        return Cell(spoken.time(row.at, self._zone), tone="ink2")


def _kind(row: Touchpoint, spoken: Language) -> Cell:
    return Cell(spoken.message(row.told.kind), icon=row.told.icon)


def _words(row: Touchpoint, spoken: Language) -> Cell:
    return Cell(translate(row.told.words, spoken))


def _reference(row: Touchpoint, _spoken: Language) -> Cell:
    return Cell(row.told.reference, tone="accent", link=bool(row.told.page))
