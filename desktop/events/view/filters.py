"""The conditions over the list of events: when, of what kind, in which year, and a line to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.events.rows import KIND_LABELS, EventStage
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.choices import SegmentedRow
from desktop.ui.filters import FilterBar, SearchLine
from desktop.ui.language import say, ui_language

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.events.model import EventKind
    from desktop.events.presenter import EventsPresenter
    from desktop.events.rows import EventCounts
    from desktop.ui.language import Text

__all__ = ["STAGE_LABELS", "EventFilterBar"]

STAGE_LABELS: dict[EventStage, Message] = {
    EventStage.COMING: msg("Coming"),
    EventStage.TO_CLOSE: msg("To close"),
    EventStage.HELD: msg("Held"),
    EventStage.ALL: msg("All events"),
}
YEARS_BACK = 6


class EventFilterBar(FilterBar):
    """Shows and changes which events an `EventsPresenter` shows."""

    def __init__(self, presenter: EventsPresenter) -> None:
        """Show what `presenter` shows."""
        super().__init__()
        self._presenter = presenter
        choices = [(stage.value, words) for stage, words in STAGE_LABELS.items()]
        self.stages = SegmentedRow(choices, name="event-stage", on_page=True)
        self.stages.choose(presenter.wanted.stage.value)
        self.stages.chosen.connect(self._show_stage)
        self.add(self.stages)
        self.kind = FilterChip("", name="filter-kind")
        self.kind.clicked.connect(lambda: self._show_kind(None))
        self.kinds = Button(msg("Kind"), menu=True, name="choose-kind")
        self.kinds.clicked.connect(lambda: self.open_menu(self.kinds, self.kind_menu()))
        self.year = FilterChip("", name="filter-year")
        self.year.clicked.connect(lambda: self._show_year(0))
        self.years = Button(msg("Year"), menu=True, name="choose-year")
        self.years.clicked.connect(lambda: self.open_menu(self.years, self.year_menu()))
        self.text = SearchLine(msg("Find an event"), "event-text", 160, high=True)
        self.text.searched.connect(self._search)
        self.add(self.kind, self.kinds, self.year, self.years, self.text)
        presenter.conditions_changed.connect(self._show)
        presenter.waiting.connect(self._count)
        self._show()

    def kind_menu(self) -> QMenu:
        """Return the menu of kinds."""
        menu, spoken = QMenu(self), ui_language().language
        for kind, words in KIND_LABELS.items():
            action = QAction(spoken.message(words), menu)
            action.triggered.connect(partial(self._show_kind, kind))
            menu.addAction(action)
        return menu

    def year_menu(self) -> QMenu:
        """Return the menu of years, the next one first."""
        menu, year = QMenu(self), self._presenter.today.year
        for each in range(year + 1, year - YEARS_BACK, -1):
            action = QAction(str(each), menu)
            action.triggered.connect(partial(self._show_year, each))
            menu.addAction(action)
        return menu

    def _search(self, words: str) -> None:
        self._presenter.show(replace(self._presenter.wanted, words=words))

    def _show_stage(self, stage: str) -> None:
        if stage:
            self._presenter.show(replace(self._presenter.wanted, stage=EventStage(stage)))

    def _show_kind(self, kind: EventKind | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        kinds = frozenset() if kind is None else frozenset({kind})
        self._presenter.show(replace(self._presenter.wanted, kinds=kinds))

    def _show_year(self, year: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._presenter.show(replace(self._presenter.wanted, year=year))

    def _count(self, counts: EventCounts) -> None:
        """Tell beside the stage how many events wait to be closed: they are not among the coming ones."""
        words, count = STAGE_LABELS[EventStage.TO_CLOSE], counts.to_close
        told = partial(_with_count, words, count)
        say(self.stages.button(EventStage.TO_CLOSE.value), text=told if count else words)
        self.stages.updateGeometry()

    def _show(self) -> None:
        wanted = self._presenter.wanted
        self.stages.choose(wanted.stage.value)
        kind: Text = KIND_LABELS[next(iter(wanted.kinds))] if wanted.kinds else ""
        say(self.kind, text=kind)
        say(self.year, text=str(wanted.year or ""))
        for chip, chosen, button in (
            (self.kind, bool(wanted.kinds), self.kinds),
            (self.year, bool(wanted.year), self.years),
        ):
            chip.setVisible(chosen)
            chip.setChecked(True)
            button.setVisible(not chosen)
        self.text.show_words(wanted.words)
        self.refit()


def _with_count(words: Message, count: int, spoken: Language) -> str:
    return f"{spoken.message(words)} {spoken.integer(count)}"
