"""The pane where people and vehicles come in: the form, its buttons, who is still inside."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg
from desktop.gate.presenter.arriving import ArrivalPresenter
from desktop.gate.presenter.calling import CallingPresenter, Whom
from desktop.gate.presenter.expecting import ExpectedPresenter
from desktop.gate.presenter.household import HouseholdPresenter
from desktop.gate.presenter.inside import InsidePresenter
from desktop.gate.presenter.paper import BadgePaper, evacuation_list
from desktop.gate.presenter.undoing import Undoing
from desktop.gate.table import asks_the_desk
from desktop.gate.view.binding import on_digits, on_key
from desktop.gate.view.entry import EntryForm
from desktop.gate.view.expected import ExpectedPanel
from desktop.gate.view.household import HouseholdCard
from desktop.gate.view.inside import InsidePanel
from desktop.gate.view.pieces import GatePane
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, translate, ui_language
from desktop.visits.model import VisitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.entry import Entry
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["ArrivingPane"]

SLIM, WITHOUT_LIST = 1200, 860
"""Widths of the pane, px, below which the list of those inside is narrower, and not shown."""


class ArrivingPane(GatePane):
    """In: a visitor in five seconds, and nobody in who must not come in."""

    # The form asks for what it shows: on a low screen all of peak mode is seen at once.
    least_height = 0

    def __init__(self, desk: Desk, shell: Shell, station: Station) -> None:
        """Let in at the gate of `station`."""
        super().__init__()
        self.shell = shell
        self.presenter = ArrivalPresenter(desk, shell, station, self)
        self.inside = InsidePresenter(desk, shell, station, self)
        self.calling = CallingPresenter(desk, shell, station, self)
        self.undoing = Undoing(self.presenter.service, shell, self)
        self._last_visit = 0
        across = QHBoxLayout()
        across.setSpacing(24)
        self.body.addLayout(across, 1)
        self.left = QStackedWidget()
        self.expected = ExpectedPresenter(desk, shell, station, self)
        self.form = EntryForm(self.presenter, ExpectedPanel(self.expected))
        self.card = HouseholdCard(HouseholdPresenter(desk, shell, self))
        self.left.addWidget(self._form_page())
        self.left.addWidget(self.card)
        across.addWidget(self.left, 1)
        self.panel = InsidePanel(self.inside)
        across.addWidget(self.panel)
        self.setFocusProxy(self.form.who)
        self._connect()
        self._arm()

    # --- the page ---------------------------------------------------------------------------------------------------

    def hints(self) -> Sequence[tuple[str, Message]]:
        """Return the keys of letting in."""
        return (
            ("gate-same", msg("As last time")),
            ("gate-unplated", msg("No plate")),
            ("gate-province", msg("Province")),
            ("gate-peak", msg("Peak")),
            ("gate-call", msg("Ring up")),
            ("gate-clear", msg("Clear")),
            ("kind", msg("What for")),
            ("gate-print", msg("Badge")),
            ("gate-next", msg("Next field")),
        )

    def show_at(self, **_where: object) -> None:
        """Read who is inside, go on with what was typed."""
        self.inside.start()
        self.expected.start()
        self.presenter.start()
        self.form.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Keep what was typed."""
        self.presenter.keep()
        self.inside.rest()
        self.expected.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form what it needs first."""
        super().resizeEvent(event)
        self.panel.set_slim(self.width() < SLIM)
        self.panel.setVisible(self.width() >= WITHOUT_LIST)
        for button in (self.first, self.refuse, self.hold, self.override):
            button.show_key = self.width() >= SLIM
            button.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear or go back by Esc, choose a kind by its digit outside of lines of text, scroll those inside."""
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        elif event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.panel.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self.form.kinds.take_digit(event.text()):
            super().keyPressEvent(event)

    # --- building ---------------------------------------------------------------------------------------------------

    def _form_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.form, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.first = Button(
            msg("Let in"), icon="check", key=key("gate-save"), kind="primary", large=True, bind=False, name="gate-save"
        )
        self.refuse = Button(msg("Not let in"), icon="ban", key=key("gate-refuse"), large=True, name="gate-refuse")
        self.hold = Button(msg("Hold goods"), icon="truck", key=key("gate-hold"), large=True, name="gate-hold")
        self.override = Button(
            msg("Let in anyway"), icon="check", key=key("gate-override"), large=True, name="gate-override"
        )
        for button, stretch in ((self.first, 3), (self.refuse, 2), (self.hold, 2), (self.override, 3)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            # Long words of another language share the row as it is; they never make the pane wider than its window.
            button.setMinimumWidth(1)
            row.addWidget(button, stretch)
        column.addLayout(row)
        return page

    def _connect(self) -> None:
        presenter = self.presenter
        self.form.done.connect(self._finish)
        self.form.armed.connect(self._arm)
        self.form.displaced.connect(lambda: self.first.setFocus(Qt.FocusReason.OtherFocusReason))
        self.form.refusal.entered.connect(self._enter_refusal)
        self.first.clicked.connect(self._finish)
        self.refuse.clicked.connect(self._refuse)
        self.hold.clicked.connect(self._hold)
        self.override.clicked.connect(self._override)
        self.card.left.connect(self._close_card)
        self.panel.opened.connect(lambda visit_id: self.shell.go("gate_out", visit_id=visit_id))
        presenter.asked.connect(self._ask)
        presenter.done.connect(self._finish)
        presenter.checked.connect(self._follow_check)
        presenter.saved.connect(self._say_saved)
        presenter.turned_away.connect(self._say_refused)
        presenter.refused.connect(self._tell)
        presenter.failed.connect(partial(show_error, self))
        self.expected.failed.connect(partial(show_error, self))
        self.inside.failed.connect(partial(show_error, self))
        self.undoing.failed.connect(partial(show_error, self))
        self.inside.changed.connect(lambda: self.form.show_incomplete(self.inside.incomplete))
        self.calling.called.connect(lambda: self.shell.tell(msg("The desk was called.")))
        on_key(self, "gate-same", presenter.as_last_time)
        on_key(self, "gate-peak", presenter.peak.toggle)
        on_key(self, "gate-unplated", presenter.unplated)
        on_key(self, "gate-province", self.form.open_palette)
        on_key(self, "gate-call", self.call)
        on_key(self, "gate-print", self._print_badge)
        on_key(self, "gate-evacuation", self._print_inside)
        on_digits(self, self.form.kinds.take_digit)

    # --- acting -----------------------------------------------------------------------------------------------------

    def call(self) -> None:
        """Show whom to call: of the room typed, else ask whose household it is."""
        entry = self.presenter.entry
        self.left.setCurrentWidget(self.card)
        self.card.ask(entry.room_id, entry.place if entry.room_id else "", entry.place)

    def _finish(self) -> None:
        """Let in; where something speaks against it ask first."""
        if not self.presenter.is_opposed:
            self.presenter.save()
        elif self._asks_desk:
            self._ask_desk()
        else:
            self.call()

    @property
    def _asks_desk(self) -> bool:
        check = self.presenter.check
        opposed = check is not None and bool(check.objections)
        return opposed and (not self.presenter.entry.room_id or asks_the_desk(check.objections[0].kind))  # type: ignore[union-attr]  # opposed says so

    def _ask_desk(self) -> None:
        check, entry = self.presenter.check, self.presenter.entry
        if check is not None and check.objections:
            lead = translate(check.objections[0].lead, ui_language().language)
            self.calling.ask(lead, self._whom(entry))

    def _hold(self) -> None:
        words = translate(msg("Goods without a release slip are held at the gate."), ui_language().language)
        self.calling.hold(words, self._whom(self.presenter.entry))

    def _whom(self, entry: Entry) -> Whom:
        plate = entry.who if self.presenter.is_plate else ""
        return Whom(plate, entry.name if plate else entry.who, entry.room_id, "" if entry.room_id else entry.place)

    def _override(self) -> None:
        refusal = self.form.refusal
        if not self.presenter.is_opposed:
            return
        if refusal.is_agreed:
            self.presenter.save(refusal.words.text.strip(), refusal.agreed.text.strip())
            return
        self.presenter.finds.close()
        refusal.open_override()
        self.form.show_middle()

    def _refuse(self) -> None:
        refusal = self.form.refusal
        if self.presenter.entry.is_empty:
            return
        if refusal.is_refusing and refusal.refused.text.strip():
            self.presenter.turn_away(refusal.refused.text.strip())
            return
        self.presenter.finds.close()
        refusal.open_refusal()
        self.form.show_middle()

    def _enter_refusal(self) -> None:
        if self.form.refusal.is_refusing:
            self._refuse()
        elif self.form.refusal.is_agreed:
            self.override.setFocus(Qt.FocusReason.TabFocusReason)

    def _step_back(self) -> None:
        """Close what was opened last; with nothing open, clear."""
        refusal = self.form.refusal
        if refusal.is_overriding or refusal.is_refusing:
            refusal.close_fields()
            self.form.show_middle()
            self._ask("kinds")
        elif self.presenter.finds.hits or self.presenter.finds.rooms:
            self.presenter.finds.close()
        else:
            self.presenter.clear()

    def _close_card(self) -> None:
        self.left.setCurrentIndex(0)
        if self.presenter.is_opposed:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._ask("who" if self.presenter.entry.is_empty else "kinds")

    def _print_inside(self) -> None:
        self.shell.show_paper(evacuation_list(self.presenter.service, self.presenter.station.now().date()))

    def _print_badge(self) -> None:
        if self._last_visit:
            self.shell.show_paper(BadgePaper(self.presenter.service, self._last_visit))

    # --- following --------------------------------------------------------------------------------------------------

    def _ask(self, field: str) -> None:
        """Give the keyboard to a field; where something speaks against it, to asking first."""
        if field in {"kinds", "save"} and (self.presenter.is_opposed or self.presenter.is_quick or field == "save"):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.enter(field)

    def _follow_check(self) -> None:
        if self.presenter.is_opposed and not self.form.types:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._arm()

    def _arm(self) -> None:
        """Let the buttons say what they would do now."""
        opposed, refusal = self.presenter.is_opposed, self.form.refusal
        self.override.setVisible(opposed)
        self.hold.setVisible(not opposed)
        self.refuse.setEnabled(not self.presenter.entry.is_empty)
        if opposed:
            asked = msg("Ask the desk") if self._asks_desk else msg("Call to check")
            say(self.first, text=asked)
            self.first.set_icon("phone")
        else:
            say(self.first, text=msg("Go through") if self.presenter.entry.resident else msg("Let in"))
            self.first.set_icon("check")
        say(self.override, text=msg("Let in") if refusal.is_overriding else msg("Let in anyway"))
        self.override.setEnabled(opposed and (refusal.is_agreed or not refusal.is_overriding))

    def _say_saved(self, changes: Changes, entry: Entry) -> None:
        self._last_visit = changes.result
        whom = entry.who or translate(msg("Vehicle without a plate"), ui_language().language)
        words = msg("In: %(whom)s", whom=whom)
        if entry.place:
            words = msg("In: %(whom)s, to %(place)s", whom=whom, place=entry.place)
        if entry.kind.kind is VisitKind.EMERGENCY:
            words = msg("Emergency service: the time is noted.")
        self.shell.tell(words, undo=self.undoing.entry(changes.result))

    def _say_refused(self, _changes: Changes, entry: Entry) -> None:
        self.shell.tell(msg("Not let in: %(whom)s; the desk knows.", whom=entry.who or entry.place))

    def _tell(self, error: TouchpointError) -> None:
        """Say at the fields what hinders; what speaks against it shows itself in the middle."""
        self.left.setCurrentIndex(0)
        if not isinstance(error, UserError) or not (self.form.show_problems(error) or self.presenter.is_opposed):
            self.presenter.when_checked(partial(self._tell_unless_opposed, error))

    def _tell_unless_opposed(self, error: TouchpointError) -> None:
        if not (isinstance(error, UserError) and self.presenter.is_opposed):
            show_error(self, error)
