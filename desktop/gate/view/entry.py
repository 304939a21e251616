"""The form in which somebody is let in: who, which room, what for; in the middle what matters now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.view.details import DetailFields
from desktop.gate.view.notes import NotesPart, notes_of
from desktop.gate.view.pieces import GateChoices, GateField, GateList, GatePanel, TypingAhead
from desktop.gate.view.provinces import ProvincePalette
from desktop.gate.view.refusal import RefusalPart
from desktop.gate.view.rows import hit_row, kind_words, room_row
from desktop.ui.buttons import Button
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.scrolling import follow_finger, scrolled
from desktop.visits.rows import GateRoom, VisitorHit

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.arriving import ArrivalPresenter
    from desktop.gate.view.expected import ExpectedPanel
    from desktop.ui.language import Text

__all__ = ["EntryForm"]

LEAST_DETAILS, LEAST_FINDS, LEAST_ALARM, LEAST_PALETTE = 72, 200, 240, 220
"""Height of the middle, px, where everything else takes the rest: by what it shows."""
WIDE = 720
"""Width of the form, px, from which three fields stand side by side."""
ALARM_ROOM, FINDS_ROOM, PALETTE_ROOM = 490, 390, 350
"""Height without the kinds, px, from which they stay beside an alarm, beside finds, and beside the provinces."""
FIELDS = {"who": "who", "plate": "who", "name": "who", "room": "room", "room_id": "room", "place": "room"}
"""Which field on screen shows a problem of the service's field, besides those of the kind."""


class _Middle(QStackedWidget):
    """Asks for little height: what does not fit is scrolled or left out in it, and the buttons keep their size."""

    def __init__(self) -> None:
        super().__init__()
        self._least = LEAST_DETAILS

    def ask_for(self, height: int) -> None:
        if height != self._least:
            self._least = height
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return False

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._least)


class EntryForm(QWidget):
    """The fields, the kinds and the middle. `done()`: Enter where everything is said; `armed()`: the buttons change.

    `displaced()`: what had the keyboard made room for an alarm.
    """

    done = Signal()
    armed = Signal()
    displaced = Signal()

    def __init__(self, presenter: ArrivalPresenter, expected: ExpectedPanel | None = None) -> None:
        """Show what `presenter` holds; `expected` stands in the middle while nothing is typed."""
        super().__init__()
        self.presenter = presenter
        self.expected = expected
        self._incomplete = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        self.who = GateField(msg("Plate or name"), "gate-who")
        self.room = GateField(msg("Room"), "gate-room")
        fields.addWidget(self.who, 0, 0)
        fields.addWidget(self.room, 0, 1)
        fields.setColumnStretch(0, 23)
        fields.setColumnStretch(1, 20)
        column.addLayout(fields)
        self._why = label(msg("What for"), "gate-label", "ink2")
        self.kinds = GateChoices("gate-kinds", msg("What for"))
        kinds = QVBoxLayout()
        kinds.setSpacing(4)
        kinds.addWidget(self._why)
        kinds.addWidget(self.kinds)
        column.addLayout(kinds)
        self.middle = _Middle()
        self.hits = GateList("gate-hits", msg("Finds"))
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._found = GatePanel(msg("Finds"), icon="search", name="finds")
        self._found.set_title(msg("Enter takes it, Tab goes on as typed"))
        self._found.body.addWidget(self.hits)
        self.refusal = RefusalPart()
        self.palette_ = ProvincePalette()
        for page in (self._details(), self._found, self.refusal, self.palette_):
            self.middle.addWidget(page)
        column.addWidget(self.middle, 1)
        self._connect()

    def hasHeightForWidth(self) -> bool:
        """Take the height there is: Qt would hold the preferred height of the middle for the least, and squeeze."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Return room for every row of the kinds as wide as the form is, which Qt counts as one."""
        least, kinds = super().minimumSizeHint(), self.kinds
        if kinds.isHidden():
            return least
        rows = kinds.heightForWidth(self.width()) - kinds.minimumSizeHint().height()
        return least.grownBy(QMargins(0, 0, 0, max(rows, 0)))

    # --- what the pane asks -----------------------------------------------------------------------------------------

    @property
    def types(self) -> bool:
        """Tell whether the keyboard is in a line of text."""
        return isinstance(QApplication.focusWidget(), QLineEdit)

    def enter(self, field: str) -> None:
        """Give the keyboard to "who", "room" or "kinds"."""
        if field == "who":
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field == "room":
            self.room.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.kinds.enter()

    def open_palette(self) -> None:
        """Show the provinces, or close them again."""
        if self.middle.currentWidget() is self.palette_:
            self.close_palette()
        else:
            self.middle.setCurrentWidget(self.palette_)
            typed = self.presenter.entry.who.strip()
            self.palette_.enter(typed or self.presenter.province, lasting=not typed)
            self._show_kinds()

    def close_palette(self) -> None:
        """Go back to the first field."""
        self.middle.setCurrentWidget(self._page)
        self.show_middle()
        self.enter("who")

    def show_problems(self, error: TouchpointError) -> bool:
        """Say at the fields what is wrong with them; tell whether there was a field for each."""
        left = 0
        for problem in error.problems:
            field = {"who": self.who, "room": self.room}.get(FIELDS.get(problem.field, ""))
            if field is not None:
                field.problem(problem.message)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
            elif not self.details.show_problem(problem.field, problem.message):
                left += 1
        return not left

    def show_middle(self) -> None:
        """Show in the middle what matters most: finds, then what speaks against it, else the fields of the kind."""
        presenter = self.presenter
        if self.middle.currentWidget() is self.palette_ and self.palette_.isVisible():
            return
        if presenter.finds.hits or presenter.finds.rooms:
            self.middle.setCurrentWidget(self._found)
        elif presenter.is_opposed or self.refusal.is_refusing:
            self.middle.setCurrentWidget(self.refusal)
        else:
            self.middle.setCurrentWidget(self._page)
        self._show_kinds()
        self.armed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the fields of the kind out anew."""
        super().resizeEvent(event)
        self._ask_for()
        self._show_kinds()
        self.updateGeometry()

    # --- building ---------------------------------------------------------------------------------------------------

    def _details(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.notes = NotesPart()
        self.details = DetailFields()
        self.back = Button("", icon="undo-2", key=key("gate-back"), large=True, name="gate-bring-back")
        self.mode = label(msg("Peak mode: plate and room only"), "gate-body", "accent")
        self.left = label("", "gate-body", "amber", wrap=True)
        column.addWidget(self.notes)
        column.addWidget(self.details)
        for part in (self.mode, self.left, self.back):
            column.addWidget(part)
        if self.expected is not None:
            column.addWidget(self.expected)
            self.expected.taken.connect(self.presenter.take)
            self.expected.presenter.changed.connect(self._show_kept)
        column.addStretch(1)
        self._page = scrolled(inside)
        follow_finger(self._page)
        return self._page

    def _connect(self) -> None:
        presenter = self.presenter
        self.who.typed.connect(presenter.type_who)
        self.room.typed.connect(presenter.type_room)
        self.who.entered.connect(self._enter_who)
        self.room.entered.connect(self._enter_room)
        self.who.moved.connect(self.hits.move_by)
        self.room.moved.connect(self.hits.move_by)
        self.who.edit.editingFinished.connect(self._leave_who)
        self.hits.clicked.connect(lambda _index: self._take(self.hits.key))
        self.kinds.chosen.connect(presenter.choose_kind)
        self.kinds.chosen.connect(lambda _kind: self._ask_for())
        self.kinds.entered.connect(self.done)
        self.details.put.connect(lambda name, value: presenter.put(**{name: value}))
        self.details.entered.connect(self.done)
        self.refusal.typed.connect(self.armed)
        self.refusal.grown.connect(self._show_kinds)
        self.palette_.chosen.connect(self._choose_province)
        self.palette_.left.connect(self.close_palette)
        self.back.clicked.connect(presenter.bring_back)
        presenter.filled.connect(self._fill)
        presenter.finds.changed.connect(self._offer)
        presenter.checked.connect(self._show_check)
        presenter.kept.connect(self._show_kept)
        presenter.peak.changed.connect(self._show_mode)
        presenter.station.changed.connect(self._offer_kinds)
        finds = presenter.finds
        self._ahead = TypingAhead(lambda: finds.is_awaited, (finds.changed, finds.failed), self)
        self._ahead.listen(self.who.edit, self.room.edit)
        self._offer_kinds()
        self._show_mode()

    # --- what happens -----------------------------------------------------------------------------------------------

    def _enter_who(self) -> None:
        found = self.hits.key if self.presenter.finds.hits else None
        self.presenter.enter_who(found if isinstance(found, VisitorHit) else None)

    def _enter_room(self) -> None:
        found = self.hits.key if self.presenter.finds.rooms else None
        self.presenter.enter_room(found if isinstance(found, GateRoom) else None)

    def _leave_who(self) -> None:
        if not self.who.edit.hasFocus() and self.middle.currentWidget() is not self.palette_:
            self.presenter.settle_who()

    def _take(self, found: object) -> None:
        if isinstance(found, VisitorHit):
            self.presenter.take(found)
        elif isinstance(found, GateRoom):
            self.presenter.take_room(found)

    def _choose_province(self, province: str) -> None:
        self.middle.setCurrentWidget(self._page)
        self.presenter.choose_province(province)
        self.enter("who")

    def _fill(self) -> None:
        entry = self.presenter.entry
        for field, text in ((self.who, entry.who), (self.room, entry.place)):
            if field.text != text:
                field.set_text(text)
        if entry.is_empty:
            self.refusal.close_fields(empty=True)
            self.who.problem("")
            self.room.problem("")
            self.show_middle()
        self.kinds.choose(entry.kind)
        self.details.show_entry(entry)
        self._ask_for()
        self._echo()
        self._show_kept()

    def _offer(self) -> None:
        rows = [hit_row(hit) for hit in self.presenter.finds.hits] or [
            room_row(room) for room in self.presenter.finds.rooms
        ]
        self.hits.show_rows(rows)
        if rows:
            self.hits.go_to(rows[0].key)
        self.show_middle()

    def _show_check(self) -> None:
        presenter = self.presenter
        check = presenter.check
        self.refusal.show_objections(() if check is None else check.objections, presenter.desk.zone)
        if check is not None and presenter.amending is not None:
            # The visit that is amended is the one inside.
            check = replace(check, inside_since=None)
        notes = () if check is None else notes_of(check, presenter.station.now(), presenter.desk.zone)
        self.notes.show_notes(notes)
        if not presenter.is_opposed and self.refusal.is_overriding:
            self.refusal.close_fields()
        self._echo()
        self.show_middle()

    def _echo(self) -> None:
        entry, check = self.presenter.entry, self.presenter.check
        who: Text = ""
        if entry.is_unplated:
            who = msg("vehicle without a plate to read")
        elif entry.resident:
            who = msg("lives here, no entry needed")
        elif check is not None and check.times and entry.who:
            who = _times(check.times + 1, vehicle=bool(entry.vehicle))
        self.who.set_echo(who)
        household = "" if check is None or not entry.place else check.household
        self.room.set_echo(household)

    def _ask_for(self) -> None:
        entry = self.presenter.entry
        shown = not self.presenter.is_quick and not entry.is_empty and not entry.resident
        self.details.setVisible(shown)
        if shown:
            vehicle = bool(entry.vehicle) or self.presenter.is_plate
            self.details.ask_for(self.presenter.fields, vehicle=vehicle, wide=self.width() >= WIDE)

    def _offer_kinds(self) -> None:
        self.kinds.offer([(kind.key, kind_words(kind)) for kind in self.presenter.station.kinds])
        self.kinds.choose(self.presenter.entry.kind)
        self._ask_for()

    def _show_kinds(self) -> None:
        """Leave the kinds out where they are not asked for, and where alarm or finds need their room."""
        least, needed = self._needs()
        self.middle.ask_for(least)
        room = self.height() - self.kinds.heightForWidth(self.width())
        shown = not self.presenter.is_quick and room >= needed
        focus = QApplication.focusWidget()
        lost = not shown and focus is not None and self.kinds.isAncestorOf(focus)
        self.kinds.setVisible(shown)
        self._why.setVisible(shown)
        if lost:
            self.displaced.emit()

    def _needs(self) -> tuple[int, int]:
        """Return the least height of the middle as it is now, and of all but the kinds for them to stay beside it."""
        page = self.middle.currentWidget()
        if page is self.refusal:
            return max(LEAST_ALARM, self.refusal.least), ALARM_ROOM
        if page is self._found:
            return LEAST_FINDS, FINDS_ROOM
        return (LEAST_PALETTE, PALETTE_ROOM) if page is self.palette_ else (LEAST_DETAILS, 0)

    def _show_mode(self) -> None:
        self._show_kinds()
        self.mode.setVisible(self.presenter.is_quick)
        self._ask_for()
        self.armed.emit()

    def _show_kept(self) -> None:
        cleared, entry = self.presenter.cleared, self.presenter.entry
        self.mode.setVisible(self.presenter.is_quick)
        self.back.setVisible(cleared is not None and entry.is_empty)
        self.left.setVisible(bool(self._incomplete) and entry.is_empty)
        if self.expected is not None:
            self.expected.setVisible(entry.is_empty and self.expected.is_needed)
        if cleared is not None:
            whom = " · ".join(part for part in (cleared.who, cleared.place) if part)
            say(self.back, text=msg("Bring back %(whom)s", whom=whom) if whom else msg("Bring back what was cleared"))

    def show_incomplete(self, count: int) -> None:
        """Say how many visits of peak mode are still to be completed."""
        words = nmsg("%(count)s visit to be completed (F11)", "%(count)s visits to be completed (F11)", count)
        self._incomplete = count
        say(self.left, text=words if count else "")
        self._show_kept()


def _times(times: int, *, vehicle: bool) -> Message:
    if vehicle:
        return msg("vehicle, time no. %(times)s", times=times)
    return msg("on foot, time no. %(times)s", times=times)
