"""The pane where people and vehicles go out: typed badge, plate or name, Enter; part of them, or a whole crew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.presenter.calling import CallingPresenter, Whom
from desktop.gate.presenter.household import HouseholdPresenter
from desktop.gate.presenter.leaving import DeparturePresenter
from desktop.gate.presenter.paper import evacuation_list
from desktop.gate.presenter.undoing import Undoing
from desktop.gate.view.binding import on_digits, on_key
from desktop.gate.view.departure import DepartureCard
from desktop.gate.view.household import HouseholdCard
from desktop.gate.view.inside import SLIM, WIDE
from desktop.gate.view.pieces import GateField, GateList, GatePane, GatePanel, TypingAhead
from desktop.gate.view.rows import inside_row
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.core.changes import Changes
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import InsideLine

__all__ = ["LeavingPane"]

NARROW = 1200


class LeavingPane(GatePane):
    """Out: two keys for whoever goes."""

    def __init__(self, desk: Desk, shell: Shell, station: Station) -> None:
        """Let out at the gate of `station`."""
        super().__init__()
        self.shell = shell
        self.desk = desk
        self.station = station
        self.presenter = DeparturePresenter(desk, shell, station, self)
        self.calling = CallingPresenter(desk, shell, station, self)
        self.undoing = Undoing(self.presenter.service, shell, self)
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self.stack.addWidget(self._page())
        self.card = HouseholdCard(HouseholdPresenter(desk, shell, self))
        self.stack.addWidget(self.card)
        self._chosen = False
        self.setFocusProxy(self.field)
        self._connect()

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys of letting out."""
        return (
            ("gate-save", msg("Let out")),
            ("gate-crew", msg("Whole crew")),
            ("kind", msg("So many leave")),
            ("gate-undo", msg("Undo")),
            ("gate-call", msg("Ring up")),
            ("gate-evacuation", msg("Evacuation list")),
            ("gate-clear", msg("Clear")),
        )

    def show_at(self, **where: object) -> None:
        """Read who is inside; `visit_id` is who is looked at."""
        self.presenter.start()
        visit_id = where.get("visit_id")
        if isinstance(visit_id, int):
            self.field.set_text("")
            self.presenter.find("")
            self.presenter.when_found(partial(self._go_to, visit_id))
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Read no more."""
        self.presenter.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list what it needs first."""
        super().resizeEvent(event)
        self.chosen.setFixedWidth(SLIM if self.width() < NARROW else WIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear by Esc; digits outside of the line say how many leave; PgUp and PgDn move in the list."""
        steps = {Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        if event.key() == Qt.Key.Key_Escape:
            self._clear()
        elif Qt.Key(event.key()) in steps:
            self.list.move_by(steps[Qt.Key(event.key())])
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self.chosen.parts.take_digit(event.text()):
            super().keyPressEvent(event)

    # --- building ---------------------------------------------------------------------------------------------------

    def _page(self) -> QWidget:
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        column = QVBoxLayout()
        column.setSpacing(14)
        self.field = GateField(msg("Badge, plate or name"), "gate-out")
        self.panel = GatePanel(msg("Still inside"), icon="door-open", name="inside")
        self.list = GateList("gate-out-list", msg("Still inside"))
        self.panel.body.addWidget(self.list)
        column.addWidget(self.field)
        column.addWidget(self.panel, 1)
        across.addLayout(column, 1)
        self.chosen = DepartureCard()
        across.addWidget(self.chosen)
        return page

    def _connect(self) -> None:
        presenter = self.presenter
        self.field.typed.connect(self._find)
        self.field.moved.connect(self._move)
        self.field.entered.connect(self._enter)
        self.list.opened.connect(lambda _key: self._out())
        self.list.current_changed.connect(lambda _key: self._show_chosen())
        self.chosen.out.connect(self._out)
        self.chosen.crew.connect(self._crew)
        self.chosen.hold.connect(self._hold)
        self.card.left.connect(self._close_card)
        presenter.changed.connect(self._show)
        presenter.left.connect(self._say_left)
        presenter.crew_left.connect(self._say_crew_left)
        presenter.failed.connect(partial(show_error, self))
        self.undoing.failed.connect(partial(show_error, self))
        self.calling.called.connect(lambda: self.shell.tell(msg("The desk was called.")))
        self._ahead = TypingAhead(lambda: presenter.is_awaited, (presenter.changed, presenter.failed), self)
        self._ahead.listen(self.field.edit)
        on_key(self, "gate-call", self._call)
        on_key(self, "gate-evacuation", self._print_inside)
        on_digits(self, self.chosen.parts.take_digit)

    # --- acting -----------------------------------------------------------------------------------------------------

    @property
    def line(self) -> InsideLine | None:
        """Return who is chosen."""
        key = self.list.key
        return next((line for line in self.presenter.lines if line.visit_id == key), None)

    def _find(self, text: str) -> None:
        self._chosen = False
        self.presenter.find(text)

    def _move(self, step: int) -> None:
        self._chosen = True
        self.list.move_by(step)

    def _enter(self) -> None:
        if self._chosen:
            self._out()
        elif self.field.text.strip():
            self.presenter.when_found(self._enter_found)
        elif self.list.rows:
            self._go_to(self.list.key)

    def _enter_found(self) -> None:
        """Let out whoever alone can be meant; of several the guard chooses, by arrow keys and Enter again."""
        meant = self._meant()
        if meant is not None:
            self.list.go_to(meant.visit_id)
            self._out()
        elif self.presenter.lines:
            self._go_to(self.list.key)
        else:
            self.field.problem(msg("Nobody inside goes by that; look in the log (F11)."))

    def _meant(self) -> InsideLine | None:
        """Return the only one who can be meant by what is typed: whose badge it is, else who alone was found."""
        lines, typed = self.presenter.lines, self.presenter.typed.strip().casefold()
        badges = [line for line in lines if typed and line.badge.casefold() == typed]
        only = badges if len(badges) == 1 else lines
        return only[0] if len(only) == 1 else None

    def _go_to(self, visit_id: object) -> None:
        first = self.list.rows[0].key if self.list.rows else None
        known = {row.key for row in self.list.rows}
        self.list.go_to(visit_id if visit_id in known else first)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _out(self) -> None:
        line = self.line
        if line is not None:
            people = self.chosen.people
            self.presenter.leave(line, 0 if people >= line.people else people)
            self._clear()

    def _crew(self) -> None:
        line = self.line
        if line is not None:
            self.presenter.crew_out(line)
            self._clear()

    def _hold(self) -> None:
        line = self.line
        words = translate(msg("Goods without a release slip are held at the gate."), ui_language().language)
        whom = Whom(who=self.field.text.strip())
        if line is not None:
            title = translate(line.title, ui_language().language)
            whom = Whom("", title, line.room_id, line.place)
            if line.vehicle:
                whom = Whom(title, line.name, line.room_id, line.place)
        self.calling.hold(words, whom)

    def _call(self) -> None:
        line = self.line
        self.stack.setCurrentWidget(self.card)
        if line is None or line.room_id is None:
            self.card.ask(text=self.field.text.strip())
        else:
            self.card.ask(line.room_id, line.place)

    def _print_inside(self) -> None:
        self.shell.show_paper(evacuation_list(self.presenter.service, self.station.now().date()))

    def _close_card(self) -> None:
        self.stack.setCurrentIndex(0)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self._chosen = False
        self.field.set_text("")
        # Nobody is about to go out, and no goods are held of whoever went last.
        self.list.go_to(None)
        self.presenter.find("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now, zone = self.station.now(), self.desk.zone
        known = self.list.key
        self.list.show_rows(inside_row(line, now, zone) for line in self.presenter.lines)
        rows = self.list.rows
        if rows and self.presenter.typed and not self._chosen:
            # Who is shown in large print is who leaves by Enter.
            meant = self._meant()
            self.list.go_to(rows[0].key if meant is None else meant.visit_id)
        elif rows and self.presenter.typed and known not in {row.key for row in rows}:
            self.list.go_to(rows[0].key)
        counts = self.presenter.counts
        note = nmsg("%(count)s person", "%(count)s people", counts.people)
        found = len(rows) if self.presenter.typed else counts.visits
        self.panel.set_title(msg("Still inside"), str(found), note)
        self._show_chosen()

    def _show_chosen(self) -> None:
        line = self.line
        crew = () if line is None else self.presenter.crew(line)
        self.chosen.show_line(line, crew, self.station.now(), self.desk.zone)

    def _say_left(self, changes: Changes, line: InsideLine, people: int) -> None:
        whom = line.title
        words = msg("Out: %(whom)s", whom=whom)
        if people < line.people:
            words = msg("Out: %(people)s of %(whom)s", people=people, whom=whom)
        self.shell.tell(words, undo=self.undoing.leaving((changes.result or line.visit_id,)))

    def _say_crew_left(self, changes: Changes, line: InsideLine) -> None:
        visits = sorted(changes.ids.get("visit", frozenset()))
        words = msg("Out: everybody of %(company)s", company=line.company or line.place)
        self.shell.tell(words, undo=self.undoing.leaving(visits))
