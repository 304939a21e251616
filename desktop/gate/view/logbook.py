"""The log of the gate: what was entered, what is still to be completed, whose car it is, and its papers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.presenter.arriving import ArrivalPresenter
from desktop.gate.presenter.household import HouseholdPresenter
from desktop.gate.presenter.logbook import LogPresenter
from desktop.gate.presenter.paper import BadgePaper, LogPaper, Sheet, evacuation_list, night_list, shift_count
from desktop.gate.view.binding import on_digits, on_key
from desktop.gate.view.entry import EntryForm
from desktop.gate.view.household import HouseholdCard
from desktop.gate.view.pieces import GateChoices, GateField, GateList, GatePane, GatePanel
from desktop.gate.view.rows import log_row
from desktop.gate.view.visit import VisitCard
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.visits.model import VisitState
from desktop.visits.rows import VisitFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.service import VisitService

__all__ = ["LogPane"]

NARROW = 1200
ALL, TODAY, VEHICLES, INCOMPLETE, REFUSED, OVERRIDDEN = (
    "all",
    "today",
    "vehicles",
    "incomplete",
    "refused",
    "overridden",
)


class LogPane(GatePane):
    """The log on the left, the visit looked at on the right."""

    def __init__(self, desk: Desk, shell: Shell, station: Station) -> None:
        """Show the visits of today."""
        super().__init__()
        self.shell = shell
        self.desk = desk
        self.station = station
        self.presenter = LogPresenter(desk, shell, station, self)
        self.amending = ArrivalPresenter(desk, shell, station, self)
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self.stack.addWidget(self._page())
        self.card = HouseholdCard(HouseholdPresenter(desk, shell, self))
        self.stack.addWidget(self.card)
        self.stack.addWidget(self._amend_page())
        self.setFocusProxy(self.field)
        self._connect()

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys of the log."""
        return (
            ("kind", msg("Which visits")),
            ("gate-override", msg("Complete or amend")),
            ("gate-call", msg("Whose car? Call")),
            ("gate-print", msg("Badge")),
            ("gate-evacuation", msg("Evacuation list")),
            ("gate-clear", msg("Clear")),
        )

    def show_at(self, **where: object) -> None:
        """Read the log; `incomplete` shows what is still to be completed."""
        self.presenter.start()
        if where.get("incomplete"):
            self.which.choose(INCOMPLETE)
        self._narrow()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Keep what was typed, read no more."""
        if self.amending.amending is not None:
            self.amending.keep()
        self.presenter.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list what it needs first."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.visit.set_slim(narrow)
        for button, icon in self._tools.items():
            button.set_icon("" if narrow else icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Esc; digits outside of lines of text choose which visits; PgUp and PgDn move in the list."""
        steps = {Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        elif Qt.Key(event.key()) in steps:
            self.list.move_by(steps[Qt.Key(event.key())])
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self._take_digit(event.text()):
            super().keyPressEvent(event)

    # --- building ---------------------------------------------------------------------------------------------------

    def _page(self) -> QWidget:
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        column = QVBoxLayout()
        column.setSpacing(14)
        self.field = GateField(msg("Plate, name, company or badge"), "gate-log-text")
        self.which = GateChoices("gate-which", msg("Which visits"))
        self.which.offer(
            [
                (TODAY, msg("Today's")),
                (VEHICLES, msg("Vehicles inside")),
                (INCOMPLETE, msg("To be completed")),
                (REFUSED, msg("Not let in")),
                (OVERRIDDEN, msg("Let in all the same")),
                (ALL, msg("All visits")),
            ]
        )
        self.which.choose(TODAY)
        self.panel = GatePanel(msg("Log"), icon="clipboard-list", name="log")
        self.list = GateList("gate-log-list", msg("Log"))
        self.panel.body.addWidget(self.list)
        column.addWidget(self.field)
        column.addWidget(self.which)
        column.addWidget(self.panel, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.print_log = Button(msg("Log"), icon="printer", low=True, name="gate-print-log")
        self.whose = Button(msg("Whose car?"), icon="car", key=key("gate-call"), low=True, name="gate-whose")
        night = Button(msg("Overnight"), icon="moon", low=True, name="gate-print-night")
        shift = Button(msg("Shift count"), icon="clipboard-check", low=True, name="gate-print-shift")
        night.clicked.connect(partial(self._print, night_list))
        shift.clicked.connect(partial(self._print, shift_count))
        self._tools = {self.print_log: "printer", night: "moon", shift: "clipboard-check", self.whose: "car"}
        for button in self._tools:
            button.setMinimumWidth(1)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.show_key = False
            row.addWidget(button, 1)
        column.addLayout(row)
        across.addLayout(column, 1)
        self.visit = VisitCard(self.desk, self.shell)
        across.addWidget(self.visit)
        return page

    def _amend_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.form = EntryForm(self.amending)
        column.addWidget(self.form, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.save = Button(
            msg("Save"), icon="check", key=key("gate-save"), kind="primary", large=True, bind=False, name="gate-amended"
        )
        back = Button(msg("Back"), icon="arrow-left", key=key("leave"), large=True, bind=False, name="gate-amend-back")
        row.addWidget(self.save)
        row.addWidget(back)
        row.addStretch(1)
        column.addLayout(row)
        self.save.clicked.connect(self._save)
        back.clicked.connect(self._step_back)
        self.form.done.connect(self._save)
        return page

    def _connect(self) -> None:
        presenter = self.presenter
        self.field.typed.connect(lambda _text: self._narrow())
        self.field.moved.connect(self.list.move_by)
        self.field.entered.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.which.chosen.connect(lambda _which: self._narrow())
        self.list.current_changed.connect(lambda visit_id: presenter.look(visit_id or 0))
        self.list.opened.connect(lambda _key: self._amend())
        bar = self.list.verticalScrollBar()
        bar.valueChanged.connect(lambda value: presenter.show_more() if value >= bar.maximum() else None)
        self.visit.amended.connect(self._amend)
        self.visit.checked.connect(self._check)
        self.visit.gone.connect(self._let_out)
        self.visit.printed.connect(self._print_badge)
        self.visit.mistaken.connect(self._drop)
        self.print_log.clicked.connect(self._print_log)
        self.whose.clicked.connect(self._ask_whose)
        self.card.left.connect(self._close_card)
        presenter.changed.connect(self._show)
        presenter.detailed.connect(self._show_visit)
        presenter.written.connect(self._say_written)
        presenter.refused.connect(partial(show_error, self))
        presenter.failed.connect(partial(show_error, self))
        self.amending.saved.connect(lambda *_saved: self._say_amended())
        self.amending.refused.connect(self._tell)
        self.amending.failed.connect(partial(show_error, self))
        self.amending.asked.connect(self.form.enter)
        on_key(self, "gate-evacuation", partial(self._print, evacuation_list))
        on_digits(self, self._take_digit)

    # --- acting -----------------------------------------------------------------------------------------------------

    def _take_digit(self, digit: str) -> bool:
        """Choose a kind in the form, which visits in the log."""
        choices = self.which if self.amending.amending is None else self.form.kinds
        return choices.take_digit(digit)

    def _narrow(self) -> None:
        today = self.station.now().date()
        text = self.field.text.strip()
        wanted = VisitFilter(text=text)
        narrowed = {
            TODAY: replace(wanted, first_day=today, last_day=today) if not text else wanted,
            VEHICLES: replace(wanted, vehicles=True, states=(VisitState.INSIDE,)),
            INCOMPLETE: replace(wanted, incomplete=True),
            REFUSED: replace(wanted, states=(VisitState.REFUSED,)),
            OVERRIDDEN: replace(wanted, overridden=True),
        }
        self.presenter.show(narrowed.get(str(self.which.key), wanted))

    def _amend(self) -> None:
        file = self.presenter.file
        if file is not None:
            self.stack.setCurrentIndex(2)
            self.amending.amend(file)
            self.form.enter("room" if not file.line.place else "kinds")

    def _save(self) -> None:
        self.amending.save()

    def _check(self, remark: str) -> None:
        if self.presenter.file is not None:
            self.presenter.check_vehicle(self.presenter.file.line, remark)

    def _let_out(self) -> None:
        if self.presenter.file is not None:
            self.presenter.let_out(self.presenter.file.line)

    def _drop(self) -> None:
        if self.presenter.file is not None:
            self.presenter.drop(self.presenter.file.line)

    def _print_badge(self) -> None:
        if self.presenter.file is not None:
            self.shell.show_paper(BadgePaper(self.presenter.service, self.presenter.file.line.id))

    def _print_log(self) -> None:
        day = self.presenter.wanted.last_day or self.station.now().date()
        self.shell.show_paper(LogPaper(self.presenter.service, day, self.station.gate_id))

    def _print(self, sheet: Callable[[VisitService, date], Sheet], _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.shell.show_paper(sheet(self.presenter.service, self.station.now().date()))

    def _ask_whose(self) -> None:
        self.stack.setCurrentWidget(self.card)
        self.card.ask(text=self.field.text.strip())

    def _close_card(self) -> None:
        self.stack.setCurrentIndex(0)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_back(self) -> None:
        """Close the form or the card; in the log, clear the line."""
        if self.stack.currentIndex():
            if self.amending.amending is not None:
                self.amending.give_up()
            self._close_card()
            return
        self.field.set_text("")
        self._narrow()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now, zone = self.station.now(), self.desk.zone
        self.list.show_rows(log_row(line, now, zone) for line in self.presenter.lines)
        if self.list.key is None and self.list.rows:
            self.list.go_to(self.list.rows[0].key)
        if not self.list.rows:
            self.presenter.look(0)
        count = len(self.list.rows)
        shown = f"{count}+" if self.presenter.has_more else str(count)
        left = self.presenter.incomplete
        note = nmsg("%(count)s to be completed", "%(count)s to be completed", left) if left else ""
        self.panel.set_title(msg("Log"), shown, note)

    def _show_visit(self) -> None:
        self.visit.show_file(self.presenter.file, self.station.now(), self.desk.zone, photos=self.station.rules.photos)

    def _say_written(self, said: str) -> None:
        words = {
            "checked": msg("The check is noted."),
            "left": msg("Noted as gone; nobody saw them leave."),
            "dropped": msg("The entry is gone: it was a mistake."),
        }
        self.shell.tell(words[said])

    def _say_amended(self) -> None:
        self.amending.give_up()
        self._close_card()
        self.shell.tell(msg("The visit is complete."))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, error: TouchpointError) -> None:
        self.stack.setCurrentIndex(2)
        if not isinstance(error, UserError) or not self.form.show_problems(error):
            show_error(self, error)
