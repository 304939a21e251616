"""What an event needs before it begins: materials to tick off, who helps, partner, budget, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.core.permissions import Operation, allows
from desktop.events.presenter import PlanPaper
from desktop.events.table import item_columns
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import Facts, label, rule
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.events.rows import EventFile, ItemRow
    from desktop.events.view.acting import EventActs
    from desktop.ui.language import Text

__all__ = ["PreparingPart"]

MOST_ITEMS_SEEN = 8


class PreparingPart(QWidget):
    """Shows what is prepared for one event; a line of materials is ticked with Space, Enter or a double click."""

    def __init__(self, acts: EventActs) -> None:
        """Show nothing yet; write through `acts`."""
        super().__init__()
        self._acts = acts
        self._file: EventFile | None = None
        self._may = allows(acts.presenter.desk.actor, Operation.EDIT_EVENTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.progress = label("", "strong", name="items-ready")
        head.addWidget(self.progress)
        head.addStretch(1)
        self.print = Button(msg("Print the plan"), icon="printer", small=True, name="print-plan")
        self.print.clicked.connect(self._print)
        head.addWidget(self.print)
        self.tick = Button(msg("Ready"), icon="check", key=key("show-answer"), bind=False, small=True, name="tick-item")
        self.tick.clicked.connect(self._tick)
        head.addWidget(self.tick)
        column.addLayout(head)
        self.model: RowsModel[ItemRow] = RowsModel(item_columns(acts.presenter.desk.zone), parent=self)
        self.view = ListView(self.model, label=msg("Materials"), name="items", row="row-dense")
        self.view.opened.connect(lambda _row: self._tick())
        self.view.row_changed.connect(self._say_tick)
        self.view.installEventFilter(self)
        column.addWidget(self.view)
        self.nothing = label(msg("No material is listed; change the plan to list some."), tone="ink2", wrap=True)
        column.addWidget(self.nothing)
        column.addWidget(rule())
        self.facts = Facts(width=72)
        column.addWidget(self.facts)
        column.addStretch(1)

    def show_file(self, file: EventFile) -> None:
        """Show what is prepared for an event."""
        self._file = file
        self.model.set_rows(file.items)
        if file.items and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self._fit()
        self.nothing.setVisible(not file.items)
        self.view.setVisible(bool(file.items))
        self.tick.setVisible(bool(file.items) and self._may)
        ready = sum(item.ready_at is not None for item in file.items)
        words = msg("%(ready)s of %(count)s materials ready", ready=ready, count=len(file.items))
        say(self.progress, text=words if file.items else msg("Materials"))
        self.facts.show_facts(_facts(file))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick the line chosen with Space."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._tick()
            return True
        return super().eventFilter(watched, event)

    def _say_tick(self, item: ItemRow | None) -> None:
        """Say what the button does: of material that is ready, that it is not after all."""
        done = item is not None and item.ready_at is not None
        say(self.tick, text=msg("To get") if done else msg("Ready"))
        self.tick.set_icon("undo-2" if done else "check")
        self.tick.updateGeometry()

    def _print(self) -> None:
        if self._file is not None:
            self._acts.shell.show_paper(PlanPaper(self._acts.presenter.service, self._file.line))

    def _tick(self) -> None:
        item: ItemRow | None = self.view.row
        if item is not None and self._may:
            self._acts.tick(item)

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), 1), MOST_ITEMS_SEEN)
        high = self.view.horizontalHeader().height() + rows * self.view.verticalHeader().defaultSectionSize()
        self.view.setFixedHeight(high + 2)


def _facts(file: EventFile) -> list[tuple[Text, Text | QWidget]]:
    plan = file.plan
    facts: list[tuple[Text, Text | QWidget]] = [(msg("Who helps"), lambda spoken: _staff_words(file, spoken))]
    facts += [(msg("Partner"), plan.partner)] if plan.partner else []
    budget = file.budget_fen
    facts += [(msg("Budget"), msg("%(sum)s yuan", sum=yuan(budget)))] if budget is not None else []
    facts += [(msg("In words"), plan.words)] if plan.words else []
    if file.last_year:
        facts.append((msg("Copied from"), file.last_year))
    return facts


def _staff_words(file: EventFile, spoken: Language) -> str:
    rows = [
        spoken.gettext("%(name)s (%(task)s)", name=row.name, task=row.task) if row.task else row.name
        for row in file.plan.staff
    ]
    return spoken.gettext(", ").join(rows) or spoken.gettext("nobody so far")
