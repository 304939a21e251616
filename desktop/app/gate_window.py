"""The guard's window: which gate and who, one pane, its keys below. Large, dark by night, nothing else to see.

It knows every pane only by its constructor; panes are made when first shown.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QActionGroup, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.app import warming
from desktop.app.account_window import AccountWindow
from desktop.core import settings as known_settings
from desktop.core.i18n import LANGUAGES, msg
from desktop.core.tokens import HEIGHTS
from desktop.gate.presenter.calling import AnswersPresenter
from desktop.gate.presenter.station import Station
from desktop.gate.view.answers import AnswerBanner
from desktop.gate.view.bars import KeyHints, PaneStack, TabButton
from desktop.gate.view.pieces import GatePane
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import IconLabel, label
from desktop.ui.scrolling import SightKeeper, follow_finger, scrolled
from desktop.ui.strips import ProgressLine, Toast
from desktop.ui.theme import ThemeChoice, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from desktop.app.entries import PageEntry
    from desktop.app.session import Session
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.core.settings import Settings
    from desktop.ui.language import Text

__all__ = ["GateWindow"]

NIGHT_FROM, NIGHT_UNTIL = 18, 7
"""The hours of the community's clock in which the gate is dark, so that a guard sees the road behind the screen."""

BESIDE_PARTS = 100
"""Px of the bar that are margins and gaps."""

BAR_PARTS = ((True, True, 0), (False, True, 0), (False, False, 0), (False, False, 1))
"""Whether the tabs have icons and keys, and which words name the guard, by the room there is."""

CLOCK_MS = 5_000


class GateWindow(AccountWindow):
    """The window of a guard; it is the `Shell` of its panes."""

    locks_itself = False

    def __init__(self, session: Session, settings: Settings, pages: Sequence[PageEntry]) -> None:
        """Show the first pane, once the window itself is painted."""
        super().__init__(session, settings, pages, Toast(large=True))
        self.setObjectName("gate-window")
        self.stack = PaneStack()
        self.station = Station(session.desk, self, self)
        self._tabs: dict[str, TabButton] = {}
        self._on_duty: tuple[Text, Text] = ("", "")
        self._build()
        self._connect()
        self.setMinimumSize(960, 468)
        self.restore_place()
        self._dress()

    # --- what this kind of window does -----------------------------------------------------------------------------

    def turned(self, before: str, page: str) -> None:  # noqa: ARG002 - where one came from is no matter here
        """Mark the tab of `page` and show its keys."""
        shown = self._entries[page].under or page
        for name, tab in self._tabs.items():
            tab.setChecked(name == shown)
        self._show_hints()

    def tell(
        self, words: Text, *, undo: Callable[[], None] | None = None, look: Callable[[], None] | None = None
    ) -> None:
        """Say in place of the keys that something was done, with "undo" and "open" where given."""
        self._rest.hide()
        super().tell(words, undo=undo, look=look)

    def begun(self) -> None:
        """Ask which gate this is and who is on duty, and have at hand what prints who is inside."""
        self.station.read()
        self.tasks.run(lambda _progress: warming.bring_paper(), owner=self)

    def set_count(self, page: str, count: int) -> None:
        """Show on the tab how much waits there."""
        if page in self._tabs:
            self._tabs[page].set_count(count)
            self._fit_bar()

    def ring(self, address: str) -> None:  # noqa: ARG002 - who calls is nothing for the gate
        """Say where callers are seen."""
        self.tell(msg("A call came in; who calls is shown at the front desk only."))

    def saved(self) -> None:
        """Say that the desk has everything."""
        self._state.show_icon("circle-check", "green")
        say(self._words, text=msg("Everything is saved"))

    def trouble(self, error: TouchpointError) -> None:
        """Say that the data cannot be reached just now."""
        self._state.show_icon("circle-alert", "red")
        say(self._words, text=error.problems[0].message)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the look back to whoever comes next."""
        self._ticks.stop()
        theme().lend(None)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the keys of the tabs where there is little room."""
        super().resizeEvent(event)
        self._fit_bar()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addWidget(ProgressLine(self.tasks))
        column.addLayout(self._answers())
        # At 200 % the panes are higher than their place.
        place = QWidget()
        around = QVBoxLayout(place)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.stack)
        area = scrolled(place)
        follow_finger(area)
        column.addWidget(area, 1)
        SightKeeper(self)
        column.addWidget(self._foot())

    def _answers(self) -> QHBoxLayout:
        """Return what the desk answers, over every pane until it was read."""
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 0)
        self.answers = AnswerBanner(AnswersPresenter(self.session.desk, self, self.station, self))
        row.addWidget(self.answers)
        return row

    def _top(self) -> QFrame:
        top = QFrame()
        top.setObjectName("gate-bar")
        top.setFixedHeight(HEIGHTS["gate-bar"])
        row = QHBoxLayout(top)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(4)
        self.gate = Button(msg("Which gate?"), key=key("gate-which"), kind="link", large=True, name="gate-name")
        self.gate.show_key = False
        self.gate.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.gate.clicked.connect(self._ask_gate)
        row.addWidget(self.gate)
        row.addSpacing(12)
        for entry in self._entries.values():
            if entry.icon:
                tab = TabButton(entry.title, entry.icon, entry.shortcut)
                tab.clicked.connect(partial(self._go_to, entry.key))
                self._tabs[entry.key] = tab
                row.addWidget(tab)
        row.addStretch(1)
        self.person = Button(
            msg("Language, look, settings"),
            key=key("gate-menu"),
            kind="link",
            large=True,
            menu=True,
            name="gate-person",
        )
        self.person.show_key = False
        self.person.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.person.clicked.connect(self._show_menu)
        self.clock = label("", "gate-field")
        row.addWidget(self.person)
        row.addWidget(self.clock)
        return top

    def _foot(self) -> QFrame:
        """Return the keys, and in their place for a while what was just done: nothing moves under a finger."""
        foot = QFrame()
        foot.setObjectName("gate-foot")
        foot.setFixedHeight(HEIGHTS["gate-foot"])
        whole = QHBoxLayout(foot)
        whole.setContentsMargins(24, 0, 24, 0)
        whole.addWidget(self.toast, 1)
        self._rest = QWidget()
        row = QHBoxLayout(self._rest)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.hints = KeyHints()
        self.hints.tapped.connect(self._press)
        row.addWidget(self.hints, 1)
        self._state = IconLabel("circle-check", "green", 20)
        self._words = label(msg("Everything is saved"), "gate-key", "ink2")
        row.addWidget(self._state)
        row.addWidget(self._words)
        whole.addWidget(self._rest, 1)
        return foot

    def _connect(self) -> None:
        self.tasks.failed.connect(lambda error: show_error(self, error))
        self.toast.dismissed.connect(self._rest.show)
        self.station.changed.connect(self._show_station)
        for entry in self._entries.values():
            if entry.shortcut:
                shortcut = QShortcut(QKeySequence(key(entry.shortcut)), self)
                shortcut.activated.connect(partial(self._go_to, entry.key))
        lock = QShortcut(QKeySequence(key("gate-lock")), self)
        lock.activated.connect(self.lock)
        ui_language().changed.connect(self._show_station)
        self._ticks = QTimer(self, interval=CLOCK_MS)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()
        self._show_station()

    def _go_to(self, page: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.go(page)

    def _fit_bar(self) -> None:
        """Leave out of the bar what there is no room for: icons, then keys, then the shift."""
        for icon, key_box, on_duty in BAR_PARTS:
            for tab in self._tabs.values():
                tab.show_parts(icon=icon, key=key_box)
            say(self.person, text=self._on_duty[on_duty])
            parts = (self.gate, self.person, self.clock, *self._tabs.values())
            if sum(each.sizeHint().width() for each in parts) <= self.width() - BESIDE_PARTS:
                break
        self.person.updateGeometry()

    def _show_hints(self) -> None:
        page = self._current
        self.hints.show_hints(page.hints() if isinstance(page, GatePane) else ())

    def _press(self, name: str) -> None:
        """Do what key `name` does, for a finger."""
        sequence = QKeySequence(key(name))
        for shortcut in self.findChildren(QShortcut):
            owner, heard = shortcut.parent(), shortcut.keys()
            if sequence in heard and isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled():
                shortcut.activated.emit()
                return
        pressed = sequence[0]  # type: ignore[index]  # a combination of keys, which the stubs leave out
        holder = QApplication.focusWidget() or self.stack
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(holder, QKeyEvent(kind, pressed.key(), pressed.keyboardModifiers()))

    def _show_station(self) -> None:
        gate, shift = self.station.gate, self.station.shift
        name = self.session.desk.actor.name
        say(self.gate, text=gate.name if gate is not None else msg("Which gate?"))
        self._on_duty = (
            name if shift is None else msg("%(name)s · %(shift)s", name=name, shift=shift.shift.name),
            name,
        )
        self.gate.updateGeometry()
        self._fit_bar()
        self._show_hints()
        self._tick()

    def _tick(self) -> None:
        say(self.clock, text=f"{self.station.now():%H:%M}")
        self._dress()

    def _dress(self) -> None:
        look = self.settings.get(known_settings.GATE_LOOK)
        night = not NIGHT_UNTIL <= self.station.now().hour < NIGHT_FROM
        dark = look == "dark" or (look == "auto" and night)
        theme().lend(ThemeChoice.DARK if dark else ThemeChoice.LIGHT)

    # --- menus -----------------------------------------------------------------------------------------------------

    def _ask_gate(self) -> None:
        """Offer the gates; the one chosen is this PC's from then on."""
        menu = self._menu()
        for gate in self.station.gates:
            act = menu.addAction(gate.name)
            act.setCheckable(True)
            act.setChecked(gate.id == self.station.gate_id)
            act.triggered.connect(partial(self._choose_gate, gate.id))
        if not self.station.gates:
            none = menu.addAction("")
            say(none, text=msg("No gate was set up yet; the manager does so under “The gate”."))
            none.setEnabled(False)
        menu.popup(self.gate.mapToGlobal(self.gate.rect().bottomLeft()))

    def _choose_gate(self, gate_id: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.station.choose_gate(gate_id)

    def _show_menu(self) -> None:
        """Offer what a guard may do besides: language, look, own password, practice, leaving."""
        menu = self._menu()
        self._offer(
            menu, known_settings.GATE_LOOK.choices, self.settings.get(known_settings.GATE_LOOK), self._look_like
        )
        menu.addSeparator()
        self._offer(menu, LANGUAGES, ui_language().language.code, ui_language().choose)
        menu.addSeparator()
        for entry in self._entries.values():
            if not entry.icon:
                say(menu.addAction(""), text=entry.title)
                menu.actions()[-1].triggered.connect(partial(self._go_to, entry.key))
        leave = menu.addAction("")
        say(leave, text=msg("Hand over the post (%(key)s)", key=key("gate-lock")))
        leave.triggered.connect(self.lock)
        menu.popup(self.person.mapToGlobal(self.person.rect().bottomLeft()))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("gate-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _offer(
        self, menu: QMenu, choices: Mapping[str, Message | str], chosen: str, take: Callable[[str], None]
    ) -> None:
        group = QActionGroup(menu)
        for code, words in choices.items():
            act = menu.addAction("")
            say(act, text=words)
            act.setCheckable(True)
            act.setChecked(code == chosen)
            group.addAction(act)
            act.triggered.connect(partial(_take, take, code))

    def _look_like(self, look: str) -> None:
        self.settings.set(known_settings.GATE_LOOK, look)
        settings = self.settings
        self.tasks.run(lambda _progress: settings.save(), owner=self, write=True)
        self._dress()


def _take(take: Callable[[str], None], code: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    take(code)
