"""Every touchpoint of a household, newest first; older ones are read when the list is scrolled to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import Language, msg
from desktop.households.presenter.telling import day_words
from desktop.ui.buttons import FilterChip
from desktop.ui.language import translate
from desktop.ui.panels import EmptyState, ListFrame, Panel
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.households.presenter import HouseholdShown, TimelineGroup, Touchpoint

__all__ = ["TimelinePanel"]

ALL = ""


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
        self._chips: dict[str, FilterChip] = {}
        for key, words in ((ALL, msg("All")), *((group.key, group.label) for group in groups)):
            chip = FilterChip(words, name=f"timeline-{key or 'all'}")
            chip.clicked.connect(lambda _on=False, key=key: self._choose(key))
            self.tools.addWidget(chip)
            self._chips[key] = chip
        self.model: RowsModel[Touchpoint] = RowsModel(self._columns(), parent=self)
        self.view = ListView(self.model, label=msg("Touchpoints"), name="touchpoints")
        self.view.horizontalHeader().hide()
        self.view.acted.connect(lambda row, _key: self.opened.emit(row))
        self.view.opened.connect(self._open)
        bar = self.view.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self.older.emit() if value >= bar.maximum() else None)
        empty = EmptyState(
            msg("No touchpoints yet"), msg("Requests, moves and everything else will appear here."), icon="history"
        )
        self.body.addWidget(ListFrame(self.view, empty))
        self.setMinimumHeight(200)

    def show_counts(self, shown: HouseholdShown, group: str) -> None:
        """Show how much each filter holds and which one is on."""
        self._today = shown.today
        counts = {each.key: shown.count_of(each) for each in self._groups}
        counts[ALL] = shown.touched
        for key, chip in self._chips.items():
            # a filter that would leave nothing, or everything, is no help
            chip.setVisible(key == ALL or 0 < counts[key] < counts[ALL] or key == group)
            chip.set_count(counts[key])
            chip.setChecked(key == group and group != ALL)

    def show_rows(self, rows: Sequence[Touchpoint]) -> None:
        """Show `rows`; what was on screen keeps its place."""
        bar = self.view.verticalScrollBar()
        place = bar.value()
        kept = bool(self.model.rows) and bool(rows) and self.model.rows[0].id == rows[0].id
        self.model.set_rows(rows)
        bar.setValue(place if kept else 0)

    def _choose(self, key: str) -> None:
        on = self._chips[key].isChecked() and key != ALL
        for other, chip in self._chips.items():
            chip.setChecked(on and other == key)
        self.chosen.emit(key if on else ALL)

    def _open(self, row: Touchpoint) -> None:
        if row.told.page:
            self.opened.emit(row)

    def _columns(self) -> tuple[Column[Touchpoint], ...]:
        return (
            Column("day", msg("Day"), self._day, 84, sort=False),
            Column("time", msg("Time"), self._time, 56, sort=False),
            Column("kind", msg("Kind"), _kind, 112, sort=False),
            Column("words", msg("What happened"), _words, 160, stretch=True, sort=False),
            Column("reference", msg("Number"), _reference, 128, right=True, sort=False),
        )

    def _day(self, row: Touchpoint, spoken: Language) -> Cell:
        day = row.at.astimezone(self._zone).date()
        return Cell(day_words(day, self._today or day, spoken) if row.first else "")

    def _time(self, row: Touchpoint, spoken: Language) -> Cell:
        return Cell(spoken.time(row.at, self._zone), tone="ink2")


def _kind(row: Touchpoint, spoken: Language) -> Cell:
    return Cell(spoken.message(row.told.kind), icon=row.told.icon)


def _words(row: Touchpoint, spoken: Language) -> Cell:
    return Cell(translate(row.told.words, spoken))


def _reference(row: Touchpoint, _spoken: Language) -> Cell:
    return Cell(row.told.reference, tone="accent", link=bool(row.told.page))
