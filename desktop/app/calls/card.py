"""The caller's card: who is calling, what to know, and the two keys that go on from there.

It lies between the search box and the page, covers nothing and takes no keyboard: F12 goes to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.core.i18n import Language, msg
from desktop.core.phones import display_phone
from desktop.households.rows import ROLE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.keys import KeyBox, key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import IconLabel, label
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.app.calls.callers import Call, Caller

__all__ = ["CallCard"]

MOST_ROWS = 3
"""Callers seen at once; the list scrolls to the others."""

HEAD_HIGH = 44
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class CallCard(QFrame):
    """Who calls.

    `opened(Caller)`: their household is wanted; `repair(Call, Caller | None)`: a request of theirs; `adding(Call)`:
    the number is to be added to a household; `closed()`: the card is to be put away.
    """

    opened = Signal(object)
    repair = Signal(object, object)
    adding = Signal(object)
    closed = Signal()

    def __init__(self, *, may_log: bool, may_add: bool) -> None:
        """Start hidden; offer what the account may do."""
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("part", "call")
        self.call: Call | None = None
        self._may_log = may_log
        self._may_add = may_add
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.model: RowsModel[Caller] = RowsModel(
            _columns(), identify=lambda caller: (caller.resident_id, caller.room_id), parent=self
        )
        self.list = ListView(self.model, label=msg("Who is calling"), name="callers")
        self.list.horizontalHeader().hide()
        self.list.opened.connect(self.opened)
        column.addWidget(self.list)
        for widget in (self.list, self.open_button, self.repair_button, self.add_button, self.close_button):
            widget.installEventFilter(self)
        self.hide()

    def show_call(self, call: Call, *, may_be_added: bool) -> None:
        """Show `call`, and say to screen readers who it is; the keyboard stays where it is."""
        self.call = call
        known = len(call.callers)
        if known == 1:
            words = msg("Call from %(phone)s", phone=call.masked)
        elif known:
            words = msg("Call from %(phone)s: one of %(count)s", phone=call.masked, count=known)
        else:
            words = msg("Call from %(phone)s, which is not in the register", phone=display_phone(call.digits))
        say(self.title, text=words)
        say(self.repair_button, text=msg("Log a repair") if known else msg("Log a request"))
        self.open_button.setVisible(bool(known))
        self.repair_button.setVisible(self._may_log)
        self.add_button.setVisible(self._may_add and may_be_added and not known)
        self.model.set_rows(call.callers)
        self.list.setVisible(bool(known))
        high = self.list.verticalHeader().defaultSectionSize()
        self.list.setFixedHeight(min(max(known, 1), MOST_ROWS) * high + 1)
        if known:
            self.list.selectRow(0)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken()))

    def spoken(self) -> str:
        """Return what a screen reader says of the card."""
        lines = [self.title.text()]
        for row in range(self.model.rowCount()):
            cells = (self.model.cell(row, column) for column in range(self.model.columnCount()))
            lines.append(", ".join(cell.text for cell in cells if cell is not None and cell.text))
        return ". ".join(lines)

    def take(self) -> None:
        """Take the keyboard, because F12 was pressed."""
        if self.isHidden():
            return
        buttons = (self.add_button, self.repair_button, self.close_button)
        first = self.list if self.model.rowCount() else next(each for each in buttons if not each.isHidden())
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def has_keyboard(self) -> bool:
        """Tell whether somebody is at work with the card."""
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused) and focused.hasFocus()

    def put_away(self) -> None:
        """Hide; the call is dealt with."""
        self.call = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter, Ctrl+Enter and Esc before the page's own shortcuts, while the keyboard is on the card."""
        if isinstance(event, QKeyEvent) and self._is_own(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._act(watched, event)
        return super().eventFilter(watched, event)

    # --- inside ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _is_own(event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~_KEYPAD
        enter = event.key() in _ENTERS and modifiers in {Qt.KeyboardModifier.NoModifier, _CONTROL}
        return enter or event.key() == Qt.Key.Key_Escape

    def _act(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.modifiers() & _CONTROL:
            self._log()
        elif watched is self.list:
            self._open()
        elif isinstance(watched, Button):
            watched.click()
        return True

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(15, 0, 11, 0)
        row.setSpacing(8)
        row.addStrut(HEAD_HIGH)
        row.addWidget(IconLabel("phone-call", "accent", 20))
        self.title = label("", "strong", cut=True, name="call-title")
        row.addWidget(self.title, 1)
        row.addWidget(KeyBox(key("take-call")))
        enter, control_enter = key("save"), key("save-and-send")
        self.open_button = Button(msg("Open household"), key=enter, bind=False, small=True, name="open-caller")
        self.repair_button = Button(
            msg("Log a repair"), icon="plus", key=control_enter, bind=False, small=True, name="repair-caller"
        )
        self.add_button = Button(msg("Add to a household"), icon="user-plus", small=True, name="add-caller")
        self.close_button = Button("", icon="x", kind="link", small=True, name="close-call")
        self.close_button.setProperty("iconOnly", True)
        say(self.close_button, text=msg("Close"), toolTip=msg("Close"))
        for button, act in (
            (self.open_button, self._open),
            (self.repair_button, self._log),
            (self.add_button, self._add),
            (self.close_button, self.closed.emit),
        ):
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def _caller(self) -> Caller | None:
        caller: Caller | None = self.list.row
        return caller

    def _open(self) -> None:
        caller = self._caller()
        if caller is not None:
            self.opened.emit(caller)

    def _log(self) -> None:
        if self._may_log and self.call is not None:
            self.repair.emit(self.call, self._caller())

    def _add(self) -> None:
        if self.call is not None:
            self.adding.emit(self.call)


def _columns() -> tuple[Column[Caller], ...]:
    return (
        Column("room", msg("Room"), lambda caller, _: Cell(caller.room, strong=True, icon="house"), 124, sort=False),
        Column("name", msg("Caller"), _name, 190, sort=False),
        Column("alerts", msg("To know"), _alerts, 160, stretch=True, sort=False),
        Column("open", msg("Open requests"), _open_work, 190, right=True, sort=False),
    )


def _name(caller: Caller, spoken: Language) -> str:
    role = spoken.message(ROLE_LABELS[caller.role] if caller.role is not None else msg("moved out"))
    return f"{caller.name} · {role}"


def _alerts(caller: Caller, spoken: Language) -> Cell:
    if not caller.alerts:
        return Cell("")
    leads = dict.fromkeys(spoken.message(alert.lead).rstrip(":： ") for alert in caller.alerts)
    worst = caller.alerts[0]
    return Cell(" · ".join(leads), tone=worst.tone, icon=worst.icon, chip=True)


def _open_work(caller: Caller, _spoken: Language) -> Cell:
    if caller.work is None:
        return Cell("")
    return Cell(ui_language().language.message(caller.work.words), tone=caller.work.tone, chip=True)
