"""Rooms and names for the gate: who lives where, a phone only by an audited look, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.core.permissions import Operation, allows
from desktop.households.view.alerts import AlertStack
from desktop.households.view.people import PeoplePanel
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.search import SearchField
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.presenter import NamesPresenter
    from desktop.households.presenter.names import NamesShown
    from desktop.households.rows import SearchHit

__all__ = ["NamesPane"]

_ICONS = {"room": "house", "resident": "user", "vehicle": "car"}


class NamesPane(QWidget):
    """A search over rooms, names and plates at the left, the people of the room found at the right."""

    def __init__(self, presenter: NamesPresenter) -> None:
        """Show what `presenter` finds."""
        super().__init__()
        self.setObjectName("household-names")
        self._presenter = presenter
        self._asked = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(PageHeader(msg("Households"), note=msg("Who lives where")))
        hint = msg("Room, name, initials or plate")
        self.text = SearchField(hint, label=msg("Find"), name="names-text")
        self.text.setMaximumWidth(640)
        column.addWidget(self.text)
        self.model: RowsModel[SearchHit] = RowsModel(_columns(), identify=lambda hit: (hit.kind, hit.id), parent=self)
        self.view = ListView(self.model, label=msg("Found"), name="names")
        self._empty = EmptyState(msg("Search for a room or a name"), msg("Type above; Enter opens."), icon="search")
        frame = ListFrame(self.view, self._empty)
        frame.setCurrentIndex(1)
        found = Panel(msg("Found"))
        found.body.addWidget(frame)
        self.people = PeoplePanel(
            presenter.today, may_reveal=allows(presenter.desk.actor, Operation.REVEAL_PHONE), may_edit=False
        )
        self.alerts = AlertStack()
        column.addWidget(self.alerts)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(found, 3)
        row.addWidget(self.people, 2)
        column.addLayout(row, 1)
        self.people.hide()
        self._connect()

    def _connect(self) -> None:
        presenter = self._presenter
        self.text.asked.connect(self._ask)
        self.text.moved.connect(lambda _step: self._enter())
        self.text.taken.connect(self._take_first)
        self.text.left.connect(self.text.clear)
        self.view.opened.connect(presenter.open)
        self.view.row_changed.connect(lambda hit: presenter.open(hit) if hit is not None else None)
        self.people.reveal.connect(presenter.reveal)
        presenter.found.connect(self._show_found)
        presenter.shown.connect(self._show_people)

    def _ask(self, text: str) -> None:
        self._asked = text.strip()
        self._presenter.find(text)

    def _show_found(self, hits: Sequence[SearchHit]) -> None:
        if self._asked:
            say(self._empty.missing, text=msg("Nothing found"))
            say(self._empty.advice, text=msg("Try the room, or part of the name."))
        self.model.set_rows(hits)

    def _take_first(self) -> None:
        if self.model.rows:
            self._enter()

    def _enter(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if self.model.rows and not self.view.selectionModel().hasSelection():
            self.view.selectRow(0)

    def _show_people(self, shown: NamesShown) -> None:
        self.alerts.fold()
        self.alerts.show_alerts(shown.alerts, self._presenter.today)
        self.people.show_people(shown.people)
        if shown.room:
            self.people.set_title(shown.room)
        self.people.show()


def _columns() -> tuple[Column[SearchHit], ...]:
    return (
        Column("room", msg("Room"), _room, 132, sort=False),
        Column("title", msg("Name"), _name, stretch=True, sort=False),
    )


def _name(hit: SearchHit, _spoken: Language) -> str:
    """Return who or what was found; a room stands in its own column."""
    return "" if hit.title == hit.room else hit.title


def _room(hit: SearchHit, _spoken: Language) -> Cell:
    return Cell(hit.room, icon=_ICONS[hit.kind], strong=True)
