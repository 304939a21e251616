"""The one table of keys, and the sheet that shows it (F1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Message, msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import key_text
from desktop.ui.language import say
from desktop.ui.paint import key_box, key_width
from desktop.ui.panels import label
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

__all__ = ["GATE_KEYS", "KEYS", "KeyBox", "KeySheet", "Shortcut", "key"]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key: what it is for in code, Qt's key sequence, what it does in words."""

    name: str
    sequence: str
    does: Message


def _of_requests() -> tuple[Shortcut, ...]:
    return (
        Shortcut("keys", "F1", msg("Show all keys")),
        Shortcut("new-request", "F2", msg("New request")),
        Shortcut("find", "F3", msg("Find")),
        Shortcut("find-too", "Ctrl+K", msg("Find")),
        Shortcut("reload", "F5", msg("Read again")),
        Shortcut("plan-care", "F6", msg("Plan care")),
        Shortcut("hand-over", "Ctrl+J", msg("End of the day and handover")),
        Shortcut("take-call", "F12", msg("To the caller's card")),
        Shortcut("to-gate-call", "F4", msg("To the call the gate waits with")),
        Shortcut("dispatch", "F7", msg("Dispatch")),
        Shortcut("complete", "F8", msg("Return the slip; problem point: an action is done")),
        Shortcut("next-draft", "F9", msg("Next draft")),
        Shortcut("return-slips", "Ctrl+B", msg("Return slips, one after the other")),
        Shortcut("follow-up", "F10", msg("Record the follow-up")),
        Shortcut("save-and-send", "Ctrl+Return", msg("Save and dispatch; log a repair for what was found")),
        Shortcut("save", "Return", msg("Save")),
        Shortcut("save-again", "Ctrl+R", msg("Save, then one more for the same household")),
        Shortcut("kind", "Alt+1", msg("Choose the kind, or the phone to call (Alt+1 to Alt+5)")),
        Shortcut("urge", "Alt+U", msg("Urge the open request instead")),
        Shortcut("merge", "Alt+M", msg("One more caller of the open request; merge problem points")),
        Shortcut("next-offered", "Alt+O", msg("Another of the requests offered beside the form")),
        Shortcut("rework", "Alt+W", msg("Rework of the earlier repair")),
        Shortcut("emergency", "Ctrl+E", msg("Emergency, or none after all")),
        Shortcut("two-people", "Alt+T", msg("A pair is two people")),
        Shortcut("new-line", "Shift+Return", msg("New line in longer text")),
        Shortcut("park", "Ctrl+D", msg("Park the draft")),
        Shortcut("leave", "Esc", msg("Leave; what was typed is kept")),
        Shortcut("next-field", "Tab", msg("Next field")),
    )


def _of_pages() -> tuple[Shortcut, ...]:
    return (
        Shortcut("undo", "Ctrl+Z", msg("Undo the last action")),
        Shortcut("print", "Ctrl+P", msg("Print")),
        Shortcut("save-file", "Ctrl+S", msg("Save as a file")),
        Shortcut("copy", "Ctrl+C", msg("Copy the selected rows")),
        Shortcut("open-file", "Ctrl+O", msg("Choose a file …")),
        Shortcut("paste", "Ctrl+V", msg("Paste; photos and files are attached")),
        Shortcut("phrases", "Ctrl+T", msg("Choose a phrase")),
        Shortcut("add", "Alt+N", msg("New worker, account, list, line or problem point")),
        Shortcut("reopen", "Alt+R", msg("Follow-up, problem point: reopen; accounts: change the role")),
        Shortcut("new-password", "Alt+P", msg("New password")),
        Shortcut("confirm-phone", "Alt+C", msg("The phone with the focus: confirmed today")),
        Shortcut("call-earlier", "Alt+Up", msg("Earlier: the phone, household or line with the focus")),
        Shortcut("call-later", "Alt+Down", msg("Later: the phone, household or line with the focus")),
        Shortcut("last-outcome", "8", msg("What a call came to (1 to 8)")),
        Shortcut("answer-yes", "Y", msg("Follow-up: yes to the next question")),
        Shortcut("answer-no", "N", msg("Follow-up: no to the next question")),
        Shortcut("all-alike", "Alt+L", msg("Follow-up: one answer for all requests of the household")),
        Shortcut("call-note", "F11", msg("Note of the call")),
        Shortcut("start-round", "Alt+G", msg("Start a call round, or go on with it")),
        Shortcut("earlier", "Ctrl+PgUp", msg("Month before")),
        Shortcut("later", "Ctrl+PgDown", msg("Month after")),
        Shortcut("now", "Alt+Home", msg("This month")),
        Shortcut("next-step", "Alt+Right", msg("Month end: this step is done, on to the next")),
        Shortcut("show-answer", "Space", msg("Practice: show the answer; event: material is ready")),
        Shortcut("knew", "1", msg("Practice: knew it")),
        Shortcut("missed", "2", msg("Practice: missed it")),
        Shortcut("new-action", "Alt+A", msg("Problem point: new action")),
        Shortcut("postpone", "Alt+D", msg("Problem point: postpone an action")),
        Shortcut("check-action", "Alt+E", msg("Problem point: check whether an action was effective")),
        Shortcut("comment", "Alt+K", msg("Problem point: comment of the department's head")),
        Shortcut("sign", "Alt+S", msg("Problem point: confirm with the password")),
        Shortcut("more-moves", "Alt+Y", msg("Problem point: amend, split, mend, withdraw")),
        Shortcut("gift-given", "Alt+H", msg("Gift: handed over to the name in the field")),
        Shortcut("gift-not-home", "Alt+B", msg("Gift: nobody at home, next round again")),
        Shortcut("gift-declined", "Alt+J", msg("Gift: declined")),
        Shortcut("page", "Ctrl+1", msg("Choose a page, in the order of the navigation (Ctrl+1 to Ctrl+9)")),
        Shortcut("back", "Alt+Left", msg("Back to the page shown before")),
        Shortcut("lock", "Ctrl+L", msg("Lock the window")),
        Shortcut("zoom-in", "Ctrl++", msg("Larger")),
        Shortcut("zoom-out", "Ctrl+-", msg("Smaller")),
    )


def _of_outages() -> tuple[Shortcut, ...]:
    return (
        Shortcut("urgent-outage", "Ctrl+U", msg("Emergency notice: an outage is announced at once")),
        Shortcut("write-notice", "Alt+I", msg("Outage: write a notice")),
        Shortcut("extend-outage", "Alt+X", msg("Outage: it takes longer")),
        Shortcut("restore-outage", "Alt+V", msg("Outage: it is over")),
        Shortcut("copy-notice", "Ctrl+Shift+C", msg("Notice, event: copy the text or picture shown")),
        Shortcut("post-notice", "Alt+Q", msg("Outage: the notice was posted")),
        Shortcut("another-caller", "Alt+Z", msg("Outage: another caller")),
    )


def _of_events() -> tuple[Shortcut, ...]:
    return (
        Shortcut("sign-up", "Alt+F", msg("Event: sign a household up, or find who came")),
        Shortcut("check-in", "Ctrl+I", msg("Event: check in at the door")),
        Shortcut("more-people", "+", msg("Event: one person more of the household")),
        Shortcut("fewer-people", "-", msg("Event: one person fewer of the household")),
    )


def _of_visits() -> tuple[Shortcut, ...]:
    return (
        Shortcut("part-after", "Ctrl+Tab", msg("The gate: the next part")),
        Shortcut("part-before", "Ctrl+Shift+Tab", msg("The gate: the part before")),
        Shortcut("answer-gate", "5", msg("Call from the gate: answer with a phrase (1 to 5)")),
        Shortcut("take-off", "Del", msg("The gate: withdraw, revoke or end what is looked at")),
        Shortcut("follow-on", "Ctrl+N", msg("Release slip: another one for what did not leave")),
    )


GATE_KEYS: tuple[Shortcut, ...] = (
    Shortcut("gate-in", "F1", msg("In")),
    Shortcut("gate-out", "F2", msg("Out")),
    Shortcut("gate-releases", "F3", msg("Release slips")),
    Shortcut("gate-patrol", "F4", msg("Patrol")),
    Shortcut("gate-incidents", "F5", msg("Incident")),
    Shortcut("gate-same", "F6", msg("As last time")),
    Shortcut("gate-hold", "F7", msg("Goods without a slip: hold, call the desk")),
    Shortcut("gate-refuse", "F8", msg("Not let in")),
    Shortcut("gate-peak", "F9", msg("Peak mode on or off")),
    Shortcut("gate-evacuation", "F10", msg("Print who is inside, by building")),
    Shortcut("gate-log", "F11", msg("Log and vehicles")),
    Shortcut("gate-call", "F12", msg("Call the household")),
    Shortcut("gate-reveal", "Ctrl+R", msg("Show the phone")),
    Shortcut("gate-override", "Ctrl+Return", msg("Let in all the same")),
    Shortcut("gate-unplated", "Ctrl+U", msg("Vehicle without a plate to read")),
    Shortcut("gate-province", "Ctrl+K", msg("Choose the plate's province")),
    Shortcut("gate-crew", "Ctrl+A", msg("The whole crew is out")),
    Shortcut("gate-finding", "Ctrl+F", msg("Patrol: something was found")),
    Shortcut("gate-missed", "Ctrl+M", msg("Patrol: a point was not visited")),
    Shortcut("gate-round-over", "Ctrl+J", msg("Patrol: end of the round")),
    Shortcut("gate-sheet", "Ctrl+T", msg("Patrol: enter a sheet")),
    Shortcut("gate-watch", "Ctrl+W", msg("Patrol: note someone suspicious")),
    Shortcut("gate-over", "Ctrl+E", msg("Incident: it has ended")),
    Shortcut("gate-details", "Ctrl+D", msg("Incident: what happened, people, damage, photos")),
    Shortcut("gate-hand-in", "Ctrl+H", msg("Incident: hand it in to the manager")),
    Shortcut("gate-part", "Space", msg("This item leaves, or stays; digits: so many of it")),
    Shortcut("gate-next", "Tab", msg("Next field")),
    Shortcut("gate-save", "Return", msg("Save")),
    Shortcut("gate-clear", "Esc", msg("Clear; what was typed can be brought back")),
    Shortcut("gate-read", "Ctrl+G", msg("The desk's answer was read")),
    Shortcut("gate-back", "Ctrl+B", msg("Bring back what was cleared")),
    Shortcut("gate-undo", "Ctrl+Z", msg("Undo the last action")),
    Shortcut("gate-print", "Ctrl+P", msg("Print")),
    Shortcut("gate-which", "Alt+G", msg("Which gate?")),
    Shortcut("gate-menu", "Alt+M", msg("Language, look, settings")),
    Shortcut("gate-lock", "Ctrl+L", msg("Lock the window")),
)
"""The keys of the guard's window, which shows them below each page: it has no sheet of its own."""

KEYS: tuple[Shortcut, ...] = (*_of_requests(), *_of_pages(), *_of_outages(), *_of_events(), *_of_visits())
"""Every key of the program, in the order of the sheet."""

_SEQUENCES = {shortcut.name: shortcut.sequence for shortcut in (*KEYS, *GATE_KEYS)}


def key(name: str) -> str:
    """Return the key sequence called `name`; raise KeyError for an unknown one."""
    return _SEQUENCES[name]


class KeyBox(QWidget):
    """A key as it is printed on buttons."""

    def __init__(self, sequence: str, parent: QWidget | None = None) -> None:
        """Show `sequence`."""
        super().__init__(parent)
        self._text = key_text(sequence)
        self.setAccessibleName(self._text)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return room for the box."""
        return QSize(round(key_width(self._text)), HEIGHTS["key"] + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        key_box(QPainter(self), 0, self.height() / 2, self._text)


SCROLL_BAR, HEAD, MARGIN = 8, 84, 24


class KeySheet(QDialog):
    """All keys on one sheet; any of Esc, Enter and F1 closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Fill the sheet from the table."""
        super().__init__(parent)
        self.setObjectName("key-sheet")
        say(self, windowTitle=msg("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(msg("Keys"), "section"))
        content = QWidget()
        content.setObjectName("key-table")
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        half = -(-len(KEYS) // 2)
        for place, shortcut in enumerate(KEYS):
            across, down = divmod(place, half)
            grid.addWidget(KeyBox(shortcut.sequence), down, 3 * across, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(shortcut.does), down, 3 * across + 1)
        grid.setColumnMinimumWidth(2, 24)
        self.area = scrolled(content)
        self.area.setMinimumWidth(content.sizeHint().width() + SCROLL_BAR)
        column.addWidget(self.area)
        most = QGuiApplication.primaryScreen().availableSize().height() if parent is None else parent.height()
        self.resize(self.sizeHint().width(), min(content.sizeHint().height() + HEAD, most - MARGIN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move up and down with the keys for that, close with any other: it was only looked at."""
        bar = self.area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            self.accept()
        else:
            bar.setValue(bar.value() + step)
        event.accept()
